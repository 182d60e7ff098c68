"""What a draft still has to say before it can be signed, and what nobody needs to know."""

import re

from gwarant.sla.contract.checks.complaint import at, wrong
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.record import Report
from gwarant.sla.problem import Severity

_CODE = re.compile(r"[A-Z]{3}")
_SIGNS = {"zł": "PLN", "zl": "PLN", "złoty": "PLN", "€": "EUR", "euro": "EUR", "$": "USD", "£": "GBP", "kč": "CZK"}
ABOVE, SETTLE = "hours.rates.above", "remedy_rules.settle"


def blanks(contract: Contract, report: Report) -> None:
    """How remedies are settled is asked where there are any; the price above a pool without end is asked nowhere."""
    told = {one.path for one in report.problems if one.code == "blank"}
    if contract.remedies and contract.remedy_rules.settle is None and SETTLE not in told:
        mend = "price_reduction, contractual_penalty or term_extension"
        node = at(report, SETTLE if "remedy_rules" in report.places else "remedies")
        report.add(node, SETTLE, "to be filled in", mend, "blank", Severity.BLANK)
    if contract.hours.pool and contract.hours.pool.unlimited:
        report.problems[:] = [one for one in report.problems if (one.code, one.path) != ("blank", ABOVE)]


def currency(contract: Contract, report: Report) -> None:
    """The currency is a code of three capital letters."""
    said = contract.defaults.currency
    if said is not None and not _CODE.fullmatch(said):
        code = _SIGNS.get(said.strip().lower(), said.strip().upper())
        mend = code if _CODE.fullmatch(code) else "its code of ISO 4217, such as PLN"
        wrong(report, "defaults.currency", f"{said!r} is not the code of a currency", f"write {mend}", "invalid")
