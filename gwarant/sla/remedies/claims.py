"""Until when the client must claim."""

from datetime import date, timedelta

from gwarant.sla.civil import add_period
from gwarant.sla.contract.model.money import RemedyRules
from gwarant.sla.remedies.base import shifted
from gwarant.sla.remedies.breach import Breach


def claim_until(rules: RemedyRules, breach: Breach, month: str) -> date | None:
    """The last day of the claim; None where there is none, or while the day from which it runs is not known."""
    if rules.mode != "on_claim" or rules.claim is None or rules.claim.deadline is None:
        return None
    start = month_end(month) if rules.claim.anchor == "month_end" else breach.claim_from
    return None if start is None else add_period(start, rules.claim.deadline)


def month_end(month: str) -> date:
    """The last day of the month 2026-03."""
    return date.fromisoformat(f"{shifted(month, 1)}-01") - timedelta(days=1)
