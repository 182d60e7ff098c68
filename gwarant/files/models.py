"""Files that belong to something."""

from django.db import models

from gwarant.accounts.models import User
from gwarant.customers.models import Customer
from gwarant.files.fields import HashField


class About(models.TextChoices):
    """What a file belongs to; `subject` is its own name: a ticket's key, a contract's number, a customer's key."""

    TICKET = "ticket"
    CONTRACT = "contract"
    CUSTOMER = "customer"
    MAIL = "mail"


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def of(self, about: About, subject: str) -> "AttachmentQuerySet":
        """What belongs to it, in the order in which it came."""
        return self.filter(about=about, subject=subject).select_related("erasure__by").order_by("pk")


class Attachment(models.Model):
    """A file that belongs to something; its bytes lie in the folder under `sha256`. Append-only, but for the erasure.

    `part` is the event of a ticket with which it came. One that is not public is never seen by a customer. Beside a
    contract or a customer one file `replaces` another, which stays.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    about = models.CharField(max_length=10, choices=About.choices)
    subject = models.CharField(max_length=60)
    part = models.CharField(max_length=60, blank=True)
    is_public = models.BooleanField()
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=60)  # as the bytes tell
    size = models.PositiveBigIntegerField()
    sha256 = HashField(gone="erased_at")
    width = models.PositiveIntegerField(default=0)  # of a picture that can be drawn
    height = models.PositiveIntegerField(default=0)
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["about", "subject"], name="file_about"),
            models.Index(fields=["part"], name="file_part"),
            models.Index(fields=["sha256"], name="file_sha256"),
            models.Index(fields=["customer"], name="file_customer"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        """Whether a small picture of it can be shown."""
        return bool(self.width) and self.erased_at is None


class Erasure(models.Model):
    """Why the bytes of a file were erased, and by whom. Written with the erasure, by the database's own function."""

    file = models.OneToOneField(Attachment, models.PROTECT, related_name="erasure")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["customer"], name="erasure_customer")]

    def __str__(self) -> str:
        return f"{self.file}: {self.reason}"
