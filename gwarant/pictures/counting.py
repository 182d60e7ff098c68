"""On which hours a clock counts, where that changes what its figures mean: working time, and since when again."""

from gwarant.pictures.names import Names
from gwarant.pictures.words import DAY, dated, day_of, say, short
from gwarant.sla.clocks.reading import ClockState, Reading, Verdict

NEAR = 6 * DAY  # as long as a weekday names one day only


def counts_in_hours(reading: Reading, names: Names) -> bool:
    """Whether what is left of it is working time: its calendar is known, and closes at times."""
    calendar = names.under(reading.contract).calendars.get(reading.calendar)
    return calendar is not None and not calendar.is_always


def days_left(reading: Reading, names: Names) -> int:
    """Of a promise in working days how many whole ones lie before its end, without today; 0: it is hours by now."""
    calendar = names.under(reading.contract).calendars.get(reading.calendar)
    if calendar is None or "wd" not in reading.target_text or reading.due_at <= reading.as_of:
        return 0
    days: set[int] = set()
    for start, end in calendar.spans(reading.as_of, reading.due_at):
        first, last = (day_of(at, calendar.zone).toordinal() for at in (start, end - 1))
        days |= set(range(first, last + 1))
    cut = {day_of(reading.due_at, calendar.zone).toordinal()} if calendar.is_open(reading.due_at) else set()
    return len(days - cut - {day_of(reading.as_of, calendar.zone).toordinal()})


def hours_of(reading: Reading, lang: str, names: Names) -> str:
    """On which hours it counts: around the clock, or in service hours; nothing where its calendar is not known."""
    calendar = names.under(reading.contract).calendars.get(reading.calendar)
    return say("hours: always" if calendar.is_always else "hours: open", lang) if calendar else ""


def counts_from(reading: Reading, lang: str, names: Names) -> str:
    """Until when a clock stands still whose calendar is closed now: "stands still until Mon 08:00"; else nothing."""
    when = goes_on(reading, lang, names)
    return say("counts_from", lang, when=when) if when else ""


def goes_on(reading: Reading, lang: str, names: Names) -> str:
    """The moment alone: "Mon 08:00"."""
    calendar = names.under(reading.contract).calendars.get(reading.calendar)
    runs = reading.state is ClockState.RUNNING and reading.verdict is Verdict.PENDING
    if calendar is None or not runs or calendar.is_open(reading.as_of):
        return ""
    opens = calendar.next_open(reading.as_of)
    near = opens - reading.as_of < NEAR
    return (short if near else dated)(opens, reading.zone, lang)
