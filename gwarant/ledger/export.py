"""A customer's chain as JSON Lines, for whoever wants to verify it without our database."""

import json
from collections.abc import Collection, Iterator, Mapping
from itertools import groupby
from operator import itemgetter

from gwarant.customers.models import Customer
from gwarant.ledger.chain import SCHEMA, genesis
from gwarant.ledger.extract import SCHEMA as PART
from gwarant.ledger.models import Block, Row, Seal

CHUNK = 2000
_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False)


def export(customer: Customer) -> Iterator[str]:
    """The sealed rows in their order, each block closed by a line of its own; every line ends with a newline."""
    yield _line(schema=SCHEMA, customer=customer.key, genesis=genesis(customer.key))
    rows = blocks = 0
    for block in Block.objects.filter(customer=customer).order_by("number").iterator(CHUNK):
        seals = Seal.objects.filter(block=block).order_by("position")
        columns = seals.values_list("position", "row__line", "row__text_hash", "hash")
        for position, line, text_hash, hash_ in columns.iterator(CHUNK):
            yield _line(position=position, line=line, text_hash=text_hash, hash=hash_)
        sealed = block.sealed_at.isoformat().replace("+00:00", "Z")
        yield _line(block=block.number, rows=block.rows, previous=block.previous, head=block.head, sealed_at=sealed)
        rows, blocks = rows + block.rows, blocks + 1
    yield _line(end=True, rows=rows, blocks=blocks)


def _line(**record: object) -> str:
    return _ENCODER.encode(record) + "\n"


def extract(customer: Customer, last: int, known: Mapping[str, str], types: Collection[str]) -> Iterator[str]:
    """The chain up to block `last`: the rows of the ids in `known`, and of all others how many lie between.

    `known` are the lines that stand beside it, by id; a row whose line is another one, as that of one of the `types`
    is, has its line here. `gwarant.ledger.extract` reads it.
    """
    shown = _shown(customer, known, types)
    yield _line(schema=PART, customer=customer.key)
    seals = Seal.objects.filter(block__customer=customer, block__number__lte=last).order_by("position")
    rows = gap = blocks = 0
    hash_ = ""
    for block, group in groupby(seals.values_list("block__number", "hash", "row__uid").iterator(CHUNK), itemgetter(0)):
        for _, next_, uid in group:
            if uid in shown:
                yield from _gap(gap, hash_)
                gap = 0
                yield _line(id=uid, hash=next_, **shown[uid])
            else:
                gap += 1
            rows, hash_ = rows + 1, next_
        yield from _gap(gap, hash_)
        yield _line(block=block, head=hash_)
        gap, blocks = 0, blocks + 1
    yield _line(end=True, rows=rows, blocks=blocks)


def _shown(customer: Customer, known: Mapping[str, str], types: Collection[str]) -> dict[str, dict[str, str]]:
    """What is told of each row beside its hash."""
    own = Row.objects.filter(customer=customer, uid__in=known)
    found = {}
    for uid, type_, line, text_hash in own.values_list("uid", "type", "line", "text_hash").iterator(CHUNK):
        told = {"line": line} if type_ in types or line != known[uid] else {}
        found[uid] = {**told, **({"text_hash": text_hash} if text_hash else {})}
    return found


def _gap(count: int, hash_: str) -> Iterator[str]:
    if count:
        yield _line(gap=count, hash=hash_)
