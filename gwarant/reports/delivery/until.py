"""The days that a mail names: until when the client may object to what was measured, and dispute what was stated."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from gwarant.contracts.models import Contract
from gwarant.customers.models import Service
from gwarant.monitoring.objections.until import days_of
from gwarant.reports.disputes.until import until_of
from gwarant.reports.models import Report
from gwarant.reports.month import period_of, zone_of
from gwarant.sla.civil import day_of
from gwarant.tickets.evidence import moment_of, stamp


@dataclass(frozen=True)
class LastDays:
    """`until` where it is the same of all systems, else `systems` by their names."""

    until: str = ""
    systems: tuple[tuple[str, str], ...] = ()
    disputed: str = ""


def last_days(report: Report, now: datetime) -> LastDays:
    """Those that are not over, in the contract's zone."""
    contract = report.contract
    period, today = period_of(contract, report.period, now), day_of(stamp(now), zone_of(contract))
    until, systems = _to_object(contract, days_of(contract, moment_of(period.start), moment_of(period.end)), today)
    disputed = until_of(report).last
    return LastDays(until, systems, disputed.isoformat() if disputed >= today else "")


def _to_object(contract: Contract, days: Mapping[str, date], today: date) -> tuple[str, tuple[tuple[str, str], ...]]:
    last = {*days.values()}
    if len(last) == 1:
        (day,) = last
        return (day.isoformat() if day >= today else ""), ()
    names = dict(Service.objects.filter(customer=contract.customer_id).values_list("key", "name"))
    return "", tuple((names.get(key, key), day.isoformat()) for key, day in days.items() if day >= today)
