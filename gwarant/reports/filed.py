"""The tables held against each other: whose a row is and who may read it follows from the row that it hangs on."""

from collections.abc import Iterator
from functools import cache

from django.db import connection
from django.db.models import F, ForeignKey, Model, Q

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
    Paper,
    Report,
    Running,
    Sending,
)
from gwarant.sla.evidence.model import Kind
from gwarant.tickets.models import ClockNotice, Message, TicketClock, TicketEvent, TicketWords

# What hangs on what: both have to be the same customer's, because row-level security asks each row's own.
HANGS_ON: tuple[tuple[type[Model], str], ...] = (
    (TicketEvent, "ticket"),
    (TicketClock, "ticket"),
    (ClockNotice, "ticket"),
    (TicketWords, "ticket"),
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
    (Paper, "report"),
    (Dispute, "contract"),
    (DisputeAnswer, "dispute"),
    (Seal, "row"),
    (Salt, "row"),
    (Unsealed, "row"),
    (Unreadable, "row"),
)


def misfiled(customer_id: int) -> Iterator[str]:
    """Rows that are another customer's than what they hang on; every table is asked by one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_astray(), {"customer": customer_id})
        found = cursor.fetchall()
    for number, count in found:
        table, on = HANGS_ON[number]
        yield f"{count} rows of {table._meta.db_table} are filed under another customer than their {on}"


@cache
def _astray() -> str:
    """How many rows of each table are astray, by its place in the list; those of which none is are left out."""
    counts = " UNION ALL ".join(_count(number, table, on) for number, (table, on) in enumerate(HANGS_ON))
    return f"SELECT * FROM ({counts}) AS astray (number, many) WHERE many > 0 ORDER BY number"


def _count(number: int, table: type[Model], on: str) -> str:
    field = table._meta.get_field(on)
    assert isinstance(field, ForeignKey)
    other, key = field.related_model._meta.db_table, field.target_field.column
    return (
        f'SELECT {number}, count(*) FROM "{table._meta.db_table}" AS t JOIN "{other}" AS o ON o."{key}" = '
        f't."{field.column}" WHERE o.customer_id = %(customer)s AND t.customer_id IS DISTINCT FROM %(customer)s'
    )


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
