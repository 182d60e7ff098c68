"""What a draft still has to say before it can be signed, and what nobody needs to know."""

import re

from gwarant.sla.contract.checks.complaint import at, wrong
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.frame import Fee
from gwarant.sla.contract.model.money import RemedyKind
from gwarant.sla.contract.record import Report, is_open
from gwarant.sla.problem import Severity

_CODE = re.compile(r"[A-Z]{3}")
_SIGNS = {"zł": "PLN", "zl": "PLN", "złoty": "PLN", "€": "EUR", "euro": "EUR", "$": "USD", "£": "GBP", "kč": "CZK"}
ABOVE, SETTLE, CURRENCY = "hours.rates.above", "remedy_rules.settle", "defaults.currency"
FEE = "fee.monthly"


def blanks(contract: Contract, report: Report) -> None:
    """What is asked where it matters only: how remedies are settled, the currency, the price above a pool that ends."""
    told = {one.path for one in report.problems if one.code == "blank"}
    if contract.remedies and contract.remedy_rules.settle is None and SETTLE not in told:
        mend = "price_reduction, contractual_penalty or term_extension"
        node = at(report, SETTLE if "remedy_rules" in report.places else "remedies")
        report.add(node, SETTLE, "to be filled in", mend, "blank", Severity.BLANK)
    if contract.hours.pool and contract.hours.pool.unlimited:
        _taken_back(report, ABOVE)
    if has_no_monthly_fee(contract) and not is_open(report.places, FEE):
        _taken_back(report, FEE)
    if not names_money(contract) or not is_open(report.places, CURRENCY):
        _taken_back(report, CURRENCY)  # one that is left out is the linter's to ask for


def names_money(contract: Contract) -> bool:
    """Whether the contract names amounts of money, or would once its blanks are filled in."""
    rates, rules = contract.hours.rates, contract.remedy_rules
    own = (contract.fee.monthly, *contract.fee.parts.values(), rates.above, rates.included, rules.min or None)
    rows = [*(one.fee_add for one in contract.phases), *(one.rate for one in contract.hours.work)]
    rows += [contract.hours.pool.block.price] if contract.hours.pool and contract.hours.pool.block else []
    rows += [*(one.fee for one in contract.hours.sizes), *(one.amount for one in rules.caps)]
    pays = any(one.kind is not RemedyKind.EXTENSION for one in contract.remedies)
    return pays or any(one is not None for one in (*own, *rows))


def has_no_monthly_fee(contract: Contract) -> bool:
    """Whether the contract needs to name no monthly fee: its hours are bought as a block."""
    return contract.fee.monthly is None and contract.hours.pool is not None and contract.hours.pool.block is not None


def has_no_fee(contract: Contract) -> bool:
    """Whether nothing is paid by the month: a fee of nothing is stated, or none is needed."""
    return contract.fee.monthly == 0 or has_no_monthly_fee(contract)


def speaks_of_fee(contract: Contract) -> bool:
    """Whether anything in the contract rests on a monthly fee: its parts, its payment, a share of it."""
    rules, prices = contract.remedy_rules, contract.remedies
    shares = any(one.pct is not None or any(band.pct is not None for band in one.bands) for one in prices)
    capped = any(one.pct is not None for one in rules.caps)
    return contract.fee != Fee() or shares or capped or any(one.fee_add is not None for one in contract.phases)


def _taken_back(report: Report, path: str) -> None:
    report.problems[:] = [one for one in report.problems if (one.code, one.path) != ("blank", path)]


def currency(contract: Contract, report: Report) -> None:
    """The currency is a code of three capital letters."""
    said = contract.defaults.currency
    if said is not None and not _CODE.fullmatch(said):
        code = _SIGNS.get(said.strip().lower(), said.strip().upper())
        mend = code if _CODE.fullmatch(code) else "its code of ISO 4217, such as PLN"
        wrong(report, "defaults.currency", f"{said!r} is not the code of a currency", f"write {mend}", "invalid")
