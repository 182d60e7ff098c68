"""Evidence that names what the contract or the rest of the evidence does not know: told, so that nothing vanishes."""

from collections.abc import Iterable, Iterator, Sequence

from gwarant.sla.assessment.codes import CHOOSES_NOTHING, CLAIMS_NOTHING, STRAY, UNREAD, VOID
from gwarant.sla.evidence.model import AmountDecision, AmountStatus, Evidence, Kind
from gwarant.sla.evidence.voids import voided
from gwarant.sla.facts import Told
from gwarant.sla.hours.codes import OTHER_RATE, OTHER_WORDING
from gwarant.sla.hours.part import price_of
from gwarant.sla.terms import Terms

MOST = 5


def strays(terms: Sequence[Terms], evidence: Evidence) -> Iterator[Told]:
    """A fact for each kind of name that leads nowhere, for what could not be read, and for what does not count."""
    yield from _unread(evidence)
    yield from _void(evidence)
    yield from priced(terms, evidence)
    contracts = [one.contract for one in terms]
    tickets = {event.ticket for event in evidence.events}
    services = {row.id for one in contracts for row in one.services}
    reasons = {row.id for one in contracts for row in one.pauses}
    clocks = {row.id for one in contracts for row in one.clocks}
    excluded = [row for row in evidence.exclusions if row.ticket]
    yield from _named("services", _services(evidence) - services)
    paused = {event.reason for event in evidence.events if event.kind in (Kind.PAUSED, Kind.ASKED) and event.reason}
    yield from _named("pauses", paused - reasons)
    yield from _named("tickets", {row.ticket for row in excluded} - tickets)
    yield from _named("clocks", {row.clock for row in excluded if row.clock} - clocks)
    duties = {row.id for one in contracts for row in one.duties}
    feeds = {row.of.feed or row.id for one in contracts for row in one.measures}
    yield from _named("duties", {row.duty for row in evidence.proofs} - duties)
    yield from _named("measures", {r.measure for r in evidence.values} - feeds)
    windows = {(row.id, row.service) for row in evidence.maintenance if not row.of}
    shortened = {row.of for row in evidence.maintenance if row.of and (row.of, row.service) not in windows}
    yield from _named("windows", shortened)
    first = {(row.id, row.service, row.ticket) for row in evidence.exclusions if not row.of}
    back = {row.of for row in evidence.exclusions if row.of and (row.of, row.service, row.ticket) not in first}
    yield from _named("exclusions", back)
    merged = {event.into for event in evidence.events if event.kind is Kind.MERGED}
    yield from _named("merges", merged - tickets)


def empty_claims(rows: Sequence[AmountDecision]) -> Iterator[Told]:
    """The claims that name nothing that had arisen by then, and the choices that choose nothing."""
    for code, is_choice in ((CLAIMS_NOTHING, False), (CHOOSES_NOTHING, True)):
        found = sorted(row.id for row in rows if (row.status is AmountStatus.ELECTED) is is_choice)
        if found:
            yield code(rows=tuple(found[:MOST]), more=max(0, len(found) - MOST))


def _unread(evidence: Evidence) -> Iterator[Told]:
    """Rows that nobody can read, by their types: what depends on them could not be checked."""
    for of in sorted({row.of for row in evidence.unread}):
        found = sorted(row.id for row in evidence.unread if row.of == of)
        yield UNREAD(of=of, rows=tuple(found[:MOST]), more=max(0, len(found) - MOST))


def priced(terms: Sequence[Terms], evidence: Evidence) -> Iterator[Told]:
    """Entries whose rate is another one than their wording states, and those whose wording is not there."""
    own = {one.name: one.contract.hours for one in terms}
    for row in evidence.entries:
        if row.rule and row.rule not in own:
            yield OTHER_WORDING(entry=row.id, wording=row.rule)
        elif row.rule and row.rate is not None and (stated := price_of(own[row.rule], row.work)) != row.rate:
            yield OTHER_RATE(entry=row.id, carried=row.rate, wording=row.rule, stated=stated)


def _void(evidence: Evidence) -> Iterator[Told]:
    for row in sorted(voided(evidence.voids).values(), key=lambda one: one.id):
        yield VOID(row=row.row, reason=row.reason, void=row.id)


def _services(evidence: Evidence) -> set[str]:
    found = {row.service for row in evidence.events} | {row.service for row in evidence.checks}
    found |= {row.service for row in evidence.states} | {row.service for row in evidence.looks}
    found |= {row.service for row in evidence.maintenance}
    return (found | {row.service for row in evidence.exclusions}) - {""}


def _named(what: str, names: Iterable[str]) -> Iterator[Told]:
    found = sorted(names)
    if found:
        yield STRAY[what](names=tuple(found[:MOST]), more=max(0, len(found) - MOST))
