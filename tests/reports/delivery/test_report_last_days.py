"""A mail about a report names the days that hold: to object to what was measured, to dispute what was stated."""

from datetime import UTC, date, datetime, timedelta

import pytest
from june import CLOSED, late_ticket
from sent import stated

from gwarant.demo.cast import World
from gwarant.reports.delivery import until
from gwarant.reports.delivery.letters import ReportSent
from gwarant.reports.delivery.until import last_days
from gwarant.reports.models import Report

MIDNIGHT = datetime(2026, 7, 14, 22, tzinfo=UTC)  # in Warsaw: the fourteenth of July is over
MOMENT = timedelta(seconds=1)


@pytest.fixture
def report(engine: None, house: World) -> Report:
    late_ticket(house)
    return stated(house.services["SHOP", "shop"].customer.contracts.get(number="SHOP-2026-01"), house)


def test_the_day_to_object_ends_where_the_contract_lives(report: Report) -> None:
    assert last_days(report, MIDNIGHT - MOMENT).until == "2026-07-14"
    assert last_days(report, MIDNIGHT).until == ""


def test_the_day_to_dispute_runs_from_the_newest_statement(report: Report) -> None:
    assert last_days(report, CLOSED).disputed == "2026-08-02"
    assert last_days(report, CLOSED + timedelta(days=31)).disputed == ""


def test_a_quarter_is_disputed_for_as_long_as_its_months(report: Report) -> None:
    quarter = Report.objects.get(period="2026-Q2")
    assert last_days(quarter, CLOSED).disputed == "2026-08-02"


def test_systems_that_differ_have_each_their_own_day(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    days = {"shop": date(2026, 7, 14), "api": date(2026, 10, 14), "old": date(2026, 7, 1)}
    monkeypatch.setattr(until, "days_of", lambda *_: days)
    found = last_days(report, CLOSED)
    shop = report.contract.customer.services.get(key="shop").name
    assert (found.until, found.systems) == ("", ((shop, "2026-07-14"), ("api", "2026-10-14")))


def test_the_mail_says_each_of_them() -> None:
    told = ReportSent(month="2026-06", systems=(("Shop", "2026-07-14"), ("API", "2026-10-14")), disputed="2026-08-02")
    text = " ".join(told.letter("en").lines)
    assert "Shop: you can object to what was measured until" in text
    assert "API: you can object to what was measured until" in text
    assert "Your administrators can dispute in the portal what the report states until" in text
