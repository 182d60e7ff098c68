"""Windows of maintenance, written once when they are announced, and what took them back or cut them short."""

from datetime import datetime

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from gwarant.accounts.models import User
from gwarant.customers.models import Customer, Service


class MaintenanceQuerySet(models.QuerySet["Maintenance"]):
    def left(self) -> "MaintenanceQuerySet":
        """With `until`: when each ends as it was left; one that was taken back ends where it begins."""
        last = MaintenanceChange.objects.filter(window=OuterRef("pk")).order_by("-pk").values("end_at")[:1]
        until = {"until": Coalesce(Subquery(last), "end_at")}
        return self.annotate(**until)

    def coming(self, now: datetime) -> "MaintenanceQuerySet":
        """Those that are not over, the next one first."""
        return self.left().filter(Q(until__gt=now), Q(until__gt=F("start_at"))).order_by("start_at", "pk")

    def at(self, now: datetime) -> "MaintenanceQuerySet":
        """Those that last now."""
        return self.left().filter(Q(until__gt=now), start_at__lte=now)


class Maintenance(models.Model):
    """Work on a service from one moment to another, announced to its customer. The same row stands in the ledger."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, models.PROTECT, related_name="maintenance")
    start_at = models.DateTimeField()
    end_at = models.DateTimeField()
    announced_at = models.DateTimeField()
    announced_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    is_emergency = models.BooleanField(default=False)
    text = models.TextField(blank=True)
    until: datetime  # of those that `left` gave

    objects = MaintenanceQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["service", "end_at"], name="maintenance_of")]
        constraints = [models.CheckConstraint(condition=Q(end_at__gt=F("start_at")), name="maintenance_lasts")]

    def __str__(self) -> str:
        return f"{self.service} {self.start_at}"

    @property
    def uid(self) -> str:
        """The id of its row of evidence."""
        return f"{self.customer.key}:w{self.pk}"


class MaintenanceChange(models.Model):
    """A window was taken back (it ends where it begins) or cut short. Append-only; its row stands in the ledger too."""

    window = models.ForeignKey(Maintenance, models.PROTECT, related_name="changes")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    end_at = models.DateTimeField()
    told_at = models.DateTimeField()
    told_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    text = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.window} {self.end_at}"

    @property
    def uid(self) -> str:
        """The id of its row of evidence."""
        return f"{self.window.uid}:{self.pk}"
