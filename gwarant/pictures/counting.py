"""On which hours a clock counts, where that changes what its figures mean: working time, and since when again."""

from gwarant.pictures.names import Names
from gwarant.pictures.words import DAY, dated, say, short
from gwarant.sla.clocks.reading import ClockState, Reading, Verdict

NEAR = 6 * DAY  # as long as a weekday names one day only


def counts_in_hours(reading: Reading, names: Names) -> bool:
    """Whether what is left of it is working time: its calendar is known, and closes at times."""
    calendar = names.under(reading.contract).calendars.get(reading.calendar)
    return calendar is not None and not calendar.is_always


def hours_of(reading: Reading, lang: str, names: Names) -> str:
    """On which hours it counts: around the clock, or in service hours; nothing where its calendar is not known."""
    calendar = names.under(reading.contract).calendars.get(reading.calendar)
    return say("hours: always" if calendar.is_always else "hours: open", lang) if calendar else ""


def counts_from(reading: Reading, lang: str, names: Names) -> str:
    """When a clock goes on that runs and whose calendar is closed now: "counts from Mon 08:00"; else nothing."""
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
