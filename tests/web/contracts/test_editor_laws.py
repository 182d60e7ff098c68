"""The two laws of the editor: an untouched form changes no letter; a touched field changes what the page showed."""

import sys
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest
from as_browser import sent_by
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from gwarant.packages import library
from gwarant.pictures.clauses import Draft, changed, draft_of, meant, sheet_of
from gwarant.pictures.clauses.kinds import Kind
from gwarant.pictures.clauses.spec import Spec
from gwarant.sla.contract.parse import parse
from gwarant.web.contracts.clause_form import clause_form, parts_of, typed_in
from gwarant.web.contracts.differences import clauses_changed, sentences_changed
from gwarant.web.contracts.merging import base_of, merge

sys.path.append(str(Path(__file__).parents[2] / "sla" / "contract"))
from written_by_hand import DOCUMENTS, texts

SECTIONS = ["services", "targets", "availability", "calendars", "pauses", "remedies", "fee", "hours", "intake", "term"]
CHANGED = ["clinic", "premium-shop", "documentation-site", "071_symbiosis", "package/business@2026.1"]
EXAMPLES = sorted((Path(__file__).parents[3] / "examples").rglob("*.yaml"))
TEXTS = {
    **{path.stem: path.read_text() for path in EXAMPLES},
    **dict(library()),
    "clinic": """apiVersion: sla/v1
kind: Contract
metadata: {id: CLINIC-1, version: 2, extends: [package/premium, package/basic], status: draft}  # two layers
effective: {from: 2026-12-01}
parties: {provider: {name: House, nip: "5260001246"}, client: {name: 'Clinic'}}
fee: {monthly: 1000, due: P14D}   # the usual term, stated
defaults: {currency: SEK}
services:
  booking: {name: Booking}
  shop.pl: {name: Shop}
  main: null
calendars:
  office: {holidays: FR}
  weekend: {week: "Sat-Sun 10:00-16:00", holidays: none}
targets: {serious: {response: [2h, weekend]}}
availability: {main-up: {service: booking}}
intake: {channels: {chat: {counts: true}}}
hours: {not_charged: [], rates: {above: &rate 240}}
term: {notice: {length: P1M, ends: month_end}}
""",
}


def page_of(text: str) -> tuple[Draft, str]:
    """The draft, and the fields of its page."""
    draft = draft_of(text)
    with translation.override("en"):
        groups = sheet_of(draft, "en")
        form = clause_form(groups, "mark", text)
        return draft, render_to_string("contracts/_fields.html", {"parts": parts_of(groups, form), "form": form})


def saved(draft: Draft, data: QueryDict) -> str:
    """The text after the form was posted."""
    base = base_of(draft.text, "mark", data["seen"], data["base"])
    assert base is not None
    return changed(draft, merge(base, draft, typed_in(base, data)).touched)


@pytest.mark.parametrize("name", TEXTS)
def test_a_form_that_nobody_touched_saves_the_same_text(name: str) -> None:
    draft, page = page_of(TEXTS[name])
    data = sent_by(page)
    assert len(data) > 20
    assert saved(draft, data) == TEXTS[name]


@given(st.data())
@settings(max_examples=25, deadline=None)
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
    draft, page = page_of(text)
    assert saved(draft, sent_by(page)) == text


@pytest.mark.parametrize(
    "name", ["clinic", "premium-shop", "documentation-site", "071_symbiosis", "package/business@2026.1"]
)
@given(st.data())
@settings(max_examples=6, deadline=None)
def test_one_field_changes_what_the_page_showed_and_no_other_line(name: str, data: st.DataObject) -> None:
    text = TEXTS[name]
    draft, page = page_of(text)
    sent = sent_by(page)
    path = data.draw(st.sampled_from([one for one in draft.clauses if one in sent]))
    typed = data.draw(st.sampled_from(_likely(draft.clauses[path], draft.held(path))))
    sent.setlist(path, typed.split(", ") if draft.clauses[path].kind is Kind.MANY else [typed])
    told = saved(draft, sent)
    after = draft_of(told)
    if path in after.clauses and meant(draft.clauses[path], typed) != meant(draft.clauses[path], draft.held(path)):
        assert clauses_changed(draft, after, "en")
    others = {one for one in draft.clauses if one in after.clauses and draft.held(one) != after.held(one)} - {path}
    assert {one for one in others if not _follows(draft, path, one)} == set()
    if told == text:
        assert clauses_changed(draft, after, "en") == []
    was, now = (parse(one, "", library()).contract for one in (text, told))
    if clauses_changed(draft, after, "en") == []:
        assert sentences_changed(was, now, "en") == []
    assert _lines_touched(text, told) <= _may_touch(draft, path)


def _likely(spec: Spec, held: str) -> list[str]:
    """Values that people might choose or type."""
    if spec.kind is Kind.MANY:
        return [", ".join(spec.choices[:1]), ", ".join(spec.choices), ""]
    if spec.choices or spec.kind is Kind.YES_NO:
        return [*(spec.choices or ("yes", "no")), *([] if spec.kind is Kind.YES_NO else [""])]
    by_kind: dict[Kind, Any] = {
        Kind.DATE: "2027-02-01", Kind.MONEY: "1234.50", Kind.PERCENT: "99.7", Kind.SHARE: "12", Kind.WHOLE: "2",
        Kind.TIME: "3h", Kind.TARGET: "3h", Kind.LENGTH: "20m", Kind.PERIOD: "P2M", Kind.EVERY: "P2M", Kind.HOURS: "7h",
        Kind.MINUTES: "77", Kind.WEEK: "Mon-Thu 07:00-15:00", Kind.BANDS: "98-99: 4%\n<98: 9%",
        Kind.FACTORS: "Sat: 1.7", Kind.LINES: "one\ntwo", Kind.TAX_NUMBER: "5260250274",
    }  # fmt: skip
    return [by_kind.get(spec.kind, "Other: #1 [x], 'y'"), *(["none"] if spec.may_be_none else []), held]


def _follows(draft: Draft, path: str, other: str) -> bool:
    """Whether the other clause belongs to the same row, or is a remedy for a promise that was taken away."""
    row = path.rpartition(".")[0]
    is_beside = other.startswith(f"{path}.") or (path.endswith((".calendar", ".ends")) and other == row)
    is_of_row = draft.clauses[path].may_be_none and other.startswith(f"{row}.")
    return (
        is_beside
        or is_of_row
        or path.startswith("phases.")
        or (row.startswith("availability.") and "remedies" in other)
    )


def _lines_touched(before: str, after: str) -> set[str]:
    """The lines of the old text that are not in the new one any more."""
    old, new = before.split("\n"), after.split("\n")
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return {line for what, a, b, _c, _d in codes if what in ("replace", "delete") for line in old[a:b]}


def _may_touch(draft: Draft, path: str) -> set[str]:
    """The lines of the rows that the clause may change: its own, and the remedies that fall with a promise."""
    section, _, _rest = path.partition(".")
    names = {section, "remedies"} if section == "availability" else {section}
    found: set[str] = set()
    is_inside = False
    for line in draft.text.split("\n"):
        if line[:1].strip() and not line.startswith("#"):
            is_inside = line.split(":")[0] in names
        if is_inside:
            found.add(line)
    return found
