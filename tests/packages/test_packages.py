from decimal import Decimal

import pytest

from gwarant.packages import library
from gwarant.sla.contract.lint import lint
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.parse import parse
from gwarant.sla.problem import Severity
from gwarant.sla.terms import Terms

NAMES = ("basic", "business", "premium")


def package(name: str) -> Contract:
    return parse(library()[f"package/{name}@2026.1"]).required()


def test_three_packages_are_there_by_their_reference() -> None:
    assert set(library()) == {f"package/{name}@2026.1" for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_a_package_has_blanks_and_nothing_to_mend(name: str) -> None:
    reference = f"package/{name}@2026.1"
    parsed = parse(library()[reference], reference, library())
    found = {one.severity for one in (*parsed.problems, *lint(parsed))}
    assert found == {Severity.BLANK, Severity.NOTE}


@pytest.mark.parametrize("name", NAMES)
def test_a_blank_is_marked_in_the_file(name: str) -> None:
    reference = f"package/{name}@2026.1"
    lines = library()[reference].splitlines()
    assert all("# blank" in lines[one.line - 1] for one in parse(library()[reference]).problems)


@pytest.mark.parametrize("name", NAMES)
def test_its_calendars_can_be_counted_with(name: str) -> None:
    calendars = Terms(package(name)).calendars
    assert set(calendars) == {"office", "around_the_clock"}
    assert calendars["around_the_clock"].elapsed(0, 86_400) == 86_400


@pytest.mark.parametrize("name", NAMES)
def test_prices_have_no_default(name: str) -> None:
    contract = package(name)
    assert contract.fee.monthly is None
    assert contract.hours.rates.above is None
    assert contract.hours.rates.included is None


@pytest.mark.parametrize(("name", "class_id", "clock", "value", "calendar"), [
    ("basic", "critical", "response", "4h", "office"),
    ("basic", "critical", "workaround", "2wd", "office"),
    ("basic", "critical", "resolution", "10wd", "office"),
    ("basic", "serious", "response", "8h", "office"),
    ("basic", "ordinary", "resolution", "30wd", "office"),
    ("business", "critical", "response", "1h", "around_the_clock"),
    ("business", "critical", "workaround", "8h", "office"),
    ("business", "serious", "workaround", "2wd", "office"),
    ("business", "ordinary", "response", "1wd", "office"),
    ("premium", "critical", "response", "15m", "around_the_clock"),
    ("premium", "critical", "workaround", "4h", "around_the_clock"),
    ("premium", "critical", "resolution", "3wd", "office"),
    ("premium", "serious", "workaround", "10h", "office"),
    ("premium", "ordinary", "response", "4h", "office"),
])  # fmt: skip
def test_targets(name: str, class_id: str, clock: str, value: str, calendar: str) -> None:
    target = package(name).targets[class_id][clock]
    assert (str(target.value), target.calendar) == (value, calendar)


@pytest.mark.parametrize(("name", "week", "hours", "carry", "cap", "unit"), [
    ("basic", "Mon-Fri 08:00-16:00", 4, 0, 100, 30),
    ("business", "Mon-Fri 08:00-18:00", 10, 1, 100, 30),
    ("premium", "Mon-Fri 08:00-18:00", 20, 1, 50, 15),
])  # fmt: skip
def test_hours(name: str, week: str, hours: int, carry: int, cap: int, unit: int) -> None:
    contract = package(name)
    pool = contract.hours.pool
    assert pool is not None
    assert contract.calendars["office"].week == week
    assert pool.amount.seconds == hours * 3600
    assert (pool.carry.periods, pool.carry.cap) == (carry, cap)
    assert contract.hours.round.unit.seconds == unit * 60
    assert [(one.when, one.x) for one in contract.hours.rates.multipliers] == [
        ("outside office", Decimal("1.5")),
        ("Sun or holiday", 2),
    ]


@pytest.mark.parametrize(("name", "figure", "places", "outage", "minutes"), [
    ("basic", "99.0", 1, 300, 480),
    ("business", "99.5", 3, 300, 360),
    ("premium", "99.9", 3, 120, 240),
])  # fmt: skip
def test_availability(name: str, figure: str, places: int, outage: int, minutes: int) -> None:
    (promise,) = package(name).availability
    assert promise.target.ge == Decimal(figure)
    assert (promise.probe.locations, promise.probe.min_outage.seconds) == (places, outage)
    assert promise.maintenance is not None
    assert promise.maintenance.cap is not None
    assert promise.maintenance.cap.minutes == minutes


@pytest.mark.parametrize(("name", "percents", "cap", "mode"), [
    ("basic", [], [], "automatic"),
    ("business", [3, 7, 15], [15], "on_claim"),
    ("premium", [5, 10, 25], [30, 100], "automatic"),
])  # fmt: skip
def test_credits(name: str, percents: list[int], cap: list[int], mode: str) -> None:
    contract = package(name)
    assert [band.pct for remedy in contract.remedies for band in remedy.bands] == percents
    assert [one.pct for one in contract.remedy_rules.caps] == cap
    assert contract.remedy_rules.mode == mode


@pytest.mark.parametrize(("name", "duties"), [
    ("basic", {"backup": "P1D", "restore-test": "P1Y", "security-audit": "P1Y", "report": "P3M"}),
    ("business", {"backup": "P1D", "restore-test": "P6M", "security-audit": "P1Y", "report": "P1M", "review": "P6M"}),
    ("premium", {"backup": "1h", "restore-test": "P3M", "security-audit": "P6M", "report": "P1M", "review": "P3M"}),
])  # fmt: skip
def test_duties(name: str, duties: dict[str, str]) -> None:
    assert {duty.id: str(duty.every) for duty in package(name).duties} == duties


@pytest.mark.parametrize("name", NAMES)
def test_notice_is_a_month(name: str) -> None:
    term = package(name).term
    assert str(term.notice.length if term.notice else "") == "P1M"
    assert str(term.change_notice.length if term.change_notice else "") == "P1M"
