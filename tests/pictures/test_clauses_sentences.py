import pytest

from gwarant.packages import library
from gwarant.pictures.clauses import compose
from gwarant.pictures.told import sentences
from gwarant.sla.contract.parse import parse
from gwarant.sla.contract.resolve import resolve

FILLED = {
    "parties.provider.name": "Software House",
    "parties.client.name": "Sklep Róża",
    "effective.from": "2026-12-01",
    "fee.monthly": "1200",
    "services.main.name": "Sklep",
    "hours.rates.above": "190",
    "remedy_rules.settle": "contractual_penalty",
}


def told(lang: str, package: str = "premium", extra: str = "", **changed: str) -> list[str]:
    text = compose(package, {**FILLED, **changed}, number="UM-1", version=1) + extra
    contract = resolve(parse(text, "", library()).required())
    return [sentence for _, found in sentences(contract, lang) for sentence in found]


def test_a_contract_is_told_in_plain_english() -> None:
    found = told("en")
    assert "A critical fault is answered by a person within 15 minutes, around the clock." in found
    assert "A serious fault is repaired for good within 5 working days." in found
    assert "The monthly fee is PLN 1,200.00 net." in found
    assert "Nothing else stops a clock." in found


def test_a_contract_is_told_in_plain_polish() -> None:
    found = told("pl")
    assert "Awaria krytyczna: pracownik dostawcy odpowiada w ciągu 15 minut, przez całą dobę." in found
    assert "Awaria krytyczna: trwała naprawa w ciągu 3 dni roboczych." in found
    assert "Sklep: dostępność co najmniej 99,9% w każdym miesiącu kalendarzowym, liczona przez całą dobę." in found
    assert "Forma rekompensaty: kara umowna." in found
    assert "Abonament obejmuje w każdym miesiącu kalendarzowym pulę pracy: 20 godzin." in found


def test_a_changed_term_changes_its_sentence() -> None:
    found = told("pl", **{"targets.critical.response": "1h", "hours.pool.carry.periods": "0"})
    assert "Awaria krytyczna: pracownik dostawcy odpowiada w ciągu 1 godziny, przez całą dobę." in found
    assert "Niewykorzystane godziny przepadają z końcem okresu." in found


@pytest.mark.parametrize("lang", ["en", "pl"])
@pytest.mark.parametrize("package", ["basic", "business", "premium"])
def test_no_sentence_holds_an_empty_place_or_a_word_of_the_language_of_contracts(lang: str, package: str) -> None:
    for sentence in told(lang, package):
        assert sentence.lstrip("“„")[0].isalpha()
        assert sentence.endswith(".")
        assert not any(sign in sentence for sign in ("{", "}", "None", "[", "  ", "_", " ."))


def test_words_of_the_contracts_own_stand_as_they_are() -> None:
    extra = "classes: {critical: {label: Awaria P1}}\nphases: {peak: {every: 11-15..12-31, effect: {freeze: true}}}\n"
    found = told("en", extra=extra)
    assert any(one.startswith("A ticket of the class “Awaria P1” is answered by a person") for one in found)
    assert any(one == "“peak”: every year, from 15 November to 31 December." for one in found)


def test_what_is_not_promised_is_said_to_be_absent() -> None:
    assert "No remedies are promised." in told("en", "basic")
    assert "It can be ended with notice of 1 month, taking effect at the end of the month." in told(
        "en", **{"term.notice.ends": "month_end"}
    )


@pytest.mark.parametrize(
    ("on_reject", "since"),
    [
        ("resume_from_delivery", "as if the repair had never been delivered"),
        ("resume_from_rejection", "from the rejection"),
    ],
)
def test_fix_and_updates_go_on_after_a_rejection_by_one_key(on_reject: str, since: str) -> None:
    text = " ".join(told("en", **{"clocks.resolution.acceptance.on_reject": on_reject}))
    assert f"“Final repair”: if a repair is rejected, the time runs on {since}." in text
    assert f"“Progress report”: after a rejection it runs on {since}." in text
    is_left_out = "only the time from the delivery of a repair to its rejection does not count" in text
    assert is_left_out is (on_reject == "resume_from_rejection")
    assert "that is rejected within that time, do not count: the time runs on as if they had not been." in text
