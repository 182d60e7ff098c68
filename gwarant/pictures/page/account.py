"""Corrections of money and the ledger of amounts on the page."""

from gwarant.pictures.account import CORRECTION_TITLES, LEDGER_TITLES, LedgerRow, correction_rows, ledger_rows
from gwarant.pictures.markup import Markup, el
from gwarant.pictures.names import Names
from gwarant.pictures.page.parts import NUMBER, row, section, table
from gwarant.pictures.words import say
from gwarant.sla.assessment.model import Assessment


def corrections_section(assessed: Assessment, lang: str) -> Markup:
    """What the period has changed about what earlier months owe."""
    rows = [
        row(*(el("td", text, **NUMBER) for text in (was, now, step)), el("td", why, class_="wide"), head=month)
        for month, was, now, step, why in correction_rows(assessed, lang)
    ]
    titles = [say(key, lang) for key in CORRECTION_TITLES]
    return section("money-corrections", say("money_corrections", lang), table("", titles, rows, right=(1, 2, 3)))


def ledger_section(assessed: Assessment, lang: str, names: Names) -> Markup:
    """Every amount: computed, its status, what stands, what is open."""
    rows = [_ledger_row(one) for one in ledger_rows(assessed, lang, names)]
    titles = [say(key, lang) for key in LEDGER_TITLES]
    return section("ledger", say("ledger", lang), table("", titles, rows, right=(1, 3, 4)))


def _ledger_row(one: LedgerRow) -> Markup:
    remarks = el("span", f" · {' · '.join(one.remarks)}", class_="quiet") if one.remarks else ""
    cells = (
        el("td", one.computed, **NUMBER),
        el("td", one.status, remarks, class_="wide"),
        el("td", one.stands, **NUMBER),
        el("td", one.open, **NUMBER),
    )
    return row(*cells, head=one.name)
