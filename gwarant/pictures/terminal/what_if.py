"""Assessments side by side in the terminal."""

from itertools import groupby

from rich.console import RenderableType
from rich.text import Text

from gwarant.pictures.comparison import Row, comparison, titles
from gwarant.pictures.names import Names
from gwarant.pictures.terminal.sheet import Sheet, grid, heading, quiet, sheet
from gwarant.pictures.words import say
from gwarant.sla.assessment.model import Assessment

_NO_NAMES = Names()


def what_if(*assessed: Assessment, width: int = 80, lang: str = "en", names: Names = _NO_NAMES) -> Sheet:
    """The assessments in columns; what differs from the first is marked."""
    columns = titles(assessed)
    table = grid(width, "", *columns, right=range(1, len(columns) + 1), wide=0)
    for column in table.columns[1:]:
        column.no_wrap = False
    for part, rows in groupby(comparison(assessed, lang, names), key=lambda row: row.part):
        table.add_row(Text(part, style="bold"))
        for row in rows:
            table.add_row(*_row(row))
    return sheet(width, [heading(say("what_if", lang)), table, quiet("\n" + say("differs", lang))])


def _row(row: Row) -> list[RenderableType]:
    return [f"  {row.label}", *(_cell(row, n) for n in range(len(row.cells)))]


def _cell(row: Row, n: int) -> Text:
    text = row.cells[n] or "–"
    return Text(f"≠ {text}", style="bold") if row.differs(n) else Text(text)
