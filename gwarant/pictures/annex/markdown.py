"""The annex as Markdown."""

import re
from collections.abc import Iterator

from gwarant.pictures.annex.layout import Annex, Article, Clause, Grid, number_of_point
from gwarant.pictures.annex.words import word

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


def annex_markdown(annex: Annex) -> str:
    """The annex as Markdown, a line a sentence; what the contract says in signs of Markdown is escaped."""
    return "\n".join(_lines(annex)).rstrip() + "\n"


def _lines(annex: Annex) -> Iterator[str]:
    yield from (annex.kicker, "", f"# {_text(annex.title)}", "", _text(" · ".join(annex.facts)), "")
    for side in annex.sides:
        yield f"**{side.role}:** {_text(', '.join((side.name, *side.lines)))}"
        yield ""
    for n, article in enumerate(annex.articles, 1):
        yield from _article(article, n, annex.lang)
    yield from _appendix(annex)
    yield from (f"## {word('signatures', annex.lang)}", "")
    for side in annex.sides:
        yield f"{side.role}, {_text(side.name)}: \\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_ ({word('sign_here', annex.lang)})"
        yield ""
    yield from ("---", "")
    for line in annex.foot:
        yield from (_text(line), "")


def _article(article: Article, n: int, lang: str) -> Iterator[str]:
    heading = f"## {word('article', lang, n=n)}. {article.title}"
    yield from (f"{heading} *[{_text(article.mark)}]*" if article.mark else heading, "")
    for at, clause in enumerate(article.clauses, 1):
        yield from _clause(clause, at, lang)


def _clause(clause: Clause, at: int, lang: str) -> Iterator[str]:
    mark = f" *[{_text(clause.mark)}]*" if clause.mark else ""
    yield from (f"{at}. {_text(clause.text)}{mark}", "")
    for n, point in enumerate(clause.points):
        yield f"    - {number_of_point(n, lang)} {_text(point)}"
    if clause.points:
        yield ""
    if clause.grid:
        yield from _grid(clause.grid, "    ")


def _grid(grid: Grid, indent: str = "") -> Iterator[str]:
    yield f"{indent}| {' | '.join(map(_text, grid.head))} |"
    yield f"{indent}|{'---|' * len(grid.head)}"
    for row in grid.rows:
        yield f"{indent}| {' | '.join(map(_text, row))} |"
    yield ""


def _appendix(annex: Annex) -> Iterator[str]:
    for title, grid in annex.appendix:
        yield from (f"## {word('appendix', annex.lang)}. {_text(title)}", "")
        yield from _grid(grid)
    if annex.remark:
        yield from (annex.remark, "")


def _text(text: str) -> str:
    """A text in one line whose signs are signs and no markup."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
