"""A correction as the rows of evidence that make it count: one, or of what was down one for each place that looked."""

from datetime import datetime

from gwarant.monitoring.corrections.models import COUNTS_AGAIN, TAKEN_BACK, WAS_DOWN, Act, Correction
from gwarant.monitoring.moments import milliseconds_of
from gwarant.sla.evidence.model import Exclusion, MaintenanceWindow, State, StateInterval

SOURCE = "gwarant"
Counted = Exclusion | MaintenanceWindow | StateInterval


def rows_of(one: Correction) -> list[Counted]:
    """The rows of a correction that counts; it was decided when the last who had to agree did."""
    said = one.said
    last = said[Act.AGREED] if one.needs_consent else said[Act.APPROVED]
    consent = said[Act.AGREED].by.opaque if one.needs_consent else ""
    return _rows(one, last.at, said[Act.APPROVED].by.opaque, consent)


def rows_if_agreed(one: Correction, now: datetime) -> list[Counted]:
    """The rows that there would be if everybody agreed now; nobody is named in them."""
    return _rows(one, now, "second", "client" if one.needs_consent else "")


def words_of(one: Correction) -> str:
    """The words that the row is salted and hashed with: why, and what shows it."""
    return "\n\n".join(part for part in (one.text, one.shown) if part)


def _rows(one: Correction, decided: datetime, approved_by: str, consent: str) -> list[Counted]:
    if one.reason == WAS_DOWN:
        return [_down(one, place, milliseconds_of(decided), approved_by) for place in one.places]
    return [_row(one, decided, approved_by, consent)]


def _down(one: Correction, place: str, received: int, approved_by: str) -> StateInterval:
    """That it was down as seen from the place; of a look there that says otherwise the worse is believed."""
    return StateInterval(
        id=f"{one.uid}:{place}",
        start=milliseconds_of(one.start_at),
        end=milliseconds_of(one.end_at),
        received=received,
        service=one.service.key,
        state=State.DOWN,
        place=place,
        code=WAS_DOWN,
        person=one.asked_by.opaque,
        approved_by=approved_by,
        ref=one.uid if one.shown else "",
        source=SOURCE,
    )


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
        of=one.excluded.uid if one.reason == COUNTS_AGAIN and one.excluded else "",
        source=SOURCE,
    )
