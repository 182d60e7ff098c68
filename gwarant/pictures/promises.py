"""What an assessment says of measures, duties and rights, before it is drawn."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from gwarant.pictures.faces import SHAPES, Face, Tone, face
from gwarant.pictures.facts import tell_all
from gwarant.pictures.keys import wording_text
from gwarant.pictures.phrases import PHRASES
from gwarant.pictures.words import count, dated, known, long_day, number, percent, say, short_day, whole
from gwarant.sla.assessment.model import Assessment, DutyKept
from gwarant.sla.civil import day_of
from gwarant.sla.contract.model.promises import Bound
from gwarant.sla.contract.values import Period, Seconds, WorkingDays, time_value
from gwarant.sla.duties import JudgedSlot
from gwarant.sla.measures import Measured, MeasureVerdict
from gwarant.sla.triggers import Arisen

HOUR = 3600
TOP_SLOTS = 6
TOP_REASONS = 6
TOP_RIGHTS = 10
_TONES = {
    MeasureVerdict.MET: Tone.FINE,
    MeasureVerdict.BREACHED: Tone.BREACHED,
    MeasureVerdict.UNDETERMINED: Tone.UNKNOWN,
    MeasureVerdict.NOT_JUDGED: Tone.UNKNOWN,
    MeasureVerdict.REPORTED: Tone.UNKNOWN,
    MeasureVerdict.PART: Tone.UNKNOWN,
}
_BROKEN = ("missed", "failed", "late")
_NAMED = {
    "1h": "hour",
    "P1D": "day",
    "P7D": "week",
    "P1M": "month",
    "P3M": "quarter",
    "P6M": "half",
    "P1Y": "year",
}


@dataclass(frozen=True)
class Told:
    """One promise as a row: what was promised, what it came to, how it stands, and what to know beside it."""

    name: str
    promised: str
    figure: str
    face: Face
    remarks: tuple[str, ...]
    contract: str
    clause: str


def measures(assessed: Assessment, lang: str) -> list[Told]:
    """Each measure with its figure; what was not measured is never green."""
    several = len({one.contract for one in assessed.measures}) > 1
    return [_measure(one, several, lang) for one in assessed.measures]


def duties(assessed: Assessment, lang: str) -> list[Told]:
    """Each duty with the slots that are not done."""
    several = len({one.contract for one in assessed.duties}) > 1
    return [_duty(one, several, assessed.zone, lang) for one in assessed.duties]


def rights(assessed: Assessment, lang: str) -> list[Told]:
    """The last rights that arose, from what, and until when each may be used."""
    found = [_right(one, assessed.zone, lang) for one in assessed.rights[-TOP_RIGHTS:]]
    more = len(assessed.rights) - TOP_RIGHTS
    if more > 0:
        told_before = say("and_before", lang, n=whole(more, lang))
        found[0] = replace(found[0], remarks=(*found[0].remarks, told_before))
    return found


def every(text: str, lang: str) -> str:
    """How often: "every month", "co 6 godzin"."""
    if text in _NAMED:
        return say(f"every: {_NAMED[text]}", lang)
    return say("every", lang, length=_length(text, lang))


def _length(text: str, lang: str) -> str:
    """A time value in words where it has one unit, else as it is written."""
    value = time_value(text)
    if isinstance(value, Period) and not (value.months and value.days):
        return count(value.months, "month", lang) if value.months else count(value.days, "day", lang)
    if isinstance(value, WorkingDays) and not value.clock:
        return count(value.days, "working_day", lang)
    seconds = value.seconds if isinstance(value, Seconds) else 0
    if seconds and seconds % HOUR == 0:
        return count(seconds // HOUR, "hour", lang)
    return count(seconds // 60, "minute", lang) if seconds and seconds < HOUR and seconds % 60 == 0 else text


def _measure(one: Measured, several: bool, lang: str) -> Told:
    word = face(_TONES[one.verdict], one.verdict.value, lang)
    return Told(
        name=_name(one.label, wording_text(one.contract, lang) if several else "", lang),
        promised=_bound(one.target, one.unit, lang) if one.target else "–",
        figure=_amount(one.value, one.unit, lang),
        face=word,
        remarks=tuple(_measure_remarks(one, lang)),
        contract=one.contract,
        clause="" if one.clause == "measures" else one.clause,
    )


def _measure_remarks(one: Measured, lang: str) -> Iterator[str]:
    if one.lower is not None and one.upper is not None and one.lower != one.upper:
        ends = (_amount(end, one.unit, lang) for end in (one.lower, one.upper))
        yield f"{say('bounds_label', lang)} {say('bounds', lang, **dict(zip(('lower', 'upper'), ends, strict=True)))}"
    if one.cases:
        yield count(one.cases, "case", lang)
    yield from tell_all((one.note, *one.remarks), lang)


def _duty(one: DutyKept, several: bool, zone: str, lang: str) -> Told:
    return Told(
        name=_name(one.label, wording_text(one.contract, lang) if several else "", lang),
        promised=every(one.every, lang),
        figure=f"{whole(one.done, lang)}/{whole(one.judged, lang)}{f' +{one.pending}' if one.pending else ''}",
        face=_duty_face(one, lang),
        remarks=tuple(_duty_remarks(one, zone, lang)),
        contract=one.contract,
        clause="" if one.clause == "duties" else one.clause,
    )


def _duty_face(one: DutyKept, lang: str) -> Face:
    """Broken before unchecked, unchecked before green."""
    if one.broken:
        key = next(key for key in _BROKEN if getattr(one, key))
        return Face(Tone.BREACHED, say(f"duty: {key}", lang), SHAPES[Tone.BREACHED])
    if one.could_not_check:
        return Face(Tone.UNKNOWN, say("duty: could_not_check", lang), SHAPES[Tone.UNKNOWN])
    if one.done:
        return Face(Tone.FINE, say("duty: done", lang), SHAPES[Tone.FINE])
    if one.reported:
        return face(Tone.UNKNOWN, "reported", lang)
    return Face(Tone.UNKNOWN, say("pending", lang), "•")


def _duty_remarks(one: DutyKept, zone: str, lang: str) -> Iterator[str]:
    counts = {key: getattr(one, key) for key in (*_BROKEN, "could_not_check")}
    if sum(counts.values()) > 1:
        yield ", ".join(f"{say(f'duty: {key}', lang)}: {whole(n, lang)}" for key, n in counts.items() if n)
    slots = "; ".join(_slot(slot, zone, lang) for slot in one.slots[:TOP_SLOTS])
    rest = len(one.slots) + one.more - TOP_SLOTS
    if slots:
        yield f"{slots} {say('and_more', lang, n=count(rest, 'more', lang))}" if rest > 0 else slots


def _slot(one: JudgedSlot, zone: str, lang: str) -> str:
    """The slot by its days, or by its hour where it is shorter than a day."""
    first, last = day_of(one.slot.start, zone), day_of(one.slot.end - 1, zone)
    days = short_day(first, lang) if first == last else f"{short_day(first, lang)} – {short_day(last, lang)}"
    is_short = one.slot.end - one.slot.start < 22 * HOUR
    said = say(f"duty: {one.verdict}", lang)
    said = f"{said} ({say('reported', lang)})" if one.reported_only else said
    return f"{dated(one.slot.start, zone, lang) if is_short else days}: {said}"


def _right(one: Arisen, zone: str, lang: str) -> Told:
    until = long_day(one.use_until, lang) if one.use_until else ""
    used = say("use_until", lang, day=until) if until else say("use_ever", lang)
    word = Face(Tone.AT_RISK, say("right_open", lang), SHAPES[Tone.AT_RISK])
    lapsed = Face(Tone.UNKNOWN, say("right_lapsed", lang), "–")
    more = len(one.because) - TOP_REASONS
    because = ", ".join(tell_all(one.because[:TOP_REASONS], lang, zone))
    because += f" {say('and_more', lang, n=count(more, 'more', lang))}" if more > 0 else ""
    notice = [say("with_notice", lang, length=_length(one.notice, lang))] if one.notice else []
    return Told(
        name=f"{_right_word(one.right, lang)} ({_right_word(one.of, lang)})",
        promised=long_day(day_of(one.at, zone), lang),
        figure=used,
        face=word if one.is_open else lapsed,
        remarks=(say("because", lang, reasons=because), *notice),
        contract=one.contract,
        clause="" if one.clause == "triggers" else one.clause,
    )


def _right_word(text: str, lang: str) -> str:
    return PHRASES[lang].get(f"right: {text}", text)


def _name(label: str, contract: str, lang: str) -> str:
    return " · ".join(part for part in (known(label, lang), contract) if part)


def _bound(target: Bound, unit: str, lang: str) -> str:
    keys = {"ge": "at_least", "gt": "more_than", "le": "at_most", "lt": "less_than"}
    key = next(key for key in keys if getattr(target, key) is not None)
    places = max(0, -int(target.number.as_tuple().exponent))
    return say(keys[key], lang, target=_amount(target.number, unit, lang, places))


def _amount(value: Decimal | None, unit: str, lang: str, places: int = 2) -> str:
    """A figure with its unit; percentages are cut, never rounded in the provider's favour."""
    if value is None:
        return "–"
    if unit == "percent":
        return percent(value, lang, places)
    text = whole(int(value), lang) if value == int(value) else number(value, lang, places)
    return f"{text} {say(unit.removesuffix('s'), lang)}" if unit else text
