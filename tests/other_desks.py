"""Desks that write to each other: whole instances of ours, each in a database of its own, and one of others' make."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from django.conf import settings as used
from django.db import connections, transaction
from letters_in import come
from service import CAST

from gwarant.database.scope import ENGINE, scoped
from gwarant.intake.models import RawMail
from gwarant.notify.delivery import send_due

APART = ("SECRET_KEY", "ENV")


@dataclass
class House:
    """An instance of ours: where it works, the address that it writes from and reads, and the mail that left it."""

    address: str
    connection: Any
    secret: str
    out: Path
    gone: set[Path] = field(default_factory=set)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Its database, its secret and its way out, for as long as it has something to do."""
        former = connections["default"], *(getattr(used, name) for name in APART)
        env = replace(used.ENV, email_url=f"file://{self.out}", email_from=self.address)
        try:
            connections["default"], used.SECRET_KEY, used.ENV = self.connection, self.secret, env
            with scoped(ENGINE):
                yield
        finally:
            connections["default"], used.SECRET_KEY, used.ENV = former

    def takes(self, raw: bytes, now: datetime) -> RawMail:
        """A letter as it came over the line."""
        with self.at_work():
            return come(raw, box=self.address, now=now)

    def sends(self, to: str, now: datetime) -> list[bytes]:
        """Have what is due leave the house; the new letters to the address."""
        with self.at_work():
            send_due("mail", now)
        new = sorted({*self.out.glob("*.eml")} - self.gone)
        self.gone |= {*new}
        return [raw for raw in (one.read_bytes() for one in new) if message_from_bytes(raw)["To"] == to]


@contextmanager
def another(address: str, out: Path) -> Iterator[House]:
    """A second instance, in the database that holds the cast without contracts; what it does is taken back."""
    made = connections.create_connection("default")
    made.settings_dict = deepcopy(made.settings_dict) | {"NAME": CAST}
    made.settings_dict["OPTIONS"].pop("pool", None)
    house = House(address, made, "the other instance's own secret, which nobody else knows", out)
    begun = transaction.atomic()
    begun._from_testcase = True  # type: ignore[attr-defined]
    try:
        with house.at_work():
            begun.__enter__()
        yield house
        with house.at_work():
            transaction.set_rollback(True)
            begun.__exit__(None, None, None)
    finally:
        made.close()


@dataclass
class Desk:
    """Somebody's ticket system: it answers whatever comes, says nowhere that it is one, and knows no thread."""

    address: str
    quotes: bool = False
    count: int = 0

    def answer(self, raw: bytes) -> bytes:
        self.count += 1
        came = message_from_bytes(raw, policy=policy.default)
        made = EmailMessage()
        made["From"], made["To"] = f"Helpdesk <{self.address}>", came["From"].addresses[0].addr_spec
        made["Subject"] = f"[DESK-{self.count}] {came['Subject'] if self.quotes else 'We have your request'}"
        made["Message-ID"] = f"<{self.count}@desk.example>"
        made.set_content(f"Thank you. Your request is number {self.count}. Somebody will look at it.")
        return made.as_bytes()


def unmarked(raw: bytes, subject: str = "") -> bytes:
    """The letter after a gateway that lets nothing through but who, to whom and what; with another subject if any."""
    came = message_from_bytes(raw, policy=policy.default)
    made = EmailMessage()
    told = {"From": str(came["From"]), "To": str(came["To"]), "Subject": subject or str(came["Subject"])}
    for name, value in told.items():
        made[name] = value
    made.set_content(came.get_body(("plain",)).get_content())  # type: ignore[union-attr]
    return made.as_bytes()
