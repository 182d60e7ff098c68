"""A contract with one duty, and proofs by the hour."""

from datetime import datetime
from zoneinfo import ZoneInfo

from gwarant.packages import library
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.parse import parse
from gwarant.sla.contract.resolve import resolve
from gwarant.sla.duties import JudgedSlot, judge_slots, slots_of
from gwarant.sla.evidence.model import DutyProof, ProofState
from gwarant.sla.terms import Terms

WARSAW = ZoneInfo("Europe/Warsaw")


def contract(duty: str, more: str = "", since: str = "2026-01-01") -> Contract:
    text = f"""
apiVersion: sla/v1
kind: Contract
metadata: {{id: D-1, status: signed}}
effective: {{from: {since}}}
defaults: {{timezone: Europe/Warsaw, currency: PLN}}
parties: {{provider: {{name: House}}, client: {{name: Shop}}}}
fee: {{monthly: 1000.00}}
calendars: {{office: {{week: "Mon-Fri 09:00-17:00", holidays: PL}}}}
services: {{shop: {{name: Shop}}}}
duties: {{act: {{{duty}}}}}
{more}
"""
    return parse(text, "duty.yaml", library()).required()


def at(text: str) -> int:
    """Warsaw's wall clock as UTC seconds."""
    return int(datetime.fromisoformat(text).replace(tzinfo=WARSAW).timestamp())


def proof(moment: str, state: str = "passed", slot: str = "") -> DutyProof:
    when = at(moment)
    named = at(slot) if slot else None
    return DutyProof(id=f"p-{moment}-{state}", duty="act", at=when, received=when, state=ProofState(state), slot=named)


def judged(duty: str, as_of: str, *proofs: DutyProof, since: str = "2026-01-01") -> list[JudgedSlot]:
    terms = Terms(resolve(contract(duty, since=since)))
    first = terms.contract.effective.from_
    assert first
    owed = at(since), at("2035-01-01")
    slots = slots_of(terms.contract.duties[0], terms, first, owed, at(as_of))
    return list(judge_slots(terms.contract.duties[0], terms, slots, proofs, at(as_of)))
