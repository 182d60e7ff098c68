"""Pictures of a message that waits: small ones beside its files, and those that its HTML shows, drawn anew by us."""

import base64
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from urllib.parse import unquote

from gwarant.files.kinds import FORMATS, kind_of, sides_of
from gwarant.files.store import store
from gwarant.files.thumbs import KIND, thumbnail
from gwarant.mail import Mail
from gwarant.mail.model import Attachment

MOST_LISTED, MOST_SHOWN = 40, 12  # of one message: small pictures beside files, pictures within the HTML
HEAD = 4096
_NAMED = re.compile(r"""cid:([^"'\s<>()]+)""", re.IGNORECASE)  # as programs write it: also with %40, or &amp;


@dataclass(frozen=True)
class Part:
    """A file of the message by its number; `width` and `height` are pixels of a picture that can be drawn, else 0."""

    number: int
    name: str
    size: int
    width: int
    height: int


def parts_of(mail: Mail) -> list[Part]:
    """The files of the message, logos of signatures left out."""
    worth = [(n, one) for n, one in enumerate(mail.attachments) if not one.is_decoration]
    sides = [_sides(one) if at < MOST_LISTED else (0, 0) for at, (_, one) in enumerate(worth)]
    return [Part(n, one.name, one.size, *own) for (n, one), own in zip(worth, sides, strict=True)]


def shown_in(mail: Mail) -> Mapping[str, str]:
    """For each name by which the HTML shows a picture of the message (`cid:`) that picture as an address of data."""
    wanted = {unquote(unescape(one)).lower() for one in _NAMED.findall(mail.html)}
    named = [one for one in mail.attachments if one.content_id.lower() in wanted]
    return dict(_drawn(named[:MOST_SHOWN]))


def _drawn(named: list[Attachment]) -> Iterator[tuple[str, str]]:
    for one in named:
        place = thumbnail(store(one.pieces(), one.name)) if any(_sides(one)) else None
        if place is not None:
            yield one.content_id.lower(), f"data:{KIND};base64,{base64.b64encode(place.read_bytes()).decode()}"


def _sides(one: Attachment) -> tuple[int, int]:
    kind = kind_of(b"".join(one.pieces(HEAD)))
    return sides_of(BytesIO(one.data), kind) if kind in FORMATS else (0, 0)
