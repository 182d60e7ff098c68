"""Messages on their way out, and what stands in each person's inbox."""

from django.db import models

from gwarant.accounts.models import User
from gwarant.customers.models import Customer


class OutboxState(models.TextChoices):
    QUEUED = "queued"
    SENT = "sent"
    DEAD = "dead"  # given up; somebody must look


class Outbox(models.Model):
    """An e-mail to be sent, written in the transaction of its cause. `key` makes it one of its kind."""

    key = models.CharField(max_length=200, unique=True)
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, blank=True, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    address = models.EmailField()
    language = models.CharField(max_length=2)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField()
    picture = models.TextField(blank=True)  # the promise bar as SVG; empty when there is none
    thread = models.CharField(max_length=200, blank=True)  # what it answers to: the ticket's number
    state = models.CharField(max_length=6, choices=OutboxState.choices, default=OutboxState.QUEUED)
    due_at = models.DateTimeField(null=True)  # when to try next; null once sent or dead
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(state="queued"), name="outbox_due"),
            models.Index(fields=["-created_at"], condition=models.Q(state="dead"), name="outbox_dead"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} to {self.address}"


class InboxItem(models.Model):
    """What a person is told inside the product."""

    key = models.CharField(max_length=200, unique=True)
    user = models.ForeignKey(User, models.CASCADE, related_name="inbox")
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, blank=True, related_name="+")
    subject = models.CharField(max_length=300)
    line = models.CharField(max_length=500, blank=True)
    path = models.CharField(max_length=300, blank=True)
    tone = models.CharField(max_length=12, blank=True)  # fine, at_risk, breached, …
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["user", "-created_at"], name="inbox_user")]

    def __str__(self) -> str:
        return self.subject
