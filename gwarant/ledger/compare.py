"""The rows of a customer held against their own columns and against the tables that they were made from, both ways."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice

from django.db.models import F

from gwarant.database.rows import in_pieces
from gwarant.ledger.actions import happened_at, received_at
from gwarant.ledger.chain import hash_of_text
from gwarant.ledger.models import Row
from gwarant.ledger.reading import faults_of
from gwarant.ledger.report import SHOWN
from gwarant.ledger.tables import Original, Tables
from gwarant.sla.evidence.form import FORMS, form_of
from gwarant.sla.evidence.jsonl import read_lines
from gwarant.sla.evidence.model import FileRecord
from gwarant.sla.evidence.model import Row as EvidenceRow

CHUNK = 2000
A_SECOND = timedelta(seconds=1)
# type → whom its line names as subject
SUBJECTS = {"ticket": "ticket", "time": "ticket", "agreement": "contract", "statement": "contract"}
LATE = timedelta(days=1)


@dataclass
class Counted:
    """What comparing has come across: how many rows were held against a table, sealed late, or cannot be read."""

    rows: int = 0
    late: int = 0
    first: str = ""
    moved: int = 0  # filed as received later than the line says
    first_moved: str = ""
    unread: dict[int, str] = field(default_factory=dict)  # by the row's key

    def notes(self) -> Iterator[str]:
        if self.late:
            yield f"{self.late} rows were sealed more than a day after they say that they were received: {self.first}"
        if self.moved:
            told = f"{self.moved} rows are filed as received later than their lines say: {self.first_moved}"
            yield f"{told}; so did the first release, which took the moment of a call for its receipt"
        yield from list(self.unread.values())[:SHOWN]
        if len(self.unread) > SHOWN:
            yield f"and {len(self.unread) - SHOWN} more rows cannot be read"


def compared(customer_id: int, tables: Tables, counted: Counted) -> Iterator[str]:
    """What is wrong with rows, and what stands in a table without one."""
    found = Row.objects.filter(customer_id=customer_id).select_related("salt").order_by("pk")
    found = found.annotate(sealed_at=F("seal__block__sealed_at"))
    for rows in _chunks(in_pieces(found, CHUNK)):
        yield from _columns(rows, counted)
        for type_, source in tables.sources.items():
            own = [row for row in rows if row.type == type_]
            counted.rows += len(own)
            yield from _against(own, source.originals([row.uid for row in own])) if own else ()
        yield from _of_no_table(rows, tables)
    for source in tables.sources.values():
        for name in source.unwritten(customer_id):
            yield f"{name} stands in its table, and its row in the ledger is gone"
    for law in tables.laws:
        yield from law(customer_id)


def _columns(rows: Sequence[Row], counted: Counted) -> Iterator[str]:
    """Rows whose columns, by which they are found, say something else than their line.

    A row that cannot be read is noted: as long as its bytes fit their hash it breaks no chain.
    """
    faults = faults_of((row.pk, row.line) for row in rows)
    counted.unread |= {row.pk: f"{row.uid} cannot be read: {faults[row.pk]}" for row in rows if row.pk in faults}
    readable = [row for row in rows if row.pk not in faults]
    told = _told(readable)
    for row in readable:
        type_, at, received, subject = told.get(row.uid, ("", None, None, None))
        if (type_, at) != (row.type, row.at):
            yield f"{row.uid} is filed under another id, type or moment than its line says"
            continue
        if subject is not None and subject != row.subject:
            yield f"{row.uid} is filed under another subject than its line says"
        if received and row.received_at < received:
            yield f"{row.uid} is filed as received earlier than its line says"
        elif received and row.received_at >= received + A_SECOND and not _is_of_upgrade(row):
            counted.moved += 1
            counted.first_moved = counted.first_moved or row.uid
        if received and row.sealed_at and row.sealed_at - received > LATE:  # type: ignore[attr-defined]
            counted.late += 1
            counted.first = counted.first or row.uid


def _is_of_upgrade(row: Row) -> bool:
    """What an upgrade wrote down is older than its row: the line says when it happened, the column when that was."""
    return '"source": "gwarant-upgrade"' in row.line


def _told(rows: Sequence[Row]) -> dict[str, tuple[str, datetime, datetime, str | None]]:
    """Of each row's line, by its id: type, moment, when it says that it was received, its subject (None: no rule)."""
    evidence = read_lines(row.line for row in rows)
    found = [one for form in FORMS for one in getattr(evidence, form.part)]
    return {one.id: (form_of(one).name, happened_at(one), received_at(one), _subject(one)) for one in found}


def _subject(row: EvidenceRow) -> str | None:
    if isinstance(row, FileRecord):  # of the customer's own the line names none
        return row.contract or row.ticket or None
    name = SUBJECTS.get(form_of(row).name)
    return str(getattr(row, name)) if name else None


def _against(rows: Sequence[Row], originals: Mapping[str, Original]) -> Iterator[str]:
    for row in rows:
        original = originals.get(row.uid)
        if original is None:
            yield f"{row.uid} stands in the ledger, and what it was made from is gone"
        elif original.line != row.line:
            yield f"{row.uid} says something else than what it was made from"
        else:
            yield from _words(row, original.text)


def _words(row: Row, text: str) -> Iterator[str]:
    """Words and their salt stand together, or a person was forgotten and both are gone."""
    salt = row.salt.salt if hasattr(row, "salt") else ""
    if text and not row.text_hash:
        yield f"{row.uid}: words stand with it now, and none were written down"
    elif text and not salt:
        yield f"{row.uid}: its words stand there, and the salt that proves them is gone"
    elif salt and not text:
        yield f"{row.uid}: its words are gone, and nobody was forgotten: their salt is there"
    elif salt and hash_of_text(salt, text) != row.text_hash:
        yield f"{row.uid}: its words are not those that were written down"


def _of_no_table(rows: Sequence[Row], tables: Tables) -> Iterator[str]:
    for row in rows:
        if tables.sources and row.type not in tables.sources:
            yield f"{row.uid} is a row of type {row.type}, and no table of this instance makes such rows"


def _chunks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk
