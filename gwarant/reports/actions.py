"""Stating a month: it is closed once, and what comes later makes a revision of it, never an edit."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from gwarant.accounts.models import User
from gwarant.contracts.models import Contract
from gwarant.ledger.actions import append, seal
from gwarant.ledger.evidence import BESIDE
from gwarant.ledger.models import Block, Row
from gwarant.reports.anchors import head_of
from gwarant.reports.delivery.notes import note_down
from gwarant.reports.gathering import gather
from gwarant.reports.headline import frozen, headline_of
from gwarant.reports.marks import marks_of
from gwarant.reports.models import Report
from gwarant.reports.month import judge, longer_of, period_of, zone_of
from gwarant.reports.sealing.sealer import be_ready
from gwarant.reports.stated import assessment_of, last_stated
from gwarant.reports.statements import SOURCE, row_of, uid_of_closing
from gwarant.sla.assessment import Assessment, envelope_of, to_bytes, to_document
from gwarant.sla.assessment.codes import FIGURE, SLOT
from gwarant.sla.assessment.document import digest
from gwarant.sla.assessment.envelope import to_bytes as envelope_bytes
from gwarant.sla.assessment.model import Corrected
from gwarant.sla.civil import CivilPeriod, civil_period, day_of, month_of, names_month
from gwarant.sla.evidence.model import Closing
from gwarant.tickets.evidence import moment_of, stamp

A_DAY = timedelta(days=1)
RECENT = timedelta(days=70)  # a row that was on its way is there long before


class NotStated(Exception):
    """It cannot be stated; nothing was."""


class NoMonth(NotStated):
    """Months are closed; a quarter or a year is stated with its last one."""


class StillRuns(NotStated):
    """The month has not ended: `period` says until when it runs."""

    def __init__(self, period: CivilPeriod) -> None:
        super().__init__(f"{period.name} has not ended")
        self.period = period


class AlreadyClosed(NotStated):
    """Somebody has closed it: `report` is what was stated."""

    def __init__(self, report: Report) -> None:
        super().__init__(f"{report} is there")
        self.report = report


def close(contract: Contract, name: str, *, by: User | None, now: datetime, note: str = "") -> Report:
    """State the month as it is known now, and revise what it corrects of the months that were closed before it.

    A quarter or a year is stated with its last month, and revised with its months.

    Its row of evidence makes the moment: what is received later is late. `note` is the caretaker's word to the client.
    NoMonth, StillRuns, AlreadyClosed, NotInForce.
    """
    be_ready(now)
    block = _sealed(contract, now)
    with transaction.atomic():
        own = Contract.objects.select_for_update().select_related("customer").get(pk=contract.pk)
        period = period_of(own, name, now)
        if not period.is_month:
            raise NoMonth(f"{period.name} is no month: it is stated with the last of its months")
        if stamp(now) < period.end:
            raise StillRuns(period)
        if there := last_stated(own, name, now):
            raise AlreadyClosed(there)
        _write_down(own, name, by, now)
        is_late = stamp(now) >= month_of(period.after, zone_of(own)).end  # it was stated against already, as of its end
        told = _Telling(by, now, block)
        report, found = _state(own, period, is_late, told)
        note_down(report, note, by=by, now=now)
        ended = [one for one in longer_of(own, now) if one.end == period.end]
        again = {
            one.name for one in ended if last_stated(own, one.name, now)
        }  # the contract went on after its last day
        for longer in ended:
            if longer.name not in again:
                _state(own, longer, is_late, told)
        changed = _corrected(found) | _overtaken(own, told) | ({name} if is_late else set())
        for one in dict.fromkeys((*_with_longer(own, changed, now), *sorted(again))):
            _revise(own, one, told)
    seal(contract.customer_id, now)
    return report


@dataclass(frozen=True)
class _Telling:
    """Who states something, when, and up to which block of the chain rows are seen."""

    by: User | None
    now: datetime
    block: int


def _sealed(contract: Contract, now: datetime) -> int:
    """Seal what is there; the last block, 0 where the customer has no row."""
    seal(contract.customer_id, now)
    last = Block.objects.filter(customer_id=contract.customer_id).order_by("-number")
    return last.values_list("number", flat=True).first() or 0


def _state(contract: Contract, period: CivilPeriod, is_late: bool, told: _Telling) -> tuple[Report, Assessment]:
    """The first statement: a late one as of the end of its time, since that is what was stated against already."""
    mark = marks_of(contract, [period], told.now, known=None if is_late else told.now)[0]
    found = judge(mark, gather(mark, written=told.now, block=told.block))
    return _freeze(contract, None, found, told), found


def _overtaken(contract: Contract, told: _Telling) -> set[str]:
    """The months that were stated while a row was on its way: it says an earlier moment, and nobody had seen it."""
    recent = contract.reports.filter(stated_at__gt=told.now - RECENT, stated_at__lt=told.now)
    last = {one.period: one for one in recent.defer("assessment").order_by("revision")}
    rows = Row.objects.filter(customer_id=contract.customer_id).exclude(type__in=BESIDE)
    return {
        name
        for name, one in last.items()
        if names_month(name) and rows.filter(received_at__lt=one.stated_at, seal__block__number__gt=one.block).exists()
    }


def _with_longer(contract: Contract, months: Collection[str], now: datetime) -> list[str]:
    """The months in their order, then the quarters and years of which one of them is a part."""
    zone = zone_of(contract)
    starts = [civil_period(name, zone).start for name in months]
    longer = [one for one in longer_of(contract, now) if any(one.start <= start < one.end for start in starts)]
    return [*sorted(months), *(one.name for one in reversed(longer))]


def _write_down(contract: Contract, name: str, by: User | None, now: datetime) -> None:
    """That the month is closed, as a row of evidence."""
    row = Closing(
        id=uid_of_closing(contract.number, name),
        at=stamp(now),
        received=stamp(now),
        month=name,
        person=by.opaque if by else "",
        contract=contract.number,
        source=SOURCE,
    )
    append(row, customer=contract.customer, subject=contract.number, now=now)


def _revise(contract: Contract, name: str, told: _Telling) -> None:
    """State a closed month anew by all that is known, where that changes anything of it."""
    now = told.now
    last = last_stated(contract, name, now)
    if last is None:
        return
    period = period_of(contract, name, now)
    if stamp(now) < period.end:  # it was stated with the contract's last month, and the contract went on
        return
    mark = marks_of(contract, [period], now, known=now)[0]
    found = judge(mark, gather(mark, stamp(now), written=now, block=told.block), known=stamp(now))
    if _said(found) != _said(assessment_of(last)):
        _freeze(contract, last, found, told)


def _said(found: Assessment) -> dict[str, Any]:
    """What a reader is told, without what it was computed from."""
    return {key: value for key, value in to_document(found).items() if key != "inputs"}


def _freeze(contract: Contract, last: Report | None, found: Assessment, told: _Telling) -> Report:
    """Keep the statement, which revises the last one if there is one, and write its row of evidence."""
    now = told.now
    head = headline_of(found, found.period.end, is_running=False)
    envelope = envelope_of(found, stamp(now), head_of(contract.customer_id, told.block))
    made = Report.objects.create(
        customer_id=contract.customer_id,
        contract=contract,
        period=found.period.name,
        revision=last.revision + 1 if last else 1,
        known_at=moment_of(found.inputs.known),
        stated_at=now,
        stated_by=told.by,
        digest=digest(found),
        former=last.digest.removeprefix("sha256:") if last else "",
        dispute_days=settings.ENV.dispute_days,
        assessment=to_bytes(found).decode(),
        envelope=envelope_bytes(envelope).decode(),
        headline=frozen(head),
    )
    append(row_of(made), customer=contract.customer, subject=contract.number, now=now)
    return made


def _corrected(found: Assessment) -> set[str]:
    """The months of which the assessment changes something."""
    changed = {one.month for one in found.money_corrections}
    return changed | {name for one in found.corrections for name in _months_of(one, found.zone)}


def _months_of(one: Corrected, zone: str) -> Iterator[str]:
    if FIGURE.is_of(one.what):  # one of several months was stated with the last of them
        yield f"{civil_period(one.what['period'], zone).after - A_DAY:%Y-%m}"
        return
    ends = (one.what["end"],) if SLOT.is_of(one.what) else (one.before.at, one.after.at)
    yield from (f"{day_of(at - 1, zone):%Y-%m}" for at in ends if at is not None)
