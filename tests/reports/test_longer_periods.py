"""Quarters and years: judged from their months' evidence, stated with the last of them."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from amending import amend
from june import CLOSED, HOUR, REPORTED, late_ticket

from gwarant.cli.verifying import carried_by, checks_of
from gwarant.contracts.models import Contract
from gwarant.demo.cast import World
from gwarant.reports.actions import NoMonth, close
from gwarant.reports.files import command_of
from gwarant.reports.models import Report
from gwarant.reports.month import NotInForce, judge, longer_of, month_of, period_of
from gwarant.reports.paper.paper import paper_of
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


@pytest.fixture
def ending(contract: Contract, house: World) -> Contract:
    """The contract, which both sides end with the tenth of July."""
    amend(house, "SHOP", date(2026, 7, 1), datetime(2026, 6, 29, 8, 0, tzinfo=UTC), more="", last=date(2026, 7, 10))
    return contract


def test_what_a_contract_does_not_live_to_see_ends_with_its_last_month(ending: Contract) -> None:
    ends = {one.name: one.end for one in longer_of(ending, JULY_CLOSED)}
    july = period_of(ending, "2026-07", JULY_CLOSED).end
    assert [ends[name] for name in ("2026-05-01..2027-04-30", "2026", "2026-Q3")] == [july] * 3
    assert ends["2026-Q2"] < july


def test_quarter_and_years_of_a_contract_that_ended_are_stated_with_its_last_month(
    ending: Contract, house: World
) -> None:
    close(ending, "2026-06", by=house.olga, now=CLOSED)
    close(ending, "2026-07", by=house.olga, now=JULY_CLOSED)
    stated = set(Report.objects.values_list("period", flat=True))
    assert stated == {"2026-06", "2026-07", "2026-Q2", "2026-Q3", "2026", "2026-05-01..2027-04-30"}
    year = month_of(ending, "2026", "en", JULY_CLOSED + HOUR)
    assert not year.is_running
    assert year.report is not None
    assert to_bytes(judge(year.mark, year.evidence)).decode() == year.report.assessment
    assert year.assessment.counts.reported == 1
    assert "--until 2026-07-31T22:00:00Z --json" in command_of(year)


def test_the_report_on_the_year_of_a_contract_that_ended_is_computed_again(
    ending: Contract, house: World, tmp_path: Path
) -> None:
    close(ending, "2026-06", by=house.olga, now=CLOSED)
    close(ending, "2026-07", by=house.olga, now=JULY_CLOSED)
    year = month_of(ending, "2026", "en", JULY_CLOSED + HOUR)
    assert year.report is not None
    (tmp_path / "year.pdf").write_bytes(paper_of(year, year.report, "en"))
    assert [one for one in checks_of(carried_by(str(tmp_path / "year.pdf"))) if not one.holds] == []


def test_a_contract_that_goes_on_after_all_has_its_year_stated_anew_at_its_end(ending: Contract, house: World) -> None:
    close(ending, "2026-07", by=house.olga, now=JULY_CLOSED)
    on = date(2026, 8, 5)
    amend(house, "SHOP", on, datetime(2026, 8, 4, 8, 0, tzinfo=UTC), more="", last=date(2027, 4, 30))
    before = month_of(ending, "2026", "en", datetime(2026, 9, 1, 8, 0, tzinfo=UTC))
    assert before.report is not None
    assert to_bytes(judge(before.mark, before.evidence)).decode() == before.report.assessment
    close(ending, "2026-08", by=house.olga, now=datetime(2026, 9, 2, 8, 0, tzinfo=UTC))
    close(ending, "2026-12", by=house.olga, now=datetime(2027, 1, 4, 8, 0, tzinfo=UTC))
    revisions = Report.objects.filter(period="2026").order_by("revision")
    assert [one.stated_at.month for one in revisions] == [8, 1]
