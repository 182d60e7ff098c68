"""What an assessment says before it is drawn: its title, its order, its sums."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from math import ceil

from gwarant.pictures.bar import bar_of
from gwarant.pictures.clauses.spelled import time_words
from gwarant.pictures.faces import SHAPES, Face, Tone, face
from gwarant.pictures.facts import tell, tell_all
from gwarant.pictures.keys import month_text, wording_text
from gwarant.pictures.names import Names
from gwarant.pictures.phrases import MONTHS_ALONE
from gwarant.pictures.words import (
    count,
    dated,
    duration,
    elapsed,
    known,
    long_day,
    money,
    number,
    percent,
    say,
    short_day,
    time_of,
)
from gwarant.pictures.words import promised as promised_in_words
from gwarant.sla.assessment import Envelope
from gwarant.sla.assessment.model import Assessment, Kept, MonthOfMoney, Promised, Stood
from gwarant.sla.availability import Figure, Outage
from gwarant.sla.availability.codes import REPORTED_ALONE, REPORTED_UNSEEN
from gwarant.sla.availability.figure import Verdict as Availability
from gwarant.sla.availability.figure import decimal
from gwarant.sla.civil import CivilPeriod, day_of
from gwarant.sla.clocks.reading import Reading, Verdict
from gwarant.sla.contract.model.promises import Bound
from gwarant.sla.contract.values import NthWeekday, Seconds, time_value
from gwarant.sla.duties.model import DutyVerdict
from gwarant.sla.facts import Told
from gwarant.sla.hours import Statement
from gwarant.sla.remedies import Settlement
from gwarant.sla.remedies.line import Line

HOUR = 3600
KNOWN_REASONS = (
    *("maintenance", "measured_wrongly", "client_action", "upstream_of_client"),
    *("force_majeure", "ddos_above_agreed"),
)
_TONES = {
    Availability.MET: Tone.FINE,
    Availability.BREACHED: Tone.BREACHED,
    Availability.UNDETERMINED: Tone.UNKNOWN,
    Availability.NOT_JUDGED: Tone.UNKNOWN,
    Availability.REPORTED: Tone.UNKNOWN,
    Availability.PART: Tone.UNKNOWN,
}


@dataclass(frozen=True)
class Pool:
    """A month's hours in seconds: what there was, what was taken of it, what came on top."""

    included: int
    carried: int
    used: int
    over: int

    @property
    def there(self) -> int:
        return self.included + self.carried

    @property
    def left(self) -> int:
        return max(0, self.there - self.used)


def with_kept(names: Names, assessment: Assessment) -> Names:
    """The names given, and those that the assessment itself carries."""
    wordings = {**names.wordings}
    for contract, rows in groupby(assessment.kept, key=lambda row: row.contract):
        wordings[contract] = _over(names.under(contract), list(rows))
    return replace(_over(names, assessment.kept), wordings=wordings)


def _over(names: Names, rows: Sequence[Kept]) -> Names:
    return names.over({row.clock: row.label for row in rows}, {row.class_: row.class_label for row in rows})


def kept_by_class(assessment: Assessment) -> Iterator[tuple[str, list[Kept]]]:
    """The promises of each class under its label; with the wording where several judge."""
    several = len({one.contract for one in assessment.kept}) > 1
    for (contract, _), found in groupby(assessment.kept, key=lambda one: (one.contract, one.class_)):
        rows = list(found)
        yield f"{rows[0].class_label} · {contract}" if several else rows[0].class_label, rows


def client_of(assessment: Assessment) -> str:
    return next((one.client for one in assessment.wordings if one.client), "")


def currency_of(assessment: Assessment, contract: str = "") -> str:
    """The currency of the contract version, or of the last one."""
    named = [one.currency for one in assessment.wordings if one.name == contract]
    return next(iter(named or [one.currency for one in assessment.wordings[-1:]]), "")


def period_name(period: CivilPeriod, lang: str) -> str:
    """A month, quarter or year by its name, anything else by its first and last day."""
    last = period.after - timedelta(days=1)
    if len(period.name) == 4:
        return period.name
    if "Q" in period.name:
        return say("quarter", lang, n=period.name[-1], year=last.year)
    if len(period.name) == 7 and period.first.month == last.month:
        return f"{MONTHS_ALONE[lang][last.month - 1]} {last.year}"
    return f"{long_day(period.first, lang)} – {long_day(last, lang)}"


def unchecked_mark(row: Kept) -> str:
    """How many readings of a row could not be checked, behind their shape."""
    return f" {SHAPES[Tone.UNKNOWN]}{row.could_not_check}" if row.could_not_check else ""


def breaches(assessment: Assessment) -> tuple[Reading, ...]:
    """The breached readings, the latest by the most first."""
    found = assessment.with_verdict(Verdict.BREACHED)
    return tuple(sorted(found, key=lambda one: (-late_by(one), one.key)))


def late_by(reading: Reading) -> int:
    """Seconds counted beyond the target."""
    return bar_of(reading).over


def late_text(reading: Reading, lang: str) -> str:
    """How late it is in words; where no hour of service has passed since, it says so."""
    length = late_length(reading, lang)
    return length if late_by(reading) else say("late_closed", lang, length=length)


def late_length(reading: Reading, lang: str) -> str:
    """How late it is; where no hour of service has passed since, in real time."""
    end = reading.as_of if reading.stopped_at is None else reading.stopped_at
    late = late_by(reading)
    return duration(late, lang) if late else elapsed(max(0, end - reading.due_at), lang)


def kept_target(row: Kept, lang: str) -> str:
    """The promise of a row as people write it."""
    try:
        value = time_value(row.target)
    except ValueError:
        return row.target
    if isinstance(value, NthWeekday):
        return time_words(row.target, lang)
    return promised_in_words(row.target, value.seconds if isinstance(value, Seconds) else 0, lang)


def kept_face(row: Kept, lang: str) -> Face:
    """How a row stands: so many broken, some that could not be checked, none judged, or all kept."""
    if row.could_not_check and not row.breached:
        return face(Tone.UNKNOWN, "could_not_check", lang)
    if not row.judged:
        return face(Tone.UNKNOWN, "none_judged", lang)
    if not row.breached:
        return face(Tone.FINE, "met", lang)
    return Face(Tone.BREACHED, count(row.breached, "breach", lang), SHAPES[Tone.BREACHED])


def figure_face(figure: Figure, lang: str) -> Face:
    return face(_TONES[figure.verdict], figure.verdict.value, lang)


def availability(value: Fraction | None, promised: Promised, lang: str) -> str:
    """A percentage of availability, cut to the contract's digits."""
    if value is None:
        return say("unmeasured" if promised.figure.downtime.of else "uncounted", lang)
    return percent(decimal(value), lang, promised.scale)


def bound(target: Bound, lang: str) -> str:
    """What is promised: "at least 99.9%"."""
    keys = {"ge": "at_least", "gt": "more_than", "le": "at_most", "lt": "less_than"}
    key = next(key for key in keys if getattr(target, key) is not None)
    places = max(0, -int(target.number.as_tuple().exponent))
    return say(keys[key], lang, target=percent(target.number, lang, places))


def milliseconds(length: Fraction | int, lang: str) -> str:
    """A length of real time in milliseconds, its started second whole."""
    return duration(ceil(Fraction(length) / 1000), lang)


def figure_facts(figure: Figure, zone: str, lang: str) -> list[tuple[str, str]]:
    """The figure's sums, each with its name."""
    excluded = sum(figure.time.excluded.values())
    facts = [("coverage", percent(decimal(figure.coverage), lang, 2))]
    facts += [("downtime", milliseconds(figure.downtime.point, lang))] if figure.downtime.point else []
    facts += [("unknown_time", milliseconds(figure.time.unknown, lang))] if figure.time.unknown else []
    reasons = ", ".join(known(reason, lang) for reason, length in sorted(figure.time.excluded.items()) if length)
    facts += [("excluded_time", f"{milliseconds(excluded, lang)} ({reasons})")] if excluded else []
    if figure.worst_hour and figure.worst_hour.down_ms:
        start = figure.worst_hour.start // 1000
        facts.append(("worst_hour", f"{dated(start, zone, lang)} – {time_of(start + HOUR, zone, lang)}"))
    if figure.worst_day and figure.worst_day.down_ms:
        facts.append(("worst_day", short_day(day_of(figure.worst_day.start // 1000, zone), lang)))
    return [(say(key, lang), text) for key, text in facts]


def figure_times(figure: Figure, lang: str) -> list[tuple[str, str]]:
    """The time of each state; together they are the whole, which stands last."""
    time = figure.time
    rows = [(say(key, lang), getattr(time, key)) for key in ("up", "degraded", "down", "unknown")]
    rows += [(f"{say('excluded', lang)}: {left_out(one, lang)}", length) for one, length in time.excluded.items()]
    rows += [(say("outside_hours", lang), time.out_of_hours), (say("total", lang), figure.end - figure.start)]
    return [(name, duration(length // 1000, lang, exact=True)) for name, length in rows if length]


def left_out(reason: str, lang: str) -> str:
    """Why time does not count, in words; a reason of the contract's own as it stands there."""
    return say(f"left_out: {reason}", lang) if reason in KNOWN_REASONS else reason.replace("_", " ")


def outages(figure: Figure) -> tuple[Outage, ...]:
    """The outages, those that counted the longest first."""
    return tuple(sorted(figure.outages, key=lambda one: (-one.counted_ms, one.start)))


def pool_of(statement: Statement) -> Pool:
    carried = sum(lot.seconds for lot in statement.carried_in)
    return Pool(statement.granted, carried + statement.returned, statement.drained, statement.overage)


def pool_over(statements: Iterable[Statement]) -> Pool:
    """The pool of several months, the first first: hours that one of them carries into the next are there once."""
    pools, carried = list[Pool](), 0
    seen: set[str] = set()
    for one in statements:
        pools.append(pool_of(one))
        carried += one.returned + sum(lot.seconds for lot in one.carried_in if lot.name not in seen)
        seen |= {lot.name for lot in (*one.carried_in, *one.carried_out)} | {grant.lot for grant in one.grants}
    included, used, over = (sum(getattr(one, key) for one in pools) for key in ("included", "used", "over"))
    return Pool(included, carried, used, over)


def pool_facts(statement: Statement, currency: str, lang: str) -> list[tuple[str, str]]:
    """The sums of a month's hours, each with its name."""
    pool = pool_of(statement)
    if not (pool.there or statement.unlimited or statement.grants):
        return _facts_without_a_pool(statement, currency, lang)
    lapsed = sum(one.seconds for one in statement.expired)
    rows = [
        ("included", pool.included),
        ("carried", pool.carried),
        ("hours_used", pool.used),
        ("hours_over", pool.over),
    ]
    rows += [("hours_left", pool.left)]
    rows += [("forfeited", lapsed), ("carried_out", sum(lot.seconds for lot in statement.carried_out))]
    always = ("included", "hours_used", "hours_over")
    facts = [(say(key, lang), duration(length, lang)) for key, length in rows if length or key in always]
    if statement.unlimited:
        facts[0] = say("included", lang), say("pool_unlimited", lang)
    return [*facts, *_apart_and_cost(statement, currency, lang)]


def _facts_without_a_pool(statement: Statement, currency: str, lang: str) -> list[tuple[str, str]]:
    """Where no hours were there to be used none are over: what was charged, and what it costs."""
    charged = say("hours_charged_in", lang), duration(statement.overage, lang)
    return [charged, *_apart_and_cost(statement, currency, lang)]


def _apart_and_cost(statement: Statement, currency: str, lang: str) -> Iterator[tuple[str, str]]:
    if statement.apart:
        yield say("apart", lang), duration(statement.apart, lang)
    yield say("overage", lang), cost_text(statement, currency, lang)


def cost_text(statement: Statement, currency: str, lang: str) -> str:
    """What a month of hours costs beside the fee; where nobody can say it, that."""
    is_unknown = statement.amount is None and statement.could_not_check
    return say("could_not_check", lang) if is_unknown else sum_text(statement.amount, currency, lang)


def sum_text(amount: Decimal | Fraction | None, currency: str, lang: str) -> str:
    """An amount, or that its price is still blank."""
    if amount is None:
        return say("no_price", lang)
    exact = amount if isinstance(amount, Decimal) else Decimal(amount.numerator) / Decimal(amount.denominator)
    return money(exact, currency, lang)


def money_months(assessment: Assessment, lang: str) -> list[tuple[str, MonthOfMoney]]:
    """The months of money, named only where there is more than one."""
    several = len(assessment.months) > 1
    return [(_month_named(one, lang) if several else "", one) for one in assessment.months]


def _month_named(one: MonthOfMoney, lang: str) -> str:
    return f"{month_text(one.month, lang)} · {wording_text(one.contract, lang)}"


def evidence_text(assessment: Assessment, lang: str) -> str:
    """How many rows it rests on, and the beginning of their hash."""
    rows = count(assessment.inputs.rows, "row", lang)
    return say("evidence_line", lang, rows=rows, hash=assessment.inputs.evidence.removeprefix("sha256:")[:16])


def not_judged_texts(assessment: Assessment, lang: str, names: Names) -> list[str]:
    """What the contract keeps and nothing judges: sections, then keys that read like promises."""
    return [known(one, lang) for one in (*assessment.not_judged, *names.uncounted)]


_OF_DUTIES = {one.value for one in (DutyVerdict.DONE, DutyVerdict.LATE, DutyVerdict.MISSED, DutyVerdict.FAILED)}


def stood_text(stood: Stood, lang: str) -> str:
    """A verdict, of a duty in its own words, or a percentage."""
    if stood.value is not None:
        return number(stood.value, lang)
    if stood.point is None:
        return say(f"duty: {stood.verdict}" if stood.verdict in _OF_DUTIES else stood.verdict, lang)
    return percent(stood.point, lang, max(0, -int(stood.point.as_tuple().exponent)))


def provenance_text(envelope: Envelope, lang: str) -> str:
    """Which release made it, with which data."""
    return say("engine", lang, engine=envelope.release, tz=envelope.tz, holidays=envelope.holidays)


def owed_for(line: Line, names: Names) -> str:
    """What a line of a settlement answers: the ticket with its clock and class, or the promise."""
    breach = line.breach
    own = names.under(breach.contract)
    if not breach.clock:
        return own.promise(breach.promise or breach.duty or breach.outage)
    parts = (breach.ticket, own.clock(breach.clock), own.class_(breach.class_))
    return " · ".join(part for part in parts if part)


def line_base(line: Line, currency: str, lang: str) -> str:
    """Of what a line takes which share."""
    if line.pct is None or line.base is None:
        return ""
    share = percent(decimal(line.pct), lang, 0 if line.pct.denominator == 1 else 2)
    return f"{share} × {sum_text(line.base.amount, currency, lang)}"


def line_amount(line: Line, currency: str, lang: str) -> str:
    """What a line gives, in kind or in money."""
    return line.grants or sum_text(line.amount, currency, lang)


def cap_texts(settlement: Settlement, currency: str, lang: str) -> Iterator[str]:
    """Each cap with its limit and what it cut; the sum before them where they cut something."""
    if any(cap.cut for cap in settlement.caps):
        yield f"{say('before_caps', lang)} {sum_text(settlement.uncapped, currency, lang)}"
    for cap in settlement.caps:
        limit = sum_text(cap.limit, currency, lang)
        text = say("cap_line", lang, per=say(f"per_{cap.per}", lang), limit=limit)
        cut = say("cap_cut", lang, cut=sum_text(cap.cut, currency, lang))
        yield f"{text}, {cut}" if cap.cut else text


def promised_remarks(
    promised: Promised, zone: str, lang: str, unless: Collection[Told] = (), ids: bool = True
) -> Iterator[str]:
    """Exclusions that do not count, corrections with before and after, and the figure's own notes; without `ids` no
    name of a row.
    """
    figure = promised.figure
    for refusal in figure.refused:
        key = "refused" if ids else "refused_unnamed"
        yield say(key, lang, id=refusal.id, why=tell(refusal.why, lang, zone))
    for one in figure.corrections:
        before, after = (availability(value.point, promised, lang) for value in (one.before, one.after))
        key = "corrected" if ids else "corrected_unnamed"
        yield say(key, lang, id=one.id, reason=left_out(one.reason, lang), before=before, after=after)
    is_measured = figure.point is not None and figure.downtime.unknown < figure.downtime.of
    unseen = [one for one in figure.notes if REPORTED_ALONE.is_of(one) or REPORTED_UNSEEN.is_of(one)]
    said = [
        one for one in figure.notes if is_measured or one not in unseen
    ]  # else nothing could show it, and it says so
    yield from tell_all((promised.note, *(one for one in said if one not in unless)), lang, zone)


def outage_remark(one: Outage, lang: str) -> str:
    """Why an outage counts less than its length, and its evidence."""
    first_failed = one.evidence[1:2] or one.evidence[:1]  # the last good look stands before it
    return " · ".join((*_outage_notes(one, lang), *first_failed))


def outage_note(one: Outage, lang: str) -> str:
    """The same for a page, which shows the evidence itself and not its ids."""
    return " · ".join(_outage_notes(one, lang))


def _outage_notes(one: Outage, lang: str) -> list[str]:
    parts = [say("too_short", lang)] if one.too_short else []
    parts += [say("unreported", lang)] if one.unreported else []
    parts += [say("partly_excluded", lang, length=milliseconds(one.excluded_ms, lang))] if one.excluded_ms else []
    return parts


def key_facts(assessment: Assessment, lang: str, names: Names) -> list[tuple[str, str, str]]:
    """The few figures that stand first: name, text, remark."""
    met, judged = sum(row.met for row in assessment.kept), sum(row.judged for row in assessment.kept)
    facts = [(say("kept", lang), f"{met}/{judged}", "")] if judged else []
    for one in assessment.availability[:2]:
        name = f"{say('availability', lang)}, {names.under(one.contract).service(one.figure.service)}"
        facts.append((name, availability(one.figure.point, one, lang), figure_face(one.figure, lang).text))
    over = sum(month.hours.overage for month in assessment.months if month.hours)
    if any(month.hours for month in assessment.months):
        facts.append((say("hours_over_pool", lang), duration(over, lang), ""))
    if assessment.months:
        facts.append((say("remedies", lang), owed(assessment, lang), ""))
    return facts


def owed(assessment: Assessment, lang: str) -> str:
    """What all months owe together."""
    return _sum([month.remedies.total for month in assessment.months], currency_of(assessment), lang)


def charged(assessment: Assessment, lang: str) -> str:
    """What the hours of all months cost beside the fee."""
    return _sum([month.hours.amount for month in assessment.months if month.hours], currency_of(assessment), lang)


def _sum(amounts: list[Decimal | None], currency: str, lang: str) -> str:
    if not amounts:
        return ""
    known = [amount for amount in amounts if amount is not None]
    return sum_text(sum(known, Decimal(0)) if len(known) == len(amounts) else None, currency, lang)
