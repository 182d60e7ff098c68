"""An objection and its answer as rows of evidence."""

from gwarant.monitoring.moments import milliseconds_of
from gwarant.monitoring.objections.models import Objection, ObjectionAnswer
from gwarant.sla.evidence.model import ObjectionAct, ObjectionRecord

SOURCE = "gwarant"


def raised(one: Objection) -> ObjectionRecord:
    """What the client said."""
    at = milliseconds_of(one.raised_at)
    return ObjectionRecord(
        id=one.uid,
        at=at,
        received=at,
        contract=one.contract.number,
        service=one.service.key,
        start=milliseconds_of(one.start_at),
        end=milliseconds_of(one.end_at),
        act=ObjectionAct.RAISED,
        person=one.raised_by.opaque,
        source=SOURCE,
    )


def answered(one: ObjectionAnswer) -> ObjectionRecord:
    """What the house answered."""
    own, at = one.objection, milliseconds_of(one.at)
    return ObjectionRecord(
        id=one.uid,
        at=at,
        received=at,
        contract=own.contract.number,
        service=own.service.key,
        start=milliseconds_of(own.start_at),
        end=milliseconds_of(own.end_at),
        act=ObjectionAct(one.act),
        of=own.uid,
        ref=one.correction.uid if one.correction else "",
        person=one.by.opaque,
        source=SOURCE,
    )


def words_of(one: Objection) -> str:
    """The words that the row is salted and hashed with: why, and what shows it."""
    return "\n\n".join(part for part in (one.text, one.shown) if part)
