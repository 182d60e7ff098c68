"""Whether the pages say what the report was drawn from: every word of it, in its order, and nothing else."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pypdf import PdfReader

SHOWN = 5  # differences
QUOTED = 60  # letters of one
_DRAWN = ("/AP", "/BS", "/BE", "/MK", "/C")  # by them an annotation draws something
_LIVE = ("/OpenAction", "/AA", "/OCProperties", "/Names /JavaScript")  # by them a file changes what it shows
_LIVE_FORMS = ("/XFA", "/NeedAppearances")
_SPACE = re.compile(r"[\s\u00ad\u200b]+")


@dataclass(frozen=True)
class _Word:
    """Something that has to stand on the pages; `header` is what a table repeats on each page."""

    text: str
    header: str = ""


def differences(reader: PdfReader, drawn: Mapping[str, Any]) -> list[str]:
    """Where the pages say something else than what was drawn, the first few places."""
    try:
        pages = [one.extract_text() for one in reader.pages]
        notes = [*_notes(reader)]
    except Exception as error:  # whatever a broken page makes of its reader
        return [f"the pages cannot be read: {error}"]
    whole, starts, faults = _joined([_plain(one) for one in pages], _plain(str(drawn.get("footer", ""))))
    found = [*notes, *faults]
    for one in _walked(whole, starts, [*_words(drawn)]):
        found.append(one)
        if len(found) >= SHOWN:
            return [*found[:SHOWN], "and more"]
    return found


def _notes(reader: PdfReader) -> Iterator[str]:
    """What lies upon the pages and is no part of them."""
    for number, page in enumerate(reader.pages, 1):
        there: Any = page.get("/Annots")
        for one in (there.get_object() if there is not None else None) or ():
            lying: Any = one.get_object()
            if not (_is_link(lying) or _is_seal(lying)):
                told = f"{lying.get('/Subtype'):.20}"
                yield f"page {number}: something lies upon it that is no part of the report ({told})"
    for key in (*_LIVE, *(f"/AcroForm {one}" for one in _LIVE_FORMS)):
        root: Any = reader.root_object
        for step in key.split():
            root = (root.get(step) if root is not None else None) or None
            root = root.get_object() if root is not None else None
        if root is not None:
            yield f"the file can show something else than its pages ({key})"


def _is_link(lying: Mapping[str, Any]) -> bool:
    """A link that draws nothing: no picture of its own, and no border."""
    border = [*lying.get("/Border", ())]
    is_bare = not any(key in lying for key in _DRAWN)
    return lying.get("/Subtype") == "/Link" and is_bare and border[2:] in ([], [0])


def _is_seal(lying: Mapping[str, Any]) -> bool:
    """The seal's own field, which has no picture and no extent."""
    is_field = lying.get("/Subtype") == "/Widget" and lying.get("/FT") == "/Sig"
    return is_field and not any(key in lying for key in _DRAWN) and [*lying.get("/Rect", ())] == [0, 0, 0, 0]


def _joined(pages: list[str], footer: str) -> tuple[str, dict[int, int], list[str]]:
    """The text without what stands at the foot of each page; where each page begins; what stands there instead."""
    whole, starts, faults = "", {}, []
    for number, text in enumerate(pages, 1):
        starts[len(whole)] = number
        foot = f"{footer}{number}/{len(pages)}"
        if not text.endswith(foot):
            faults.append(f"page {number}: its foot is not that of the report")
        whole += text.removesuffix(foot)
    return whole, starts, faults


def _walked(whole: str, starts: Mapping[int, int], words: list[_Word]) -> Iterator[str]:
    at = 0
    for one in words:
        if not whole.startswith(one.text, at) and at in starts and one.header and whole.startswith(one.header, at):
            at += len(one.header)
        if not whole.startswith(one.text, at):
            then = whole.find(one.text, at)
            page = starts[max(start for start in starts if start <= at)]
            if then < 0:
                yield f"page {page}: it should say “{_short(one.text)}”, and says “{_short(whole[at:])}”"
                continue
            yield f"page {page}: it says “{_short(whole[at:then])}”, which is no part of the report"
            at = then
        at += len(one.text)
    if at < len(whole):
        yield f"after its end the report says “{_short(whole[at:])}”"


def _words(drawn: Mapping[str, Any]) -> Iterator[_Word]:
    """All words in the order of the pages."""
    for text in _texts(drawn):
        word = text if isinstance(text, _Word) else _Word(text)
        if plain := _plain(word.text):
            yield _Word(plain, _plain(word.header))


def texts_of(drawn: Mapping[str, Any]) -> Iterator[str]:
    """Every text that was drawn, as it was written."""
    yield from (one.text if isinstance(one, _Word) else one for one in _texts(drawn))


def _texts(drawn: Mapping[str, Any]) -> Iterator[str | _Word]:
    yield from (str(drawn.get(key, "")) for key in ("kicker", "name", "about", "lead"))
    for fact in drawn.get("facts", ()):
        yield from map(str, fact)
    for part in drawn.get("parts", ()):
        yield from _part(part)
    if drawn.get("annex"):
        yield str(drawn.get("annex-title", ""))
    for part in drawn.get("annex", ()):
        yield from _part(part)


def _part(part: Mapping[str, Any]) -> Iterator[str | _Word]:
    yield str(part["title"])
    for block in part["blocks"]:
        yield from _KINDS[block["kind"]](block)


def _table(block: Mapping[str, Any]) -> Iterator[str | _Word]:
    header = "".join(block["titles"])
    yield from block["titles"]
    for row in block["rows"]:
        for cell in row:
            yield _Word(cell["text"], header)
            yield _Word(cell["more"], header)


def _head(block: Mapping[str, Any]) -> Iterator[str]:
    yield f"{block['text']} · {block['more']}" if block["more"] else block["text"]
    yield block["face"]


_KINDS: Mapping[str, Callable[[Mapping[str, Any]], Iterator[str | _Word]]] = {
    "words": lambda block: iter((block["text"],)),
    "code": lambda block: iter((block["text"],)),
    "head": _head,
    "listed": lambda block: (f"•{text}" for text in block["texts"]),
    "table": _table,
    "picture": lambda block: iter(block.get("shows", ())),
}


def _plain(text: str) -> str:
    """Without spaces and breaks, which depend on where a line ends, and with letters in one form."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text))


def _short(text: str) -> str:
    return text if len(text) <= QUOTED else f"{text[: QUOTED - 1]}…"
