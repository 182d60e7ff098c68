"""Whether the rows of a report stand in the chain, that it was stated, and what a later chain says of it."""

import json
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from gwarant.ledger.anchor import Known
from gwarant.ledger.extract import Extract, read_extract
from gwarant.sla.assessment import seen
from gwarant.sla.contract.model import Contract
from gwarant.sla.evidence.form import FORMS, Form
from gwarant.sla.evidence.jsonl import LineReader, row_line
from gwarant.sla.evidence.model import Evidence, Looks, Row, Statement
from gwarant.sla.evidence.own import of_contract

DAY = 86_400_000  # milliseconds
SEALED = ":sealed"
NO_GROUND = ("looks", "sealed", "statement", "unread")
AT_ANY_TIME = ("closing", "agreement", "exclusion", "void")  # said of a month, a wording, a stretch, a row, at any time


@dataclass(frozen=True)
class Stated:
    """Which statement a report is: its row, and all statements of that period that its chain shows."""

    own: Statement | None
    all: tuple[Statement, ...]


def extract_of(chain: bytes, rows: Evidence) -> Extract:
    """The chain that the report carries, held against its rows."""
    known = {row.id: row_line(row) for row in _rows(rows) if not isinstance(row, Looks)}
    return read_extract(chain.decode("utf-8", "replace").splitlines(), known)


def out_of_place(found: Extract, rows: Evidence) -> Iterator[str]:
    """Faults of the chain, and rows of the report that do not stand in it."""
    yield from found.faults
    for row in _rows(rows):
        if isinstance(row, Looks):
            yield from _looks(found, row)
        elif row.id not in found.lines:
            yield f"{row.id} stands in no place of the chain"


def unsealed(found: Extract, rows: Evidence) -> int:
    """How many days of looks no row of the chain holds yet."""
    return sum(row.id + SEALED not in found.lines for row in rows.looks)


def stated(found: Extract, contract: str, period: str, digest: str) -> Stated:
    """The statements of the period in the chain, and the one whose hash that is."""
    read = _read(found.lines.values()).statements
    of_period = tuple(one for one in read if (one.contract, one.period) == (contract, period))
    own = [one for one in of_period if f"sha256:{one.sha256}" == digest]
    return Stated(max(own, key=lambda one: one.revision, default=None), of_period)


def of_head(found: Extract, head: Known) -> str:
    """What a head that somebody noted says against the report's chain; empty where it is in it, or is a later one."""
    if head.customer and head.customer != found.customer:
        return f"the head {head} belongs to {head.customer}, and the report to {found.customer}"
    if head.head in found.heads:
        told = found.heads[head.head]
        same = head.block in (0, told)
        return "" if same else f"block {told} has the head that somebody noted of block {head.block}"
    if head.block and head.block <= found.block:
        return f"block {head.block} had another head when somebody noted it ({head}): the chain was written anew since"
    return ""


def is_later(found: Extract, head: Known) -> bool:
    """Whether the head may lie behind the end of the report's chain."""
    return head.head not in found.heads and (not head.block or head.block > found.block)


def proves(found: Extract, head: Known, read: Stated) -> bool:
    """Whether the head proves what was stated, and what was stated before it.

    The row of a statement names the assessment by its hash, and that the evidence by its own: whoever can compute the
    chain from that row to the head has all of it proven, whatever lies hidden before. A revision's row names the
    statement before it as well; where a former release wrote it without, that one's own row has to lead there too.
    """
    own = read.own
    before = [one for one in read.all if own and not own.former and one.revision == own.revision - 1]
    rows = [own, *before] if own else []
    return bool(rows) and all(found.proves(head.head, found.places.get(one.id, 0)) for one in rows if one)


@dataclass(frozen=True)
class Whole:
    """An exported chain: lines and hashes by position."""

    lines: Mapping[int, str]
    hashes: Mapping[int, str]


def whole_of(export: Iterable[str]) -> Whole:
    """The rows of an export; whether it holds is for `verify_export` to say."""
    lines, hashes = {}, {}
    for text in export:
        record = _record(text)
        if isinstance(record.get("line"), str) and isinstance(record.get("position"), int):
            lines[record["position"]] = record["line"]
            hashes[record["position"]] = str(record.get("hash"))
    return Whole(lines, hashes)


def apart(found: Extract, whole: Whole) -> Iterator[str]:
    """The first place at which the exported chain is another one than the report's."""
    for position, hash_ in sorted(found.hashes.items()):
        there = whole.hashes.get(position)
        if there is None:
            yield f"the exported chain ends before the report does, at position {position}"
            return
        if there != hash_:
            yield f"at position {position} the exported chain is another one than the report's: one was written anew"
            return


def later(whole: Whole, own: Statement | None, contract: str, period: str) -> Iterator[str]:
    """Revisions of the period that the exported chain has and the report is not."""
    read = _read(line for line in whole.lines.values() if '"type": "statement"' in line).statements
    for one in read:
        is_same = (one.contract, one.period) == (contract, period)
        if is_same and (own is None or one.revision > own.revision):
            yield f"revision {one.revision} was stated after it: this report is not the last one"


@dataclass(frozen=True)
class Asked:
    """What a report was judged by: its wordings, the period's name and end, `known` as it was judged (UTC seconds)."""

    versions: Sequence[Contract]
    period: str
    end: int
    known: int | None


def missing(whole: Whole, last: int, rows: Evidence, asked: Asked) -> Iterator[str]:
    """Rows up to the position `last` that the period is judged by and the report lacks."""
    number = asked.versions[0].metadata.id or ""
    among = _read(line for position, line in whole.lines.items() if position <= last)
    own = of_contract(among, number, {row.ticket for row in rows.events})
    concerns = _Concerns(number, rows, max(asked.end, asked.known or 0))
    more = {form.part: tuple(row for row in getattr(own, form.part) if concerns(form, row)) for form in FORMS}
    both = replace(rows, **{part: (*getattr(rows, part), *added) for part, added in more.items()})
    for row in _rows(seen(asked.versions, both, asked.period, known=asked.known)) if any(more.values()) else ():
        if row.id not in concerns.there:
            yield f"{row.id} stands in the chain and concerns the contract, and the report lacks it"


class _Concerns:
    """Whether a row says itself that it is the contract's and of its time; of others the house knows more than it says.

    Files and objections that came after the end are no ground of the period.
    """

    def __init__(self, contract: str, rows: Evidence, end: int) -> None:
        self.contract, self.end = contract, end
        self.there = {row.id for row in _rows(rows)}
        self.tickets = {row.ticket for row in rows.events}

    def __call__(self, form: Form, row: Any) -> bool:
        if row.id in self.there or form.name in NO_GROUND:
            return False
        is_own = getattr(row, "contract", "") == self.contract or getattr(row, "ticket", "") in self.tickets
        is_own = is_own or (form.name == "void" and row.row in self.there)
        return is_own and (form.name in AT_ANY_TIME or getattr(row, form.first) < self.end * form.per_second)


def _looks(found: Extract, row: Looks) -> Iterator[str]:
    """A day of looks that was sealed has the bytes that the chain names; one that ends within a day is a part of it."""
    line = found.lines.get(row.id + SEALED)
    if line is None or row.end - row.start < DAY:
        return
    try:
        packed = b64decode(row.packed, validate=True)
    except (NotBase64, ValueError):
        packed = b""
    if sha256(packed).hexdigest() != _record(line).get("sha256"):
        yield f"{row.id} has other bytes than the chain says: its looks were changed"


def _rows(rows: Evidence) -> Iterator[Row]:
    for form in FORMS:
        yield from getattr(rows, form.part)


def _read(lines: Iterable[str]) -> Evidence:
    reader = LineReader("")
    for number, line in enumerate(lines, 1):
        reader.take(number, line)
        reader.stopped = False
    reader.problems.clear()  # what an earlier release wrote and nobody reads any more hides no other row
    reader.surplus = 0
    return reader.reading().evidence


def _record(line: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
