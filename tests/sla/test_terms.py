"""A contract made ready to count with."""

import pytest
from world import Desk, at, text

from gwarant.sla.contract.values import time_value

SEASONS = """
  - {id: onboarding, from: 2026-12-01, length: P4W, effect: {targets: report_only, remedies: none}}
  - {id: rush, every: "11-15..12-31", effect: {targets.serious.response: [30m, always]}}
  - {id: winter, every: "12-20..02-29", label: Winter, effect: {calendars.office.week: "Mon-Fri 09:00-15:00"}}
"""
desk = Desk(phases=SEASONS)
terms = desk.terms


def due(value, start, one=terms):
    return text(one.moment(time_value(value), one.calendars["office"], at(start)))


def test_a_contract_names_itself_with_its_version():
    assert (terms.name, terms.zone) == ("SHOP-1@1", "Europe/Warsaw")


@pytest.mark.parametrize(
    ("moment", "phases"),
    [
        ("2026-11-14 23:59:59", []),
        ("2026-11-15 00:00", ["rush"]),
        ("2026-12-01 00:00", ["onboarding", "rush"]),
        ("2026-12-28 23:59:59", ["onboarding", "rush", "winter"]),
        ("2026-12-29 00:00", ["rush", "winter"]),
        ("2027-01-01 00:00", ["winter"]),
        ("2027-02-28 23:59:59", ["winter"]),
        ("2027-03-01 00:00", []),
        ("2028-02-29 12:00", ["winter"]),
        ("2026-02-01 12:00", ["winter"]),
    ],
)
def test_the_phases_hold_from_the_first_day_through_the_last(moment, phases):
    assert [phase.id for phase in terms.phases_at(at(moment))] == phases


def test_a_phase_may_set_a_target_with_its_calendar():
    target = terms.target("serious", "response", at("2026-12-01 12:00"))
    assert (str(target.value), target.calendar) == ("30m", "always")


def test_outside_the_phase_the_contract_holds():
    assert str(terms.target("serious", "response", at("2026-06-01 12:00")).value) == "1h"
    assert terms.target("change", "response", at("2026-06-01 12:00")) is None
    assert terms.target("nothing", "response", at("2026-06-01 12:00")) is None


def test_a_phase_says_what_else_differs():
    assert terms.has_effect("targets", "report_only", at("2026-12-01 12:00"))
    assert not terms.has_effect("targets", "report_only", at("2026-12-29 12:00"))


def test_a_season_changes_the_hours_of_a_calendar():
    assert due("6h", "Mon 2026-12-21 08:00") == "Mon 2026-12-21 15:00"
    assert due("6h", "Fri 2026-12-18 08:00") == "Fri 2026-12-18 14:00"


@pytest.mark.parametrize(
    ("value", "start", "end"),
    [
        ("1wd", "Fri 2026-06-12 17:55", "Mon 2026-06-15 18:00"),
        ("1wd", "Sat 2026-06-13 12:00", "Tue 2026-06-16 18:00"),
        ("2wd 10:00", "Tue 2026-06-02 09:00", "Fri 2026-06-05 10:00"),
        ("1st Fri", "Fri 2026-06-12 09:00", "Fri 2026-06-19 18:00"),
        ("1st Thu", "Mon 2026-06-01 09:00", "Fri 2026-06-05 18:00"),
        ("2026-06-14", "Fri 2026-06-12 09:00", "Mon 2026-06-15 00:00"),
        ("2026-06-15", "Fri 2026-06-12 09:00", "Mon 2026-06-15 18:00"),
        ("P1M", "Sat 2026-01-31 12:00", "Sat 2026-02-28 12:00"),
        ("P1D", "Sat 2026-03-28 02:30", "Sun 2026-03-29 03:30"),
        ("P1D", "Sat 2026-10-24 12:00", "Sun 2026-10-25 12:00"),
    ],
)
def test_a_time_value_ends_at_an_instant(value, start, end):
    assert due(value, start, Desk().terms) == end


def test_a_counted_start_day_is_the_first_working_day():
    counted = Desk(working_day_count="{start_day: counted}").terms
    assert due("1wd", "Mon 2026-06-15 09:00", counted) == "Mon 2026-06-15 18:00"
    assert due("1wd 16:00", "Mon 2026-06-15 09:00", counted) == "Mon 2026-06-15 16:00"


def test_unless_its_hour_has_passed():
    counted = Desk(working_day_count="{start_day: counted}").terms
    assert due("1wd 16:00", "Mon 2026-06-15 17:00", counted) == "Tue 2026-06-16 16:00"


def test_what_lies_behind_is_no_open_time():
    assert terms.open_time(time_value("2026-01-05"), terms.calendars["office"], at("2026-06-15 09:00")) == 0


def test_open_time_of_working_days_is_counted_from_the_start():
    office = Desk().terms.calendars["office"]
    assert Desk().terms.open_time(time_value("1wd"), office, at("Fri 2026-06-12 17:55")) == 10 * 3600 + 5 * 60
