"""A contract made ready to count with: its calendars compiled, its targets found by moment."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache

from gwarant.sla.calendar import (
    Calendar,
    DatedHours,
    Holiday,
    Season,
    Shoulder,
    Week,
    seconds_of_day,
    statutory,
    zone,
)
from gwarant.sla.calendar.clock import DAY
from gwarant.sla.civil import add_period, day_of, midnight
from gwarant.sla.contract.checks import season_days, working_day_season
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.desk import Target
from gwarant.sla.contract.model.hours_of_service import CalendarTerms, Phase, ShoulderTerms
from gwarant.sla.contract.values import (
    LAST_YEAR,
    NthWeekday,
    OnDate,
    Period,
    Seconds,
    TimeValue,
    WorkingDays,
    time_value,
)
from gwarant.sla.spans import Span, Spans, covers, union

_WORKING_WEEK = Week.parse("Mon-Fri 00:00-24:00")
_YEARS_BEYOND = 30  # for which a holiday of the land's law as it is known today is better than none


@lru_cache(maxsize=1024)
def _shared(calendar: Calendar) -> Calendar:
    """One object for all equal calendars, so that what is remembered by calendar need not compare them."""
    return calendar


@lru_cache(maxsize=256)
def _of_the_law(land: str, after: int) -> tuple[Holiday, ...]:
    """The land's holidays of the years after the last one that a wording lists, as the installed data have them."""
    return statutory(land, range(after + 1, after + _YEARS_BEYOND + 1))


@dataclass(frozen=True, eq=False)
class Terms:
    """The resolved contract with what is computed from it once; two of the same contract are not compared."""

    contract: Contract

    @property
    def name(self) -> str:
        """The contract's number and version, such as UM-2026-014@3."""
        return f"{self.contract.metadata.id or 'contract'}@{self.contract.metadata.version}"

    @property
    def zone(self) -> str:
        return self.contract.zone

    @cached_property
    def calendars(self) -> dict[str, Calendar]:
        return {name: _shared(self._calendar(name, terms)) for name, terms in self.contract.calendars.items()}

    def working_days(self, name: str = "") -> Calendar:
        """The calendar of that name; without one the first with holidays, else Monday to Friday."""
        offices = (own for own, row in self.contract.calendars.items() if row.holidays != "none")
        name = name or next(offices, "")
        return self.calendars[name] if name else Calendar(self.zone, _WORKING_WEEK)

    def holidays_end(self, calendar: str) -> int | None:
        """The moment (UTC seconds) from which nobody knows the calendar's holidays; None where it asks for none."""
        terms, through = self.contract.calendars[calendar], self.holidays_through
        if terms.holidays == "none" or not through:
            return None
        return midnight(date(through + 1, 1, 1), self.calendars[calendar].zone)

    @property
    def holidays_through(self) -> int:
        """The last year whose holidays are known, listed by the wording or taken from the data; 0: it lists none."""
        listed = self.contract.resolved.through
        return min(listed + _YEARS_BEYOND, LAST_YEAR) if listed else 0

    def taken_holidays(self, calendar: str) -> tuple[Holiday, ...]:
        """The statutory holidays after the last year that the wording lists, which the installed data give."""
        terms, listed = self.contract.calendars[calendar], self.contract.resolved.through
        if terms.holidays == "none" or not listed:
            return ()
        own, last = {row.day for row in terms.free_days}, date(listed, 12, 31)
        return tuple(one for one in _of_the_law(terms.holidays, listed) if one.day > last and one.day not in own)

    @cached_property
    def promises(self) -> frozenset[tuple[str, str]]:
        """The pairs of class and clock for which there is a target, at least in some season."""
        tables = (self.contract.targets, *(service.targets for service in self.contract.services))
        standing = {(class_, clock) for table in tables for class_, row in table.items() for clock in row}
        keys = (key.split(".") for phase in self.contract.phases for key in phase.effect)
        return frozenset(standing | {(key[1], key[2]) for key in keys if key[0] == "targets" and len(key) == 3})

    @cached_property
    def phase_spans(self) -> dict[str, Spans]:
        """For each phase the stretches in which it holds, UTC seconds."""
        return {phase.id: union(self._stretches(phase)) for phase in self.contract.phases}

    @cached_property
    def reported_spans(self) -> Spans:
        """Where every kind of promise is only reported: it breaks nothing, pays nothing and gives no right."""
        phases = [one for one in self.contract.phases if one.effect.get("targets") == "report_only"]
        return union(span for phase in phases for span in self.phase_spans[phase.id])

    def target(self, class_id: str, clock_id: str, moment: int, service: str = "") -> Target | None:
        """The target in force for what starts at the moment, seasons included; None when nothing is promised.

        A service's own target wins over the contract's; outside the hours that it names another time may hold.
        """
        found = self._target(class_id, clock_id, moment, service)
        if found is None or found.outside is None or self._is_open(found.outside.hours, moment):
            return found
        return Target(value=found.outside.value, calendar=found.outside.calendar or found.calendar)

    def _is_open(self, calendar: str, moment: int) -> bool:
        return bool(self.calendars[calendar].spans(moment, moment + 1))

    @cached_property
    def _own_targets(self) -> dict[str, dict[str, dict[str, Target]]]:
        return {service.id: service.targets for service in self.contract.services if service.targets}

    def _target(self, class_id: str, clock_id: str, moment: int, service: str) -> Target | None:
        own = self._own_targets.get(service, {}).get(class_id, {})
        if clock_id in own:
            return own[clock_id]
        wanted = f"targets.{class_id}.{clock_id}"
        for phase in self.contract.phases:
            if wanted in phase.effect and self._holds(phase, moment):
                value, calendar = phase.effect[wanted]
                return Target(value=time_value(str(value)), calendar=str(calendar))
        return self.contract.targets.get(class_id, {}).get(clock_id)

    def phases_at(self, moment: int) -> tuple[Phase, ...]:
        """The phases that hold at the moment."""
        return tuple(phase for phase in self.contract.phases if self._holds(phase, moment))

    def has_effect(self, key: str, value: object, moment: int) -> bool:
        """Whether a phase that holds at the moment sets `key` to `value`."""
        return any(phase.effect.get(key) == value for phase in self.phases_at(moment))

    def open_time(self, value: TimeValue, calendar: Calendar, start: int) -> int:
        """The time value as open seconds of the calendar from the start."""
        if isinstance(value, Seconds):
            return value.seconds
        return calendar.elapsed(start, self.moment(value, calendar, start))

    def moment(self, value: TimeValue, calendar: Calendar, start: int) -> int:
        """The instant at which the time value ends when it begins at `start`, without pauses."""
        match value:
            case Seconds(seconds):
                return calendar.due(start, seconds)
            case WorkingDays(days, ""):
                counted = self.contract.working_day_count.start_day != "not_counted"
                return calendar.nth_working_day(start, days, count_start_day=counted)
            case WorkingDays(days, clock):
                return self._wall_clock(calendar, start, days, clock)
            case NthWeekday(nth, weekday):
                return calendar.nth_weekday(start, nth, weekday)
            case OnDate(day):
                return _end_of(day, calendar)
            case Period():
                return self._later(start, value)
        raise TypeError(f"unknown time value {value!r}")

    def same_hour(self, value: Period, start: int) -> int:
        """The moment of the same local time so many months and days later."""
        local = datetime.fromtimestamp(start, UTC).astimezone(zone(self.zone))
        return int(datetime.combine(add_period(local.date(), value), local.time(), zone(self.zone)).timestamp())

    def _holds(self, phase: Phase, moment: int) -> bool:
        return covers(self.phase_spans[phase.id], moment)

    def _wall_clock(self, calendar: Calendar, start: int, days: int, clock: str) -> int:
        """A counted start day is none once the hour has passed on it."""
        counted = self.contract.working_day_count.start_day != "not_counted"
        moment = calendar.wall_clock_on(start, days, clock, count_start_day=counted)
        return moment if moment >= start or not counted else calendar.wall_clock_on(start, days, clock)

    def _later(self, start: int, value: Period) -> int:
        """The end of the period's last day; the day on which it begins is not counted."""
        return midnight(add_period(day_of(start, self.zone), value) + timedelta(days=1), self.zone)

    def _calendar(self, name: str, terms: CalendarTerms, seasonal: bool = True) -> Calendar:
        free = tuple(Holiday(row.day, row.name) for row in terms.free_days) + self.taken_holidays(name)
        dated = sorted(terms.exceptions.items())
        phases = self.contract.phases if seasonal else ()
        seasons = [season for phase in phases for season in self._seasons(phase, name)]
        return Calendar(
            zone=self.contract.resolved.zone(terms.timezone) if terms.timezone else self.zone,
            week=Week.parse(terms.week),
            holidays=free,
            shoulders=_shoulders(terms.shoulder),
            exceptions=tuple(DatedHours.parse(date.fromisoformat(day), text) for day, text in dated),
            seasons=tuple(seasons),
        )

    def _seasons(self, phase: Phase, calendar: str) -> list[Season]:
        week = phase.effect.get(f"calendars.{calendar}.week")
        if week is None:
            return []
        return [Season(a, b, Week.parse(str(week)), phase.label or phase.id) for a, b in self._days(phase)]

    def _stretches(self, phase: Phase) -> list[Span]:
        return [(midnight(a, self.zone), midnight(b, self.zone)) for a, b in self._days(phase)]

    def _days(self, phase: Phase) -> list[tuple[date, date]]:
        """First day and the day after the last, for each time that the phase holds."""
        if phase.every:
            return [self._season(phase, year) for year in self._years()]
        if phase.from_ is None or phase.length is None:
            return []
        return [(phase.from_, add_period(phase.from_, phase.length))]

    def _season(self, phase: Phase, year: int) -> tuple[date, date]:
        by_working_days = working_day_season(phase.every)
        if by_working_days is None:
            return _season(phase.every, year)
        first, last, month = by_working_days
        begin = midnight(date(year, month, 1), self.zone)
        calendar = self._plain(phase.calendar)
        closings = (calendar.nth_working_day(begin, nth, count_start_day=True) for nth in (first, last))
        start, end = (day_of(closing - 1, self.zone) for closing in closings)
        return start, end + timedelta(days=1)

    def _plain(self, name: str) -> Calendar:
        """The named calendar, else the first with holidays, without the seasons that may hang on it."""
        terms = self.contract.calendars
        chosen = name or next((key for key, row in terms.items() if row.holidays != "none"), "")
        return self._calendar(chosen, terms[chosen], seasonal=False) if chosen else Calendar(self.zone, _WORKING_WEEK)

    def _years(self) -> range:
        start = self.contract.effective.from_ or date(2000, 1, 1)
        end = self.contract.effective.to
        return range(start.year - 1, (end.year if end else max(start.year, self.contract.resolved.through)) + 1)


def _season(text: str, year: int) -> tuple[date, date]:
    first, last = season_days(text)
    start, end = _day_in(year, *first), _day_in(year if last >= first else year + 1, *last)
    return start, end + timedelta(days=1)


def _day_in(year: int, month: int, day: int) -> date:
    """The day of the year; 29 February is the 28th where there is none."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def _end_of(day: date, calendar: Calendar) -> int:
    """The closing of the day, or its end when it has no hours."""
    start, end = midnight(day, calendar.zone), midnight(day + timedelta(days=1), calendar.zone)
    opened = calendar.spans(start, end)
    return opened[-1][1] if opened else end


def _shoulders(terms: ShoulderTerms | None) -> Shoulder:
    if terms is None:
        return Shoulder()
    return Shoulder(before=DAY - seconds_of_day(terms.from_), after=seconds_of_day(terms.to))
