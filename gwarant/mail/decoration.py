"""Which files the text shows, and which of these are logos of signatures and counters of readers."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import unescape
from urllib.parse import unquote

from gwarant.mail.model import Attachment
from gwarant.mail.plain import plain_of
from gwarant.mail.quotes import split

LOGO = 100 << 10  # bytes; what is larger is a picture that somebody wants to show
COUNTER = 200  # bytes; what is smaller shows nothing
MARKUP = 4 << 20


def shown(files: Sequence[Attachment], html: str) -> Iterator[Attachment]:
    """The files; shown by the HTML are inline, and decoration where not among the new words, or twice."""
    named = [one for one in files if one.content_id and one.type.startswith("image/")]
    if not named or not html:
        yield from files
        return
    lower = unquote(unescape(html)).lower()  # a name may be written with %40
    pieces = split(plain_of(html[:MARKUP]))
    words = unquote("".join(one.text for one in pieces if one.kind == "words")).lower()
    for one in files:
        sign = f"cid:{one.content_id}".lower()
        if one not in named or sign not in lower:
            yield one
            continue
        times = lower.count(sign)
        is_decoration = len(one.data) <= COUNTER or (len(one.data) <= LOGO and (times > 1 or f"[{sign}]" not in words))
        yield replace(one, is_inline=True, is_decoration=is_decoration)
