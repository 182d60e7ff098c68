"""Answering a dispute: refusing it with a reason, or accepting it by a row of evidence that corrects it."""

from collections.abc import Iterator
from datetime import datetime

from django.db import IntegrityError, transaction

from gwarant.accounts.models import User
from gwarant.customers.models import CustomerRole, Membership
from gwarant.ledger.actions import append
from gwarant.ledger.models import Row
from gwarant.notify.actions import tell
from gwarant.reports.disputes.evidence import answered as row_of
from gwarant.reports.disputes.evidence import words_of as hashed_words
from gwarant.reports.disputes.letters import answered
from gwarant.reports.disputes.models import About, Dispute, DisputeAnswer
from gwarant.sla.evidence.model import ObjectionAct
from gwarant.texts import line_of, words_of

SILENT = ("objection", "file", "sealed", "agreement", "looks", "check", "closing")
MOST = 30


class NotAnswered(ValueError):
    """Why not, by a code: `silent` (no reason), `meanwhile` (it is answered), `uncorrected` (no such row since)."""


def corrections_since(one: Dispute) -> list[Row]:
    """The rows that can have corrected it: of its ticket, of the amounts, or of the customer; the newest first."""
    found = Row.objects.filter(customer=one.customer_id, received_at__gte=one.raised_at).exclude(type__in=SILENT)
    if one.about == About.VERDICT:
        found = found.filter(subject=one.ticket)
    elif one.about == About.AMOUNT:
        found = found.filter(type="amount", subject=one.contract.number).exclude(line__contains=f'"ref": "{one.uid}"')
    return list(found.order_by("-pk")[:MOST])


def refuse(one: Dispute, *, text: str, decided_by: str = "", by: User, now: datetime) -> DisputeAnswer:
    """What was stated stands, and why: the client is told."""
    if not words_of(text):
        raise NotAnswered("silent")
    return _answer(one, ObjectionAct.REFUSED, "", text, decided_by, by, now)


def accept(one: Dispute, *, ref: str, text: str = "", decided_by: str = "", by: User, now: datetime) -> DisputeAnswer:
    """The row of that id corrects it; the month's next revision states what changes."""
    if ref not in {row.uid for row in corrections_since(one)}:
        raise NotAnswered("uncorrected")
    return _answer(one, ObjectionAct.ACCEPTED, ref, text, decided_by, by, now)


def _answer(
    one: Dispute, act: ObjectionAct, ref: str, text: str, decided_by: str, by: User, now: datetime
) -> DisputeAnswer:
    said = {"act": act.value, "ref": ref, "text": words_of(text), "decided_by": line_of(decided_by)}
    try:
        with transaction.atomic():
            made = DisputeAnswer.objects.create(dispute=one, customer=one.customer, **said, at=now, by=by)
            append(row_of(made), customer=one.customer, subject=one.contract.number, text=hashed_words(made), now=now)
            people = list(dict.fromkeys(_of_client(one)))
            tell(people, answered(made), key=f"dispute:{one.pk}:answer", customer=one.customer, now=now)
    except IntegrityError:
        raise NotAnswered("meanwhile") from None
    return made


def _of_client(one: Dispute) -> Iterator[User]:
    """Whoever raised it, and the client's administrators."""
    yield one.raised_by
    found = Membership.objects.active().filter(customer=one.customer, role=CustomerRole.ADMINISTRATOR)
    yield from (place.user for place in found.select_related("user"))
