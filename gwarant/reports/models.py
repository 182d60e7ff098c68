"""What was stated of a contract's periods, each statement frozen as the bytes that it was; how running months stand."""

import json
from hashlib import sha256

from django.db import models

from gwarant.accounts.models import User
from gwarant.contracts.models import Contract
from gwarant.customers.models import Customer
from gwarant.reports.claims.models import AmountStep as AmountStep
from gwarant.reports.delivery.models import Note as Note
from gwarant.reports.delivery.models import Opening as Opening
from gwarant.reports.delivery.models import Paper as Paper
from gwarant.reports.delivery.models import ReportAddress as ReportAddress
from gwarant.reports.delivery.models import Sending as Sending
from gwarant.reports.delivery.models import Unattended as Unattended
from gwarant.reports.disputes.models import Dispute as Dispute
from gwarant.reports.disputes.models import DisputeAnswer as DisputeAnswer
from gwarant.reports.sealing.models import SealKey as SealKey

NEWLINE = "\n"  # ends the assessment's file


class Report(models.Model):
    """A period of a contract as it was stated: revision 1 closed it, each later one tells what came since.

    `assessment` and `envelope` are canonical JSON; `digest` is the SHA-256 of the assessment's file. What had been
    received before `known_at` was seen. `former` is the SHA-256 of the statement before a revision (none of those that
    a former release stated), `dispute_days` for how long the client may dispute it. `headline` are the figures of
    lists, as they follow from the assessment.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="reports")
    period = models.CharField(max_length=22)  # 2026-03, 2026-Q1, 2026, 2026-05-01..2027-04-30
    revision = models.PositiveSmallIntegerField()
    known_at = models.DateTimeField()
    stated_at = models.DateTimeField()
    stated_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)  # None: by itself
    digest = models.CharField(max_length=71)
    former = models.CharField(max_length=64, blank=True)
    dispute_days = models.PositiveSmallIntegerField(default=30)
    assessment = models.TextField()
    envelope = models.TextField()
    headline = models.JSONField()

    class Meta:
        ordering = ["period", "revision"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "period", "revision"], name="report_revision"),
            models.CheckConstraint(condition=models.Q(revision__gte=1), name="report_revision_from_one"),
        ]

    @property
    def is_changed(self) -> bool:
        """Whether the assessment is another one than the digest names."""
        return self.digest != f"sha256:{sha256((self.assessment + NEWLINE).encode()).hexdigest()}"

    def __str__(self) -> str:
        return f"{self.contract.number} {self.period} r{self.revision}"

    @property
    def block(self) -> int:
        """The block of the customer's chain up to which rows were seen; 0 where there was none."""
        heads = json.loads(self.envelope).get("heads")
        return int(heads[0]["block"]) if heads else 0


class Running(models.Model):
    """How the running month of a contract stood at `at`, for lists: the engine writes it anew when `due_at` has come.

    `block` is the newest of the customer's sealed blocks that it knew of. No month and no figures where none runs.
    `handed` is what the months before it have handed on: it can be made again at any time.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    contract = models.OneToOneField(Contract, models.PROTECT, related_name="running")
    due_at = models.DateTimeField(db_index=True)
    at = models.DateTimeField(null=True)
    period = models.CharField(max_length=10, blank=True)
    block = models.PositiveIntegerField(default=0)
    headline = models.JSONField(default=dict)
    handed = models.BinaryField(null=True)

    def __str__(self) -> str:
        return f"{self.contract_id} {self.period}"
