"""A PostgreSQL for the tests: copied from a template that is made once for each state of the migrations."""

import atexit
import fcntl
import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from gwarant.database import roles
from gwarant.database.binaries import find
from gwarant.database.embedded import Embedded

PREFIX = "gwarant-pg-"
SOURCES = Path(__file__).parents[1] / "gwarant"


def test_server(
    cache: Path,
    prepare: Callable[[Embedded], None] = lambda _: None,  # noqa: PT028
    tag: str = "main",  # noqa: PT028
    of: bytes = b"",  # noqa: PT028
) -> Embedded:
    """A running server of this process's own with the prepared database; it ends with the process.

    `of` is what the database is prepared from beside the migrations.
    """
    sweep()
    state = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir="/tmp"))
    _copy_template(cache, state, prepare, tag, of)
    server = Embedded(state, fast=True)
    atexit.register(discard, server)
    server.start()
    return server


test_server.__test__ = False  # type: ignore[attr-defined]


def discard(server: Embedded) -> None:
    """Stop it and remove everything of it."""
    server.stop()
    shutil.rmtree(server.state, ignore_errors=True)


def sweep() -> None:
    """Remove what test runs that were killed have left."""
    for state in Path("/tmp").glob(f"{PREFIX}*"):
        pid = state.name.removeprefix(PREFIX).split("-")[0]
        if pid.isdigit() and not Path(f"/proc/{pid}").exists() and state.stat().st_uid == os.geteuid():
            discard(Embedded(state))


def _copy_template(cache: Path, state: Path, prepare: Callable[[Embedded], None], tag: str, of: bytes) -> None:
    """Copy the template; whoever comes first makes it, the others wait; none is removed while it is copied."""
    cache.mkdir(parents=True, exist_ok=True)
    ready = cache / f"template-{tag}-{_key(tag, of)}"
    with open(cache / "lock", "a", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if not ready.exists():
            for former in cache.glob(f"template-{tag}-*"):
                shutil.rmtree(former, ignore_errors=True)
            _make(ready, prepare)
        subprocess.run(["cp", "-a", f"{ready}/.", str(state)], check=True)


def _make(ready: Path, prepare: Callable[[Embedded], None]) -> None:
    state = ready.with_name("making")
    server = Embedded(state, fast=True)
    server.stop()
    shutil.rmtree(state, ignore_errors=True)
    server.start()
    try:
        prepare(server)
    finally:
        server.stop()
    state.rename(ready)


def _key(tag: str, of: bytes) -> str:
    binaries = find()
    made_from = hashlib.sha256(f"{binaries.version} {binaries.directory} {os.geteuid()} {tag}".encode() + of)
    for file in (Path(roles.__file__), *sorted(SOURCES.glob("*/migrations/*.py"))):
        made_from.update(file.name.encode() + file.read_bytes())
    return made_from.hexdigest()[:16]
