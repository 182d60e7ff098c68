"""What each person was told, and how it reached them."""

from typing import Any

from django.db import models

from gwarant.accounts.models import User
from gwarant.customers.models import Customer, Membership
from gwarant.notify.failures import words_of
from gwarant.notify.media import MEDIA
from gwarant.notify.replies import as_said

ONE_RECIPIENT = models.Q(user__isnull=False, address="", language="", is_personal=False) | (
    models.Q(user=None) & ~models.Q(address="") & ~models.Q(language="")
)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def of(self, user: User) -> "NoticeQuerySet":
        """What the person may still read: told since they came (again), about a customer at which they have a place.

        Who was in the house and comes back as a customer's person finds nothing of the house, nor of other customers.
        """
        own = self.filter(user=user, created_at__gte=user.joined_at)
        if user.staff_role:
            return own
        places = Membership.objects.active().filter(user=user).values("customer")
        return own.filter(models.Q(customer=None) | models.Q(customer__in=places))


class Notice(models.Model):
    """What one recipient is told about one matter, written in the transaction of its cause; never changed, read once.

    `code` and `facts` are what its words are made of, in the language of whoever reads. `key` names cause and
    recipient: a person, or an address alone with the language that it is written to in. A personal one holds a link
    for its reader only: it keeps no facts, and its words are wiped once it is sent.
    """

    key = models.CharField(max_length=200, unique=True)
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="inbox")
    address = models.EmailField(blank=True, default="")
    language = models.CharField(max_length=2, blank=True, default="")
    is_personal = models.BooleanField(default=False)
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=20)
    code = models.CharField(max_length=40)
    about = models.CharField(max_length=10)  # an `About`: news has no other, and a further one needs no migration
    ref = models.CharField(max_length=60, blank=True)
    facts = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=ONE_RECIPIENT, name="notice_names_one")]
        indexes = [
            models.Index(fields=["user", "-created_at"], name="notice_user"),
            models.Index(fields=["user", "about", "ref"], name="notice_matter"),
            models.Index(fields=["user"], condition=models.Q(read_at=None), name="notice_unread"),
        ]

    def __str__(self) -> str:
        return self.key


class Reach(models.Model):
    """How a person wants to be reached: what they chose otherwise than usual, their addresses on media that ask."""

    user = models.OneToOneField(User, models.PROTECT, primary_key=True, related_name="reach")
    chosen = models.JSONField(default=dict)  # kind → medium → whether
    addresses = models.JSONField(default=dict)  # medium → address
    changed_at = models.DateTimeField()


class DeliveryState(models.TextChoices):
    QUEUED = "queued"
    SENT = "sent"
    DEAD = "dead"  # given up; somebody must look
    WITHDRAWN = "withdrawn"  # void before it left: `failure` says why


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def outgoing(self) -> "DeliveryQuerySet":
        """What leaves the house: the inbox does not."""
        return self.exclude(medium="inbox")


class Delivery(models.Model):
    """A notice on its way by one medium: where to, what exactly, and how it went."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="deliveries")
    medium = models.CharField(max_length=12)  # a name in `media.MEDIA`
    address = models.CharField(max_length=500)
    language = models.CharField(max_length=2)
    payload = models.JSONField(default=dict)  # what the medium rendered: a mail's subject, text, html, picture
    state = models.CharField(max_length=9, choices=DeliveryState.choices, default=DeliveryState.QUEUED)
    due_at = models.DateTimeField(null=True)  # when to try next; null once it is not queued any more
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=40, blank=True, db_default="")  # a code of failures.py: ours, and no words
    last_error = models.TextField(blank=True)  # what the other side said; with a code its values
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)  # when a report came that it did not arrive, or not yet
    bounce_code = models.CharField(max_length=12, blank=True, db_default="")  # 5.1.1; empty where none was said
    bounce_said = models.CharField(max_length=500, blank=True, db_default="")

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "medium"], name="one_delivery_a_medium")]
        indexes = [
            models.Index(fields=["medium", "due_at"], condition=models.Q(state="queued"), name="delivery_due"),
            models.Index(fields=["-created_at"], condition=models.Q(state="dead"), name="delivery_dead"),
            models.Index(fields=["state", "-id"], condition=~models.Q(medium="inbox"), name="delivery_outgoing"),
            models.Index(fields=["notice"], condition=models.Q(bounced_at__isnull=False), name="delivery_bounced"),
        ]

    def __str__(self) -> str:
        return f"{self.subject or self.notice_id} to {self.address}"

    @property
    def went_wrong(self) -> str:
        """Why it has not left, in the reader's language; empty where nothing went wrong."""
        return words_of(self.failure, self.last_error)

    @property
    def subject(self) -> str:
        return self._part("subject")

    @property
    def text(self) -> str:
        return self._part("text")

    @property
    def bounce_words(self) -> str:
        """What was said of it that did not arrive."""
        return as_said(self.bounce_code, self.bounce_said)

    @property
    def place(self) -> str:
        """Where to, as others may see it: an address may be a person's own secret."""
        medium = MEDIA.get(self.medium)
        return (medium.shown(self.address) if medium else "") or self.medium

    def _part(self, name: str) -> str:
        payload: dict[str, Any] = self.payload
        return str(payload.get(name, ""))


class Account(models.Model):
    """An account by which our mail leaves, where the way out signs in by token: its credential, sealed for `purpose`.

    `failure` is a code, `said` what the other side calls it; both are about sign-ins since `failing_since`.
    """

    address = models.EmailField(unique=True)  # in small letters
    sealed = models.BinaryField()
    ends_at = models.DateTimeField(null=True)  # when the credential ends by itself; None: it says no end, or none yet
    warns_at = models.DateTimeField(null=True)  # when that is told next
    changed_at = models.DateTimeField()
    failure = models.CharField(max_length=40, blank=True)
    said = models.CharField(max_length=200, blank=True)
    failing_since = models.DateTimeField(null=True)
    alarmed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.address

    @property
    def purpose(self) -> str:
        """What its credential is sealed for."""
        return f"account {self.address}"


class DeadAddress(models.Model):
    """An address that takes no mail, by a report of a mail of ours: none goes there until somebody says that it works.

    `delivery` is the mail that showed it. Ended, never deleted; who ended it is nobody where the person's own deed did.
    """

    address = models.EmailField(max_length=254)  # in small letters
    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="+")
    code = models.CharField(max_length=12, blank=True)
    said = models.CharField(max_length=500, blank=True)
    since_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["address"], condition=models.Q(ended_at=None), name="dead_address_once")
        ]

    def __str__(self) -> str:
        return self.address
