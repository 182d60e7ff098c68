"""Addresses at which jobs tell of themselves, and what they told. Loaded by `gwarant.monitoring.models`."""

from datetime import datetime
from uuid import uuid4

from django.db import models
from django.db.models import Q

from gwarant.customers.models import Customer, Service
from gwarant.monitoring.beats.fold import Beat, Said, Stands
from gwarant.monitoring.beats.schedule import CONTRACT


class PingKey(models.Model):
    """A customer's own beginning of addresses, `/ping/<key>/<slug>`; what a job is that makes itself known by it."""

    customer = models.OneToOneField(Customer, models.PROTECT, related_name="ping_key")
    key = models.CharField(max_length=64, unique=True)
    service = models.ForeignKey(Service, models.PROTECT, null=True, related_name="+")  # whose jobs new ones are
    settings = models.JSONField(default=dict)  # their schedule

    def __str__(self) -> str:
        return f"{self.customer}"


class PingAddress(models.Model):
    """Where one job tells of itself, and how it stands: a cache of the fold of its pings.

    The subject of an address is a monitor; another kind of subject is another column, of which one is set.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+", db_index=False)
    monitor = models.OneToOneField("monitoring.Monitor", models.PROTECT, null=True, related_name="ping_address")
    code = models.UUIDField(unique=True, default=uuid4)
    slug = models.CharField(max_length=100)
    state = models.CharField(
        max_length=8, default=Stands.UNKNOWN.value, choices=[(one.value, one.value) for one in Stands]
    )
    reason = models.CharField(max_length=20, default="new")
    since = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)  # of any ping
    heard_at = models.DateTimeField(null=True)  # of a success
    expected_at = models.DateTimeField(null=True)  # of the next one
    run_at = models.DateTimeField(null=True)
    run = models.UUIDField(null=True)
    took = models.BigIntegerField(null=True)  # milliseconds of the last run
    due_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(monitor__isnull=False), name="ping_subject")]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="ping_due"),
            models.Index(fields=["customer", "slug"], name="ping_slug"),
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.state}"

    @property
    def beat(self) -> Beat:
        told = (self.since, self.heard_at, self.expected_at, self.run_at, self.run, self.took)
        return Beat(Stands(self.state), self.reason, *told)


class Ping(models.Model):
    """What one job told at one moment. Append-only."""

    address = models.ForeignKey(PingAddress, models.PROTECT, db_constraint=False, db_index=False, related_name="pings")
    customer = models.ForeignKey(Customer, models.PROTECT, db_constraint=False, db_index=False, related_name="+")
    at = models.DateTimeField()
    said = models.CharField(max_length=7, choices=[(one.value, one.value) for one in Said])
    status = models.SmallIntegerField(null=True)  # the exit code
    run = models.UUIDField(null=True)
    sender = models.CharField(max_length=45)
    agent = models.CharField(max_length=200)
    size = models.PositiveIntegerField()  # bytes of the body that were kept, and their SHA-256
    sha256 = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["address", "-at"], name="ping_of_address")]

    def __str__(self) -> str:
        return f"{self.at} {self.said}"


class PingBody(models.Model):
    """What came with a ping; of each address the last few."""

    address = models.ForeignKey(PingAddress, models.PROTECT, related_name="bodies")
    customer = models.ForeignKey(Customer, models.PROTECT, db_index=False, related_name="+")
    at = models.DateTimeField()
    body = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.at}"


class Told(models.Model):
    """That what tells of itself stands otherwise from a moment on, and when that was known. Append-only."""

    monitor = models.ForeignKey("monitoring.Monitor", models.PROTECT, related_name="told")
    customer = models.ForeignKey(Customer, models.PROTECT, db_index=False, related_name="+")
    state = models.CharField(max_length=8)
    code = models.CharField(max_length=20)
    since = models.DateTimeField()
    known_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.since} {self.state}"


class Listening(models.Model):
    """From when until when a web process could take pings without a break: what was said at other times is unknown.

    `is_deaf`: it was there and yet lost some, so that what was said then is unknown too; with an `address` it lost
    pings of that one alone.
    """

    name = models.CharField(max_length=120)
    since = models.DateTimeField()
    until = models.DateTimeField(db_index=True)
    is_deaf = models.BooleanField(default=False, db_default=False)
    address = models.ForeignKey(PingAddress, models.CASCADE, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.name} {self.until}"


class TroubleQuerySet(models.QuerySet["Trouble"]):
    def open(self) -> "TroubleQuerySet":
        return self.filter(ended_at=None)

    def to_wake(self, now: object) -> "TroubleQuerySet":
        """Those of which the next person is to be told now."""
        return self.filter(wakes_at__lte=now).order_by("wakes_at")

    def whole(self) -> "TroubleQuerySet":
        """With all that a call about them says."""
        return self.select_related("ticket", "monitor__service__customer")


class Trouble(models.Model):
    """What tells of itself is down, or was, the ticket about it, and who was called."""

    monitor = models.ForeignKey("monitoring.Monitor", models.PROTECT, related_name="troubles")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    ticket = models.ForeignKey("tickets.Ticket", models.PROTECT, related_name="troubles")
    cause = models.ForeignKey("monitoring.Outage", models.PROTECT, null=True, related_name="troubles")  # its ticket
    since = models.DateTimeField()
    restored_at = models.DateTimeField(null=True)  # since when it is up again, and may not stay so
    ended_at = models.DateTimeField(null=True)
    paged_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    steps = models.PositiveSmallIntegerField(default=0)  # how many calls went out
    wakes_at = models.DateTimeField(null=True)  # when the next one does

    objects = TroubleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["monitor"], condition=Q(ended_at=None), name="one_trouble_at_a_time")
        ]
        indexes = [models.Index(fields=["wakes_at"], condition=Q(wakes_at__isnull=False), name="trouble_wakes")]

    def __str__(self) -> str:
        return f"{self.monitor_id} {self.since}"

    @property
    def service(self) -> Service:
        found: Service = self.monitor.service
        return found

    @property
    def began_at(self) -> datetime:
        return self.since

    @property
    def about(self) -> str:
        """By what it is told of once."""
        return f"trouble:{self.pk}"

    @property
    def called(self) -> str:
        """What is down."""
        return f"{self.service.name}: {self.monitor.name}"

    @property
    def is_by_contract(self) -> bool:
        """Whether the contract's ladder says who is called; else the usual one of the house."""
        return bool(self.monitor.settings.get("tells") == CONTRACT)


class Source(models.Model):
    """Another tool that tells us of states, by messages that show a secret of its own.

    One that tells at least `every` so many seconds, such as one with an alert that always fires, is missed when it
    falls silent; of another one silence says nothing.
    """

    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    sealed = models.BinaryField()  # the secret
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    heard_at = models.DateTimeField(null=True)  # when it first told something
    last_at = models.DateTimeField(null=True)  # and when it last did
    every = models.PositiveIntegerField(null=True)
    silence_told_at = models.DateTimeField(null=True)  # it is silent, and whoever leads the house was told
    refused_at = models.DateTimeField(null=True)  # its last message was refused then
    refused = models.CharField(max_length=300, blank=True, default="")  # and why

    def __str__(self) -> str:
        return self.name


class Reported(models.Model):
    """A state of which a source told: as it says, with its own moments, and when that reached us.

    One that no monitor takes has no customer either, and waits to be looked at.
    """

    source = models.ForeignKey(Source, models.PROTECT, related_name="states")
    monitor = models.ForeignKey("monitoring.Monitor", models.PROTECT, null=True, related_name="reported")
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="+")
    fingerprint = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    labels = models.JSONField()
    words = models.CharField(max_length=2000, blank=True)
    is_firing = models.BooleanField()
    starts_at = models.DateTimeField()  # as they say
    ends_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()  # when we first heard of it, and last
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "fingerprint"], condition=Q(is_firing=True), name="one_firing_state"
            )
        ]
        indexes = [
            models.Index(fields=["source", "fingerprint"], name="reported_print"),
            models.Index(fields=["-received_at"], condition=Q(monitor__isnull=True), name="reported_unmatched"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.starts_at}"


class SeenMessage(models.Model):
    """The hash of a signed message that came a moment ago: it is taken once."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "sha256"], name="message_once")]

    def __str__(self) -> str:
        return self.sha256
