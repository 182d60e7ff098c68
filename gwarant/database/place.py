"""As whom and where the server runs: PostgreSQL refuses to run as root, so root finds it another way."""

import os
import pwd
import secrets
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from gwarant.database import launcher
from gwarant.database.binaries import Binaries, copied
from gwarant.database.problem import NotStarted
from gwarant.database.record import Record

NOBODY = "nobody"
SELF = "self"
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C"}
PROBE = 'test "$(id -u)" -ne 0 && cd "$1" && : >there && exec "$2" --version'
SHORT = 90
OUTSIDE = Path("/tmp")


@dataclass(frozen=True)
class Place:
    """One way to run one installation in one directory."""

    way: str
    home: Path
    binaries: Binaries
    copy: bool = False

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def uid(self) -> int:
        """Who owns the files on disk."""
        return pwd.getpwnam(NOBODY).pw_uid if self.way in {"user", "reader"} else os.geteuid()

    @property
    def gid(self) -> int:
        return pwd.getpwnam(NOBODY).pw_gid if self.way in {"user", "reader"} else os.getegid()

    def command(self, *command: str) -> list[str]:
        """The command line that runs a command this way."""
        if self.way == SELF:
            return list(command)
        return [sys.executable, "-I", "-S", launcher.__file__, self.way, NOBODY, *command]

    def run(self, *command: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(
            self.command(*command),
            input=stdin,
            capture_output=True,
            text=True,
            errors="replace",
            cwd=self.home,
            env=ENVIRONMENT,
            check=False,
        )


def settle(state: Path, record: Record, binaries: Binaries, elsewhere: Path) -> Place:
    """The first place that works, tried for real; the one that is written down goes first."""
    problems: list[str] = []
    for place in _candidates(state, record, binaries, elsewhere):
        try:
            return _tried(place)
        except OSError as problem:
            problems.append(f"{place.way} in {place.home}: {problem}")
    raise NotStarted("PostgreSQL could be run in no way. " + " | ".join(problems))


def claim(path: Path, place: Place) -> None:
    """Give a tree to the one who runs the server."""
    path.mkdir(mode=0o700, exist_ok=True)
    if path.stat().st_uid == place.uid:
        return
    for folder, folders, files in os.walk(path):
        for name in (*folders, *files):
            os.chown(os.path.join(folder, name), place.uid, place.gid, follow_symlinks=False)
    os.chown(path, place.uid, place.gid)


def socket_directory(place: Place, recorded: str) -> Path:
    """A private directory whose name is short enough for a socket in it (the kernel takes 107 bytes)."""
    inside = place.home / "run"
    if len(str(inside)) <= SHORT and all(c.isascii() and (c.isalnum() or c in "/._-+") for c in str(inside)):
        claim(inside, place)
        return inside
    former = Path(recorded)
    if former.parent == OUTSIDE and _is_ours(former, place):
        return former
    made = Path(tempfile.mkdtemp(prefix="gwarant-", dir=OUTSIDE))
    claim(made, place)
    return made


def leave(directory: Path) -> None:
    """Remove a directory of sockets that was made outside."""
    if directory.parent == OUTSIDE:
        with suppress(OSError):
            directory.rmdir()


def _is_ours(path: Path, place: Place) -> bool:
    """Whether the former directory is still there and ours, or can be made again: mkdir never takes another's."""
    with suppress(FileExistsError):
        path.mkdir(mode=0o700)
        claim(path, place)
    found = path.lstat()
    return stat.S_ISDIR(found.st_mode) and found.st_uid == place.uid and found.st_mode & 0o077 == 0


def _candidates(state: Path, record: Record, binaries: Binaries, elsewhere: Path) -> Iterator[Place]:
    inside = Path(record.home) if record.home else state / "database"
    if os.geteuid() != 0:
        yield Place(SELF, inside, binaries)
        return
    ways = sorted(launcher.WAYS, key=lambda way: way != record.way)
    yield from (Place(way, inside, binaries) for way in ways)
    yield Place("user", inside, binaries, copy=True)
    if not record.home and not (inside / "data").exists():
        other = elsewhere / secrets.token_hex(4)
        yield from (Place("user", other, binaries, copy) for copy in (False, True))


def _tried(place: Place) -> Place:
    parent = place.home.parent
    if not parent.exists():
        parent.mkdir(parents=True)
        parent.chmod(0o755)
    if place.copy:
        claim(place.home, place)
        place = replace(place, binaries=copied(place.binaries, place.home))
    scratch = Path(tempfile.mkdtemp(prefix=".try-", dir=parent))
    try:
        claim(scratch, place)
        _probe(place, scratch)
        os.listdir(scratch)
    except OSError:
        _forget(place)
        raise
    finally:
        os.chown(scratch, os.geteuid(), os.getegid())
        shutil.rmtree(scratch)
    claim(place.home, place)
    return place


def _forget(place: Place) -> None:
    if place.copy and not place.data.exists():
        shutil.rmtree(place.home, ignore_errors=True)


def _probe(place: Place, scratch: Path) -> None:
    command = place.command("/bin/sh", "-c", PROBE, "sh", str(scratch), place.binaries.program("postgres"))
    try:
        done = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT, timeout=60, check=False)
    except subprocess.TimeoutExpired as late:
        raise OSError("no answer within a minute") from late
    if done.returncode != 0 or "PostgreSQL" not in done.stdout:
        raise OSError((done.stderr or done.stdout).strip() or f"status {done.returncode}")
