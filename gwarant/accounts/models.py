"""The company that runs this instance, and everybody who signs in."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from gwarant.texts import NAME, TITLE

LANGUAGES = [("en", "English"), ("pl", "Polski")]


class StaffRole(models.TextChoices):
    """What a member of the house does here. Empty for a customer's person."""

    OWNER = "owner"
    MANAGER = "manager"
    CARETAKER = "caretaker"
    ENGINEER = "engineer"
    AUDITOR = "auditor"  # reads everything, changes nothing


class SecondStep(models.TextChoices):
    """Who must sign in with a second step."""

    NOBODY = "nobody"
    LEADERS = "leaders"  # owners and managers
    HOUSE = "house"
    EVERYBODY = "everybody"  # customers' people too


class Company(models.Model):
    """The provider: one row."""

    name = models.CharField(max_length=TITLE)
    nip = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGES, default="pl")
    zone = models.CharField(max_length=60, default="Europe/Warsaw")
    second_step = models.CharField(max_length=10, choices=SecondStep.choices, default=SecondStep.LEADERS)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_company")]

    def __str__(self) -> str:
        return self.name

    def demands_second_step(self, user: "User") -> bool:
        """Whether this person must have a second step."""
        return {
            SecondStep.NOBODY: False,
            SecondStep.LEADERS: user.leads,
            SecondStep.HOUSE: user.is_inside,
            SecondStep.EVERYBODY: True,
        }[SecondStep(self.second_step)]


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who signs in by e-mail. `opaque` is the name under which evidence knows them."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=NAME)
    staff_role = models.CharField(max_length=12, choices=StaffRole.choices, blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGES, default="pl")
    phone = models.CharField(max_length=40, blank=True)
    opaque = models.CharField(max_length=40, unique=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    wants_heads = models.BooleanField(default=False, db_default=False)  # the heads of the evidence, by mail each day

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_inside(self) -> bool:
        """Whether the person belongs to the house."""
        return bool(self.staff_role) and self.is_active

    @property
    def may_change(self) -> bool:
        """Whether a member of the house may act, and not only look."""
        return self.is_inside and self.staff_role != StaffRole.AUDITOR

    @property
    def leads(self) -> bool:
        """Whether the person runs the house: people, customers, contracts."""
        return self.is_inside and self.staff_role in (StaffRole.OWNER, StaffRole.MANAGER)

    def may_appoint(self, role: str) -> bool:
        """Whether the person may give or take this role: an owner is made and unmade by owners only."""
        return self.leads and (self.staff_role == StaffRole.OWNER or role != StaffRole.OWNER)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False


class Attempt(models.Model):
    """Something that is counted against an account: a guess of a password or a code, a mail that was asked for.

    `key` is a hash of whom it concerns, so that an unknown address is counted like a known one; `browser` a hash of
    the browser, where the person has signed in there before.
    """

    what = models.CharField(max_length=12)
    key = models.CharField(max_length=64)
    browser = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["what", "key", "at"], name="attempt_key")]


class KeptForm(models.Model):
    """What somebody typed into a form that came after the session had ended; for an hour, for that browser alone.

    `person` is who typed it, empty where several people sign in in that browser and nobody can tell. `path` is where
    it was sent, `page` where it was typed, `fields` the pairs of names and values, without anything secret.
    """

    browser = models.CharField(max_length=64)
    person = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    path = models.CharField(max_length=1000)
    page = models.CharField(max_length=1000, blank=True)
    fields = models.JSONField()
    kept_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["browser", "kept_at"], name="kept_browser")]


class Rescue(models.Model):
    """A second step that is taken away from somebody who lost phone and codes: who asked, who agreed; never deleted.

    While nobody agreed, who asked and the person can withdraw it. Without `asked_by` it was done at the console.
    """

    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    agreed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
