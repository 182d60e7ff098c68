"""What `make.py` wrote: read, and put into a database."""

import json
import lzma
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from gwarant.sla.assessment.model import Assessment


@dataclass(frozen=True)
class First:
    """What the first release wrote: its rows by table, and what it said of each month as of a moment."""

    file: Path
    tables: dict[str, list[Any]]
    months: list[dict[str, Any]]
    now: datetime


def read(file: Path) -> First:
    found: dict[str, list[Any]] = {}
    written = file.read_bytes()
    for line in (lzma.decompress(written) if file.suffix == ".xz" else written).decode().splitlines():
        told = json.loads(line)
        found.setdefault(told["of"], []).append(told["row"])
    months, (now,) = found.pop("months"), found.pop("made_for")
    found.pop("release")
    return First(file, found, months, datetime.fromisoformat(now))


def parts_known(now: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """A month of a longer promise as that release told it: since version 7 of the counting it is a part of that."""
    pairs = zip(now["availability"], before["availability"], strict=True)
    return now | {"availability": [old if one == "part" else one for one, old in pairs]}


def fill(connection: psycopg.Connection[Any], tables: dict[str, list[Any]]) -> None:
    """Write the rows as they stand, in whatever order their tables come."""
    connection.execute("SET session_replication_role = replica")
    for name, rows in tables.items():
        connection.execute(f"DELETE FROM {name}")
        told = f"INSERT INTO {name} SELECT * FROM jsonb_populate_recordset(NULL::{name}, %s)"
        connection.execute(told, [Jsonb(rows)])
        counted = connection.execute("SELECT pg_get_serial_sequence(%s, 'id')", [name]) if "id" in rows[0] else None
        sequence = counted.fetchone() if counted else None
        if sequence and sequence[0]:
            connection.execute("SELECT setval(%s, %s)", [sequence[0], max(row["id"] for row in rows)])


def told(contract: str, name: str, found: Assessment) -> dict[str, Any]:
    """A month in the words of `make.py`."""
    kept = [[one.clock, one.class_, one.target, one.met, one.breached, one.pending] for one in found.kept]
    counts = found.counts
    return {
        "contract": contract,
        "month": name,
        "kept": kept,
        "tickets": [counts.reported, counts.resolved, counts.reopened, counts.open_at_end],
        "availability": [str(one.figure.verdict) for one in found.availability],
        "hours": [[one.month, one.hours.real, one.hours.charged] for one in found.months if one.hours],
        "owed": [[one.month, str(one.remedies.total)] for one in found.months],
    }
