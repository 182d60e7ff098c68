"""The small parts that the sections of the page share."""

from collections.abc import Iterable, Sequence

from gwarant.pictures.faces import Face
from gwarant.pictures.markup import Markup, el, joined
from gwarant.pictures.words import full
from gwarant.sla.document import iso

NUMBER = {"class_": "num"}


def face_html(face: Face) -> Markup:
    """A face: its shape is left out where words are read aloud."""
    shape = el("span", face.shape, aria_hidden="true")
    return el("span", shape, f" {face.word}", class_=f"face {face.tone}")


def time_html(at: int, text: str, zone: str, lang: str) -> Markup:
    """A moment; its full date and zone show on hover."""
    return el("time", text, datetime=iso(at), title=full(at, zone, lang))


def section(id_: str, title: str, *children: str) -> Markup:
    """A part of the page under its heading."""
    return el("section", el("h2", title, id=id_), *children, aria_labelledby=id_)


def table(caption: str, titles: Sequence[str], rows: Iterable[str], *, right: Iterable[int] = ()) -> Markup:
    """A table with a caption, its rows stacked on a phone; `right` names the columns of numbers."""
    numbers = set(right)
    heads = (el("th", title, scope="col", class_="num" if n in numbers else "") for n, title in enumerate(titles))
    head = el("thead", el("tr", *heads))
    return el("table", el("caption", caption) if caption else "", head, el("tbody", *rows), class_="stack")


def terms(pairs: Iterable[tuple[str, str]], css: str) -> Markup:
    """Names with their values."""
    return el("dl", *(el("div", el("dt", name), el("dd", text)) for name, text in pairs), class_=css)


def listed(texts: Iterable[str]) -> Markup:
    return el("ul", *(el("li", text) for text in texts))


def row(*cells: str, head: str) -> Markup:
    """A row of a table under its own name."""
    return el("tr", el("th", head, scope="row"), joined(cells))
