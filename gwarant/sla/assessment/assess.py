"""The assessment: contracts and evidence in, every figure of a period out. A pure function."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import timedelta

from gwarant import __version__
from gwarant.sla.assessment.availability import judge_availability
from gwarant.sla.assessment.model import Assessment, Inputs, MonthOfMoney, Wording
from gwarant.sla.assessment.money import (
    Piece,
    availability_breaches,
    breaches_of,
    hours_of,
    months_of_money,
    pieces_of,
    settlements,
)
from gwarant.sla.assessment.tickets import Judged, judge_tickets, kept
from gwarant.sla.civil import CivilPeriod, civil_period, midnight
from gwarant.sla.clocks.reading import Reading
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.resolve import fingerprint, resolve
from gwarant.sla.evidence.jsonl import write_lines
from gwarant.sla.evidence.model import Evidence
from gwarant.sla.problem import InputError, Problem
from gwarant.sla.spans import Span
from gwarant.sla.terms import Terms

NOT_JUDGED = ("measures", "duties", "triggers")


def assess(contracts: Sequence[Contract], evidence: Evidence, period: str) -> Assessment:
    """Judge a period ("2016-03", "2016-Q1", "2016" or two days) under all versions of one contract.

    Only evidence from before the period's end is seen. InputError when the contract does not reach the period.
    """
    terms = [Terms(resolve(one)) for one in sorted(contracts, key=lambda one: one.metadata.version)]
    civil = _civil(period, terms)
    seen = _before(evidence, civil.end)
    valid = [(one, _validity(terms, at)) for at, one in enumerate(terms)]
    frames = _frames(valid, civil)
    judged = judge_tickets(terms, seen, (civil.start, civil.end))
    promised = tuple(judge_availability(frames, seen, civil))
    return Assessment(
        period=civil,
        zone=terms[-1].zone,
        wordings=tuple(wording for _, wording in frames),
        counts=judged.counts,
        kept=kept(terms, judged.readings),
        readings=tuple(sorted(judged.readings, key=_order)),
        availability=promised,
        months=_months(valid, judged, seen, civil),
        not_judged=tuple(name for name in NOT_JUDGED if any(getattr(one.contract, name) for one, _ in frames)),
        notes=(*judged.notes, *_notes(civil, seen, terms)),
        inputs=_inputs(seen, terms[-1].contract),
    )


def _civil(period: str, terms: Sequence[Terms]) -> CivilPeriod:
    try:
        civil = civil_period(period, terms[-1].zone)
    except ValueError as error:
        raise _refused(str(error)) from None
    starts = [one.contract.effective.from_ for one in terms if one.contract.effective.from_]
    if not starts or civil.after <= min(starts):
        since = f"it holds from {min(starts)}" if starts else "it does not say from when it holds"
        raise _refused(f"{period} lies before any wording of the contract", since)
    last = max(one.contract.resolved.through for one in terms)
    if civil.after.year > last:
        raise _refused(f"holidays are known until {last} only", "resolve a newer wording of the contract")
    return civil


def _refused(message: str, hint: str = "") -> InputError:
    return InputError([Problem("", 0, 0, "period", message, hint, "period")])


def _validity(terms: Sequence[Terms], at: int) -> Span:
    """The moments for which a version holds; a later version ends a former one."""
    contract, zone = terms[at].contract, terms[at].zone
    start, last = contract.effective.from_, contract.effective.to
    if start is None:
        return 0, 0
    later = [one.contract.effective.from_ for one in terms[at + 1 :]]
    ends = [midnight(day, zone) for day in later if day is not None]
    end_of_time = midnight(start.replace(year=contract.resolved.through, month=12, day=31), zone)
    ends.append(midnight(last + timedelta(days=1), zone) if last else end_of_time)
    return midnight(start, zone), max(min(ends), midnight(start, zone))


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


def _before(evidence: Evidence, end: int) -> Evidence:
    """The rows that begin before the moment (UTC seconds)."""
    milliseconds = end * 1000
    return Evidence(
        events=tuple(row for row in evidence.events if row.at < end),
        checks=tuple(row for row in evidence.checks if row.at < milliseconds),
        states=tuple(row for row in evidence.states if row.start < milliseconds),
        maintenance=tuple(row for row in evidence.maintenance if row.start < milliseconds),
        exclusions=evidence.exclusions,
        entries=tuple(row for row in evidence.entries if row.start < end),
        proofs=tuple(row for row in evidence.proofs if row.at < end),
        sources=evidence.sources,
    )


def _months(
    terms: Sequence[tuple[Terms, Span]], judged: Judged, seen: Evidence, civil: CivilPeriod
) -> tuple[MonthOfMoney, ...]:
    """Hours and remedies, run from the contract's first month on: pools carry over and caps add up."""
    pieces = pieces_of(terms, civil.end)
    if not pieces:
        return ()
    own = [one for one, _ in terms]
    promised = [
        row
        for period in _priced(own, pieces, civil)
        for row in judge_availability(_frames(terms, period), seen, period)
    ]
    breaches = [*breaches_of(own, judged.breaches), *availability_breaches(own, promised)]
    first = min(one.contract.effective.from_ for one in own if one.contract.effective.from_)
    paid = settlements(pieces, breaches, first)
    return months_of_money(pieces, hours_of(pieces, seen.entries), paid, (civil.start, civil.end))


def _frames(terms: Sequence[tuple[Terms, Span]], period: CivilPeriod) -> list[tuple[Terms, Wording]]:
    """The wordings that were in force in the period, each with its part of it."""
    rows = [(one, _wording(one, valid, period)) for one, valid in terms]
    return [(one, wording) for one, wording in rows if wording.start < wording.end]


def _priced(terms: Sequence[Terms], pieces: Sequence[Piece], civil: CivilPeriod) -> list[CivilPeriod]:
    """The periods whose availability money may follow: this one, and those before it where a yearly cap adds up."""
    if not any(cap.per == "contract_year" for one in terms for cap in one.contract.remedy_rules.caps):
        return [civil]
    return [*sorted({piece.civil for piece in pieces if piece.civil.end <= civil.start}), civil]


def _notes(civil: CivilPeriod, seen: Evidence, terms: Sequence[Terms]) -> Iterator[str]:
    if not seen.entries and any(one.contract.hours.pool for one in terms):
        yield "no time entries are among the evidence: hours are not stated"
    if civil.first.day != 1 or civil.after.day != 1:
        yield "hours and remedies are settled by whole months; those cut by the period are left out"


def _order(reading: Reading) -> tuple[object, ...]:
    moment = reading.due_at if reading.verdict_at is None else reading.verdict_at
    return reading.verdict_at is None, moment, reading.ticket, reading.clock, reading.cycle, reading.link


def _inputs(evidence: Evidence, contract: Contract) -> Inputs:
    digest, rows = hashlib.sha256(), 0
    for line in write_lines(evidence):
        digest.update(line.encode())
        rows += 1
    return Inputs(
        evidence=f"sha256:{digest.hexdigest()}",
        rows=rows,
        engine=__version__,
        tz=contract.resolved.tz,
        holidays=contract.resolved.holidays,
    )
