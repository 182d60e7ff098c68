"""Filling a form of a page with what was typed into it before, as a browser does when one goes back."""

import re
from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.template.loader import render_to_string

from gwarant.web.files.receiving import ANYBODY, HELD, file_of
from gwarant.web.kept.keeping import is_secret

Attrs = list[tuple[str, str | None]]
CONTROLS = ("input", "select", "textarea")
_ATTRIBUTE = re.compile(r"""\s+([^\s=/>]+)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+))?""")
BARE = ("submit", "button", "image", "reset", "file", "password")


@dataclass
class Form:
    """A form of a page: its place among them, where it may send, its controls, the details that hide it."""

    number: int
    targets: list[str]
    names: list[str] = field(default_factory=list)
    buttons: set[str] = field(default_factory=set)
    within: tuple[int, ...] = ()


class _Forms(HTMLParser):
    """Every form that is sent by POST."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=False)
        self.page = page
        self.found: list[Form] = []
        self.open: Form | None = None
        self.stack: list[int] = []
        self.forms = self.details = 0

    def handle_starttag(self, tag: str, attrs: Attrs) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "details":
            self.details += 1
            self.stack.append(self.details)
        elif tag == "form":
            self.forms += 1
            if told.get("method", "").lower() == "post":
                self.open = Form(self.forms, [self._place(told.get("action", ""))], within=tuple(self.stack))
                self.found.append(self.open)
        elif self.open is not None and tag == "button":
            self.open.targets += [self._place(told["formaction"])] if told.get("formaction") else []
            self.open.buttons |= {told["name"]} if told.get("name") else set()
        elif self.open is not None and tag in CONTROLS and told.get("name"):
            is_bare = tag == "input" and told.get("type", "text").lower() in BARE
            (self.open.buttons.add if is_bare else self.open.names.append)(told["name"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag == "details" and self.stack:
            self.stack.pop()

    def _place(self, action: str) -> str:
        parts = urlsplit(urljoin(f"http://here{self.page}", action))
        return parts.path + (f"?{parts.query}" if parts.query else "")


def form_for(html: str, page: str, path: str, fields: Sequence[Sequence[str]]) -> Form | None:
    """The form of the page that sends to the path; of several the one that has most of what was typed."""
    seen = _Forms(page)
    seen.feed(html)
    typed = {name for name, _value in fields}
    fitting = [one for one in seen.found if any(_is_same(target, path) for target in one.targets)]
    return max(fitting, key=lambda one: len(typed & {*one.names}), default=None)


def filled(html: str, form: Form, fields: Sequence[Sequence[str]], notice: str) -> str:
    """The page with that form filled, shown, and the notice before it."""
    filler = _Filler(form, fields, notice)
    filler.feed(html)
    filler.close()
    return "".join(filler.out)


def _is_same(target: str, path: str) -> bool:
    one, other = urlsplit(target), urlsplit(path)
    return one.path == other.path and (not one.query or not other.query or one.query == other.query)


class _Filler(HTMLParser):
    """Copies a page, tag by tag, and fills one form."""

    def __init__(self, form: Form, fields: Iterable[Sequence[str]], notice: str) -> None:
        super().__init__(convert_charrefs=False)
        self.form, self.notice = form, notice
        self.out: list[str] = []
        self.typed: dict[str, deque[str]] = {}
        for name, value in fields:
            self.typed.setdefault(name, deque()).append(value)
        self.shown: Counter[tuple[str, str]] = Counter()
        self.forms = self.details = 0
        self.inside, self.select, self.is_muted = False, "", False

    def handle_starttag(self, tag: str, attrs: Attrs) -> None:
        raw = self.get_starttag_text() or ""
        if tag == "details":
            self.details += 1
            raw = _with(raw, "open", None) if self.details in self.form.within else raw
        elif tag == "form":
            self.forms += 1
            self.inside = self.forms == self.form.number
            raw = self.notice + raw if self.inside else raw
        elif self.inside:
            raw = self._control(tag, {name: value or "" for name, value in attrs}, raw)
        self.out.append(raw)

    handle_startendtag = handle_starttag

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.is_muted = False
        elif tag == "select":
            self.select = ""
        elif tag == "form" and self.inside:
            self.out.append(self._left_over())
            self.inside = False
        self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._copy(data)

    def handle_entityref(self, name: str) -> None:
        self._copy(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._copy(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self._copy(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self._copy(f"<!{decl}>")

    def _copy(self, text: str) -> None:
        if not self.is_muted:
            self.out.append(text)

    def _control(self, tag: str, told: dict[str, str], raw: str) -> str:
        name = told.get("name", "")
        if tag == "select":
            self.select = name
        if tag == "option" and self.select:
            return self._choice(self.select, told.get("value", ""), raw, "selected")
        if tag == "textarea" and name in self.typed:
            self.is_muted = True
            return f"{raw}\n{escape(self._next(name))}"
        if tag != "input" or is_secret(name):
            return raw
        kind = told.get("type", "text").lower()
        if kind == "file":
            return self._held() + raw
        if kind in ("checkbox", "radio"):
            return self._choice(name, told.get("value", "on"), raw, "checked")
        return _with(raw, "value", self._next(name)) if name in self.typed and kind not in BARE else raw

    def _held(self) -> str:
        """The files that came with the form: they stand above where more can be chosen."""
        signs = [one for one in self.typed.get(HELD, ()) if not self.shown[HELD, one]]
        self.shown.update((HELD, one) for one in signs)
        files = [(one, file_of(one, ANYBODY)) for one in signs]
        held = [(one, file) for one, file in files if file is not None]
        return render_to_string("files/_held.html", {"held": held}) if held else ""

    def _choice(self, name: str, value: str, raw: str, attribute: str) -> str:
        """Chosen exactly when it was; what was not sent was not chosen."""
        is_chosen = value in self.typed.get(name, ())
        if is_chosen:
            self.shown[name, value] += 1
        return _with(raw, attribute, None) if is_chosen else _without(raw, attribute)

    def _next(self, name: str) -> str:
        values = self.typed[name]
        value = values.popleft() if len(values) > 1 else values[0]
        self.shown[name, value] += 1
        return value

    def _left_over(self) -> str:
        """What was typed into a control that the page does not have just now is sent along all the same."""
        rest = ((name, value) for name, values in self.typed.items() for value in values)
        missing = [(name, value) for name, value in rest if not self.shown[name, value] and self._is_missing(name)]
        return "".join(
            f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in missing
        )

    def _is_missing(self, name: str) -> bool:
        return bool(name) and name not in self.form.buttons


def _with(raw: str, name: str, value: str | None) -> str:
    """The tag with the attribute set anew."""
    end = "/>" if raw.endswith("/>") else ">"
    told = name if value is None else f'{name}="{escape(value)}"'
    return f"{_without(raw, name)[: -len(end)].rstrip()} {told}{end}"


def _without(raw: str, name: str) -> str:
    """The tag without the attribute."""
    return _ATTRIBUTE.sub(lambda found: "" if found[1].lower() == name else found[0], raw)
