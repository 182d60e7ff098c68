"""Handling a stored message: read it, decide, do it. Whatever fails, the message stays where people see it."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.conf import settings

from gwarant.files.store import folder
from gwarant.intake.acting import carry_out
from gwarant.intake.deciding import decide
from gwarant.intake.floods.gate import kept_back
from gwarant.intake.models import Outcome, RawMail, Way
from gwarant.intake.receive import TOO_LARGE
from gwarant.intake.words import LEFT
from gwarant.mail import Mail, Unreadable
from gwarant.tickets.problem import TicketProblem

log = logging.getLogger("gwarant.intake")
TRIES = 5  # then a message that fails each time is laid before people
Read = Callable[[bytes], Mail | Unreadable]


def handle(pk: int, read: Read, now: datetime) -> bool:
    """Handle the message once; whether it was done now."""
    raw = RawMail.objects.get(pk=pk)
    if raw.outcome != Outcome.WAITING:
        return False
    if raw.tries >= TRIES:
        return _given_up(raw, now)
    RawMail.objects.filter(pk=pk).update(tries=raw.tries + 1)
    mail = said(raw, read)
    try:
        decision = decide(raw, mail, settings.MAIL_AUTH_SERVERS)
        if not kept_back(raw, mail, decision, settings.MAIL_AUTH_SERVERS, now):
            carry_out(raw, mail, decision, now)
    except TicketProblem as problem:  # an answer that a person would get: nobody is here to read it
        log.warning("mail %s was refused by its ticket: %s", pk, problem)
        return _given_up(raw, now, "refused")
    return True


def said(raw: RawMail, read: Read) -> Mail | Unreadable:
    """What the message says; Unreadable where its bytes are gone, or where we have its beginning only."""
    try:
        with folder().open(raw.sha256) as content:
            found = read(content.read())
    except OSError as error:
        return Unreadable("failed", f"the stored message cannot be opened: {error.strerror or error}")
    if raw.reason == TOO_LARGE and raw.way == Way.IMAP and isinstance(found, Mail):
        return Unreadable("too_large", LEFT, found.sender, found.subject, found.message_id)
    return found


def _given_up(raw: RawMail, now: datetime, reason: str = "failed") -> bool:
    """Leave it to people: it lies among what nobody could read."""
    waiting = RawMail.objects.filter(pk=raw.pk, outcome=Outcome.WAITING)
    return bool(waiting.update(outcome=Outcome.UNREADABLE, reason=reason, handled_at=now, due_at=None))
