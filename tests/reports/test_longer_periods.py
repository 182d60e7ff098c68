"""Quarters and years: judged from their months' evidence, stated with the last of them."""

from datetime import UTC, datetime
from typing import Any

import pytest
from june import CLOSED, HOUR, REPORTED, late_ticket

from gwarant.contracts.models import Contract
from gwarant.demo.cast import World
from gwarant.reports.actions import NoMonth, close
from gwarant.reports.models import Report
from gwarant.reports.month import NotInForce, judge, longer_of, month_of
from gwarant.reports.stated import revision_of
from gwarant.sla.assessment import to_bytes
from gwarant.tickets import actions
from gwarant.tickets.models import Ticket

JULY_CLOSED = datetime(2026, 8, 3, 8, 0, tzinfo=UTC)


@pytest.fixture
def late(engine: None, house: World) -> Ticket:
    return late_ticket(house)


@pytest.fixture
def contract(late: Ticket) -> Contract:
    assert late.version is not None
    return late.version.contract


def test_a_contract_has_the_quarters_and_years_of_its_months(contract: Contract) -> None:
    assert [one.name for one in longer_of(contract, CLOSED)] == [
        "2026-05-01..2027-04-30",
        "2026",
        "2026-Q3",
        "2026-Q2",
    ]


def test_a_quarter_counts_what_its_months_count(contract: Contract) -> None:
    quarter = month_of(contract, "2026-Q2", "en", CLOSED)
    months = [month_of(contract, name, "en", CLOSED) for name in ("2026-05", "2026-06")]
    assert not quarter.is_running
    assert quarter.assessment.counts.reported == sum(one.assessment.counts.reported for one in months) == 1
    assert {one.key for one in quarter.assessment.readings} == {
        one.key for month in months for one in month.assessment.readings
    }


def test_a_year_that_runs_stands_as_of_now(contract: Contract) -> None:
    year = month_of(contract, "2026", "en", CLOSED)
    assert year.is_running
    assert year.report is None


def test_a_quarter_is_stated_with_its_last_month_and_says_what_the_core_says(contract: Contract, house: World) -> None:
    close(contract, "2026-06", by=house.olga, now=CLOSED)
    month = month_of(contract, "2026-Q2", "en", CLOSED + HOUR)
    assert month.report is not None
    assert month.report.revision == 1
    assert to_bytes(month.assessment).decode() == month.report.assessment
    assert to_bytes(judge(month.mark, month.evidence)).decode() == month.report.assessment
    assert not Report.objects.filter(period="2026").exists()


def test_a_quarter_is_revised_with_its_months_once(contract: Contract, late: Ticket, house: World) -> None:
    close(contract, "2026-06", by=house.olga, now=CLOSED)
    first = Report.objects.get(period="2026-Q2")
    told: dict[str, Any] = {"contact": house.cyryl, "at": REPORTED + HOUR / 2}
    actions.call(late, "We spoke.", **told, by=house.ben, now=CLOSED + 24 * HOUR)
    close(contract, "2026-07", by=house.olga, now=JULY_CLOSED)
    close(contract, "2026-08", by=house.olga, now=JULY_CLOSED.replace(month=9))
    revised = Report.objects.filter(period="2026-Q2").order_by("revision")
    assert [one.revision for one in revised] == [1, 2]
    assert revised[1].digest != first.digest
    found = revision_of(revised[1])
    assert found is not None
    assert ("breached", "met") in [(one.before.verdict, one.after.verdict) for one in found.verdicts]
    assert revision_of(first) is None


def test_no_quarter_is_closed_by_itself(contract: Contract, house: World) -> None:
    with pytest.raises(NoMonth):
        close(contract, "2026-Q2", by=house.olga, now=CLOSED)
    assert Report.objects.count() == 0


@pytest.mark.parametrize("name", ["2025", "2026-Q1", "2027", "2026-05-02..2027-05-01"])
def test_what_holds_none_of_the_months_is_refused(contract: Contract, name: str) -> None:
    with pytest.raises(NotInForce):
        month_of(contract, name, "en", CLOSED)


def test_the_last_month_of_a_year_of_the_contract_is_closed_and_states_it(contract: Contract, house: World) -> None:
    report = close(contract, "2027-04", by=house.olga, now=datetime(2027, 5, 3, 8, 0, tzinfo=UTC))
    assert report.revision == 1
    assert Report.objects.filter(period="2026-05-01..2027-04-30").exists()
