"""What this month changed about the money of earlier ones, and where every amount stands."""

from dataclasses import dataclass
from typing import Any

from gwarant.pictures.account import CORRECTION_TITLES, LEDGER_TITLES, correction_rows, ledger_rows, stands_today
from gwarant.pictures.summary import period_name
from gwarant.pictures.words import say
from gwarant.reports.month import Month, month_of, months_of
from gwarant.web.moment import now
from gwarant.web.months.addresses import Addresses
from gwarant.web.months.cited import Cited, cited
from gwarant.web.templatetags.look import lang


@dataclass(frozen=True)
class Since:
    """Where an amount stands today, and the page of the month that says so."""

    text: str
    month: str
    href: str


def today_of(month: Month) -> Month | None:
    """The contract's newest month, which judges today what an earlier one owes; None where it is this one."""
    newest = months_of(month.contract, now())[0]
    has_money = any(one.remedies.lines for one in month.assessment.months) or month.assessment.ledger
    return month_of(month.contract, newest.name, lang(), now()) if has_money and newest != month.period else None


def account_of(month: Month, addresses: Addresses, today: Month | None) -> dict[str, Any]:
    """The two tables with their titles, in words, each row with the wordings that pay."""
    found = month.assessment
    changed = [cited(month, addresses, one.contract, "remedies") for one in found.money_corrections]
    paid = [_paying(month, addresses, one.month) for one in found.ledger]
    since = _since(month, addresses, today)
    return {
        "corrections_title": say("money_corrections", lang()),
        "correction_titles": [say(key, lang()) for key in CORRECTION_TITLES],
        "corrections": list(zip(correction_rows(found, lang(), month.names), changed, strict=True)),
        "ledger_title": say("ledger", lang()),
        "ledger_titles": [say(key, lang()) for key in LEDGER_TITLES],
        "ledger": list(zip(ledger_rows(found, lang(), month.names), paid, since, strict=True)),
    }


def _since(month: Month, addresses: Addresses, today: Month | None) -> list[Since | None]:
    """For each amount where it stands today, with the month that says so; None while it stands as it did."""
    then = month.assessment
    if today is None:
        return [None for _one in then.ledger]
    newest = today.period
    href = f"{Addresses(addresses.leading, month.contract.number, newest.name).page}#ledger"
    texts = stands_today(then, today.assessment, lang(), month.names)
    return [Since(text, period_name(newest, lang()), href) if text else None for text in texts]


def _paying(month: Month, addresses: Addresses, name: str) -> list[Cited]:
    """The wordings that were in force in the month of that name."""
    return [cited(month, addresses, one, "remedies") for one in month.in_force_in(name)]
