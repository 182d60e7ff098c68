"""A customer's evidence as the core reads it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from gwarant.ledger.models import COMMON, Row
from gwarant.ledger.reading import RowReader, read_lines, read_rows, stand_in
from gwarant.ledger.unreadable import came_across
from gwarant.sla.evidence.model import Evidence

LOOKS = ("check", "state", "looks")
BESIDE = ("sealed", "statement")  # say which bytes looks and what was stated have; read by verification alone
OF_TICKETS = ("ticket", "exclusion", "time")  # of which a ticket's word is made
ANY_TIME = ("closing", "agreement", "exclusion", "void")  # said of a month, a wording, a stretch, a row, at any time
BEYOND = timedelta(days=7)  # an outage at the end of a period is judged whole
UNTIL_CLOSED = timedelta(days=31)  # a month may be closed until the next one ends, and decisions count until then


def before(until: datetime) -> Q:
    """The rows that are read for what ends at the moment: whatever is remembered of it depends on exactly these."""
    later = Q(at__lt=until + BEYOND, type__in=LOOKS) | Q(at__lt=until + UNTIL_CLOSED, type="exclusion")
    return (Q(at__lt=until) | later | Q(type__in=ANY_TIME)) & ~Q(type__in=BESIDE)


def evidence_of(
    customer_id: int, until: datetime | None = None, written: datetime | None = None, block: int | None = None
) -> Evidence:
    """What happened to the customer, sealed or not yet; with `until` only what happened before it.

    With `written` only what had been written down before that moment, and the closings of the moment itself; with
    `block` of that only what the chain holds up to this block: what was on its way at the moment is in a later one.

    Looks at services reach a few days further, because an assessment judges an outage at its period's end whole.
    A row that cannot be read hides no other: an `unread` row stands for it.
    """
    rows = Row.objects.filter(customer_id=customer_id).exclude(type__in=BESIDE)
    if until is not None:
        rows = rows.filter(before(until))
    if written is not None:
        there = Q(received_at__lt=written)
        there = there if block is None else there & Q(seal__block__number__lte=block)
        rows = rows.filter(there | Q(received_at=written, type="closing"))
    return _evidence(customer_id, read_rows(rows))


@dataclass(frozen=True)
class Left:
    """What may be left out of a customer's evidence: what had been received by `known` of what was before `end`.

    Tickets are read whole where they are named here or something is new of them, hours where they are named or new,
    rows that nobody can read (`unread`) always. `last_row` is the last row that was there, the last of `rows`; of these
    `late` had not been received by then.
    """

    end: datetime
    known: datetime
    last_row: int
    rows: int
    unread: tuple[str, ...]
    late: tuple[int, ...]
    tickets: tuple[str, ...]
    hours: tuple[str, ...] | None  # None: all of them


def is_all_there(customer_id: int, left: Left) -> bool:
    """Whether no row was on its way to what was judged: rows are numbered when written, and seen when committed."""
    own = Row.objects.filter(customer_id=customer_id)
    later = own.filter(pk__gt=left.last_row, received_at__lt=left.known, at__lt=left.end)
    return own.filter(pk__lte=left.last_row).count() == left.rows and not later.exists()


def evidence_since(customer_id: int, until: datetime, left: Left) -> Evidence:
    """What `evidence_of` reads but what may be left out, where all that was judged is there.

    Of an entry that is taken back the entry is read as well.
    """
    own = Row.objects.filter(customer_id=customer_id)
    new = own.filter(pk__gt=left.last_row)
    seen = before(until)
    late = own.filter(pk__in=left.late)
    told = Q(type__in=OF_TICKETS) & seen
    lines = _lines(own.filter(told, at__gte=left.end)) | _lines(new.filter(told)) | _lines(late.filter(told))
    fresh = read_lines(lines).reading().evidence
    lines |= _lines(own.filter(uid__in=[*left.unread, *(row.reverses for row in fresh.entries if row.reverses)]))
    events = fresh.events
    subjects = {row.ticket for row in events} | {row.into for row in events if row.into} | set(left.tickets)
    subjects |= set(own.filter(pk__in=lines).exclude(subject="").values_list("subject", flat=True))
    lines |= _lines(own.filter(seen, subject__in=subjects, type__in=("ticket", "exclusion")))
    lines |= _lines(own.filter(seen).exclude(type__in=COMMON))
    hours = own.filter(seen, type="time")
    lines |= _lines(hours if left.hours is None else hours.filter(uid__in=left.hours))
    return _evidence(customer_id, read_lines(lines))


def _lines(rows: QuerySet[Row]) -> dict[int, str]:
    return dict(rows.order_by().values_list("pk", "line"))


def _evidence(customer_id: int, reader: RowReader) -> Evidence:
    if reader.bad:
        came_across(customer_id, reader.bad.keys())
        lost = Row.objects.filter(pk__in=reader.bad).order_by("pk")
        reader.rows["unread"] += [stand_in(row) for row in lost]
    return reader.reading().evidence
