"""A month is closed once and frozen; what comes later is a revision of it."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from june import CLOSED, HOUR, REPORTED, late_ticket, log

from gwarant.contracts.models import Contract
from gwarant.contracts.terms import wording_of
from gwarant.database.scope import ENGINE, scoped, staff_scope
from gwarant.demo.cast import World
from gwarant.ledger.evidence import evidence_of
from gwarant.ledger.models import Row, Unsealed
from gwarant.ledger.verify import verify
from gwarant.reports.actions import AlreadyClosed, StillRuns, _months_of, close
from gwarant.reports.models import Report
from gwarant.reports.month import month_of
from gwarant.reports.originals import TABLES
from gwarant.reports.stated import assessment_of
from gwarant.reports.statements import row_of
from gwarant.sla.assessment import assess, to_bytes
from gwarant.sla.assessment.codes import FIGURE
from gwarant.sla.assessment.model import Corrected, Stood
from gwarant.sla.evidence.jsonl import write_lines
from gwarant.tickets import actions
from gwarant.tickets.models import Ticket

AUGUST = datetime(2026, 8, 3, 8, 0, tzinfo=UTC)


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


def test_each_statement_is_a_row_of_the_chain_with_its_digest(contract: Contract, late: Ticket, house: World) -> None:
    first = close(contract, "2026-06", by=house.olga, now=CLOSED)
    told: dict[str, Any] = {"contact": house.cyryl, "at": REPORTED + HOUR / 2}
    actions.call(late, "We spoke.", **told, by=house.ben, now=CLOSED + 24 * HOUR)
    second = close(contract, "2026-07", by=None, now=AUGUST)
    rows = {row.uid: json.loads(row.line) for row in Row.objects.filter(type="statement").select_related("seal")}
    names = ("2026-06:r1", "2026-06:r2", "2026-07:r1", "2026-Q2:r1", "2026-Q2:r2")
    assert set(rows) == {f"SHOP-2026-01:{one}" for one in names}
    assert f"sha256:{rows['SHOP-2026-01:2026-06:r1']['sha256']}" == first.digest
    assert f"sha256:{rows['SHOP-2026-01:2026-07:r1']['sha256']}" == second.digest
    assert "person" not in rows["SHOP-2026-01:2026-06:r2"]
    assert Row.objects.filter(type="statement", seal__isnull=False).count() == 5


def test_closing_at_the_desk_leaves_no_row_that_waits_for_a_seal_it_has(contract: Contract, house: World) -> None:
    with scoped(staff_scope(house.olga.pk)):
        close(contract, "2026-06", by=house.olga, now=CLOSED)
    assert not Unsealed.objects.filter(customer=contract.customer_id).exists()
    assert Row.objects.filter(customer=contract.customer_id, seal=None).count() == 0


def test_no_row_of_a_statement_is_judged_by(contract: Contract, house: World) -> None:
    report = close(contract, "2026-06", by=house.olga, now=CLOSED)
    evidence = month_of(contract, "2026-06", "en", CLOSED + HOUR).evidence
    assert (evidence.statements, len(evidence.closings)) == ((), 1)
    own = evidence_of(contract.customer_id)
    with_it = replace(own, statements=(row_of(report),))
    wordings = [wording_of(one) for one in contract.versions.accepted()]
    assert assess(wordings, with_it, "2026-06") == assess(wordings, own, "2026-06")


def test_the_ledger_holds_statements_and_closings_against_their_table(contract: Contract, house: World) -> None:
    close(contract, "2026-06", by=house.olga, now=CLOSED)
    close(contract, "2026-07", by=None, now=AUGUST)
    assert [one for one in _verified(contract) if "2026-0" in one] == []
    report = Report.objects.get(period="2026-06")
    report.assessment += " "
    assert report.is_changed
    report.pk, report.revision = None, 5
    report.save()
    found = " ".join(_verified(contract))
    assert "SHOP-2026-01:2026-06:r5 stands in its table, and its row in the ledger is gone" in found
    assert "SHOP-2026-01 2026-06 r5: its assessment is not the one that was stated" in found


def _verified(contract: Contract) -> tuple[str, ...]:
    return verify([contract.customer], TABLES).problems


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


def test_a_row_that_was_on_its_way_is_no_part_of_what_was_stated_and_makes_a_revision(
    contract: Contract, late: Ticket, house: World
) -> None:
    """Its transaction began before the closing, and ended after it."""
    report = close(contract, "2026-06", by=house.olga, now=CLOSED)
    told: dict[str, Any] = {"contact": house.cyryl, "at": REPORTED + HOUR / 2}
    actions.call(late, "We spoke.", **told, by=house.ben, now=CLOSED - HOUR / 60)
    rows = "".join(write_lines(month_of(contract, "2026-06", "en", CLOSED + HOUR).evidence)).encode()
    assert json.loads(report.assessment)["inputs"]["evidence"] == f"sha256:{sha256(rows).hexdigest()}"
    close(contract, "2026-07", by=None, now=datetime(2026, 8, 3, 8, 0, tzinfo=UTC))
    assert Report.objects.filter(period="2026-06", revision=2).exists()


@pytest.mark.parametrize(
    ("period", "month"),
    [("2026-03", "2026-03"), ("2026-Q1", "2026-03"), ("2026", "2026-12"), ("2026-05-01..2027-04-30", "2027-04")],
)
def test_a_figure_of_several_months_corrects_the_month_that_stated_it(period: str, month: str) -> None:
    one = Corrected(FIGURE(promise="trend", period=period), "SHOP-1@1", Stood("met"), Stood("breached"))
    assert list(_months_of(one, "Europe/Warsaw")) == [month]
