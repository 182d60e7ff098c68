"""What our mails carry so that an answer finds its ticket, and a mail of our own is known again."""

import re
from collections.abc import Iterable
from enum import StrEnum
from hmac import compare_digest

from django.conf import settings
from django.utils.crypto import salted_hmac

from gwarant.mail import tokens

SHORT = 16  # signs of a name in a Message-ID that bears a mark too
TRIAL = "mail test"  # in place of a key: the seal of a message that tries whether reports come in
_SEALED = re.compile(r"([0-9a-f]{1,15})-([0-9a-f]{24})", re.IGNORECASE)


class Borne(StrEnum):
    """Where a mail bears the seal of its delivery; what was seen in one place is no use in the other."""

    ENVELOPE = "envelope"  # the sender of its envelope: the address to which a server reports
    HEADER = "header"  # its head: a report brings it back, an answer does not


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


def seal_of(number: int, key: str, where: Borne) -> str:
    """What stands there of the delivery with that number, of the notice with that key."""
    return f"{number:x}-{_signed(number, key, where, settings.SECRET_KEY)}"


def number_in(seal: str) -> int | None:
    """Which delivery a seal says that it is of, true or not; None where it is none."""
    found = _SEALED.fullmatch(seal)
    return int(found[1], 16) if found else None


def is_sealed(seal: str, key: str, where: Borne) -> bool:
    """Whether the seal is that delivery's, under this secret of the instance or a former one."""
    found = _SEALED.fullmatch(seal)
    return found is not None and any(
        compare_digest(_signed(int(found[1], 16), key, where, one), found[2].lower()) for one in _secrets()
    )


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


def _signed(number: int, key: str, where: Borne, secret: str) -> str:
    told = f"{number} {key}"
    return salted_hmac(f"gwarant.mail.delivery.{where}", told, secret, algorithm="sha256").hexdigest()[:24]


def _name(secret: str) -> str:
    return _derived("instance", secret).hex()[:16]


def _derived(purpose: str, secret: str) -> bytes:
    return salted_hmac(f"gwarant.mail.{purpose}", "", secret, algorithm="sha256").digest()
