"""Walking along a chain: what is wrong with it, place by place. It knows no database."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from gwarant.ledger.chain import genesis, link


@dataclass(frozen=True)
class Place:
    """A sealed row as it stands in the chain."""

    position: int
    name: str  # what people know the row by
    line: str
    text_hash: str
    hash: str


@dataclass(frozen=True)
class Closing:
    """The end of a block: how many rows it holds and the hashes at its two ends."""

    number: int
    rows: int
    previous: str
    head: str


@dataclass
class Walk:
    """Goes from the chain's start to its end; every step gives what is wrong there.

    After a fault it goes on from the hash that is stored, so that one changed row is one problem.
    """

    customer: str
    rows: int = 0
    blocks: int = 0
    head: str = ""
    heads: dict[str, int] = field(default_factory=dict)  # head → the block that it closes
    _in_block: int = 0
    _block_starts: str = ""

    def __post_init__(self) -> None:
        self.head = self._block_starts = genesis(self.customer)

    def row(self, place: Place) -> Iterator[str]:
        """The next row."""
        self.rows += 1
        self._in_block += 1
        if place.position != self.rows:
            yield f"position {self.rows} is missing: position {place.position} comes next"
            self.rows = place.position
        if link(self.head, place.line, place.text_hash) != place.hash:
            yield f"position {place.position} ({place.name}) does not fit its hash: it was changed or moved"
        self.head = place.hash

    def closing(self, block: Closing) -> Iterator[str]:
        """The end of the block whose rows have just been walked."""
        self.blocks += 1
        if block.number != self.blocks:
            yield f"block {self.blocks} is missing: block {block.number} comes next"
            self.blocks = block.number
        if block.rows != self._in_block:
            yield f"block {block.number} holds {self._in_block} rows and was sealed with {block.rows}"
        if block.previous != self._block_starts:
            yield f"block {block.number} does not follow the block before it"
        if block.head != self.head:
            yield f"block {block.number} does not end with the hash of its last row"
        self.head = self._block_starts = block.head
        self.heads[block.head] = block.number
        self._in_block = 0

    def rest(self) -> Iterator[str]:
        """What is left over at the end of the chain."""
        if self._in_block:
            yield f"{self._in_block} rows at the end belong to no block"
