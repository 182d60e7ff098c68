"""The contract's own promise to deliver the report: by which day, and the proof that it was sent."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from gwarant.accounts.models import User
from gwarant.contracts.models import Contract
from gwarant.contracts.terms import terms_of
from gwarant.monitoring.proving.models import Proof
from gwarant.monitoring.proving.writing import write
from gwarant.reports.models import Report
from gwarant.reports.month import accepted, zone_of
from gwarant.sla.civil import CivilPeriod, civil_period, day_of
from gwarant.sla.contract.model.promises import Duty
from gwarant.sla.duties import Slot, slots_of
from gwarant.sla.evidence.model import ProofState
from gwarant.tickets.evidence import moment_of, stamp

A_SECOND = timedelta(seconds=1)


def duties_of(contract: Contract, period: CivilPeriod) -> Iterator[tuple[Duty, Slot]]:
    """The duties that the report on the period fulfils, by the wording of the period's end, each with its slot."""
    last = moment_of(period.end) - A_SECOND
    version = contract.versions.in_force(last).order_by("-version").first()
    begun = [one.holds_from_at for one in accepted(contract) if one.holds_from_at]
    if version is None or not begun:
        return
    terms = terms_of(version)
    first = day_of(stamp(min(begun)), terms.zone)
    for duty in terms.contract.duties:
        if duty.is_report:
            slots = slots_of(duty, terms, first, (period.start, period.end), period.end)
            yield from ((duty, one) for one in slots if one.span == (period.start, period.end))


def last_moment(contract: Contract, period: CivilPeriod) -> datetime | None:
    """The last second in which the contract lets the report be sent; None where it says nothing of it."""
    found = [slot.last_at for _duty, slot in duties_of(contract, period)]
    return moment_of(min(found)) if found else None


def is_expected(report: Report) -> bool:
    """Whether the client waits for it: each month's, and of a quarter or a year what the contract promises."""
    period = civil_period(report.period, zone_of(report.contract))
    return period.name == f"{period.first:%Y-%m}" or any(True for _ in duties_of(report.contract, period))


def prove(report: Report, period: CivilPeriod, *, by: User | None, now: datetime) -> list[Proof]:
    """Write down as evidence that the report was sent. In the caller's transaction and the engine's scope."""
    told = {"customer": report.customer, "contract": report.contract, "person": by, "at": now, "received_at": now}
    text = f"report {report.contract.number} {report.period} {report.digest}"
    return [
        write(Proof(**told, duty=duty.id, state=ProofState.PASSED.value, slot_at=moment_of(slot.start), text=text), now)
        for duty, slot in duties_of(report.contract, period)
    ]
