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
        ("P1M", "Sat 2026-01-31 12:00", "Sun 2026-03-01 00:00"),
        ("P1D", "Sat 2026-03-28 02:30", "Mon 2026-03-30 00:00"),
        ("P1D", "Sat 2026-10-24 12:00", "Mon 2026-10-26 00:00"),
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


NIGHTS = """
  always: {week: 24/7}
  week:
    week: "Mon 08:00-24:00; Tue-Thu 00:00-24:00; Fri 00:00-17:00"
    holidays: PL
    shoulder: {from: "18:00", to: "08:00"}
  office: {week: "Mon-Fri 08:00-18:00", holidays: PL}
"""
NIGHT_TARGETS = """
  critical: {response: {value: 1h, calendar: always, outside: {hours: week, value: 4h}}}
"""
nights = Desk(calendars=NIGHTS, targets=NIGHT_TARGETS).terms


@pytest.mark.parametrize(
    ("reported", "limit"),
    [
        ("2026-11-10 19:00", "4h"),  # the shoulder of 11 November has begun
        ("2026-11-11 12:00", "4h"),
        ("2026-11-12 08:00", "1h"),
        ("2026-11-13 17:30", "4h"),
        ("2026-11-16 09:00", "1h"),
    ],
)
def test_outside_some_hours_another_time_is_promised(reported, limit):
    """Case CV114 of the published examples: a guarantee with a holiday that has shoulders."""
    assert str(nights.target("critical", "response", at(reported)).value) == limit


def test_a_service_has_its_own_targets_and_the_rest_of_the_contract():
    terms = Desk(services="{shop: {targets: {critical: {response: [5m, always]}}}, till: {}}").terms
    assert str(terms.target("critical", "response", 0, "shop").value) == "5m"
    assert str(terms.target("critical", "response", 0, "till").value) == "15m"
    assert str(terms.target("critical", "fix", 0, "shop").value) == "4h"


def test_a_ticket_of_the_service_is_due_by_its_own_target():
    desk = Desk(services="{shop: {targets: {critical: {response: [5m, always]}}}, till: {}}")
    told = "Fri 2026-06-12 15:00 Cora reported class=critical service={}"
    dues = [desk.read("Fri 2026-06-12 15:01", told.format(one))["response"].due_at for one in ("shop", "till")]
    assert [text(due) for due in dues] == ["Fri 2026-06-12 15:05", "Fri 2026-06-12 15:15"]


def test_a_season_may_be_the_first_working_days_of_a_month():
    """Case CV122: round the clock from the first to the fourth workday of the year; 6 January is free in Poland."""
    season = '[{id: year_end, every: "1wd..4wd of 01", effect: {calendars.always.week: "24/7"}}]'
    terms = Desk(phases=season, effective="{from: 2026-06-01}").terms
    days = [f"2027-01-{day:02} 12:00" for day in range(1, 12)]
    held = [day[:10] for day in days if terms.phases_at(at(day))]
    assert held == [f"2027-01-0{day}" for day in range(4, 9)]


@pytest.mark.parametrize("wrong", ["0wd..4wd of 01", "4wd..1wd of 01", "1wd..4wd of 13"])
def test_a_season_of_working_days_that_does_not_come_is_refused(wrong):
    with pytest.raises(ValueError, match="is not a season"):
        Desk(phases=f'[{{id: year_end, every: "{wrong}", effect: {{freeze: true}}}}]')
