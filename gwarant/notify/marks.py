"""What our mails carry so that an answer finds its ticket, and a mail of our own is known again."""

from collections.abc import Iterable
from hmac import compare_digest

from django.conf import settings
from django.utils.crypto import salted_hmac

from gwarant.mail import tokens

SHORT = 16  # signs of a name in a Message-ID that bears a mark too


def mark_of(ticket: str) -> str:
    """The signed mark of the ticket with that key."""
    return tokens.mark_of(ticket, _derived("ticket", settings.SECRET_KEY))


def ticket_in(texts: Iterable[str]) -> str:
    """The key of the ticket whose true mark stands first in the texts; empty where none does.

    A mark that was made under a former secret of the instance is a true one: answers come for years.
    """
    told = [*texts]
    found = (tokens.ticket_in(told, _derived("ticket", secret)) for secret in _secrets())
    return next(filter(None, found), "")


def name_of(key: str) -> str:
    """What stands in the Message-ID of the mail with that key: nobody writes it who has not had the mail."""
    return _named(key, settings.SECRET_KEY)


def is_name_of(key: str, name: str) -> bool:
    """Whether the name out of a Message-ID is that mail's, or its beginning."""
    return len(name) >= SHORT and any(compare_digest(_named(key, one)[: len(name)], name) for one in _secrets())


def instance() -> str:
    """The name under which this instance knows its own mails; it tells nobody else anything."""
    return _name(settings.SECRET_KEY)


def is_ours(name: str) -> bool:
    """Whether a mail that names this instance is one of ours."""
    return name in {_name(secret) for secret in _secrets()}


def _secrets() -> list[str]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def _named(key: str, secret: str) -> str:
    return salted_hmac("gwarant.mail.message", key, secret, algorithm="sha256").hexdigest()[:32]


def _name(secret: str) -> str:
    return _derived("instance", secret).hex()[:16]


def _derived(purpose: str, secret: str) -> bytes:
    return salted_hmac(f"gwarant.mail.{purpose}", "", secret, algorithm="sha256").digest()
