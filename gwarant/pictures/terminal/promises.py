"""Measures, duties and rights in the terminal."""

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from gwarant.pictures.promises import Told, duties, measures, rights
from gwarant.pictures.terminal.sheet import QUIET, face_text, grid, heading, quiet
from gwarant.pictures.words import say
from gwarant.sla.assessment.model import Assessment


def promise_lines(assessed: Assessment, width: int, lang: str) -> Iterator[RenderableType]:
    """Each section that has something to say."""
    yield from _section(measures(assessed, lang), "measures", ("measure", "measure_target", "point"), width, lang)
    yield from _section(duties(assessed, lang), "duties", ("duty", "how_often", "duty: done"), width, lang)
    yield from _section(rights(assessed, lang), "rights", ("right", "arose", "use"), width, lang)


def _section(
    rows: Sequence[Told], title: str, keys: tuple[str, ...], width: int, lang: str
) -> Iterator[RenderableType]:
    if not rows:
        return
    yield heading(say(title, lang))
    table = grid(width, *(say(key, lang) for key in keys), "", wide=0)
    for one in rows:
        clause = f" {one.clause}" if one.clause else ""
        table.add_row(Text.assemble(one.name, (clause, QUIET)), one.promised, one.figure, face_text(one.face))
    yield table
    yield from (quiet(f"{one.name}: {' · '.join(one.remarks)}") for one in rows if one.remarks)
