"""What the last verification of the whole ledger found, kept so that pages and probes can say it."""

from datetime import datetime, timedelta

from gwarant.engine.models import LedgerCheck
from gwarant.ledger.report import Report

TOLD = 10
AHEAD = timedelta(seconds=30)  # how far the clock of another machine may be ahead of ours


def record_check(report: Report, now: datetime) -> LedgerCheck:
    """Keep the outcome of a verification of all chains."""
    told = list(report.problems[:TOLD])
    return LedgerCheck.objects.create(at=now, rows=report.rows, problems=len(report.problems), told=told)


def last_check() -> LedgerCheck | None:
    """The verification that was kept last, whatever moment it names; None before the first night."""
    return LedgerCheck.objects.order_by("-pk").first()


def is_ahead(check: LedgerCheck | None, now: datetime) -> bool:
    """Whether the check says that it was made in the future: then nobody knows what the newest one found."""
    return check is not None and check.at > now + AHEAD
