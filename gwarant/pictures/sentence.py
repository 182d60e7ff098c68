"""The promise bar in one sentence: its text alternative, and what a client reads first."""

from gwarant.pictures.bar import STILL, Bar, bar_of
from gwarant.pictures.counting import goes_on
from gwarant.pictures.facts import tell
from gwarant.pictures.names import Names
from gwarant.pictures.summary import late_text
from gwarant.pictures.told.teller import capital
from gwarant.pictures.words import dated, duration, minute, promised, say, since
from gwarant.sla.clocks.codes import ENDED_WITHOUT
from gwarant.sla.clocks.reading import ClockState, Reading, Verdict
from gwarant.sla.facts import Told

_NO_NAMES = Names()


def sentence(reading: Reading, lang: str, names: Names = _NO_NAMES) -> str:
    """What the bar shows: how it ran, what it waited for, how it ended."""
    bar = bar_of(reading)
    parts = [*_told(reading, bar, lang, names), _ending(reading, bar, lang)]
    text = "; ".join(part for part in parts if part)
    return text if text.endswith(".") else f"{text}."  # "godz." ends with a full stop of its own


def _told(reading: Reading, bar: Bar, lang: str, names: Names) -> list[str]:
    """How it ran; nothing of what nobody could check."""
    if reading.verdict is Verdict.COULD_NOT_CHECK:
        return []
    return [_course(reading, lang, names), *_pauses(bar, lang)]


def target_of(reading: Reading, lang: str, noun: str = "working_day") -> str:
    """The target as the contract promises it; a later cycle has what the first left over."""
    text = reading.target_text if reading.cycle == 1 else ""
    return promised(text, reading.target, lang, noun)


def whole_of(reading: Reading, lang: str, *, exact: bool = False) -> str:
    """What used and left add up to: of a promise in working days its length in hours, with the promise beside it."""
    if reading.cycle > 1 or "wd" not in reading.target_text:
        return target_of(reading, lang, "working_day_of")
    return f"{duration(reading.target, lang, exact=exact)} ({target_of(reading, lang)})"


def class_note(reading: Reading, lang: str) -> str:
    """Since when the class holds, where it was another one at first; the deadline is never before that."""
    if reading.class_since <= reading.started_at:
        return ""
    return say("class_since", lang, when=dated(minute(reading.class_since), reading.zone, lang))


def pause_lengths(bar: Bar) -> dict[Told | None, int]:
    """For each reason how long the clock stood still, in open seconds."""
    lengths: dict[Told | None, int] = {}
    for piece in bar.of_kind(*STILL):
        lengths[piece.why] = lengths.get(piece.why, 0) + piece.seconds
    return lengths


def _course(reading: Reading, lang: str, names: Names) -> str:
    """How far it came, with one beginning: since when it counted, or from when it will."""
    until = goes_on(reading, lang, names)
    return say(
        f"said: {_course_key(reading, until)}",
        lang,
        until=until,
        verb=_verb(reading, lang, names),
        used=duration(reading.used, lang),
        target=whole_of(reading, lang),
        when=since(reading.started_at, reading.zone, lang),
    )


def _course_key(reading: Reading, until: str) -> str:
    if reading.stopped_at is not None:
        return "stopped"
    if reading.state is ClockState.PAUSED:
        return "paused"
    if until:
        return "still" if reading.used else "ahead"
    return "running"


def _verb(reading: Reading, lang: str, names: Names) -> str:
    stop = names.under(reading.contract).stops.get(reading.clock)
    if stop is None or _is_without(reading):
        return say("stop", lang)
    return say(f"stop: {stop.value}", lang)


def _is_without(reading: Reading) -> bool:
    """Whether the ticket ended without what the clock waited for."""
    return reading.verdict is Verdict.NOT_REACHED or reading.reason == ENDED_WITHOUT()


def _pauses(bar: Bar, lang: str) -> list[str]:
    return [
        say(
            "said: pause" if why else "said: pause_bare",
            lang,
            length=duration(length, lang),
            reason=tell(why, lang) if why else "",
        )
        for why, length in pause_lengths(bar).items()
    ]


def _reason(reading: Reading, lang: str) -> str:
    return tell(reading.reason, lang) if reading.reason else say("no_reason", lang)


def _ending(reading: Reading, bar: Bar, lang: str) -> str:
    match reading.verdict:
        case Verdict.BREACHED:
            key = "said: breached" if reading.stopped_at is not None else "said: breached_running"
            without = f"{say('said: not_reached', lang)}, " if _is_without(reading) else ""
            return without + say(key, lang, length=late_text(reading, lang))
        case Verdict.EXCLUDED:
            return say("said: excluded", lang, reason=_reason(reading, lang))
        case Verdict.COULD_NOT_CHECK:
            return capital(say("said: could_not_check", lang, reason=_reason(reading, lang)))
        case Verdict.NOT_REACHED:
            return say("said: not_reached", lang)
        case Verdict.PENDING:
            return say("said: due", lang, when=dated(reading.due_at, reading.zone, lang))
    if reading.holds_until is not None:
        return say("said: met_so_far", lang, when=dated(minute(reading.holds_until), reading.zone, lang))
    return say("met", lang)
