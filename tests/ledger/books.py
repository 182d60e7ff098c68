"""Rows of evidence for the ledger's tests."""

from datetime import datetime, timedelta

from gwarant.customers.models import Customer
from gwarant.ledger.actions import append, seal
from gwarant.ledger.models import Row
from gwarant.sla.evidence.model import Kind, TicketEvent

NOON = datetime.fromisoformat("2026-06-01T12:00:00+00:00")


def customer(key: str = "BOOK") -> Customer:
    return Customer.objects.create(key=key, name=f"{key} sp. z o.o.", created_at=NOON)


def event(number: int, key: str = "BOOK-1") -> TicketEvent:
    at = int(NOON.timestamp()) + number
    kind = Kind.REPORTED if number == 1 else Kind.REPLIED
    return TicketEvent(
        id=f"{key}:{number:04}", at=at, received=at, ticket=key, kind=kind, person="p1", source="gwarant"
    )


def written(of: Customer, *numbers: int, text: str = "") -> list[Row]:
    """That many rows, one a second."""
    later = [(number, NOON + timedelta(seconds=number)) for number in numbers]
    return [append(event(n, f"{of.key}-1"), customer=of, subject=f"{of.key}-1", text=text, now=at) for n, at in later]


def sealed(of: Customer, *numbers: int, text: str = "") -> list[Row]:
    """The same, sealed in one block."""
    rows = written(of, *numbers, text=text)
    seal(of.pk, NOON + timedelta(minutes=1))
    return rows
