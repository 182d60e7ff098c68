"""Buckets of tokens, and the floods that began where one was empty."""

from datetime import timedelta

from django.db import models

from gwarant.accounts.models import User
from gwarant.customers.models import Customer
from gwarant.tickets.models import Ticket


class Kind(models.TextChoices):
    """Whose mail a bucket counts."""

    ADDRESS = "address"  # one correspondent's
    DOMAIN = "domain"  # of senders of one domain at one address of ours whom nobody knows
    DOOR = "door"  # of all senders at one address of ours whom nobody knows
    ANSWERS = "answers"  # our own automatic answers to one address
    READING = "reading"  # one correspondent's turns to be read


class Bucket(models.Model):
    """How many tokens there are, as the moment at which the bucket is full again.

    `name` is a hash: no address is kept here. `seen_at`: the latest moment at which a token was asked for; what was
    delayed on its way is counted as of then.
    """

    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=64)
    full_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "name"], name="one_bucket")]
        indexes = [models.Index(fields=["full_at"], name="bucket_full")]

    def __str__(self) -> str:
        return f"{self.kind} {self.name[:12]}"


class Ending(models.TextChoices):
    """What somebody said about a flood."""

    RELEASED = "released"  # each message is handled as if it came now, its clock as of when it came
    REFUSED = "refused"
    SPAM = "spam"
    DECIDED = "decided"  # each message by itself


class FloodQuerySet(models.QuerySet["Flood"]):
    def open(self) -> "FloodQuerySet":
        """Floods about which nobody has said anything yet."""
        return self.filter(ended_at=None).order_by("begun_at", "pk")


class Flood(models.Model):
    """Messages kept back because a bucket was empty: one for each bucket, until somebody says what becomes of it.

    `sender` is what people read: an address, a domain, or the address of ours. `ticket` is where the last one lies
    that was let through. The moments are those at which our mailbox had the messages.
    """

    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=64)
    sender = models.CharField(max_length=254)
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="+")
    ticket = models.ForeignKey(Ticket, models.PROTECT, null=True, related_name="floods")
    begun_at = models.DateTimeField()
    last_at = models.DateTimeField()
    alarmed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ending = models.CharField(max_length=10, choices=Ending.choices, blank=True)

    objects = FloodQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "name"], condition=models.Q(ended_at=None), name="one_open_flood")
        ]

    def __str__(self) -> str:
        return self.sender

    @property
    def is_long(self) -> bool:
        """Whether it went on for more than a minute, so far."""
        return self.last_at - self.begun_at > timedelta(minutes=1)

    @property
    def size(self) -> int:
        """How many messages are still kept back."""
        return self.mails.filter(outcome="flood").count()
