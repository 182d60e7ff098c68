"""The looks of a packed row: as arrays to count with, or one by one as rows of their own."""

from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from gwarant.sla.evidence.model import Check, Looks
from gwarant.sla.evidence.packed import STATES, Begun, Columns, PackRefused, pack, unpack, unpack_begun


def opened(row: Looks) -> Columns:
    """All columns of the row; raises PackRefused."""
    return unpack(_bytes(row))


def begun(row: Looks) -> Begun:
    """What availability needs of the row; raises PackRefused."""
    return unpack_begun(_bytes(row))


def looks_within(row: Looks) -> int:
    """How many looks of the row began within its stretch."""
    at = begun(row).at
    return int(((at >= row.start) & (at < row.end)).sum())


def look_id(row: str, number: int) -> str:
    """The id of a look: that of its row, and its number in it, from 0."""
    return f"{row}.{number}"


def text_of(looks: Columns) -> str:
    """The looks as they stand in a row."""
    return b64encode(pack(looks)).decode()


def checks_of(row: Looks) -> Iterator[Check]:
    """The same looks as single rows, those outside the row's stretch left out."""
    looks = opened(row)
    came = None if row.received == row.end else row.received
    for number, at in enumerate(looks.at.tolist()):
        if row.start <= at < row.end:
            yield Check(
                id=look_id(row.id, number),
                at=at,
                received=at if came is None else came,
                service=row.service,
                state=STATES[looks.state[number]],
                place=row.place,
                every=looks.every // 1000,
                timeout=looks.timeout // 1000,
                code=looks.texts[looks.code[number]] if looks.texts else "",
                duration=(int(looks.phases[number].sum()) + 500) // 1000,
                extra=bool(looks.extra[number]),
                source=row.source,
            )


@lru_cache(maxsize=1024)
def packed_before(packed: str, moment: int) -> str:
    """What is packed of the looks that began before the moment (UTC milliseconds); nothing where none did.

    It is what they alone would have been packed to, so that a row of a day that goes on reads the same for ever.
    """
    whole = unpack(_decoded(packed))
    early = np.flatnonzero(whole.at < moment)
    if len(early) in (0, len(whole.slot)):
        return packed if len(early) else ""
    return text_of(chosen(whole, early))


def chosen(looks: Columns, own: NDArray[np.intp]) -> Columns:
    """Those at the places, with the texts that they name."""
    named = (looks.code[own], looks.address[own], looks.certificate[own])
    texts = tuple(sorted({"", *(looks.texts[one] for column in named for one in np.unique(column).tolist())}))
    place = {text: number for number, text in enumerate(texts)}
    moved = np.array([place.get(text, 0) for text in looks.texts], np.uint16)
    code, address, certificate = (moved[column] for column in named)
    return replace(
        looks,
        texts=texts,
        slot=looks.slot[own],
        late=looks.late[own],
        state=looks.state[own],
        extra=looks.extra[own],
        code=code,
        address=address,
        certificate=certificate,
        phases=looks.phases[own],
    )


def _bytes(row: Looks) -> bytes:
    return _decoded(row.packed)


def _decoded(packed: str) -> bytes:
    try:
        return b64decode(packed, validate=True)
    except (Error, ValueError):
        raise PackRefused("not base64") from None
