"""The house's own book: what it is told or decides that is no customer's evidence, line by line, in a chain of its own.

A customer's chain is theirs to take away; mail of strangers, settings and the names of files do not belong in it.
"""

import json
import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction

from gwarant.database.rows import as_json
from gwarant.database.scope import ENGINE, scoped
from gwarant.database.together import later
from gwarant.ledger.actions import may_seal
from gwarant.ledger.chain import genesis, hash_of_text, link
from gwarant.ledger.models import HouseRow, HouseSeal, HouseUnsealed
from gwarant.ledger.tables import Original

BATCH = 5000
HOUSE = "house"  # the name of the chain: no customer's key is written in small letters
AT_UPGRADE = "gwarant-upgrade"
COLUMNS = ("kind", "number", "at", "line", "text_hash", "salt")
INSERT = """
WITH written AS (INSERT INTO ledger_houserow (kind, number, at, line, text_hash, salt)
                 VALUES (%s, %s, %s, %s, %s, %s) RETURNING id)
INSERT INTO ledger_houseunsealed (row_id) SELECT id FROM written
"""
INSERT_ALL = """
WITH written AS (INSERT INTO ledger_houserow (kind, number, at, line, text_hash, salt)
                 SELECT * FROM json_to_recordset(%s::json) AS told
                     (kind text, number bigint, at timestamptz, line text, text_hash text, salt text)
                 RETURNING id)
INSERT INTO ledger_houseunsealed (row_id) SELECT id FROM written
"""


def told(facts: Mapping[str, object], words: Iterable[object] = ()) -> Original:
    """What a row of a table says: facts in codes, numbers and moments, and the words, of which a hash is kept."""
    kept = {name: _plain(value) for name, value in facts.items()}
    line = json.dumps({name: value for name, value in kept.items() if value not in ("", None)}, sort_keys=True)
    return Original(line, json.dumps(list(words), sort_keys=True, default=str))


GONE = Original('{"gone": true}')  # what the book says last of a row that was taken away, as it may be


def book_older(editor: Any, kind: str, rows: Iterable[Any], told_of: Callable[[Any], Original]) -> None:
    """In an upgrade: write down what stands of rows that are older than the book, which says so by its source."""
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        now = cursor.fetchone()[0]
        for one in rows:
            found = told_of(one)
            line = json.dumps({**json.loads(found.line), "source": AT_UPGRADE}, sort_keys=True)
            cursor.execute(INSERT, values(kind, one.pk, Original(line, found.text), now))


def write_down(kind: str, told_of: Iterable[tuple[int, Original]], *, now: datetime) -> None:
    """Write down what rows of a table say from now on, by their numbers, within the caller's transaction."""
    later(_insert, [values(kind, number, one, now) for number, one in told_of])


def _insert(rows: list[list[Any]]) -> None:
    with scoped(ENGINE), connection.cursor() as cursor:
        cursor.execute(INSERT_ALL, [as_json([dict(zip(COLUMNS, row, strict=True)) for row in rows])])


def values(kind: str, number: int, one: Original, now: datetime) -> list[Any]:
    """What `INSERT` takes, with a salt of the row's own."""
    salt = secrets.token_hex(16)
    return [kind, number, now, one.line, hash_of_text(salt, one.text), salt]


def seal_book(before: datetime) -> int:
    """Chain the rows that were written before the moment and wait, a batch at most; how many. One seals at a time."""
    with transaction.atomic():
        return _sealed(before) if may_seal(0) else 0


def _sealed(before: datetime) -> int:
    last = HouseSeal.objects.order_by("-position").values_list("position", "hash").first()
    position, head = last or (0, genesis(HOUSE))
    waiting = list(HouseUnsealed.objects.order_by("pk").values_list("pk", flat=True)[:BATCH])
    rows = (
        HouseRow.objects.filter(pk__in=waiting, at__lte=before).order_by("pk") if waiting else HouseRow.objects.none()
    )
    made = []
    for row in rows.only("pk", "kind", "number", "at", "line", "text_hash"):
        position, head = position + 1, link(head, line_of(row.kind, row.number, row.at, row.line), row.text_hash)
        made.append(HouseSeal(row=row, position=position, hash=head))
    HouseSeal.objects.bulk_create(made)
    HouseUnsealed.objects.filter(row__in=[one.row_id for one in made]).delete()
    return len(made)


def line_of(kind: str, number: int, at: datetime, line: str) -> str:
    """What the hash of a row covers, beside the hash of its words."""
    return f"{kind} {number} {_plain(at)} {line}"


def _plain(value: object) -> object:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
