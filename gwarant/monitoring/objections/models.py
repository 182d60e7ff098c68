"""What a client objects to, and the answer. Both tables are only added to."""

from django.db import models
from django.db.models import F, Q

from gwarant.accounts.models import User
from gwarant.contracts.models import Contract
from gwarant.customers.models import Customer, Service
from gwarant.monitoring.corrections.models import Correction, Stands
from gwarant.sla.evidence.model import ObjectionAct

ANSWERS = [(one.value, one.value) for one in (ObjectionAct.REFUSED, ObjectionAct.ACCEPTED)]


class ObjectionQuerySet(models.QuerySet["Objection"]):
    def told(self) -> "ObjectionQuerySet":
        """With what a page tells of them."""
        related = ("customer", "contract", "service", "raised_by", "answer__by", "answer__correction")
        return self.select_related(*related).prefetch_related("corrections__steps")

    def waiting(self) -> "ObjectionQuerySet":
        """Those that nobody has answered, the oldest first."""
        return self.filter(answer=None).order_by("raised_at", "pk")


class Objection(models.Model):
    """A stretch of a system of which the client does not take the figure; `until_at`: until when they may say so."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="objections")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    start_at = models.DateTimeField()
    end_at = models.DateTimeField()
    text = models.TextField()
    shown = models.TextField(blank=True)  # what shows that it was otherwise
    until_at = models.DateTimeField(null=True)
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    objects = ObjectionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["service", "start_at"], name="objection_to")]
        constraints = [models.CheckConstraint(condition=Q(end_at__gt=F("start_at")), name="objection_lasts")]

    def __str__(self) -> str:
        return self.uid

    @property
    def uid(self) -> str:
        """The id of its row of evidence."""
        return f"{self.customer.key}:o{self.pk}"

    @property
    def correcting(self) -> Correction | None:
        """The correction by which it would be accepted and that is not decided yet."""
        own = self.corrections.all()
        return next((one for one in own if one.stands in (Stands.ASKED, Stands.WAITS)), None)


class ObjectionAnswer(models.Model):
    """The house's answer, once: refused with a reason, or accepted by a correction that counts."""

    objection = models.OneToOneField(Objection, models.PROTECT, related_name="answer")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    act = models.CharField(max_length=10, choices=ANSWERS)
    correction = models.ForeignKey(Correction, models.PROTECT, null=True, related_name="+")
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.uid

    @property
    def uid(self) -> str:
        """The id of its row of evidence."""
        return f"{self.objection.uid}:answer"
