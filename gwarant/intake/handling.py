"""Handling a stored message: read it, decide, do it. Whatever fails, the message stays where people see it."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import IO, Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F

from gwarant.database.together import is_together, nested
from gwarant.files.store import folder
from gwarant.intake.acting import carry_out, describe, note_outcome, twin_of
from gwarant.intake.booked import RELATED, book_mails
from gwarant.intake.deciding import Decision, decide
from gwarant.intake.floods.gate import kept_back
from gwarant.intake.models import Outcome, RawMail, Way
from gwarant.intake.receive import TOO_LARGE
from gwarant.mail import Left, Mail, Unreadable
from gwarant.tickets.problem import TicketProblem

log = logging.getLogger("gwarant.intake")
TRIES = 5  # then a message that fails each time is laid before people
# Neither waits for the disk: what a crash takes of it is done again from the stored message, and whoever acts on it, a
# mail that leaves the house too, commits after it and waits for both.
QUICKLY = "set_config('synchronous_commit', 'off', true)"
_TAKE = f"""
UPDATE intake_rawmail AS m SET due_at = %s, tries = tries + 1
FROM (SELECT {QUICKLY}) AS quickly, unnest(%s::bigint[], %s::timestamptz[]) AS seen (id, due_at)
WHERE m.id = seen.id AND m.due_at = seen.due_at RETURNING m.id
"""
_HOLD = f"SELECT outcome, {QUICKLY} FROM intake_rawmail WHERE id = %s FOR NO KEY UPDATE"
Read = Callable[[IO[bytes]], Mail | Unreadable]


def handle(pk: int, read: Read, now: datetime) -> bool:
    """Handle the message once; whether it was done now."""
    raw = RawMail.objects.get(pk=pk)
    if raw.outcome != Outcome.WAITING:
        return False
    if raw.tries > TRIES:
        return _given_up(raw, now)
    return handle_read(raw, said(raw, read), now)


def handle_read(raw: RawMail, mail: Mail | Unreadable, now: datetime) -> bool:
    """The same of a message that was read."""
    return act(raw, mail, decide(raw, mail, settings.MAIL_AUTH_SERVERS), now)


def act(raw: RawMail, mail: Mail | Unreadable, decision: Decision, now: datetime) -> bool:
    """Do what was decided, in one transaction with the note of it; False where somebody else was first."""
    with transaction.atomic():
        return _hold(raw.pk) == Outcome.WAITING and done(raw, mail, decision, now)


def take(seen: Sequence[tuple[int, datetime]], to: datetime) -> list[RawMail]:
    """Have messages, by their keys and `due_at`, until a moment, and count the try: those that no other engine took."""
    told: list[Any] = [to, [pk for pk, _due_at in seen], [due_at for _pk, due_at in seen]]
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, told)
        ours = [pk for (pk,) in cursor.fetchall()]
    found = RawMail.objects.in_bulk(ours) if ours else {}
    return [found[pk] for pk, _due_at in seen if pk in found]


def give_back(mails: Sequence[RawMail], now: datetime) -> None:
    """They are due again at once, and were not tried."""
    ours = RawMail.objects.filter(pk__in=[one.pk for one in mails], due_at=mails[0].due_at)
    ours.update(due_at=now, tries=F("tries") - 1)


def _hold(pk: int) -> str:
    """What became of the message so far; nobody else changes it until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [pk])
        return str(cursor.fetchone()[0])


def done(own: RawMail, mail: Mail | Unreadable, decision: Decision, now: datetime) -> bool:
    """Do what was decided about a message that is held. Its tokens are taken, also if its ticket refuses it.

    TicketProblem where it refuses one that is handled with others.
    """
    describe(own, mail, decision)
    twin = twin_of(own)
    if twin is not None:
        own.outcome, own.reason, own.ticket_id = Outcome.DUPLICATE, "same_message", twin
    elif not kept_back(own, mail, decision, settings.MAIL_AUTH_SERVERS, now):
        try:
            with nested():
                carry_out(own, mail, decision, now)
        except TicketProblem as problem:  # an answer that a person would get: nobody is here to read it
            if is_together():
                raise
            log.warning("mail %s was refused by its ticket: %s", own.pk, problem)
            return _given_up(own, now, "refused")
    note_outcome(own, now)
    return True


def said(raw: RawMail, read: Read) -> Mail | Unreadable:
    """What the message says; Unreadable where its bytes are gone, or where we have its beginning only."""
    try:
        with folder().open(raw.sha256) as content:
            found = read(content)
    except OSError as error:
        return Unreadable("failed", f"the stored message cannot be opened: {error.strerror or error}")
    return _begun(found) if raw.reason == TOO_LARGE and raw.way == Way.IMAP and isinstance(found, Mail) else found


def _begun(mail: Mail) -> Mail:
    """A message of which we have the beginning only: the rest, and the file in which that ends, lie in the mailbox."""
    is_cut = bool(mail.attachments) and "unclosed_multipart" in mail.problems
    cut = [Left(one.name, one.type, 0, "in_mailbox") for one in mail.attachments[-1:] if is_cut]
    rest = cut or [Left("", "", 0, "in_mailbox")]
    return replace(mail, attachments=mail.attachments[:-1] if is_cut else mail.attachments, left=(*mail.left, *rest))


def _given_up(raw: RawMail, now: datetime, reason: str = "failed") -> bool:
    """Leave it to people: it lies among what nobody could read."""
    waiting = RawMail.objects.filter(pk=raw.pk, outcome=Outcome.WAITING)
    with transaction.atomic():
        is_ours = waiting.update(outcome=Outcome.UNREADABLE, reason=reason, handled_at=now, due_at=None)
        if is_ours:
            book_mails(RawMail.objects.select_related(*RELATED).filter(pk=raw.pk), now)
        return bool(is_ours)
