"""How the sentences become articles, clauses, points and tables."""

from dataclasses import replace
from datetime import date

from whole import whole

from gwarant.packages import library
from gwarant.pictures.annex import annex_markdown, annex_of, annex_page
from gwarant.pictures.annex.layout import number_of_point
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.hours_of_service import FreeDay
from gwarant.sla.contract.parse import parse

SMALL = """\
apiVersion: sla/v1
kind: Contract
metadata: {id: S-1, extends: package/business}
effective: {from: 2026-12-01}
parties: {provider: {name: House}, client: {name: Shop}}
fee: {monthly: 100.00}
services: {main: {name: Shop}}
hours: {rates: {above: 200.00}}
remedy_rules: {settle: price_reduction}
"""


def small(extra: str = "") -> Contract:
    return parse(SMALL + extra, "", library()).required()


def test_a_clause_of_the_paper_stands_beside_what_it_renders() -> None:
    marks = {one.title: one.mark for one in annex_of(whole(), "en").articles if one.mark}
    assert marks == {"Promised times": "§4 ust. 2 of the signed text"}
    beside = [clause.mark for one in annex_of(whole(), "en").articles for clause in one.clauses if clause.mark]
    assert beside == ["§6 of the signed text"]


def test_a_clause_of_the_paper_without_a_sentence_is_named_at_the_foot() -> None:
    assert "Other clauses of the signed text: §9 (fee.late)." in annex_of(whole(), "en").foot


def test_targets_stand_by_class_and_clock() -> None:
    article = next(one for one in annex_of(small(), "en").articles if one.title == "Promised times")
    grid = article.clauses[0].grid
    assert grid is not None
    assert grid.head[0] == "Class"
    assert all(len(row) == len(grid.head) for row in grid.rows)
    assert [row[0] for row in grid.rows] == ["Critical fault", "Serious fault", "Ordinary fault", "Change request"]


def test_points_are_numbered_as_lawyers_number_them() -> None:
    assert [number_of_point(at, "pl") for at in (0, 11)] == ["1)", "12)"]
    assert [number_of_point(at, "en") for at in (0, 25, 26)] == ["(a)", "(z)", "(aa)"]


def test_the_holidays_listed_are_those_in_force() -> None:
    short = replace(small(), effective=replace(small().effective, to=date(2026, 12, 25)))
    [(title, grid)] = annex_of(short, "pl").appendix
    assert title == "Dni ustawowo wolne od pracy (Polska), 2026"
    assert [row[0] for row in grid.rows] == ["24 grudnia 2026", "25 grudnia 2026"]


def test_a_free_day_of_the_contracts_own_is_a_sentence_and_no_holiday() -> None:
    office = small().calendars["office"]
    own = replace(office, free_days=(FreeDay(day=date(2027, 5, 4), name="trip"),))
    annex = annex_of(replace(small(), calendars={**small().calendars, "office": own}), "en")
    assert "4 May 2027 (trip)" in annex_markdown(annex)
    assert "4 May 2027" not in [row[0] for _, grid in annex.appendix for row in grid.rows]


def test_a_leap_day_begins_two_years_as_well() -> None:
    leap = replace(small(), effective=replace(small().effective, from_=date(2028, 2, 29)))
    assert annex_of(leap, "en").appendix


def test_a_condition_within_another_has_points_of_its_own() -> None:
    text = annex_markdown(annex_of(whole(), "pl"))
    assert "h) spełnione są łącznie warunki: ha) rekompensaty osiągnęły limit miesięczny" in text


def test_the_page_prints_on_paper_and_is_light() -> None:
    page = annex_page(annex_of(small(), "pl"))
    assert "@page{size:A4" in page
    assert "prefers-color-scheme" not in page
