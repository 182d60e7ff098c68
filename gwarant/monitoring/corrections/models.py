"""What shall not count of a stretch that is over, and who said what about that. Both tables are only added to."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from gwarant.accounts.models import User
from gwarant.contracts.models import Contract
from gwarant.customers.models import Customer, Service
from gwarant.monitoring.maintenance.models import Maintenance

TAKEN_BACK = "taken_back"  # the reason of a window that shall not leave the count after all
WAS_DOWN = "was_down"  # the reason of a stretch that was measured as up and was down
COUNTS_AGAIN = "counts_again"  # the reason of time that was left out by a correction and counts after all
AGAINST_US = (TAKEN_BACK, WAS_DOWN, COUNTS_AGAIN)  # they make no figure better for us


class Act(models.TextChoices):
    """What somebody said: a second person of us, the client, either side against it, or the author."""

    APPROVED = "approved"
    AGREED = "agreed"
    REFUSED = "refused"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Stands(models.TextChoices):
    """How it stands: only what counts changes a figure."""

    ASKED = "asked"
    WAITS = "waits"  # for the client
    COUNTS = "counts"
    ENDED = "ended"


class Correction(models.Model):
    """A stretch that shall not count for a contract's promise, a window that shall not leave the count any more,
    what an earlier correction (`excluded`) left out and shall count again, or a stretch that was down though it was
    measured as up: then `places` are those that had measured it. `answers`: the objection that it accepts."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="corrections")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    window = models.ForeignKey(Maintenance, models.PROTECT, null=True, related_name="corrections")
    excluded = models.ForeignKey("self", models.PROTECT, null=True, related_name="taken_back")
    answers = models.ForeignKey("monitoring.Objection", models.PROTECT, null=True, related_name="corrections")
    start_at = models.DateTimeField()
    end_at = models.DateTimeField()
    reason = models.CharField(max_length=40)
    needs_consent = models.BooleanField()
    places = ArrayField(models.CharField(max_length=40), default=list, blank=True)  # by their keys
    text = models.TextField()
    shown = models.TextField(blank=True)  # what shows that it is so
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["service", "start_at"], name="correction_of")]
        constraints = [models.CheckConstraint(condition=Q(end_at__gt=F("start_at")), name="correction_lasts")]

    def __str__(self) -> str:
        return self.uid

    @property
    def uid(self) -> str:
        """The id of its row of evidence."""
        return f"{self.customer.key}:x{self.pk}"

    @property
    def said(self) -> dict[str, "CorrectionStep"]:
        """The steps by their act; each is taken once."""
        return {one.act: one for one in self.steps.all()}

    @property
    def stands(self) -> Stands:
        """What its steps make of it."""
        said = self.said
        if said.keys() & {Act.REFUSED, Act.DECLINED, Act.WITHDRAWN}:
            return Stands.ENDED
        if Act.APPROVED not in said:
            return Stands.ASKED
        return Stands.WAITS if self.needs_consent and Act.AGREED not in said else Stands.COUNTS


class CorrectionStep(models.Model):
    """One thing that somebody said about a correction; the number lets no two be said at once."""

    correction = models.ForeignKey(Correction, models.PROTECT, related_name="steps")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    act = models.CharField(max_length=10, choices=Act.choices)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["correction", "number"], name="correction_step")]

    def __str__(self) -> str:
        return f"{self.correction} {self.act}"
