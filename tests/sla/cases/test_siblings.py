"""Siblings of the cases: the same kinds of fault where else they could stand."""

import pytest
from case_files import codes

from gwarant.pictures.opening import lead
from gwarant.pictures.summary import availability
from gwarant.sla.assessment import Assessment, assess
from gwarant.sla.availability.figure import Verdict
from gwarant.sla.contract.parse import parse
from gwarant.sla.evidence.jsonl import read_lines
from gwarant.sla.measures import MeasureVerdict

HEAD = """
apiVersion: sla/v1
kind: Contract
metadata: {id: S-1}
effective: {from: 2026-01-01, to: 2026-12-31}
defaults: {timezone: Europe/Warsaw, currency: PLN, money: {round: half-up, scale: 2}}
parties: {provider: {name: P}, client: {name: C}}
fee: {monthly: 1000}
services: {main: {name: Main}}
calendars: {always: {week: 24/7, holidays: none}}
classes: {a: {}}
intake: {channels: {email: {}}}
clocks: {response: {stop: first_human_reply}}
targets: {a: {response: [1h, always]}}
remedy_rules: {settle: price_reduction, caps: [{per: month, pct: 100, of: monthly}]}
"""
HOLES = {"band-gap", "band-promise", "band-overlap"}
TENTHS = (
    "availability: {x: {service: main, target: {ge: 99.0}, period: calendar_month, rounded: {scale: 1, mode: down}}}\n"
)
REOPENED = "measures: {x: {agg: count, of: {event: reopened}, per: calendar_month, target: {le: 2}}}\n"


def banded(promise: str, bands: str, more: str = "") -> str:
    base = "base: {fee: monthly, of: same_month}"
    return f"{HEAD}{promise}remedies: {{c: {{of: x, kind: bands, {base}, {more}bands: [{bands}]}}}}\n"


@pytest.mark.parametrize(
    ("wording", "found"),
    [
        (banded(REOPENED, "{ge: 3, le: 4, pct: 2}, {ge: 5, pct: 5}"), set()),
        (banded(REOPENED, "{le: 2, pct: 0}, {ge: 3, le: 4, pct: 2}, {ge: 5, pct: 5}"), set()),
        (banded(REOPENED, "{ge: 3, le: 4, pct: 2}, {ge: 6, pct: 5}"), {"band-gap"}),
        (banded(TENTHS, "{gt: 0, le: 0.9, pct: 2}, {ge: 1.0, pct: 5}", "bands_on: shortfall, "), set()),
        (banded(TENTHS, "{gt: 0, le: 0.8, pct: 2}, {ge: 1.0, pct: 5}", "bands_on: shortfall, "), {"band-gap"}),
    ],
)
def test_a_table_in_the_steps_of_its_figure_has_no_holes_whatever_the_figure_is(wording: str, found: set[str]) -> None:
    assert codes(wording) & HOLES == found


UP = "availability: {x: {service: main, target: {ge: 99.0}, period: calendar_month}}\n"
LATE = "remedies: {{late: {{of: {of}, kind: per_unit, unit: {unit}, amount: 10{more}}}}}\n"
RIGHT = "triggers: {{leave: {{if: {condition}, right: terminate, use_within: P30D}}}}\n"


@pytest.mark.parametrize(
    ("promise", "remedy", "is_asked"),
    [
        (UP, {"of": "{outage: x}", "unit": "1d", "more": ""}, True),
        (UP, {"of": "{outage: x}", "unit": "24h", "more": ""}, True),
        (UP, {"of": "{outage: x}", "unit": "1d", "more": ", count_on: whole"}, False),
        (UP, {"of": "{outage: x}", "unit": "1h", "more": ""}, False),
        ("duties: {x: {every: P1M, due: P5D, proof: document}}\n", {"of": "{duty: x}", "unit": "1d", "more": ""}, True),
    ],
)
def test_a_day_without_a_way_to_count_is_asked_about_whatever_is_late(
    promise: str, remedy: dict[str, str], is_asked: bool
) -> None:
    assert ("days-of-delay" in codes(HEAD + promise + LATE.format(**remedy))) is is_asked


@pytest.mark.parametrize(
    ("promise", "condition", "is_told"),
    [
        (UP, "{of: x, below: 0.98, n: 1}", True),
        (UP, "{any: [{of: x, below: 0.98, n: 1}, {miss: response, n: 3}]}", True),
        (UP, "{of: x, below: 98, n: 1}", False),
        (REOPENED, "{of: x, above: 1, n: 1}", False),
    ],
)
def test_a_right_that_waits_for_a_fraction_of_a_percent_is_told(promise: str, condition: str, is_told: bool) -> None:
    assert ("fraction-for-percent" in codes(HEAD + promise + RIGHT.format(condition=condition))) is is_told


def gone(excluded: str = "maintenance: {notice: 1h}", more: str = "") -> Assessment:
    """April, all of which was announced as maintenance, and down."""
    text = UP.replace("period: calendar_month", f"period: calendar_month, {excluded}") + more
    span = '"from":"2026-04-01T00:00:00+02:00","to":"2026-05-01T00:00:00+02:00","service":"main"'
    rows = [
        f'{{"type":"maintenance","id":"m","announced":"2026-03-10T10:00:00Z",{span}}}',
        f'{{"type":"state","id":"s","state":"down","every":60,{span}}}',
    ]
    return assess([parse(HEAD + text).required()], read_lines(rows), "2026-04")


def test_a_month_that_is_left_out_whole_is_covered_and_has_no_figure() -> None:
    found = gone(
        more="measures: {y: {agg: availability, of: {availability: x}, per: calendar_month, target: {ge: 99}}}\n"
    )
    (row,) = found.availability
    figure = row.figure
    assert (figure.verdict, figure.point, figure.coverage, row.value_for_money) == (Verdict.NOT_JUDGED, None, 100, None)
    assert [one.verdict for one in found.measures] == [MeasureVerdict.NOT_JUDGED]
    assert (found.is_broken, "unknown" in lead(found, "en")) == (False, False)
    assert availability(None, row, "en") == "no time that counts"


def test_a_month_that_nobody_watched_is_not_covered_and_undetermined() -> None:
    unwatched = assess([parse(HEAD + UP).required()], read_lines([]), "2026-04").availability[0].figure
    assert (unwatched.verdict, unwatched.coverage) == (Verdict.UNDETERMINED, 0)
