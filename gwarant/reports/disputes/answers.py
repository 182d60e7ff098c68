"""Writing the answer to a dispute down, once: of an amount by what is decided about it, of all else by itself."""

from datetime import datetime

from django.db import IntegrityError, transaction

from gwarant.accounts.models import User
from gwarant.ledger.actions import append
from gwarant.reports.claims.models import AmountStep
from gwarant.reports.disputes.evidence import answered as row_of
from gwarant.reports.disputes.evidence import words_of as hashed_words
from gwarant.reports.disputes.models import About, Dispute, DisputeAnswer
from gwarant.sla.evidence.model import AmountStatus, ObjectionAct
from gwarant.texts import line_of, words_of


class NotAnswered(ValueError):
    """Why not, by a code: `silent` (no reason), `meanwhile` (it is answered), `uncorrected` (no such row since)."""


def write(
    one: Dispute,
    act: ObjectionAct,
    *,
    ref: str = "",
    text: str = "",
    decided_by: str = "",
    by: User,
    now: datetime,
) -> DisputeAnswer:
    """The answer and its row of evidence; nobody is told. Raises NotAnswered."""
    said = {"act": act.value, "ref": ref, "text": words_of(text), "decided_by": line_of(decided_by)}
    try:
        with transaction.atomic():
            made = DisputeAnswer.objects.create(dispute=one, customer=one.customer, **said, at=now, by=by)
            append(row_of(made), customer=one.customer, subject=one.contract.number, text=hashed_words(made), now=now)
    except IntegrityError:
        raise NotAnswered("meanwhile") from None
    return made


def answer_by(step: AmountStep, *, decided_by: str = "") -> None:
    """What the house decided about an amount answers what waits of it; the client is told of the decision alone."""
    same = {"month": step.month, "remedy": step.remedy, "incident": step.incident}
    for one in Dispute.objects.told().waiting().filter(about=About.AMOUNT, contract=step.contract_id, **same):
        if step.status == AmountStatus.DISPUTED:
            write(one, ObjectionAct.REFUSED, text=step.text, decided_by=decided_by, by=step.by, now=step.at)
        else:
            write(one, ObjectionAct.ACCEPTED, ref=step.uid, text=step.text, by=step.by, now=step.at)
