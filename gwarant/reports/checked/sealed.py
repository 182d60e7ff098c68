"""The seal on a report: whose it is, that it covers the whole file, and that nothing was added after it."""

import re
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, ByteStringObject, DictionaryObject, NumberObject

from gwarant.reports.checked.cms import DIGESTS, NoSignature, Signed, checked, data_of, length_of, signed_by

_HEX = re.compile(rb"<[0-9A-Fa-f]*>")


@dataclass(frozen=True)
class Stamp:
    """When an authority saw the seal, and whom its certificate names."""

    at: datetime
    by: str


@dataclass(frozen=True)
class Seal:
    """The one seal of a file; `faults` are what is wrong with it, `signed` is None where nobody can be named."""

    signed: Signed | None = None
    stamp: Stamp | None = None
    faults: tuple[str, ...] = ()


def check_shape(reader: PdfReader) -> None:
    """ValueError with a sentence where the file's form or the seal in it is none that can be read."""
    for one in _signatures(reader):
        _range(one)


def seal_of(data: bytes, reader: PdfReader) -> Seal:
    """The seal of the file, and every fault of it. ValueError as of `check_shape`."""
    found = _signatures(reader)
    if len(found) != 1:
        told = "it bears no seal" if not found else f"it bears {len(found)} signatures, where the house's seal is one"
        return Seal(faults=(told,))
    faults = [*_places(data, found[0])]
    contents = _contents(found[0])
    try:
        if contents[length_of(contents) :].strip(b"\0"):
            faults.append("behind the seal's own bytes there are others")
        signed = signed_by(contents, _covered(data, found[0]))
    except NoSignature as error:
        return Seal(faults=(*faults, f"the seal does not fit the file: {error}"))
    try:
        stamp = _stamp(signed)
    except NoSignature as error:
        return Seal(signed, None, (*faults, f"the time stamp does not fit the seal: {error}"))
    return Seal(signed, stamp, tuple(faults))


def _signatures(reader: PdfReader) -> list[DictionaryObject]:
    """The values of signature fields, wherever a form has them. ValueError where the form is none."""
    root: Any = reader.root_object
    form = root.get("/AcroForm")
    fields = form.get_object().get("/Fields", ArrayObject()).get_object() if form else ()
    if form and not isinstance(fields, ArrayObject):
        raise ValueError("its form has no list of fields")
    found = [one.get_object() for one in fields]
    if not all(isinstance(one, DictionaryObject) for one in found):
        raise ValueError("its form has a field that is none")
    values = [one["/V"].get_object() for one in found if "/V" in one]
    return [one for one in values if isinstance(one, DictionaryObject) and "/ByteRange" in one]


def _range(signature: DictionaryObject) -> list[int]:
    told: Any = signature["/ByteRange"].get_object()
    rows = [one.get_object() for one in told] if isinstance(told, ArrayObject) else []
    if len(rows) != 4 or not all(isinstance(one, NumberObject) for one in rows):
        raise ValueError("its seal does not say in four numbers what it covers")
    found = [int(one) for one in rows]
    return found if len(found) == 4 and all(one >= 0 for one in found) else [0, 0, 0, 0]


def _places(data: bytes, signature: DictionaryObject) -> list[str]:
    """What of the file the seal leaves out, beside itself."""
    start, before, after, rest = _range(signature)
    faults = []
    if start or not before:
        faults.append("the seal does not cover the beginning of the file")
    if not _HEX.fullmatch(data[before:after]):
        faults.append("the seal leaves out more than itself")
    if after + rest < len(data):
        faults.append(f"{len(data) - after - rest} bytes were added after it was sealed")
    if after + rest > len(data):
        faults.append("its end is missing: the seal covers more than there is")
    return faults


def _covered(data: bytes, signature: DictionaryObject) -> bytes:
    start, before, after, rest = _range(signature)
    return data[start : start + before] + data[after : after + rest]


def _contents(signature: DictionaryObject) -> bytes:
    told: Any = signature.get("/Contents", b"")
    return bytes(told) if isinstance(told, ByteStringObject | bytes) else getattr(told, "original_bytes", b"")


def _stamp(signed: Signed) -> Stamp | None:
    """The time stamp over the signature, if there is one. NoSignature."""
    tokens = [one for one in signed.unsigned or () if one["type"].native == "signature_time_stamp_token"]
    if not tokens:
        return None
    data = data_of(tokens[0]["values"][0].dump())
    told = data["encap_content_info"]["content"]
    info = told.parsed
    digest = info["message_imprint"]["hash_algorithm"]["algorithm"].native
    made = DIGESTS.get(digest, sha256)(signed.signature).digest()
    if info["message_imprint"]["hashed_message"].native != made:
        raise NoSignature("it is of another seal")
    by = checked(data, bytes(told.native if isinstance(told.native, bytes) else told.contents))
    return Stamp(info["gen_time"].native, by.name)
