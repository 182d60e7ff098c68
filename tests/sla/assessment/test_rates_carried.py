"""An entry is charged by the rate that it carries; one without is charged as before."""

import json
from decimal import Decimal

import pytest

from gwarant.pictures.facts import tell_all
from gwarant.sla.assessment import assess
from tests.sla.assessment.cast import contract, iso, rows

HOURS = """
hours:
  pool: {amount: 1h}
  rates: {included: 100.00, above: 150.00}
"""


def work(**more: str) -> list[str]:
    row = {"type": "time", "id": "h1", "from": iso("2026-03-05T10:00"), "to": iso("2026-03-05T13:00")}
    return [json.dumps({**row, **more})]


@pytest.mark.parametrize(
    ("more", "amount"),
    [({}, "300.00"), ({"rule": "P-1@1", "rate": "150.00"}, "300.00"), ({"rule": "P-1@1", "rate": "120.50"}, "241.00")],
)
def test_hours_above_the_pool_cost_the_rate_that_they_carry(more: dict[str, str], amount: str) -> None:
    (month,) = assess([contract(HOURS)], rows(work(**more)), "2026-03").months
    assert month.hours is not None
    assert month.hours.amount == Decimal(amount)


def test_a_late_entry_is_charged_by_its_own_rate_in_the_open_month() -> None:
    closing = [json.dumps({"type": "closing", "id": "c", "at": iso("2026-04-02T09:00"), "month": "2026-03"})]
    late = work(rule="P-1@1", rate="120.00", received=iso("2026-04-10T09:00"))
    march, april = (
        assess([contract(HOURS)], rows(late, closing), one).months[0].hours for one in ("2026-03", "2026-04")
    )
    assert march is not None
    assert april is not None
    assert (march.amount, april.amount) == (Decimal(0), Decimal("240.00"))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"rule": "P-1@1", "rate": "120.5"}, "time entry h1 carries the rate 120.50; in P-1, version 1, it is 150.00"),
        (
            {"rule": "P-1@7", "rate": "120.5"},
            "time entry h1 was priced by P-1, version 7, which is not among the versions",
        ),
    ],
)
def test_a_rate_that_its_wording_does_not_state_is_told(more: dict[str, str], said: str) -> None:
    assert said in tell_all(assess([contract(HOURS)], rows(work(**more)), "2026-03").notes, "en")
