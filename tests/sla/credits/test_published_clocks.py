"""Hours, working days and workarounds, as published agreements and price lists print them."""

from datetime import UTC, datetime
from decimal import Decimal as D
from zoneinfo import ZoneInfo

import pytest
from published import HEAD, HOUR, at, contract, covers, given, judged, worked

from gwarant.sla.calendar.monthly import recurring
from gwarant.sla.civil import civil_period, midnight
from gwarant.sla.clocks.fold import read_clocks
from gwarant.sla.clocks.ticket import tickets_of
from gwarant.sla.contract.parse import parse
from gwarant.sla.contract.resolve import resolve
from gwarant.sla.evidence.model import DutyProof, Evidence, Kind, Role, TicketEvent
from gwarant.sla.terms import Terms

WARSAW = "Europe/Warsaw"


def local(text, zone=WARSAW):
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp())


def shown(moment, zone=WARSAW):
    return datetime.fromtimestamp(moment, UTC).astimezone(ZoneInfo(zone)).isoformat()[:16]


OFFICE = """
calendars: {office: {week: "Mon-Fri 08:00-17:00", holidays: %s}}
classes: {a: {}}
clocks: {response: {stop: first_human_reply}}
targets: {a: {response: [%s, office]}}
"""


def desk(sections, zone=WARSAW):
    text = sections.replace("calendars: {", "calendars: {always: {week: 24/7}, ", 1)
    return Terms(resolve(_parsed(text, zone)))


def _parsed(text, zone):

    head = (HEAD % ("2026-01-01", "null", zone, "100")).replace("calendars: {always: {week: 24/7}}\n", "")
    return parse(head + text, "case.yaml").required()


def reported(moment, *more, class_="a"):
    rows = [(Kind.REPORTED, moment, Role.CUSTOMER), *more]
    return tickets_of(
        TicketEvent(id=f"e{n}", at=when, received=when, ticket="T-1", kind=kind, by=by, class_=class_ if not n else "")
        for n, (kind, when, by) in enumerate(rows)
    )[0]


@covers("CV115")
def test_a_report_outside_hours_is_deemed_made_at_the_next_opening():
    inputs, expected = given("CV115")
    terms = desk(OFFICE % ("CZ", "1h"), inputs["tz"])
    for report, deemed in zip(inputs["reported"], expected["deemed"], strict=True):
        (reading,) = read_clocks(reported(local(report, inputs["tz"])), terms, at("2026-12-31"))
        assert shown(reading.due_at - HOUR, inputs["tz"]) == deemed


@covers("CV117", "CV124")
def test_the_next_working_day_over_christmas():
    inputs, expected = given("CV117")
    (reading,) = read_clocks(reported(local(inputs["reported"])), desk(OFFICE % ("PL", "1wd")), at("2027-01-31"))
    assert shown(reading.due_at)[:10] == expected["due_day"]
    inputs, expected = given("CV124")
    for issued, send_by in zip(inputs["issued"], expected["send_by"], strict=True):
        (reading,) = read_clocks(reported(local(f"{issued} 12:00")), desk(OFFICE % ("PL", "1wd")), at("2027-01-31"))
        assert shown(reading.due_at)[:10] == send_by


PROVED = Evidence(proofs=(DutyProof(id="d", duty="report", at=at("2026-02-02"), received=at("2026-02-02")),))


@covers("CV120")
def test_a_report_is_due_by_the_fifth_working_day():
    inputs, expected = given("CV120")
    sections = OFFICE % ("PL", "1h") + "duties: {report: {every: P1M, due: 5wd, proof: delivered}}\n"
    terms = desk(sections).contract
    for month, due in zip(inputs["months"], expected["due"], strict=True):
        before = civil_period(month, WARSAW).first
        (duty,) = judged(terms, PROVED, month).duties
        slot = next(one.slot for one in duty.slots if one.slot.end == midnight(before, WARSAW))
        assert shown(slot.due_at)[:10] == due


SEASON = """
calendars: {office: {week: "Mon-Fri 08:00-16:00", holidays: PL}}
phases: {year_end: {every: "1wd..4wd of 01", calendar: office, effect: {freeze: true}}}
"""


@covers("CV122")
def test_a_season_of_the_first_four_working_days():
    inputs, expected = given("CV122")
    terms = desk(SEASON)
    days = [f"{inputs['year']}-01-{day:02}" for day in range(1, 32)]
    held = [day for day in days if terms.phases_at(local(f"{day} 12:00"))]
    working = [day for day in held if terms.calendars["office"].spans(local(f"{day} 00:00"), local(f"{day} 23:59"))]
    assert (working, held[0], held[-1]) == (expected["days"], expected["days"][0], expected["days"][-1])


OUTSIDE = """
calendars:
  working_week:
    week: "Mon 08:00-24:00; Tue-Thu 00:00-24:00; Fri 00:00-17:00"
    holidays: PL
    shoulder: {from: "18:00", to: "08:00"}
  whole: {week: 24/7}
classes: {a: {}}
clocks: {repair: {stop: resolved}}
targets: {a: {repair: {value: 1h, calendar: whole, outside: {hours: working_week, value: 4h}}}}
"""


@covers("CV114")
def test_another_time_at_the_weekend_and_around_holidays():
    inputs, expected = given("CV114")
    terms = Terms(resolve(_parsed(OUTSIDE, inputs["tz"])))
    tickets = [reported(local(moment, inputs["tz"])) for moment in inputs["reported"]]
    readings = [read_clocks(one, terms, at("2026-12-31"))[0] for one in tickets]
    assert [reading.target // HOUR for reading in readings] == expected["limit_h"]


def window(text, zone):
    """The maintenance window of a contract that states it."""
    sections = (
        "calendars: {office: {week: 24/7}}\navailability: {up: {service: main, target: {ge: 99}, "
        f'maintenance: {{window: "{text}"}}}}}}\n'
    )
    terms = _parsed(sections, zone).availability[0].maintenance
    return recurring(terms.window, zone)


@covers("CV119")
def test_maintenance_on_the_last_sunday():
    inputs, expected = given("CV119")
    found = []
    for month in inputs["months"]:
        period = civil_period(month, "UTC")
        found += [
            shown(start, "UTC")[:10]
            for start, _ in window("last Sun 02:00-06:00", "UTC").spans(period.start, period.end)
        ]
    assert found == expected["dates"]


@covers("CV121")
def test_a_window_over_the_change_of_clocks():
    inputs, expected = given("CV121")
    start, end = (local(text, inputs["tz"]) for text in inputs["window"].split("/"))
    ((first, last),) = window("Mon-Sun 23:00-04:00", inputs["tz"]).spans(start - 3600, end + 3600)
    assert (first, (last - first) / HOUR) == (start, expected["length_h"])


@covers("CV113")
def test_diagnosis_may_lie_outside_the_clock():
    inputs, expected = given("CV113")
    sections = """
calendars: {}
classes: {a: {}}
clocks: {repair: {start: diagnosed, stop: resolved}}
targets: {a: {repair: [48h, always]}}
"""
    found, fixed = (local(inputs[key], "UTC") for key in ("cause_found", "fixed"))
    one = reported(
        local(inputs["reported"], "UTC"), (Kind.DIAGNOSED, found, Role.PROVIDER), (Kind.RESOLVED, fixed, Role.PROVIDER)
    )
    (reading,) = read_clocks(one, desk(sections.replace("{}", "{office: {week: 24/7}}", 1), "UTC"), at("2026-12-01"))
    assert reading.used == expected["counted_h"] * HOUR
    assert (reading.verdict == "met") is expected["met"]


@covers("CV126", "CV127")
@pytest.mark.parametrize(("name", "graver", "lighter"), [("CV126", "s1", "s2"), ("CV127", "critical", "ordinary")])
def test_a_workaround_lowers_the_class(name, graver, lighter):
    expected = given(name)[1]
    sections = f"""
calendars: {{}}
classes: {{{graver}: {{}}, {lighter}: {{}}}}
clocks: {{repair: {{stop: resolved}}}}
targets: {{{graver}: {{repair: [4h, always]}}, {lighter}: {{repair: [40h, always]}}}}
after_workaround: {{{graver}: {lighter}}}
""".replace("calendars: {}", "calendars: {office: {week: 24/7}}")
    start = at("2026-11-02 10:00")
    one = reported(start, (Kind.RESTORED, start + HOUR, Role.PROVIDER), class_=graver)
    (reading,) = read_clocks(one, desk(sections, "UTC"), start + 2 * HOUR)
    assert reading.class_ == lighter
    assert str(expected.get("severity", expected.get("class"))) in (lighter, lighter[1:])


POOL = "hours: {pool: {amount: %s, carry: %s}, rates: {above: 100}}\n"


def statements(one, entries, period):
    found = judged(one, Evidence(entries=tuple(entries)), period).months
    return {month.month: month.hours for month in found}


@covers("CV098", "CV099", "CV100")
def test_unused_hours_pass_on():
    inputs, expected = given("CV098")
    one = contract(POOL % ("16h", "{periods: 1}"), start="2026-07-01")
    used = worked("w", "2026-07-02 08:00", (inputs["package"] - inputs["left_july"]) * 60)
    august = statements(one, [used], "2026-08")["2026-08"]
    assert august.granted + sum(lot.seconds for lot in august.carried_in) == expected["august"] * HOUR
    inputs, expected = given("CV099")
    row = [worked("w", "2026-07-02 08:00", inputs["used"]["july"] * 60)]
    september = statements(one, row, "2026-09")["2026-09"]
    assert september.granted + sum(lot.seconds for lot in september.carried_in) == expected["september"] * HOUR
    inputs, expected = given("CV100")
    rolled = []
    for plan in inputs["plans"]:
        carry = "{periods: 1, cap: 40%}" if plan["h"] > 40 else "{periods: 0}"
        own = contract(POOL % (f"{plan['h']}h", carry), start="2026-07-01")
        months = statements(own, [worked("w", "2026-07-02 00:00", plan["used"] * 60)], "2026-07")
        rolled.append(sum(lot.seconds for lot in months["2026-07"].carried_out) // HOUR)
    assert rolled == expected["rolled"]


def price(hours, minutes, began="2026-11-02 10:00", **more):
    """What one entry costs."""
    one = contract(f"hours: {{{hours}}}\n")
    return statements(one, [worked("w", began, minutes, **more)], "2026-11")["2026-11"].amount


@covers("CV101")
def test_dearer_times():
    inputs, expected = given("CV101")
    rates = (
        'rates: {above: 100, multipliers: [{when: "outside office", x: 1.5}, {when: "Sat or Sun or holiday", x: 2}]}'
    )
    one = desk('calendars: {office: {week: "Mon-Fri 08:00-17:00"}}\nhours: {' + rates + "}\n", "UTC").contract
    moments = {"standard": "2026-11-02 10:00", "off": "2026-11-02 20:00", "weekend": "2026-11-07 10:00"}
    for name, began in moments.items():
        found = statements(one, [worked("w", began, inputs["hours"] * 60)], "2026-11")["2026-11"].amount
        assert found == D(expected[name])


@covers("CV105")
def test_rounding_by_the_kind_of_work():
    inputs, expected = given("CV105")
    hours = "rates: {above: 240}, work: {remote: {round: {unit: 15m, min: 15m}}, onsite: {round: {unit: 30m, min: 1h}}}"
    assert [price(hours, m, work="remote") for m in inputs["remote_min"]] == [D(sum_) for sum_ in expected["remote"]]
    assert [price(hours, m, work="onsite") for m in inputs["onsite_min"]] == [D(sum_) for sum_ in expected["onsite"]]


@covers("CV110", "CV112")
def test_started_units_of_an_hour():
    assert price("rates: {above: 50}, round: {unit: 1h}", 70) == D(given("CV110")[1]["charge"])
    expected = given("CV112")[1]["charge"]
    assert [price("rates: {above: 25}, round: {unit: 15m}", m) for m in (10, 210)] == [D(sum_) for sum_ in expected]
