"""The server as a process: whether it lives, and whether a lock file still means it."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

READY = "ready"


def postmaster(data: Path) -> int | None:
    """The process that serves a data directory, if it lives."""
    lines = _lock_file(data)
    pid = int(lines[0]) if lines and lines[0].isdigit() else 0
    return pid if pid and serves(pid, data) else None


def is_ready(data: Path) -> bool:
    """Whether the server answers."""
    lines = _lock_file(data)
    return len(lines) > 7 and lines[7].strip() == READY and postmaster(data) is not None


def drop_stale_locks(data: Path, sockets: Path) -> None:
    """Remove the lock files of a server that is gone, a zombie, or whose number has become another program's.

    Processes that it has left behind are PostgreSQL's own matter: it refuses while one of them holds its memory.
    """
    if postmaster(data) is None:
        for lock in (data / "postmaster.pid", *sockets.glob(".s.PGSQL.*.lock")):
            lock.unlink(missing_ok=True)


def serves(pid: int, data: Path) -> bool:
    """Whether a process is alive, no zombie, and a PostgreSQL of this directory."""
    if not _exists(pid):
        return False
    if not Path("/proc/self/stat").exists():
        return _named_by_ps(pid)
    try:
        if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX":
            return False
        return _works_in(pid, data)
    except (FileNotFoundError, ProcessLookupError):
        return False


def workers(data: Path) -> list[int]:
    """Processes that work in the data directory, as far as this can be seen."""
    found = (int(entry.name) for entry in Path("/proc").glob("[0-9]*"))
    return [pid for pid in found if serves(pid, data)]


def wait_until(ready: Callable[[], bool], seconds: float) -> bool:
    """Look again and again, at most so long."""
    end = time.monotonic() + seconds
    pause = 0.01
    while not ready():
        if time.monotonic() > end:
            return False
        time.sleep(pause)
        pause = min(pause * 1.5, 0.25)
    return True


def end(pid: int, data: Path, seconds: float = 60) -> bool:
    """Ask the server to end: politely, then firmly."""
    for sign, patience in ((signal.SIGINT, seconds), (signal.SIGQUIT, 10)):
        try:
            os.kill(pid, sign)
        except ProcessLookupError:
            return True
        if wait_until(lambda: not serves(pid, data), patience):
            return True
    return False


def _lock_file(data: Path) -> list[str]:
    try:
        return (data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return []


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _works_in(pid: int, data: Path) -> bool:
    try:
        return Path(f"/proc/{pid}/cwd").samefile(data)
    except PermissionError:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
        return b"postgres" in command and (b"-D" not in command or os.fsencode(data) in command)


def _named_by_ps(pid: int) -> bool:
    command = ["ps", "-o", "stat=,command=", "-p", str(pid)]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    return "postgres" in said and not said.startswith("Z")
