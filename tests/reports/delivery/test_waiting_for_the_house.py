"""What waits for the house is asked of the database at once, however many months nobody was sent."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from june import late_ticket
from sent import JUNE, stated

from gwarant.contracts.models import Contract
from gwarant.demo.cast import World
from gwarant.reports import held
from gwarant.reports.actions import close
from gwarant.reports.delivery import waiting
from gwarant.reports.delivery.duty import is_month, is_promised
from gwarant.reports.delivery.sending import deliver
from gwarant.reports.delivery.waiting import Waits, to_do
from gwarant.reports.models import Report

AUTUMN = datetime(2026, 11, 4, 9, tzinfo=UTC)


@pytest.fixture
def contract(engine: None, house: World) -> Contract:
    version = late_ticket(house).version
    assert version is not None
    stated(version.contract, house)
    return version.contract


def unsent(at: datetime = AUTUMN) -> list[Waits]:
    return [one for one in to_do(None, at) if one.report]


def asked() -> list[str]:
    with CaptureQueriesContext(connection) as found:
        unsent()
    return [one["sql"] for one in found.captured_queries]


def test_more_months_ask_no_more_and_no_wording_is_read(contract: Contract, house: World) -> None:
    unsent()
    before = asked()
    for name in ("2026-07", "2026-08", "2026-09"):
        close(contract, name, by=house.olga, now=AUTUMN)
    after = asked()
    assert len(after) <= len(before)
    assert not [one for one in after if '"text"' in one or '"assessment"' in one]
    (waits,) = unsent()
    assert (waits.month, waits.count) == (JUNE, 4)


def test_what_was_sent_waits_no_more(contract: Contract, house: World) -> None:
    close(contract, "2026-07", by=house.olga, now=AUTUMN)
    deliver(Report.objects.get(period=JUNE), [house.cora], by=house.olga, now=AUTUMN)
    (waits,) = unsent()
    assert (waits.month, waits.count, waits.report) == ("2026-07", 1, Report.objects.get(period="2026-07"))


def test_a_quarter_waits_where_the_contract_promises_its_report(
    contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "is_promised", lambda name, versions: name == "2026-Q2" and bool(versions))
    (waits,) = unsent()
    assert (waits.month, waits.count) == (JUNE, 2)


def test_a_monthly_duty_promises_no_quarter(contract: Contract) -> None:
    versions = list(contract.versions.accepted().order_by("version"))
    assert is_promised(JUNE, versions)
    assert not is_promised("2026-Q2", versions)


def test_a_month_is_told_by_its_name() -> None:
    names = ("2026-06", "2026-Q2", "2026", "2026-05-01..2027-04-30")
    assert [is_month(one) for one in names] == [True, False, False, False]


def test_a_contract_that_names_no_zone_ends_its_months_in_utc(
    contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = contract.versions.accepted().get()
    bare: Any = SimpleNamespace(**{**vars(version), "contract": contract.pk, "zone": None})
    monkeypatch.setattr(held, "_moments", lambda _: [bare])
    ends = datetime(2026, 8, 1, tzinfo=UTC)
    own = [one.month for one in to_do(None, ends - timedelta(minutes=1)) if not one.report]
    assert own == []
    assert [one.month for one in to_do(None, ends) if not one.report] == ["2026-07"]
