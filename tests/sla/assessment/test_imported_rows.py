"""An assessment says what became of the rows of the exports, and never that nothing was reported above it."""

import json

import pytest

from gwarant.pictures.facts import tell_all
from gwarant.pictures.opening import is_empty, lead
from gwarant.sla.assessment import Assessment, assess
from gwarant.sla.evidence.jsonl import SCHEMA, read_lines
from tests.sla.assessment.cast import contract, iso

ROW = {"type": "ticket", "kind": "reported", "at": iso("2026-03-02 09:00"), "by": "customer", "channel": "portal"}


def assessed(tickets: int, **account: int) -> Assessment:
    header = {"type": "header", "schema": SCHEMA, "source": "csv", **account}
    rows = [{**ROW, "id": f"r{number}", "ticket": f"T-{number}"} for number in range(tickets)]
    return assess([contract("")], read_lines([json.dumps(one) for one in (header, *rows)]), "2026-03")


def test_tickets_without_a_class_are_the_first_thing_that_is_said() -> None:
    found = assessed(1200)
    assert not is_empty(found)
    assert lead(found, "en") == "No verdict: 1,200 tickets without a class."
    assert lead(found, "pl") == "1200 zgłoszeń bez oceny: bez klasy."


def test_rows_that_could_not_be_used_are_told_where_nothing_else_is() -> None:
    found = assessed(0, rows=9_998, unreadable=9_990, quiet=8)
    assert not is_empty(found)
    assert lead(found, "en") == "9,990 of 9,998 rows of exports could not be used."
    (told,) = [one for one in tell_all(found.notes, "en") if "export" in one]
    assert told.startswith("9,998 rows of an export (csv): 8 that change nothing")


@pytest.mark.parametrize("account", [{}, {"rows": 12, "quiet": 9, "repeated": 2, "blank": 1}])
def test_a_month_of_which_an_export_told_nothing_and_lost_nothing_is_empty(account: dict[str, int]) -> None:
    assert is_empty(assessed(0, **account))
