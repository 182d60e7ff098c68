"""The envelope of an assessment: who made it, with what and when. Nothing in it has to come out again."""

import platform
from dataclasses import dataclass
from typing import Any

from gwarant import __version__
from gwarant.sla.assessment.document import canonical, digest
from gwarant.sla.assessment.model import Assessment
from gwarant.sla.calendar import HOLIDAYS_VERSION, TZ_VERSION
from gwarant.sla.document import plain
from gwarant.sla.facts import Hash, Id, Moment

SCHEMA = "gwarant.envelope/1"


@dataclass(frozen=True)
class Head:
    """The newest block of a chain of evidence when the assessment was made."""

    chain: Id
    block: int
    hash: Hash


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """Provenance. `assessment` is the SHA-256 of the assessment's file, `made_at` UTC seconds."""

    assessment: Hash
    made_at: Moment
    tool: Id = "gwarant"
    release: Id
    python: Id
    tz: Id  # the release of the time zone database that was installed
    holidays: Id  # the release of the holiday data that was installed
    heads: tuple[Head, ...] = ()


def envelope_of(assessment: Assessment, now: int, heads: tuple[Head, ...] = ()) -> Envelope:
    """The envelope of an assessment that was made here, at `now` (UTC seconds)."""
    return Envelope(
        assessment=digest(assessment),
        made_at=now,
        release=__version__,
        python=platform.python_version(),
        tz=TZ_VERSION,
        holidays=HOLIDAYS_VERSION,
        heads=heads,
    )


def to_document(envelope: Envelope) -> dict[str, Any]:
    """The envelope as plain data."""
    return {"schema": SCHEMA, **plain(envelope)}


def to_bytes(envelope: Envelope) -> bytes:
    """The envelope as canonical bytes."""
    return canonical(to_document(envelope))
