"""From rows to the figure: see, start, merge, exclude, slice, in this order."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from gwarant.sla.availability.codes import NOT_REPORTED, REPORTED_ALONE, REPORTED_UNSEEN
from gwarant.sla.availability.exclusions import (
    MAINTENANCE,
    CapSpent,
    Civil,
    Ruling,
    by_reason,
    rule,
    spent_of,
    within_cap,
)
from gwarant.sla.availability.figure import (
    Correction,
    Downtime,
    EvidenceUsed,
    Figure,
    Located,
    Outage,
    Percent,
    Refusal,
    Stretch,
    TimeByState,
    Unreachable,
    rounded_percent,
    verdict,
)
from gwarant.sla.availability.outages import Bounds, counted, part, started, widest
from gwarant.sla.availability.quorum import Sight, by_the_grid, quorum, reachability, sight
from gwarant.sla.availability.quorum import notes as of_places
from gwarant.sla.availability.timeline import Track, Watch, watch
from gwarant.sla.availability.worst import worst, worst_hour
from gwarant.sla.contract.model.promises import Availability, ExcludedAs, Probe, Unknown
from gwarant.sla.evidence.model import Check, Exclusion, Looks, MaintenanceWindow, StateInterval, TicketEvent
from gwarant.sla.facts import Told
from gwarant.sla.spans import Span, Spans, clip, covers, intersect, subtract, union
from gwarant.sla.spans import measure as length


@dataclass(frozen=True)
class Account:
    """What is known before anything is excluded, for one promise and period."""

    promise: Availability
    period: Span
    civil: Civil
    watched: tuple[Track, ...]
    whole: Sight  # by all looks: the bounds, and what is unknown
    sight: Sight  # by the looks of the grid: the point
    bounds: Bounds
    ruling: Ruling
    open_time: Spans  # over the period and the periods of the maintenance cap


@dataclass(frozen=True, kw_only=True)
class Rows:
    """The rows of the promise's service, some way beyond the period on both sides, in any order."""

    checks: Sequence[Check] = ()
    packed: Sequence[Looks] = ()
    states: Sequence[StateInterval] = ()
    maintenance: Sequence[MaintenanceWindow] = ()
    exclusions: Sequence[Exclusion] = ()
    reports: Sequence[TicketEvent] = ()


def measure(  # noqa: PLR0913
    promise: Availability,
    period: Span,
    *,
    open_spans: Callable[[int, int], Spans] = lambda start, end: ((start, end),),
    checks: Sequence[Check] = (),
    packed: Sequence[Looks] = (),
    states: Sequence[StateInterval] = (),
    maintenance: Sequence[MaintenanceWindow] = (),
    exclusions: Sequence[Exclusion] = (),
    reports: Sequence[TicketEvent] = (),
    latest_announcement: Callable[[int], int] = lambda start: start,
    allowed_window: Callable[[int, int], Spans] = lambda start, end: ((start, end),),
    frozen: Spans = (),
    cap_periods: Sequence[Span] = (),
    days: Sequence[Span] = (),
) -> Figure:
    """The promise's figure for the period; everything is in UTC milliseconds but the reports (seconds).

    Cap periods must cover the period (ValueError); without them the period itself is the one.
    """
    civil = Civil(
        open_spans=open_spans,
        latest_announcement=latest_announcement,
        allowed_window=allowed_window,
        frozen=union(frozen),
        cap_periods=tuple(sorted(cap_periods)) or (period,),
        days=tuple(days),
    )
    rows = Rows(
        checks=checks, packed=packed, states=states, maintenance=maintenance, exclusions=exclusions, reports=reports
    )
    return measured(promise, period, civil, rows)


def measured(promise: Availability, period: Span, civil: Civil, rows: Rows) -> Figure:
    """The same of civil time that is known; ValueError where its cap periods do not cover the period."""
    return _figure(_accounted(promise, period, civil, rows), rows.reports)


def caps_of(promise: Availability, period: Span, civil: Civil, rows: Rows) -> tuple[CapSpent, ...]:
    """How much of the maintenance cap the down time has spent in each of its periods, in the order of time."""
    account = _accounted(promise, period, civil, rows)
    if promise.maintenance is None or promise.maintenance.cap is None:
        return ()
    decided = (*account.ruling.timely, *account.ruling.late)
    maintained = _maintained(account, decided)
    down = _spending(account, [row for row in decided if row.reason != MAINTENANCE])
    return tuple(spent_of(maintained, down, promise.maintenance, one) for one in civil.cap_periods)


def _accounted(promise: Availability, period: Span, civil: Civil, rows: Rows) -> Account:
    if period[0] >= period[1] or subtract((period,), union(civil.cap_periods)):
        raise ValueError("the period is empty, or the periods of the maintenance cap do not cover it")
    ruling = rule(promise, civil, rows.exclusions, rows.maintenance)
    watched = watch(rows.checks, rows.packed, rows.states, promise.probe)
    return _account(promise, period, civil, watched, ruling, rows.reports)


def _account(
    promise: Availability,
    period: Span,
    civil: Civil,
    watched: Watch,
    ruling: Ruling,
    reports: Sequence[TicketEvent],
) -> Account:
    whole, grid = watched.whole, watched.grid
    reach = (min(period[0], civil.cap_periods[0][0]), max(period[1], *(end for _, end in civil.cap_periods)))
    rule = quorum(promise.probe)
    seen = sight(whole, rule, _horizon(reach, whole, promise), period[1])
    by_all = started(seen, whole, promise, reports)
    ours = by_all if grid is whole else started(by_the_grid(seen, grid, rule), grid, promise, reports)
    open_time = clip(union(civil.open_spans(*reach)), reach)
    bounds = counted(ours, by_all, promise, reports)
    return Account(promise, period, civil, whole, by_all, ours, bounds, ruling, open_time)


def _horizon(reach: Span, watched: Sequence[Track], promise: Availability) -> Span:
    """Wide enough that unseen time at its ends can complete an outage."""
    probe = promise.probe
    margin = 1000 * (probe.min_outage.seconds + probe.merge_gap.seconds + 1)
    first = min((int(track.moments[0]) for track in watched), default=reach[0])
    last = max((track.seen[-1].end for track in watched if track.seen), default=reach[1])
    return min(reach[0], first) - margin, max(reach[1], last) + margin


def _figure(account: Account, reports: Sequence[TicketEvent]) -> Figure:
    promise, period, ruling = account.promise, account.period, account.ruling
    excluded = _excluded(account, (*ruling.timely, *ruling.late))
    measured = _measured(account, excluded)
    downtime = _downtime(account, measured)
    percent = _percent(downtime, promise.probe.unknown)
    down = intersect(account.bounds.point, measured)
    unreachable = reachability(account.whole, period)
    outages = _outages(account, measured, excluded, reports)
    return Figure(
        promise=promise.id,
        service=promise.service,
        start=period[0],
        end=period[1],
        lower=percent.lower,
        point=percent.point,
        upper=percent.upper,
        coverage=_coverage(downtime, length(intersect(account.whole.uncovered, measured))),
        verdict=verdict(promise.target, rounded_percent(percent, promise.rounded), downtime.of),
        time=_time_by_state(account, measured, excluded),
        located=Located(
            degraded=intersect(account.sight.degraded, measured),
            unknown=intersect(account.sight.unknown, measured),
            excluded=union(span for spans in excluded.values() for span in spans),
        ),
        downtime=downtime,
        outages=outages,
        worst_hour=worst_hour(down, period),
        worst_day=worst(down, account.civil.days),
        reachability_ms=length(union(span for _, span in unreachable)),
        reachability=tuple(Unreachable(place, *span) for place, span in unreachable),
        refused=tuple(one for one in ruling.refused if _touches(one, period)),
        corrections=_corrections(account),
        notes=_notes(account, outages, reports),
        evidence=_evidence_used(account.watched, period),
        lost=_lost(account, measured, downtime),
        counted_ms=_base(downtime, promise.probe.unknown),
    )


def _coverage(downtime: Downtime, uncovered: int) -> Fraction:
    """In percent; where no time counts, none of it went unseen."""
    return Fraction(100 * (downtime.of - uncovered), downtime.of) if downtime.of else Fraction(100)


def _excluded(account: Account, rows: Sequence[Exclusion]) -> dict[str, Spans]:
    """Open time of the period by the reason for which it is excluded."""
    others = [row for row in rows if row.reason != MAINTENANCE]
    maintenance = within_cap(
        _maintained(account, rows), _spending(account, others), account.promise.maintenance, account.civil.cap_periods
    )
    return by_reason(others, maintenance, clip(account.open_time, account.period))


def _maintained(account: Account, rows: Sequence[Exclusion]) -> Spans:
    """All maintenance: what was announced in time, and what was agreed to afterwards."""
    return union((*account.ruling.maintenance, *((row.start, row.end) for row in rows if row.reason == MAINTENANCE)))


def _spending(account: Account, others: Sequence[Exclusion]) -> Spans:
    """The down time that spends the cap where there is maintenance: what is excluded otherwise spends nothing."""
    down = intersect(account.bounds.point, account.open_time)
    return subtract(down, union((row.start, row.end) for row in others))


def _left_out(account: Account, span: Span) -> Spans:
    """What is excluded of the span around the clock, also outside the hours over which availability is promised."""
    rows = (*account.ruling.timely, *account.ruling.late)
    others = [row for row in rows if row.reason != MAINTENANCE]
    held = within_cap(
        _maintained(account, rows), _spending(account, others), account.promise.maintenance, account.civil.cap_periods
    )
    return union(one for spans in by_reason(others, held, (span,)).values() for one in spans)


def _measured(account: Account, excluded: dict[str, Spans]) -> Spans:
    gone = union(span for spans in excluded.values() for span in spans)
    return subtract(clip(account.open_time, account.period), gone)


def _downtime(account: Account, measured: Spans) -> Downtime:
    """The down time in its three readings; where a bound is closer than the grid, it is the point."""
    weight, seen, bounds = Fraction(account.promise.probe.degraded_weight), account.sight, account.bounds
    whole = account.whole
    maybe = subtract(subtract(whole.doubted_impaired, bounds.most), whole.only_down)
    unknown = length(intersect(seen.unknown, measured))
    added = unknown if account.promise.probe.unknown is Unknown.DOWN else 0

    def cost(down: Spans, degraded: Spans) -> Fraction:
        return length(intersect(down, measured)) + weight * length(intersect(degraded, measured))

    least = cost(bounds.least, intersect(whole.surely_impaired, whole.degraded))
    most = cost(bounds.most, maybe)
    return Downtime(
        of=length(_denominator(account, measured)),
        unknown=unknown,
        least=least,
        point=min(max(cost(bounds.point, seen.degraded), least), most - unknown) + added,
        most=most,
    )


def _denominator(account: Account, measured: Spans) -> Spans:
    """Excluded time leaves the count, or stays in it as time that was up."""
    is_up = account.promise.excluded_as is ExcludedAs.UP
    return clip(account.open_time, account.period) if is_up else measured


def _lost(account: Account, measured: Spans, downtime: Downtime) -> Spans:
    """The time that the point counts as down: of degraded time the beginning, as much as it weighs.

    Where a bound is the point, it is shortened at its end, or what surely was down comes to it.
    """
    probe, seen, whole = account.promise.probe, account.sight, account.whole
    down = intersect(account.bounds.point, measured)
    unknown = intersect(seen.unknown, measured) if probe.unknown is Unknown.DOWN else ()
    found = union((*down, *unknown, *_weighed(intersect(seen.degraded, measured), probe)))
    if whole is seen:
        return found
    if length(found) < downtime.point:
        impaired = intersect(intersect(whole.surely_impaired, whole.degraded), measured)
        found = union((*found, *intersect(account.bounds.least, measured), *_weighed(impaired, probe)))
    return _until(found, ceil(downtime.point))


def _weighed(degraded: Spans, probe: Probe) -> Iterator[Span]:
    """Of each stretch the beginning, as much as it weighs."""
    weight = Fraction(probe.degraded_weight)
    return ((start, start + ceil((end - start) * weight)) for start, end in degraded)


def _until(spans: Spans, size: int) -> Spans:
    """The beginning of the spans, as much as the size."""
    found = []
    for start, end in spans:
        found.append((start, min(end, start + size)))
        size -= min(size, end - start)
    return union(found)


def _base(downtime: Downtime, policy: Unknown) -> int:
    return downtime.of - downtime.unknown if policy is Unknown.NOT_COUNTED else downtime.of


def _percent(downtime: Downtime, policy: Unknown) -> Percent:
    if not downtime.of:
        return Percent(Fraction(0), None, Fraction(100))
    known, base = downtime.of - downtime.unknown, _base(downtime, policy)
    has_point = known or policy is Unknown.DOWN
    return Percent(
        lower=100 * (1 - downtime.most / downtime.of),
        point=100 * (1 - downtime.point / base) if has_point else None,
        upper=100 * (1 - downtime.least / downtime.of),
    )


def _time_by_state(account: Account, measured: Spans, excluded: dict[str, Spans]) -> TimeByState:
    seen = account.sight
    down, degraded, unknown = (length(intersect(one, measured)) for one in (seen.down, seen.degraded, seen.unknown))
    closed = account.period[1] - account.period[0] - length(clip(account.open_time, account.period))
    return TimeByState(
        up=length(measured) - down - degraded - unknown,
        degraded=degraded,
        down=down,
        unknown=unknown,
        excluded={reason: length(spans) for reason, spans in sorted(excluded.items()) if spans},
        out_of_hours=closed,
    )


def _outages(
    account: Account, measured: Spans, excluded: dict[str, Spans], reports: Sequence[TicketEvent]
) -> tuple[Outage, ...]:
    gone = union(span for spans in excluded.values() for span in spans)
    found = [one for one in account.bounds.outages if one[0] < account.period[1] and one[1] > account.period[0]]
    if not found:
        return ()
    left_out = _left_out(account, (found[0][0], found[-1][1]))
    return tuple(_outage(account, one, measured, (gone, left_out), reports) for one in found)


def _outage(
    account: Account, span: Span, measured: Spans, without: tuple[Spans, Spans], reports: Sequence[TicketEvent]
) -> Outage:
    """One outage; `without`: what is excluded of the promised hours, and what around the clock."""
    start, end = span
    sure = part(account.whole.surely_down, span)
    down = part(account.bounds.point, span)
    edges = (name for track in account.watched for at in span for name in track.ids_around(at))
    told = (report.id for report in reports if start <= report.at * 1000 < end)
    return Outage(
        start=start,
        end=end,
        at_least=Stretch(sure[0][0], sure[-1][1]) if sure else None,
        at_most=_widest(account, span),
        counted_ms=length(intersect(down, part(measured, span))),
        excluded_ms=length(intersect(down, part(without[0], span))),
        too_short=not down and span not in account.bounds.unreported,
        unreported=span in account.bounds.unreported,
        evidence=tuple(dict.fromkeys((*edges, *told))),
        down=down,
        left_out=intersect(down, part(without[1], span)),
    )


def _widest(account: Account, span: Span) -> Stretch:
    """All looks may know an end before the one that the grid gives, or that there was no such outage."""
    possible = widest(account.whole, span)
    wide = union((span, *possible)) if account.whole is account.sight or not possible else possible
    return Stretch(wide[0][0], wide[-1][1])


def _corrections(account: Account) -> tuple[Correction, ...]:
    ruling, found = account.ruling, []
    for number, row in enumerate(ruling.late):
        if not _touches(row, account.period):
            continue
        so_far = (*ruling.timely, *ruling.late[:number])
        before, after = _percent_with(account, so_far), _percent_with(account, (*so_far, row))
        found.append(Correction(row.id, row.reason, row.decided, row.person, row.approved_by, before, after))
    return tuple(found)


def _percent_with(account: Account, rows: Sequence[Exclusion]) -> Percent:
    measured = _measured(account, _excluded(account, rows))
    return _percent(_downtime(account, measured), account.promise.probe.unknown)


def _notes(account: Account, outages: Sequence[Outage], reports: Sequence[TicketEvent]) -> tuple[Told, ...]:
    notes = list(of_places(account.promise.probe, account.watched, account.period))
    unreported = sum(one.unreported for one in outages)
    if unreported:
        notes.append(NOT_REPORTED(outages=unreported))
    alone = [report for report in reports if _is_alone(report.at * 1000, account.period, outages)]
    blind = {report.id for report in alone if covers(account.whole.unknown, report.at * 1000)}
    seen = tuple(sorted(report.id for report in alone if report.id not in blind))
    notes += [REPORTED_ALONE(reports=seen)] if seen else []
    notes += [REPORTED_UNSEEN(reports=tuple(sorted(blind)))] if blind else []
    return tuple(notes)


def _is_alone(moment: int, period: Span, outages: Sequence[Outage]) -> bool:
    inside = any(one.at_most.start <= moment < one.at_most.end for one in outages)
    return period[0] <= moment < period[1] and not inside


def _evidence_used(watched: Sequence[Track], period: Span) -> EvidenceUsed:
    inside = [(track, rows) for track in watched if (rows := track.rows_within(period))]
    if not inside:
        return EvidenceUsed(0, "", "")
    first = min((int(track.moments[rows[0]]), track.ids[rows[0]]) for track, rows in inside)
    last = max((int(track.moments[rows[-1]]), track.ids[rows[-1]]) for track, rows in inside)
    return EvidenceUsed(sum(len(rows) for _, rows in inside), first[1], last[1])


def _touches(row: Exclusion | Refusal, period: Span) -> bool:
    return row.start < period[1] and row.end > period[0]
