"""What the parties did about an amount. Only added to."""

from django.db import models
from django.db.models import Q

from gwarant.accounts.models import User
from gwarant.contracts.models import Contract
from gwarant.customers.models import Customer
from gwarant.sla.evidence.model import AmountStatus, Role

STATUSES = [(one.value, one.value) for one in AmountStatus]


class Channel(models.TextChoices):
    """Where it was said."""

    PORTAL = "portal"
    DESK = "desk"


class AmountStep(models.Model):
    """One step about one part of a month's amount: a remedy for an incident. Each is a row of evidence.

    `amount` is what was paid, `ref` the number of the credit note, `decide_until` the last day on which the contract
    lets the house decide about a claim.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="amount_steps")
    month = models.CharField(max_length=7)  # 2026-03
    remedy = models.CharField(max_length=120)
    incident = models.CharField(max_length=200)
    status = models.CharField(max_length=10, choices=STATUSES)
    amount = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    text = models.TextField(blank=True)
    ref = models.CharField(max_length=120, blank=True)
    decide_until = models.DateField(null=True)
    channel = models.CharField(max_length=6, choices=Channel.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["contract", "month"], name="amount_of_month")]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "month", "remedy", "incident"],
                condition=Q(status=AmountStatus.CLAIMED.value),
                name="amount_claimed_once",
            )
        ]

    def __str__(self) -> str:
        return self.uid

    @property
    def uid(self) -> str:
        """The id of its row of evidence."""
        return f"{self.customer.key}:a{self.pk}"

    @property
    def side(self) -> Role:
        """Which side said it: what is the customer's right was said in the portal."""
        return Role.CUSTOMER if self.channel == Channel.PORTAL else Role.PROVIDER
