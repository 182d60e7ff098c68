"""What reaches us by mail: the message as it came, what became of it, and the addresses at which it arrives."""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models

from gwarant.accounts.models import User
from gwarant.customers.models import Customer, Service
from gwarant.files.fields import HashField
from gwarant.intake.changes import SettingChange as SettingChange
from gwarant.intake.floods.models import Bucket as Bucket
from gwarant.intake.floods.models import Flood as Flood
from gwarant.intake.mailboxes.models import Mailbox as Mailbox
from gwarant.tickets.models import Status, Ticket, TicketEvent


class Way(models.TextChoices):
    """How a message was handed over."""

    IMAP = "imap"
    SMTP = "smtp"
    LMTP = "lmtp"
    PIPE = "pipe"


class Outcome(models.TextChoices):
    """What became of a message; each has exactly one, so that they add up."""

    WAITING = "waiting"  # stored, not looked at yet
    TICKET = "ticket"
    REPLY = "reply"
    AUTOMATIC = "automatic"  # no word of a person: it starts and ends nothing
    BOUNCE = "bounce"  # a mail of ours did not arrive
    UNVERIFIED = "unverified"  # somebody says whether it is whose it seems to be
    UNKNOWN = "unknown"  # of a sender of whom nobody knows for whom they write
    UNREADABLE = "unreadable"
    FLOOD = "flood"  # more than its sender may send at once: kept back until somebody releases it
    ENDED = "ended"  # it would be a report, at an address of ours that was ended
    OWN = "own"  # of this instance: a loop ends here
    DUPLICATE = "duplicate"  # the same message at another address of ours
    SPAM = "spam"  # somebody said so
    REFUSED = "refused"  # somebody said that it is nothing for us
    NO_REPORT = "no_report"  # it became a ticket that never was a report; stored is `ticket` or `reply`


TO_DECIDE = (Outcome.AUTOMATIC, Outcome.UNVERIFIED, Outcome.UNKNOWN, Outcome.UNREADABLE, Outcome.ENDED)
ASKS_NOTHING = ("out_of_office", "receipt")  # automatic mail whose reason says that nobody is asked anything
DECIDABLE = (*TO_DECIDE, Outcome.FLOOD)  # a flood stands among them as one; each of its messages can be decided too

TAKEN = (Outcome.TICKET, Outcome.REPLY)
ASIDE = (*DECIDABLE, Outcome.SPAM, Outcome.REFUSED)  # decided, they became nothing: they can be taken up again


class MailDomain(models.Model):
    """A domain from which a customer's people write, where nobody knows their very address."""

    domain = models.CharField(max_length=200, unique=True)  # in small letters
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="mail_domains")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.domain


class MachineSender(models.Model):
    """A program whose mails are reports: a backup, a printer, a watchdog of the customer's own."""

    email = models.EmailField(unique=True)  # in small letters
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="machine_senders")
    service = models.ForeignKey(Service, models.PROTECT, null=True, blank=True, related_name="+")
    class_id = models.CharField(max_length=40, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.email


class RawMailQuerySet(models.QuerySet["RawMail"]):
    def due(self, now: datetime) -> "RawMailQuerySet":
        """Messages that nobody has looked at yet, each in its turn."""
        return self.filter(due_at__lte=now).order_by(models.F("turn_at").asc(nulls_first=True), "due_at", "pk")

    def with_outcome(self, outcome: Outcome) -> "RawMailQuerySet":
        """Those of which that became, as the account says it."""
        is_aside = models.Q(ticket__status=Status.ASIDE)
        if outcome == Outcome.NO_REPORT:
            return self.filter(is_aside, outcome__in=TAKEN)
        found = self.filter(outcome=outcome)
        return found.exclude(is_aside) if outcome in TAKEN else found

    def to_decide(self) -> "RawMailQuerySet":
        """What lies where people see it, until somebody says what becomes of it."""
        waiting = self.filter(outcome__in=TO_DECIDE, decided_at=None).order_by("received_at", "pk")
        return waiting.exclude(outcome=Outcome.AUTOMATIC, reason__in=ASKS_NOTHING)

    def asking_nothing(self) -> "RawMailQuerySet":
        """Automatic mail that waits for nothing, and that nobody has looked at yet: it can still be decided."""
        return self.filter(outcome=Outcome.AUTOMATIC, reason__in=ASKS_NOTHING, decided_at=None).order_by("-pk")


class RawMail(models.Model):
    """A message as it came, known by where it lay and by its bytes; never by its Message-ID, which anybody can write.

    The bytes lie among the files under `sha256`. `arrived_at` is when our mailbox had it, `received_at` when we had.
    """

    way = models.CharField(max_length=4, choices=Way.choices)
    box = models.CharField(max_length=254)  # the mailbox or address in which it lay
    sha256 = HashField()
    size = models.PositiveBigIntegerField()
    envelope_from = models.CharField(max_length=254, blank=True)
    envelope_to = ArrayField(models.CharField(max_length=254), default=list)
    arrived_at = models.DateTimeField()
    received_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    turn_at = models.DateTimeField(null=True)  # in this order they are read; see turns.py
    turn_of = models.CharField(max_length=64, blank=True, default="", db_default="")  # whose turns: a hash
    tries = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=10, default=Outcome.WAITING)
    reason = models.CharField(max_length=40, blank=True)  # a code: why this outcome
    handled_at = models.DateTimeField(null=True)
    message_id = models.CharField(max_length=500, blank=True)
    content = models.CharField(max_length=64, blank=True)  # a hash of what it says, the same at each address of ours
    sender = models.CharField(max_length=254, blank=True)
    sender_name = models.CharField(max_length=120, blank=True)
    subject = models.CharField(max_length=500, blank=True)
    copies = ArrayField(models.CharField(max_length=254), default=list)  # who was in copy and does not follow by it
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="+")
    ticket = models.ForeignKey(Ticket, models.PROTECT, null=True, related_name="mails")
    event = models.ForeignKey(TicketEvent, models.PROTECT, null=True, related_name="+")
    flood = models.ForeignKey(Flood, models.PROTECT, null=True, related_name="mails")  # also once it was released
    answer_held_at = models.DateTimeField(null=True)  # when its automatic answer was held back: a loop, perhaps
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = RawMailQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["box", "sha256"], name="one_mail_a_box")]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(due_at__isnull=False), name="mail_due"),
            models.Index(fields=["turn_of"], condition=models.Q(due_at__isnull=False), name="mail_turn_of"),
            models.Index(fields=["outcome", "received_at"], name="mail_outcome"),
            models.Index(fields=["content"], condition=~models.Q(content=""), name="mail_content"),
            models.Index(fields=["ticket"], condition=models.Q(ticket__isnull=False), name="mail_ticket"),
            models.Index(fields=["sha256"], name="mail_sha256"),
            models.Index(fields=["message_id"], name="mail_message_id"),
            models.Index(fields=["flood"], condition=models.Q(flood__isnull=False), name="mail_flood"),
        ]

    def __str__(self) -> str:
        return f"{self.box}: {self.subject or self.sha256[:12]}"

    @property
    def became(self) -> Outcome:
        """What became of it, as the account says it: of a ticket that is laid aside, no report."""
        stored = Outcome(self.outcome)
        is_aside = stored in TAKEN and self.ticket is not None and self.ticket.status == Status.ASIDE
        return Outcome.NO_REPORT if is_aside else stored

    @property
    def is_aside(self) -> bool:
        """Whether somebody decided that it becomes nothing."""
        return self.decided_at is not None and self.outcome in ASIDE


class MailDecision(models.Model):
    """What somebody decided about a message; rows are added only, the newest is the one that stands."""

    mail = models.ForeignKey(RawMail, models.PROTECT, related_name="decisions")
    before = models.CharField(max_length=10, blank=True)  # the outcome that it had; empty where that is not known
    outcome = models.CharField(max_length=10)
    is_open = models.BooleanField(default=False)  # it was taken up again, and waits
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.mail_id}: {self.before} → {self.outcome}"
