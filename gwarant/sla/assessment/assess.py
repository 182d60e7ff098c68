"""The assessment: contracts and evidence in, every figure of a period out. A pure function."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

from gwarant.sla.assessment.account import Books, account_of
from gwarant.sla.assessment.availability import Reign, late_exclusions, margin_of
from gwarant.sla.assessment.caps import with_caps
from gwarant.sla.assessment.model import Assessment, Inputs, MonthOfMoney, Wording
from gwarant.sla.assessment.money import (
    Bill,
    availability_breaches,
    bills_of,
    breaches_of,
    months_of_money,
    outage_breaches,
    settlements,
)
from gwarant.sla.assessment.past import Past
from gwarant.sla.assessment.pieces import Piece, hours_of, pieces_of
from gwarant.sla.assessment.promises import PromisesJudged, judge_promises
from gwarant.sla.assessment.rights import judge_rights
from gwarant.sla.assessment.strays import strays
from gwarant.sla.assessment.tickets import Judged, judge_tickets, kept
from gwarant.sla.civil import CivilPeriod, civil_period, day_of, midnight
from gwarant.sla.clocks.reading import Reading
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.frame import Status
from gwarant.sla.contract.resolve import fingerprint, resolve
from gwarant.sla.contract.versions import in_force, reigns
from gwarant.sla.counting import CURRENT
from gwarant.sla.evidence.jsonl import write_lines
from gwarant.sla.evidence.model import Evidence
from gwarant.sla.problem import InputError, Problem
from gwarant.sla.remedies import Breach, Settlement
from gwarant.sla.spans import Span
from gwarant.sla.terms import Terms

NOT_JUDGED = ("annexes",)


def assess(contracts: Sequence[Contract], evidence: Evidence, period: str, until: int | None = None) -> Assessment:
    """Judge a period ("2016-03", "2016-Q1", "2016" or two days) under all versions of one contract.

    A period that still runs is judged as it stands at `until` (UTC seconds).

    Only evidence from before the period's end is seen, and of states and checks as much beyond it as an outage
    at its very end needs. InputError when the contract does not reach the period.
    """
    terms = [Terms(resolve(one)) for one in sorted(contracts, key=lambda one: one.metadata.version)]
    civil = _cut(period_of(period, terms), until)
    valid = _valid(terms)
    seen = _before(evidence, civil.end, margin_of(valid), terms[-1].zone)
    judged = judge_tickets(terms, seen, (civil.start, civil.end))
    pieces = pieces_of(valid, civil.end)
    promises = judge_promises(valid, judged, seen, civil, _before_it(terms, pieces, civil))
    frames = [_wording(one, reign, civil) for one, reign in valid]
    inside = [one for one, reign in valid if reign[0] < civil.end and reign[1] > civil.start]
    corrections = (*judged.corrections, *late_exclusions(valid, seen, civil), *promises.corrections)
    months, settled = _months(valid, pieces, judged, promises, seen, civil)
    rows = (*promises.earlier, *promises.availability)
    others = promises.breaches, lambda at, then: _promise_breaches(valid, pieces, seen, at, then)
    past = Past(terms, seen, judged, rows, *others, promises.failed)
    anew, ledger = account_of(Books(valid, pieces, past, settled, civil))
    told = (*corrections, *judged.notes, *_notes(civil, seen, terms, inside), *_refusals(months), *strays(terms, seen))
    return Assessment(
        period=civil,
        zone=terms[-1].zone,
        wordings=tuple(frame for frame in frames if frame.start < frame.end),
        counts=judged.counts,
        kept=kept(terms, judged.readings),
        readings=tuple(sorted(judged.readings, key=_order)),
        availability=promises.availability,
        months=months,
        corrections=corrections,
        not_judged=tuple(name for name in NOT_JUDGED if any(getattr(one.contract, name) for one in inside)),
        notes=tuple(str(one) for one in told),
        inputs=_inputs(seen),
        counting=CURRENT,
        measures=with_caps(valid, judged, seen, civil, promises.measures, settled),
        duties=promises.duties,
        rights=judge_rights(valid, judged, promises, settled, civil),
        money_corrections=anew,
        ledger=ledger,
    )


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
    wording = in_force((one.contract for one in terms), civil.end - 1)
    if wording is not None and civil.after.year > wording.resolved.through:
        raise _refused(f"holidays are known until {wording.resolved.through} only", "resolve a newer wording")
    return civil


def _cut(civil: CivilPeriod, until: int | None) -> CivilPeriod:
    if until is None or until >= civil.end:
        return civil
    if until <= civil.start:
        raise _refused(f"{civil.name} has not begun")
    return replace(civil, end=until)


def _refused(message: str, hint: str = "") -> InputError:
    return InputError([Problem("", 0, 0, "period", message, hint, "period")])


def _valid(terms: Sequence[Terms]) -> list[Reign]:
    """The wordings with the moments for which each was in force, in order, disjoint."""
    by_contract = {id(one.contract): one for one in terms}
    found = []
    for contract, first, after in reigns([one.contract for one in terms]):
        own = by_contract[id(contract)]
        found.append((own, (midnight(first, own.zone), midnight(after, own.zone))))
    return found


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


def _before(evidence: Evidence, end: int, margin: int, zone: str) -> Evidence:
    """The rows from before the moment (UTC seconds), of looks also those of the margin after it (milliseconds).

    Closings are those of the months until then, whenever they came: what was closed stays as it was stated.
    """
    milliseconds, last = end * 1000, f"{day_of(end - 1, zone):%Y-%m}"
    return Evidence(
        events=tuple(row for row in evidence.events if row.at < end),
        checks=tuple(row for row in evidence.checks if row.at < milliseconds + margin),
        states=tuple(row for row in evidence.states if row.start < milliseconds + margin),
        maintenance=tuple(row for row in evidence.maintenance if row.start < milliseconds),
        exclusions=tuple(row for row in evidence.exclusions if row.decided < milliseconds),
        entries=tuple(row for row in evidence.entries if row.start < end),
        proofs=tuple(row for row in evidence.proofs if row.at < end),
        values=tuple(row for row in evidence.values if row.end <= end),
        amounts=tuple(row for row in evidence.amounts if row.at < end),
        closings=tuple(row for row in evidence.closings if row.month <= last),
        sources=evidence.sources,
    )


def _months(
    valid: Sequence[Reign],
    pieces: Sequence[Piece],
    judged: Judged,
    promises: PromisesJudged,
    seen: Evidence,
    civil: CivilPeriod,
) -> tuple[tuple[MonthOfMoney, ...], tuple[tuple[Bill, Settlement], ...]]:
    """Hours and remedies of the period's months, and what every month from the contract's first one on has settled."""
    if not pieces:
        return (), ()
    own = [one for one, _ in valid]
    rows = (*promises.earlier, *promises.availability)
    breaches = [*breaches_of(own, judged.breaches), *availability_breaches(own, rows), *outage_breaches(own, rows)]
    breaches += promises.breaches
    bills = bills_of(pieces, breaches, civil)
    first = min(one.contract.effective.from_ for one in own if one.contract.effective.from_)
    paid = settlements(bills, pieces, breaches, first, valid=valid, amounts=seen.amounts)
    whole = civil.start, midnight(civil.after, pieces[0].terms.zone)  # a running month is stated as it stands
    months = months_of_money(bills, paid, pieces, hours_of(pieces, seen.entries, seen.closings), whole)
    return months, tuple(zip(bills, paid, strict=True))


def _promise_breaches(
    valid: Sequence[Reign], pieces: Sequence[Piece], seen: Evidence, moment: int, judged: Judged
) -> tuple[Breach, ...]:
    """The breaches of measures and duties as they were known at an earlier moment (UTC seconds)."""
    months = sorted({piece.civil for piece in pieces if piece.civil.end <= moment})
    if not months:
        return ()
    terms = [one for one, _ in valid]
    past = _before(seen, moment, margin_of(valid), terms[-1].zone)
    return judge_promises(valid, judged, past, months[-1], months[:-1]).breaches


def _before_it(terms: Sequence[Terms], pieces: Sequence[Piece], civil: CivilPeriod) -> list[CivilPeriod]:
    """The months before the period whose promises count: they have cost money, or a right looks back on them."""
    contracts = [one.contract for one in terms]
    prices = {one.of.promise or one.of.outage for own in contracts for one in own.remedies}
    names = {row.id for own in contracts for row in own.availability}
    names |= {row.id for own in contracts for row in own.measures}
    if not prices & names and not any(one.triggers for one in contracts):
        return []
    return sorted({piece.civil for piece in pieces if piece.civil.end <= civil.start})


def _notes(civil: CivilPeriod, seen: Evidence, terms: Sequence[Terms], inside: Sequence[Terms]) -> Iterator[str]:
    if not any((seen.events, seen.checks, seen.states, seen.entries, seen.proofs, seen.values)):
        yield "the evidence holds nothing from before the period's end"
    for one in inside:
        if one.contract.metadata.status in (Status.DRAFT, Status.OFFERED):
            yield f"{one.name} is {one.contract.metadata.status}: nobody has signed it"
    if not inside:
        yield "no wording of the contract was in force in the period"
    if not seen.entries and any(one.contract.hours.pool for one in terms):
        yield "no time entries are among the evidence: hours are not stated"
    if not seen.proofs and any(one.contract.duties for one in inside):
        yield "no proofs are among the evidence: duties are not judged"
    if civil.first.day != 1 or civil.after.day != 1:
        yield "hours and remedies are settled by whole months; those cut by the period are left out"


def _refusals(months: Sequence[MonthOfMoney]) -> Iterator[str]:
    for month in months:
        for one in month.hours.refused if month.hours else ():
            yield f"time entry {one.entry} does not count: {one.reason}"


def _order(reading: Reading) -> tuple[object, ...]:
    moment = reading.due_at if reading.verdict_at is None else reading.verdict_at
    return reading.verdict_at is None, moment, reading.ticket, reading.clock, reading.cycle, reading.link


def _inputs(evidence: Evidence) -> Inputs:
    digest, rows = hashlib.sha256(), 0
    for line in write_lines(evidence):
        digest.update(line.encode())
        rows += 1
    return Inputs(
        evidence=f"sha256:{digest.hexdigest()}",
        rows=rows,
    )
