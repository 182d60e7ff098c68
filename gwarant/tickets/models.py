"""Tickets, what happened to them, what was said, and what their clocks say."""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from gwarant.accounts.models import User
from gwarant.contracts.models import ContractVersion
from gwarant.customers.models import Correspondent, Customer, Service
from gwarant.sla.clocks.reading import ClockState, Verdict
from gwarant.sla.evidence.model import Role


class Status(models.TextChoices):
    """Where a ticket stands; `lifecycle.py` says which event leads where."""

    NEW = "new"
    OPEN = "open"
    WAITING = "waiting"  # for the customer
    RESOLVED = "resolved"  # handed over; the customer confirms or refuses
    CLOSED = "closed"
    ASIDE = "aside"  # no report at all: it stands in no list but that of its like
    MERGED = "merged"  # it goes on in another ticket


OVER = (Status.RESOLVED, Status.CLOSED, Status.ASIDE, Status.MERGED)
WRITTEN_ONCE = ("id", "key", "customer", "title", "channel", "reported_at")  # of a ticket; the database keeps them


class TicketQuerySet(models.QuerySet["Ticket"]):
    def open(self) -> "TicketQuerySet":
        return self.exclude(status__in=OVER)

    def counted(self) -> "TicketQuerySet":
        """Without what never was a report."""
        return self.exclude(status=Status.ASIDE)

    def aside(self) -> "TicketQuerySet":
        """What was laid aside as no report."""
        return self.filter(status=Status.ASIDE)

    def to_be_done(self) -> "TicketQuerySet":
        """What is open, and what is over and has a word of the customer to be answered."""
        return self.filter(~models.Q(status__in=OVER) | models.Q(spoken_at__isnull=False))

    def without_contract(self) -> "TicketQuerySet":
        return self.filter(version=None)

    def most_urgent_first(self) -> "TicketQuerySet":
        return self.order_by(models.F("due_at").asc(nulls_last=True), "reported_at")


class Ticket(models.Model):
    """One report and all that followed. What it says here is a cache of its events, written with them."""

    key = models.CharField(max_length=24, unique=True)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="tickets")
    service = models.ForeignKey(Service, models.PROTECT, null=True, blank=True, related_name="tickets")
    version = models.ForeignKey(ContractVersion, models.PROTECT, null=True, blank=True, related_name="tickets")
    title = models.CharField(max_length=200)
    class_id = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.NEW)
    channel = models.CharField(max_length=20, default="portal")
    reporter = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="reported")
    correspondent = models.ForeignKey(Correspondent, models.PROTECT, null=True, blank=True, related_name="reported")
    assignee = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="assigned")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    absorbed = ArrayField(models.CharField(max_length=24), default=list, blank=True)  # by their keys
    followers = ArrayField(models.CharField(max_length=40), default=list, blank=True)  # by their opaque ids
    reported_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    events_count = models.PositiveIntegerField(default=0)  # the number of the last event: what a form had seen
    due_at = models.DateTimeField(null=True)  # the nearest deadline of its running clocks
    closes_at = models.DateTimeField(null=True)  # when silence closes it
    spoken_at = models.DateTimeField(
        null=True
    )  # resolved or closed, and the customer has spoken since: it waits for us

    objects = TicketQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["customer", "-reported_at"], name="ticket_customer"),
            models.Index(fields=["due_at"], condition=~models.Q(status="closed"), name="ticket_due"),
            models.Index(fields=["closes_at"], condition=models.Q(status="resolved"), name="ticket_closes"),
            models.Index(fields=["customer"], condition=models.Q(status="aside"), name="ticket_aside"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reporter=None) | models.Q(correspondent=None), name="one_who_reported"
            )
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def reported_by(self) -> User | Correspondent | None:
        """Who is asked about it: a person, an address that has no account, or nobody: then the administrators."""
        return self.reporter or self.correspondent

    @reported_by.setter
    def reported_by(self, who: User | Correspondent | None) -> None:
        self.reporter = who if isinstance(who, User) else None
        self.correspondent = who if isinstance(who, Correspondent) else None

    @property
    def is_held(self) -> bool:
        """Whether somebody works on it who may still act here."""
        return self.assignee is not None and self.assignee.may_change


class TicketEvent(models.Model):
    """Something that happened to a ticket. Append-only; the same row stands in the ledger under `uid`."""

    uid = models.CharField(max_length=60, unique=True)
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="events")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    kind = models.CharField(
        max_length=20
    )  # a `Kind`: recording.py writes no other, and a further one needs no migration
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    by = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Role])
    actor = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    correspondent = models.ForeignKey(Correspondent, models.PROTECT, null=True, blank=True, related_name="+")
    channel = models.CharField(max_length=20, blank=True)
    automatic = models.BooleanField(default=False)
    class_id = models.CharField(max_length=40, blank=True)
    service_key = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=80, blank=True)
    ref = models.CharField(max_length=500, blank=True)  # an id of evidence; before 2027 also what a person typed
    contract = models.CharField(max_length=60, blank=True)
    assignee = models.CharField(max_length=40, blank=True)  # the opaque id, as the two below
    reporter = models.CharField(max_length=40, blank=True)
    leaver = models.CharField(max_length=40, blank=True)
    contact = models.CharField(max_length=40, blank=True)  # of a call: who of the customer, by the opaque id
    incoming = models.BooleanField(default=False, db_default=False)  # of a call: the customer rang
    known_sender = models.BooleanField(default=False, db_default=False)  # of a mail: known to be the customer's then
    follower = models.CharField(max_length=40, blank=True, db_default="")  # of `followed` and `unfollowed`
    approved = models.BooleanField(null=True)
    down = models.BooleanField(default=False)
    files = models.TextField(blank=True)  # the hashes of the files that came with it, by spaces
    key = models.CharField(max_length=60, unique=True, null=True)  # of the form that sent it: once is once

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["ticket", "number"], name="event_number")]
        indexes = [
            models.Index(
                fields=["ref"], condition=models.Q(kind="reported") & ~models.Q(ref=""), name="event_written_about"
            )
        ]

    @property
    def author(self) -> User | Correspondent | None:
        """Who did it; None: the system."""
        return self.actor or self.correspondent


class Message(models.Model):
    """Words to an event. Append-only. An internal note is never seen by a customer."""

    event = models.OneToOneField(TicketEvent, models.PROTECT, related_name="message")
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="messages")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    is_public = models.BooleanField()
    title = models.CharField(max_length=200, blank=True)  # of a report; before 2027 on the ticket alone
    contact = models.CharField(max_length=120, blank=True, db_default="")  # typed: who rang or was rung
    body = models.TextField()

    @property
    def words(self) -> str:
        """All that was written, as the ledger keeps its hash."""
        return "\n\n".join(part for part in (self.title, self.contact, self.body) if part)


class ClockQuerySet(models.QuerySet["TicketClock"]):
    def due(self, now: datetime) -> "ClockQuerySet":
        """Clocks on which something falls due: a warning, a breach, the end of a pause."""
        return self.filter(acts_at__lte=now).order_by("acts_at")


class TicketClock(models.Model):
    """What the fold said of one clock at `read_at`; recomputable from the ledger at any time."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="clocks")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    version = models.ForeignKey(ContractVersion, models.PROTECT, related_name="+")
    clock = models.CharField(max_length=40)
    class_id = models.CharField(max_length=40)
    cycle = models.PositiveSmallIntegerField()
    link = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=[(one.value, one.value) for one in ClockState])
    verdict = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Verdict])
    target = models.PositiveIntegerField()  # seconds of the clock's calendar
    used = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField()
    acts_at = models.DateTimeField(null=True)  # when a sweep must look at it next

    objects = ClockQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "clock", "cycle", "link"], name="one_reading")]
        indexes = [models.Index(fields=["acts_at"], condition=models.Q(acts_at__isnull=False), name="clock_acts")]


class ClockNotice(models.Model):
    """A warning (at a percentage) or breach (100) that was told, once per clock and wording. Append-only."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="notices")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    version = models.ForeignKey(ContractVersion, models.PROTECT, related_name="+")
    clock = models.CharField(max_length=40)
    cycle = models.PositiveSmallIntegerField()
    link = models.PositiveSmallIntegerField()
    percent = models.PositiveSmallIntegerField()  # 0 for a step of the contact ladder
    step = models.PositiveSmallIntegerField(default=0)
    fell_at = models.DateTimeField()  # when it fell due by the contract
    told_at = models.DateTimeField()  # when the engine told it

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "clock", "cycle", "link", "percent", "step", "version"],
                name="one_notice_a_threshold",
            )
        ]


class TicketWords(models.Model):
    """By which words a ticket is found, as `indexing.py` writes them; recomputable from its events at any time.

    What was said inside the house is in rows that are `for_house` alone, beside others that are `for_customer` and lack
    it; a ticket without such words has rows for both. A long ticket has several, by `part`.
    """

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="words")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    for_house = models.BooleanField()
    for_customer = models.BooleanField()
    part = models.PositiveSmallIntegerField()
    title = SearchVectorField()  # number and title alone, in the first part
    words = SearchVectorField()  # everything
    places = models.PositiveIntegerField()  # how many places of words there are
    maker = models.CharField(max_length=60)  # of the basic forms: other than today's is due to be written anew

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket", "for_house", "for_customer", "part"], name="words_once")
        ]
        indexes = [
            GinIndex(fields=["words"], name="words_words"),
            GinIndex(fields=["title"], name="words_title"),
            models.Index(fields=["maker"], name="words_maker"),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id}, part {self.part}"
