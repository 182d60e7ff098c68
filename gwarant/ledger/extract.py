"""A part of a customer's chain beside a report: the rows of one contract, and of all others how many lie between.

It needs the file alone. A row that is shown must follow by its line from the hash before it, so that none of them can
be changed, moved or added; what lies between stands as a count and the hash at its end. That hash is taken on trust:
without the hidden lines nobody can compute it, so that a head proves the rows after the last gap before it, and no
others.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gwarant.ledger.chain import genesis, link
from gwarant.ledger.records import fits, record_of

SCHEMA = "gwarant.ledger.extract/1"
_START = {"schema": str, "customer": str}
_ROW = {"id": str, "hash": str}
_GAP = {"gap": int, "hash": str}
_BLOCK = {"block": int, "head": str}
_END = {"end": bool, "rows": int, "blocks": int}


@dataclass
class Extract:
    """What the file shows: rows by id with their lines, heads with their blocks, and what is wrong with it."""

    customer: str = ""
    position: int = 0
    hash: str = ""
    block: int = 0
    lines: dict[str, str] = field(default_factory=dict)  # id → line
    places: dict[str, int] = field(default_factory=dict)  # id → position
    heads: dict[str, int] = field(default_factory=dict)  # head → block
    ends: dict[str, int] = field(default_factory=dict)  # head → position of the last row before it
    gaps: list[int] = field(default_factory=list)  # positions at which hidden rows end
    hashes: dict[int, str] = field(default_factory=dict)  # position → hash
    hidden: int = 0
    faults: list[str] = field(default_factory=list)
    is_whole: bool = False

    def proves(self, head: str, position: int) -> bool:
        """Whether somebody who trusts the head may trust the row: every link from it to the head can be computed."""
        end = self.ends.get(head, 0)
        return max((one for one in self.gaps if one <= end), default=0) < position <= end


def read_extract(lines: Iterable[str], known: Mapping[str, str]) -> Extract:
    """The extract; `known` are lines of rows that stand elsewhere, by their ids."""
    found = Extract()
    for number, text in enumerate((one for one in lines if one.strip()), 1):
        record = record_of(text)
        if number == 1:
            _begin(found, record)
        elif found.is_whole or record is None or not _taken(found, record, known):
            found.faults.append(f"line {number} of the chain is not one that follows there")
        if found.faults and not found.customer:
            break
    if not found.is_whole:
        found.faults.append("the chain is cut off: its last line is missing")
    return found


def _begin(found: Extract, record: Mapping[str, object] | None) -> None:
    if record is None or not fits(record, _START) or record["schema"] != SCHEMA:
        found.faults.append(f"it does not begin an extract of {SCHEMA}")
        return
    found.customer = str(record["customer"])
    found.hash = genesis(found.customer)


def _taken(found: Extract, record: Mapping[str, object], known: Mapping[str, str]) -> bool:
    """Take a line; whether it is one of those that an extract has."""
    if fits(record, _ROW):
        _row(found, record, known)
    elif fits(record, _BLOCK):
        _block(found, record)
    elif fits(record, _GAP):
        _gap(found, record)
    elif fits(record, _END):
        found.is_whole = True
        if (record["rows"], record["blocks"]) != (found.position, found.block):
            found.faults.append(f"its end tells of {record['rows']} rows, and there are {found.position}")
    else:
        return False
    return True


def _row(found: Extract, record: Mapping[str, object], known: Mapping[str, str]) -> None:
    uid, hash_ = str(record["id"]), str(record["hash"])
    line = record.get("line", known.get(uid))
    found.position += 1
    if not isinstance(line, str):
        found.faults.append(f"{uid} stands in the chain, and its line is nowhere in the report")
    elif link(found.hash, line, str(record.get("text_hash", ""))) != hash_:
        found.faults.append(f"{uid} does not fit its hash: it was changed or moved, or one before it is missing")
    elif (record_of(line) or {}).get("id") != uid:
        found.faults.append(f"{uid} stands in the chain with the line of another row")
    elif uid in found.lines:
        found.faults.append(f"{uid} stands twice in the chain")
    found.lines[uid] = str(line)
    found.places[uid] = found.position
    found.hash = found.hashes[found.position] = hash_


def _gap(found: Extract, record: Mapping[str, object]) -> None:
    count = record["gap"]
    assert isinstance(count, int)
    if count < 1:
        found.faults.append("the chain has a gap of no rows")
    found.position += count
    found.hidden += count
    found.hash = found.hashes[found.position] = str(record["hash"])
    found.gaps.append(found.position)


def _block(found: Extract, record: Mapping[str, object]) -> None:
    number, head = record["block"], str(record["head"])
    assert isinstance(number, int)
    if number != found.block + 1:
        found.faults.append(f"block {found.block + 1} of the chain is missing: block {number} comes next")
    if head != found.hash:
        found.faults.append(f"block {number} does not end with the hash of its last row")
    found.block = number
    found.heads[head] = number
    found.ends[head] = found.position
