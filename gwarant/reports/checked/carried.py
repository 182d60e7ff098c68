"""What a report carries, taken out of the PDF by what each file is."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from gwarant.ledger.extract import SCHEMA as CHAIN
from gwarant.reports.paper.drawing import SCHEMA as PAGES
from gwarant.sla.assessment.envelope import SCHEMA as ENVELOPE
from gwarant.sla.assessment.model import SCHEMA as ASSESSMENT

LONGEST = 255  # letters of a name
MIB = 1024 * 1024
MOST = 256 * MIB  # bytes of all files together, unpacked
_FORMER = re.compile(r"\.r[0-9]{1,5}\.json$")


class Lacks(ValueError):
    """It is no report: a part is missing, stands there twice, or is no JSON."""


@dataclass(frozen=True)
class Carried:
    """The files as bytes; wordings and evidence with their names.

    `former` is what was stated before a revision, `file` the whole PDF.
    """

    assessment: bytes
    envelope: bytes
    wordings: Mapping[str, bytes]
    evidence: tuple[str, bytes]
    chain: bytes
    pages: bytes
    former: bytes = b""
    file: bytes = b""

    @property
    def document(self) -> dict[str, Any]:
        """The assessment as JSON. Lacks."""
        return read_json(self.assessment)


def carried(attached: Mapping[str, list[bytes]], file: bytes) -> Carried:
    """The attachments by what they are. Lacks."""
    if odd := [name for name in attached if len(name) > LONGEST or not name.isprintable()]:
        raise Lacks(f"carries a file of a name that no report gives: {odd[0][:40]!a}")
    texts: dict[str, bytes] = {}
    for name in attached:
        found = attached[name]  # unpacked here, each when it is asked for
        if len(found) > 1:
            raise Lacks(f"carries several files of the name {name}")
        texts[name] = found[0]
        if sum(map(len, texts.values())) > MOST:
            raise Lacks(f"carries files of more than {MOST // MIB} MiB")
    lines = {name: text for name, text in texts.items() if name.endswith(".jsonl")}
    chain = {name: text for name, text in lines.items() if _says(text[:200], CHAIN)}
    jsons = {name: text for name, text in texts.items() if name.endswith(".json")}
    former = {name: text for name, text in jsons.items() if _FORMER.search(name) and _says(text, ASSESSMENT)}
    jsons = {name: text for name, text in jsons.items() if name not in former}
    kinds = {schema: _of(jsons, schema) for schema in (ASSESSMENT, ENVELOPE, PAGES)}
    rest = {name: text for name, text in jsons.items() if not any(name in own for own in kinds.values())}
    parts = (
        ("assessment", kinds[ASSESSMENT]),
        ("envelope", kinds[ENVELOPE]),
        ("evidence", {name: text for name, text in lines.items() if name not in chain}),
        ("chain", chain),
        ("text of its pages", kinds[PAGES]),
    )
    if len(former) > 1:
        raise Lacks("carries several former statements")
    if wrong := [what for what, there in parts if len(there) != 1] or (["wording"] if not rest else []):
        raise Lacks(f"carries no {wrong[0]}, or several")
    (assessment,), (envelope,), rows, (one,), (pages,) = (tuple(there.items()) for _, there in parts)
    return Carried(assessment[1], envelope[1], rest, rows[0], one[1], pages[1], next(iter(former.values()), b""), file)


def read_json(text: bytes) -> dict[str, Any]:
    """The object that the file holds. Lacks."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Lacks("carries a file that is no JSON")
    return found


def hash_of(text: bytes) -> str:
    """SHA-256, as documents name it."""
    return f"sha256:{sha256(text).hexdigest()}"


def _of(texts: Mapping[str, bytes], schema: str) -> dict[str, bytes]:
    return {name: text for name, text in texts.items() if _says(text, schema)}


def _says(text: bytes, schema: str) -> bool:
    plain = text.replace(b'": "', b'":"')
    return plain.startswith(b"{") and f'"schema":"{schema}"'.encode() in plain
