"""Messages handled many at once: in one transaction, each as it would be alone.

Whoever writes, whatever answers what and says the same as another is never handled with it: of two that concern each
other the second finds all that the first has left. Where one of them fails nothing of any was done; it is handled
alone then, and the others are handled again.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from gwarant.database.together import together
from gwarant.intake.content import content_of
from gwarant.intake.deciding import decide, recipients_of
from gwarant.intake.foreseen import Case, foresee_deeds, foresee_senders
from gwarant.intake.handling import QUICKLY, done
from gwarant.intake.models import Outcome, RawMail
from gwarant.intake.whose import doors_at, forms_of
from gwarant.mail import Mail, Unreadable
from gwarant.mail.subjects import keys_in
from gwarant.notify.marks import ticket_in

log = logging.getLogger("gwarant.intake")
Read = tuple[RawMail, Mail | Unreadable]
_HOLD = f"""
SELECT id, outcome, {QUICKLY} FROM intake_rawmail WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE
"""


class Failed(Exception):
    """One of the messages could not be handled with the others."""

    def __init__(self, pk: int) -> None:
        super().__init__(pk)
        self.pk = pk


def apart(mails: Sequence[Read]) -> Iterator[list[Read]]:
    """The messages in shares of which none concerns another, in their order; what follows one is never before it."""
    left, ours = list(mails), _ours(mails)
    while left:
        share, later, seen = list[Read](), list[Read](), set[str]()
        for raw, mail in left:
            names = _names(raw, mail, ours)
            (later if names & seen else share).append((raw, mail))
            seen |= names
        yield share
        left = later


def handle_all(mails: Sequence[Read], alone: Callable[[Read], bool], now: datetime) -> int:
    """Handle messages of which none concerns another; how many. `alone` handles one by itself, and raises nothing."""
    left, handled = list(mails), 0
    while len(left) > 1:
        try:
            return handled + _handled(left, now)
        except Failed as failed:
            log.warning("mail %s is handled alone", failed.pk, exc_info=failed.__cause__)
            handled += sum(alone(one) for one in left if one[0].pk == failed.pk)
            left = [one for one in left if one[0].pk != failed.pk]
        except Exception:
            log.warning("%s mails are handled one by one", len(left), exc_info=True)
            break
    return handled + sum(alone(one) for one in left)


def _handled(mails: Sequence[Read], now: datetime) -> int:
    """Handle all of them, or Failed and nothing was done."""
    servers = frozenset(settings.MAIL_AUTH_SERVERS)
    with transaction.atomic():
        waiting = _hold([raw.pk for raw, _mail in mails])
        own = [(copy(raw), mail) for raw, mail in mails if raw.pk in waiting]
        with together(len(own)):
            foresee_senders(own)
            cases = [_decided(raw, mail, servers) for raw, mail in own]
            foresee_deeds(cases, servers)
            for one in cases:
                with _blamed_on(one.raw):
                    done(one.raw, one.mail, one.decision, now)
    return len(own)


def _decided(raw: RawMail, mail: Mail | Unreadable, servers: frozenset[str]) -> Case:
    with _blamed_on(raw):
        return Case(raw, mail, decide(raw, mail, servers))


@contextmanager
def _blamed_on(raw: RawMail) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        raise Failed(raw.pk) from error


def _hold(numbers: list[int]) -> set[int]:
    """Those of the messages that still wait; nobody else changes one of them until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [numbers])
        return {pk for pk, outcome, _quickly in cursor.fetchall() if outcome == Outcome.WAITING}


def _ours(mails: Sequence[Read]) -> set[str]:
    """Which of the addresses that the messages name are ours: they say nothing of whom a message concerns."""
    forms = {form for raw, mail in mails for one in recipients_of(raw, mail) for form in forms_of(one.strip().lower())}
    return set(doors_at(forms))


def _names(raw: RawMail, mail: Mail | Unreadable, ours: set[str]) -> set[str]:
    """Whom and what the message concerns."""
    found = {f"who {mail.sender.address.strip().lower()}"}
    if isinstance(mail, Unreadable):
        return found
    told = recipients_of(raw, mail)
    here = {raw.box, *raw.envelope_to}
    people = {one.address.strip().lower() for one in (*mail.to, *mail.cc)} - here
    found |= {f"who {one}" for one in people if not ours.intersection(forms_of(one))}
    found |= {f"id {one}" for one in (mail.message_id, *mail.in_reply_to, *mail.references) if one}
    keys = [ticket_in([*told, *mail.in_reply_to, *mail.references]), *keys_in(mail.subject)[:3]]
    return found | {f"ticket {one}" for one in keys if one} | {f"says {content_of(mail)}"}
