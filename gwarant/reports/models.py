"""What was stated of a contract's periods: each statement frozen as the bytes that it was. Only added to."""

from django.db import models

from gwarant.accounts.models import User
from gwarant.contracts.models import Contract
from gwarant.customers.models import Customer


class Report(models.Model):
    """A period of a contract as it was stated: revision 1 closed it, each later one tells what came since.

    `assessment` and `envelope` are canonical JSON; `digest` is the SHA-256 of the assessment's file. What had been
    received before `known_at` was seen. `headline` are the figures of lists, as they follow from the assessment.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="reports")
    period = models.CharField(max_length=10)  # 2026-03
    revision = models.PositiveSmallIntegerField()
    known_at = models.DateTimeField()
    stated_at = models.DateTimeField()
    stated_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)  # None: by itself
    digest = models.CharField(max_length=71)
    assessment = models.TextField()
    envelope = models.TextField()
    headline = models.JSONField()

    class Meta:
        ordering = ["period", "revision"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "period", "revision"], name="report_revision"),
            models.CheckConstraint(condition=models.Q(revision__gte=1), name="report_revision_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.contract.number} {self.period} r{self.revision}"
