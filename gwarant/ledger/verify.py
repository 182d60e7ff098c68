"""Proof that no row of the ledger was changed, moved or taken away since it was sealed."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from gwarant.customers.models import Customer
from gwarant.ledger.actions import happened_at
from gwarant.ledger.chain import hash_of_text
from gwarant.ledger.models import Block, Row, Seal, Unsealed
from gwarant.ledger.report import Report, first_of
from gwarant.ledger.walk import Closing, Place, Walk
from gwarant.sla.evidence.form import FORMS, form_of
from gwarant.sla.evidence.jsonl import read_lines
from gwarant.sla.problem import InputError

CHUNK = 2000
LATE = timedelta(minutes=10)


@dataclass(frozen=True)
class Original:
    """What a row was made from, as its own table says now. `text` empty: not known here, or erased."""

    line: str
    text: str = ""


Source = Callable[[Sequence[str]], Mapping[str, Original]]  # ids of rows → what they were made from
NO_SOURCES: Mapping[str, Source] = {}


def verify(
    customers: Iterable[Customer] | None = None,
    sources: Mapping[str, Source] = NO_SOURCES,
    *,
    now: datetime | None = None,
) -> Report:
    """Recompute the chains of the customers, of all when None; `sources` by type of row say what to compare with.

    Rows that wait to be sealed are counted; with `now` those that wait too long are noted.
    """
    found = Customer.objects.order_by("key") if customers is None else customers
    return sum((_verified(one, sources, now) for one in found), Report())


def _verified(customer: Customer, sources: Mapping[str, Source], now: datetime | None) -> Report:
    walk = Walk(customer.key)
    compared: list[str] = []
    problems = first_of(customer.key, _problems(customer, walk, sources, compared))
    waiting = Unsealed.objects.filter(customer=customer)
    late = waiting.filter(row__received_at__lt=now - LATE).count() if now else 0
    notes = (f"{customer.key}: {late} rows have waited for more than 10 minutes to be sealed",) if late else ()
    heads = ((customer.key, walk.head),) if walk.blocks else ()
    return Report(1, walk.rows, walk.blocks, waiting.count(), len(compared), problems, notes, heads)


def _problems(customer: Customer, walk: Walk, sources: Mapping[str, Source], compared: list[str]) -> Iterator[str]:
    yield from _of_chain(customer, walk)
    yield from _left_out(customer)
    for rows in _chunks(Row.objects.filter(customer=customer).select_related("salt").order_by("pk").iterator(CHUNK)):
        yield from _columns(rows)
        for type_, source in sources.items():
            own = [row for row in rows if row.type == type_]
            compared += (row.uid for row in own)
            yield from _against(own, source([row.uid for row in own])) if own else ()


def _of_chain(customer: Customer, walk: Walk) -> Iterator[str]:
    for block in Block.objects.filter(customer=customer).order_by("number").iterator(CHUNK):
        for place in _places(block):
            yield from walk.row(place)
        yield from walk.closing(Closing(block.number, block.rows, block.previous, block.head))
    yield from walk.rest()


def _places(block: Block) -> Iterator[Place]:
    seals = Seal.objects.filter(block=block, row__customer=block.customer_id).order_by("position")
    columns = seals.values_list("position", "row__uid", "row__line", "row__text_hash", "hash")
    return (Place(*values) for values in columns.iterator(CHUNK))


def _left_out(customer: Customer) -> Iterator[str]:
    """Rows that are in no chain and wait for none."""
    lost = Row.objects.filter(customer=customer, seal=None, waiting=None).order_by("pk")
    for uid in lost.values_list("uid", flat=True).iterator(CHUNK):
        yield f"{uid} is in no chain and does not wait to be sealed"


def _columns(rows: Sequence[Row]) -> Iterator[str]:
    """Rows whose columns, by which they are found, say something else than their line."""
    try:
        told = _told(rows)
    except InputError:
        yield from _unreadable(rows)
        return
    for row in rows:
        if told.get(row.uid) != (row.type, row.at):
            yield f"{row.uid} is filed under another id, type or moment than its line says"


def _told(rows: Sequence[Row]) -> dict[str, tuple[str, datetime]]:
    evidence = read_lines(row.line for row in rows)
    found = [one for form in FORMS for one in getattr(evidence, form.part)]
    return {one.id: (form_of(one).name, happened_at(one)) for one in found}


def _unreadable(rows: Sequence[Row]) -> Iterator[str]:
    for row in rows:
        try:
            read_lines([row.line])
        except InputError as error:
            yield f"{row.uid} cannot be read: {error.problems[0].message}"


def _against(rows: Sequence[Row], originals: Mapping[str, Original]) -> Iterator[str]:
    for row in rows:
        original = originals.get(row.uid)
        if original is None:
            yield f"{row.uid} stands in the ledger, and what it was made from is gone"
        elif original.line != row.line:
            yield f"{row.uid} says something else than what it was made from"
        elif original.text and _salt(row) and hash_of_text(_salt(row), original.text) != row.text_hash:
            yield f"{row.uid}: its words are not those that were written down"


def _salt(row: Row) -> str:
    return row.salt.salt if hasattr(row, "salt") else ""


def _chunks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk
