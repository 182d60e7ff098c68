"""Corrections of money and the ledger of amounts as rows of words, the same for terminal, page and service."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from gwarant.pictures.facts import tell, tell_all
from gwarant.pictures.incidents import incident_text
from gwarant.pictures.keys import month_text
from gwarant.pictures.names import Names
from gwarant.pictures.summary import currency_of, stood_text, sum_text
from gwarant.pictures.words import by, count, full, known, long_day, say
from gwarant.sla.assessment.model import Assessment, Corrected, MoneyCorrection, MonthOfMoney
from gwarant.sla.civil import day_of
from gwarant.sla.contract.values import Period
from gwarant.sla.remedies import Change, Entry, Fact, Status

CORRECTION_TITLES = ("month_title", "was", "is_now", "difference", "caused_by")
NO_NAMES = Names()
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LEDGER_TITLES = ("month_title", "computed", "amount_status", "stands", "still_open")


@dataclass(frozen=True)
class LedgerRow:
    """An amount: four texts beside the month's name, and what there is to remark."""

    name: str
    computed: str
    status: str
    stands: str
    open: str
    remarks: tuple[str, ...]

    @property
    def cells(self) -> tuple[str, ...]:
        return self.name, self.computed, self.status, self.stands, self.open


def correction_rows(
    assessed: Assessment, lang: str, names: Names | None = None
) -> list[tuple[str, str, str, str, str]]:
    """For each corrected month what it owed, what it owes, the difference and why; with names no ids of rows."""
    return [
        _correction(one, currency_of(assessed, one.contract), assessed.zone, lang, names and names.under(one.contract))
        for one in assessed.money_corrections
    ]


def ledger_rows(assessed: Assessment, lang: str, names: Names = NO_NAMES) -> list[LedgerRow]:
    """Each amount with where it stands."""
    return [_entry(one, currency_of(assessed), assessed.zone, lang, names) for one in assessed.ledger]


def stands_today(then: Assessment, today: Assessment, lang: str, names: Names = NO_NAMES) -> list[str]:
    """For each amount of a past month how it stands by a later one; empty where it stands as it did.

    Where the parties decided about parts of it since, each part says how it stands.
    """
    later = list(zip(today.ledger, ledger_rows(today, lang, names), strict=True))
    found = []
    for entry, row in zip(then.ledger, ledger_rows(then, lang, names), strict=True):
        own = [(one, told) for one, told in later if one.month == entry.month]
        alike = [told for one, told in own if (one.remedy, one.incident) == (entry.remedy, entry.incident)]
        texts = [_standing(told) for told in alike or [told for _one, told in own]]
        found.append("; ".join(texts) if texts != [_standing(row)] else "")
    return found


def status_text(one: Entry, lang: str) -> str:
    """Where an amount stands, in a word."""
    is_lapsed = one.lapsed and one.status is Status.COMPUTED
    return say("amount_lapsed" if is_lapsed else f"amount_{one.status.value}", lang)


def is_undecided(one: Entry) -> bool:
    """Whether nobody has said anything about the amount, and somebody still can."""
    return one.status is Status.COMPUTED and not one.lapsed


def _standing(row: LedgerRow) -> str:
    return ", ".join((row.status, *row.remarks))


def extras(one: MonthOfMoney, currency: str, lang: str) -> Iterator[str]:
    """What a month states beside its remedies: surcharges of seasons, and by how much the service is extended."""
    for extra in one.surcharges:
        amount, days = sum_text(extra.amount, currency, lang), count(extra.of_days, "day", lang)
        yield say("surcharge_line", lang, label=extra.label, held=extra.days, days=days, amount=amount)
    if one.remedies.granted:
        yield say("granted_line", lang, length=period_text(one.remedies.granted, lang))


def period_text(period: Period, lang: str) -> str:
    """Months and days in words."""
    parts = [(period.months, "month"), (period.days, "day")]
    return ", ".join(count(n, word, lang) for n, word in parts if n) or "0"


def facts_text(facts: Iterable[Fact], zone: str, lang: str, names: Names | None = None) -> str:
    """What changed something, each fact with who wrote it down and when where that came later; with names for people
    who know no ids, each once.
    """
    told = (_fact(one if names is None else _without_id(one, names), zone, lang) for one in facts)
    return "; ".join(dict.fromkeys(told))


def note_texts(assessment: Assessment, lang: str, names: Names = NO_NAMES) -> list[str]:
    """What the period has changed about earlier ones, then what is told aside."""
    said = (correction_text(one, assessment.zone, lang, names) for one in assessment.corrections)
    return [*said, *tell_all(assessment.notes, lang, assessment.zone)]


def correction_text(one: Corrected, zone: str, lang: str, names: Names = NO_NAMES) -> str:
    """What was, what is, and why."""
    own = names.under(one.contract)
    why = tell(one.reason, lang, zone) if one.reason else facts_text(one.facts, zone, lang, own)
    reason = f" ({why})" if why else ""
    before, after = (stood_text(stood, lang) for stood in (one.before, one.after))
    return say(
        "correction", lang, what=tell(own.within(one.what), lang, zone), before=before, after=after, reason=reason
    )


def _without_id(one: Fact, names: Names) -> Fact:
    """The fact by what people call what it is about; a row that was taken out is called nothing."""
    about = "" if one.kind == "void" else names.any(one.about)
    return replace(one, id="", about=about, broken=one.broken and names.within(one.broken))


def _correction(
    one: MoneyCorrection, currency: str, zone: str, lang: str, names: Names | None
) -> tuple[str, str, str, str, str]:
    was, now = _worth(one.before, one.granted_before, currency, lang), _worth(one.after, one.granted, currency, lang)
    step = _signed(one.difference, currency, lang)
    return month_text(one.month, lang), was, now, step, facts_text(one.facts, zone, lang, names)


def _worth(amount: Decimal | None, granted: Period | None, currency: str, lang: str) -> str:
    text = sum_text(amount, currency, lang)
    return f"{text} + {period_text(granted, lang)}" if granted else text


def _signed(amount: Decimal | None, currency: str, lang: str) -> str:
    text = sum_text(amount, currency, lang)
    return f"+{text}" if amount is not None and amount > 0 else text


def _fact(one: Fact, zone: str, lang: str) -> str:
    ticket = incident_text(one.ticket, zone, lang)
    parts = ": ".join(part for part in (ticket, one.about, known(one.reason, lang)) if part)
    broken = tell(one.broken, lang, zone) if one.broken else ""
    day = "" if one.at is None else _last(one.at, zone, lang)
    own = f"{one.id} ({parts})".strip() if parts else one.id
    told = say(f"fact_{one.kind}", lang, id=own, about=broken, remedy=known(one.about, lang), day=day).rstrip(": ")
    if one.at is None or one.received is None or one.received <= one.at:
        return told
    times = {"at": full(one.at, zone, lang), "received": full(one.received, zone, lang)}
    return say("fact_late_by" if one.person else "fact_late", lang, fact=told, person=one.person, **times)


def _entry(one: Entry, currency: str, zone: str, lang: str, names: Names) -> LedgerRow:
    name, incident = month_text(one.month, lang), _incident(one.incident, zone, lang, names)
    return LedgerRow(
        name=" · ".join(part for part in (name, names.remedy(one.remedy), incident) if part),
        computed=sum_text(one.computed, currency, lang),
        status=status_text(one, lang),
        stands=sum_text(one.stands, currency, lang),
        open=sum_text(one.open, currency, lang),
        remarks=tuple(_remarks(one, currency, zone, lang)),
    )


def _incident(incident: str, zone: str, lang: str, names: Names) -> str:
    """What was broken, by what people call it: a promise over its period by the last day of that."""
    told = incident_text(incident, zone, lang)
    id_, _, rest = incident.partition(" ")
    if DAY.fullmatch(rest):
        return f"{names.any(id_)}, {long_day(date.fromisoformat(rest), lang)}"
    return told.replace(id_, names.any(id_), 1) if rest else told


def _remarks(one: Entry, currency: str, zone: str, lang: str) -> Iterator[str]:
    if one.changes:
        first = sum_text(one.first, currency, lang)
        steps = "; ".join(_change(change, currency, lang) for change in one.changes)
        yield say("ledger_first", lang, amount=first, steps=steps)
    if one.claim_until and one.status.value == "computed":
        amount = sum_text(one.computed, currency, lang)
        at = one.claim_until_at
        until = _day(one.claim_until, lang) if at is None else by(at, zone, lang)
        yield say("lapsed_on" if one.lapsed else "claim_by", lang, day=until, amount=amount)
    is_undecided = one.status is Status.CLAIMED or (one.status is Status.DISPUTED and one.overdue)
    if one.decide_until and is_undecided:
        yield say("decide_overdue" if one.overdue else "decide_by", lang, day=_day(one.decide_until, lang))


def _change(one: Change, currency: str, lang: str) -> str:
    return f"{_signed(one.difference, currency, lang)} ({month_text(one.known, lang)})"


def _last(at: int, zone: str, lang: str) -> str:
    """The last day of what ended at the moment; where it ended within a day, the last moment."""
    day = day_of(at - 1, zone)
    return by(at - 1, zone, lang) if day_of(at, zone) == day else _day(day, lang)


def _day(day: date, lang: str) -> str:
    return long_day(day, lang)
