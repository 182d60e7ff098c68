"""Verifying an exported chain: it needs the file alone, no database and nothing of ours but this package."""

from collections.abc import Iterable, Iterator

from gwarant.ledger.anchor import Known
from gwarant.ledger.chain import SCHEMA, genesis
from gwarant.ledger.records import fits, record_of
from gwarant.ledger.report import Report, first_of
from gwarant.ledger.walk import Closing, Place, Walk

_ROW = {"position": int, "line": str, "text_hash": str, "hash": str}
_BLOCK = {"block": int, "rows": int, "previous": str, "head": str}
_START = {"schema": str, "customer": str, "genesis": str}
_END = {"end": bool, "rows": int, "blocks": int}


def verify_export(lines: Iterable[str], heads: Iterable[Known] = ()) -> Report:
    """Whether the exported chain holds; `heads` are those that somebody noted, from a month's page or a mail."""
    numbered = ((number, line) for number, line in enumerate(lines, 1) if line.strip())
    number, first = next(numbered, (1, ""))
    start = record_of(first)
    if start is None or not fits(start, _START) or start["schema"] != SCHEMA:
        return Report(problems=(f"line {number} does not begin an export of {SCHEMA}",))
    walk = Walk(str(start["customer"]))
    problems = first_of(walk.customer, _problems(start, numbered, walk))
    faults = tuple(one.fault([walk]) for one in heads if one.fault([walk]))
    return Report(1, walk.rows, walk.blocks, problems=problems + faults, heads=((walk.customer, walk.head),))


def _problems(start: dict[str, object], lines: Iterator[tuple[int, str]], walk: Walk) -> Iterator[str]:
    if start["genesis"] != genesis(walk.customer):
        yield "the chain does not start as a chain of this customer starts"
    ended = False
    for number, line in lines:
        if ended:
            yield f"line {number} stands after the end"
        record = record_of(line)
        ended = record is not None and fits(record, _END)
        yield from _step(number, record, walk)
    if not ended:
        yield "the export is cut off: its last line is missing"
    yield from walk.rest()


def _step(number: int, record: dict[str, object] | None, walk: Walk) -> Iterator[str]:
    if record is None:
        yield f"line {number} is not a JSON object"
    elif fits(record, _ROW):
        line = str(record["line"])
        name = (record_of(line) or {}).get("id", "without id")
        yield from walk.row(
            Place(_int(record["position"]), str(name), line, str(record["text_hash"]), str(record["hash"]))
        )
    elif fits(record, _BLOCK):
        head, previous = str(record["head"]), str(record["previous"])
        yield from walk.closing(Closing(_int(record["block"]), _int(record["rows"]), previous, head))
    elif not fits(record, _END):
        yield f"line {number} is neither a row nor the end of a block"
    elif (record["rows"], record["blocks"]) != (walk.rows, walk.blocks):
        told = f"{record['rows']} rows in {record['blocks']} blocks"
        yield f"the end tells of {told}, there are {walk.rows} in {walk.blocks}"


def _int(value: object) -> int:
    assert isinstance(value, int)
    return value
