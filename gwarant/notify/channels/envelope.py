"""What channels take and give: no ORM, no settings, no clock."""

from dataclasses import dataclass


class DeliveryFailed(Exception):
    """The message did not get through; a permanent failure will not get through later either."""

    def __init__(self, message: str, permanent: bool = False) -> None:
        super().__init__(message)
        self.message, self.permanent = message, permanent


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
