"""What a medium takes and gives: no ORM, no clock; its settings come as an argument."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from django.utils.functional import Promise

from gwarant.notify.channels.envelope import DeliveryFailed as DeliveryFailed
from gwarant.notify.channels.envelope import Entry, Envelope, Receipt
from gwarant.notify.kinds import Kind
from gwarant.notify.letter import Letter
from gwarant.notify.reason import Reason

Payload = dict[str, Any]  # JSON: what goes out, and nothing that it does not need


class Ways(Protocol):
    """The settings that media read."""

    @property
    def url(self) -> str: ...

    @property
    def email_url(self) -> str: ...

    @property
    def alarm_email_url(self) -> str: ...

    @property
    def email_from(self) -> str: ...

    @property
    def email_bounces(self) -> str: ...

    @property
    def email_reply_to(self) -> str: ...

    @property
    def inside_hosts(self) -> tuple[str, ...]: ...

    @property
    def files_dir(self) -> Path: ...

    @property
    def files_url(self) -> str: ...

    @property
    def email_files(self) -> int: ...


@dataclass(frozen=True)
class Reader:
    """Who gets it from whom: the address on that medium, the language, why they get it, whether they have an inbox.

    `answers` is the address of ours at which an answer is read; empty where the settings alone say. `may_choose`: it
    comes because they have not chosen otherwise. `sender`: name and address from which mail about tickets comes to
    them, each empty where it is the house's. `is_personal`: for one person's eyes, because they asked.
    `reason`: why, where it is a ticket and no account.
    """

    address: str
    language: str
    house: str
    customer: str = ""
    is_staff: bool = False
    has_inbox: bool = True
    answers: str = ""
    sender: tuple[str, str] = ("", "")
    customer_key: str = ""
    may_choose: bool = False
    is_personal: bool = False
    reason: Reason | None = None


@dataclass(frozen=True)
class Parcel:
    """A delivery ready to go. `key` is the same each time it is sent, and another for each notice; `number` is the
    delivery's, 0 where it is none that is kept.
    """

    key: str
    address: str
    language: str
    payload: Mapping[str, Any]
    at: datetime
    number: int = 0


Deliver = Callable[[Parcel], Receipt]  # DeliveryFailed and nothing else


class Person(Protocol):
    """What a medium knows of everybody with an account."""

    @property
    def opaque(self) -> str: ...

    @property
    def email(self) -> str: ...


@dataclass(frozen=True)
class OwnAddress:
    """The address that a person gives to a medium: the words of its field and of what they have to do, its HTML type.

    `check` says what is wrong with one, in the language that is active; empty when nothing is.
    """

    label: Promise | str
    hint: Promise | str
    check: Callable[[str, Ways], str]
    type: str = "text"
    most: int = 500  # signs


@dataclass(frozen=True)
class Pace:
    """How fast a medium sends: rows and seconds of a round, how long a row is ours, how long to wait after failures.

    The lease has to be longer than a round and the slowest answer together. After the last wait a row is given up.
    """

    batch: int = 50
    budget: float = 10.0  # seconds: a round ends then, so that its leases are counted from a fresh `now`
    lease: timedelta = timedelta(seconds=90)
    back_off: tuple[timedelta, ...] = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 1440))


@dataclass(frozen=True, kw_only=True)
class Medium:
    """One way to reach people, and all that the rest has to know of it.

    `render` makes of a letter what it carries, `opened` gives the function that delivers it; without one a notice has
    arrived once it is written. Everybody has an address on it that `known` tells, or each person gives their `own`.
    `usual` and `always` say which kinds it carries while nobody has chosen otherwise, and whatever anybody chose.
    `is_ready`: whether the settings make it usable; one that is not is offered to nobody and carries nothing.
    """

    name: str
    label: Promise | str
    render: Callable[[Letter, Reader, Ways], Payload]
    opened: Callable[[Ways, Entry], Deliver] | None = None
    known: Callable[[Person], str] | None = None
    own: OwnAddress | None = None
    usual: Callable[[Kind], bool] = lambda kind: kind.is_urgent
    always: Callable[[Kind], bool] = lambda _kind: False
    is_ready: Callable[[Ways], bool] = lambda _ways: True
    shown: Callable[[str], str] = lambda _address: ""  # of an address what others may see of it
    file: Callable[[Parcel, Ways], Envelope] | None = None  # a delivery as a file to look at
    lane: str = ""  # the sweep's name, where it is not the medium's
    pace: Pace = Pace()

    @property
    def sweep(self) -> str:
        return self.lane or self.name

    def address_of(self, person: Person, addresses: Mapping[str, str]) -> str:
        """Where it reaches the person, who gave these addresses by medium; empty: nowhere."""
        return self.known(person) if self.known else addresses.get(self.name, "")
