"""What was stated of periods, as rows of evidence, and the table held against them, both ways."""

import re
from collections.abc import Iterator, Sequence

from gwarant.database.rows import in_pieces
from gwarant.ledger.models import Row
from gwarant.ledger.tables import Original
from gwarant.reports.models import Report
from gwarant.sla.evidence.jsonl import row_line
from gwarant.sla.evidence.model import Closing, Statement
from gwarant.tickets.evidence import stamp

SOURCE = "gwarant"
UID = re.compile(r"([^:]+):[^:]+:(r[0-9]{1,5}|closing)")
MONTH = re.compile(r"\d{4}-\d{2}")


def uid_of(contract: str, period: str, revision: int) -> str:
    """The id of a statement's row, which only one row can have."""
    return f"{contract}:{period}:r{revision}"


def row_of(report: Report) -> Statement:
    """The statement as evidence tells it; nothing is judged by it."""
    at = stamp(report.stated_at)
    return Statement(
        id=uid_of(report.contract.number, report.period, report.revision),
        at=at,
        received=at,
        contract=report.contract.number,
        period=report.period,
        revision=report.revision,
        sha256=report.digest.removeprefix("sha256:"),
        known=stamp(report.known_at),
        former=report.former,
        person=report.stated_by.opaque if report.stated_by else "",
        source=SOURCE,
    )


def closing_of(report: Report) -> Closing:
    """That the month is closed: its first statement does that, and makes the moment."""
    at = stamp(report.stated_at)
    return Closing(
        id=uid_of_closing(report.contract.number, report.period),
        at=at,
        received=at,
        month=report.period,
        person=report.stated_by.opaque if report.stated_by else "",
        contract=report.contract.number,
        source=SOURCE,
    )


def uid_of_closing(contract: str, month: str) -> str:
    """The id of the row by which a month is closed."""
    return f"{contract}:{month}:closing"


def originals(uids: Sequence[str]) -> dict[str, Original]:
    """What the table says was stated, and closed."""
    numbers = {found[1] for uid in uids if (found := UID.fullmatch(uid))}
    own = Report.objects.filter(contract__number__in=numbers).select_related("contract", "stated_by")
    own = own.defer("assessment", "envelope", "headline")
    told = {row.id: row for one in own for row in _rows_of(one)}
    return {uid: Original(row_line(told[uid])) for uid in uids if uid in told}


def unwritten(customer_id: int) -> Iterator[str]:
    """Statements, and closings of months, that stand in no row."""
    own = Report.objects.filter(customer_id=customer_id).order_by("pk")
    named = list(own.values_list("contract__number", "period", "revision"))
    wanted = [uid_of(*one) for one in named] + [uid_of_closing(*one[:2]) for one in named if _closes(*one[1:])]
    rows = Row.objects.filter(customer_id=customer_id, type__in=("statement", "closing"))
    written = set(rows.values_list("uid", flat=True)) if wanted else set()
    yield from (uid for uid in wanted if uid not in written)


def changed(customer_id: int) -> Iterator[str]:
    """Statements whose bytes are not those of which the digest is."""
    own = Report.objects.filter(customer_id=customer_id).select_related("contract").order_by("pk")
    yield from (
        f"{one}: its assessment is not the one that was stated" for one in in_pieces(own, 200) if one.is_changed
    )


def _rows_of(report: Report) -> Iterator[Statement | Closing]:
    yield row_of(report)
    if _closes(report.period, report.revision):
        yield closing_of(report)


def _closes(period: str, revision: int) -> bool:
    """Whether the statement is what closed a month: quarters and years are stated with their last one."""
    return revision == 1 and bool(MONTH.fullmatch(period))
