from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from gwarant.sla.contract.model import Resolution
from gwarant.sla.contract.parse import Parsed, canonical, parse
from gwarant.sla.contract.resolve import fingerprint, resolve
from gwarant.sla.counting import CURRENT, FIRST

Small = Callable[..., Parsed]


def free_days(parsed: Parsed, calendar: str = "office") -> dict[date, str]:
    return {row.day: row.name for row in resolve(parsed.required()).calendars[calendar].free_days}


def test_christmas_eve_is_free_in_poland_from_2025(small: Small) -> None:
    days = free_days(small(("from: 2026-01-01", "from: 2023-01-01, to: 2026-12-31")))
    assert date(2024, 12, 24) not in days
    assert date(2025, 12, 24) in days
    assert date(2026, 12, 24) in days


def test_moving_feasts_are_expanded(small: Small) -> None:
    assert date(2026, 6, 4) in free_days(small())  # Corpus Christi


def test_the_years_around_the_contract_are_expanded(small: Small) -> None:
    days = free_days(small(("from: 2026-01-01", "from: 2026-01-01, to: 2027-06-30")))
    assert {day.year for day in days} == {2025, 2026, 2027, 2028}


def test_a_calendar_without_holidays_stays_as_it_is(small: Small) -> None:
    assert free_days(small(), "always") == {}


def test_an_own_free_day_keeps_its_name(small: Small) -> None:
    days = free_days(small(("holidays: PL}", "holidays: PL, free_days: [{day: 2026-12-24, name: Ours}, 2026-05-02]}")))
    assert days[date(2026, 12, 24)] == "Ours"
    assert date(2026, 5, 2) in days


def test_the_data_itself_is_agreed_and_no_package_is_named(small: Small) -> None:
    resolved = resolve(small().required()).resolved
    assert (resolved.holidays, resolved.tz, resolved.through) == ("", "", 2037)
    warsaw = resolved.zones[-1]
    assert (warsaw.id, warsaw.from_, warsaw.offset) == ("Europe/Warsaw", "2025-01-01T00:00:00Z", 3600)
    assert [(one.at, one.offset) for one in warsaw.changes][2:4] == [
        ("2026-03-29T01:00:00Z", 7200),
        ("2026-10-25T01:00:00Z", 3600),
    ]


def test_a_wording_names_the_rules_under_which_it_was_agreed(small: Small) -> None:
    assert resolve(small().required()).resolved.counting == CURRENT
    assert b'"counting":' in canonical(resolve(small().required()))


def test_a_frozen_wording_from_before_keeps_its_bytes(small: Small) -> None:
    frozen = replace(small().required(), resolved=Resolution(holidays="0.60", tz="2025b", through=2037))
    assert canonical(frozen).count(b'"resolved":{"holidays":"0.60","through":2037,"tz":"2025b"}') == 1
    assert resolve(frozen).resolved.counting == FIRST


def test_resolving_twice_changes_nothing(small: Small) -> None:
    once = resolve(small().required())
    assert resolve(once) == once
    assert canonical(resolve(once)) == canonical(once)


def test_the_fingerprint_is_stable_and_names_the_algorithm(small: Small) -> None:
    assert fingerprint(small().required()) == fingerprint(small().required())
    assert fingerprint(small().required()).startswith("sha256:")


def test_the_fingerprint_follows_every_field(small: Small) -> None:
    changes = [
        ("ge: 99.9}", "ge: 99.8}"),
        ("[1h, always]", "[2h, always]"),
        ("name: Shop}}\nclasses", "name: Shp}}\nclasses"),
        ("pct: 30", "pct: 31"),
    ]
    prints = {fingerprint(small(one).required()) for one in changes} | {fingerprint(small().required())}
    assert len(prints) == len(changes) + 1


@pytest.mark.parametrize(("dates", "through"), [("2199-01-01, to: 2199-12-30", 2199), ("2195-03-01", 2199)])
def test_no_year_is_expanded_that_the_reader_refuses(small: Small, dates: str, through: int) -> None:
    contract = small(("from: 2026-01-01", f"from: {dates}")).required()
    assert resolve(contract).resolved.through == through
    again = parse(canonical(resolve(contract)).decode(), "resolved.yaml").required()
    assert fingerprint(again) == fingerprint(contract)
