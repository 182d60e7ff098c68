"""The contract's own promise to deliver the report: by which day, and the proof that it was sent."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from gwarant.accounts.models import User
from gwarant.contracts.models import Contract, ContractVersion
from gwarant.contracts.terms import terms_of
from gwarant.monitoring.proving.models import Proof
from gwarant.monitoring.proving.writing import write
from gwarant.reports.models import Report
from gwarant.reports.month import accepted
from gwarant.sla.civil import CivilPeriod, civil_period, day_of
from gwarant.sla.contract.model.promises import Duty
from gwarant.sla.duties import Slot, slots_of
from gwarant.sla.evidence.model import ProofState
from gwarant.tickets.evidence import moment_of, stamp

A_SECOND = timedelta(seconds=1)
MONTH = r"^\d{4}-\d{2}$"  # the name of a month, as the database reads it too


def duties_of(contract: Contract, period: CivilPeriod) -> Iterator[tuple[Duty, Slot]]:
    """The duties that the report on the period fulfils, by the wording of the period's end, each with its slot."""
    return duties_under(accepted(contract), period)


def duties_under(versions: Sequence[ContractVersion], period: CivilPeriod) -> Iterator[tuple[Duty, Slot]]:
    """The same of a contract's accepted wordings, in their order."""
    last = moment_of(period.end) - A_SECOND
    begun = [one for one in versions if one.holds_from_at]
    held = [one for one in begun if one.holds_from_at and one.holds_from_at <= last and one.held_at(last)]
    if not held:
        return
    terms = terms_of(held[-1])
    first = day_of(stamp(min(one.holds_from_at for one in begun if one.holds_from_at)), terms.zone)
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
    return is_month(report.period) or is_promised(report.period, accepted(report.contract))


def is_month(name: str) -> bool:
    """Whether the period of that name is a month, wherever it lies."""
    return re.fullmatch(MONTH, name) is not None


def is_promised(name: str, versions: Sequence[ContractVersion]) -> bool:
    """Whether the contract of these accepted wordings, in their order, promises the report on that period."""
    return any(True for _ in duties_under(versions, civil_period(name, terms_of(versions[0]).zone)))


def prove(report: Report, period: CivilPeriod, *, by: User | None, now: datetime) -> list[Proof]:
    """Write down as evidence that the report was sent. In the caller's transaction and the engine's scope."""
    told = {"customer": report.customer, "contract": report.contract, "person": by, "at": now, "received_at": now}
    text = f"report {report.contract.number} {report.period} {report.digest}"
    return [
        write(Proof(**told, duty=duty.id, state=ProofState.PASSED.value, slot_at=moment_of(slot.start), text=text), now)
        for duty, slot in duties_of(report.contract, period)
    ]
