"""What this month changed about the money of earlier ones, and where every amount stands."""

from typing import Any

from gwarant.pictures.account import CORRECTION_TITLES, LEDGER_TITLES, correction_rows, ledger_rows
from gwarant.pictures.words import say
from gwarant.reports.month import Month
from gwarant.web.templatetags.look import lang


def account_of(month: Month) -> dict[str, Any]:
    """The two tables with their titles, in words."""
    return {
        "corrections_title": say("money_corrections", lang()),
        "correction_titles": [say(key, lang()) for key in CORRECTION_TITLES],
        "corrections": correction_rows(month.assessment, lang()),
        "ledger_title": say("ledger", lang()),
        "ledger_titles": [say(key, lang()) for key in LEDGER_TITLES],
        "ledger": ledger_rows(month.assessment, lang()),
    }
