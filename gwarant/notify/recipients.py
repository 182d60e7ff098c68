"""Who can be told: somebody with an account, or somebody known by an address alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from gwarant.accounts.models import User


@dataclass(frozen=True)
class Correspondent:
    """Somebody known by an e-mail address alone, written to by mail in that language; no page is open to them."""

    address: str
    language: str


Recipient = User | Correspondent


def by_key(circles: Iterable[Iterable[Recipient]], key: str) -> dict[str, tuple[Recipient, int]]:
    """Each recipient once, with the number of the last circle that names them, by the key with their own part.

    Who has left is nobody, and an address of somebody who is there with an account is not told beside it.
    """
    named = [(one, n) for n, people in enumerate(circles) for one in people]
    found = [(one, n) for one, n in named if not isinstance(one, User) or one.is_active]
    known = {one.email.lower() for one, _ in found if isinstance(one, User)}
    return {
        f"{key}:{_own(one)}": (one, n) for one, n in found if isinstance(one, User) or one.address.lower() not in known
    }


def _own(one: Recipient) -> str:
    """What the key says of the recipient: the number of an account, of an address what fits into any key."""
    return str(one.pk) if isinstance(one, User) else f"a{sha256(one.address.lower().encode()).hexdigest()[:16]}"
