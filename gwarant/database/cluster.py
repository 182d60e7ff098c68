"""The data directory: made whole or not at all, and its settings."""

import os
import secrets
import shutil
from pathlib import Path

from gwarant.database.binaries import Binaries
from gwarant.database.place import Place
from gwarant.database.problem import DatabaseProblem, NotStarted
from gwarant.database.roles import ADMIN

NEXT, PART = "data.next", "data.part-"
BUILTIN_LOCALE_SINCE = 17
SETTINGS = {
    "listen_addresses": "",
    "port": "5432",
    "shared_buffers": "128MB",
    "max_connections": "100",
    "max_locks_per_transaction": "256",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "on",
    "log_filename": "postgresql-%a.log",
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "wal_compression": "on",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
}
FAST = {
    "logging_collector": "off",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "wal_compression": "off",
    "autovacuum": "off",
    "jit": "off",
}


def initialise(place: Place, password: str, *, fast: bool) -> None:
    """Make a data directory beside its place and move it in when it is whole; `fast` does not wait for the disk."""
    for former in place.home.glob(f"{PART}*"):
        shutil.rmtree(former, ignore_errors=True)
    unfinished = place.home / f"{PART}{secrets.token_hex(4)}"
    file = place.home / "password"
    try:
        _write_for(place, file, password)
        _initdb(place, unfinished, file, fast=fast)
    finally:
        file.unlink(missing_ok=True)
    with open(unfinished / "postgresql.conf", "a", encoding="utf-8") as conf:
        conf.write("\ninclude_if_exists 'gwarant.conf'\n")
    unfinished.rename(place.data)


def write_settings(place: Place, sockets: Path, *, fast: bool) -> None:
    """Write the settings that are ours; ALTER SYSTEM still wins over them."""
    settings = SETTINGS | {"unix_socket_directories": str(sockets)} | (FAST if fast else {})
    text = "".join(f"{name} = '{value}'\n" for name, value in settings.items())
    _write_for(place, place.data / "gwarant.conf", "# Written at every start.\n" + text)


def reset_password(place: Place, role: str, password: str) -> None:
    """Give a role the password of the record, by the server's single-user mode: for a record that was lost."""
    done = place.run(
        place.binaries.program("postgres"),
        "--single",
        "-D",
        str(place.data),
        "postgres",
        stdin=f"ALTER ROLE {role} PASSWORD '{password}'\n",
    )
    if done.returncode != 0:
        raise DatabaseProblem(f"The password of {role} could not be set: {done.stderr.strip()}")


def swap(data: Path, made: Path, kept: Path) -> None:
    """Put a new data directory into the place of the old one, which is kept; the next start finishes a half one."""
    made.rename(data.with_name(NEXT))
    data.rename(kept)
    finish_swap(data)


def finish_swap(data: Path) -> None:
    """Move in a whole data directory that waits for an empty place."""
    waiting = data.with_name(NEXT)
    if waiting.exists() and not data.exists():
        waiting.rename(data)


def log_sizes(place: Place) -> dict[Path, int]:
    """How long each log of the server is now."""
    return {log: log.stat().st_size for log in sorted((place.data / "log").glob("*.log"))}


def log_since(place: Place, sizes: dict[Path, int]) -> str:
    """What the server has logged since then."""
    new = (log.read_bytes()[sizes.get(log, 0) :] for log in log_sizes(place))
    return b"".join(new).decode(errors="replace").strip()


def _initdb(place: Place, target: Path, password: Path, *, fast: bool) -> None:
    said = ""
    for locale in _locales(place.binaries):
        shutil.rmtree(target, ignore_errors=True)
        done = place.run(
            place.binaries.program("initdb"),
            f"--pgdata={target}",
            f"--username={ADMIN}",
            f"--pwfile={password}",
            "--auth=scram-sha-256",
            "--data-checksums",
            "--encoding=UTF8",
            *(["--no-sync"] if fast else []),
            *locale,
        )
        if done.returncode == 0:
            return
        said = done.stderr.strip()
    raise NotStarted(f"The database could not be made: {said}")


def _locales(binaries: Binaries) -> list[list[str]]:
    builtin = [["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]]
    return [["--locale=C.UTF-8"], *(builtin if binaries.major >= BUILTIN_LOCALE_SINCE else []), ["--locale=C"]]


def _write_for(place: Place, file: Path, text: str) -> None:
    file.unlink(missing_ok=True)
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        out.write(text)
    os.chown(file, place.uid, place.gid)
