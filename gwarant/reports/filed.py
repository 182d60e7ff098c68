"""The tables held against each other: whose a row is and who may read it follows from the row that it hangs on."""

from collections.abc import Iterator

from django.db.models import F, Model, Q

from gwarant.contracts.models import ContractVersion
from gwarant.files.models import Attachment, Erasure
from gwarant.hours.models import TimeEntry
from gwarant.intake.models import MachineSender
from gwarant.ledger.models import Salt, Seal, Unreadable, Unsealed
from gwarant.monitoring.beats.models import Ping, PingAddress, PingBody, PingKey, Told, Trouble
from gwarant.monitoring.corrections.models import Correction, CorrectionStep
from gwarant.monitoring.maintenance.models import Maintenance, MaintenanceChange
from gwarant.monitoring.models import DayOfLooks, Latency, Monitor, SeenLook, Standing, Stretch, Turn
from gwarant.monitoring.objections.models import Objection, ObjectionAnswer
from gwarant.monitoring.outages.models import Need, Outage, Watch
from gwarant.monitoring.proving.models import Proof, Tie
from gwarant.reports.models import (
    AmountStep,
    Dispute,
    DisputeAnswer,
    Note,
    Opening,
    Report,
    Running,
    Sending,
)
from gwarant.sla.evidence.model import Kind
from gwarant.tickets.models import ClockNotice, Message, TicketClock, TicketEvent

# What hangs on what: both have to be the same customer's, because row-level security asks each row's own.
HANGS_ON: tuple[tuple[type[Model], str], ...] = (
    (TicketEvent, "ticket"),
    (TicketClock, "ticket"),
    (ClockNotice, "ticket"),
    (TimeEntry, "ticket"),
    (ContractVersion, "contract"),
    (MachineSender, "service"),
    (Attachment, "replaces"),
    (Erasure, "file"),
    (Monitor, "service"),
    (SeenLook, "monitor"),
    (DayOfLooks, "monitor"),
    (Stretch, "monitor"),
    (Latency, "monitor"),
    (Turn, "monitor"),
    (Standing, "monitor"),
    (PingKey, "service"),
    (PingAddress, "monitor"),
    (Ping, "address"),
    (PingBody, "address"),
    (Told, "monitor"),
    (Trouble, "monitor"),
    (Trouble, "ticket"),
    (Trouble, "cause"),
    (Tie, "monitor"),
    (Tie, "contract"),
    (Proof, "contract"),
    (Proof, "monitor"),
    (Watch, "service"),
    (Need, "service"),
    (Need, "needs"),
    (Outage, "service"),
    (Outage, "ticket"),
    (Maintenance, "service"),
    (MaintenanceChange, "window"),
    (Correction, "service"),
    (Correction, "contract"),
    (CorrectionStep, "correction"),
    (Correction, "answers"),
    (Correction, "excluded"),
    (Objection, "service"),
    (Objection, "contract"),
    (ObjectionAnswer, "objection"),
    (ObjectionAnswer, "correction"),
    (Report, "contract"),
    (Running, "contract"),
    (AmountStep, "contract"),
    (Note, "report"),
    (Sending, "report"),
    (Opening, "sending"),
    (Dispute, "contract"),
    (DisputeAnswer, "dispute"),
    (Seal, "row"),
    (Salt, "row"),
    (Unsealed, "row"),
    (Unreadable, "row"),
)


def misfiled(customer_id: int) -> Iterator[str]:
    """Rows that are another customer's than what they hang on."""
    for table, on in HANGS_ON:
        astray = table._default_manager.filter(**{f"{on}__customer_id": customer_id}).exclude(customer_id=customer_id)
        if count := astray.count():
            yield f"{count} rows of {table._meta.db_table} are filed under another customer than their {on}"


def misread(customer_id: int) -> Iterator[str]:
    """Messages that stand at another ticket than their event, or are hidden or shown otherwise than its kind says."""
    words = Message.objects.filter(event__customer_id=customer_id).order_by("pk")
    there = Q(ticket=F("event__ticket"), customer=F("event__customer"))
    for uid in words.exclude(there).values_list("event__uid", flat=True):
        yield f"{uid}: its words stand at another ticket or customer than the event"
    is_note = Q(event__kind=Kind.NOTED.value)
    wrong = words.filter((is_note & Q(is_public=True)) | (~is_note & Q(is_public=False)))
    for uid, is_public in wrong.values_list("event__uid", "is_public"):
        told = "shown to" if is_public else "hidden from"
        yield f"{uid}: its words are {told} the customer, and its kind says otherwise"
