"""The law of a contract: provisions of a land are cited where that land's law governs, and nowhere else."""

from collections.abc import Callable

import pytest

from gwarant.pictures.clauses.complaints import _sentence
from gwarant.pictures.told import tell
from gwarant.pictures.told.difference import difference
from gwarant.sla.contract.law import law_of
from gwarant.sla.contract.lint import PROFILES, lint
from gwarant.sla.contract.parse import Parsed, canonical

Small = Callable[..., Parsed]
PENALTY = ("settle: price_reduction", "settle: contractual_penalty, fault: opoznienie")
PUBLIC = ("client: {name: Shop}", "client: {name: Shop, regulated: [public]}")
POUNDS = ("currency: PLN", "currency: GBP")


@pytest.mark.parametrize(
    ("changes", "law", "english", "polish"),
    [
        ([], "", "Polish civil code, art. 484 § 1", "(art. 484 § 1 k.c.)"),
        ([POUNDS], "PL", "Polish civil code, art. 484 § 1", "(art. 484 § 1 k.c.)"),
        ([], "CZ", "Czech civil code, § 2050", "czeskiego"),
        ([POUNDS], "", "", ""),
        ([], "GB-ENG", "", ""),
        ([], "US-NY", "", ""),
    ],
)
def test_only_the_law_that_governs_is_cited(
    small: Small, changes: list[tuple[str, str]], law: str, english: str, polish: str
) -> None:
    parsed = small(*changes, PENALTY, PUBLIC, more=f"law: {law}\n" if law else "")
    found = {one.code: one for one in lint(parsed)}
    told = found["damages-by-default"]
    assert english in told.message
    assert ("civil code" in told.message) == bool(english)
    assert polish in _sentence(told, "pl")
    assert ("(" in _sentence(told, "pl")) == bool(polish)
    is_polish = law_of(parsed.required()) == "PL"
    assert ("public-mere-delay" in found) == is_polish
    assert ("pzp" in " ".join(one.message for one in found.values())) == is_polish
    text = " ".join(one.text for section in tell(parsed.required(), "en") for one in section.told)
    assert ("opóźnienie" in text) == is_polish


def test_a_profile_that_is_asked_for_holds_unless_another_law_governs(small: Small) -> None:
    for more, is_public in (("", True), ("law: GB\n", False)):
        found = {one.code for one in lint(small(POUNDS, more=more), PROFILES)}
        assert ("public-open-ended" in found) == is_public


def test_a_law_is_a_land_or_a_region_of_one(small: Small) -> None:
    (found,) = small(more="law: GB-XX\n").errors
    assert (found.path, found.line) == ("law", 38)
    assert "GB-ENG" in found.message


def test_a_law_is_told_changed_and_changes_nothing_of_a_contract_that_names_none(small: Small) -> None:
    former, amended = small().required(), small(more="law: GB-SCT\n").required()
    assert b"law" not in canonical(former)
    change, vat, fault, net = difference(former, amended, "pl").changes
    assert (change.path, change.now) == ("law", "Prawo właściwe dla umowy: Szkocja (Wielka Brytania).")
    assert (vat.path, fault.path, net.path) == ("fee.vat", "remedy_rules.fault", "defaults.amounts")


def test_two_contracts_set_beside_each_other_keep_their_versions(small: Small) -> None:
    one, other = small(("{id: C-1}", "{id: C-1, version: 3}")), small(("{id: C-1}", "{id: C-2, version: 2}"))
    (change,) = difference(one.required(), other.required(), "en").changes
    assert (change.was, change.now) == ("Its number is C-1, version 3.", "Its number is C-2, version 2.")
