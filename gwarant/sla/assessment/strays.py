"""Evidence that names what the contract or the rest of the evidence does not know: told, so that nothing vanishes."""

from collections.abc import Iterable, Iterator, Sequence

from gwarant.sla.evidence.model import Evidence, Kind
from gwarant.sla.evidence.voids import voided
from gwarant.sla.hours.part import price_of
from gwarant.sla.terms import Terms

MOST = 5


def strays(terms: Sequence[Terms], evidence: Evidence) -> Iterator[str]:
    """A sentence for each kind of name that leads nowhere, for what could not be read, and for what does not count."""
    yield from _unread(evidence)
    yield from _void(evidence)
    yield from _priced(terms, evidence)
    contracts = [one.contract for one in terms]
    tickets = {event.ticket for event in evidence.events}
    services = {row.id for one in contracts for row in one.services}
    reasons = {row.id for one in contracts for row in one.pauses}
    clocks = {row.id for one in contracts for row in one.clocks}
    excluded = [row for row in evidence.exclusions if row.ticket]
    yield from _named("services that the contract does not hold", _services(evidence) - services)
    paused = {event.reason for event in evidence.events if event.kind in (Kind.PAUSED, Kind.ASKED) and event.reason}
    yield from _named("reasons for a pause that the contract does not know, without effect", paused - reasons)
    yield from _named("exclusions of tickets that are not there", {row.ticket for row in excluded} - tickets)
    yield from _named("exclusions of clocks that are not there", {row.clock for row in excluded if row.clock} - clocks)
    duties = {row.id for one in contracts for row in one.duties}
    feeds = {row.of.feed or row.id for one in contracts for row in one.measures}
    yield from _named(
        "proofs of duties that the contract does not hold", {row.duty for row in evidence.proofs} - duties
    )
    yield from _named(
        "values of measures that the contract does not hold", {r.measure for r in evidence.values} - feeds
    )
    merged = {event.into for event in evidence.events if event.kind is Kind.MERGED}
    yield from _named("merges into tickets that are not there, without effect", merged - tickets)


def _unread(evidence: Evidence) -> Iterator[str]:
    """Rows that nobody can read, by their types: what depends on them could not be checked."""
    for of in sorted({row.of for row in evidence.unread}):
        found = [row.id for row in evidence.unread if row.of == of]
        yield from _named(
            f"rows of the type {of} that could not be read, so that what rests on them could not be checked", found
        )


def _priced(terms: Sequence[Terms], evidence: Evidence) -> Iterator[str]:
    """Entries whose rate is another one than their wording states, and those whose wording is not there."""
    own = {one.name: one.contract.hours for one in terms}
    for row in evidence.entries:
        if row.rule and row.rule not in own:
            yield f"time entry {row.id} was priced by {row.rule}, which is not among the wordings"
        elif row.rule and row.rate is not None and (stated := price_of(own[row.rule], row.work)) != row.rate:
            told = "none" if stated is None else f"{stated:f}"
            yield f"time entry {row.id} carries the rate {row.rate:f}, {row.rule} states {told}"


def _void(evidence: Evidence) -> Iterator[str]:
    for row in sorted(voided(evidence.voids).values(), key=lambda one: one.id):
        yield f"{row.row} does not count: {row.reason.value} ({row.id})"


def _services(evidence: Evidence) -> set[str]:
    found = {row.service for row in evidence.events} | {row.service for row in evidence.checks}
    found |= {row.service for row in evidence.states} | {row.service for row in evidence.maintenance}
    return (found | {row.service for row in evidence.exclusions}) - {""}


def _named(what: str, names: Iterable[str]) -> Iterator[str]:
    found = sorted(names)
    more = f" and {len(found) - MOST} more" if len(found) > MOST else ""
    if found:
        yield f"{what}: {', '.join(found[:MOST])}{more}"
