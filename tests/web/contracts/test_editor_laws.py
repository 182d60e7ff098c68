"""The two laws of the editor: an untouched form changes no letter; a touched field changes what the page showed.

Some fields of some texts are tried here, the same at each run; `bin/drill --fields` tries every field of every text.
"""

import sys
from pathlib import Path
from random import Random

import pytest
from django.http import QueryDict
from editor_texts import CHANGED, TEXTS
from hypothesis import given, settings
from hypothesis import strategies as st
from one_field import Page, breaches, letters_elsewhere, likely
from sweeps import drawn, examples

from gwarant.pictures.clauses import Draft, changed, draft_of
from gwarant.web.contracts.clause_form import typed_in
from gwarant.web.contracts.merging import base_of, merge

sys.path.append(str(Path(__file__).parents[2] / "sla" / "contract"))
from written_by_hand import DOCUMENTS, texts

SAMPLE = drawn([*CHANGED, *Random(9).sample(sorted({*TEXTS} - {*CHANGED}), 30)], "one field")


def saved(draft: Draft, data: QueryDict) -> str:
    """The text after the form was posted."""
    base = base_of(draft.text, "mark", data["seen"], data["base"])
    assert base is not None
    return changed(draft, merge(base, draft, typed_in(base, data)).touched)


@pytest.mark.sweep
@pytest.mark.parametrize("name", drawn(TEXTS, "untouched", kind=CHANGED.__contains__))
def test_a_form_that_nobody_touched_saves_the_same_text(name: str) -> None:
    page = Page(TEXTS[name])
    assert len(page.sent) > 20
    assert saved(page.draft, page.sent) == TEXTS[name]


@given(st.data())
@settings(max_examples=examples(25), deadline=None)
def test_any_text_that_a_form_can_be_made_of_comes_back_untouched(data: st.DataObject) -> None:
    section = st.sampled_from(
        [
            "services",
            "targets",
            "availability",
            "calendars",
            "pauses",
            "remedies",
            "fee",
            "effective",
            "hours",
            "intake",
        ]
    )
    document = data.draw(st.dictionaries(section, DOCUMENTS, min_size=1, max_size=4))
    if data.draw(st.booleans()):
        document["metadata"] = {"extends": "package/business"}
    text = data.draw(texts(document))
    page = Page(text)
    assert saved(page.draft, page.sent) == text


@pytest.mark.sweep
@pytest.mark.parametrize("name", SAMPLE)
def test_one_field_changes_its_own_place_and_the_page_names_exactly_that(name: str) -> None:
    page, chance = Page(TEXTS[name]), Random(name)
    fields = chance.sample(page.fields, 2)
    tries = [(path, one) for path in fields for one in likely(page.draft.clauses[path], page.draft.held(path))]
    found = {(path, one): list(breaches(page, path, one)) for path, one in tries if chance.random() < 0.5}
    assert {tried: told for tried, told in found.items() if told} == {}


def test_a_clock_that_nobody_accepts_by_silence_keeps_what_a_rejection_does() -> None:
    page, path = Page(TEXTS["package/basic@2026.1"]), "clocks.resolution.acceptance.deemed_after"
    assert list(breaches(page, path, "")) == []
    after = draft_of(changed(page.draft, page.with_field(path, "")))
    assert (after.holds(path), after.holds("clocks.resolution.acceptance.on_reject")) == ("", "resume_from_delivery")


@given(st.data())
@settings(max_examples=examples(8), deadline=None)
def test_the_same_holds_however_a_contract_is_written(data: st.DataObject) -> None:
    own = draft_of(TEXTS[data.draw(st.sampled_from(CHANGED))]).own
    page = Page(data.draw(texts(own)))
    path = data.draw(st.sampled_from(page.fields))
    typed = data.draw(st.sampled_from(likely(page.draft.clauses[path], page.draft.held(path))))
    assert list(breaches(page, path, typed)) == []


@pytest.mark.parametrize(
    ("before", "after", "path"),
    [
        ("fee: {monthly: 1000} # note", "fee: {monthly: 1000} # other", "fee.monthly"),
        ("fee: {monthly: 1000}", "fee: {monthly: 1000.00}", "defaults.currency"),
        ("fee: {monthly: 1000, due: P14D}", "fee: {monthly: 2000}", "fee.monthly"),
        ("fee: {monthly: 1000}\nterm: {notice: P1M}", "fee: {monthly: 2000}\nterm: { notice: P1M}", "fee.monthly"),
        ("# head\nfee: {monthly: 1000}", "fee: {monthly: 2000}", "fee.monthly"),
    ],
)
def test_the_law_sees_letters_that_differ_elsewhere(before: str, after: str, path: str) -> None:
    assert list(letters_elsewhere(before, after, [tuple(path.split("."))]))


@pytest.mark.parametrize(
    ("before", "after", "path"),
    [
        ("fee: {monthly: 1000} # note", "fee: {monthly: 2000} # note", "fee.monthly"),
        ("fee: {monthly: 1000}\nterm: {notice: P1M}", "term: {notice: P1M}", "fee.monthly"),
        ("fee:\n  monthly: 1000 # its own\n  due: P14D", "fee:\n  due: P14D", "fee.monthly"),
        ("fee: {monthly: 1000}", "fee: {monthly: 1000, due: P14D}", "fee.due"),
        ("fee: null", "fee: {due: P14D}", "fee.due"),
    ],
)
def test_the_law_lets_a_field_change_its_own_place(before: str, after: str, path: str) -> None:
    assert list(letters_elsewhere(before, after, [tuple(path.split("."))])) == []
