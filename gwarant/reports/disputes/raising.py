"""Disputing something that was stated, within the house's days: a verdict, an amount, a figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from gwarant.accounts.models import StaffRole, User
from gwarant.contracts.models import Contract
from gwarant.database.scope import ENGINE, scoped
from gwarant.files.models import About as Beside
from gwarant.files.store import Stored
from gwarant.ledger.actions import append
from gwarant.ledger.filing import add
from gwarant.notify.actions import tell
from gwarant.reports.claims.acting import contest
from gwarant.reports.disputes.evidence import raised as row_of
from gwarant.reports.disputes.letters import raised
from gwarant.reports.disputes.models import About, Dispute
from gwarant.reports.disputes.until import Until, until_of
from gwarant.reports.models import Report
from gwarant.reports.stated import assessment_of, last_stated
from gwarant.sla.civil import names_month
from gwarant.texts import words_of
from gwarant.tickets.people import looking_after, with_roles


class NotDisputed(ValueError):
    """Why not, by a code: `open` (the month is not closed), `unknown` (it is not of the month), `silent`, `twice`,
    `by_month` (of a quarter or year only figures are disputed), or `late`, with the last day.
    """

    def __init__(self, code: str, until: Until | None = None) -> None:
        self.until = until
        super().__init__(code)


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What is disputed: a clock of a ticket, a remedy for an incident, or a part of the month."""

    about: About
    ticket: str = ""
    clock: str = ""
    cycle: int = 0
    link: int = 0
    remedy: str = ""
    incident: str = ""
    figure: str = ""


def dispute(
    contract: Contract,
    month: str,
    subject: Subject,
    *,
    text: str,
    files: Sequence[Stored] = (),
    by: User,
    now: datetime,
) -> Dispute:
    """Keep it, in the evidence too, and tell those of us who answer; an amount is in dispute from then on.

    `month` may name a quarter or a year, of which a figure is disputed: each deadline and amount is its month's.

    Raises NotDisputed, and FileGone where a file has to be sent again.
    """
    with scoped(ENGINE), transaction.atomic():
        own = Contract.objects.select_for_update(of=("self",)).select_related("customer").get(pk=contract.pk)
        report, until = _fit(own, month, subject, text, now)
        named: dict[str, Any] = {"contract": own, "month": month, **vars(subject)}
        if Dispute.objects.waiting().filter(**named).exists():
            raise NotDisputed("twice")
        shelf: dict[str, Any] = {
            "customer": own.customer,
            "about": Beside.CONTRACT,
            "subject": own.number,
            "is_public": True,
        }
        shown = add(files, **shelf, by=by, now=now) if files else []
        said = {"text": words_of(text), "files": [one.pk for one in shown], "until_at": until.ends_at}
        when = {"raised_at": now, "raised_by": by, "revision": report.revision}
        made = Dispute.objects.create(customer=own.customer, **named, **said, **when)
        append(row_of(made), customer=own.customer, subject=own.number, text=made.text, now=now)
        if subject.about == About.AMOUNT:
            contest(own, month, (subject.remedy, subject.incident), ref=made.uid, by=by, now=now)
        people = dict.fromkeys([*looking_after(own.customer), *with_roles(StaffRole.MANAGER, StaffRole.OWNER)])
        tell(people, raised(made), key=f"dispute:{made.pk}", customer=own.customer, now=now)
    return made


def _fit(contract: Contract, month: str, subject: Subject, text: str, now: datetime) -> tuple[Report, Until]:
    report = last_stated(contract, month, now)
    if report is None:
        raise NotDisputed("open")
    until = until_of(report)
    if now >= until.ends_at:
        raise NotDisputed("late", until)
    if subject.about != About.FIGURE and not names_month(month):
        raise NotDisputed("by_month")
    if not _is_of(report, subject):
        raise NotDisputed("unknown")
    if not words_of(text):
        raise NotDisputed("silent")
    return report, until


def _is_of(report: Report, subject: Subject) -> bool:
    """Whether the statement holds it."""
    if subject.about == About.FIGURE:
        return True
    found = assessment_of(report)
    if subject.about == About.VERDICT:
        named = (subject.ticket, subject.clock, subject.cycle, subject.link)
        return any((one.ticket, one.clock, one.cycle, one.link) == named for one in found.readings)
    lines = (line for one in found.months for line in one.remedies.lines)
    return any((line.remedy, line.incident) == (subject.remedy, subject.incident) for line in lines)
