"""Windows of maintenance, written once when they are announced."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from gwarant.accounts.models import User
from gwarant.customers.models import Customer, Service


class MaintenanceQuerySet(models.QuerySet["Maintenance"]):
    def coming(self, now: datetime) -> "MaintenanceQuerySet":
        """Those that are not over, the next one first."""
        return self.filter(end_at__gt=now).order_by("start_at", "pk")

    def at(self, now: datetime) -> "MaintenanceQuerySet":
        """Those that last now."""
        return self.filter(start_at__lte=now, end_at__gt=now)


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
