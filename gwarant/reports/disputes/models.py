"""What a client disputes of a closed month, quarter or year, and the answer. Both tables are only added to."""

from django.db import models
from django.db.models import Q

from gwarant.accounts.models import User
from gwarant.contracts.models import Contract
from gwarant.customers.models import Customer
from gwarant.sla.evidence.model import ObjectionAct

ANSWERS = [(one.value, one.value) for one in (ObjectionAct.REFUSED, ObjectionAct.ACCEPTED)]


class About(models.TextChoices):
    """What is disputed; a stretch of a system's time has its own door, the objection."""

    VERDICT = "verdict"  # of a clock of a ticket
    AMOUNT = "amount"  # a remedy for an incident
    FIGURE = "figure"  # of a part of the month


class Figure(models.TextChoices):
    """The parts of a month whose figures can be disputed."""

    KEPT = "kept"
    MEASURES = "measures"
    DUTIES = "duties"
    TICKETS = "tickets"
    HOURS = "hours"
    OTHER = "other"


class DisputeQuerySet(models.QuerySet["Dispute"]):
    def told(self) -> "DisputeQuerySet":
        """With what a page tells of them."""
        return self.select_related("customer", "contract", "raised_by", "answer__by")

    def waiting(self) -> "DisputeQuerySet":
        """Those that nobody has answered, the oldest first."""
        return self.filter(answer=None).order_by("raised_at", "pk")


class Dispute(models.Model):
    """One thing of a closed month that the client does not take; `until_at`: until when they could say so.

    `files` are the numbers of the files that they put beside the contract with it.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="disputes")
    month = models.CharField(max_length=22)  # 2026-03, or a quarter or year as a statement names it
    revision = models.PositiveSmallIntegerField()  # as it was read
    about = models.CharField(max_length=10, choices=About.choices)
    ticket = models.CharField(max_length=60, blank=True)
    clock = models.CharField(max_length=120, blank=True)
    cycle = models.PositiveIntegerField(default=0)
    link = models.PositiveIntegerField(default=0)
    remedy = models.CharField(max_length=120, blank=True)
    incident = models.CharField(max_length=200, blank=True)
    figure = models.CharField(max_length=10, choices=Figure.choices, blank=True)
    text = models.TextField()
    files = models.JSONField(default=list)
    until_at = models.DateTimeField()
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    objects = DisputeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["contract", "month"], name="dispute_of_month")]
        constraints = [
            models.CheckConstraint(
                condition=Q(about="verdict", ticket__gt="", clock__gt="")
                | Q(about="amount", remedy__gt="", incident__gt="")
                | Q(about="figure", figure__gt=""),
                name="dispute_names_something",
            )
        ]

    def __str__(self) -> str:
        return self.uid

    @property
    def uid(self) -> str:
        """The id of its row of evidence."""
        return f"{self.customer.key}:d{self.pk}"


class DisputeAnswer(models.Model):
    """The house's answer, once: refused with a reason, or accepted by the row of evidence that corrects it."""

    dispute = models.OneToOneField(Dispute, models.PROTECT, related_name="answer")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    act = models.CharField(max_length=10, choices=ANSWERS)
    ref = models.CharField(max_length=80, blank=True)
    decided_by = models.CharField(max_length=200, blank=True)  # where somebody else settled it, as the contract says
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.uid

    @property
    def uid(self) -> str:
        """The id of its row of evidence."""
        return f"{self.dispute.uid}:answer"
