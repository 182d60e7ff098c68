"""The availability side of an assessment: each promise over its own period, under each wording that was in force."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

from gwarant.sla.assessment.model import Promised, Wording
from gwarant.sla.availability import Figure, measure, value_for_money
from gwarant.sla.calendar import Calendar, Week
from gwarant.sla.civil import CivilPeriod, civil_period, day_of, days_between, months_between
from gwarant.sla.contract.model.promises import Availability, PeriodKind
from gwarant.sla.evidence.model import Evidence, Kind
from gwarant.sla.spans import Span, Spans, clip, union
from gwarant.sla.terms import Terms

Reach = Callable[[int, int], Spans]
MS = 1000
_LOOK_BACK = 45 * 86_400
_CAP_PERIODS = {
    "month": PeriodKind.CALENDAR_MONTH,
    "quarter": PeriodKind.CALENDAR_QUARTER,
    "year": PeriodKind.CALENDAR_YEAR,
}


def judge_availability(
    frames: Sequence[tuple[Terms, Wording]], evidence: Evidence, period: CivilPeriod
) -> Iterator[Promised]:
    """Each promise measured over its own periods that end in the period, else over the period itself, marked so."""
    for one, wording in frames:
        for promise in one.contract.availability:
            for part, note in _parts(promise, period, one.zone):
                span = (max(part[0], wording.start), min(part[1], wording.end))
                if span[0] < span[1]:
                    yield _promised(one, promise, _figure(one, promise, span, evidence), note)


def _promised(terms: Terms, promise: Availability, figure: Figure, note: str) -> Promised:
    return Promised(
        label=promise.label or promise.id,
        target=promise.target,
        scale=terms.contract.defaults.percent_scale,
        contract=terms.name,
        clause=terms.contract.clause_of("availability"),
        value_for_money=value_for_money(figure, promise.probe.undetermined),
        note=note,
        figure=figure,
    )


def promise_periods(kind: PeriodKind, first_day: CivilPeriod, zone: str) -> tuple[CivilPeriod, ...]:
    """The civil periods of that kind that touch the period."""
    months = months_between(first_day.first, first_day.after, zone)
    if kind is PeriodKind.CALENDAR_MONTH:
        return months
    if kind is PeriodKind.CALENDAR_QUARTER:
        names = {f"{month.first.year:04}-Q{(month.first.month + 2) // 3}" for month in months}
    else:
        names = {f"{month.first.year:04}" for month in months}
    return tuple(civil_period(name, zone) for name in sorted(names))


def _parts(promise: Availability, period: CivilPeriod, zone: str) -> Iterator[tuple[Span, str]]:
    """The whole periods of the promise that end in the period; else the period itself, marked as interim."""
    own = promise_periods(promise.period, period, zone)
    whole = [one for one in own if period.start < one.end <= period.end]
    for one in whole:
        yield (one.start, one.end), ""
    if not whole:
        yield (
            (period.start, period.end),
            f"interim: it is promised over a {promise.period.replace('_', ' ')}",
        )


def _figure(terms: Terms, promise: Availability, span: Span, evidence: Evidence) -> Figure:
    service = promise.service
    first, after = day_of(span[0], terms.zone), day_of(span[1] - 1, terms.zone) + timedelta(days=1)
    period = CivilPeriod(first, after, promise.id, *span)
    reports = [e for e in evidence.events if e.kind is Kind.REPORTED and e.down and e.service == service]
    return measure(
        promise,
        (span[0] * MS, span[1] * MS),
        checks=[row for row in evidence.checks if row.service == service],
        states=[row for row in evidence.states if row.service == service],
        maintenance=[row for row in evidence.maintenance if row.service == service],
        exclusions=[row for row in evidence.exclusions if row.service == service],
        reports=reports,
        open_spans=_open_spans(terms, promise),
        latest_announcement=_latest_announcement(terms, promise),
        allowed_window=_allowed_window(terms, promise),
        frozen=_frozen(terms, promise),
        cap_periods=_cap_periods(terms, promise, period),
        days=[(start * MS, end * MS) for start, end in days_between(first, after, terms.zone)],
    )


def _open_spans(terms: Terms, promise: Availability) -> Reach:
    return _in_milliseconds(terms.calendars[promise.over]) if promise.over else _always


def _always(start: int, end: int) -> Spans:
    return ((start, end),) if start < end else ()


def _in_milliseconds(calendar: Calendar) -> Reach:
    def spans(start: int, end: int) -> Spans:
        found = calendar.spans(start // MS, -(-end // MS))
        return clip(tuple((a * MS, b * MS) for a, b in found), (start, end))

    return spans


def _allowed_window(terms: Terms, promise: Availability) -> Reach:
    window = promise.maintenance.window if promise.maintenance else ""
    return _in_milliseconds(Calendar(terms.zone, Week.parse(window))) if window else _always


def _latest_announcement(terms: Terms, promise: Availability) -> Callable[[int], int]:
    """When maintenance must have been announced at the latest, found by halving: a notice never shrinks."""
    notice = promise.maintenance.notice if promise.maintenance else None
    if notice is None:
        return lambda start: start
    calendar = _notice_calendar(terms, promise)

    def latest(start: int) -> int:
        late = start // MS
        early = late - _LOOK_BACK
        while late - early > 1:
            middle = (early + late) // 2
            if terms.moment(notice, calendar, middle) <= start // MS:
                early = middle
            else:
                late = middle
        return early * MS + MS - 1

    return latest


def _notice_calendar(terms: Terms, promise: Availability) -> Calendar:
    """Working days of a notice are those of the first calendar with holidays; else of the promise's own."""
    offices = (name for name, row in terms.contract.calendars.items() if row.holidays != "none")
    name = next(offices, promise.over) or next(iter(terms.calendars))
    return terms.calendars[name]


def _frozen(terms: Terms, promise: Availability) -> Spans:
    named = promise.maintenance.freeze if promise.maintenance else ()
    spans = (span for name in named for span in terms.phase_spans.get(name, ()))
    return union((start * MS, end * MS) for start, end in spans)


def _cap_periods(terms: Terms, promise: Availability, period: CivilPeriod) -> list[Span]:
    cap = promise.maintenance.cap if promise.maintenance else None
    kind = _CAP_PERIODS[cap.per] if cap else PeriodKind.CALENDAR_MONTH
    return [(one.start * MS, one.end * MS) for one in promise_periods(kind, period, terms.zone)]
