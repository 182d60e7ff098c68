"""The mark that a mail of ours carries: which ticket it is about, signed, so that nobody can make one up.

It stands in the Message-ID, in References and in the Reply-To of all that we send about a ticket, and comes back with
the answer: `shop-42.0f1e2d3c4b5a69788796`.
"""

import hmac
import re
from collections.abc import Iterable
from hashlib import sha256

TICKET = re.compile(r"[A-Z][A-Z0-9]{1,9}-[0-9]{1,9}")
_MARK = re.compile(r"(?<![a-z0-9.])([a-z][a-z0-9]{1,9}-[0-9]{1,9})\.([0-9a-f]{20})(?![0-9a-f])", re.IGNORECASE)
LONGEST = 10_000  # characters in which marks are looked for


def mark_of(ticket: str, secret: bytes) -> str:
    """The mark of the ticket with that key."""
    return f"{ticket.lower()}.{_signature(ticket, secret)}"


def ticket_in(texts: Iterable[str], secret: bytes) -> str:
    """The key of the ticket whose mark stands first in the texts; empty where no true one does."""
    for text in texts:
        for key, signature in _MARK.findall(text[:LONGEST]):
            if hmac.compare_digest(signature.lower(), _signature(key, secret)):
                return str(key).upper()
    return ""


def _signature(ticket: str, secret: bytes) -> str:
    return hmac.new(secret, ticket.lower().encode(), sha256).hexdigest()[:20]
