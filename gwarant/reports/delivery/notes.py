"""The caretaker's note: written with the statement that it belongs to, and never changed."""

from datetime import datetime

from gwarant.accounts.models import User
from gwarant.reports.delivery.models import Note
from gwarant.reports.models import Report
from gwarant.texts import words_of

LONGEST = 2000  # letters


def note_down(report: Report, text: str, *, by: User | None, now: datetime) -> Note | None:
    """Keep it beside the statement, in the caller's transaction; nothing where nothing is said."""
    said = words_of(text)
    if not said or by is None:
        return None
    return Note.objects.create(customer_id=report.customer_id, report=report, text=said, written_by=by, written_at=now)


def note_of(report: Report) -> Note | None:
    """What was said when the month was closed, or of a later statement; a revision by itself keeps the word before."""
    found = Note.objects.filter(report__contract=report.contract_id, report__period=report.period)
    return found.filter(report__revision__lte=report.revision).order_by("-report__revision").first()
