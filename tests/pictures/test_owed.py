"""What a period owes bears names that people know, and nothing is called paid up that nobody could judge."""

import pytest

from gwarant.pictures.names import names_under
from gwarant.pictures.owed import nothing_owed, remedy_named
from gwarant.pictures.summary import owed_for
from gwarant.sla.assessment import assess
from tests.sla.assessment.cast import contract, outages, proof, rows, ticket

UP = """
availability: {shop-up: {service: shop, target: {ge: 99.0}, probe: {every: 60s}}}
remedies:
  up-credit:
    label: Credit for availability
    of: shop-up
    kind: flat
    pct: 5
    base: {fee: monthly, of: same_month}
"""
DUTY = "duties: {backup: {every: P1M, label: Backup}}"


@pytest.mark.parametrize(
    ("lang", "named"), [("en", "Credit for availability"), ("pl", "Rekompensata za niedostępność")]
)
def test_a_remedy_and_the_promise_it_answers_bear_their_names(lang: str, named: str) -> None:
    paying = contract(UP)
    found = assess(
        [paying], rows(outages("2026-03-01T00:00", "2026-04-01T00:00", ("2026-03-10T10:00", 900))), "2026-03"
    )
    (line,) = found.months[0].remedies.lines
    names = names_under([paying]).said_in(lang)
    assert (remedy_named(line, names), owed_for(line, names)) == (named, "Shop")


@pytest.mark.parametrize(
    ("more", "lines", "said"),
    [
        ("", [], "Nothing is owed."),
        (DUTY, [], "For what could be judged nothing is owed."),
        (DUTY, proof("backup", "2026-03-10T10:00"), "Nothing is owed."),
        (UP, [], "For what could be judged nothing is owed."),
    ],
)
def test_that_nothing_is_owed_is_said_of_what_could_be_judged(more: str, lines: list[str], said: str) -> None:
    found = assess([contract(more)], rows(ticket("A", "2026-03-05T10:00", 5), lines), "2026-03")
    assert nothing_owed(found, "en") == said
