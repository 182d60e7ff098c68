"""Messages as people and programs send them to the house, for the tests of the intake."""

from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

from gwarant.customers.models import IntakeAddress
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.files.store import store
from gwarant.intake.booked import ADDRESS, book_setting
from gwarant.intake.handling import handle
from gwarant.intake.models import RawMail, Way
from gwarant.intake.receive import keep, receive
from gwarant.ledger.book_check import checked
from gwarant.mail import read
from gwarant.notify.marks import mark_of
from gwarant.reports.originals import TABLES
from gwarant.tickets.models import Ticket

NOW = datetime(2026, 6, 10, 9, 0, tzinfo=UTC)
OURS = "mx.house.example"


def mail(
    sender: str = "Cora Czarnecka <cora@shop.example>",
    subject: str = "The basket loses goods",
    text: str = "Since this morning.",
    to: str = "shop@house.example",
    **headers: str,
) -> bytes:
    """A message; `Message_ID` names the header Message-ID."""
    made = EmailMessage()
    told = {"From": sender, "To": to, "Subject": subject, "Date": "Wed, 10 Jun 2026 08:59:00 +0000"}
    told |= {key.replace("_", "-"): value for key, value in headers.items()}
    for key, value in told.items():
        made[key] = value
    made.set_content(text)
    return made.as_bytes()


def door(
    world: World, address: str = "shop@house.example", customer: str | None = "SHOP", **more: Any
) -> IntakeAddress:
    """An address of ours at which mail arrives."""
    with scoped(ENGINE):
        own = world.customers[customer] if customer else None
        made = IntakeAddress.objects.create(address=address, customer=own, created_at=NOW, **more)
        book_setting(ADDRESS, made, NOW)
        return made


def come(raw: bytes, box: str = "shop@house.example", now: datetime = NOW, **more: Any) -> RawMail:
    """The message received and handled: what became of it."""
    kept = receive(raw, way=Way.PIPE, box=box, recipients=[box], now=now, **more)
    return handled(kept, now)


def lie(raw: bytes, box: str, now: datetime) -> RawMail:
    """The same within a transaction of the test's own."""
    return handled(keep(store(raw), way=Way.PIPE, box=box, recipients=[box], now=now), now)


def handled(kept: RawMail, now: datetime) -> RawMail:
    """What became of it."""
    with scoped(ENGINE):
        handle(kept.pk, read, now)
        return RawMail.objects.select_related(
            "ticket__correspondent", "ticket__reporter", "ticket__customer", "event", "customer"
        ).get(pk=kept.pk)


def marked(ticket: Ticket) -> str:
    """The Message-ID of a mail of ours about the ticket."""
    return f"<{mark_of(ticket.key)}.1@house.example>"


def proven(domain: str = "house.example", result: str = "pass") -> str:
    """What our own mail server writes of a sender of the domain."""
    return f"{OURS}; dmarc={result} header.from={domain}"


def faults_of_book() -> tuple[str, ...]:
    """What the house's own book says that the tables do not, or they and not it."""
    with scoped(ENGINE):
        return checked(TABLES, [], None).problems
