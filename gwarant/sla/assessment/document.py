"""An assessment as plain data and canonical bytes: the same inputs give the same bytes."""

import hashlib
import json
from typing import Any

from gwarant.sla.assessment.model import SCHEMA, Assessment
from gwarant.sla.document import plain


def to_document(assessment: Assessment) -> dict[str, Any]:
    """The whole assessment as plain data."""
    return {"schema": SCHEMA, **plain(assessment)}


def to_bytes(assessment: Assessment) -> bytes:
    """The canonical bytes of the assessment: keys in order, no spaces, UTF-8."""
    return canonical(to_document(assessment))


def digest(assessment: Assessment) -> str:
    """The SHA-256 of the assessment's file, which is its canonical bytes and the end of a line."""
    return "sha256:" + hashlib.sha256(to_bytes(assessment) + b"\n").hexdigest()


def canonical(document: Any) -> bytes:
    """Plain data as the bytes that are hashed."""
    return json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
