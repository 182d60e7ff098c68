"""Checking a report from itself alone: its figures follow from the wordings and the evidence that it carries."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from gwarant.cli.inputs import evidence_of, in_order, wordings_of
from gwarant.cli.terminal import unusable
from gwarant.sla.assessment import assess, to_bytes
from gwarant.sla.assessment.model import SCHEMA, Assessment
from gwarant.sla.restored import NotRestored, restored

SHOWN = 12  # places that differ
AS_IT_CAME = "take the file as it came by mail or from the portal"
MOST = 512 * 1024 * 1024  # bytes of a report


@dataclass(frozen=True)
class Check:
    """One thing that was checked: what, whether it holds, and what differs."""

    what: str
    holds: bool
    differs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Carried:
    """What a report carries: the assessment and its envelope as bytes, wordings and evidence by the names of files."""

    assessment: bytes
    envelope: bytes
    wordings: Mapping[str, bytes]
    evidence: tuple[str, bytes]


def carried_by(file: str) -> Carried:
    """What is attached to the PDF; unusable with a sentence where it is no report, or lacks a part."""
    path = Path(file)
    try:
        if path.stat().st_size > MOST:
            raise unusable(file, "is larger than any report", AS_IT_CAME)
        attached = {name: rows[0] for name, rows in PdfReader(BytesIO(path.read_bytes())).attachments.items()}
    except OSError as error:
        raise unusable(file, f"cannot be read: {error.strerror}") from None
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError):
        raise unusable(file, "is no PDF that can be read", AS_IT_CAME) from None
    return _sorted(file, attached)


def _sorted(file: str, attached: Mapping[str, bytes]) -> Carried:
    """The attachments by what they are."""
    envelope = {name: text for name, text in attached.items() if name.endswith(".envelope.json")}
    evidence = {name: text for name, text in attached.items() if name.endswith(".jsonl")}
    others = {name: text for name, text in attached.items() if name not in envelope and name.endswith(".json")}
    found = {name: text for name, text in others.items() if _is_assessment(text)}
    wordings = {name: text for name, text in others.items() if name not in found}
    parts = (("assessment", found), ("envelope", envelope), ("evidence", evidence), ("wording", wordings))
    lacking = [what for what, there in parts if not there or (len(there) > 1 and what != "wording")]
    if lacking:
        raise unusable(file, f"carries no {lacking[0]}, or several", AS_IT_CAME)
    (assessment,), (made,), (rows,) = found.values(), envelope.values(), evidence.items()
    return Carried(assessment, made, wordings, rows)


def _is_assessment(text: bytes) -> bool:
    return text.startswith(b"{") and f'"schema":"{SCHEMA}"'.encode() in text


def checks_of(report: Carried) -> Iterator[Check]:
    """Everything that can be checked from the report alone, the parts first."""
    document, envelope = _json(report.assessment), _json(report.envelope)
    yield _same("the envelope is of this assessment", envelope.get("assessment"), _hash(report.assessment))
    inputs = document.get("inputs", {})
    yield _same("the evidence is the one that was seen", inputs.get("evidence"), _hash(report.evidence[1]))
    with TemporaryDirectory() as folder:
        for name, text in (*report.wordings.items(), report.evidence):
            (Path(folder) / Path(name).name).write_bytes(text)
        yield from _again(report, document, Path(folder))


def _again(report: Carried, document: Mapping[str, Any], folder: Path) -> Iterator[Check]:
    rows = evidence_of([str(folder / Path(report.evidence[0]).name)])
    found = wordings_of([str(folder / Path(name).name) for name in report.wordings])
    versions = in_order(found, rows.agreements)
    try:
        told: Assessment = restored(document, Assessment)
    except NotRestored as error:
        yield Check("the assessment is one that this release reads", holds=False, differs=(str(error),))
        return
    anew = assess(versions, rows, told.period.name)
    if to_bytes(anew) + b"\n" != report.assessment:
        anew = assess(versions, rows, told.period.name, known=told.inputs.known)
    differs = tuple(_differences(document, _json(to_bytes(anew))))
    yield Check("every figure comes out again", not differs and to_bytes(anew) + b"\n" == report.assessment, differs)


def _same(what: str, said: object, found: str) -> Check:
    return Check(what, said == found, () if said == found else (f"it says {said}, and it is {found}",))


def _differences(said: Any, found: Any, place: str = "") -> Iterator[str]:
    """The places at which two documents differ, the first few."""
    for number, one in enumerate(_walked(said, found, place)):
        if number == SHOWN:
            yield "and more"
            return
        yield one


def _walked(said: Any, found: Any, place: str) -> Iterator[str]:
    if isinstance(said, dict) and isinstance(found, dict):
        for key in sorted(said.keys() | found.keys()):
            yield from _walked(said.get(key), found.get(key), f"{place}.{key}" if place else key)
    elif isinstance(said, list) and isinstance(found, list) and len(said) == len(found):
        for number, (one, other) in enumerate(zip(said, found, strict=True)):
            yield from _walked(one, other, f"{place}[{number}]")
    elif said != found:
        yield f"{place}: the report says {_short(said)}, it comes out {_short(found)}"


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _json(text: bytes) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise unusable("the report", "carries a file that is no JSON", AS_IT_CAME)
    return found


def _hash(text: bytes) -> str:
    return f"sha256:{hashlib.sha256(text).hexdigest()}"
