"""Until when a client may object: the contract's days, from the end of the figure's period or a later decision on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from gwarant.contracts.models import Contract, ContractVersion
from gwarant.contracts.terms import terms_of
from gwarant.customers.models import Service
from gwarant.monitoring.corrections.models import Act, Correction, Stands
from gwarant.sla.assessment.availability import promise_periods
from gwarant.sla.civil import add_period, day_of, midnight, month_of
from gwarant.sla.contract.model.promises import Availability
from gwarant.sla.contract.values import Period
from gwarant.sla.terms import Terms
from gwarant.tickets.evidence import moment_of, stamp

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Until:
    """The last day on which the client may object (none: no period is set), in the contract's zone."""

    zone: str
    last: date | None

    @property
    def ends_at(self) -> datetime | None:
        """The end of that day."""
        return moment_of(midnight(self.last + A_DAY, self.zone)) if self.last else None


def until_of(contract: Contract, service: Service, start_at: datetime, end_at: datetime) -> Until | None:
    """Until when they may object to the stretch; None where the contract promised nothing of the system then."""
    found = _promised(contract, service, start_at) or _promised(contract, service, end_at - timedelta(seconds=1))
    if found is None:
        return None
    promise, terms = found
    zone, period = terms.zone, promise.decided.client_objection
    judged = last_judged(promise, terms, stamp(end_at) - 1)
    decided = (day_of(stamp(at), zone) for at in _decisions(contract, service, start_at, end_at))
    return Until(zone, last_day(period, [judged, *decided]))


def days_of(contract: Contract, start_at: datetime, end_at: datetime) -> dict[str, date]:
    """Until which day the client may object to what the stretch measured, by the system's id.

    Systems whose promise sets no period are left out. A later correction gives its own stretch longer.
    """
    wordings = (_wording(contract, at) for at in (start_at, end_at - timedelta(seconds=1)))
    promised = {key: day for one in reversed([*wordings]) if one for key, day in days_under(one, stamp(end_at) - 1)}
    return {key: day for key, day in promised.items() if day}


def days_under(terms: Terms, at: int) -> Iterator[tuple[str, date | None]]:
    """Each system of the promises, with the last day to object to the moment (UTC seconds), if they set a period."""
    for one in terms.contract.availability:
        yield one.service, last_day(one.decided.client_objection, [last_judged(one, terms, at)])


def last_judged(promise: Availability, terms: Terms, at: int) -> date:
    """The last day of the period over which the promise judges the moment (UTC seconds): a month, a quarter, a year."""
    month = month_of(day_of(at, terms.zone), terms.zone)
    own = (one for one in promise_periods(promise.period, month, terms) if one.start <= at < one.end)
    return next(own, month).after - A_DAY


def last_day(period: Period | None, days: Sequence[date]) -> date | None:
    """The period after the last of the days; None where no period is set."""
    return add_period(max(days), period) if period else None


def _promised(contract: Contract, service: Service, at: datetime) -> tuple[Availability, Terms] | None:
    terms = _wording(contract, at)
    if terms is None:
        return None
    promise = next((one for one in terms.contract.availability if one.service == service.key), None)
    return (promise, terms) if promise else None


def _wording(contract: Contract, at: datetime) -> Terms | None:
    version = ContractVersion.objects.in_force(at).filter(contract=contract).order_by("-version").first()
    return terms_of(version) if version else None


def _decisions(contract: Contract, service: Service, start_at: datetime, end_at: datetime) -> Iterator[datetime]:
    """When a correction that touches the stretch began to count."""
    own = Correction.objects.filter(contract=contract, service=service, start_at__lt=end_at, end_at__gt=start_at)
    for one in own.prefetch_related("steps"):
        if one.stands is Stands.COUNTS:
            said = one.said
            yield said[Act.AGREED if one.needs_consent else Act.APPROVED].at
