"""What an instance remembers of its own server: passwords, where it lives, how it is run; its owner alone reads it."""

import json
import os
import secrets
from dataclasses import asdict, dataclass, field
from pathlib import Path

from gwarant.database.problem import DatabaseProblem

ROLES = ("gwarant_admin", "gwarant_owner", "gwarant_app")


def _passwords() -> dict[str, str]:
    return {role: secrets.token_urlsafe(24) for role in ROLES}


@dataclass(frozen=True)
class Record:
    """The server of one state directory."""

    passwords: dict[str, str] = field(default_factory=_passwords)
    home: str = ""
    way: str = ""
    sockets: str = ""
    prepared: str = ""


def load(file: Path) -> Record | None:
    """The record, if there is one."""
    try:
        return Record(**json.loads(file.read_text()))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError) as problem:
        raise DatabaseProblem(
            f"{file} cannot be read ({problem}). Move it away: the server then gets new passwords."
        ) from problem


def save(file: Path, record: Record) -> None:
    """Write it so that a crash leaves the old one or the new one."""
    written = file.with_name(f"{file.name}.part")
    written.unlink(missing_ok=True)
    with open(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        json.dump(asdict(record), out, indent=1)
        out.flush()
        os.fsync(out.fileno())
    written.rename(file)
    sync_directory(file.parent)


def sync_directory(directory: Path) -> None:
    """Make a rename inside the directory last."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
