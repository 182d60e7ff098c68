"""How rows of evidence are chained: each hash covers the one before, the row's line and the hash of its text.

Every part goes into SHA-256 as a netstring, its length in bytes, a colon and its UTF-8 bytes, so that no two
different rows can give the same bytes.
"""

from collections.abc import Iterable
from hashlib import sha256

SCHEMA = "gwarant.ledger/1"


def genesis(customer: str) -> str:
    """The hash that a customer's chain starts from; no chain can be passed off as another's."""
    return _hash(SCHEMA, customer)


def link(previous: str, line: str, text_hash: str) -> str:
    """The hash of a row that follows another."""
    return _hash(previous, line, text_hash)


def chained(previous: str, rows: Iterable[tuple[str, str]]) -> list[str]:
    """The hashes of rows, each a line and the hash of its text, that follow one after the other."""
    hashes = []
    for line, text_hash in rows:
        previous = link(previous, line, text_hash)
        hashes.append(previous)
    return hashes


def hash_of_text(salt: str, text: str) -> str:
    """What stands in the ledger for a text; without the salt nobody can tell which text it was."""
    return _hash(salt, text)


def _hash(*parts: str) -> str:
    made = sha256()
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass")
        made.update(b"%d:%b" % (len(raw), raw))
    return made.hexdigest()
