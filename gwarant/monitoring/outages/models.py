"""Which services are watched as a whole, and their outages."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from gwarant.customers.models import Customer, Service
from gwarant.sla.evidence.model import State
from gwarant.tickets.models import Ticket


class WatchQuerySet(models.QuerySet["Watch"]):
    def due(self, now: object) -> "WatchQuerySet":
        """Those at which somebody must look now."""
        return self.filter(due_at__lte=now).order_by("due_at")


class Watch(models.Model):
    """How a service stands by all that look at it, and when that is to be looked at again."""

    service = models.OneToOneField(Service, models.PROTECT, primary_key=True, related_name="watch")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, default=State.UNKNOWN.value)
    due_at = models.DateTimeField(null=True)
    stirs = models.BigIntegerField(db_default=0)  # how often something changed: whoever looks sees whether since then

    objects = WatchQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="watch_due")]

    def __str__(self) -> str:
        return f"{self.service_id} {self.state}"


class Need(models.Model):
    """A service that cannot work without another one of the same customer."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, models.PROTECT, related_name="needs")
    needs = models.ForeignKey(Service, models.PROTECT, related_name="needed_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "needs"], name="one_need"),
            models.CheckConstraint(condition=~Q(service=models.F("needs")), name="need_of_another"),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} {self.needs_id}"


class OutageQuerySet(models.QuerySet["Outage"]):
    def open(self) -> "OutageQuerySet":
        return self.filter(ended_at=None)

    def to_wake(self, now: object) -> "OutageQuerySet":
        """Those of which the next person is to be told now."""
        return self.filter(wakes_at__lte=now).order_by("wakes_at")

    def whole(self) -> "OutageQuerySet":
        """With all that a call about them says."""
        return self.select_related("ticket", "service__customer")


class Outage(models.Model):
    """A service is down, or was. Its moments are kept apart.

    When it was first seen, when enough places agreed, when somebody was called, when somebody took it, when it was
    first seen up again.
    """

    service = models.ForeignKey(Service, models.PROTECT, related_name="outages")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="outages")
    cause = models.ForeignKey("self", models.PROTECT, null=True, related_name="effects")  # of what it needs; its ticket
    counts = models.BooleanField(default=True)  # of what the contract is judged by; else of what only the house is told
    detected_at = models.DateTimeField()
    confirmed_at = models.DateTimeField()
    down_at = models.DateTimeField()  # until when it was last seen down
    paged_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    restored_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # when the merge gap had passed after that
    returns = models.PositiveIntegerField(default=0)  # how often it was up for a while and down again
    steps = models.PositiveSmallIntegerField(default=0)  # how many calls went out
    wakes_at = models.DateTimeField(null=True)  # when the next one does

    objects = OutageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "counts"], condition=Q(ended_at=None), name="one_outage_at_a_time"
            )
        ]
        indexes = [
            models.Index(fields=["wakes_at"], condition=Q(wakes_at__isnull=False), name="outage_wakes"),
            models.Index(fields=["customer", "-detected_at"], name="outage_customer"),
        ]

    def __str__(self) -> str:
        return f"{self.ticket} {self.detected_at}"

    @property
    def began_at(self) -> datetime:
        return self.detected_at

    @property
    def about(self) -> str:
        """By what it is told of once."""
        return f"outage:{self.pk}"

    @property
    def called(self) -> str:
        """What is down."""
        return self.service.name

    @property
    def is_by_contract(self) -> bool:
        """Whether the contract's ladder says who is called; else the usual one, because this is the house's alone."""
        return self.counts
