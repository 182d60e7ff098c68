"""The difference between two wordings is told in words, and nothing that changes is left out."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from whole import changes, whole

from gwarant.pictures.told.difference import Change, difference
from gwarant.pictures.told.summary import headline, summary
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.frame import Announcement, Notice
from gwarant.sla.contract.values import Period

NO_TERM = ("metadata.version", "metadata.supersedes", "metadata.status", "metadata.signed", "metadata.announced",
           "effective.from", "apiVersion", "resolved", "availability.up.over")  # fmt: skip


def dearer(contract: Contract) -> Contract:
    return replace(contract, fee=replace(contract.fee, monthly=Decimal(9500)))


def test_a_wording_does_not_differ_from_itself() -> None:
    found = difference(whole(), whole(), "en")
    assert found.changes == ()
    assert "Nothing changes in the terms." in list(summary(whole(), whole(), found, "en"))


def test_a_change_is_told_as_it_was_and_as_it_is() -> None:
    assert difference(whole(), dearer(whole()), "pl").changes == (
        Change(
            "Wynagrodzenie i płatności",
            "fee.monthly",
            "Miesięczne wynagrodzenie (abonament) wynosi 9 000,00 zł brutto.",
            "Miesięczne wynagrodzenie (abonament) wynosi 9 500,00 zł brutto.",
        ),
    )


def test_what_was_added_one_way_was_taken_away_the_other_way() -> None:
    less = replace(whole(), pauses=whole().pauses[:1])
    there, back = (difference(one, other, "en").changes for one, other in ((whole(), less), (less, whole())))
    assert {one.kind for one in there} == {"removed"}
    assert [(one.path, one.was) for one in there] == [(one.path, one.now) for one in back]


def test_a_row_set_before_others_is_the_only_change() -> None:
    rates = whole().hours.rates
    first = replace(rates.multipliers[0], when="Sat")
    more = replace(whole(), hours=replace(whole().hours, rates=replace(rates, multipliers=(first, *rates.multipliers))))
    found = difference(whole(), more, "en").changes
    assert [(one.kind, one.now) for one in found] == [
        ("added", "Work done on Saturdays: the price of the hour is multiplied by 1.5.")
    ]


def test_version_dates_and_signature_are_no_terms() -> None:
    later = replace(
        whole(),
        effective=replace(whole().effective, from_=date(2027, 2, 1)),
        metadata=replace(whole().metadata, version=4, supersedes=3, signed=None),
    )
    assert difference(whole(), later, "en").changes == ()


def test_the_summary_says_how_much_where_from_when_and_with_what_notice() -> None:
    announced = Announcement(date_=date(2026, 11, 2), by="provider")
    amended = dearer(replace(whole(), metadata=replace(whole().metadata, version=4, announced=announced)))
    former = replace(whole(), term=replace(whole().term, change_notice=Notice(length=Period(1, 0))))
    found = difference(former, amended, "pl")
    said = list(summary(former, amended, found, "pl"))
    assert headline(former, amended, "pl") == "W-1, wersja 3 → W-1, wersja 4"
    assert said[0].startswith("2 zmiany: ")
    assert "Nowsza wersja obowiązuje od 1 grudnia 2026 r." in said
    assert "Ogłosił ją dostawca, druga strona otrzymała ją 2 listopada 2026 r." in said
    assert "Dotychczasowa wersja pozwala jednej stronie zmienić umowę z uprzedzeniem wynoszącym 1 miesiąc." in said


def test_a_former_wording_that_both_must_change_says_so() -> None:
    former = replace(whole(), term=replace(whole().term, change_notice=None))
    said = list(summary(former, whole(), difference(former, whole(), "en"), "en"))
    assert "The former version can be changed only by both sides together." in said


def test_another_clause_of_the_paper_is_a_change() -> None:
    found = difference(whole(), replace(whole(), text={}), "en").changes
    assert {one.section for one in found} == {"Clauses of the signed text"}
    assert len(found) == len(whole().text)


@pytest.mark.parametrize("part", ["targets", "remedies.r-back", "hours", "triggers", "phases", "duties", "term"])
def test_every_change_of_a_term_is_a_difference(part: str) -> None:
    silent = [
        path
        for path, changed in changes(whole())
        if path.startswith(part) and not path.startswith(NO_TERM) and not path.endswith(".id")
        if not difference(whole(), changed, "pl").changes
    ]
    assert silent == []
