"""The note to a report, to whom reports go, what was sent and opened. Loaded by `gwarant.reports.models`."""

from django.db import models
from django.db.models import Q

from gwarant.accounts.models import LANGUAGES, User
from gwarant.customers.models import Customer
from gwarant.files.fields import HashField

ONE_READER = Q(user__isnull=False, address="", sha256="") | (Q(user=None) & ~Q(address="") & ~Q(sha256=""))


class Note(models.Model):
    """What the caretaker says to a month as it was stated, in the client's language. Append-only."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    report = models.OneToOneField("reports.Report", models.PROTECT, related_name="note")
    text = models.TextField()
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.text


class Gets(models.TextChoices):
    """What goes to an address."""

    REPORTS = "reports"
    HEADS = "heads"  # each day's head of the customer's chain


class ReportAddress(models.Model):
    """Somebody of a customer without an account, to whom its reports or daily heads go; ended, never deleted."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="report_addresses")
    address = models.EmailField(max_length=254)  # in small letters
    language = models.CharField(max_length=2, choices=LANGUAGES)
    gets = models.CharField(max_length=7, choices=[(one.value, one.value) for one in Gets], default=Gets.REPORTS.value)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    since_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "address", "gets"], condition=Q(ended_at=None), name="report_address_once"
            )
        ]

    def __str__(self) -> str:
        return self.address


class Sending(models.Model):
    """A report sent to one person, or to one address with the PDF whose bytes lie under `sha256`. Append-only.

    `key` is that of the notice by which they hear of it: the report, the how-manieth time, and the reader.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    report = models.ForeignKey("reports.Report", models.PROTECT, related_name="sendings")
    key = models.CharField(max_length=200, unique=True)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    address = models.EmailField(max_length=254, blank=True)
    language = models.CharField(max_length=2)
    sha256 = HashField(blank=True)
    size = models.PositiveIntegerField(default=0)
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")  # None: by itself
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=ONE_READER, name="sending_to_one")]

    def __str__(self) -> str:
        return self.key


class Paper(models.Model):
    """The PDF of a statement as it was drawn first in a language: what is looked at, taken and sent. Append-only.

    Another row of the same language stands only where the bytes of the one before were lost.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    report = models.ForeignKey("reports.Report", models.PROTECT, related_name="papers")
    language = models.CharField(max_length=2)
    sha256 = HashField()
    size = models.PositiveIntegerField()
    drawn_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "language", "sha256"], name="paper_once")]

    def __str__(self) -> str:
        return f"{self.report} {self.language}"


class Opening(models.Model):
    """That what was sent was opened: its link, or the report's page in the portal. From when, until when, how often."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    sending = models.OneToOneField(Sending, models.PROTECT, related_name="opening")
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.sending}: {self.times}"


class Unattended(models.Model):
    """That months of the customer are closed and sent by themselves so many days after their end; no row: never.

    `on_last_day`: on the last day that the contract allows also one of which something is missing. `due_at` is when
    the engine looks next. Months that were due before `since` are left to people. A month that ended before the days
    were changed at `changed_at` is closed no sooner than `former_days` say, and where it was due by them, stays due.
    """

    customer = models.OneToOneField(Customer, models.PROTECT, primary_key=True, related_name="unattended")
    days = models.PositiveSmallIntegerField()
    on_last_day = models.BooleanField(default=False)
    since = models.DateTimeField()
    former_days = models.PositiveSmallIntegerField(null=True)
    changed_at = models.DateTimeField(null=True)  # the days; none: never
    due_at = models.DateTimeField(db_index=True)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(days__gte=1), name="unattended_days")]

    def __str__(self) -> str:
        return f"{self.customer}: {self.days}"
