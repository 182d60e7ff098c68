"""A slow second way of counting, from zoneinfo alone, and calendars for hypothesis to try it on."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from gwarant.sla.calendar import Calendar, DatedHours, Holiday, Season, Shoulder, Week, zone

NO_ZONE = datetime(1970, 1, 1)
DAY = 86_400

# A zone, and days around which its clock does something odd.
TROUBLE = {
    "Europe/Warsaw": ("2026-03-29", "2026-10-25", "2025-12-24"),
    "Australia/Lord_Howe": ("2026-04-05", "2026-10-04"),
    "Asia/Tehran": ("2022-03-22", "2022-09-21", "2026-03-20"),
    "America/Santiago": ("2026-04-04", "2026-09-06"),
    "Africa/Casablanca": ("2026-02-15", "2026-03-22"),
    "Pacific/Apia": ("2011-12-30", "2012-04-01"),
    "America/New_York": ("2026-03-08", "2026-11-01"),
    "UTC": ("2028-02-29",),
}


def moment(text: str, zone_name: str = "Europe/Warsaw") -> int:
    read = datetime.fromisoformat(text)
    return int((read if read.tzinfo else read.replace(tzinfo=zone(zone_name))).timestamp())


def slowly_open(calendar: Calendar, at: int) -> bool:
    """Whether the second is open, from the words of the definition."""
    clock = datetime.fromtimestamp(at, zone(calendar.zone)).replace(tzinfo=None)
    replaced = {dated.day: dated.windows for dated in calendar.exceptions}
    today, yesterday = clock.date(), clock.date() - timedelta(days=1)
    seconds = (clock - datetime.combine(today, datetime.min.time())).seconds
    if today in replaced:
        return any(a <= seconds < b for a, b in replaced[today])
    if any(a <= seconds + DAY < b for a, b in replaced.get(yesterday, ())):
        return True
    if any(_in_holiday(calendar, holiday.day, clock) for holiday in calendar.holidays):
        return False
    spilled = any(a <= seconds + DAY < b for a, b in _windows(calendar, yesterday))
    return spilled or any(a <= seconds < b for a, b in _windows(calendar, today))


def slowly_elapsed(calendar: Calendar, start: int, end: int, pauses=(), step: int = 60) -> int:
    counted = (t for t in range(start, end, step) if not any(a <= t < b for a, b in pauses))
    return step * sum(slowly_open(calendar, t) for t in counted)


def slowly_due(calendar: Calendar, start: int, seconds: int, pauses=(), step: int = 60) -> int:
    at = start
    while seconds > 0:
        if slowly_open(calendar, at) and not any(a <= at < b for a, b in pauses):
            seconds -= step
        at += step
    return at


def _in_holiday(calendar: Calendar, day: date, clock: datetime) -> bool:
    midnight = datetime.combine(day, datetime.min.time())
    before, after = calendar.shoulders.before, calendar.shoulders.after
    return midnight - timedelta(seconds=before) <= clock < midnight + timedelta(seconds=DAY + after)


def _windows(calendar: Calendar, day: date):
    season = next((s for s in calendar.seasons if s.first <= day < s.until), None)
    return (season.week if season else calendar.week).days[day.weekday()]


quarters = st.integers(0, 95).map(lambda n: n * 900)


@st.composite
def windows(draw):
    start = draw(quarters)
    return start, start + draw(st.integers(1, 95 if start else 96)) * 900


@st.composite
def cases(draw, overrides: bool = True):
    """A calendar and an instant within three days of trouble."""
    name = draw(st.sampled_from(sorted(TROUBLE)))
    day = date.fromisoformat(draw(st.sampled_from(TROUBLE[name])))
    near = st.integers(-3, 6).map(lambda n: day + timedelta(days=n))
    week = Week(tuple(tuple(draw(st.lists(windows(), max_size=2))) for _ in range(7)))
    extra = {}
    if overrides:
        extra["holidays"] = tuple(Holiday(d) for d in sorted(draw(st.sets(near, max_size=2))))
        extra["shoulders"] = Shoulder(draw(st.sampled_from((0, 21_600))), draw(st.sampled_from((0, 28_800))))
        extra["exceptions"] = tuple(
            DatedHours(d, tuple(draw(st.lists(windows(), max_size=2)))) for d in sorted(draw(st.sets(near, max_size=2)))
        )
        if draw(st.booleans()):
            extra["seasons"] = (Season(day, day + timedelta(days=2), Week.parse("Mon-Sun 20:00-04:00")),)
    if not any(week.days):
        week = Week.parse("Mon-Sun 09:00-17:00")
    start = int(datetime.combine(day, datetime.min.time(), UTC).timestamp())
    return Calendar(name, week, **extra), start + draw(st.integers(-3 * 1440, 3 * 1440)) * 60


def pauses(start: int):
    edge = st.integers(-600, 3000).map(lambda minutes: start + minutes * 60)
    return st.lists(st.tuples(edge, edge), max_size=3)
