"""A duty that the monthly report proves, as the contract says it."""

import pytest

from gwarant.sla.contract.model.promises import REPORT, Duty
from gwarant.sla.contract.values import Period


@pytest.mark.parametrize(
    ("proof", "is_report"), [(REPORT, True), ("the report", False), ("delivered", False), ("", False)]
)
def test_only_the_word_itself_makes_a_duty_the_report(proof: str, is_report: bool) -> None:
    assert Duty(id="r", every=Period(months=1), proof=proof).is_report is is_report


def test_the_delivery_of_a_duty_called_report_is_what_the_packages_call_it() -> None:
    assert Duty(id="report", every=Period(months=1), proof="delivered").is_report
    assert not Duty(id="summary", every=Period(months=1), proof="delivered").is_report


def test_reports_are_on_periods_of_the_calendar() -> None:
    found = [months for months in range(1, 13) if Duty(id="r", every=Period(months=months)).is_of_periods]
    assert found == [1, 3, 12]
    assert not Duty(id="r", every=Period(months=1), slots="contract").is_of_periods
