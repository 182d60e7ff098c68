"""What a change would move: the open clocks that fall due at another moment under another wording."""

from collections.abc import Iterator
from dataclasses import dataclass

from gwarant.sla.clocks.fold import read_clocks
from gwarant.sla.clocks.reading import Reading, Verdict
from gwarant.sla.clocks.ticket import Ticket, tickets_of
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.resolve import resolve
from gwarant.sla.evidence.model import Evidence
from gwarant.sla.terms import Terms


@dataclass(frozen=True)
class Moved:
    """An open clock and when it falls due (UTC seconds) under each wording; None where that one times nothing."""

    key: str
    before: int | None
    after: int | None


def moved_clocks(former: Contract, amended: Contract, evidence: Evidence, at: int) -> tuple[Moved, ...]:
    """The clocks open at the moment (UTC seconds) that the amended wording would move.

    An amendment leaves them where they are, because a ticket keeps the wording in force when it was received;
    a corrected calendar, or a contract that is replaced, does not.
    """
    old, new = Terms(resolve(former)), Terms(resolve(amended))
    tickets = tickets_of(event for event in evidence.events if event.at <= at)
    return tuple(row for ticket in tickets for row in _moved(ticket, old, new, at))


def _moved(ticket: Ticket, old: Terms, new: Terms, at: int) -> Iterator[Moved]:
    before, after = (_open(ticket, terms, at) for terms in (old, new))
    for key in dict.fromkeys([*before, *after]):
        dues = tuple(rows[key].due_at if key in rows else None for rows in (before, after))
        if dues[0] != dues[1]:
            yield Moved(key, *dues)


def _open(ticket: Ticket, terms: Terms, at: int) -> dict[str, Reading]:
    """The readings that have not stopped, whether late or not."""
    readings = read_clocks(ticket, terms, at)
    still = (one for one in readings if one.stopped_at is None and one.verdict is not Verdict.NOT_REACHED)
    return {one.key: one for one in still}
