"""What channels take and give: no ORM, no settings, no clock."""

from collections.abc import Callable
from dataclasses import dataclass

from gwarant.oauth import Password, SignInFailed, Token


class DeliveryFailed(Exception):
    """The message did not get through; a permanent failure will not get through later either.

    `code` and `said` are for pages, where it is our own finding and no words of the other side.
    """

    def __init__(self, message: str, permanent: bool = False, code: str = "", said: str = "") -> None:
        super().__init__(message)
        self.message, self.permanent, self.code, self.said = message, permanent, code, said


@dataclass(frozen=True)
class Envelope:
    """A message ready to go: `name` is the same each time it is sent, `content` are its bytes."""

    name: str
    sender: str
    to: str
    content: bytes


@dataclass(frozen=True)
class Receipt:
    """What the other side said when it took the message."""

    said: str


@dataclass(frozen=True)
class Entry:
    """How a way out signs in by an account that is kept, at this moment.

    `shown`: of user and scope what the other side is shown, SignInFailed; `went`: told of each user how it went;
    `inside`: hosts of our own that may be asked by HTTP.
    """

    shown: Callable[[str, str], Token | Password]
    went: Callable[[str, SignInFailed | None], None]
    inside: tuple[str, ...] = ()


def _nobody(user: str, _scope: str) -> Token:
    raise DeliveryFailed(f"nothing is kept by which {user} could sign in")


NO_ENTRY = Entry(_nobody, lambda _user, _failed: None)  # to look at a URL without anything that is kept
