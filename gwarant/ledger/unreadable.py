"""Which rows nobody can read, kept as rows of their own: a page asks them, and nobody reads a whole ledger for it.

Writing refuses what is not read back, so that only rows of earlier releases are among them: found once at the upgrade,
and again by every verification and by whoever reads them.
"""

from collections.abc import Collection

from django.db.models import Q

from gwarant.ledger.models import Row, Unreadable
from gwarant.ledger.reading import read_rows, stand_in
from gwarant.sla.evidence.model import Row as EvidenceRow
from gwarant.sla.evidence.model import TimeEntry, Void
from gwarant.sla.evidence.voids import counting

SETTLING = ("time", "void")
TICKET = "ticket"


def unreadable(customer_id: int) -> list[Row]:
    """The customer's rows that no reader takes and that nothing has settled since: neither a void nor a reversal."""
    left = Row.objects.filter(unreadable__customer_id=customer_id, unreadable__is_settled=False)
    return list(left.select_related("customer").order_by("pk"))


def lost_of(subject: str) -> dict[str, bool]:
    """The rows about a ticket that no reader takes, by their ids, and whether each is off the record by now."""
    return lost_by_ticket(row__subject=subject).get(subject, {})


def lost_by_ticket(**where: object) -> dict[str, dict[str, bool]]:
    """The same of many tickets with one query, by the tickets' numbers; those that have lost nothing are not there."""
    told: dict[str, dict[str, bool]] = {}
    found = Unreadable.objects.filter(row__type=TICKET, **where).order_by("row_id")
    for ticket, uid, is_settled in found.values_list("row__subject", "row__uid", "is_settled"):
        told.setdefault(ticket, {})[uid] = is_settled
    return told


def came_across(customer_id: int, rows: Collection[int]) -> None:
    """A reader could not take these rows (their keys)."""
    known = set(Unreadable.objects.filter(row__in=rows).values_list("pk", flat=True)) if rows else set()
    if new := set(rows) - known:
        found = [Unreadable(row_id=one, customer_id=customer_id) for one in sorted(new)]
        Unreadable.objects.bulk_create(found, ignore_conflicts=True)
        _settle(customer_id)


def looked_at_all(customer_id: int, rows: Collection[int]) -> None:
    """All of the customer's rows were read, and these are the ones that could not be."""
    Unreadable.objects.filter(customer_id=customer_id).exclude(row__in=rows).delete()
    came_across(customer_id, rows)
    _settle(customer_id)


def written(customer_id: int, row: EvidenceRow) -> None:
    """A row was written; it may settle one that nobody can read."""
    named = row.row if isinstance(row, Void) else row.reverses if isinstance(row, TimeEntry) else ""
    if named and Unreadable.objects.filter(customer_id=customer_id, row__uid=named).exists():
        _settle(customer_id)


def _settle(customer_id: int) -> None:
    """Say of each whether a later row has settled it; the rows of hours and voids are searched, and there are few."""
    found = Unreadable.objects.filter(customer_id=customer_id)
    rows = [one.row for one in found.select_related("row")]
    if not rows:
        return
    names = Q()
    for row in rows:
        names |= Q(line__contains=row.uid)
    later = read_rows(Row.objects.filter(names, customer_id=customer_id, type__in=SETTLING))
    later.rows["unread"] = [stand_in(row) for row in rows]
    left = {one.id for one in counting(later.reading().evidence).unread}
    for is_settled in (True, False):
        own = [row.pk for row in rows if (row.uid not in left) is is_settled]
        found.filter(row__in=own).exclude(is_settled=is_settled).update(is_settled=is_settled)
