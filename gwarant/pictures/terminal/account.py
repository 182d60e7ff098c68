"""Corrections of money and the ledger of amounts in the terminal."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from gwarant.pictures.account import CORRECTION_TITLES, LEDGER_TITLES, correction_rows, ledger_rows
from gwarant.pictures.names import Names
from gwarant.pictures.terminal.sheet import grid, heading, quiet
from gwarant.pictures.words import say
from gwarant.sla.assessment.model import Assessment


def account_lines(assessed: Assessment, width: int, lang: str, names: Names) -> Iterator[RenderableType]:
    """What the period changed about earlier months, then every amount with what is open."""
    rows = correction_rows(assessed, lang, names)
    if rows:
        yield heading(say("money_corrections", lang))
        table = grid(width, *(say(key, lang) for key in CORRECTION_TITLES), right=(1, 2, 3), wide=4)
        for row in rows:
            table.add_row(*row)
        yield table
    if assessed.ledger:
        yield heading(say("ledger", lang))
        yield from _ledger(assessed, width, lang, names)


def _ledger(assessed: Assessment, width: int, lang: str, names: Names) -> Iterator[RenderableType]:
    table = grid(width, *(say(key, lang) for key in LEDGER_TITLES), right=(1, 3, 4), wide=0)
    rows = ledger_rows(assessed, lang, names)
    for row in rows:
        table.add_row(row.name, row.computed, Text(row.status), row.stands, row.open)
    yield table
    yield from (quiet(f"{row.name}: {remark}") for row in rows for remark in row.remarks)
