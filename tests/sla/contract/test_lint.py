"""One broken contract for every rule: it is found, it points at its line, and it says how to mend it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from effort import effort, growth
from lint_cases import CASES, LATE, PROBE, PUBLIC, Change, bands, remedy

from gwarant.packages import library
from gwarant.sla.assessment.assess import NOT_JUDGED as LEFT_OUT
from gwarant.sla.contract.lint import NOT_JUDGED, PROFILES, RULES, lint
from gwarant.sla.contract.parse import Parsed, dump, parse
from gwarant.sla.problem import Severity

Small = Callable[..., Parsed]
WHOLE = (Path(__file__).parents[2] / "pictures" / "whole.yaml").read_text(encoding="utf-8")
REFERENCE = Path(__file__).parents[3] / "docs" / "reference" / "lint-rules.md"


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


def test_every_finding_in_the_reference_is_one_that_the_linter_makes(small: Small) -> None:
    page = REFERENCE.read_text(encoding="utf-8")
    told = set(re.findall(r"(?m)^- (?:error|warning|blank|note): `([^`]+)`: (.+)$", page))
    made = {(one.path, one.message) for _, _, changes, more in CASES for one in lint(small(*changes, more=more))}
    assert told - made == {("term.notice", "package/basic@2026.1 has P1M, this contract has P2M")}


def test_every_rule_says_in_a_sentence_what_it_looks_for() -> None:
    assert [code for code, rule in RULES.items() if not rule.__doc__] == []


def test_a_boundary_that_belongs_to_no_band_is_named_exactly(small: Small) -> None:
    found = lint(small(bands("{gt: 99.5, lt: 99.9, pct: 5}", "{lt: 99.5, pct: 9}")))
    assert [one.message for one in found] == ["exactly 99.5 breaks the promise and belongs to no band"]


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


@pytest.mark.parametrize(
    ("head", "mend"), [("law: DE-BY", "holidays: DE-BY,"), ("law: PL", "holidays: PL,"), ("", "the code of the land")]
)
def test_holidays_are_asked_for_of_the_land_whose_law_governs(small: Small, head: str, mend: str) -> None:
    parsed = small(("holidays: PL", "holidays: none"), ("PLN", "EUR"), more=f"{head}\n")
    (found,) = [one for one in lint(parsed) if one.code == "office-without-holidays"]
    assert mend in found.hint


def test_what_cannot_be_read_has_no_findings() -> None:
    assert lint(parse("a: 1")) == ()


@pytest.mark.parametrize("line", range(1, 90))
def test_the_linter_survives_what_is_missing(small: Small, line: int) -> None:
    rows = dump(small().required()).splitlines()
    parsed = parse("\n".join(rows[:line] + rows[line + 1 :]), "hole.yaml", library())
    assert isinstance(lint(parsed), tuple)


def test_what_the_assessment_does_not_judge_is_on_the_list() -> None:
    assert set(LEFT_OUT) <= set(NOT_JUDGED)


def test_reading_and_linting_a_package_is_little_work() -> None:
    text = "apiVersion: sla/v1\nkind: Contract\nmetadata: {extends: package/premium}\n"
    lint(parse(text, "own.yaml", library()))
    assert effort(lambda: lint(parse(text, "own.yaml", library()))) < 1_000_000


@pytest.mark.parametrize(
    ("key", "row"),
    [
        ("classes", "{{id: x{n}}}"),
        ("classes", "{{id: x{n}, when: {{any: [y{n}]}}}}"),
        ("clocks", "{{id: x{n}, stop: resolved}}"),
    ],
)
def test_a_contract_with_thousands_of_rows_takes_work_as_long_as_it_is(key: str, row: str) -> None:
    def checked(rows: int) -> Callable[[], object]:
        more = "".join(f"  - {row.format(n=n)}\n" for n in range(rows))
        parsed = parse(WHOLE.replace(f"\n{key}:\n", f"\n{key}:\n{more}", 1), "own.yaml", library())
        assert len(parsed.required().clocks if key == "clocks" else parsed.required().classes) > rows
        return lambda: lint(parsed)

    assert growth(checked(60), checked(240)) < 5


def test_who_sells_no_hours_needs_no_price_for_them(small: Small) -> None:
    hours = "hours: {pool: {per: calendar_month, amount: 10h}, round: {unit: 15m}, rates: {above: 200}}\n"
    assert lint(small((hours, ""), ("{id: C-1}", "{id: C-1, status: signed}"))) == ()


def test_a_public_profile_may_be_asked_for() -> None:
    text = "apiVersion: sla/v1\nkind: Contract\nmetadata: {extends: package/premium}\neffective: {from: 2026-01-01}\n"
    parsed = parse(text, "own.yaml", library())
    assert not [one for one in lint(parsed) if one.code.startswith("public-")]
    assert {one.code for one in lint(parsed, PROFILES) if one.code.startswith("public-")} == {
        "public-open-ended",
        "public-without-own-cap",
        "public-without-total-cap",
    }


def test_every_rule_of_procurement_names_its_provision(small: Small) -> None:
    for code, _, changes, more in CASES:
        found = [one for one in lint(small(*changes, more=more)) if one.code == code and code.startswith("public-")]
        assert all("pzp, art." in one.message or "act of" in one.message for one in found)


def test_a_yearly_cap_bounds_a_contract_that_ends(small: Small) -> None:
    cap = ("per: month, pct: 30", "per: contract_year, pct: 30")
    ends = ("from: 2026-01-01", "from: 2026-01-01, to: 2027-12-31")
    codes = [{one.code for one in lint(small(PUBLIC, *changes))} for changes in ((cap,), (cap, ends))]
    assert ["public-without-total-cap" in one for one in codes] == [True, False]


def test_a_remedy_bounded_by_itself_needs_no_cap_over_all(small: Small) -> None:
    bare = ("caps: [{per: month, pct: 30, of: monthly}], ", "")
    assert "remedies-without-cap" not in {one.code for one in lint(small(bare))}
    own = remedy(f"{{{LATE}, cap: {{units: 10}}}}")
    assert "remedies-without-cap" not in {one.code for one in lint(small(bare, own))}


def test_one_check_may_not_be_longer_than_all_that_is_allowed(small: Small) -> None:
    found = [one for one in lint(small((PROBE, "{every: 2h}"))) if one.code == "interval-too-coarse"]
    assert [one.severity for one in found] == [Severity.ERROR]


def test_targets_of_a_service_are_looked_at_like_those_of_the_contract(small: Small) -> None:
    own = ("{shop: {name: Shop}}", "{shop: {name: Shop, targets: {critical: {response: [5h, always]}}}}")
    found = lint(small(own))
    assert [(one.code, one.path) for one in found] == [
        ("response-after-workaround", "services.shop.targets.critical.response"),
    ]


def test_a_calendar_of_a_duty_is_used(small: Small) -> None:
    night = ("  always:", "  night: {week: Mon-Sun 22:00-06:00, holidays: none}\n  always:")
    duty = "duties: {patch: {every: P1M, due: 3wd, calendar: night, proof: document}}\n"
    assert lint(small(night, more=duty)) == ()
