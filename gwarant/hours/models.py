"""Logged work."""

from django.db import models

from gwarant.accounts.models import User
from gwarant.customers.models import Customer
from gwarant.tickets.models import Ticket


class TimeEntry(models.Model):
    """Work over `[start_at, end_at)`. Append-only: a correction is a reversal that names what it takes back."""

    uid = models.CharField(max_length=60, unique=True)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="entries")
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    start_at = models.DateTimeField()
    end_at = models.DateTimeField()
    received_at = models.DateTimeField()
    work = models.CharField(max_length=40, default="support")
    note = models.CharField(max_length=500, blank=True)
    rate = models.CharField(max_length=40, blank=True)  # the price of an hour on its day, as the contract writes it
    rule = models.CharField(max_length=80, blank=True)  # the wording that priced it, such as SHOP-1@2
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversal")
    key = models.CharField(max_length=60, unique=True, null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(end_at__gt=models.F("start_at")), name="entry_length")]
        indexes = [models.Index(fields=["customer", "start_at"], name="entry_customer_start")]
