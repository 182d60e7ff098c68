"""Recomputation, for the command line."""

from collections.abc import Callable
from datetime import UTC, datetime

from gwarant.database.scope import ENGINE, scoped
from gwarant.tickets.recompute import check as checked
from gwarant.tickets.recompute import write_all_words, write_anew

Tell = Callable[[str], object]


def check(tell: Tell) -> bool:
    """Tell each difference; whether there is none."""
    with scoped(ENGINE):
        found = checked()
    for one in found.differences:
        tell(str(one))
    tell(f"{found.tickets} tickets, {found.clocks} clocks, {len(found.differences)} differences")
    return not found.differences


def write(tell: Tell) -> bool:
    """Compute everything again."""
    with scoped(ENGINE):
        tickets = write_anew(datetime.now(UTC).replace(microsecond=0))
    tell(f"{tickets} tickets computed anew")
    return True


def write_words(tell: Tell) -> None:
    """Write anew by which words tickets are found."""
    with scoped(ENGINE):
        tickets = write_all_words()
    tell(f"the words of {tickets} tickets written anew")
