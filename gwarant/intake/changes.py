"""What was decided about how mail comes in: who opened, changed, paused or ended what, when and why. Added to only."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.db import models

from gwarant.accounts.models import User
from gwarant.customers.models import Customer
from gwarant.intake.booked import SETTING, change_told
from gwarant.ledger.book import write_down


class Kind(models.TextChoices):
    """What it is about."""

    ADDRESS = "address"
    DOMAIN = "domain"
    MACHINE = "machine"
    MAILBOX = "mailbox"


class Deed(models.TextChoices):
    """What was done."""

    OPENED = "opened"
    CHANGED = "changed"
    PAUSED = "paused"
    RESUMED = "resumed"
    ENDED = "ended"


class SettingChange(models.Model):
    """One decision. `facts`: field → what it was and what it became, in words; of a credential only that it is new."""

    kind = models.CharField(max_length=7, choices=Kind.choices)
    name = models.CharField(max_length=254)
    deed = models.CharField(max_length=7, choices=Deed.choices)
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="+")  # whose it is from then on
    facts = models.JSONField(default=dict)
    why = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")  # None: at the command line
    decided_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "name"], name="mail_setting_changed")]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}: {self.deed}"


def note(
    kind: Kind,
    name: str,
    deed: Deed,
    *,
    customer: Customer | None = None,
    facts: Mapping[str, tuple[str, str]] | None = None,
    why: str = "",
    by: User | None,
    now: datetime,
) -> SettingChange:
    """Write it down, in the transaction of the change itself."""
    told: dict[str, Any] = {one: list(both) for one, both in (facts or {}).items()}
    made = SettingChange.objects.create(
        kind=kind, name=name, deed=deed, customer=customer, facts=told, why=why, decided_by=by, decided_at=now
    )
    write_down(SETTING, [(made.pk, change_told(made))], now=now)
    return made


def changes_of(kind: Kind, name: str) -> models.QuerySet[SettingChange]:
    """All that was decided about it, the newest first."""
    found = SettingChange.objects.filter(kind=kind, name=name).select_related("decided_by")
    return found.order_by("-decided_at", "-pk")
