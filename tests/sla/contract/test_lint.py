"""One broken contract for every rule: it is found, it points at its line, and it says how to mend it."""

from collections.abc import Callable
from time import perf_counter

import pytest

from gwarant.packages import library
from gwarant.sla.assessment.assess import NOT_JUDGED as LEFT_OUT
from gwarant.sla.contract.lint import NOT_JUDGED, RULES, lint
from gwarant.sla.contract.parse import Parsed, dump, parse
from gwarant.sla.problem import Severity

Small = Callable[..., Parsed]
Change = tuple[str, str]
GOOD_BANDS = "- {ge: 99.5, lt: 99.9, pct: 5}\n      - {lt: 99.5, pct: 10}"


def bands(*rows: str) -> Change:
    return GOOD_BANDS, "\n      ".join(f"- {row}" for row in rows)


PROBE = "{every: 60s, min_outage: 2m}"
CASES: list[tuple[str, str, list[Change], str]] = [
    ("band-gap", "remedies.credit.bands", [bands("{ge: 99.6, lt: 99.9, pct: 5}", "{lt: 99.5, pct: 9}")], ""),
    ("band-gap", "remedies.credit.bands", [bands("{gt: 99.5, lt: 99.9, pct: 5}", "{lt: 99.5, pct: 9}")], ""),
    ("band-gap", "remedies.credit.bands", [bands("{ge: 99.5, lt: 99.9, pct: 5}", "{ge: 95, lt: 99.5, pct: 9}")], ""),
    ("band-overlap", "remedies.credit.bands.0", [bands("{ge: 99.5, lt: 99.9, pct: 5}", "{le: 99.5, pct: 9}")], ""),
    ("band-overlap", "remedies.credit.bands.0", [bands("{ge: 99.4, lt: 99.9, pct: 5}", "{lt: 99.5, pct: 9}")], ""),
    ("band-empty", "remedies.credit.bands.0", [bands("{ge: 99.9, lt: 99.5, pct: 5}", "{lt: 99.9, pct: 9}")], ""),
    ("band-promise", "remedies.credit.bands", [bands("{ge: 99.5, lt: 99.8, pct: 5}", "{lt: 99.5, pct: 9}")], ""),
    ("band-promise", "remedies.credit.bands", [bands("{ge: 99.5, le: 99.9, pct: 5}", "{lt: 99.5, pct: 9}")], ""),
    ("band-promise", "remedies.credit.bands", [("{ge: 99.9}", "{gt: 99.9}")], ""),
    (
        "band-unreachable",
        "remedies.credit.bands.0",
        [
            ("{ge: 99.9}", "{ge: 99.999}"),
            ("min_outage: 2m", "min_outage: 5m"),
            bands("{ge: 99.99, lt: 99.999, pct: 5}", "{lt: 99.99, pct: 9}"),
        ],
        "",
    ),
    ("no-intake", "intake.channels", [("counts: true", "counts: false")], ""),
    ("class-without-target", "classes.change", [("ordinary: {}}", "ordinary: {}, change: {}}")], ""),
    (
        "clock-without-target",
        "clocks.quote",
        [("  resolution: {stop", "  quote: {stop: quote_sent}\n  resolution: {stop")],
        "",
    ),
    ("calendar-unused", "calendars.night", [("  always:", "  night: {week: Mon-Sun 22:00-06:00}\n  always:")], ""),
    ("days-around-the-clock", "targets.critical.resolution", [("[3wd, office]", "[3wd, always]")], ""),
    ("response-after-workaround", "targets.critical.response", [("[1h, always]", "[5h, always]")], ""),
    ("response-after-resolution", "targets.ordinary.response", [("[4h, office]", "[11wd, office]")], ""),
    ("workaround-after-resolution", "targets.critical.workaround", [("[4h, always]", "[9wd, office]")], ""),
    ("severe-slower", "targets.critical.resolution", [("[3wd, office]", "[30wd, office]")], ""),
    ("workaround-raises", "after_workaround.ordinary", [], "after_workaround: {ordinary: critical}\n"),
    (
        "workaround-unpromised",
        "after_workaround.critical",
        [(", resolution: [10wd, office]", "")],
        "after_workaround: {critical: ordinary}\n",
    ),
    ("interval-too-coarse", "availability.up.probe", [(PROBE, "{every: 10m}")], ""),
    ("interval-too-coarse", "availability.up.probe", [("{ge: 99.9}", "{ge: 99.99}")], ""),
    ("one-outage-breaks", "availability.up.probe", [("min_outage: 2m", "min_outage: 1h")], ""),
    ("outage-unseen", "availability.up.probe", [("min_outage: 2m", "min_outage: 30s")], ""),
    ("maintenance-without-cap", "availability.up.maintenance", [(", cap: {minutes: 240}", "")], ""),
    ("maintenance-without-notice", "availability.up.maintenance", [(" notice: 2wd,", "")], ""),
    ("maintenance-beyond-window", "availability.up.maintenance", [("minutes: 240", "minutes: 1000")], ""),
    ("remedies-without-cap", "remedies", [("caps: [{per: month, pct: 30}], ", "")], ""),
    ("cap-empty", "remedy_rules.caps.0", [("per: month, pct: 30", "per: month")], ""),
    (
        "public-without-total-cap",
        "remedy_rules.caps",
        [("client: {name: Shop}", "client: {name: Shop, regulated: [public]}")],
        "",
    ),
    ("claim-without-deadline", "remedy_rules", [("settle:", "mode: on_claim, settle:")], ""),
    (
        "remedy-without-target",
        "remedies.r.of",
        [("remedy_rules", "  r: {of: {clock: workaround, class: ordinary}, kind: flat, pct: 1}\nremedy_rules")],
        "",
    ),
    ("currency-missing", "defaults.currency", [("currency: PLN, ", "")], ""),
    ("carry-without-periods", "hours.pool.carry", [("amount: 10h", "amount: 10h, carry: {cap: 50%}")], ""),
    ("zone-by-default", "defaults", [("timezone: Europe/Warsaw, ", "")], ""),
    ("money-rounding-by-default", "defaults", [(", money: {round: half-up, scale: 2}", "")], ""),
    ("hours-rounding-by-default", "hours", [(", round: {unit: 15m}", "")], ""),
    ("office-without-holidays", "calendars.office", [("holidays: PL", "holidays: none")], ""),
    ("service-unnamed", "services.shop.name", [("{shop: {name: Shop}}", "{shop: {}}")], ""),
    (
        "signed-with-blanks",
        "fee.monthly",
        [("{monthly: 1000}", "{monthly: null}"), ("{id: C-1}", "{id: C-1, status: signed}")],
        "",
    ),
    ("clause-nowhere", "text.§4", [], "text: {§4: targts}\n"),
    ("clause-twice", "text.§5", [], "text: {§4: targets, §5: targets}\n"),
    ("not-judged", "annexes", [], "annexes: [{kind: dora}]\n"),
]


def test_the_small_contract_has_nothing_to_mend(small: Small) -> None:
    assert lint(small()) == ()


@pytest.mark.parametrize(
    ("code", "path", "changes", "more"), CASES, ids=[f"{case[0]}-{at}" for at, case in enumerate(CASES)]
)
def test_a_rule_finds_its_fault(small: Small, code: str, path: str, changes: list[Change], more: str) -> None:
    found = [one for one in lint(small(*changes, more=more)) if one.code == code]
    assert [one.path for one in found] == [path]
    assert found[0].line > 0
    assert found[0].message
    assert found[0].hint


def test_every_rule_has_a_case() -> None:
    assert {case[0] for case in CASES} | {"override"} == set(RULES)


def test_every_rule_says_in_a_sentence_what_it_looks_for() -> None:
    assert [code for code, rule in RULES.items() if not rule.__doc__] == []


def test_a_boundary_that_belongs_to_no_band_is_named_exactly(small: Small) -> None:
    found = lint(small(bands("{gt: 99.5, lt: 99.9, pct: 5}", "{lt: 99.5, pct: 9}")))
    assert [one.message for one in found] == ["exactly 99.5 breaks the promise and belongs to no band"]


def test_bands_of_a_count_run_upwards(small: Small) -> None:
    more = "measures: {again: {agg: count, target: {le: 1}}}\n"
    good = "  r: {of: again, kind: bands, bands: [{gt: 1, le: 3, amount: 10}, {gt: 3, amount: 20}]}\nremedy_rules"
    bad = "  r: {of: again, kind: bands, bands: [{gt: 1, lt: 3, amount: 10}, {gt: 3, le: 9, amount: 20}]}\nremedy_rules"
    assert {one.code for one in lint(small(("remedy_rules", good), more=more))} == {"not-judged"}
    gaps = [one.message for one in lint(small(("remedy_rules", bad), more=more)) if one.code == "band-gap"]
    assert gaps == [
        "exactly 3 breaks the promise and belongs to no band",
        "above 9 breaks the promise and belongs to no band",
    ]


def test_a_band_may_be_jumped_in_a_short_month_only(small: Small) -> None:
    changes = [("{ge: 99.9}", "{ge: 99.999}"), ("min_outage: 2m", "min_outage: 5m")]
    found = lint(small(*changes, bands("{ge: 99.988, lt: 99.999, pct: 5}", "{lt: 99.988, pct: 9}")))
    assert [one.message for one in found if one.code == "band-unreachable"] == [
        "the shortest outage that counts (300 s) leaves 99.9876 % "
        "in the shortest period, which then jumps over this band"
    ]


def test_an_override_names_both_values() -> None:
    text = "apiVersion: sla/v1\nkind: Contract\nmetadata: {extends: package/basic}\nterm: {notice: P2M}\n"
    (found,) = [one for one in lint(parse(text, "own.yaml", library())) if one.code == "override"]
    assert (found.file, found.line, found.severity) == ("own.yaml", 4, Severity.NOTE)
    assert found.message == "package/basic@2026.1 has P1M, this contract has P2M"


def test_a_finding_in_what_is_inherited_points_into_the_package() -> None:
    head = "apiVersion: sla/v1\nkind: Contract\nmetadata: {extends: package/business}\n"
    text = head + "calendars: {office: {holidays: none}}\n"
    worse = library()["package/business@2026.1"].replace("{lt: 98.0, pct: 15}", "{lt: 97.0, pct: 15}")
    found = lint(parse(text, "own.yaml", {"package/business@2026.1": worse}))
    files = {one.code: one.file for one in found}
    assert files["band-gap"] == "package/business@2026.1"
    assert files["office-without-holidays"] == "own.yaml"


def test_what_cannot_be_read_has_no_findings() -> None:
    assert lint(parse("a: 1")) == ()


@pytest.mark.parametrize("line", range(1, 90))
def test_the_linter_survives_what_is_missing(small: Small, line: int) -> None:
    rows = dump(small().required()).splitlines()
    parsed = parse("\n".join(rows[:line] + rows[line + 1 :]), "hole.yaml", library())
    assert isinstance(lint(parsed), tuple)


def test_what_the_assessment_does_not_judge_is_on_the_list() -> None:
    assert set(LEFT_OUT) <= set(NOT_JUDGED)


def test_reading_and_linting_a_package_takes_no_time() -> None:
    text = "apiVersion: sla/v1\nkind: Contract\nmetadata: {extends: package/premium}\n"
    lint(parse(text, "own.yaml", library()))
    start = perf_counter()
    lint(parse(text, "own.yaml", library()))
    assert perf_counter() - start < 0.5


@pytest.mark.parametrize(
    ("bound", "first", "message"),
    [
        ("le: 1", "ge: 1", "exactly 1 keeps the promise, and the bands say otherwise"),
        ("lt: 1", "gt: 1", "exactly 1 breaks the promise, and the bands say otherwise"),
    ],
)
def test_who_is_right_at_the_promised_figure_itself(small: Small, bound: str, first: str, message: str) -> None:
    more = f"measures: {{again: {{agg: count, target: {{{bound}}}}}}}\n"
    remedy = f"  r: {{of: again, kind: bands, bands: [{{{first}, amount: 10}}]}}\nremedy_rules"
    found = lint(small(("remedy_rules", remedy), more=more))
    assert [one.message for one in found if one.code == "band-promise"] == [message]


def test_who_sells_no_hours_needs_no_price_for_them(small: Small) -> None:
    hours = "hours: {pool: {amount: 10h}, round: {unit: 15m}, rates: {above: 200}}\n"
    assert lint(small((hours, ""), ("{id: C-1}", "{id: C-1, status: signed}"))) == ()
