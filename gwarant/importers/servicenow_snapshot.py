"""ServiceNow's incident list: one row a ticket with its last stamps, which are the truth about what they tell."""

from collections import Counter
from collections.abc import Collection, Sequence
from itertools import pairwise

from gwarant.importers.servicenow_ticket import CLOSED, DONE, NEW, RESOLVED, Update
from gwarant.sla.evidence.model import Kind, Role, TicketEvent

TOLD = " ".join((Kind.REPORTED, Kind.RESOLVED, Kind.CLOSED))
NEAR = 3600  # seconds within which a ticket's first row shows how it was opened
SAME = 60  # seconds within which two stamps are of one act


def is_snapshot(tickets: Sequence[Sequence[Update]]) -> bool:
    """Whether the rows are no log: that needs most tickets to be followed, but for those that lie as they came."""
    moved = [updates for updates in tickets if len(updates) > 1 or updates[0].state != NEW]
    return bool(tickets) and 2 * sum(map(is_followed, moved)) <= len(moved)


def is_followed(updates: Sequence[Update]) -> bool:
    """Whether rows show a ticket change step by step: lists put together skip what lay between."""
    rows = [one for one in sorted(updates, key=placed) if one.updated is not None]
    if len({(one.updated, one.changes) for one in rows}) < 2:
        return False
    if len({one.state for one in rows}) < 2 and len({one.priority for one in rows}) < 2:
        return False
    is_whole = (_begins(rows) and _is_gapless(rows)) or _is_counted_through(rows)
    return any(map(_knows_its_end, rows)) or (is_whole and not _came_late(rows))


def is_surely_log(tickets: Sequence[Sequence[Update]]) -> bool:
    """Whether the rows show it where no counter does: an open one bears a later end, or most change within an hour.

    Of lists put together each row is how a ticket stood when one was made, and nobody makes them hour by hour.
    """
    followed = [sorted(updates, key=placed) for updates in tickets if is_followed(updates)]
    quick = [rows for rows in followed if any(placed(b)[0] - placed(a)[0] <= NEAR for a, b in pairwise(rows))]
    return any(_knows_its_end(row) for rows in followed for row in rows) or 2 * len(quick) > len(followed)


def is_end_only(updates: Sequence[Update]) -> bool:
    """Whether a ticket of a log is shown only after it was finished, so that nobody saw what went before."""
    rows = sorted(updates, key=placed)
    return all(one.state in DONE for one in rows) and (len(rows) == 1 or not _begins(rows))


def placed(update: Update) -> tuple[int, int, int]:
    """The place of a row among those of its ticket."""
    return update.updated or update.opened or 0, update.changes, update.line


def _knows_its_end(row: Update) -> bool:
    """Whether a row of an open ticket bears a later end, as only a log does whose columns were filled afterwards."""
    last = max(row.resolved or 0, row.closed or 0)
    return row.state not in {"", *DONE} and last > (row.updated or last)


def _begins(rows: Sequence[Update]) -> bool:
    first = rows[0]
    is_counted = first.changes == 0 < rows[-1].changes
    return is_counted or first.opened is None or (first.updated or first.opened) - first.opened <= NEAR


def _is_gapless(rows: Sequence[Update]) -> bool:
    return rows[-1].changes - rows[0].changes < 2 * len(rows)


def _is_counted_through(rows: Sequence[Update]) -> bool:
    """Whether the counter of updates misses none between the rows, wherever they begin."""
    numbers = sorted({one.changes for one in rows})
    return len(numbers) > 1 and numbers[-1] - numbers[0] == len(numbers) - 1


def _came_late(rows: Sequence[Update]) -> bool:
    """Whether the row that first shows a ticket finished was edited after the finish that it tells."""
    for state in (RESOLVED, CLOSED):
        row = next((one for one in rows if one.state == state), None)
        stamp = None if row is None else row.resolved if state == RESOLVED else row.closed
        if row is not None and stamp is not None and (row.updated or stamp) > stamp + SAME:
            return True
    return False


def snapshot_of(
    updates: Sequence[Update], source: str, tally: Counter[str], ends: Collection[Kind]
) -> list[TicketEvent]:
    """The events of a ticket's row, the latest one: its last edit shows when it was seen, and nothing that happened.

    Without columns for its `ends`, or a date of the end that it has, the report is all that it tells.
    """
    update = max(updates, key=placed)
    tally["imported"] += 1
    tally["replaced"] += len(updates) - 1
    tally["told_again"] += len(updates) - 1
    opened = (update.updated if update.opened is None else update.opened) or 0
    tally["unopened"] += update.opened is None
    found = _ends(update, tally) if ends else ()
    is_undatable = bool(ends) and not found and update.state in DONE
    tally["undatable"] += is_undatable
    latest = _latest(update, ends, tally) if found else None
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
            snapshot=(TOLD if ends and not is_undatable else str(Kind.REPORTED)) if kind is Kind.REPORTED else "",
            seen_from=latest if kind is Kind.REPORTED and latest is not None and latest >= opened else None,
            imported=True,
            source=source,
        )
        for number, (at, kind) in enumerate([(opened, Kind.REPORTED), *found])
    ]


def _ends(update: Update, tally: Counter[str]) -> Sequence[tuple[int, Kind]]:
    resolved, closed = update.resolved, update.closed
    last = max((one for one in (resolved, closed) if one is not None), default=None)
    if update.state and update.state not in DONE and (last is None or last <= (update.updated or last)):
        tally["open_resolved"] += last is not None
        return ()
    if last is None and update.state in DONE and update.updated is not None:
        tally["undated_end"] += 1
        resolved, closed = (update.updated, None) if update.state == RESOLVED else (None, update.updated)
    is_closed = update.state == CLOSED and not (resolved is None and closed is None)
    tally["closed_unresolved"] += is_closed and resolved is None
    stamps = ((resolved, Kind.RESOLVED), (closed, Kind.CLOSED))
    return [(at, kind) for at, kind in stamps if at is not None]


def _latest(update: Update, ends: Collection[Kind], tally: Counter[str]) -> int | None:
    """The moment by which it was finished, where nothing says when before that it was."""
    if update.resolved is None and update.closed is None:
        return update.updated
    is_alone = update.resolved is None and Kind.RESOLVED not in ends
    tally["closed_alone"] += is_alone
    return update.closed if is_alone else None
