"""A clock in a mail: how much working time is left and until when, for whoever never saw the bar. No seconds.

What is cut is cut to the house's disadvantage: a deadline is named by the minute in which it lies, and what is left by
its full minutes.
"""

from gwarant.pictures.counting import counts_in_hours, days_left
from gwarant.pictures.facts import tell
from gwarant.pictures.names import Names
from gwarant.pictures.sentence import sentence
from gwarant.pictures.words import dated, day_of, duration, minute, remaining, say, time_of
from gwarant.sla.clocks.reading import ClockState, Reading, SegmentKind, Verdict

_NO_NAMES = Names()
HOUR, MINUTE = 3600, 60
STILL = (SegmentKind.PAUSED, SegmentKind.DELIVERED)


def briefly(reading: Reading, lang: str, names: Names = _NO_NAMES) -> str:
    """What is left, since when it counts and until when; of one that was missed when it was due, and how long ago."""
    if reading.stopped_at is not None or reading.verdict not in (Verdict.PENDING, Verdict.BREACHED):
        return sentence(reading, lang, names)
    if reading.verdict is Verdict.BREACHED:
        return _missed(reading, lang)
    told = {"left": _left(reading, lang, names), "due": _moment(reading.due_at, reading, lang)}
    if reading.state is ClockState.PAUSED:
        return say("brief: paused", lang, why=_why(reading, lang), **told)
    opens = _opens(reading, names)
    if opens is None:
        return say("brief: left", lang, **told)
    if _is_today(opens, reading) and _is_today(reading.due_at, reading):
        return say("brief: left_today", lang, since=time_of(minute(opens), reading.zone, lang), **told)
    return say("brief: left_from", lang, since=_moment(opens, reading, lang), **told)


def _left(reading: Reading, lang: str, names: Names) -> str:
    """What is left of the target, as a sentence begins with it."""
    left, is_working = reading.left, counts_in_hours(reading, names)
    if left < MINUTE:
        return say("brief: nothing", lang)
    if days := days_left(reading, names):
        return remaining(days, "working_days_left", lang)
    if left >= HOUR and left % HOUR < MINUTE:
        return remaining(left // HOUR, "working_hours_left" if is_working else "hours_left", lang)
    return say("brief: length_working" if is_working else "brief: length", lang, length=duration(minute(left), lang))


def _missed(reading: Reading, lang: str) -> str:
    due = _moment(reading.due_at, reading, lang)
    if reading.late < MINUTE:
        return say("brief: missed", lang, due=due)
    return say("brief: missed_by", lang, due=due, length=duration(minute(reading.late), lang))


def _why(reading: Reading, lang: str) -> str:
    still = [one for one in reading.segments if one.kind in STILL and one.why]
    why = tell(still[-1].why, lang) if still and still[-1].why else ""
    return f": {why}" if why else ""


def _opens(reading: Reading, names: Names) -> int | None:
    """When a clock goes on whose calendar is closed now; None where it goes."""
    calendar = names.under(reading.contract).calendars.get(reading.calendar)
    if calendar is None or calendar.is_open(reading.as_of):
        return None
    return calendar.next_open(reading.as_of)


def _moment(at: int, reading: Reading, lang: str) -> str:
    """A moment as it follows "due": "at 10:00 today", or with its day."""
    if _is_today(at, reading):
        return say("brief: today", lang, time=time_of(minute(at), reading.zone, lang))
    return dated(minute(at), reading.zone, lang)


def _is_today(at: int, reading: Reading) -> bool:
    return day_of(at, reading.zone) == day_of(reading.as_of, reading.zone)
