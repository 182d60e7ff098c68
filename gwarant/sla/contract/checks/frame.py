"""The frame holds: ids stand once, zones exist, the fee has parts that can be told apart."""

from gwarant.sla.calendar import check_place, zone
from gwarant.sla.contract.checks.complaint import tried, wrong
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.record import Report

WHOLES = ("monthly", "contract_total")


def unique(contract: Contract, report: Report) -> None:
    """Every id stands once in its section."""
    for section in (
        "services",
        "agreements",
        "classes",
        "clocks",
        "pauses",
        "availability",
        "measures",
        "duties",
        "remedies",
        "triggers",
        "phases",
    ):
        seen: set[str] = set()
        for at, row in enumerate(getattr(contract, section)):
            if row.id in seen:
                wrong(report, f"{section}.{row.id}", f"the id {row.id!r} stands twice in {section}", f"entry {at + 1}")
            seen.add(row.id)


def frame(contract: Contract, report: Report) -> None:
    """The zone and the land of the law exist, the last day follows the first."""
    tried(report, "defaults.timezone", lambda: zone(contract.defaults.timezone))
    if contract.law:
        tried(report, "law", lambda: check_place(contract.law))
    start, end = contract.effective.from_, contract.effective.to
    if start and end and end < start:
        wrong(report, "effective.to", f"{end} lies before {start}", "the last day in force", "invalid")


def fee_parts(contract: Contract, report: Report) -> None:
    """No part of the fee bears the name of a whole."""
    for name in contract.fee.parts:
        if name in WHOLES:
            message = f"a part of the fee cannot be named {name!r}, which means the whole; write another name"
            wrong(report, f"fee.parts.{name}", message, "such as readiness", "invalid")
