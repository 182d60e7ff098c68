"""ServiceNow's incident list: one row a ticket with its last stamps, which are the truth about what they tell."""

from collections import Counter
from collections.abc import Iterator, Sequence

from gwarant.importers.servicenow_ticket import CLOSED, DONE, RESOLVED, Update
from gwarant.sla.evidence.model import Kind, Role, TicketEvent

TOLD = " ".join((Kind.REPORTED, Kind.RESOLVED, Kind.CLOSED))


def is_snapshot(tickets: Sequence[Sequence[Update]], has_ends: bool) -> bool:
    """Whether tickets have one row each, of a file with columns for when they were resolved or closed.

    Of a long list one in ten may stand in it again, as where two lists that overlap were put together.
    """
    again = sum(len(updates) > 1 for updates in tickets)
    return has_ends and bool(tickets) and again <= len(tickets) // 10


def snapshot_of(updates: Sequence[Update], source: str, tally: Counter[str]) -> list[TicketEvent]:
    """The events of a ticket's row, the latest one: its last edit shows when it was seen, and nothing that happened."""
    update = max(updates, key=lambda one: (one.updated or one.opened or 0, one.changes, one.line))
    tally["told_again"] += len(updates) - 1
    opened = update.updated if update.opened is None else update.opened
    tally["unopened"] += update.opened is None
    steps = [(opened or 0, Kind.REPORTED), *_ends(update, tally)]
    return [
        TicketEvent(
            id=f"{source}:{update.ticket}:{number:04}",
            at=at,
            received=at,
            ticket=update.ticket,
            kind=kind,
            by=Role.CUSTOMER if kind is Kind.REPORTED else Role.PROVIDER,
            channel=update.channel if kind is Kind.REPORTED else "",
            service=update.service,
            class_=update.class_ if kind is Kind.REPORTED else "",
            snapshot=TOLD if kind is Kind.REPORTED else "",
            imported=True,
            source=source,
        )
        for number, (at, kind) in enumerate(steps)
    ]


def _ends(update: Update, tally: Counter[str]) -> Iterator[tuple[int, Kind]]:
    resolved, closed = update.resolved, update.closed
    last = max((one for one in (resolved, closed) if one is not None), default=None)
    if update.state and update.state not in DONE and (last is None or last <= (update.updated or last)):
        tally["open_resolved"] += last is not None
        return
    if resolved is None and closed is None and update.state in DONE:
        tally["undated_end"] += 1
        resolved, closed = (update.updated, None) if update.state == RESOLVED else (None, update.updated)
    tally["closed_unresolved"] += resolved is None and update.state == CLOSED
    if resolved is not None:
        yield resolved, Kind.RESOLVED
    if closed is not None:
        yield closed, Kind.CLOSED
