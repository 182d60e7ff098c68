"""Lines of kept rows, read one by one, so that one that cannot be read hides no other."""

from collections.abc import Iterable, Mapping
from datetime import UTC
from hashlib import sha256
from typing import Any

from django.db.models import QuerySet

from gwarant.ledger.models import Row
from gwarant.sla.evidence.jsonl import LineReader
from gwarant.sla.evidence.model import Unread

CHUNK = 5000


class RowReader(LineReader):
    """Takes lines by the number of their row; one that cannot be read is set aside with its first problem."""

    def __init__(self) -> None:
        super().__init__("")
        self.bad: dict[int, str] = {}

    def fault(self, number: int, key: str, message: str, hint: str = "", column: int = 0) -> None:
        self.bad.setdefault(number, f"{key}: {message}" if key else message)


def faults_of(lines: Iterable[tuple[int, str]]) -> dict[int, str]:
    """Of numbered lines those that cannot be read, each with what is wrong with it first."""
    return _taken(lines).bad


def read_rows(rows: QuerySet[Row, Any]) -> RowReader:
    """All of the rows, in no order."""
    return _taken(rows.order_by().values_list("pk", "line").iterator(chunk_size=CHUNK))


def read_lines(lines: Mapping[int, str]) -> RowReader:
    """These lines, by the numbers of their rows."""
    return _taken(lines.items())


def stand_in(row: Row) -> Unread:
    """What stands in evidence for a row that cannot be read."""
    received = int(row.received_at.astimezone(UTC).timestamp())
    line = sha256(row.line.encode("utf-8", "surrogatepass")).hexdigest()
    return Unread(id=row.uid, at=received, received=received, of=row.type, line=line, ticket=row.subject)


def _taken(lines: Iterable[tuple[int, str]]) -> RowReader:
    reader = RowReader()
    for number, line in lines:
        reader.take(number, line)
        reader.stopped = False
    return reader
