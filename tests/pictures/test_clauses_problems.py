from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import examples

from gwarant.packages import library
from gwarant.pictures.clauses import (
    answers_of,
    changed,
    clauses_of,
    complaints,
    compose,
    draft_of,
    key_in,
    normalised,
    problems,
)
from gwarant.pictures.clauses.complaints import clause_of
from gwarant.sla.contract.parse import parse
from gwarant.sla.contract.splice import CannotSplice
from gwarant.sla.problem import InputError, Severity

FILLED = {
    "parties.provider.name": "Software House sp. z o.o.",
    "parties.client.name": "Sklep Róża",
    "effective.from": "1.12.2026",
    "fee.monthly": "1 200,00",
    "services.main.name": "Sklep internetowy",
    "hours.rates.above": "190",
    "remedy_rules.settle": "contractual_penalty",
}
PATHS = [
    path
    for group in clauses_of("premium", "en")
    for one in group.clauses
    for path in (one.path, *((one.beside.path,) if one.beside else ()))
]
LIKELY = [
    "4h",
    "2 dni robocze",
    "99,5",
    "1 200",
    "2026-12-01",
    "pon-pt 8-18",
    "brak",
    "nie",
    "none",
    "1",
    "P1M",
    "24/7",
]
TYPED = st.dictionaries(
    st.sampled_from([*PATHS, "services.a b.name", "services.null.name", "services.x.name", "csrf", "a.b.c"]),
    st.one_of(st.text(max_size=30), st.sampled_from(LIKELY)),
    max_size=12,
)


@given(TYPED, st.sampled_from(["basic", "business", "premium"]), st.sampled_from(["en", "pl"]))
@settings(max_examples=examples(60), deadline=None)
def test_nothing_that_is_typed_breaks_the_form(typed: dict[str, str], package: str, lang: str) -> None:
    problems(package, typed, lang)
    clauses_of(package, lang)
    text = compose(package, typed, number="UM-1", version=1)
    parse(text, "", library())
    answers_of(text)


@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=40))
@settings(max_examples=examples(15), deadline=None)
def test_one_text_in_every_input_breaks_nothing_and_is_not_lost(text: str) -> None:
    typed = dict.fromkeys(PATHS, text)
    problems("premium", typed, "pl")
    shown = answers_of(compose("premium", typed, number="UM-1", version=1))
    assert answers_of(compose("premium", shown, number="UM-1", version=1)) == shown


@given(st.dictionaries(st.sampled_from(PATHS), st.sampled_from(LIKELY), max_size=8))
@settings(max_examples=examples(60), deadline=None)
def test_a_contract_shows_the_answers_that_it_was_made_of(typed: dict[str, str]) -> None:
    text = compose("premium", {**FILLED, **typed}, number="UM-1", version=1)
    shown = answers_of(text)
    assert compose("premium", shown, number="UM-1", version=1) == text
    wanted = normalised("premium", {**FILLED, **typed})
    parts = ("pauses.", "hours.pool.", "availability.", "remedies.", "targets.", "phases.onboarding.from", "intake.")
    parts = (*parts, "term.", "remedy_rules.caps.")
    assert {key: one for key, one in shown.items() if not key.startswith(parts)} == {
        key: one for key, one in wanted.items() if not key.startswith(parts)
    }


@pytest.mark.parametrize("path", ["hours.not_charged", "intake.channels", "fee.monthly", "services.main.name"])
@pytest.mark.parametrize("typed", ["99,5", "a,b", " a ,, b", "[1, 2]", "[x]", "{a: b}", "- a", "a: b", "a#b", '"x", y'])
def test_a_text_that_looks_like_a_list_comes_back_in_the_one_way_of_writing(path: str, typed: str) -> None:
    text = compose("premium", {**FILLED, path: typed}, number="UM-1", version=1)
    shown = answers_of(text)
    assert shown[path] == normalised("premium", {**FILLED, path: typed})[path]
    assert compose("premium", shown, number="UM-1", version=1) == text


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("US-TX", "US-TX"),
        ("us-tx", "US-TX"),
        ("Teksas", "US-TX"),
        ("Bawaria", "DE-BY"),
        ("England", "GB-ENG"),
        ("FR", "FR"),
    ],
)
@pytest.mark.parametrize("path", ["calendars.office.holidays", "law"])
def test_every_land_and_region_that_has_a_name_can_be_chosen_by_code_or_name(path: str, typed: str, code: str) -> None:
    typed_answers = {**FILLED, path: typed}
    assert problems("premium", typed_answers, "pl") == {}
    assert answers_of(compose("premium", typed_answers, number="UM-1", version=1))[path] == code


@pytest.mark.parametrize("holidays", ["", "none", "GB-ENG"])
def test_office_hours_that_become_all_hours_keep_their_clause(holidays: str) -> None:
    typed = {**FILLED, "calendars.office.week": "24/7", "calendars.office.holidays": holidays}
    text = compose("premium", typed, number="UM-1", version=1)
    shown = answers_of(text)
    assert shown["calendars.office.week"] == "24/7"
    assert compose("premium", shown, number="UM-1", version=1) == text


@given(st.text(max_size=200))
@settings(max_examples=examples(100), deadline=None)
def test_any_text_may_stand_where_yaml_should(text: str) -> None:
    answers_of(text)
    try:
        draft = draft_of(text)
    except InputError:
        return
    with suppress(CannotSplice):
        complaints(draft, FILLED, "pl")
    assert changed(draft, {}) == text


def test_a_filled_form_has_no_problem() -> None:
    for package in ("basic", "business", "premium"):
        assert problems(package, FILLED, "pl") == {}


@pytest.mark.parametrize(
    ("path", "typed", "english", "polish"),
    [
        ("fee.monthly", "dużo", "is not an amount", "nie jest kwotą"),
        ("effective.from", "31.02.2026", "is not a day", "nie jest datą"),
        ("targets.serious.response", "2 dni", "days of work", "robocze"),
        ("targets.serious.response", "szybko", "is not a time", "nie jest czasem"),
        ("term.notice", "4h", "is not a period", "nie jest okresem"),
        ("calendars.office.week", "zamknięte", "never open", "żaden termin"),
        ("calendars.office.week", "8-18", "is not a week", "nie określa dni"),
        ("availability.main-up.target", "105", "up to 100", "do 100"),
        ("parties.client.nip", "1234567890", "do not add up", "suma kontrolna"),
        ("remedies.main-up-credit.bands", "dużo", "is not a band", "nie jest progiem"),
        ("pauses.observation", "może", "neither yes nor no", "ani tak, ani nie"),
        ("remedy_rules.settle", "gotówka", "cannot be chosen", "nie należy do listy"),
        ("hours.rates.multipliers", "w nocy 2", "is not a dearer time", "nie jest mnożnikiem"),
    ],
)
def test_a_slip_is_told_beside_its_input(path: str, typed: str, english: str, polish: str) -> None:
    answers = {**FILLED, path: typed}
    for lang, words in (("en", english), ("pl", polish)):
        found = problems("business", answers, lang)
        assert set(found) == {path}
        assert words in found[path][0]
        assert len(found[path]) == 1


def test_what_the_linter_finds_stands_beside_the_clause() -> None:
    answers = {**FILLED, "targets.critical.response": "3 dni robocze", "remedies.main-up-credit.bands": "99-99,3: 5%"}
    found = problems("business", answers, "pl")
    assert any("Czas reakcji jest dłuższy" in one for one in found["targets.critical.response"])
    assert any("luka" in one for one in found["remedies.main-up-credit.bands"])


def test_a_contract_that_ends_before_it_begins_is_told_in_both_languages() -> None:
    answers = {**FILLED, "effective.to": "30.11.2026"}
    assert "lies before" in problems("business", answers, "en")["effective.to"][0]
    assert problems("business", answers, "pl")["effective.to"] == ["Ostatni dzień obowiązywania poprzedza pierwszy."]


def test_a_blank_may_wait_and_an_error_may_not() -> None:
    answers = {key: text for key, text in FILLED.items() if key != "fee.monthly"}
    draft = draft_of(compose("business", answers, number="UM-1", version=1))
    assert [(one.path, one.severity) for one in complaints(draft, {}, "en")] == [("fee.monthly", Severity.BLANK)]


def test_a_problem_belongs_to_the_clause_with_the_longest_path() -> None:
    paths = ("hours.rates.multipliers", "remedy_rules.caps.month", "fee.monthly")
    assert clause_of("hours.rates.multipliers.0.when", paths) == "hours.rates.multipliers"
    assert clause_of("remedy_rules.caps.0", paths) == "remedy_rules.caps.month"
    assert clause_of("text.par_3", paths) == ""


def test_an_onboarding_needs_its_length() -> None:
    found = problems("business", {**FILLED, "phases.onboarding.from": "2.12.2026"}, "pl")
    assert found == {"phases.onboarding.length": ["Należy podać także czas wdrożenia, np. 4 tygodnie."]}


def test_a_system_needs_a_short_name() -> None:
    answers = {**FILLED, "services.Mój Sklep.name": "Sklep"}
    assert "services.Mój Sklep.name" not in problems("business", answers, "pl")
    path = f"services.{key_in('Sklep!')}.name"
    assert "nazwą skróconą" in problems("business", {**FILLED, path: "Sklep"}, "pl")[path][0]
