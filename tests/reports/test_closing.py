"""A month is closed once and frozen; what comes later is a revision of it."""

import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from june import CLOSED, HOUR, REPORTED, late_ticket, log

from gwarant.contracts.models import Contract
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.ledger.models import Row
from gwarant.reports.actions import AlreadyClosed, StillRuns, close
from gwarant.reports.models import Report
from gwarant.reports.month import month_of
from gwarant.reports.stated import assessment_of
from gwarant.sla.assessment import to_bytes
from gwarant.sla.evidence.jsonl import write_lines
from gwarant.tickets import actions
from gwarant.tickets.models import Ticket


@pytest.fixture
def late(house: World) -> Ticket:
    with scoped(ENGINE):
        return late_ticket(house)


@pytest.fixture
def contract(engine: None, late: Ticket) -> Contract:
    assert late.version is not None
    return late.version.contract


def test_a_closed_month_is_what_was_stated_whatever_comes_later(contract: Contract, late: Ticket, house: World) -> None:
    report = close(contract, "2026-06", by=house.olga, now=CLOSED)
    assert (report.revision, report.known_at, report.stated_by) == (1, CLOSED, house.olga)
    assert to_bytes(assessment_of(report)).decode() == report.assessment
    log(late, house, CLOSED + HOUR)
    month = month_of(contract, "2026-06", "en", CLOSED + 24 * HOUR)
    assert month.report == report
    assert to_bytes(month.assessment).decode() == report.assessment
    assert len(month.entries) == 1
    rows = "".join(write_lines(month.evidence)).encode()
    assert month.assessment.inputs.evidence == f"sha256:{sha256(rows).hexdigest()}"
    envelope = json.loads(report.envelope)
    assert (envelope["assessment"], envelope["heads"][0]["chain"]) == (report.digest, "SHOP")


def test_the_closing_is_a_row_of_evidence_and_makes_the_moment(contract: Contract, house: World) -> None:
    report = close(contract, "2026-06", by=house.olga, now=CLOSED)
    row = json.loads(Row.objects.get(type="closing").line)
    assert (row["month"], row["at"], row["person"]) == ("2026-06", "2026-07-03T08:00:00Z", house.olga.opaque)
    assert json.loads(report.assessment)["inputs"]["known"] == "2026-07-03T08:00:00Z"


def test_a_month_that_runs_or_was_closed_is_refused_and_nothing_is_written(contract: Contract, house: World) -> None:
    with pytest.raises(StillRuns):
        close(contract, "2026-06", by=house.olga, now=datetime(2026, 6, 30, 21, 59, tzinfo=UTC))
    first = close(contract, "2026-06", by=house.olga, now=CLOSED)
    with pytest.raises(AlreadyClosed) as told:
        close(contract, "2026-06", by=house.ben, now=CLOSED + HOUR)
    assert told.value.report == first
    assert (Report.objects.filter(period="2026-06").count(), Row.objects.filter(type="closing").count()) == (1, 1)


def test_what_a_later_month_corrects_is_stated_anew_once(contract: Contract, late: Ticket, house: World) -> None:
    first = close(contract, "2026-06", by=house.olga, now=CLOSED)
    told: dict[str, Any] = {"contact": house.cyryl, "at": REPORTED + HOUR / 2}
    actions.call(late, "We spoke.", **told, by=house.ben, now=CLOSED + 24 * HOUR)
    close(contract, "2026-07", by=None, now=datetime(2026, 8, 3, 8, 0, tzinfo=UTC))
    revised = Report.objects.get(period="2026-06", revision=2)
    assert revised.digest != first.digest
    assert month_of(contract, "2026-06", "en", datetime(2026, 8, 4, tzinfo=UTC)).report == revised
    close(contract, "2026-08", by=None, now=datetime(2026, 9, 3, 8, 0, tzinfo=UTC))
    assert Report.objects.filter(period="2026-06").count() == 2


def test_a_statement_is_only_added(contract: Contract, house: World) -> None:
    close(contract, "2026-06", by=house.olga, now=CLOSED)
    for change in (lambda: Report.objects.update(revision=2), lambda: Report.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
