"""A mailbox that we read: where it is, how we sign in, what becomes of read mail, how far we are and how it goes."""

from datetime import datetime
from hashlib import sha256

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce


class Security(models.TextChoices):
    """How the line is encrypted."""

    TLS = "tls"  # from the start
    STARTTLS = "starttls"
    NONE = "none"  # only to this very machine


class Entrance(models.TextChoices):
    """By what we sign in: the names under which credentials are packed."""

    PASSWORD = "password"
    MICROSOFT = "microsoft"
    GOOGLE = "google"
    REFRESH = "refresh"


class Afterwards(models.TextChoices):
    """What becomes of a message in the mailbox once we have it."""

    MOVED = "moved"
    KEPT = "kept"
    DELETED = "deleted"


SAID_OF_IT = (  # what people say of a mailbox, and when
    *("address", "host", "port", "security", "ca", "user", "folder", "afterwards", "moved_to"),
    *("is_active", "changed_at", "credential_at"),
)


class MailboxQuerySet(models.QuerySet["Mailbox"]):
    def free(self, now: datetime) -> "MailboxQuerySet":
        """Mailboxes to be read now that nobody reads."""
        open_to = Q(held_until=None) | Q(held_until__lte=now)
        return self.filter(open_to, is_active=True, due_at__lte=now).order_by("due_at", "pk")

    def silent(self, since: datetime) -> "MailboxQuerySet":
        """Mailboxes to be read from which nothing was read since then, whatever the reason."""
        told = self.annotate(heard_at=Coalesce(F("success_at"), F("changed_at")))
        return told.filter(is_active=True, heard_at__lte=since, changed_at__lte=since).order_by("pk")


class Mailbox(models.Model):
    """A mailbox. `address` is what arrives there is taken to be sent to; `sealed` opens with `purpose`.

    `pending` are messages up to `last_uid` that have still to be read. Who holds it until `held_until` reads it.
    """

    name = models.CharField(max_length=60, unique=True)
    address = models.EmailField()  # in small letters
    host = models.CharField(max_length=253)
    port = models.PositiveIntegerField()
    security = models.CharField(max_length=8, choices=Security.choices)
    ca = models.CharField(max_length=400, blank=True)  # a file with an authority of one's own
    user = models.CharField(max_length=320)
    entrance = models.CharField(max_length=9, choices=Entrance.choices)
    sealed = models.BinaryField()
    credential_at = models.DateTimeField(null=True)  # when somebody typed it; None: before that was written down
    ends_at = models.DateTimeField(null=True)  # when the credential ends by itself; None: it says no end, or none yet
    warns_at = models.DateTimeField(null=True)  # when that is told next
    folder = models.CharField(max_length=200, default="INBOX")
    afterwards = models.CharField(max_length=7, choices=Afterwards.choices, default=Afterwards.MOVED)
    moved_to = models.CharField(max_length=200, default="Gwarant")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    connected_at = models.DateTimeField(null=True)  # since when it is to be read: what is older was never ours
    uidvalidity = models.BigIntegerField(null=True)  # None: it was never opened
    last_uid = models.BigIntegerField(default=0)
    pending = ArrayField(models.BigIntegerField(), default=list)
    due_at = models.DateTimeField()
    held_by = models.CharField(max_length=120, blank=True)
    held_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=40, blank=True)  # a code
    said = models.CharField(max_length=200, blank=True)  # what the other side calls it
    failing_since = models.DateTimeField(null=True)
    success_at = models.DateTimeField(null=True)
    alarmed_at = models.DateTimeField(null=True)

    objects = MailboxQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def purpose(self) -> str:
        """What its credential is sealed for."""
        return f"mailbox {self.pk}"

    @property
    def asked_since(self) -> datetime:
        """Since when its mail is ours to read, also where no connection was there yet."""
        return self.connected_at or self.changed_at  # None: a former release added it, which noted the connection only

    @property
    def mark(self) -> str:
        """Another one means that somebody has changed or paused it."""
        told = [getattr(self, name) for name in SAID_OF_IT]
        return sha256(repr(told).encode()).hexdigest()[:16]
