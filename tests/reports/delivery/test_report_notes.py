"""A word of the caretaker belongs to the statement: first in its report, never changed, kept by a revision."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from june import CLOSED, HOUR, REPORTED, late_ticket
from sent import JUNE, stated

from gwarant.contracts.models import Contract
from gwarant.demo.cast import World
from gwarant.reports.actions import close
from gwarant.reports.delivery.models import Note
from gwarant.reports.delivery.notes import note_of
from gwarant.reports.models import Report
from gwarant.reports.month import month_of
from gwarant.reports.paper.paper import data_of
from gwarant.tickets import actions


@pytest.fixture
def contract(engine: None, house: World) -> Contract:
    version = late_ticket(house).version
    assert version is not None
    return version.contract


def test_it_stands_first_in_the_report_line_by_line(contract: Contract, house: World) -> None:
    report = stated(contract, house, note="A calm month.\n\nThank you.")
    part = data_of(month_of(contract, JUNE, "en", CLOSED), report, "en")["parts"][0]
    assert part["title"] == "From your caretaker"
    assert [one["text"] for one in part["blocks"]] == ["A calm month.", "Thank you."]


def test_nothing_said_is_no_part_of_it(contract: Contract, house: World) -> None:
    report = stated(contract, house, note=" \n ")
    assert note_of(report) is None
    parts = data_of(month_of(contract, JUNE, "en", CLOSED), report, "en")["parts"]
    assert "From your caretaker" not in [one["title"] for one in parts]


def test_nobody_changes_it(contract: Contract, house: World) -> None:
    stated(contract, house, note="A calm month.")
    with pytest.raises(DatabaseError), transaction.atomic():
        Note.objects.update(text="A bad month.")


def test_a_revision_keeps_it(contract: Contract, house: World) -> None:
    first = stated(contract, house, note="A calm month.")
    told = {"contact": house.cyryl, "at": REPORTED + HOUR / 2}
    actions.call(house.customers["SHOP"].tickets.get(), "We spoke.", **told, by=house.ben, now=CLOSED + 24 * HOUR)
    close(contract, "2026-07", by=house.olga, now=CLOSED + timedelta(days=31))
    revised = Report.objects.get(period=JUNE, revision=2)
    assert note_of(revised) == note_of(first)
    assert note_of(Report.objects.get(period="2026-07", revision=1)) is None
