"""The fee of an alternative: the contract's, with the part for hours taken out and the size's put in."""

from decimal import Decimal
from fractions import Fraction

from gwarant.sla.assessment.pools import LENGTHS
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.money import Pool, Size
from gwarant.sla.money import percent_of, rounded
from gwarant.sla.proposal.model import Lack

HOUR = 3600


def size_fee(contract: Contract, size: Size) -> Decimal | None:
    """What a size costs a period: its own fee, or its hours at the rate above the pool less the discount."""
    if size.fee is not None:
        return size.fee
    above = contract.hours.rates.above
    if above is None:
        return None
    whole = Fraction(above) * size.amount.seconds / HOUR
    return rounded(whole - percent_of(size.discount or 0, whole), contract.defaults.money)


def fee_of(contract: Contract, size: Size | None) -> Decimal | Lack:
    """The monthly fee with that size of the pool, or with the contract's own; what is not stated is named."""
    monthly = contract.fee.monthly
    if monthly is None:
        return Lack.FEE
    if size is None:
        return monthly
    own = contract.fee.parts.get("hours", None if contract.hours.pool else Decimal(0))
    if own is None:
        return Lack.PART
    price = size_fee(contract, size)
    if price is None:
        return Lack.RATE
    months = LENGTHS[(contract.hours.pool or Pool()).per]
    return rounded(Fraction(monthly) - Fraction(own) + Fraction(price) / months, contract.defaults.money)
