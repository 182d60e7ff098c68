"""What a month still lacks before it is closed, and who has to answer: afterwards it would come as a correction."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from gwarant.monitoring.corrections.models import Correction, Stands
from gwarant.reports.causes import causes_of
from gwarant.reports.month import Month
from gwarant.sla.clocks.reading import Reading, Verdict
from gwarant.tickets.actions.pausing import undecided_pause
from gwarant.tickets.evidence import moment_of
from gwarant.tickets.log import log_of
from gwarant.tickets.models import Ticket


class Lack(StrEnum):
    """What is missing."""

    PAUSE = "pause"  # the customer has not said whether it agrees to it
    CAUSE = "cause"  # nobody has written why the promise was broken
    APPROVAL = "approval"  # a correction waits for a second person of the house
    CONSENT = "consent"  # a correction waits for the customer


@dataclass(frozen=True)
class Missing:
    """One thing that is missing: of a ticket its key, of a correction its number; `who` is to answer."""

    what: Lack
    ticket: str = ""
    correction: int = 0
    who: str = ""


def missing_of(month: Month) -> list[Missing]:
    """What the month lacks: of its tickets first, then of its corrections."""
    return [*_pauses(month), *_causes(month), *_corrections(month)]


def _pauses(month: Month) -> Iterator[Missing]:
    keys = {one.ticket for one in month.assessment.readings}
    found = Ticket.objects.filter(key__in=keys, events__kind="paused").distinct().order_by("key")
    for ticket in found.select_related("customer"):
        if undecided_pause(log_of(ticket)) is not None:
            yield Missing(Lack.PAUSE, ticket=ticket.key, who=ticket.customer.name)


def _causes(month: Month) -> Iterator[Missing]:
    broken: dict[str, Reading] = {one.ticket: one for one in month.assessment.with_verdict(Verdict.BREACHED)}
    causes = causes_of(broken, month.told_until)
    without = [key for key in broken if key not in causes]
    found = Ticket.objects.filter(key__in=without).select_related("assignee", "customer__caretaker")
    for ticket in found.order_by("key"):
        who = ticket.assignee or ticket.customer.caretaker
        yield Missing(Lack.CAUSE, ticket=ticket.key, who=who.name if who else "")


def _corrections(month: Month) -> Iterator[Missing]:
    span = moment_of(month.period.start), moment_of(month.until)
    found = Correction.objects.filter(contract=month.contract, start_at__lt=span[1], end_at__gt=span[0])
    for one in found.prefetch_related("steps").order_by("pk"):
        if one.stands is Stands.ASKED:
            yield Missing(Lack.APPROVAL, correction=one.pk)
        elif one.stands is Stands.WAITS:
            yield Missing(Lack.CONSENT, correction=one.pk, who=month.contract.customer.name)
