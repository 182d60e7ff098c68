"""Customers, their systems in our care, their people, and who was invited."""

from collections.abc import Collection
from datetime import datetime

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import pgettext

from gwarant.accounts.models import LANGUAGES, StaffRole, User
from gwarant.database.together import ask


class CustomerRole(models.TextChoices):
    """What a customer's person may do: run the company's side, report and confirm, or read."""

    ADMINISTRATOR = "administrator"
    REQUESTER = "requester"
    READER = "reader"


class Customer(models.Model):
    """Who pays. `key` begins every ticket's number: SHOP-42."""

    key = models.CharField(max_length=10, unique=True, validators=[RegexValidator(r"^[A-Z][A-Z0-9]{1,9}$")])
    name = models.CharField(max_length=200)
    nip = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGES, default="pl")
    caretaker = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="cares_for")
    deputy = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="deputises_for")
    next_ticket = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class CareChange(models.Model):
    """Who cares for a customer from a moment on, and who decided it; added to, never changed."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="care_changes")
    caretaker = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    deputy = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.customer}: {self.caretaker}, {self.deputy}"


class Service(models.Model):
    """A customer's system in our care. `key` is the id under which contracts name it."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="services")
    key = models.SlugField(max_length=40)
    name = models.CharField(max_length=200)
    environment = models.CharField(max_length=40, default="production")
    address = models.URLField(blank=True)
    card = models.TextField(blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["customer", "key"], name="service_key")]

    def __str__(self) -> str:
        return self.name


def active_services(customer_id: int) -> list[Service]:
    """The systems of the customer that are looked after today, by their keys."""
    return ask("services", customer_id, lambda: services_of([customer_id])[customer_id])


def services_of(customers: Collection[int]) -> dict[int, list[Service]]:
    """The same of many customers, by their keys."""
    found: dict[int, list[Service]] = {pk: [] for pk in customers}
    for one in Service.objects.filter(customer__in=customers, is_active=True).order_by("key"):
        found[one.customer_id].append(one)
    return found


class IntakeAddress(models.Model):
    """An address of ours to which people write: a customer's own one, or the house's for all (no customer)."""

    address = models.EmailField(unique=True)  # in small letters
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, blank=True, related_name="intake_addresses")
    service = models.ForeignKey(Service, models.PROTECT, null=True, blank=True, related_name="+")
    class_id = models.CharField(max_length=40, blank=True)  # of a report that says none
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.address


class Sender(models.Model):
    """From whom mail about a customer's tickets comes to its people, as agreed; what is empty is the house's."""

    customer = models.OneToOneField(Customer, models.PROTECT, primary_key=True, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    address = models.EmailField(blank=True)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>"


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self) -> "MembershipQuerySet":
        return self.filter(ended_at=None, user__is_active=True)


class Membership(models.Model):
    """A person's place at a customer; ended, never deleted."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="memberships")
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=14, choices=CustomerRole.choices)
    since_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "user"], condition=models.Q(ended_at=None), name="one_membership_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} at {self.customer}"


class Correspondent(models.Model):
    """Somebody of a customer who is known by an e-mail address alone, until somebody says whose it is: then `user`.

    `opaque` is the name under which evidence knows them. Address and name stand here and nowhere else, so that blanking
    them forgets the person.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="correspondents")
    email = models.EmailField(blank=True)  # in small letters
    name = models.CharField(max_length=120, blank=True)  # as they wrote it
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="correspondents")
    opaque = models.CharField(max_length=40, unique=True)
    since_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "email"], condition=~models.Q(email=""), name="one_correspondent_an_address"
            )
        ]
        indexes = [models.Index(fields=["email"], name="correspondent_email")]  # each mail is looked up by its sender

    def __str__(self) -> str:
        return self.name or self.email or pgettext("who wrote", "an unknown sender")


ONE_SIDE = models.Q(customer=None, role="") & ~models.Q(staff_role="") | (
    models.Q(customer__isnull=False, staff_role="") & ~models.Q(role="")
)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def waiting(self) -> "InvitationQuerySet":
        """Neither used nor withdrawn; its time may be over."""
        return self.filter(accepted_at=None, revoked_at=None)


class Invitation(models.Model):
    """A one-use way in, for staff (no customer) or for a customer's person; only the token's hash is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, blank=True, related_name="invitations")
    email = models.EmailField()
    name = models.CharField(max_length=120, blank=True)
    staff_role = models.CharField(max_length=12, choices=StaffRole.choices, blank=True)
    role = models.CharField(max_length=14, choices=CustomerRole.choices, blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGES, default="pl")
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=ONE_SIDE, name="invitation_to_one_side")]

    def __str__(self) -> str:
        return self.email

    def is_open(self, now: datetime) -> bool:
        """Whether it can still be used."""
        return self.accepted_at is None and self.revoked_at is None and now < self.expires_at
