"""What this month changed about the money of earlier ones, and where every amount stands."""

from typing import Any

from gwarant.pictures.account import CORRECTION_TITLES, LEDGER_TITLES, correction_rows, ledger_rows
from gwarant.pictures.words import say
from gwarant.reports.month import Month
from gwarant.web.months.addresses import Addresses
from gwarant.web.months.cited import Cited, cited
from gwarant.web.templatetags.look import lang


def account_of(month: Month, addresses: Addresses) -> dict[str, Any]:
    """The two tables with their titles, in words, each row with the wordings that pay."""
    found = month.assessment
    changed = [cited(month, addresses, one.contract, "remedies") for one in found.money_corrections]
    paid = [_paying(month, addresses, one.month) for one in found.ledger]
    return {
        "corrections_title": say("money_corrections", lang()),
        "correction_titles": [say(key, lang()) for key in CORRECTION_TITLES],
        "corrections": list(zip(correction_rows(found, lang()), changed, strict=True)),
        "ledger_title": say("ledger", lang()),
        "ledger_titles": [say(key, lang()) for key in LEDGER_TITLES],
        "ledger": list(zip(ledger_rows(found, lang()), paid, strict=True)),
    }


def _paying(month: Month, addresses: Addresses, name: str) -> list[Cited]:
    """The wordings that were in force in the month of that name."""
    return [cited(month, addresses, one, "remedies") for one in month.in_force_in(name)]
