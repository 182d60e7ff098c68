"""The annex as one self-contained page."""

import re
from collections.abc import Iterator

from gwarant.pictures.annex.layout import Annex, Article, Clause, Grid, Side, number_of_point
from gwarant.pictures.annex.style import STYLE
from gwarant.pictures.annex.words import word
from gwarant.pictures.markup import Markup, el, joined, raw
from gwarant.pictures.told.words import WORDS

_NUMBER = re.compile(r"(?<=\d) (?=\w)")
_SHORT = re.compile(r"(?<=[\s(„])([aiouwzAIOUWZ]) ")
_BLANK = re.compile(r"(\[(?:" + "|".join(words["blank"].replace(" ", r"\s") for words in WORDS.values()) + r")\])")


def annex_page(annex: Annex) -> str:
    """One page: no script, no file beside it; light, and made for A4."""
    parts = [*_articles(annex), *_appendix(annex), _signatures(annex), _footer(annex)]
    body = el("body", el("main", _header(annex), *parts))
    return f"<!doctype html>{el('html', _head(annex), body, lang=annex.lang)}\n"


def _head(annex: Annex) -> Markup:
    return el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width,initial-scale=1"),
        el("meta", name="color-scheme", content="light"),
        el("title", f"{annex.facts[0]} · {annex.title}"),
        el("style", raw(STYLE)),
    )


def _header(annex: Annex) -> Markup:
    return el(
        "header",
        el("p", annex.kicker, class_="kicker quiet"),
        el("h1", annex.title),
        el("p", _text(" · ".join(annex.facts)), class_="facts"),
        el("dl", *(_side(one) for one in annex.sides), class_="sides"),
    )


def _side(side: Side) -> Markup:
    lines = joined([el("strong", _text(side.name)), *(joined([el("br"), line]) for line in side.lines)])
    return el("div", el("dt", side.role), el("dd", lines))


def _articles(annex: Annex) -> Iterator[Markup]:
    for n, article in enumerate(annex.articles, 1):
        yield _article(article, n, annex.lang)


def _article(article: Article, n: int, lang: str) -> Markup:
    title = f"{word('article', lang, n=n)}. {article.title}"
    heading = el("h2", title, _mark(article.mark), id=f"a{n}")
    clauses = (el("li", el("span", f"{at}.", class_="n"), _clause(one, lang)) for at, one in
               enumerate(article.clauses, 1))  # fmt: skip
    return el("section", heading, el("ol", *clauses, class_="clauses"), aria_labelledby=f"a{n}")


def _clause(clause: Clause, lang: str) -> Markup:
    leads = bool(clause.points or clause.grid)
    said = el("p", _text(clause.text), _mark(clause.mark), class_="lead" if leads and clause.points else "")
    points = (el("li", el("span", number_of_point(n, lang), class_="n"), el("span", _text(one)))
              for n, one in enumerate(clause.points))  # fmt: skip
    listed = el("ol", *points, class_="points") if clause.points else ""
    return el("div", said, listed, _grid(clause.grid) if clause.grid else "")


def _mark(mark: str) -> str:
    return el("span", f"[{mark}]", class_="mark") if mark else ""


def _grid(grid: Grid) -> Markup:
    head = el("thead", el("tr", *(el("th", title, scope="col") for title in grid.head)))
    return el("table", head, el("tbody", *(_row(grid, row) for row in grid.rows)), class_="stack")


def _row(grid: Grid, row: tuple[str, ...]) -> Markup:
    cells = (el("td", _text(cell), data_label=title, class_="none" if cell == "–" else "")
             for title, cell in zip(grid.head[1:], row[1:], strict=True))  # fmt: skip
    return el("tr", el("th", _text(row[0]), scope="row"), *cells)


def _appendix(annex: Annex) -> Iterator[Markup]:
    for at, (title, grid) in enumerate(annex.appendix):
        heading = el("h2", f"{word('appendix', annex.lang)}. {title}", id=f"d{at}")
        yield el("section", heading, _grid(grid), el("p", annex.remark, class_="quiet"), class_="days")


def _signatures(annex: Annex) -> Markup:
    signs = (el("div", el("strong", _text(one.name)), el("br"), f"{one.role}: {word('sign_here', annex.lang)}",
                class_="sign") for one in annex.sides)  # fmt: skip
    heading = el("h2", word("signatures", annex.lang), id="signatures")
    return el("section", heading, el("div", *signs, class_="signs"), aria_labelledby="signatures")


def _footer(annex: Annex) -> Markup:
    return el("footer", *(el("p", _text(line), class_="quiet") for line in annex.foot))


def _text(text: str) -> Markup:
    """The text with its blanks marked; a number keeps its unit beside it, a short word the one that follows."""
    kept = _SHORT.sub("\\1\u00a0", _NUMBER.sub("\u00a0", text))
    return joined(el("mark", part) if _BLANK.fullmatch(part) else part for part in _BLANK.split(kept))
