"""A customer's chain as JSON Lines, for whoever wants to verify it without our database."""

import json
from collections.abc import Iterator

from gwarant.customers.models import Customer
from gwarant.ledger.chain import SCHEMA, genesis
from gwarant.ledger.models import Block, Seal

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
