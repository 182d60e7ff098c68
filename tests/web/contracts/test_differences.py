"""What the editor's page says of two texts: what holds otherwise, or who says it now."""

from gwarant.pictures.clauses import changed, complaints, draft_of, sheet_of
from gwarant.web.contracts.clause_form import clause_form, parts_of
from gwarant.web.contracts.differences import clauses_changed

TEXT = """apiVersion: sla/v1
kind: Contract
metadata: {id: X, version: 1, extends: package/premium@2026.1, status: draft}
effective: {from: 2026-12-01}
parties: {provider: {name: House}, client: {name: Clinic}}
services: {main: {name: Booking}, shop: {name: Shop}}
fee: {monthly: 1000}
"""
Rows = list[tuple[str, str, str]]


def rows(text: str, **typed: str) -> Rows:
    draft = draft_of(text)
    told = {path.replace("__", "."): one for path, one in typed.items()}
    return clauses_changed(draft, draft_of(changed(draft, told)), "en")


def test_another_currency_is_one_clause_not_every_amount() -> None:
    assert rows(TEXT, defaults__currency="EUR") == [("Currency", "PLN", "EUR")]


def test_a_notice_of_another_length_says_nothing_of_where_it_ends() -> None:
    assert rows(TEXT, term__change_notice="P2M") == [("Notice of a change", "1 month", "2 months")]


def test_what_the_contract_now_says_itself_is_told_as_that() -> None:
    [(_title, was, now)] = rows(TEXT, fee__due="P14D")
    assert (was, now) == ("14 days, as usual", "14 days, said by this contract itself")


def test_a_promise_taken_away_is_told_with_its_credit_and_no_further_clause() -> None:
    told = [(title, now) for title, _was, now in rows(TEXT, **{"availability__main-up__target": "none"})]
    assert told == [("Availability: Booking", "none"), ("Credit for availability: Booking", "none")]


def test_the_end_of_a_notice_written_short_can_be_chosen() -> None:
    text = TEXT + "term: {notice: P2M}\n"
    draft = draft_of(text)
    assert "term.notice.ends" not in draft.locked
    assert "notice: {length: P2M, ends: month_end}" in changed(draft, {"term.notice.ends": "month_end"})


def test_a_credit_is_offered_also_after_its_promise() -> None:
    draft = draft_of(TEXT)
    promised = draft_of(changed(draft, {"availability.shop-up.target": "99.7"}))
    assert promised.held("remedies.shop-up-credit.bands") == "none"


def test_a_calendar_of_no_time_is_refused() -> None:
    text = TEXT + "targets: {serious: {response: null}}\n"
    [one] = [one for one in complaints(draft_of(text), {"targets.serious.response.calendar": "office"}, "en")
             if one.path == "targets.serious.response.calendar"]  # fmt: skip
    assert "no effect" in one.sentence


def test_an_amendment_folds_what_the_package_says_and_every_clause_is_there_once() -> None:
    groups = sheet_of(draft_of(TEXT), "en")
    form = clause_form(groups, "mark", TEXT)
    whole, folded = parts_of(groups, form), parts_of(groups, form, folds_usual=True)
    assert not any(part.usual for part in whole)
    for one, other in zip(whole, folded, strict=True):
        shown = sorted(row.clause.path for row in (*other.rows, *other.usual, *other.rare))
        assert shown == sorted(row.clause.path for row in (*one.rows, *one.rare))
    assert [row.clause.path for part in folded if part.group.id == "services" for row in part.rows]
    assert all(row.clause.default and not row.is_own for part in folded for row in part.usual)
