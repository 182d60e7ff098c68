from string import Formatter

import pytest

from gwarant.packages import library
from gwarant.pictures.clauses import Clause, answers_of, changed, clauses_of, compose, draft_of, normalised, touched_in
from gwarant.pictures.clauses.kinds import Kind
from gwarant.pictures.clauses.slips import RULES_PL, SLIPS
from gwarant.pictures.clauses.tables import CHOICES, CLAUSES, GROUPS, WORDS
from gwarant.sla.contract.lint import RULES, lint
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.parse import parse
from gwarant.sla.problem import Severity

PACKAGES = ("basic", "business", "premium")
FILLED = {
    "parties.provider.name": "Software House sp. z o.o.",
    "parties.client.name": "Sklep: „Róża”",
    "effective.from": "1.12.2026",
    "fee.monthly": "1 200,00",
    "services.main.name": "Sklep internetowy",
    "hours.rates.above": "190 zł",
    "remedy_rules.settle": "obniżenie wynagrodzenia",
}


def contract(text: str) -> Contract:
    return parse(text, "", library()).required()


def written(answers: dict[str, str], package: str = "business") -> str:
    return compose(package, answers, number="UM-1", version=1)


def mended(base: str, typed: dict[str, str]) -> str:
    """The text after somebody typed this into its form."""
    draft = draft_of(base)
    return changed(draft, touched_in(draft, typed))


def clauses(package: str, lang: str) -> dict[str, Clause]:
    return {one.path: one for group in clauses_of(package, lang) for one in group.clauses}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("package", PACKAGES)
def test_a_form_has_the_same_clauses_in_both_languages_and_texts_for_each(package: str) -> None:
    english, polish = clauses(package, "en"), clauses(package, "pl")
    assert list(english) == list(polish)
    assert [one.path for one in english.values() if not (one.title and one.meaning and one.default_text)] == []
    assert [path for path in english if english[path].meaning == polish[path].meaning] == []


def test_what_a_package_leaves_blank_is_to_be_filled_in() -> None:
    blank = {path for path, one in clauses("business", "en").items() if one.is_blank}
    assert blank == set(FILLED)


def test_a_default_is_told_in_words() -> None:
    english, polish = clauses("business", "en"), clauses("business", "pl")
    assert english["targets.critical.workaround"].default_text == "8 hours, in office hours"
    assert polish["targets.critical.workaround"].default_text == "8 godzin, w godzinach pracy"
    assert polish["targets.serious.workaround"].default_text == "2 dni robocze"
    assert polish["availability.main-up.target"].default_text == "99,5%"
    assert polish["calendars.office.week"].default_text == "poniedziałek–piątek 08:00–18:00"
    assert polish["targets.critical.response"].title == "Awaria krytyczna: czas reakcji"


@pytest.mark.parametrize("package", PACKAGES)
@pytest.mark.parametrize("lang", ["en", "pl"])
def test_every_default_can_be_typed_as_it_is_shown_and_then_changes_nothing(package: str, lang: str) -> None:
    shown = [one for one in clauses(package, lang).values() if one.default]
    typed = {one.path: one.default for one in shown}
    assert normalised(package, typed) == {}


@pytest.mark.parametrize("package", PACKAGES)
def test_an_example_of_an_input_can_be_typed_into_it(package: str) -> None:
    for lang in ("en", "pl"):
        rows = [one for one in clauses(package, lang).values() if one.example]
        typed = [(one, text.strip()) for one in rows for text in _examples(one)]
        assert len(typed) > 30
        for one, text in typed:
            answers = {**FILLED, "phases.onboarding.length": "P4W", one.path: text}
            parsed = parse(written(answers, package), "", library())
            assert [str(problem) for problem in parsed.errors] == [], (one.path, text)


def _examples(one: Clause) -> list[str]:
    is_list = one.kind in (Kind.TIME, Kind.TARGET, Kind.LENGTH, Kind.PERIOD, Kind.WINDOW, Kind.EVERY)
    return one.example.split(",") if is_list else [one.example]


@pytest.mark.parametrize("package", PACKAGES)
def test_a_filled_form_gives_a_contract_without_errors_or_blanks(package: str) -> None:
    parsed = parse(written(FILLED, package), "", library())
    found = {one.severity for one in (*parsed.problems, *lint(parsed))}
    assert found <= {Severity.NOTE}


def test_only_what_was_changed_or_blank_is_stated() -> None:
    text = written({**FILLED, "targets.critical.response": "1 godzina", "targets.serious.response": "2 godz."})
    assert "critical" not in text
    assert "serious:\n    response: [2h, office]" in text
    assert "pauses" not in text
    assert "availability" not in text


@pytest.mark.parametrize(
    ("path", "typed", "stated"),
    [
        ("targets.serious.response", "4,5 godz.", "4h 30"),
        ("targets.serious.response", "pół godziny", "30m"),
        ("targets.serious.resolution", "1 dzień roboczy", "1wd"),
        ("targets.serious.resolution", "3 working days", "3wd"),
        ("targets.serious.resolution", "3wd 10:00", "3wd 10:00"),
        ("term.notice", "3 miesiące", "P3M"),
        ("fee.due", "21 dni", "P21D"),
        ("fee.monthly", "12.500,50 zł", "12500.50"),
        ("fee.monthly", "1,200", "1200.00"),
        ("effective.from", "1 grudnia 2026 r.", "2026-12-01"),
        ("calendars.office.week", "pn-pt 7:30-15.30 i sob", None),
        ("calendars.office.week", "pon-pt od 8 do 18, sob 10-14", "Mon-Fri 08:00-18:00; Sat 10:00-14:00"),
        ("calendars.office.week", "codziennie 22-6", "Mon-Sun 22:00-06:00"),
        ("availability.main-up.target", "99,95 %", "99.95"),
        ("availability.main-up.maintenance.cap.minutes", "4h", "240"),
        ("hours.pool.amount", "12,5", "12h 30"),
        ("parties.client.nip", "526-025-02-74", "5260250274"),
        ("remedy_rules.settle", "kara umowna", "contractual_penalty"),
        ("pauses.third_party", "nie", "no"),
        ("hours.rates.multipliers", "niedziela lub święto: 2,5", "Sun or holiday: 2.5"),
        ("remedies.main-up-credit.bands", "od 98 do poniżej 99,5%: 5%\nponiżej 98%: 10%", "98-99.5: 5%\n<98: 10%"),
    ],
)
def test_what_people_type_is_understood(path: str, typed: str, stated: str | None) -> None:
    found = answers_of(written({path: typed}))[path]
    expected = {"4h 30": "270m", "12h 30": "750m", None: typed}.get(stated, stated)
    assert found == expected


def test_a_number_keeps_its_worth_in_the_contract() -> None:
    answers = {**FILLED, "fee.monthly": "1 200,50", "remedy_rules.caps.month": "20%", "hours.pool.amount": "12,5"}
    found = contract(written(answers))
    assert str(found.fee.monthly) == "1200.50"
    assert [(cap.per, str(cap.pct)) for cap in found.remedy_rules.caps] == [("month", "20")]
    assert found.hours.pool is not None
    assert found.hours.pool.amount.seconds == 45_000


def test_a_time_and_its_calendar_are_changed_apart() -> None:
    text = written({"targets.serious.response": "2h", "targets.critical.workaround.calendar": "cała doba"})
    assert "response: [2h, office]" in text
    assert "workaround: [8h, around_the_clock]" in text


def test_what_is_answered_with_none_is_taken_away_with_what_hangs_on_it() -> None:
    found = contract(written({**FILLED, "availability.main-up.target": "brak", "targets.change.quote": "none"}))
    assert found.availability == found.remedies == ()
    assert set(found.targets["change"]) == {"response"}


def test_each_of_several_systems_has_the_promise_of_the_package() -> None:
    answers = {key: text for key, text in FILLED.items() if not key.startswith("services")}
    answers |= {"services.shop.name": "Sklep", "services.crm.name": "CRM", "availability.crm-up.target": "99,9"}
    found = contract(written({**answers, "remedies.crm-up-credit.bands": "<99,9: 10%"}))
    assert [one.name for one in found.services] == ["Sklep", "CRM"]
    assert {one.service: str(one.target.number) for one in found.availability} == {"shop": "99.5", "crm": "99.9"}
    assert {one.of.promise: len(one.bands) for one in found.remedies} == {"shop-up": 3, "crm-up": 1}


def test_an_onboarding_begins_with_the_contract_and_costs_nothing() -> None:
    phase = contract(written({**FILLED, "phases.onboarding.length": "4 tygodnie"})).phases[0]
    assert (str(phase.from_), str(phase.length)) == ("2026-12-01", "P28D")
    assert phase.effect == {"targets": "report_only", "remedies": "none"}


def test_what_the_form_cannot_show_is_kept() -> None:
    base = written(FILLED) + 'phases: {enrolment: {every: "11-15..12-31", effect: {freeze: true}}}\n'
    base = base.replace("fee: {monthly: 1200.00}", "fee: {monthly: 1200.00, parts: {readiness: 400.00}}")
    merged = mended(base, {"fee.monthly": "1500", "services.main.name": "Sklep"})
    found = contract(merged)
    assert (str(found.fee.monthly), {key: str(one) for key, one in found.fee.parts.items()}) == (
        "1500.00",
        {"readiness": "400.00"},
    )
    assert [one.id for one in found.phases] == ["enrolment"]


def test_rows_that_the_contract_has_as_lists_are_changed_in_their_place() -> None:
    base = written({key: text for key, text in FILLED.items() if not key.startswith("services")})
    base += "services: [{id: main, name: Sklep}, {id: crm, name: CRM}]\npauses: []\n"
    found = contract(mended(base, {"services.main.name": "Sklep Róża", "fee.monthly": "900"}))
    assert [one.name for one in found.services] == ["Sklep Róża", "CRM"]
    assert [one.service for one in found.availability] == ["main"]
    assert found.pauses == ()
    assert answers_of(base)["availability.crm-up.target"] == "none"


def test_an_empty_input_over_what_it_cannot_show_takes_nothing_away() -> None:
    base = written(FILLED) + "remedies: {main-up-credit: {bands: [{le: 99.4, amount: 200}]}}\n"
    assert mended(base, {**FILLED, "remedies.main-up-credit.bands": ""}) == base
    assert str(contract(base).remedies[0].bands[0].amount) == "200"


def test_a_cleared_input_lets_the_package_speak_again() -> None:
    base = written({**FILLED, "targets.serious.response": "2h", "term.notice.ends": "z końcem miesiąca"})
    cleared = {"targets.serious.response": "", "term.notice.ends": ""}
    assert "targets" not in mended(base, cleared)
    assert contract(mended(base, cleared)) == contract(written(FILLED))


def test_what_cannot_be_read_is_not_lost_on_the_way_to_yaml_and_back() -> None:
    typed = {"targets.serious.response": "soonish: [", "fee.monthly": "1e5 #", "calendars.office.week": "null"}
    assert {path: text for path, text in answers_of(written(typed)).items() if path in typed} == typed


def test_both_languages_have_every_text_with_the_same_fields() -> None:
    for tables in (CLAUSES, GROUPS, CHOICES, WORDS):
        assert tables["en"].keys() == tables["pl"].keys() or tables is CHOICES
    for table in (WORDS,):
        unlike = {key for key, text in table["en"].items() if fields(text) ^ fields(table["pl"][key])}
        assert unlike == set()
    titles = [key for key, texts in CLAUSES["en"].items() if fields(texts[0]) != fields(CLAUSES["pl"][key][0])]
    assert titles == []
    assert SLIPS["en"].keys() <= SLIPS["pl"].keys()


def test_polish_knows_every_rule_of_the_linter_that_warns() -> None:
    notes = {"override", "not-judged", "clock-without-target", "calendar-unused"}
    assert set(RULES) - notes == set(RULES_PL)
