"""HTML as plain text: what one reads, quotes with `> `, images as `[cid:…]`. One pass, whatever the markup is."""

import html
import re
from dataclasses import dataclass, field

_TAG = re.compile(r"/?([a-zA-Z][a-zA-Z0-9:]{0,30})")
_ATTRIBUTE = re.compile(
    r"\b(href|src|alt|class|id)\s{0,5}=\s{0,5}(?:\"([^\"]{0,2000})\"|'([^']{0,2000})'|([^\s\"'>]{1,2000}))", re.I
)
_LONG_NUMBER = re.compile(r"&#(\d{8,});?")
_SIGN = re.compile(r"<(?=/?[a-zA-Z]|[!?])")  # that may begin something; any other is text
_SIGN_HIDDEN = re.compile(r"<(?=/|!--)")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_HIDDEN = frozenset(("style", "script", "head", "title", "template", "xml"))
_SPACED = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "pre", "blockquote"))
_BLOCKS = _SPACED | {
    *(
        "div",
        "table",
        "tr",
        "li",
        "section",
        "article",
        "header",
        "footer",
        "address",
        "dl",
        "dt",
        "dd",
        "center",
        "form",
    )
}
RULE = "_" * 32
QUOTES = 20


def plain_of(markup: str) -> str:
    """The plain text of an HTML document or piece of one."""
    writer = _Writer()
    at = 0
    while at < len(markup) and ">" not in writer.lacks:  # without one nothing ends any more: the rest is text
        found = (_SIGN_HIDDEN if writer.hidden else _SIGN).search(markup, at)
        if found is None:
            break
        writer.say(markup[at : found.start()])
        at = writer.skip(markup, found.start())
    writer.say(markup[at:])
    return writer.whole()


@dataclass(slots=True)
class _Writer:
    """The text so far, and what is open."""

    lines: list[str] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    hidden: str = ""
    depth: int = 0
    pre: int = 0
    lacks: set[str] = field(default_factory=set)
    link: str = ""
    link_from: int = 0

    def skip(self, markup: str, at: int) -> int:
        """What follows a `<` that stands at that place; returns where the text goes on."""
        if markup.startswith("<!--", at):
            return self._after(markup, "-->", at + 4, at)
        if self.hidden and not markup.startswith("</", at):
            return at + 1
        found = _TAG.match(markup, at + 1)
        if found is None:
            if markup[at + 1 : at + 2] in ("!", "?"):
                return self._after(markup, ">", at, at)
            self.say("<")
            return at + 1
        end = self._tag_end(markup, found.end())
        if end < 0:
            self.say("<")
            return at + 1
        self._tag(found[1].lower(), markup[at + 1] == "/", markup[found.end() : min(end, found.end() + 8000)])
        return end + 1

    def _after(self, markup: str, sign: str, at: int, otherwise: int) -> int:
        """Behind the next such sign; one place further where there is none, which is looked for only once."""
        end = -1 if sign in self.lacks else markup.find(sign, at)
        if end < 0:
            self.lacks.add(sign)
            return otherwise + 1
        return end + len(sign)

    def _tag_end(self, markup: str, at: int) -> int:
        """The `>` that ends the tag, not one within quotes; -1 where there is none."""
        while True:
            end = self._find(markup, ">", at)
            if end < 0:
                return -1
            quote = min((place for sign in "\"'" if (place := markup.find(sign, at, end)) >= 0), default=-1)
            if quote < 0:
                return end
            close = self._find(markup, markup[quote], quote + 1)
            if close < 0:
                return end
            at = close + 1

    def _find(self, markup: str, sign: str, at: int) -> int:
        found = -1 if sign in self.lacks else markup.find(sign, at)
        if found < 0:
            self.lacks.add(sign)
        return found

    def say(self, text: str) -> None:
        if not text or self.hidden:
            return
        words = _unescaped(text)
        if self.pre:
            first, *rest = words.replace("\r\n", "\n").split("\n")
            self.line.append(first)
            for one in rest:
                self._end()
                self.line.append(one)
            return
        self.line.append(_SPACE.sub(" ", words.replace("\u00a0", " ")))

    def _tag(self, name: str, closes: bool, rest: str) -> None:
        if self.hidden:
            self.hidden = "" if closes and name == self.hidden else self.hidden
        elif name in _HIDDEN:
            self.hidden = "" if closes or rest.endswith("/") else name
        elif name in ("br", "hr", "img", "a", "td", "th"):
            self._small(name, closes, rest)
        elif name in _BLOCKS:
            self._block(name, closes)

    def _small(self, name: str, closes: bool, rest: str) -> None:
        if name == "br":
            self._end(even_empty=True)
        elif name == "hr":
            self._end()
            self.line.append(RULE)
            self._end()
        elif name == "img":
            self._image(rest)
        elif name == "a":
            self._anchor(closes, rest)
        elif closes:
            self.line.append("  ")

    def _image(self, rest: str) -> None:
        found = _attributes(rest)
        source = found.get("src", "")
        if source.lower().startswith("cid:"):
            self.line.append(f"[{source}]")
        elif alt := _SPACE.sub(" ", found.get("alt", "")).strip():
            self.line.append(f"[{alt}]")

    def _anchor(self, closes: bool, rest: str) -> None:
        if not closes:
            self.link = _attributes(rest).get("href", "")
            self.link_from = len(self.line)
            return
        shown = "".join(self.line[self.link_from :]).strip()
        target = self.link.removeprefix("mailto:")
        if self.link.startswith(("http://", "https://")) and target.rstrip("/") not in (
            shown,
            f"https://{shown}",
            f"http://{shown}",
        ):
            self.line.append(f" <{target}>" if shown else f"<{target}>")
        self.link = ""

    def _block(self, name: str, closes: bool) -> None:
        self._end()
        if name in _SPACED and self.lines and self.lines[-1].strip("> "):
            self.lines.append(self._quote().rstrip())
        if name == "blockquote":
            self.depth = max(0, self.depth - 1) if closes else self.depth + 1
        elif name == "pre":
            self.pre = max(0, self.pre - 1) if closes else self.pre + 1
        elif name == "li" and not closes:
            self.line.append("* ")

    def _quote(self) -> str:
        return ">" * min(self.depth, QUOTES) + (" " if self.depth else "")

    def _end(self, even_empty: bool = False) -> None:
        whole = "".join(self.line)
        text = whole.rstrip() if self.pre else whole.strip()
        self.line.clear()
        self.link_from = 0
        if text or even_empty:
            self.lines.append((self._quote() + text).rstrip() if text != "--" else self._quote() + "-- ")

    def whole(self) -> str:
        self._end()
        out: list[str] = []
        for line in self.lines:
            if line.strip("> ") or (out and out[-1].strip("> ")):
                out.append(line)
        while out and not out[-1].strip("> "):
            out.pop()
        text = "\n".join(out)
        return text + "\n" if text else ""


def _unescaped(text: str) -> str:
    """The text with its character references resolved; no number of thousands of digits is computed."""
    return html.unescape(_LONG_NUMBER.sub(_number, text))


def _number(found: re.Match[str]) -> str:
    digits = found[1].lstrip("0")
    return f"&#{digits};" if 0 < len(digits) <= 7 else "\ufffd"


def _attributes(rest: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in _ATTRIBUTE.finditer(rest):
        found.setdefault(one[1].lower(), _unescaped(one[2] or one[3] or one[4] or "").strip())
    return found
