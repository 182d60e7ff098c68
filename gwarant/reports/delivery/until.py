"""Until when the client may object to what a report measured, where the contract says it."""

from datetime import date, datetime, timedelta

from gwarant.contracts.models import Contract
from gwarant.contracts.terms import wording_of
from gwarant.sla.civil import CivilPeriod, add_period
from gwarant.tickets.evidence import moment_of

A_DAY, A_SECOND = timedelta(days=1), timedelta(seconds=1)


def last_day(contract: Contract, period: CivilPeriod, now: datetime) -> date | None:
    """The last of the days that the availability promises name; None where none is set, or it is over.

    A later correction lets the client object anew, which the page of the system says.
    """
    version = contract.versions.in_force(moment_of(period.end) - A_SECOND).order_by("-version").first()
    if version is None:
        return None
    times = [one.decided.client_objection for one in wording_of(version).availability]
    days = [add_period(period.after - A_DAY, one) for one in times if one]
    return max((one for one in days if one >= now.date()), default=None)
