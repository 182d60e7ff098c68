"""Proof that no row of the ledger was changed, moved or taken away since it was sealed, nor its originals."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter

from django.db.models import Exists, Max, OuterRef

from gwarant.customers.models import Customer
from gwarant.database.rows import in_pieces
from gwarant.ledger.anchor import Known
from gwarant.ledger.book_check import checked
from gwarant.ledger.compare import CHUNK, Counted, compared
from gwarant.ledger.models import Block, Row, Seal, Unsealed
from gwarant.ledger.report import Report, first_of
from gwarant.ledger.tables import NO_TABLES, Tables
from gwarant.ledger.unreadable import looked_at_all
from gwarant.ledger.walk import Closing, Place, Walk

LATE = timedelta(minutes=10)
AHEAD = timedelta(seconds=30)  # how far the clocks of two machines of an instance may be apart


def verify(
    customers: Iterable[Customer] | None = None,
    tables: Tables = NO_TABLES,
    heads: Iterable[Known] = (),
    *,
    now: datetime | None = None,
) -> Report:
    """Recompute the chains of the customers, of all when None, and compare them with the tables, both ways.

    `heads` are those that somebody noted elsewhere. Rows that wait to be sealed are counted; with `now` those that wait
    too long are noted.
    """
    found = Customer.objects.order_by("key") if customers is None else customers
    walks: list[Walk] = []
    report = sum((_verified(one, tables, walks, now) for one in found), Report())
    if customers is None:
        report += checked(tables, walks, now)
    return report + Report(problems=tuple(one.fault(walks) for one in heads if one.fault(walks)))


def _verified(customer: Customer, tables: Tables, walks: list[Walk], now: datetime | None) -> Report:
    walk = Walk(customer.key)
    walks.append(walk)
    counted = Counted()
    problems = first_of(customer.key, _problems(customer, walk, tables, counted))
    looked_at_all(customer.pk, counted.unread.keys())
    waiting = Unsealed.objects.filter(customer=customer)
    late = waiting.filter(row__received_at__lt=now - LATE).count() if now else 0
    notes = [f"{late} rows have waited for more than 10 minutes to be sealed"] if late else []
    notes += [
        *_of_sealing(customer, now),
        *counted.notes(),
        *(note for remark in tables.remarks for note in remark(customer.pk)),
    ]
    told = tuple(f"{customer.key}: {note}" for note in notes)
    heads = ((customer.key, walk.head),) if walk.blocks else ()
    return Report(1, walk.rows, walk.blocks, waiting.count(), counted.rows, problems, told, heads)


def _problems(customer: Customer, walk: Walk, tables: Tables, counted: Counted) -> Iterator[str]:
    yield from _of_chain(customer, walk)
    yield from _left_out(customer)
    yield from compared(customer.pk, tables, counted)


def _of_chain(customer: Customer, walk: Walk) -> Iterator[str]:
    """All blocks and all seals, each read in one go; blocks that come meanwhile are left for the next time."""
    last = Block.objects.filter(customer=customer).aggregate(last=Max("number"))["last"] or 0
    groups = groupby(_places(customer, last), key=itemgetter(0))
    number, group = next(groups, (0, iter(())))
    for block in in_pieces(Block.objects.filter(customer=customer, number__lte=last).order_by("number"), CHUNK):
        if number == block.number:
            for _, place in group:
                yield from walk.row(place)
            number, group = next(groups, (0, iter(())))
        yield from walk.closing(Closing(block.number, block.rows, block.previous, block.head))


def _of_sealing(customer: Customer, now: datetime | None) -> Iterator[str]:
    """Blocks that say they were sealed before the one before them, before a row in them came, or in the future.

    No hash covers when a block was sealed, and a server's clock that was put back gives the same: a note.
    """
    blocks = Block.objects.filter(customer=customer).annotate(came=Max("seals__row__received_at")).order_by("number")
    last: datetime | None = None
    for number, sealed, came in blocks.values_list("number", "sealed_at", "came").iterator(CHUNK):
        if last and sealed < last - AHEAD:
            yield f"block {number} says that it was sealed before the block before it"
        if came and sealed < came - AHEAD:
            yield f"block {number} says that it was sealed before it was full: a row in it came later"
        if now and sealed > now + AHEAD:
            yield f"block {number} says that it was sealed in the future"
        last = sealed


def _places(customer: Customer, last: int) -> Iterator[tuple[int, Place]]:
    seals = Seal.objects.filter(block__customer=customer, block__number__lte=last, row__customer=customer)
    columns = ("block__number", "position", "row__uid", "row__line", "row__text_hash", "hash")
    for number, *values in seals.order_by("block__number", "position").values_list(*columns).iterator(CHUNK):
        yield number, Place(*values)


def _left_out(customer: Customer) -> Iterator[str]:
    """Rows that are in no chain and wait for none, and those whose seal is in no block of their customer's."""
    lost = Row.objects.filter(customer=customer, seal=None, waiting=None).order_by("pk")
    for uid in in_pieces(lost.values_list("uid", flat=True), CHUNK):
        yield f"{uid} is in no chain and does not wait to be sealed"
    own = Seal.objects.filter(row=OuterRef("pk"), block__customer=customer)
    astray = Row.objects.filter(~Exists(own), customer=customer, seal__isnull=False).order_by("pk")
    for uid in in_pieces(astray.values_list("uid", flat=True), CHUNK):
        yield f"{uid} has a seal, and it is in no block of this chain"
