"""A form read as a browser reads it: what it would send if nobody touched anything."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.http import QueryDict

_NO_TEXT = ("submit", "button", "image", "reset", "file")


@dataclass
class _Select:
    name: str
    options: list[tuple[str, bool]] = field(default_factory=list)


class _Form(HTMLParser):
    """The last form of the page, or all inputs of a fragment."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.sent: list[tuple[str, str]] = []
        self.select: _Select | None = None
        self.area: tuple[str, list[str]] | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attributes}
        given = dict(attributes)
        if tag == "input" and told.get("name") and "disabled" not in given:
            self._input(told, given)
        elif tag == "select":
            self.select = _Select(told.get("name", ""))
        elif tag == "option" and self.select is not None:
            self.select.options.append((told.get("value", ""), "selected" in given))
        elif tag == "textarea":
            self.area = (told.get("name", ""), [])

    def _input(self, told: dict[str, str], given: dict[str, str | None]) -> None:
        kind = told.get("type", "text")
        if kind in ("checkbox", "radio"):
            if "checked" in given:
                self.sent.append((told["name"], told.get("value", "on")))
        elif kind not in _NO_TEXT:
            value = told.get("value", "")
            if kind != "hidden":
                value = value.replace("\r", "").replace("\n", "")
            self.sent.append((told["name"], _date(value) if kind == "date" else value))

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.area[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self.select is not None:
            chosen = [value for value, is_selected in self.select.options if is_selected]
            if self.select.options and self.select.name:
                self.sent.append((self.select.name, (chosen or [self.select.options[0][0]])[-1]))
            self.select = None
        elif tag == "textarea" and self.area is not None:
            name, pieces = self.area
            text = "".join(pieces)
            self.sent.append((name, text[1:] if text.startswith("\n") else text))
            self.area = None


def _date(value: str) -> str:
    """A date input forgets what is no date."""
    parts = value.split("-")
    is_day = [len(one) for one in parts] == [4, 2, 2] and all(one.isascii() and one.isdigit() for one in parts)
    return value if is_day else ""


def sent_by(html: str) -> QueryDict:
    """What would be posted; ends of lines as forms send them."""
    page = html.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    parser = _Form()
    parser.feed(page)
    parser.close()
    data = QueryDict(mutable=True)
    for name, value in parser.sent:
        data.appendlist(_lines(name), _lines(value))
    return data


def posted_by(html: str) -> dict[str, list[str]]:
    """The same as a test client takes it."""
    return dict(sent_by(html).lists())


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")
