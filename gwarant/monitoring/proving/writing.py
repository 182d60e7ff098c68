"""A proof is written once, in its table and in the ledger; what people write down themselves."""

from datetime import datetime

from django.db import transaction

from gwarant.accounts.models import User
from gwarant.contracts.models import Contract
from gwarant.database.scope import ENGINE, scoped
from gwarant.ledger.actions import append
from gwarant.monitoring.proving.models import Proof
from gwarant.sla.evidence.model import DutyProof, ProofState
from gwarant.texts import words_of
from gwarant.tickets.evidence import stamp

SOURCE = "gwarant"


def write(proof: Proof, now: datetime) -> Proof:
    """In the caller's transaction and the engine's scope."""
    proof.save(force_insert=True)
    append(row_of(proof), customer=proof.customer, text=proof.text, now=now)
    return proof


def prove(
    contract: Contract,
    duty: str,
    *,
    at: datetime,
    state: ProofState,
    slot_at: datetime | None = None,
    text: str = "",
    by: User,
    now: datetime,
) -> Proof:
    """Somebody of us writes down that a duty was done, failed or could not be checked."""
    own = {"customer": contract.customer, "contract": contract, "duty": duty}
    told = {"at": at, "received_at": now, "state": state.value, "slot_at": slot_at}
    with scoped(ENGINE), transaction.atomic():
        return write(Proof(**own, **told, person=by, text=words_of(text)), now)


def row_of(one: Proof) -> DutyProof:
    """The proof as a row of evidence."""
    return DutyProof(
        id=one.uid,
        duty=one.duty,
        at=stamp(one.at),
        received=stamp(one.received_at),
        state=ProofState(one.state),
        slot=stamp(one.slot_at) if one.slot_at else None,
        person=one.person.opaque if one.person else "",
        ref=f"monitor:{one.monitor_id}" if one.monitor_id else "",
        contract=one.contract.number,
        source=SOURCE,
    )
