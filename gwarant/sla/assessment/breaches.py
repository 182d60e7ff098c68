"""Broken promises as remedies see them: clocks that ran out, figures that miss their target, single outages."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from gwarant.sla.assessment.model import Promised
from gwarant.sla.calendar.zone import local_time
from gwarant.sla.civil import day_of
from gwarant.sla.clocks.reading import Reading, SegmentKind
from gwarant.sla.evidence.model import AmountDecision
from gwarant.sla.remedies import Breach
from gwarant.sla.spans import Span, Spans, clip, covers, intersect, measure, subtract, union
from gwarant.sla.terms import Terms

MS = 1000
_OUTAGE = " outage "


@dataclass(frozen=True)
class Seen:
    """A part of an outage: its span as one figure saw it, what of it counts as lost, and its down time around the
    clock, without what is excluded (milliseconds)."""

    span: Span
    widest: Span  # from the last good look before it to the next one after it
    lost: Spans
    down: Spans
    left_out: Spans
    contract: str
    service: str

    @property
    def length(self) -> int:
        """How long the outage was, from its start to its end in real time, without what is excluded."""
        return self.span[1] - self.span[0] - measure(self.left_out)


def breaches_of(terms: Iterable[Terms], readings: Iterable[Reading]) -> tuple[Breach, ...]:
    """The breached readings that cost something: not those in a phase that only reports."""
    by_name = {one.name: one for one in terms}
    return tuple(_clock_breach(r, by_name[r.contract]) for r in readings if not is_free(by_name[r.contract], r.due_at))


def availability_breaches(terms: Iterable[Terms], promised: Iterable[Promised]) -> tuple[Breach, ...]:
    """One breach for each promise over its own whole period whose priced value misses it."""
    by_name = {one.name: one for one in terms}
    found = []
    for row in promised:
        value, own = row.value_for_money, by_name[row.contract]
        missed = value is not None and not row.note and not row.target.holds(value)
        if missed and not is_free(own, (row.figure.end - 1) // MS):
            found.append(_figure_breach(row, own))
    return tuple(found)


def outage_breaches(terms: Iterable[Terms], promised: Iterable[Promised]) -> tuple[Breach, ...]:
    """Each counted outage of the promises for which a remedy takes outages by themselves, over its whole length."""
    by_name = {one.name: one for one in terms}
    seen: dict[str, list[Seen]] = {}
    for row in promised:
        if any(one.of.outage == row.figure.promise for one in by_name[row.contract].contract.remedies):
            seen.setdefault(row.figure.promise, []).extend(parts_of(row))
    wholes = ((promise, whole) for promise, parts in seen.items() for whole in joined(parts))
    found = (_outage_breach(promise, whole, by_name[whole.contract]) for promise, whole in wholes)
    return tuple(one for one in found if not is_free(by_name[one.contract], one.at))


def is_free(terms: Terms, moment: int) -> bool:
    """Whether nothing is paid for what falls at the moment (UTC seconds)."""
    none = terms.has_effect("remedies", "none", moment)
    return none or terms.has_effect("targets", "report_only", moment)


def _clock_breach(reading: Reading, terms: Terms) -> Breach:
    horizon = reading.as_of if reading.stopped_at is None else reading.stopped_at
    late = (reading.due_at, max(horizon, reading.due_at))
    counted = union((one.start, one.end) for one in reading.segments if one.kind is SegmentKind.COUNTED)
    day = day_of(reading.due_at, reading.zone)
    services = terms.contract.services
    return Breach(
        incident=reading.ticket,
        at=reading.due_at,
        clock=reading.clock,
        class_=reading.class_,
        ticket=reading.ticket,
        cycle=reading.cycle,
        link=reading.link,
        contract=reading.contract,
        service=reading.service or (services[0].id if len(services) == 1 else ""),
        overrun=clip(counted, late),
        elapsed=(late,) if late[0] < late[1] else (),
        day=day,
        offset=offset_at(reading.due_at, reading.zone),
        claim_from=day,
        claim_at=reading.due_at,
    )


def _figure_breach(row: Promised, terms: Terms) -> Breach:
    figure, moment = row.figure, (row.figure.end - 1) // MS
    day = day_of(moment, terms.zone)
    return Breach(
        incident=f"{figure.promise} {day}",
        at=moment,
        promise=figure.promise,
        contract=terms.name,
        service=figure.service,
        value=row.value_for_money,
        target=row.target,
        period=Fraction(figure.end - figure.start - figure.time.out_of_hours, MS),
        overrun=_in_seconds(_beyond(row)),
        elapsed=_in_seconds(figure.lost),
        day=day,
        offset=offset_at(moment, terms.zone),
        claim_from=day,
        claim_at=moment + 1,
    )


def _beyond(row: Promised) -> Spans:
    """The lost time, in time order, that comes after all that the target allows."""
    allowed = (1 - Fraction(row.target.number) / 100) * row.figure.counted_ms
    left = int(allowed)
    for at, (start, end) in enumerate(row.figure.lost):
        if left < end - start:
            return (start + left, end), *row.figure.lost[at + 1 :]
        left -= end - start
    return ()


def _in_seconds(spans: Spans) -> Spans:
    """Whole seconds that hold the spans: what is cut is cut against the provider."""
    return union((start // MS, -(-end // MS)) for start, end in spans)


def parts_of(row: Promised) -> Iterator[Seen]:
    """What one figure saw of each counted outage."""
    figure = row.figure
    for one in figure.outages:
        span = (one.start, one.end)
        if one.counted_ms:
            lost, down = intersect(figure.lost, (span,)), clip(subtract(one.down, one.left_out), figure.period)
            widest = (one.at_most.start, one.at_most.end)
            yield Seen(span, widest, lost, union((*lost, *down)), one.left_out, row.contract, figure.service)


def joined(parts: Sequence[Seen]) -> list[Seen]:
    """Parts of one outage that several figures saw, over a month's end or a change of the wording, as one."""
    found: list[Seen] = []
    for part in sorted(parts, key=lambda one: (one.span, one.lost)):
        last = found[-1] if found else None
        if last and part.span[0] < last.span[1]:
            span = (last.span[0], max(last.span[1], part.span[1]))
            found[-1] = replace(
                last,
                span=span,
                widest=(min(last.widest[0], part.widest[0]), max(last.widest[1], part.widest[1])),
                lost=union((*last.lost, *part.lost)),
                down=union((*last.down, *part.down)),
                left_out=union((*last.left_out, *part.left_out)),
            )
        else:
            found.append(part)
    return found


def _outage_breach(promise: str, whole: Seen, terms: Terms) -> Breach:
    lost, real = _in_seconds(whole.lost), _in_seconds(whole.down)
    at, day = lost[0][0], day_of(lost[0][0], terms.zone)
    return Breach(
        incident=outage_name(promise, whole.span[0] // MS),
        at=at,
        outage=promise,
        contract=terms.name,
        service=whole.service,
        overrun=lost,
        elapsed=real,
        extent=_in_seconds((whole.widest,)),
        day=day,
        offset=offset_at(at, terms.zone),
        claim_from=day_of(real[-1][1] - 1, terms.zone),  # it is complete when it is over
        claim_at=real[-1][1],
    )


def outage_name(promise: str, start: int) -> str:
    """The name of an outage of the promise that began then (UTC seconds); what is excluded of it does not move it."""
    return f"{promise}{_OUTAGE}{start}"


def followed(amounts: Iterable[AmountDecision], breaches: Iterable[Breach]) -> tuple[AmountDecision, ...]:
    """The decisions, those about an outage under the name that it has now.

    Where its beginning was corrected since, the outage is meant within which the named moment lies.
    """
    outages = [one for one in breaches if one.outage]
    names = {one.incident for one in outages}
    return tuple(row if row.incident in names else _renamed(row, outages) for row in amounts)


def _renamed(row: AmountDecision, outages: Sequence[Breach]) -> AmountDecision:
    promise, _, moment = row.incident.rpartition(_OUTAGE)
    if not moment.isdigit():
        return row
    own = (one for one in outages if one.outage == promise and covers(one.extent, int(moment)))
    found = next(own, None)
    return row if found is None else replace(row, incident=found.incident)


def offset_at(moment: int, zone: str) -> int:
    return local_time(zone, moment) - moment
