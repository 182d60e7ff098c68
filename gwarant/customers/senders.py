"""From where mail about a customer's tickets comes, as an address that mail servers take."""

from email.headerregistry import Address

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

WRONG = _("Write an address such as support@shop.example, in letters without accents before the @.")


def sender_of(text: str) -> str:
    """The address, its domain in small letters; empty stays empty. ValidationError where no mail can come from it."""
    user, _at, domain = text.strip().rpartition("@")
    if not text.strip():
        return ""
    found = f"{user}@{domain.lower()}"
    try:
        validate_email(found)
        Address(username=user, domain=domain.lower().encode("idna").decode("ascii"))
    except (ValidationError, ValueError, IndexError) as error:
        raise ValidationError(WRONG) from error
    if not user.isascii() or '"' in user:
        raise ValidationError(WRONG)
    return found
