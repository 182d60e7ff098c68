"""All that waits of one sender, decided together: laid aside at once, or read again now that the sender is known."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Count
from django.db.models.functions import Lower

from gwarant.accounts.models import User
from gwarant.customers.models import Customer, Service
from gwarant.intake.actions import lay_aside, look_at, note_decision, take_as_report
from gwarant.intake.models import Outcome, RawMail, RawMailQuerySet
from gwarant.mail import Mail, Unreadable

MOST = 200  # at once


def of_sender(raw: RawMail) -> RawMailQuerySet:
    """What else waits for a decision of the same address; nothing of a message without one."""
    if not raw.sender:
        return RawMail.objects.none()
    return RawMail.objects.to_decide().filter(sender__iexact=raw.sender).exclude(pk=raw.pk)


def by_sender(mails: Sequence[RawMail]) -> Mapping[int, int]:
    """For each of the messages, by its key, how many wait of the same address, itself among them."""
    senders = {one.sender.lower() for one in mails} - {""}
    waiting = RawMail.objects.to_decide().annotate(of=Lower("sender")).filter(of__in=senders)
    counts = dict(waiting.order_by().values_list("of").annotate(n=Count("pk")))
    return {one.pk: counts.get(one.sender.lower(), 0) for one in mails}


def lay_all_aside(raw: RawMail, others: Sequence[int], *, is_spam: bool, by: User, now: datetime) -> int:
    """The message, and of its sender's others those that somebody has seen listed, become nothing; how many others."""
    outcome = Outcome.SPAM if is_spam else Outcome.REFUSED
    with transaction.atomic():
        lay_aside(raw, is_spam=is_spam, by=by, now=now)
        return _become(_held(raw, others), outcome, by, now)


def look_at_all(raw: RawMail, others: Sequence[int], *, by: User, now: datetime) -> int:
    """Somebody has seen it, and of the others those that are what it is: they stay that; how many others."""
    with transaction.atomic():
        outcome = Outcome(look_at(raw, by=by, now=now).outcome)
        return _become([one for one in _held(raw, others) if one.outcome == outcome], outcome, by, now)


def take_all_as_reports(
    raw: RawMail,
    others: Sequence[int],
    mail: Mail | Unreadable,
    customer: Customer,
    *,
    service: Service | None = None,
    class_id: str = "",
    by: User,
    now: datetime,
) -> RawMail:
    """The message is a report, and so its sender is known: the others that were seen are handled as their mail.

    Their clocks count from when our mailbox had them, as they would have.
    """
    with transaction.atomic():
        done = take_as_report(raw, mail, customer, service=service, class_id=class_id, by=by, now=now)
        rows = _held(raw, others)
        for one in rows:
            before, one.outcome = one.outcome, Outcome.WAITING
            one.due_at = one.turn_at = now
            one.handled_at, one.tries = None, 0
            one.save(update_fields=["outcome", "due_at", "turn_at", "handled_at", "tries"])
            note_decision(one, before, by=by, now=now)
    return done


def _become(rows: Sequence[RawMail], outcome: Outcome, by: User, now: datetime) -> int:
    for one in rows:
        before, one.outcome = one.outcome, outcome
        one.decided_by, one.decided_at = by, now
        one.save(update_fields=["outcome", "decided_by", "decided_at"])
        note_decision(one, before, by=by, now=now)
    return len(rows)


def _held(raw: RawMail, seen: Sequence[int]) -> list[RawMail]:
    """Those that still wait; nobody else decides about them meanwhile."""
    rows = of_sender(raw).filter(pk__in=list(seen)[:MOST]).order_by("pk")
    return list(rows.select_for_update(of=("self",), no_key=True))
