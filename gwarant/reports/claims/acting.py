"""What is done about the parts of a month's amount, each written once and told to the other side."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from gwarant.accounts.models import StaffRole, User
from gwarant.contracts.models import Contract
from gwarant.database.scope import ENGINE, scoped
from gwarant.ledger.actions import append
from gwarant.notify.actions import tell
from gwarant.notify.news import News
from gwarant.reports.claims.evidence import row_of
from gwarant.reports.claims.letters import Happened, of_claim
from gwarant.reports.claims.models import AmountStep, Channel
from gwarant.reports.claims.standing import Owed, State, standing_of
from gwarant.reports.concerned import concerned
from gwarant.reports.disputes.answers import answer_by
from gwarant.sla.evidence.model import AmountStatus
from gwarant.texts import line_of, words_of
from gwarant.tickets.people import looking_after, with_roles

GRANTED = (State.OPEN, State.CLAIMED, State.REFUSED, State.DISPUTED, State.LAPSED)
REFUSED = (State.CLAIMED, State.DISPUTED)
PAID = (State.DUE, State.CLAIMED, State.GRANTED, State.REFUSED, State.DISPUTED, State.REDUCED, State.PAID)
DROPPED = (State.OPEN, State.DUE, State.CLAIMED, State.REFUSED, State.DISPUTED)


class NotDone(ValueError):
    """Why not, by a code; `one` is the part that it is about, as it stands.

    `unknown` (the month has no such part), `lapsed` (its last day is over), `meanwhile` (somebody did it, or something
    else, before), `silent` (no reason is given), `unnumbered` (no number of a credit note), `unpriced` (nobody knows
    what is open of it), `beyond` (what is typed is not more than nothing, or more than is open).
    """

    def __init__(self, code: str, one: Owed | None = None) -> None:
        self.one = one
        super().__init__(code)


def claim(contract: Contract, month: str, keys: Sequence[tuple[str, str]], *, by: User, now: datetime) -> list[Owed]:
    """Claim the parts, each once: those that are claimed already stay so. What was claimed now. Raises NotDone."""
    with scoped(ENGINE), transaction.atomic():
        own = _locked(contract)
        found = _named(standing_of(own, month, now), keys)
        late = next((one for one in found if one.state is State.LAPSED), None)
        if late is not None:
            raise NotDone("lapsed", late)
        fresh = [one for one in found if one.state is State.OPEN]
        if not fresh:
            raise NotDone("meanwhile", found[0] if found else None)
        for one in fresh:
            _claim(own, one, by, now)
        _tell_house(own, month, Happened.CLAIMED, fresh, by, now)
    return fresh


def choose(contract: Contract, month: str, key: tuple[str, str], *, by: User, now: datetime) -> AmountStep:
    """Let this remedy stand for its incident, where the contract lets the client choose. Raises NotDone."""
    with scoped(ENGINE), transaction.atomic():
        own = _locked(contract)
        (one,) = _named(standing_of(own, month, now), [key])
        if not one.may_choose:
            raise NotDone("meanwhile", one)
        step = _write(own, one, AmountStatus.ELECTED, Channel.PORTAL, by=by, now=now)
        _tell_house(own, month, Happened.CHOSEN, [one], by, now)
    return step


def drop(contract: Contract, month: str, key: tuple[str, str], *, by: User, now: datetime) -> AmountStep:
    """The client gives the part up. Raises NotDone."""
    with scoped(ENGINE), transaction.atomic():
        own = _locked(contract)
        (one,) = _named(standing_of(own, month, now), [key])
        if one.state not in DROPPED:
            raise NotDone("meanwhile", one)
        step = _write(own, one, AmountStatus.WAIVED, Channel.PORTAL, by=by, now=now)
        _tell_house(own, month, Happened.DROPPED, [one], by, now)
    return step


def contest(contract: Contract, month: str, key: tuple[str, str], *, ref: str, by: User, now: datetime) -> None:
    """The client does not take the amount as it stands; `ref` is the row that says why.

    Where it was to be claimed and is not, it is claimed first: who says that it is too little wants what there is.
    Nobody is told of anything but the claim.
    """
    (one,) = _named(standing_of(contract, month, now), [key])
    if one.state not in (State.WAIVED, State.LAPSED, State.DISPUTED):
        if one.must_claim and one.state in (State.OPEN, State.ASIDE):
            _claim(contract, one, by, now)
            _tell_house(contract, month, Happened.CLAIMED, [one], by, now)
        _write(contract, one, AmountStatus.DISPUTED, Channel.PORTAL, by=by, now=now, ref=ref)


def grant(contract: Contract, month: str, key: tuple[str, str], *, text: str, by: User, now: datetime) -> AmountStep:
    """The house owes it, claimed in time or not. Raises NotDone."""
    return _decide(contract, month, key, AmountStatus.ACCEPTED, GRANTED, text=text, by=by, now=now)


def refuse(
    contract: Contract,
    month: str,
    key: tuple[str, str],
    *,
    text: str,
    decided_by: str = "",
    by: User,
    now: datetime,
) -> AmountStep:
    """The house does not take the claim, and says why; the amount is in dispute. Raises NotDone.

    `decided_by` goes into the answer to what the client disputes of it, if they do.
    """
    if not words_of(text):
        raise NotDone("silent")
    status = AmountStatus.DISPUTED
    return _decide(contract, month, key, status, REFUSED, text=text, decided_by=decided_by, by=by, now=now)


def pay(
    contract: Contract, month: str, key: tuple[str, str], *, ref: str, amount: Decimal | None, by: User, now: datetime
) -> AmountStep:
    """What is open of it was paid or set off, or `amount` of that, with the number of the credit note.

    Raises NotDone.
    """
    if not line_of(ref):
        raise NotDone("unnumbered")
    return _decide(contract, month, key, AmountStatus.SETTLED, PAID, ref=line_of(ref), amount=amount, by=by, now=now)


def _decide(  # noqa: PLR0913
    contract: Contract,
    month: str,
    key: tuple[str, str],
    status: AmountStatus,
    of: Sequence[State],
    *,
    text: str = "",
    ref: str = "",
    amount: Decimal | None = None,
    decided_by: str = "",
    by: User,
    now: datetime,
) -> AmountStep:
    """The step, which answers as well what the client disputes of the part."""
    with scoped(ENGINE), transaction.atomic():
        own = _locked(contract)
        (one,) = _named(standing_of(own, month, now), [key])
        if one.state not in of or (status is AmountStatus.SETTLED and one.is_paid):
            raise NotDone("meanwhile", one)
        if status is AmountStatus.SETTLED:
            amount = _paid(one, amount)
        told = {"text": words_of(text), "ref": ref, "amount": amount}
        step = _write(own, one, status, Channel.DESK, by=by, now=now, **told)
        people = _of_client(own, one)
        news = of_claim(own, month, HAPPENED[status], [one], by, text=step.text or step.ref)
        _tell(people, news, step, now)
        answer_by(step, decided_by=decided_by)
    return step


def _paid(one: Owed, amount: Decimal | None) -> Decimal:
    """How much of it is paid: what is open, or the part of that which was typed."""
    found = one.open if amount is None else amount
    if found is None:
        raise NotDone("unpriced", one)
    if found <= 0 or (one.open is not None and found > one.open):
        raise NotDone("beyond", one)
    return found


HAPPENED = {
    AmountStatus.ACCEPTED: Happened.GRANTED,
    AmountStatus.DISPUTED: Happened.REFUSED,
    AmountStatus.SETTLED: Happened.PAID,
}


def _locked(contract: Contract) -> Contract:
    """One after the other: who comes second reads what the first has written."""
    return Contract.objects.select_for_update(of=("self",)).select_related("customer").get(pk=contract.pk)


def _named(found: Sequence[Owed], keys: Sequence[tuple[str, str]]) -> list[Owed]:
    by_key = {one.key: one for one in found}
    if not set(keys) <= by_key.keys():
        raise NotDone("unknown")
    return [by_key[key] for key in dict.fromkeys(keys)]


def _claim(contract: Contract, one: Owed, by: User, now: datetime) -> None:
    """The claim, of which the table holds one: who comes second for all that is told so."""
    try:
        with transaction.atomic():
            _write(contract, one, AmountStatus.CLAIMED, Channel.PORTAL, by=by, now=now, decide_until=one.decide_until)
    except IntegrityError:
        raise NotDone("meanwhile", replace(one, state=State.CLAIMED)) from None


def _write(contract: Contract, one: Owed, status: AmountStatus, channel: Channel, **told: object) -> AmountStep:
    """The step and its row of evidence."""
    at = told.pop("now")
    where = {"customer": contract.customer, "contract": contract, "month": one.month}
    what = {"remedy": one.remedy, "incident": one.incident, "status": status.value, "channel": channel, "at": at}
    step = AmountStep.objects.create(**where, **what, **told)
    append(row_of(step), customer=step.customer, subject=contract.number, text=step.text, now=step.at)
    return step


def _tell_house(contract: Contract, month: str, what: Happened, found: Sequence[Owed], by: User, now: datetime) -> None:
    people = [*looking_after(contract.customer), *with_roles(StaffRole.MANAGER, StaffRole.OWNER)]
    last = AmountStep.objects.filter(contract=contract).order_by("-pk")[0]
    _tell(people, of_claim(contract, month, what, found, by), last, now)


def _tell(people: Sequence[User], news: News, step: AmountStep, now: datetime) -> None:
    tell(list(dict.fromkeys(people)), news, key=f"amount:{step.pk}", customer=step.customer, now=now)


def _of_client(contract: Contract, one: Owed) -> list[User]:
    """Whoever said something about it, and the client's administrators."""
    said = AmountStep.objects.filter(contract=contract, month=one.month, remedy=one.remedy, incident=one.incident)
    own = [step.by for step in said.filter(channel=Channel.PORTAL).select_related("by")]
    return concerned(contract.customer, own)
