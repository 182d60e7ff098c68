"""Contracts and their dated wordings."""

from datetime import datetime
from hashlib import sha256

from django.contrib.postgres.fields import ArrayField
from django.db import models

from gwarant.accounts.models import User
from gwarant.customers.models import Customer


class VersionStatus(models.TextChoices):
    DRAFT = "draft"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    DISCARDED = "discarded"


NEVER_OFFERED = (VersionStatus.DRAFT, VersionStatus.DISCARDED)  # seen by the house alone


class Contract(models.Model):
    """A service level agreement with a customer; what it says stands in its versions."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="contracts")
    number = models.CharField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.number


class VersionQuerySet(models.QuerySet["ContractVersion"]):
    def accepted(self) -> "VersionQuerySet":
        return self.filter(status=VersionStatus.ACCEPTED)

    def in_force(self, moment: datetime) -> "VersionQuerySet":
        """Accepted wordings that hold at the moment; `holds_from_at` and `holds_to_at` are half-open."""
        ends = models.Q(holds_to_at=None) | models.Q(holds_to_at__gt=moment)
        return self.accepted().filter(ends, holds_from_at__lte=moment)


class ContractVersion(models.Model):
    """One wording. Once offered its text never changes; `document` is the resolved contract that was hashed.

    `service_keys` are the systems it names; without any it covers all that the customer has.
    """

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="versions")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    package = models.CharField(max_length=60, blank=True)
    text = models.TextField()  # YAML as people wrote it
    document = models.JSONField(null=True)  # the resolved contract as plain data, from the offer on
    fingerprint = models.CharField(max_length=80, blank=True)
    service_keys = ArrayField(models.CharField(max_length=40), default=list)
    status = models.CharField(max_length=10, choices=VersionStatus.choices, default=VersionStatus.DRAFT)
    holds_from_at = models.DateTimeField(null=True)
    holds_to_at = models.DateTimeField(null=True)  # moved only when a later wording is accepted
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    offered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    offered_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_fingerprint = models.CharField(max_length=80, blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "version"], name="contract_version")]

    def __str__(self) -> str:
        return f"{self.contract.number}@{self.version}"

    def held_at(self, moment: datetime) -> bool:
        """Whether it has not given way to a later wording by then."""
        return self.holds_to_at is None or moment < self.holds_to_at

    @property
    def mark(self) -> str:
        """What a form keeps to know whether somebody else wrote the text meanwhile."""
        return sha256(self.text.encode()).hexdigest()[:16]
