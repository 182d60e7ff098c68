"""A correction as the row of evidence that makes it count."""

from datetime import datetime

from gwarant.monitoring.corrections.models import TAKEN_BACK, Act, Correction
from gwarant.monitoring.moments import milliseconds_of
from gwarant.sla.evidence.model import Exclusion, MaintenanceWindow

SOURCE = "gwarant"
Counted = Exclusion | MaintenanceWindow


def row_of(one: Correction) -> Counted:
    """The row of a correction that counts; it was decided when the last who had to agree did."""
    said = one.said
    last = said[Act.AGREED] if one.needs_consent else said[Act.APPROVED]
    consent = said[Act.AGREED].by.opaque if one.needs_consent else ""
    return _row(one, last.at, said[Act.APPROVED].by.opaque, consent)


def row_if_agreed(one: Correction, now: datetime) -> Counted:
    """The row that there would be if everybody agreed now; nobody is named in it."""
    return _row(one, now, "second", "client" if one.needs_consent else "")


def words_of(one: Correction) -> str:
    """The words that the row is salted and hashed with: why, and what shows it."""
    return "\n\n".join(part for part in (one.text, one.shown) if part)


def _row(one: Correction, decided: datetime, approved_by: str, consent: str) -> Counted:
    at = milliseconds_of(decided)
    if one.reason == TAKEN_BACK and one.window is not None:
        start = milliseconds_of(one.window.start_at)
        return MaintenanceWindow(
            id=one.uid,
            start=start,
            end=start,
            announced=at,
            received=at,
            service=one.service.key,
            person=one.asked_by.opaque,
            of=one.window.uid,
            source=SOURCE,
        )
    return Exclusion(
        id=one.uid,
        decided=at,
        received=at,
        reason=one.reason,
        service=one.service.key,
        start=milliseconds_of(one.start_at),
        end=milliseconds_of(one.end_at),
        person=one.asked_by.opaque,
        approved_by=approved_by,
        consent=consent,
        ref=one.uid if one.shown else "",
        contract=one.contract.number,
        source=SOURCE,
    )
