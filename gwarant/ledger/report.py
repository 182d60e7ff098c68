"""What a verification of chains found, in words and counts."""

from collections.abc import Iterable
from dataclasses import dataclass

SHOWN = 50


@dataclass(frozen=True)
class Report:
    """`problems` break the proof; `notes` are worth a look and break nothing."""

    customers: int = 0
    rows: int = 0
    blocks: int = 0
    waiting: int = 0  # rows that no block holds yet
    compared: int = 0  # rows held against what they were made from
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    heads: tuple[tuple[str, str], ...] = ()  # customer → the chain's last hash

    @property
    def is_fine(self) -> bool:
        return not self.problems

    def __add__(self, other: "Report") -> "Report":
        return Report(
            self.customers + other.customers,
            self.rows + other.rows,
            self.blocks + other.blocks,
            self.waiting + other.waiting,
            self.compared + other.compared,
            self.problems + other.problems,
            self.notes + other.notes,
            self.heads + other.heads,
        )


def first_of(customer: str, found: Iterable[str]) -> tuple[str, ...]:
    """The first problems of a customer, and how many more there are."""
    told: list[str] = []
    surplus = 0
    for problem in found:
        if len(told) < SHOWN:
            told.append(f"{customer}: {problem}")
        else:
            surplus += 1
    return (*told, f"{customer}: and {surplus} more problems") if surplus else tuple(told)
