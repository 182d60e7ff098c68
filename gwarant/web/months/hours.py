"""The hours of a month: the pool, its lots, and every entry with its real and its charged time."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from gwarant.contracts.terms import wording_of
from gwarant.hours.models import TimeEntry
from gwarant.pictures.facts import tell, tell_all
from gwarant.pictures.keys import month_text
from gwarant.pictures.summary import Pool, cost_text, pool_facts, pool_of, sum_text
from gwarant.pictures.told.words import WORDS
from gwarant.pictures.words import duration, say
from gwarant.reports.month import Month
from gwarant.sla.assessment.model import MonthOfMoney
from gwarant.sla.civil import day_of
from gwarant.sla.hours import Charge, Drained, Reason, Refusal, Statement, shares
from gwarant.tickets.evidence import stamp
from gwarant.web.hours.derived import Derived, Priced, charged_of, derived, sums
from gwarant.web.hours.page import taken_back
from gwarant.web.hours.words import work_word
from gwarant.web.months.addresses import Addresses
from gwarant.web.months.cited import cited
from gwarant.web.templatetags.look import lang

AT_THE_END = ("carried_out", "forfeited")
MINUTE = 60


def hours_of(month: Month, addresses: Addresses) -> dict[str, Any]:
    """Pools and entries; without a statement nobody logged anything."""
    stated = [one for one in month.assessment.months if one.hours]
    lines, dealt = _worked(month)
    return {
        "pools": [_stated(one, month, addresses, len(stated) > 1) for one in stated],
        "days": list(_days(month, addresses)),
        "real": sum(line.part.real for line in lines),
        "charged": sum(charged_of(line) for line in lines),
        "over": sum(line.above for line in lines),
        "amount": _cost(month, stated) if dealt else "",
        "is_exact": all(one.is_exact for one, _currency in dealt),
        "notes": tell_all((note for one in stated if one.hours for note in one.hours.notes), lang()),
    }


def _cost(month: Month, stated: Sequence[MonthOfMoney]) -> str:
    """What all statements come to; where nobody can say it of one of them, that."""
    known = [(one.hours, month.currency(one.contract)) for one in stated if one.hours]
    doubted = [cost_text(hours, currency, lang()) for hours, currency in known if hours.could_not_check]
    return doubted[0] if doubted else sums((hours.amount, currency) for hours, currency in known)


def derived_of(month: Month) -> dict[str, Derived]:
    """What each entry is in the month, by its id."""
    lines, dealt = _worked(month)
    own: dict[str, tuple[list[Drained], list[Priced]]] = {line.part.entry: ([], []) for line in lines}
    for line in lines:
        own[line.part.entry][0].append(line)
    for share in dealt:
        own[share[0].line.part.entry][1].append(share)
    return {uid: derived(*one) for uid, one in own.items()}


def _worked(month: Month) -> tuple[list[Drained], list[Priced]]:
    """The lines of all statements, two where a change cut the month, and their shares in the cost."""
    lines: list[Drained] = []
    dealt: list[Priced] = []
    for one in month.assessment.months:
        if one.hours:
            lines += one.hours.lines
            currency = month.currency(one.contract)
            dealt += [(share, currency) for share in shares(one.hours.lines, one.hours.charges)]
    return lines, dealt


def _stated(one: MonthOfMoney, month: Month, addresses: Addresses, several: bool) -> dict[str, Any]:
    statement = one.hours
    assert statement is not None
    hidden = {say(key, lang()) for key in AT_THE_END} if month.is_running else set()
    currency = month.currency(one.contract)
    facts = pool_facts(statement, currency, lang())
    pool = pool_of(statement)
    return {
        "title": capfirst(month_text(one.month, lang())) if several else "",
        "cited": cited(month, addresses, one.contract, "hours"),
        "pool": pool,
        "asked": pool.used + pool.over,
        "facts": [row for row in facts if row[0] not in hidden],
        "lots": list(_lots(statement, pool)),
        "charges": [_charge_told(one, currency) for one in statement.charges],
        "sum": _sum_told(statement, currency),
        "rounding": " ".join(filter(None, (_rounding(month, one.contract), _split(statement)))),
    }


def _sum_told(statement: Statement, currency: str) -> str:
    """What the parts come to, where there are several: each stands in a line above it."""
    return cost_text(statement, currency, lang()) if len(statement.charges) > 1 else ""


def _rounding(month: Month, contract: str) -> str:
    """How worked time becomes charged time, in the words of the annex; nothing where each minute counts."""
    version = month.named.get(contract)
    if version is None:
        return ""
    terms, words = wording_of(version).hours.round, WORDS[lang()]
    unit, least = terms.unit.seconds, terms.min.seconds
    said = [words[f"round: {terms.mode}"].format(length=duration(unit, lang()))] if unit > MINUTE else []
    said += [words["round_min"].format(length=duration(least, lang()))] if least > MINUTE else []
    return " ".join(said)


def _split(statement: Statement) -> str:
    """Why a part has seconds though whole entries were rounded."""
    if not any(one.seconds % MINUTE for one in statement.charges):
        return ""
    return _("An entry is rounded whole, then shared out over its prices as it was worked: a part may have seconds.")


def _charge_told(one: Charge, currency: str) -> tuple[str, str]:
    """What stands behind a part of the sum: for which time, at which price of an hour; and its amount."""
    words = {
        Reason.OVERAGE: _("%(work)s above the pool: %(time)s, an hour at %(price)s"),
        Reason.SURCHARGE: _("%(work)s from the pool at a dearer time (× %(x)s): %(time)s, an hour at %(price)s more"),
        Reason.WORK: _("%(work)s at its own rate: %(time)s, an hour at %(price)s"),
    }[one.reason]
    told = {
        "work": work_word(one.work),
        "x": number_format(one.x.normalize()),
        "time": duration(one.seconds, lang(), exact=True),
        "price": sum_text(one.price, currency, lang()),
    }
    return words % told, sum_text(one.amount, currency, lang())


def _lots(statement: Statement, pool: Pool) -> Iterator[tuple[str, int, int, int]]:
    """Each lot of the pool: its period, what was in it, what was taken, what is left."""
    if not pool.there:
        return
    used: dict[str, int] = {}
    for line in statement.lines:
        for draw in line.draws:
            if draw.lot:
                used[draw.lot] = used.get(draw.lot, 0) + draw.seconds
    for lot in statement.carried_in:
        yield month_text(lot.name, lang()), lot.seconds, used.get(lot.name, 0), lot.seconds - used.get(lot.name, 0)
    for grant in statement.grants:
        own = used.get(grant.lot, 0)
        yield month_text(grant.lot, lang()), grant.seconds, own, grant.seconds - own


def _days(month: Month, addresses: Addresses) -> Iterator[tuple[date, list[dict[str, Any]]]]:
    zone, found = month.assessment.zone, derived_of(month)
    refused = {row.entry: row for one in month.assessment.months if one.hours for row in one.hours.refused}
    here = {one.uid for one in month.entries}
    for day, entries in groupby(month.entries, key=lambda one: day_of(stamp(one.start_at), zone)):
        yield day, [_entry(one, found.get(one.uid), refused.get(one.uid), addresses, here) for one in entries]


def _entry(
    one: TimeEntry, own: Derived | None, refused: Refusal | None, addresses: Addresses, here: Collection[str]
) -> dict[str, Any]:
    """The row; `here` are the entries of the table, among which what takes one back in the same month stands."""
    back = taken_back(one)
    whole = (-1 if one.reverses_id else 1) * int((one.end_at - one.start_at).total_seconds())
    return {
        "entry": one,
        "href": addresses.ticket(one.ticket.key),
        "work": work_word(one.work),
        "own": own,
        "aside": _aside(whole, own, refused),
        "back": back,
        "is_back": back is not None and back.uid in here,
    }


def _aside(whole: int, own: Derived | None, refused: Refusal | None) -> str:
    """Why the row's time is not the entry's own: another month has it, or a part of it."""
    if refused:
        return tell(refused.reason, lang())
    if own is None:
        return _("counts in another month")
    if own.real != whole:
        return _("the part in this month, of %(whole)s") % {"whole": duration(whole, lang(), exact=True)}
    return ""
