"""Whether a report is answered by itself: never a program's, and so often to one address that no loop lives by it."""

from datetime import datetime

from gwarant.intake.deciding import Decision, box_of
from gwarant.intake.floods.buckets import ANSWERS, Draw, take
from gwarant.intake.floods.models import Kind
from gwarant.intake.models import RawMail
from gwarant.mail import Mail, Unreadable


def may_answer(raw: RawMail, mail: Mail | Unreadable, decision: Decision, now: datetime) -> bool:
    """Whether the reporter is told by mail that we have the report; where that is held back the message says so.

    The other side may be a ticket system that answers everything and marks nothing.
    """
    if decision.machine is not None or (isinstance(mail, Mail) and mail.automatic):
        return False
    writer = decision.reporter or decision.writer
    return may_write_back(raw, writer.email or f"nobody at {box_of(raw, decision)}", now)


def may_write_back(raw: RawMail, whom: str, now: datetime) -> bool:
    """Whether one more mail goes to that address by itself; where it is held back the message says so."""
    if take(Draw(Kind.ANSWERS, whom, ANSWERS), raw.arrived_at):
        return True
    raw.answer_held_at = now
    return False
