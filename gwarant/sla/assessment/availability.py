"""The availability side of an assessment: each promise over its own period, under each wording that was in force."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from gwarant.sla.assessment.codes import INTERIM
from gwarant.sla.assessment.model import Promised
from gwarant.sla.assessment.unread import over_unlisted, unsure
from gwarant.sla.availability import Figure, Verdict, value_for_money
from gwarant.sla.availability.exclusions import CapSpent, Civil, Ruling, rule
from gwarant.sla.availability.measuring import Rows, caps_of, measured
from gwarant.sla.calendar import Calendar, Week
from gwarant.sla.calendar.monthly import Recurring, recurring
from gwarant.sla.civil import CivilPeriod, civil_period, day_of, days_between, month_of, months_between, years_from
from gwarant.sla.clocks.codes import HOLIDAYS_UNKNOWN
from gwarant.sla.clocks.ticket import dismissed
from gwarant.sla.contract.checks.phases import bound_of
from gwarant.sla.contract.model.contract import by_id
from gwarant.sla.contract.model.promises import Availability, Measure, PeriodKind
from gwarant.sla.contract.values import Period, Seconds, TimeValue
from gwarant.sla.evidence.model import Evidence, Kind, Looks, MaintenanceWindow, StateInterval
from gwarant.sla.facts import Told
from gwarant.sla.spans import Span, Spans, clip, covers, gaps, union
from gwarant.sla.terms import Terms

Reach = Callable[[int, int], Spans]
Reign = tuple[Terms, Span]  # a wording and a stretch for which it was in force, UTC seconds
MS = 1000
_LOOK_BACK = 45 * 86_400
_DAYS = {PeriodKind.CALENDAR_MONTH: 31, PeriodKind.CALENDAR_QUARTER: 92}  # the longest of them
_CAP_PERIODS = {
    "month": PeriodKind.CALENDAR_MONTH,
    "quarter": PeriodKind.CALENDAR_QUARTER,
    "year": PeriodKind.CALENDAR_YEAR,
}


def judge_availability(valid: Sequence[Reign], evidence: Evidence, period: CivilPeriod) -> Iterator[Promised]:
    """Each promise measured over its own periods that end in the period, else over the period itself, marked so.

    An amendment cuts a period at the change, and so does a phase with another target, or with targets that bind nobody.
    """
    for terms, reign in valid:
        for promise in terms.contract.availability:
            for span, own, note in _parts(promise, period, terms, reign):
                figure = figure_over(terms, own, span, evidence)
                yield _promised(terms, own, replace(figure, verdict=Verdict.PART) if note else figure, note)


def remeasured(terms: Terms, row: Promised, evidence: Evidence) -> Promised:
    """The same promise over the same span by other evidence."""
    promise = replace(by_id(terms.contract.availability, row.figure.promise), target=row.target)
    span = row.figure.start // MS, row.figure.end // MS
    figure = figure_over(terms, promise, span, evidence)
    is_part = row.figure.verdict is Verdict.PART
    return _promised(terms, promise, replace(figure, verdict=Verdict.PART) if is_part else figure, row.note)


def _by_season(terms: Terms, promise: Availability, span: Span) -> Iterator[tuple[Span, Availability]]:
    """The span cut where a phase changes the target, or lets targets be reported only, as an amendment cuts it."""
    key = f"availability.{promise.id}.target"
    phases = [(terms.phase_spans[one.id], one.effect[key]) for one in terms.contract.phases if key in one.effect]
    changing = (*(spans for spans, _ in phases), terms.reported_spans)
    edges = {edge for spans in changing for held in clip(spans, span) for edge in held} | set(span)
    for start, end in pairwise(sorted(edges)):
        target = next((value for spans, value in phases if covers(spans, start)), None)
        yield (start, end), promise if target is None else replace(promise, target=bound_of(target))


def _promised(terms: Terms, promise: Availability, figure: Figure, note: Told | None) -> Promised:
    reported = covers(terms.reported_spans, figure.start // MS)
    figure = replace(figure, verdict=Verdict.REPORTED) if reported else figure
    unpriced = figure.verdict in (Verdict.REPORTED, Verdict.PART) or any(
        HOLIDAYS_UNKNOWN.is_of(one) for one in figure.notes
    )
    return Promised(
        label=promise.label or promise.id,
        target=promise.target,
        scale=terms.contract.defaults.percent_scale,
        contract=terms.name,
        clause=terms.contract.clause_of(f"availability.{promise.id}"),
        value_for_money=None if unpriced else value_for_money(figure, promise.probe.undetermined, promise.rounded),
        note=note,
        figure=figure,
    )


def promise_periods(kind: PeriodKind, period: CivilPeriod, terms: Terms) -> tuple[CivilPeriod, ...]:
    """The civil periods of that kind that touch the period."""
    months = months_between(period.first, period.after, terms.zone)
    if kind is PeriodKind.CALENDAR_MONTH:
        return months
    start = terms.contract.effective.from_
    if kind is PeriodKind.CONTRACT_YEAR and start is not None:
        return years_from(start, period, terms.zone)
    if kind is PeriodKind.CALENDAR_QUARTER:
        names = {f"{month.first.year:04}-Q{(month.first.month + 2) // 3}" for month in months}
    else:
        names = {f"{month.first.year:04}" for month in months}
    return tuple(civil_period(name, terms.zone) for name in sorted(names))


def margin_of(valid: Sequence[Reign]) -> int:
    """How far beyond a period its rows can still matter to it: an outage at its end is judged whole (milliseconds)."""
    probes = [promise.probe for terms, _ in valid for promise in terms.contract.availability]
    lengths = (p.min_outage.seconds + p.merge_gap.seconds + 2 * p.every.seconds + p.timeout.seconds for p in probes)
    return MS * max(lengths, default=0)


def reach_of_looks(valid: Sequence[Reign], until: int, since: int = 0) -> Span | None:
    """From when to when looks matter to what is stated until then (UTC seconds), in milliseconds; None: to nothing.

    Each month's account begins with the contract's first one, whose cap on maintenance may have begun before it; where
    months before `since` have handed their figures on, with the periods that hold that moment.
    """
    starts = [
        start
        for terms, reign in valid
        for promise in terms.contract.availability
        if reign[1] > since
        for start in _starts(terms, promise, max(reign[0], since), since)
    ]
    margin = margin_of(valid)
    return (min(starts) - margin, until * MS + margin) if starts and min(starts) < until * MS else None


def _starts(terms: Terms, promise: Availability, moment: int, since: int) -> Iterator[int]:
    """When the periods of the promise and of its cap begin that hold the moment (milliseconds)."""
    month = month_of(day_of(moment, terms.zone), terms.zone)
    yield from (start for start, _ in _cap_periods(terms, promise, month))
    if since:
        yield from (one.start * MS for one in promise_periods(promise.period, month, terms))
        yield from (measured_since(one, month, terms) * MS for one in terms.contract.measures)


def measured_since(measure: Measure, period: CivilPeriod, terms: Terms) -> int:
    """From when on what happened may count in the measure of a period, with the periods before it (UTC seconds)."""
    before = (measure.average - 1) * _DAYS.get(measure.per, 366) * 86_400
    return promise_periods(measure.per, period, terms)[0].start - before


def held_periods(kind: PeriodKind, period: CivilPeriod, terms: Terms, reign: Span) -> list[tuple[CivilPeriod, Span]]:
    """The civil periods of that kind that touch the period, each with the part of it for which the wording held."""
    found = promise_periods(kind, period, terms)
    parts = ((one, (max(one.start, reign[0]), min(one.end, reign[1]))) for one in found)
    return [(one, part) for one, part in parts if part[0] < part[1]]


def ends_in(span: Span, period: CivilPeriod) -> bool:
    """Whether the period is the one in which the span is judged."""
    return period.start < span[1] <= period.end


def interim_of(kind: PeriodKind) -> Told:
    return INTERIM(over=kind)


def _parts(
    promise: Availability, period: CivilPeriod, terms: Terms, reign: Span
) -> Iterator[tuple[Span, Availability, Told | None]]:
    """The parts that the wording and the seasons make of the promise's periods, if they end in the period.

    What of the period lies in none of them is interim, unless a promise's period begins with it. A period that cuts
    months judges what lies in it whole, and shows the rest of it as parts.
    """
    if period.cuts_months:
        yield from _pieces(promise, period, terms, reign)
        return
    held = [part for _, part in held_periods(promise.period, period, terms, reign)]
    ended = [cut for part in held for cut in _by_season(terms, promise, part) if ends_in(cut[0], period)]
    yield from ((span, own, None) for span, own in ended)
    last = ended[-1][0][1] if ended else period.start
    rest = (max(last, period.start, reign[0]), min(period.end, reign[1]))
    if rest[0] < rest[1] and (not ended or last not in {end for _, end in held}):
        yield from ((span, own, interim_of(promise.period)) for span, own in _by_season(terms, promise, rest))


def _pieces(
    promise: Availability, period: CivilPeriod, terms: Terms, reign: Span
) -> Iterator[tuple[Span, Availability, Told | None]]:
    for _, whole in held_periods(promise.period, period, terms, reign):
        inside = (max(whole[0], period.start), min(whole[1], period.end))
        note = None if inside == whole else interim_of(promise.period)
        yield from ((span, own, note) for span, own in _by_season(terms, promise, inside))


def figure_over(terms: Terms, promise: Availability, span: Span, evidence: Evidence) -> Figure:
    """The promise measured over the span (UTC seconds)."""
    civil, rows = _civil_over(terms, promise, span), _rows_over(terms, promise, span, evidence)
    figure = measured(promise, (span[0] * MS, span[1] * MS), civil, rows)
    return over_unlisted(unsure(figure, evidence.unread), terms, promise.over)


def caps_over(terms: Terms, promise: Availability, span: Span, evidence: Evidence) -> tuple[CapSpent, ...]:
    """How much of the promise's maintenance cap was spent in each of its periods that touch the span (UTC seconds)."""
    civil, rows = _civil_over(terms, promise, span), _rows_over(terms, promise, span, evidence)
    return caps_of(promise, (span[0] * MS, span[1] * MS), civil, rows)


def _days_of(terms: Terms, promise: Availability, span: Span) -> CivilPeriod:
    first, after = day_of(span[0], terms.zone), day_of(span[1] - 1, terms.zone) + timedelta(days=1)
    return CivilPeriod(first, after, promise.id, *span)


def _civil_over(terms: Terms, promise: Availability, span: Span) -> Civil:
    period = _days_of(terms, promise, span)
    return Civil(
        open_spans=open_time(terms, promise),
        latest_announcement=_latest_announcement(terms, promise),
        allowed_window=_allowed_window(terms, promise),
        frozen=_frozen(terms, promise),
        cap_periods=tuple(sorted(_cap_periods(terms, promise, period))),
        days=tuple((start * MS, end * MS) for start, end in days_between(period.first, period.after, terms.zone)),
    )


def _rows_over(terms: Terms, promise: Availability, span: Span, evidence: Evidence) -> Rows:
    caps = _cap_periods(terms, promise, _days_of(terms, promise, span))
    margin = margin_of([(terms, span)])
    near = (min(start for start, _ in caps) - margin, max(end for _, end in caps) + margin)
    service = promise.service
    told = [e for e in evidence.events if e.kind is Kind.REPORTED and e.down and e.service == service]
    gone = dismissed(evidence.events) if told else ()
    return Rows(
        checks=[row for row in evidence.checks if row.service == service and near[0] <= row.at < near[1]],
        states=[row for row in evidence.states if row.service == service and _is_near(row, near)],
        packed=[_near(row, near) for row in evidence.looks if row.service == service and _is_near(row, near)],
        maintenance=[row for row in evidence.maintenance if row.service == service],
        exclusions=[row for row in evidence.exclusions if row.service == service],
        reports=[e for e in told if e.ticket not in gone],
    )


def maintenance_of(terms: Terms, promise: Availability, rows: Sequence[MaintenanceWindow]) -> Ruling:
    """Which of the windows hold under the promise, before its cap; the others with the reason why not."""
    civil = Civil(
        open_spans=open_time(terms, promise),
        latest_announcement=_latest_announcement(terms, promise),
        allowed_window=_allowed_window(terms, promise),
        frozen=_frozen(terms, promise),
    )
    return rule(promise, civil, (), rows)


def cap_period(terms: Terms, promise: Availability, moment: int) -> Span:
    """The period of the promise's maintenance cap that holds the moment (UTC milliseconds)."""
    day = day_of(moment // MS, terms.zone)
    whole = CivilPeriod(day, day + timedelta(days=1), promise.id, moment // MS, moment // MS + 1)
    return next(one for one in _cap_periods(terms, promise, whole) if one[0] <= moment < one[1])


def _is_near(row: StateInterval | Looks, near: Span) -> bool:
    return row.start < near[1] and row.end > near[0]


def _near(row: Looks, near: Span) -> Looks:
    return replace(row, start=max(row.start, near[0]), end=min(row.end, near[1]))


def open_time(terms: Terms, promise: Availability) -> Reach:
    """The time over which it is promised, between two moments (UTC milliseconds)."""
    return _in_milliseconds(terms.calendars[promise.over]) if promise.over else _always


def closed_time(terms: Terms, promise: Availability, span: Span) -> Spans:
    """What of the span (UTC milliseconds) lies outside the hours over which it is promised."""
    return gaps(open_time(terms, promise)(*span), span)


def _always(start: int, end: int) -> Spans:
    return ((start, end),) if start < end else ()


def _in_milliseconds(calendar: Calendar | Recurring) -> Reach:
    def spans(start: int, end: int) -> Spans:
        found = calendar.spans(start // MS, -(-end // MS))
        return clip(tuple((a * MS, b * MS) for a, b in found), (start, end))

    return spans


def _allowed_window(terms: Terms, promise: Availability) -> Reach:
    window = promise.maintenance.window if promise.maintenance else ""
    return _in_milliseconds(recurring(window, terms.zone)) if window else _always


def _latest_announcement(terms: Terms, promise: Availability) -> Callable[[int], int]:
    """When maintenance must have been announced at the latest, found by halving: a notice never shrinks."""
    notice = promise.maintenance.notice if promise.maintenance else None
    if notice is None:
        return lambda start: start
    if isinstance(notice, Seconds):
        return lambda start: start - notice.seconds * MS
    calendar = _notice_calendar(terms, promise)

    def latest(start: int) -> int:
        late, reach = start // MS, _LOOK_BACK
        while _told_enough(terms, notice, calendar, late - reach) > late:
            reach *= 2
        early = late - reach
        while late - early > 1:
            middle = (early + late) // 2
            if _told_enough(terms, notice, calendar, middle) <= start // MS:
                early = middle
            else:
                late = middle
        return early * MS + MS - 1

    return latest


def _told_enough(terms: Terms, notice: TimeValue, calendar: Calendar, announced: int) -> int:
    """From when on what was announced then is announced long enough: days and months of a notice count to the hour."""
    if isinstance(notice, Period):
        return terms.same_hour(notice, announced)
    return terms.moment(notice, calendar, announced)


def _notice_calendar(terms: Terms, promise: Availability) -> Calendar:
    """Working days of a notice are those of the first calendar with holidays; else the promise's own, else all days."""
    offices = (name for name, row in terms.contract.calendars.items() if row.holidays != "none")
    name = next(offices, promise.over)
    return terms.calendars[name] if name else Calendar(terms.zone, Week.parse("24/7"))


def _frozen(terms: Terms, promise: Availability) -> Spans:
    named = promise.maintenance.freeze if promise.maintenance else ()
    spans = (span for name in named for span in terms.phase_spans.get(name, ()))
    return union((start * MS, end * MS) for start, end in spans)


def _cap_periods(terms: Terms, promise: Availability, period: CivilPeriod) -> list[Span]:
    cap = promise.maintenance.cap if promise.maintenance else None
    kind = _CAP_PERIODS[cap.per] if cap else PeriodKind.CALENDAR_MONTH
    return [(one.start * MS, one.end * MS) for one in promise_periods(kind, period, terms)]
