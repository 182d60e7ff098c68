"""What an instance needs before anybody can sign in: a company and its first owner."""

from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import reverse

from gwarant.accounts.actions import create_user
from gwarant.accounts.models import Company, StaffRole, User
from gwarant.database.scope import ENGINE, scoped
from gwarant.reports.sealing import keys
from gwarant.texts import NAME, TITLE, BadName, name_of


def company() -> Company | None:
    """The company, if the instance has one."""
    with scoped(ENGINE):
        return Company.objects.first()


def found_company(*, name: str, language: str, now: datetime) -> Company:
    """The company that runs the instance, with the key of its seal. BadName."""
    with scoped(ENGINE):
        made = Company.objects.create(id=1, name=name_of(name, TITLE), language=language, created_at=now)
        keys.make(now)
        return made


def owner() -> User | None:
    """Somebody who may do everything, if there is one."""
    with scoped(ENGINE):
        return User.objects.filter(staff_role=StaffRole.OWNER, is_active=True).order_by("pk").first()


def make_owner(*, email: str, name: str, password: str, language: str, now: datetime) -> User:
    """The first person; without a password they choose one by the link."""
    with scoped(ENGINE):
        return create_user(
            email=email,
            name=name,
            staff_role=StaffRole.OWNER,
            language=language,
            password=password or None,
            is_verified=True,
            now=now,
        )


def link_of(user: User, url: str) -> str:
    """A link by which the person chooses a password; it works once and for three days."""
    with scoped(ENGINE):
        key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    uid, _, token = key.partition("-")
    return url + reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})


def fault_of_company(name: str) -> tuple[str, str] | None:
    """What is wrong with the name of the company: which option, and a sentence."""
    return _fault_of_name("--company", name, TITLE)


def fault_of(email: str, name: str, password: str) -> tuple[str, str] | None:
    """The first thing that is wrong with a new owner: which option, and a sentence."""
    if fault := _fault_of_name("--name", name, NAME):
        return fault
    try:
        validate_email(email)
    except ValidationError as error:
        return "--email", " ".join(error.messages)
    if not password:
        return None
    try:
        validate_password(password, User(email=email, name=name))
    except ValidationError as error:
        return "--password", " ".join(error.messages)
    return None


def _fault_of_name(option: str, name: str, most: int) -> tuple[str, str] | None:
    try:
        name_of(name, most)
    except BadName as error:
        long = f"this name has {error.letters} letters; {most} are kept"
        return option, long if error.letters else "nobody sees this name; write one with letters"
    return None
