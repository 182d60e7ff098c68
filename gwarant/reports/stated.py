"""A period as it was stated: read back from its frozen bytes, and what it was judged from."""

import json
from datetime import datetime
from functools import lru_cache

from gwarant.contracts.models import Contract
from gwarant.reports.marks import Mark, marks_of
from gwarant.reports.models import Report
from gwarant.sla.assessment import Assessment
from gwarant.sla.assessment.revised import Revised, revised
from gwarant.sla.civil import CivilPeriod
from gwarant.sla.restored import restored


def last_stated(contract: Contract, period: str, now: datetime) -> Report | None:
    """The newest statement of the period that there was at the moment; None while nobody had closed it."""
    found = contract.reports.filter(period=period, stated_at__lte=now).select_related("contract", "stated_by")
    return found.order_by("-revision").first()


def assessment_of(report: Report) -> Assessment:
    """The assessment that was frozen; NotRestored where no release wrote it."""
    return _read(report.assessment)


def revision_of(report: Report) -> Revised | None:
    """What the statement says otherwise than the one before it; None for the first."""
    former = former_of(report)
    return revised(assessment_of(former), assessment_of(report)) if former else None


def former_of(report: Report) -> Report | None:
    """The statement before it; None for the first."""
    return report.contract.reports.filter(period=report.period, revision=report.revision - 1).first()


def mark_of(report: Report, period: CivilPeriod) -> Mark:
    """What the statement rests on: the wordings that were known to it."""
    return marks_of(report.contract, [period], report.stated_at, known=report.known_at)[0]


@lru_cache(maxsize=64)
def _read(frozen: str) -> Assessment:
    found: Assessment = restored(json.loads(frozen), Assessment)
    return found
