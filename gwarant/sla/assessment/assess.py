"""The assessment: contracts and evidence in, every figure of a period out. A pure function."""

import hashlib
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace

from gwarant.sla.assessment.account import Account, Books, account_of
from gwarant.sla.assessment.beyond import taken_days, taken_told
from gwarant.sla.assessment.caps import with_caps
from gwarant.sla.assessment.case import Case, case_of
from gwarant.sla.assessment.codes import (
    NO_ENTRIES,
    NO_EVIDENCE,
    NO_PROOFS,
    NOT_IN_FORCE,
    OTHER_COUNTING,
    UNSIGNED,
    WHOLE_MONTHS,
    imported_rows,
)
from gwarant.sla.assessment.corrections import corrections_of, refusals_of
from gwarant.sla.assessment.handed import Handed, Reached
from gwarant.sla.assessment.model import Assessment, Inputs, MonthOfMoney, TakenDay, Wording
from gwarant.sla.assessment.money import months_of_money
from gwarant.sla.assessment.past import Past
from gwarant.sla.assessment.pieces import hours_of
from gwarant.sla.assessment.reach import check_reach
from gwarant.sla.assessment.rights import judge_rights
from gwarant.sla.assessment.standing import Standing, standing_of
from gwarant.sla.assessment.strays import empty_claims, strays
from gwarant.sla.assessment.tickets import kept
from gwarant.sla.assessment.unread import TIME, unread_proofs
from gwarant.sla.civil import CivilPeriod, civil_period, midnight
from gwarant.sla.clocks.reading import Reading
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.frame import Status
from gwarant.sla.contract.resolve import fingerprint, resolve
from gwarant.sla.counting import CURRENT
from gwarant.sla.evidence.jsonl import write_lines
from gwarant.sla.evidence.known import receipts_stated
from gwarant.sla.evidence.model import Evidence
from gwarant.sla.facts import Told
from gwarant.sla.hours.codes import REFUSED
from gwarant.sla.problem import InputError, Problem
from gwarant.sla.spans import Span
from gwarant.sla.terms import Terms

NOT_JUDGED = ("annexes",)


def assess(
    contracts: Sequence[Contract],
    evidence: Evidence,
    period: str,
    until: int | None = None,
    known: int | None = None,
) -> Assessment:
    """Judge a period ("2016-03", "2016-Q1", "2016" or two days) under all versions of one contract.

    It is judged as it was known when it was closed, without a closing as of its end; a period that still runs as it
    stands at `until` (UTC seconds). `known` takes another moment: only what had been received before it is seen.

    Only evidence from before the period's end is seen, and of states and checks as much beyond it as an outage
    at its very end needs. InputError when the contract does not reach the period.
    """
    return judgement(contracts, evidence, period, until, known).assessment


@dataclass(frozen=True)
class Judgement:
    """An assessment with what it rests on."""

    assessment: Assessment
    past: Past
    account: Account


def judgement(
    contracts: Sequence[Contract],
    evidence: Evidence,
    period: str,
    until: int | None = None,
    known: int | None = None,
    handed: Handed | None = None,
) -> Judgement:
    """The same as `assess`, with its grounds.

    With `handed` a month is judged from what the months before it have handed on, and the evidence may lack the tickets
    that were left behind there. All but `inputs` is the same then, which name the rows that were given. Reached where
    that cannot be said: the whole evidence tells.
    """
    case, civil = _case(contracts, evidence, period, until, known)
    case = replace(case, handed=handed)
    _check_follows(case, civil)
    own = standing_of(case, civil)
    past = Past(case, own)
    check_reach(past)
    account = account_of(Books(past, civil))
    return Judgement(_assessment(past, civil, account), past, account)


def _check_follows(case: Case, civil: CivilPeriod) -> None:
    """What was handed on is for the month after it, of what was known when that began."""
    handed = case.handed
    if handed is not None and (handed.sight.end != civil.start or handed.sight != case.sight(civil.start)):
        raise Reached


def _assessment(past: Past, civil: CivilPeriod, account: Account) -> Assessment:
    own, terms = past.now, past.case.terms
    valid, judged, promises, settled = own.valid, own.judged, own.promises, own.settled
    inside = [one for one, reign in valid if reign[0] < civil.end and reign[1] > civil.start]
    corrections = tuple(corrections_of(past, civil))
    months = _months(past)
    rights = judge_rights(valid, judged, promises, settled, civil)
    taken = tuple(taken_days(own, rights))
    told = (*judged.notes, *_notes(past, inside), *taken_told(terms, taken), *_refusals(months))
    told = (*told, *strays(terms, own.seen), *empty_claims(account.empty_claims), *refusals_of(past, civil))
    measures = with_caps(valid, judged, own.seen, civil, promises.measures, settled)
    judging = {
        one.contract
        for rows in (judged.readings, promises.availability, months, measures, promises.duties)
        for one in rows
    }
    return Assessment(
        period=civil,
        zone=terms[-1].zone,
        wordings=tuple(_wordings(own, judging)),
        counts=judged.counts,
        kept=kept(terms, judged.readings),
        readings=tuple(sorted(judged.readings, key=_order)),
        availability=promises.availability,
        months=months,
        corrections=corrections,
        not_judged=tuple(name for name in NOT_JUDGED if any(getattr(one.contract, name) for one in inside)),
        notes=told,
        inputs=_inputs(own, taken),
        counting=CURRENT,
        measures=measures,
        duties=promises.duties,
        rights=rights,
        money_corrections=account.corrections,
        ledger=account.ledger,
    )


def seen(
    contracts: Sequence[Contract],
    evidence: Evidence,
    period: str,
    until: int | None = None,
    known: int | None = None,
) -> Evidence:
    """The rows that an assessment of the period sees: those whose hash it names; from them alone it comes out again."""
    case, civil = _case(contracts, evidence, period, until, known)
    return case.whole(case.sight(civil.end))


def _case(
    contracts: Sequence[Contract], evidence: Evidence, period: str, until: int | None, known: int | None
) -> tuple[Case, CivilPeriod]:
    """What is judged, and the period as far as it has run."""
    terms = [Terms(resolve(one)) for one in sorted(contracts, key=lambda one: one.metadata.version)]
    asked = period_of(period, terms)
    civil = _cut(asked, min((one for one in (until, known) if one is not None), default=None))
    return case_of(terms, evidence, asked, civil.end, known), civil


def period_of(period: str, terms: Sequence[Terms]) -> CivilPeriod:
    """The period by its name; InputError when the versions are not of one contract or do not reach it."""
    _check_versions(terms)
    return _civil(period, terms)


def _check_versions(terms: Sequence[Terms]) -> None:
    if not terms:
        raise _refused("there is no contract to judge by")
    names = [one.name for one in terms]
    if len(set(names)) < len(names):
        raise _refused(f"two wordings are both called {max(names, key=names.count)}", "number the versions")
    if len({one.contract.metadata.id for one in terms}) > 1:
        raise _refused("the wordings are of different contracts", "give the versions of one contract")
    if len({str(one.zone) for one in terms}) > 1:
        raise _refused("the versions read their days in different zones", "end the contract and begin another")


def _civil(period: str, terms: Sequence[Terms]) -> CivilPeriod:
    try:
        civil = civil_period(period, terms[-1].zone)
    except ValueError as error:
        raise _refused(str(error)) from None
    starts = [one.contract.effective.from_ for one in terms if one.contract.effective.from_]
    if not starts or civil.after <= min(starts):
        since = f"it holds from {min(starts)}" if starts else "it does not say from when it holds"
        raise _refused(f"{period} lies before any wording of the contract", since)
    return civil


def _cut(civil: CivilPeriod, until: int | None) -> CivilPeriod:
    if until is None or until >= civil.end:
        return civil
    if until <= civil.start:
        raise _refused(f"{civil.name} has not begun")
    return replace(civil, end=until)


def _refused(message: str, hint: str = "") -> InputError:
    return InputError([Problem("", 0, 0, "period", message, hint, "period")])


def _wordings(own: Standing, judging: Container[str]) -> Iterator[Wording]:
    """Those that were in force in the period, and those that judge in it what came under them before."""
    found = [_wording(one, reign, own.civil) for one, reign in own.valid]
    inside = [one for one in found if one.start < one.end]
    names = {one.name for one in inside}
    late = (terms for terms in own.terms if terms.name in judging and terms.name not in names)
    yield from (_wording(terms, (own.civil.start, own.civil.start), own.civil) for terms in late)
    yield from inside


def _wording(terms: Terms, valid: Span, period: CivilPeriod) -> Wording:
    contract = terms.contract
    return Wording(
        name=terms.name,
        title=contract.metadata.title,
        client=contract.parties.client.name or "",
        fingerprint=fingerprint(contract),
        currency=contract.defaults.currency or "",
        start=max(valid[0], period.start),
        end=min(valid[1], period.end),
    )


def _months(past: Past) -> tuple[MonthOfMoney, ...]:
    """Hours and remedies of the period's months."""
    own, handed = past.now, past.case.handed
    if not own.pieces:
        return ()
    bills, paid = [bill for bill, _ in own.settled], [one for _, one in own.settled]
    whole = own.civil.start, midnight(own.civil.after, own.pieces[0].terms.zone)  # a running month as it stands
    unread = [row for row in own.seen.unread if row.of == TIME]
    before = handed.hours if handed else None
    hours = hours_of(own.pieces, own.seen.entries, own.seen.closings, unread, own.seen.events, before)
    return months_of_money(bills, paid, own.pieces, hours, whole)


def _notes(past: Past, inside: Sequence[Terms]) -> Iterator[Told]:
    own, left = past.now, past.case.handed.left if past.case.handed else ()
    civil, seen, terms = own.civil, own.seen, own.terms
    if not any((left, seen.events, seen.checks, seen.states, seen.looks, seen.entries, seen.proofs, seen.values)):
        yield NO_EVIDENCE()
    for one in inside:
        if one.contract.metadata.status in (Status.DRAFT, Status.OFFERED):
            yield UNSIGNED(contract=one.name, status=one.contract.metadata.status)
        if one.contract.resolved.counting != CURRENT:
            yield OTHER_COUNTING(contract=one.name, agreed=one.contract.resolved.counting, counted=CURRENT)
    if not inside:
        yield NOT_IN_FORCE()
    is_worked = seen.entries or (past.case.handed and past.case.handed.hours)
    if not is_worked and any(one.contract.hours.pool for one in terms):
        yield NO_ENTRIES()
    if not seen.proofs and not unread_proofs(seen) and any(one.contract.duties for one in inside):
        yield NO_PROOFS()
    if civil.cuts_months:
        yield WHOLE_MONTHS()
    yield from (imported_rows(one) for one in seen.imports if one.rows)


def _refusals(months: Sequence[MonthOfMoney]) -> Iterator[Told]:
    for month in months:
        for one in month.hours.refused if month.hours else ():
            yield REFUSED(entry=one.entry, why=one.reason)


def _order(reading: Reading) -> tuple[object, ...]:
    moment = reading.due_at if reading.verdict_at is None else reading.verdict_at
    return reading.verdict_at is None, moment, reading.ticket, reading.clock, reading.cycle, reading.link


def _inputs(own: Standing, taken: tuple[TakenDay, ...]) -> Inputs:
    digest, rows = hashlib.sha256(), 0
    for line in write_lines(own.whole):
        digest.update(line.encode())
        rows += 1
    return Inputs(
        evidence=f"sha256:{digest.hexdigest()}",
        rows=rows,
        known=own.sight.known,
        receipts=receipts_stated(own.whole),
        holidays=taken,
    )
