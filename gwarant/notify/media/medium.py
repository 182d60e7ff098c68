"""What a medium takes and gives: no ORM, no clock; its settings come as an argument."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.utils.functional import Promise

from gwarant.notify.channels.envelope import DeliveryFailed as DeliveryFailed
from gwarant.notify.channels.envelope import Receipt
from gwarant.notify.letter import Letter

Payload = dict[str, Any]  # JSON: what goes out, and nothing that it does not need


class Ways(Protocol):
    """The settings that media read."""

    @property
    def url(self) -> str: ...

    @property
    def email_url(self) -> str: ...

    @property
    def email_from(self) -> str: ...

    @property
    def email_reply_to(self) -> str: ...

    @property
    def inside_hosts(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Reader:
    """Who gets it from whom: the address on that medium, the language, why they get it, whether they have an inbox."""

    address: str
    language: str
    house: str
    customer: str = ""
    is_staff: bool = False
    has_inbox: bool = True


@dataclass(frozen=True)
class Parcel:
    """A delivery ready to go. `key` is the same each time it is sent, and another for each notice."""

    key: str
    address: str
    language: str
    payload: Mapping[str, Any]
    at: datetime


Deliver = Callable[[Parcel], Receipt]  # DeliveryFailed and nothing else


@dataclass(frozen=True)
class Medium:
    """One way to reach people: how a letter becomes what it carries, and how that gets there.

    `opened` gives the function that delivers; without one a notice has arrived once it is written. A medium to which
    people give an address of their own `asks` for it in these words, and `check` says what is wrong with one.
    """

    name: str
    label: Promise | str
    render: Callable[[Letter, Reader, Ways], Payload]
    opened: Callable[[Ways], Deliver] | None = None
    asks: Promise | str = ""
    hint: Promise | str = ""
    check: Callable[[str, Ways], str] = lambda _address, _ways: ""
