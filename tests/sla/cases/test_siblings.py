"""Siblings of the cases: the same kinds of fault where else they could stand."""

import json

import pytest
from case_files import codes

from gwarant.importers import IMPORTERS
from gwarant.pictures.opening import lead
from gwarant.pictures.summary import availability
from gwarant.sla.assessment import Assessment, assess
from gwarant.sla.availability.figure import Verdict
from gwarant.sla.clocks.early import early_answers
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


APRIL = [
    ("2026-04-01T00:00:00+02:00", "2026-04-05T10:00:00+02:00", "up"),
    ("2026-04-05T10:00:00+02:00", "2026-04-05T19:00:00+02:00", "down"),
    ("2026-04-05T19:00:00+02:00", "2026-05-01T00:00:00+02:00", "up"),
]
LATE_ANSWER = [
    {"at": "2026-04-05T10:00:00+02:00", "kind": "reported", "by": "customer", "channel": "email", "class": "a"},
    {"at": "2026-04-05T20:00:00+02:00", "kind": "replied", "person": "p1"},
]


def states(*spans: tuple[str, str, str], place: str = "") -> list[dict[str, object]]:
    where = {"place": place} if place else {}
    return [
        {
            "type": "state",
            "id": f"{place}{n}",
            "from": a,
            "to": b,
            "service": "main",
            "state": state,
            "every": 60,
            **where,
        }
        for n, (a, b, state) in enumerate(spans)
    ]


def ticket(*events: dict[str, object], name: str = "T") -> list[dict[str, object]]:
    return [
        {"type": "ticket", "id": f"{name}{n}", "ticket": name, "service": "main", **one} for n, one in enumerate(events)
    ]


def judged(wording: str, rows: list[dict[str, object]], period: str = "2026-04") -> Assessment:
    return assess([parse(HEAD + wording).required()], read_lines([json.dumps(one) for one in rows]), period)


REPORTED = "phases: {start: {from: 2026-01-01, length: P6M, effect: {targets: report_only}}}\n"


@pytest.mark.parametrize(
    "more",
    [
        "remedies: {o: {of: {outage: x}, kind: per_unit, unit: 1h, amount: 10}}\n",
        "remedies: {e: {of: x, kind: prorata, x: 3, base: {fee: monthly, of: same_month}}}\n",
        *(
            f"triggers: {{t: {{if: {condition}, right: terminate, use_within: P60D}}}}\n"
            for condition in (
                "{outage_over: 1h, of: x}",
                "{downtime_over: 1h, of: x}",
                "{late_over: 1m, of: response}",
                "{of: x, below: 99, n: 1}",
                "{any: [{miss: x, n: 1}, {miss: response, n: 1}]}",
            )
        ),
    ],
)
def test_what_is_only_reported_pays_nothing_and_gives_no_right_of_any_kind(more: str) -> None:
    rows = [*states(*APRIL), *ticket(*LATE_ANSWER)]
    found, bound = judged(UP + more + REPORTED, rows), judged(UP + more, rows)
    assert (found.is_broken, found.rights, found.months[0].remedies.total) == (False, (), 0)
    assert bound.rights or bound.months[0].remedies.total


DECIDED = "excluded: [agreed_window, force_majeure], decided: {by: WHO, evidence: required, retroactive: false}"
WINDOW = {"type": "exclusion", "id": "e", "service": "main", "from": APRIL[1][0], "to": APRIL[1][1], "person": "p1"}


@pytest.mark.parametrize(
    ("by", "row", "counts"),
    [
        ("client", {"decided": "2026-04-02T10:00:00+02:00", "reason": "force_majeure", "consent": "mail"}, True),
        ("client", {"decided": "2026-04-02T10:00:00+02:00", "reason": "force_majeure", "ref": "mail"}, False),
        ("provider", {"decided": "2026-04-02T10:00:00+02:00", "reason": "something", "ref": "mail"}, False),
        ("provider", {"decided": "2026-04-20T10:00:00+02:00", "reason": "force_majeure", "ref": "mail"}, False),
    ],
)
def test_an_exclusion_counts_as_the_contract_says_or_is_refused_and_told(
    by: str, row: dict[str, str], counts: bool
) -> None:
    wording = UP.replace("calendar_month", f"calendar_month, {DECIDED.replace('WHO', by)}")
    (found,) = judged(wording, [*states(*APRIL), {**WINDOW, **row}]).availability
    assert (found.figure.point == 100, bool(found.figure.refused)) == (counts, not counts)


MARCH, HALF, AFTER = "2026-03-01T00:00:00+01:00", "2026-03-16T00:00:00+01:00", "2026-04-01T00:00:00+02:00"


@pytest.mark.parametrize(
    ("asked", "places", "covered"),
    [
        (2, {"waw": (MARCH, HALF), "krk": (MARCH, HALF), "gda": (HALF, AFTER), "poz": (HALF, AFTER)}, True),
        (2, {"waw": (MARCH, AFTER), "krk": (MARCH, HALF), "gda": (HALF, AFTER)}, True),
        (1, {"waw": (MARCH, AFTER), "krk": (HALF, AFTER)}, True),
        (1, {"waw": (MARCH, HALF)}, False),
    ],
)
def test_places_that_take_over_leave_nothing_unknown(
    asked: int, places: dict[str, tuple[str, str]], covered: bool
) -> None:
    probe = f"probe: {{every: 1m, locations: {asked}, down_when: {asked}}}"
    rows = [row for place, span in places.items() for row in states((*span, "up"), place=place)]
    (found,) = judged(UP.replace("calendar_month", f"calendar_month, {probe}"), rows, "2026-03").availability
    assert (found.figure.coverage == 100, found.figure.verdict is Verdict.MET) == (covered, covered)


FINE = "remedies: {late: {of: {clock: response}, kind: flat, amount: 50}}\n"
IN_TIME = {"at": "2026-04-05T10:30:00+02:00", "kind": "replied", "person": "p1"}
LATELY = "2026-05-20T09:00:00+02:00"


@pytest.mark.parametrize(
    ("rows", "difference"),
    [
        (
            ticket(
                LATE_ANSWER[0],
                {"at": "2026-04-05T10:30:00+02:00", "kind": "replied", "person": "p", "received": LATELY},
            ),
            -50,
        ),
        (ticket({**LATE_ANSWER[0], "received": LATELY}), 50),
        (
            [
                *ticket(*LATE_ANSWER),
                *ticket({**LATE_ANSWER[0], "received": LATELY}, {**LATE_ANSWER[1], "received": LATELY}, name="U"),
            ],
            50,
        ),
    ],
)
def test_what_came_later_corrects_its_month_in_the_month_that_heard_of_it(
    rows: list[dict[str, object]], difference: int
) -> None:
    april, may = (judged(FINE, rows, month) for month in ("2026-04", "2026-05"))
    (corrected,) = may.money_corrections
    assert (corrected.month, corrected.difference) == ("2026-04", difference)
    assert april.months[0].remedies.total == (50 if difference < 0 or len(rows) > 1 else 0)


@pytest.mark.parametrize(
    "text",
    [
        UP.replace("{ge: 99.0}", "null"),
        UP.replace("99.0", "null"),
        FINE.replace("50", "null"),
        banded(UP, "{ge: null, lt: 99, pct: 5}").removeprefix(HEAD),
        banded(UP, "{lt: 99, pct: null}").removeprefix(HEAD),
        "hours: {pool: {amount: null, per: calendar_month}, rates: {above: 10}, round: {unit: 15m}}\n",
        "duties: {x: {every: null, due: P5D, proof: document}}\n",
    ],
)
def test_what_a_paper_leaves_to_the_order_form_is_a_blank_and_nothing_else(text: str) -> None:
    parsed = parse(HEAD + text)
    assert ({one.code for one in parsed.problems}, parsed.errors) == ({"blank"}, ())


@pytest.mark.parametrize(
    ("kind", "text", "options"),
    [
        ("csv", "K,W,S\nT,2026-03-02 13:00,reported\nT,2026-03-02 12:00,resolved\n", {"kind": "S", "at": "W"}),
        ("csv", "K,O,R\nT,2026-03-02 13:00,2026-03-02 12:00\n", {}),
        ("servicenow", "number,state,opened_at,resolved_at\nT,Resolved,2026-03-02 13:00,2026-03-02 12:00\n", None),
    ],
)
def test_an_end_before_its_report_is_named_whatever_was_imported(
    kind: str, text: str, options: dict[str, str] | None
) -> None:
    told: dict[str, object] = {} if options is None else {"columns": {"ticket": "K", **options}}
    told |= {"events": {"reported": "O", "resolved": "R"}} if options == {} else {}
    found = IMPORTERS[kind](text, zone="UTC", options=told).evidence
    assert [one.kind.value for one in early_answers(found.events)] == ["resolved"]
