"""Answering a dispute: refusing it with a reason, or accepting it by a row of evidence that corrects it."""

from datetime import datetime

from django.db import transaction

from gwarant.accounts.models import User
from gwarant.contracts.models import Contract
from gwarant.database.scope import ENGINE, scoped
from gwarant.notify.actions import tell
from gwarant.reports.claims.acting import NotDone
from gwarant.reports.claims.acting import refuse as refuse_amount
from gwarant.reports.concerned import concerned
from gwarant.reports.disputes.answers import NotAnswered, write
from gwarant.reports.disputes.correcting import corrections_since
from gwarant.reports.disputes.letters import answered
from gwarant.reports.disputes.models import About, Dispute, DisputeAnswer
from gwarant.sla.evidence.model import ObjectionAct
from gwarant.texts import words_of


def refuse(one: Dispute, *, text: str, decided_by: str = "", by: User, now: datetime) -> DisputeAnswer:
    """What was stated stands, and why: the client is told. An amount is refused with it. Raises NotAnswered."""
    if not words_of(text):
        raise NotAnswered("silent")
    with scoped(ENGINE), transaction.atomic():
        Contract.objects.select_for_update(of=("self",)).get(pk=one.contract_id)
        if DisputeAnswer.objects.filter(dispute=one).exists():
            raise NotAnswered("meanwhile")
        if one.about == About.AMOUNT and _is_amount_refused(one, text, decided_by, by, now):
            return DisputeAnswer.objects.select_related("dispute").get(dispute=one)
        return _answer(one, ObjectionAct.REFUSED, "", text, decided_by, by, now)


def accept(one: Dispute, *, ref: str, text: str = "", decided_by: str = "", by: User, now: datetime) -> DisputeAnswer:
    """The row of that id corrects it; the month's next revision states what changes. Raises NotAnswered.

    An amount is answered by granting or paying it.
    """
    if ref not in {row.uid for row in corrections_since(one)}:
        raise NotAnswered("uncorrected")
    return _answer(one, ObjectionAct.ACCEPTED, ref, text, decided_by, by, now)


def _is_amount_refused(one: Dispute, text: str, decided_by: str, by: User, now: datetime) -> bool:
    """Whether the amount could be refused, which answers the dispute: what has lapsed or was given up cannot."""
    key, said = (one.remedy, one.incident), {"text": text, "decided_by": decided_by}
    try:
        refuse_amount(one.contract, one.month, key, **said, by=by, now=now)
    except NotDone:
        return False
    return True


def _answer(
    one: Dispute, act: ObjectionAct, ref: str, text: str, decided_by: str, by: User, now: datetime
) -> DisputeAnswer:
    with transaction.atomic():
        made = write(one, act, ref=ref, text=text, decided_by=decided_by, by=by, now=now)
        people = concerned(one.customer, [one.raised_by])
        tell(people, answered(made), key=f"dispute:{one.pk}:answer", customer=one.customer, now=now)
    return made
