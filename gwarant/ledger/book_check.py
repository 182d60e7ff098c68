"""The house's book held against itself and against the tables that it tells of, both ways."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice

from django.db.models import Exists, OuterRef

from gwarant.database.rows import in_pieces
from gwarant.ledger.book import AT_UPGRADE, GONE, HOUSE, line_of
from gwarant.ledger.chain import hash_of_text
from gwarant.ledger.compare import CHUNK
from gwarant.ledger.models import HouseRow, HouseSeal, HouseUnsealed
from gwarant.ledger.report import Report, first_of
from gwarant.ledger.tables import Entries, Original, Tables
from gwarant.ledger.walk import Place, Walk

NAME = "the house's book"
LATE = timedelta(minutes=10)


def checked(tables: Tables, walks: list[Walk], now: datetime | None) -> Report:
    """What is wrong with the book; its walk is added to the others, so that a head that somebody noted is found."""
    walk = Walk(HOUSE)
    walks.append(walk)
    problems = first_of(NAME, _problems(tables, walk))
    waiting = HouseUnsealed.objects.count()
    old = (
        HouseRow.objects.filter(line__contains=f'"source": "{AT_UPGRADE}"').order_by("pk").values_list("at", flat=True)
    )
    late = HouseUnsealed.objects.filter(row__at__lt=now - LATE).count() if now else 0
    notes = [f"{late} rows have waited for more than 10 minutes to be sealed"] if late else []
    if first := old.first():
        notes += [f"{old.count()} rows tell of what is older than the book: they were written down on {first:%Y-%m-%d}"]
    return Report(
        rows=walk.rows,
        waiting=waiting,
        compared=walk.rows,
        problems=problems,
        notes=tuple(f"{NAME}: {note}" for note in notes),
        heads=((HOUSE, walk.head),) if walk.rows else (),
    )


def _problems(tables: Tables, walk: Walk) -> Iterator[str]:
    yield from _of_chain(walk)
    yield from _left_out()
    for kind, entries in tables.book.items():
        yield from _against(kind, entries)
    unknown = HouseRow.objects.exclude(kind__in=tables.book).order_by("pk") if tables.book else HouseRow.objects.none()
    for kind, number in unknown.values_list("kind", "number"):
        yield f"{kind} {number} stands in it, and no table of this instance makes such rows"


def _of_chain(walk: Walk) -> Iterator[str]:
    """Each position once, each hash computed again."""
    found = HouseSeal.objects.order_by("position")
    columns = ("position", "row__kind", "row__number", "row__at", "row__line", "row__text_hash", "hash")
    for position, kind, number, at, line, text_hash, hash_ in found.values_list(*columns).iterator(CHUNK):
        yield from walk.row(Place(position, f"{kind} {number}", line_of(kind, number, at, line), text_hash, hash_))
        walk.heads[hash_] = position


def _left_out() -> Iterator[str]:
    lost = HouseRow.objects.filter(seal=None, waiting=None).order_by("pk").values_list("kind", "number")
    for kind, number in in_pieces(lost, CHUNK):
        yield f"a row about {kind} {number} is in no chain and does not wait to be sealed"


def _against(kind: str, entries: Entries) -> Iterator[str]:
    rows = in_pieces(entries.rows().order_by("pk"), CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        newest = _newest(kind, [one.pk for one in chunk])
        for one in chunk:
            if wrong := _wrong(newest.get(one.pk), entries.told(one)):
                yield f"{entries.name(one)} {wrong}"
    there = entries.rows().order_by().filter(pk=OuterRef("number"))
    gone = HouseRow.objects.filter(~Exists(there), kind=kind).order_by("number", "-pk").distinct("number")
    lines, end = gone.values_list("number", "line"), GONE.line if entries.may_end else None
    yield from (f"{kind} {number} was written down, and it is gone" for number, line in lines if line != end)


def _newest(kind: str, numbers: Sequence[int]) -> dict[int, HouseRow]:
    found = HouseRow.objects.filter(kind=kind, number__in=numbers).order_by("number", "-pk").distinct("number")
    return {one.number: one for one in found}


def _wrong(row: HouseRow | None, original: Original) -> str:
    if row is None:
        return "stands in its table, and nothing was written down of it"
    line = row.line.replace(f', "source": "{AT_UPGRADE}"', "", 1)
    if line != original.line:
        return "says something else than was written down" + _differences(line, original.line)
    if not row.salt:
        return "has no salt any more, so that its words can be held against nothing"
    if hash_of_text(row.salt, original.text) != row.text_hash:
        return "has other words than were written down"
    return ""


def _differences(written: str, stands: str) -> str:
    """Which facts differ, as they stand and as they were written down; empty where the line cannot be read."""
    try:
        before, after = json.loads(written), json.loads(stands)
        names = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    except (ValueError, AttributeError):
        return ""
    told = (f"{name} is {after.get(name, '')!r} and was {before.get(name, '')!r}"[:200] for name in names)
    return f": {', '.join(told)}" if names else ""
