"""The head of a customer's chain for people to keep: with it they show later that nothing before it was rewritten."""

from datetime import datetime

from gwarant.ledger.anchor import Anchor
from gwarant.ledger.book import HOUSE
from gwarant.ledger.models import Block, HouseSeal
from gwarant.sla.assessment.envelope import Head

COLUMNS = ("customer__key", "number", "head", "sealed_at")


def anchor_of(customer_id: int, at: datetime | None = None) -> Anchor | None:
    """The last block that was sealed by the moment, of all when None; None where nothing is sealed yet."""
    found = Block.objects.filter(customer_id=customer_id)
    found = found.filter(sealed_at__lte=at) if at else found
    columns = found.order_by("-number").values_list(*COLUMNS).first()
    return Anchor(*columns) if columns else None


def heads_of(customer_id: int, at: datetime | None = None) -> tuple[Head, ...]:
    """The same for the envelope of an assessment."""
    found = anchor_of(customer_id, at)
    return (Head(chain=found.customer, block=found.block, hash=f"sha256:{found.head}"),) if found else ()


def head_of(customer_id: int, block: int) -> tuple[Head, ...]:
    """The same after that block of the customer's chain."""
    columns = Block.objects.filter(customer_id=customer_id, number=block).values_list("customer__key", "head").first()
    return (Head(chain=columns[0], block=block, hash=f"sha256:{columns[1]}"),) if columns else ()


def all_anchors() -> list[Anchor]:
    """The heads of all customers, and that of the house's own book, each hash of which is a head."""
    last = HouseSeal.objects.order_by("-position").values_list("position", "hash", "row__at").first()
    return anchors() + ([Anchor(HOUSE, *last)] if last else [])


def anchors() -> list[Anchor]:
    """The heads of all customers as the scope sees them, by key."""
    last = Block.objects.order_by("customer_id", "-number").distinct("customer_id")
    return sorted((Anchor(*columns) for columns in last.values_list(*COLUMNS)), key=lambda one: one.customer)
