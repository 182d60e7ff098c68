"""Nothing of a contract is left untold: whatever is changed changes the words."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fnmatch import fnmatch
from html import unescape

import pytest
from whole import changes, records, set_keys, whole

from gwarant.pictures.annex import annex_markdown, annex_of, annex_page
from gwarant.pictures.told import tell
from gwarant.pictures.told.words import WORDS
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.money import Block, Pool
from gwarant.sla.contract.record import keys_of
from gwarant.sla.contract.values import Period, Seconds

UNTOLD = {
    "*.id": "the short name by which the contract's own parts refer to it; people read the label",
    "availability.up.over": "a calendar that never closes is all time, which holds where none is named",
}
ONE_WORD = {("WorkingDayCount", "ends"), ("Intake", "outside_calendar"), ("Defaults", "intervals")}
ELSEWHERE = {
    *(("Pool", "unlimited"), ("Carry", "forever")),
    *(("Pool", "block"), ("Block", "price"), ("Block", "lasts"), ("Block", "bought")),
}


def body(contract: Contract, lang: str) -> str:
    """The annex without the fingerprint, which any change changes."""
    return "\n".join(line for line in annex_markdown(annex_of(contract, lang)).splitlines() if "SHA-256" not in line)


def words(contract: Contract) -> tuple[object, ...]:
    """What the annex says of it: the sentences, the clauses of the paper, and what stands in head and foot."""
    said = tuple(told.text for section in tell(contract, "pl") for told in section.told)
    head = (contract.text, contract.resolved, contract.apiVersion, contract.metadata.status)
    return (*said, *head)


def _values(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", text))


@pytest.mark.parametrize("change", ["text", "resolved.tz", "metadata.status"])
def test_what_stands_in_head_and_foot_is_told_there(change: str) -> None:
    found = [changed for path, changed in changes(whole()) if path.startswith(change)]
    assert found
    assert all(body(one, "pl") != body(whole(), "pl") for one in found)


def test_the_whole_contract_sets_every_key_of_the_language() -> None:
    wanted = {(one, key.name) for one in records(Contract) for key in keys_of(one)}
    missing = {(one.__name__, key) for one, key in wanted - set(set_keys(whole()))}
    assert missing - ONE_WORD - ELSEWHERE == set()


def test_whatever_is_changed_or_taken_away_changes_the_words() -> None:
    told = words(whole())
    silent = [path for path, changed in changes(whole()) if words(changed) == told]
    assert [path for path in silent if not any(fnmatch(path, one) for one in UNTOLD)] == []


@pytest.mark.parametrize("lang", ["en", "pl"])
def test_a_pool_without_end_is_told(lang: str) -> None:
    pool = whole().hours.pool
    assert pool is not None
    endless = [replace(pool, unlimited=True), replace(pool, carry=replace(pool.carry, forever=True))]
    told = {body(replace(whole(), hours=replace(whole().hours, pool=one)), lang) for one in (pool, *endless)}
    assert len(told) == 3


@pytest.mark.parametrize("lang", ["en", "pl"])
def test_a_block_is_told_with_its_price_its_first_day_and_how_long_it_lasts(lang: str) -> None:
    block = Block(price=Decimal(8000), lasts=Period(months=12), bought=date(2026, 3, 10))
    others = [replace(block, price=Decimal(9000)), replace(block, lasts=None), replace(block, bought=None), None]
    pools = [replace(Pool(amount=Seconds(144_000)), block=one) for one in (block, *others)]
    told = {body(replace(whole(), hours=replace(whole().hours, pool=one)), lang) for one in pools}
    assert len(told) == 5


def test_both_languages_say_the_same_things() -> None:
    """Beside the same keys the same values: what one language tells, the other does not leave out."""
    assert WORDS["en"].keys() == WORDS["pl"].keys()
    unlike = {key for key, text in WORDS["en"].items() if _values(text) != _values(WORDS["pl"][key])}
    assert {key for key in unlike if not key.startswith(("target: ", "update", "language_", "person: "))} == set()


@pytest.mark.parametrize("lang", ["en", "pl"])
def test_no_sentence_has_a_gap_or_a_doubled_sign(lang: str) -> None:
    for line in body(whole(), lang).splitlines():
        assert not any(sign in line.strip() for sign in ("{", "}", "None", " .", "..", " ,", ",,", ";;", "„”", "“”")), (
            line
        )


@pytest.mark.parametrize("lang", ["en", "pl"])
def test_the_page_says_what_the_markdown_says(lang: str) -> None:
    annex = annex_of(whole(), lang)
    page = unescape(annex_page(annex)).replace("\u00a0", " ")
    for article in annex.articles:
        for clause in article.clauses:
            rows = [cell for row in clause.grid.rows for cell in row] if clause.grid else []
            assert all(one in page for one in (clause.text, *clause.points, *rows))


@pytest.mark.parametrize("lang", ["en", "pl"])
def test_no_sentence_ends_with_two_full_stops(lang: str) -> None:
    contract = whole()
    services = tuple(replace(one, name=f"{one.name} S.A.") for one in contract.services)
    assert ".." not in body(replace(contract, services=services), lang).replace("...", "")
