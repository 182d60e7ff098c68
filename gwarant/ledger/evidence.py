"""A customer's evidence as the core reads it."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db.models import Q, QuerySet

from gwarant.ledger.models import Row
from gwarant.sla.evidence.jsonl import LineReader
from gwarant.sla.evidence.model import Evidence, Unread
from gwarant.sla.evidence.voids import counting

LOOKS = ("check", "state")
ANY_TIME = ("closing", "agreement", "exclusion", "void")  # said of a month, a wording, a stretch, a row, at any time
SETTLING = ("time", "void")
BEYOND = timedelta(days=7)  # an outage at the end of a period is judged whole
UNTIL_CLOSED = timedelta(days=31)  # a month may be closed until the next one ends, and decisions count until then
CHUNK = 5000
_SEEN: dict[int, tuple[int, tuple[int, ...]]] = {}  # customer → the last row that was looked at, the unreadable ones


def before(until: datetime) -> Q:
    """The rows that are read for what ends at the moment: whatever is remembered of it depends on exactly these."""
    later = Q(at__lt=until + BEYOND, type__in=LOOKS) | Q(at__lt=until + UNTIL_CLOSED, type="exclusion")
    return Q(at__lt=until) | later | Q(type__in=ANY_TIME)


def evidence_of(customer_id: int, until: datetime | None = None) -> Evidence:
    """What happened to the customer, sealed or not yet; with `until` only what happened before it.

    Looks at services reach a few days further, because an assessment judges an outage at its period's end whole.
    A row that cannot be read hides no other: an `unread` row stands for it.
    """
    rows = Row.objects.filter(customer_id=customer_id)
    if until is not None:
        rows = rows.filter(before(until))
    reader = _read(rows)
    if reader.bad:
        lost = Row.objects.filter(pk__in=reader.bad).order_by("pk")
        reader.rows["unread"] += [stand_in(row) for row in lost]
    return reader.reading().evidence


def unreadable(customer_id: int) -> list[Row]:
    """The customer's rows that no reader takes and that nothing has settled since: neither a void nor a reversal."""
    rows = _unreadable(customer_id)
    if not rows:
        return []
    names = Q()
    for row in rows:
        names |= Q(line__contains=row.uid)
    later = _read(Row.objects.filter(names, customer_id=customer_id, type__in=SETTLING))
    later.rows["unread"] = [stand_in(row) for row in rows]
    left = {one.id for one in counting(later.reading().evidence).unread}
    return [row for row in rows if row.uid in left]


def _unreadable(customer_id: int) -> list[Row]:
    """All of them in their order; what was looked at once is not looked at again."""
    last, known = _SEEN.get(customer_id, (0, ()))
    rows = Row.objects.filter(customer_id=customer_id)
    reader = _read(rows.filter(pk__gt=last))
    if reader.last:
        known = (*known, *sorted(reader.bad))
        _SEEN[customer_id] = (reader.last, known)
    return list(rows.filter(pk__in=known).select_related("customer").order_by("pk")) if known else []


def stand_in(row: Row) -> Unread:
    """What stands in evidence for a row that cannot be read."""
    received = int(row.received_at.astimezone(UTC).timestamp())
    line = sha256(row.line.encode("utf-8", "surrogatepass")).hexdigest()
    return Unread(id=row.uid, at=received, received=received, of=row.type, line=line, ticket=row.subject)


class _Reader(LineReader):
    """Takes lines by the number of their row; one that cannot be read is set aside with its first problem."""

    def __init__(self) -> None:
        super().__init__("")
        self.bad: dict[int, str] = {}
        self.last = 0

    def fault(self, number: int, key: str, message: str, hint: str = "", column: int = 0) -> None:
        self.bad.setdefault(number, f"{key}: {message}" if key else message)


def faults_of(lines: Iterable[tuple[int, str]]) -> dict[int, str]:
    """Of numbered lines those that cannot be read, each with what is wrong with it first."""
    return _taken(lines).bad


def _read(rows: QuerySet[Row, Any]) -> _Reader:
    return _taken(rows.order_by().values_list("pk", "line").iterator(chunk_size=CHUNK))


def _taken(lines: Iterable[tuple[int, str]]) -> _Reader:
    reader = _Reader()
    for number, line in lines:
        reader.take(number, line)
        reader.stopped = False
        reader.last = max(reader.last, number)
    return reader
