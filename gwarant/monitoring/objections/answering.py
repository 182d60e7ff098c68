"""Answering an objection: refusing it with a reason, or accepting it by a correction that counts from now on."""

from datetime import datetime

from django.db import IntegrityError, transaction

from gwarant.accounts.models import User
from gwarant.customers.models import CustomerRole, Membership
from gwarant.ledger.actions import append
from gwarant.monitoring.corrections.models import Correction
from gwarant.monitoring.objections.evidence import answered as row_of
from gwarant.monitoring.objections.letters import answered
from gwarant.monitoring.objections.models import Objection, ObjectionAnswer
from gwarant.notify.actions import tell
from gwarant.sla.evidence.model import ObjectionAct
from gwarant.texts import words_of


class NotAnswered(ValueError):
    """Why not, by a code: `silent` (no reason is given), `meanwhile` (it is answered), `correcting` (one waits)."""


def refuse(objection: Objection, *, text: str, by: User, now: datetime) -> ObjectionAnswer:
    """What was measured stands, and why: the client is told."""
    if not words_of(text):
        raise NotAnswered("silent")
    if objection.correcting is not None:
        raise NotAnswered("correcting")
    try:
        with transaction.atomic():
            return _answer(objection, ObjectionAct.REFUSED, None, words_of(text), by, now)
    except IntegrityError:
        raise NotAnswered("meanwhile") from None


def accept(correction: Correction, *, by: User, now: datetime) -> None:
    """The correction counts from now on: what it answers is accepted, unless it was answered before."""
    objection = correction.answers
    if objection is not None and not ObjectionAnswer.objects.filter(objection=objection).exists():
        _answer(objection, ObjectionAct.ACCEPTED, correction, "", by, now)


def _answer(
    objection: Objection, act: ObjectionAct, correction: Correction | None, text: str, by: User, now: datetime
) -> ObjectionAnswer:
    told = {"customer": objection.customer, "act": act, "correction": correction, "text": text, "by": by, "at": now}
    made = ObjectionAnswer.objects.create(objection=objection, **told)
    append(row_of(made), customer=made.customer, text=text, now=now)
    found = Membership.objects.active().filter(customer=made.customer, role=CustomerRole.ADMINISTRATOR)
    people = dict.fromkeys([objection.raised_by, *(one.user for one in found.select_related("user"))])
    tell(people, answered(made), key=f"objection:{objection.pk}:answer", customer=made.customer, now=now)
    return made
