"""The part of the customer's chain that a report carries: its rows of evidence, and that it was stated."""

from gwarant.ledger.anchor import Anchor
from gwarant.ledger.export import extract
from gwarant.ledger.models import Block, Row, Seal
from gwarant.reports.models import Report
from gwarant.reports.month import Month
from gwarant.reports.statements import uid_of
from gwarant.sla.evidence.form import FORMS
from gwarant.sla.evidence.jsonl import row_line
from gwarant.sla.evidence.model import Evidence

WRITTEN = ("statement", "sealed")  # they stand in no other file of the report


def chain_of(month: Month, report: Report) -> str:
    """The extract up to the block that holds the row of this very statement, or as far as the chain goes."""
    number = month.contract.number
    own = Row.objects.filter(customer_id=report.customer_id, type="statement", subject=number)
    named = own.filter(received_at__lte=report.stated_at).values_list("uid", flat=True)
    known = {**_lines(month.evidence), **dict.fromkeys(named, "")}
    return "".join(extract(month.contract.customer, _last(report), known, WRITTEN))


def head_of(report: Report) -> str:
    """The head with which that block ends, as people note it; empty where nothing is sealed yet."""
    block = Block.objects.filter(customer_id=report.customer_id, number=_last(report))
    columns = block.values_list("customer__key", "number", "head", "sealed_at").first()
    return str(Anchor(*columns)) if columns else ""


def _last(report: Report) -> int:
    """The number of the block of the statement; of the last one where it waits to be sealed."""
    uid = uid_of(report.contract.number, report.period, report.revision)
    seal = Seal.objects.filter(row__uid=uid).values_list("block__number", flat=True).first()
    last = Block.objects.filter(customer_id=report.customer_id).order_by("-number").values_list("number", flat=True)
    return seal or last.first() or 0


def _lines(evidence: Evidence) -> dict[str, str]:
    """The lines of the rows by id; of a day of looks the row by which it was sealed."""
    found = {}
    for form in FORMS:
        for row in getattr(evidence, form.part):
            if form.name == "looks":
                found[f"{row.id}:sealed"] = ""
            else:
                found[row.id] = row_line(row)
    return found
