"""Measures, duties and rights on the page."""

from collections.abc import Iterator, Sequence

from gwarant.pictures.markup import Markup, el
from gwarant.pictures.page.parts import NUMBER, face_html, row, section, table
from gwarant.pictures.promises import Told, duties, measures, rights
from gwarant.pictures.words import say
from gwarant.sla.assessment.model import Assessment


def promise_sections(assessed: Assessment, lang: str) -> Iterator[Markup]:
    """Each section that has something to say."""
    yield from _section(measures(assessed, lang), "measures", ("measure", "measure_target", "point"), lang)
    yield from _section(duties(assessed, lang), "duties", ("duty", "how_often", "duty: done"), lang)
    yield from _section(rights(assessed, lang), "rights", ("right", "arose", "use"), lang)


def _section(rows: Sequence[Told], title: str, keys: tuple[str, ...], lang: str) -> Iterator[Markup]:
    titles = [say(key, lang) for key in (*keys, "verdict", "clause")]
    if rows:
        yield section(title, say(title, lang), table("", titles, [_row(one) for one in rows], right=(1, 2)))


def _row(one: Told) -> Markup:
    head = el("span", one.name, *(el("small", el("br"), line, class_="quiet") for line in one.remarks))
    cells = (
        el("td", one.promised, **NUMBER),
        el("td", one.figure, **NUMBER),
        el("td", face_html(one.face)),
        el("td", one.clause, class_="quiet"),
    )
    return row(*cells, head=head)
