"""Evidence as it was known at a moment: what had been received before it, whenever it happened.

Every reading of the past goes through `known`; a rule about what counts from when it came belongs here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from gwarant.sla.civil import CivilPeriod, month_of, months_between
from gwarant.sla.evidence.form import FORMS, form_of
from gwarant.sla.evidence.model import Closing, Evidence, Looks, MeasureValue, Row, StateInterval, TimeEntry
from gwarant.sla.evidence.unpacking import looks_within, packed_before

MS = 1000
AnyRow = TypeVar("AnyRow", bound=Row)
Stretch = TypeVar("Stretch", StateInterval, Looks, TimeEntry)


@dataclass(frozen=True, order=True)
class Sight:
    """What is seen of the evidence: what happened before `end` and had been received before `known` (UTC seconds)."""

    end: int
    known: int


def known(evidence: Evidence, moment: int, margin: int = 0, *, hours: int | None = None) -> Evidence:
    """The rows that had been received before the moment (UTC seconds), of looks also those of a margin (milliseconds).

    A decision is not known before it was taken, and a closing is known at its own moment: it makes the moment. `hours`
    is the moment for time entries and closings, where that is another: a month that nobody closed is open for them.
    What was voided is still among them: `voids.counting` leaves it out.
    """
    entries = {row.id for row in evidence.entries}
    early, looks, later = moment * MS, moment * MS + margin, moment if hours is None else hours
    return replace(
        evidence,
        events=_received(evidence.events, moment),
        checks=_received(evidence.checks, looks),
        states=_went_on(evidence.states, looks),
        looks=looks_before(_went_on(evidence.looks, looks), looks),
        sealed=_received(evidence.sealed, early),
        maintenance=_received(evidence.maintenance, early),
        exclusions=tuple(row for row in evidence.exclusions if max(row.received, row.decided) < early),
        entries=_went_on(evidence.entries, later),
        proofs=_received(evidence.proofs, moment),
        values=tuple(row for row in evidence.values if arrival(row) < moment),
        amounts=_received(evidence.amounts, moment),
        closings=tuple(row for row in evidence.closings if closed_at(row) <= later),
        statements=_received(evidence.statements, moment),
        agreements=_received(evidence.agreements, moment),
        objections=_received(evidence.objections, early),
        files=_received(evidence.files, moment),
        voids=tuple(row for row in evidence.voids if row.received < (later if row.row in entries else moment)),
        unread=tuple(row for row in evidence.unread if row.received < (later if row.of == "time" else moment)),
    )


def arrival(row: Row) -> int:
    """When the row reached us, in its own units; a stretch that states no receipt was known as it went on.

    A value is one figure for the whole of its stretch: without a receipt it was known in the last second of that.
    """
    if isinstance(row, MeasureValue):
        return row.received if states_receipt(row) else row.end - 1
    form = form_of(row)
    first: int = getattr(row, form.first)
    return first if form.known == "end" and not states_receipt(row) else row.received


def states_receipt(row: Row) -> bool:
    """Whether the row says when it was received, instead of leaving that to its default."""
    return bool(row.received != getattr(row, form_of(row).known))


def receipts_stated(evidence: Evidence) -> int:
    """How many rows say when they were received; each look of a packed row is one."""
    parts = ((form.known, getattr(evidence, form.part)) for form in FORMS if form.part != "looks")
    stated: int = sum(row.received != getattr(row, name) for name, rows in parts for row in rows)
    return stated + sum(looks_within(row) for row in evidence.looks if states_receipt(row))


def sights_of(months: Sequence[CivilPeriod], closings: Iterable[Closing], zone: str) -> tuple[Sight, ...]:
    """How each of the months was stated: as of its first closing; without one, as of its end.

    A closing that comes when the next month has ended changes nothing: that one was stated against the month already.
    """
    first = closed(closings)
    return tuple(Sight(one.end, _stated_at(one, first, zone)) for one in months)


def sight_of(period: CivilPeriod, closings: Iterable[Closing], zone: str) -> Sight:
    """How a period was stated: with its last month, where it ends with one."""
    last = months_between(period.first, period.after, zone)[-1]
    return sights_of([last], closings, zone)[0] if last.end == period.end else Sight(period.end, period.end)


def closed(closings: Iterable[Closing]) -> Mapping[str, int]:
    """For each month that somebody closed, when that was first known (UTC seconds)."""
    found: dict[str, int] = {}
    for row in closings:
        found[row.month] = min(closed_at(row), found.get(row.month, closed_at(row)))
    return found


def _stated_at(month: CivilPeriod, closed: Mapping[str, int], zone: str) -> int:
    moment = closed.get(month.name)
    in_time = moment is not None and month.end <= moment < month_of(month.after, zone).end
    return moment if in_time and moment is not None else month.end


def closed_at(row: Closing) -> int:
    """When it was known that the month is closed."""
    return max(row.at, row.received)


def looks_before(rows: tuple[Looks, ...], moment: int) -> tuple[Looks, ...]:
    """The packed looks that had begun before the moment (UTC milliseconds), and nothing of those that begin later."""
    cut = (_shortened(row, moment) for row in rows if row.start < moment)
    return tuple(row for row in cut if row.packed)


def _shortened(row: Looks, moment: int) -> Looks:
    if row.end <= moment:
        return row
    received = row.received if states_receipt(row) else moment
    return replace(row, end=moment, received=received, packed=packed_before(row.packed, moment))


def _received(rows: tuple[AnyRow, ...], before: int) -> tuple[AnyRow, ...]:
    return tuple(row for row in rows if row.received < before)


def _went_on(rows: tuple[Stretch, ...], before: int) -> tuple[Stretch, ...]:
    return tuple(row for row in rows if (row.start if row.received == row.end else row.received) < before)
