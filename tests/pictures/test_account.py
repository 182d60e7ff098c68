"""Corrections of money and the ledger of amounts in words, in the terminal and on the page."""

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest
from drawn import whole
from rich.console import Console

from gwarant.pictures.account import (
    correction_rows,
    extras,
    facts_text,
    ledger_rows,
    month_text,
    period_text,
    stands_today,
)
from gwarant.pictures.incidents import incident_text
from gwarant.pictures.names import Names
from gwarant.pictures.page import assessment_page
from gwarant.pictures.terminal import assessment
from gwarant.sla.assessment.codes import FIGURE
from gwarant.sla.assessment.model import MoneyCorrection
from gwarant.sla.contract.values import Period
from gwarant.sla.remedies import Change, Entry, Fact
from gwarant.sla.remedies.settlement import Status

FACTS = (Fact(kind="exclusion", id="x1", ticket="T-1", reason="client fault"), Fact(kind="cap"))
CORRECTION = MoneyCorrection(
    month="2026-01",
    contract="C@1",
    before=D("300.00"),
    after=D("100.00"),
    granted_before=None,
    granted=Period(days=2),
    facts=FACTS,
)
ENTRY = Entry(
    month="2026-01",
    remedy="",
    first=D("300.00"),
    changes=(Change(known="2026-03", at=0, before=D("300.00"), after=D("100.00"), facts=FACTS),),
    computed=D("100.00"),
    status=Status.CLAIMED,
    stands=D("100.00"),
    paid=D("0"),
    open=D("100.00"),
    claim_until=date(2026, 2, 28),
    decide_until=date(2026, 3, 14),
    overdue=True,
)


def with_account():
    return replace(whole(), money_corrections=(CORRECTION,), ledger=(ENTRY,))


def test_a_correction_says_was_is_difference_and_why() -> None:
    ((month, was, now, step, why),) = correction_rows(with_account(), "en")
    assert (month, step[0], "300.00" in was, "+ 2 days" in now) == ("January 2026", "−", True, True)
    assert why == "exclusion x1 (T-1: client fault); room that another month left under a cap"


def test_what_was_written_down_late_says_by_whom_and_when() -> None:
    call = Fact(kind="called", id="e2", about="A", person="p1", at=1_772_703_000, received=1_779_260_400)
    told = facts_text([call, replace(call, person=""), replace(call, received=call.at)], "Europe/Warsaw", "en")
    late, nobody, timely = told.split("; ")
    assert late == (
        "call e2 (A), of Thursday 5 March 2026, 10:30 CET, "
        "written down by p1, received Wednesday 20 May 2026, 09:00 CEST"
    )
    assert "p1" not in nobody
    assert timely == "call e2 (A)"


def test_an_amount_says_where_it_stands_and_until_when() -> None:
    (row,) = ledger_rows(with_account(), "pl")
    assert (row.name, row.status) == ("styczeń 2026", "złożono wniosek")
    assert "termin rozpatrzenia minął 14 marca 2026" in row.remarks
    (disputed,) = ledger_rows(replace(with_account(), ledger=(replace(ENTRY, status=Status.DISPUTED),)), "en")
    assert disputed.remarks[-1] == "was to be decided by 14 March 2026"
    (lapsed,) = ledger_rows(
        replace(with_account(), ledger=(replace(ENTRY, lapsed=True, status=Status.COMPUTED),)), "en"
    )
    assert (lapsed.status, lapsed.remarks[-1]) == (
        "lapsed",
        "not claimed by 28 February 2026; it would have been PLN 100.00",
    )


def test_a_past_month_says_how_an_amount_stands_today() -> None:
    plain = replace(ENTRY, changes=(), status=Status.COMPUTED, overdue=False, decide_until=None)
    then, lapsed = (replace(whole(), ledger=(one,)) for one in (plain, replace(plain, lapsed=True)))
    assert stands_today(then, then, "en") == [""]
    assert stands_today(then, lapsed, "en") == [
        "lapsed, not claimed by 28 February 2026; it would have been PLN 100.00"
    ]
    parts = replace(plain, incident="A", status=Status.CLAIMED), replace(plain, incident="B", lapsed=True)
    assert stands_today(then, replace(whole(), ledger=parts), "en")[0].startswith("claimed; lapsed, not claimed by")


@pytest.mark.parametrize("lang", ["en", "pl"])
@pytest.mark.parametrize("kind", [*Status])
def test_every_status_has_its_word(kind: Status, lang: str) -> None:
    (row,) = ledger_rows(replace(with_account(), ledger=(replace(ENTRY, status=kind),)), lang)
    assert row.status


def test_months_and_lengths_are_told_in_words() -> None:
    assert period_text(Period(months=1, days=2), "pl") == "1 miesiąc, 2 dni"
    assert (month_text("2026-03", "pl"), month_text("2026-03-14", "en")) == ("marzec 2026", "2026-03-14")
    assert month_text("2026-03-15..2026-03-31", "en") == "March 2026, from 15 March 2026"


def test_both_parts_stand_in_the_terminal_and_on_the_page() -> None:
    console = Console(width=100)
    with console.capture() as found:
        console.print(assessment(with_account(), 100))
    text, html = found.get(), assessment_page(with_account())
    for title in ("Corrections of what earlier months owe", "Amounts"):
        assert title in text
        assert title in html


def test_a_month_without_seasons_states_nothing_more() -> None:
    assessed = whole()
    assert not [text for one in assessed.months for text in extras(one, "EUR", "en")]


def test_an_outage_is_named_by_its_beginning() -> None:
    told = [incident_text("shop-up outage 1781103600", "Europe/Warsaw", lang) for lang in ("en", "pl")]
    assert told == [
        "shop-up, outage from Wednesday 10 June 2026, 17:00 CEST",
        "shop-up, przerwa od: środa 10 czerwca 2026, 17:00 CEST",
    ]
    assert incident_text("SHOP-42", "UTC", "en") == "SHOP-42"


def test_a_slot_of_a_duty_is_named_by_its_end() -> None:
    told = [incident_text("backup 1781103600", "Europe/Warsaw", lang) for lang in ("en", "pl")]
    assert told == [
        "backup, until Wednesday 10 June 2026, 17:00 CEST",
        "backup, do: środa 10 czerwca 2026, 17:00 CEST",
    ]


def test_for_people_what_changed_an_amount_bears_names_and_no_ids_of_rows() -> None:
    names = Names(services={"main": "Shop"}, remedies={"main-credit": "Credit for availability"})
    rows = (
        Fact(kind="maintenance", id="main:m1.20260717", about="main"),
        Fact(kind="amount_claimed", id="a-7", about="main-credit"),
        Fact(kind="void", id="v-1", about="main:l1.1.20260717.0.420"),
    )
    said = facts_text(rows, "Europe/Warsaw", "en", names)
    assert said == "maintenance (Shop); claim (Credit for availability); a row taken off the record"
    assert "l1.1.20260717" in facts_text(rows, "Europe/Warsaw", "en")


def test_a_corrected_figure_bears_the_name_of_its_promise() -> None:
    told = Names(promises={"main-up": "Shop"}).within(FIGURE(promise="main-up", period="2026-07"))
    assert told == FIGURE(promise="Shop", period="2026-07")
