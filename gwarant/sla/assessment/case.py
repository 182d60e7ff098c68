"""What is judged: all wordings of a contract, the evidence, and as of when each of its months was stated."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from gwarant.sla.assessment.availability import Reign, margin_of
from gwarant.sla.assessment.handed import Handed
from gwarant.sla.assessment.ownership import Given, come_hours, givings, placed_by_then, taken_hours
from gwarant.sla.civil import CivilPeriod, day_of, midnight, months_between
from gwarant.sla.contract.versions import reigns
from gwarant.sla.evidence.known import Sight, closed_at, known, looks_before, sights_of
from gwarant.sla.evidence.model import Act, Agreement, Evidence
from gwarant.sla.evidence.own import of_contract
from gwarant.sla.evidence.voids import counting
from gwarant.sla.terms import Terms

MS = 1000
EVER = 1 << 40  # a moment after all others


@dataclass(frozen=True)
class Case:
    """`stated` tells by the end of a month how it was stated; `now` is how the period is seen.

    With `handed` the evidence lacks what the months before the period have handed on.
    """

    terms: tuple[Terms, ...]
    evidence: Evidence
    stated: Mapping[int, Sight]
    now: Sight
    hours: int = EVER
    handed: Handed | None = None

    @property
    def id(self) -> str:
        return self.terms[-1].contract.metadata.id or ""

    @property
    def zone(self) -> str:
        return self.terms[-1].zone

    def sight(self, end: int) -> Sight:
        """How what ended then was stated."""
        return self.now if end == self.now.end else self.stated.get(end, Sight(end, end))

    def wordings(self, sight: Sight) -> tuple[Terms, ...]:
        """The wordings that had been accepted by then; one without agreements counts as accepted."""
        return known_wordings(self.terms, self.evidence.agreements, sight.known)

    def seen(self, sight: Sight) -> Evidence:
        """The evidence of the sight that counts."""
        return self.counted(self.whole(sight))

    def counted(self, whole: Evidence) -> Evidence:
        """What counts of the whole: without what was voided, hours as they came with their tickets."""
        return counting(come_hours(whole, self.given))

    def whole(self, sight: Sight) -> Evidence:
        """The evidence of the sight, with what was voided."""
        margin = margin_of(valid_of(self.wordings(sight)))
        seen = seen_at(self.evidence, sight, margin, self.zone, self.hours)
        return taken_hours(placed_by_then(seen, self.given), self.given, self.hours)

    @cached_property
    def given(self) -> Given:
        """The tickets whose events ever name a contract, with these events."""
        return givings(self.evidence.events)


def case_of(terms: Sequence[Terms], evidence: Evidence, period: CivilPeriod, until: int, at: int | None) -> Case:
    """The period as of its closing, or its end, or `until` while it runs; or as it was known at another moment `at`."""
    zone = terms[-1].zone
    evidence = of_contract(evidence, terms[-1].contract.metadata.id or "")
    rows = evidence.closings if at is None else [row for row in evidence.closings if closed_at(row) <= at]
    starts = [one.contract.effective.from_ for one in terms if one.contract.effective.from_]
    months = months_between(min([*starts, period.first]), period.after, zone)
    stated = {one.end: one for one in sights_of(months, rows, zone) if one.end <= until}
    now = stated.get(until, Sight(until, until))
    return Case(tuple(terms), evidence, stated, now if at is None else Sight(until, at), EVER if at is None else at)


def known_wordings(terms: Sequence[Terms], agreements: Iterable[Agreement], moment: int) -> tuple[Terms, ...]:
    """The wordings accepted before the moment (UTC seconds); one without agreements counts as accepted.

    An amendment that both signed after its first day was known from the day of the signature on.
    """
    found: dict[str, int] = {}
    names = {(one.contract.metadata.id, one.contract.metadata.version): one.name for one in terms}
    for row in agreements:
        name = names.get((row.contract, row.version))
        if name is not None:
            accepted_at = max(row.at, row.received) if row.act is Act.ACCEPTED else EVER
            found[name] = min(accepted_at, found.get(name, EVER))
    return tuple(one for one in terms if found.get(one.name, _signed_later(one, terms[0])) < moment)


def _signed_later(one: Terms, first: Terms) -> int:
    signed, start = one.contract.metadata.signed, one.contract.effective.from_
    is_late = signed is not None and start is not None and signed.date_ > start
    return midnight(signed.date_, one.zone) if is_late and signed is not None and one is not first else 0


def valid_of(terms: Sequence[Terms]) -> list[Reign]:
    """The wordings with the moments for which each was in force, in order, disjoint."""
    by_contract = {id(one.contract): one for one in terms}
    found = []
    for contract, first, after in reigns([one.contract for one in terms]):
        own = by_contract[id(contract)]
        found.append((own, (midnight(first, own.zone), midnight(after, own.zone))))
    return found


def seen_at(evidence: Evidence, sight: Sight, margin: int, zone: str, hours: int = EVER) -> Evidence:
    """The rows that were known and had happened, of looks also those of the margin after the end (milliseconds).

    Closings are those of the months until then, whenever they came: what was closed stays as it was stated. What was
    stated is no ground of what is: those rows are left out.
    """
    end, milliseconds, last = sight.end, sight.end * MS, f"{day_of(sight.end - 1, zone):%Y-%m}"
    rows = known(evidence, sight.known, margin, hours=hours)
    return replace(
        rows,
        events=tuple(row for row in rows.events if row.at < end),
        checks=tuple(row for row in rows.checks if row.at < milliseconds + margin),
        states=tuple(row for row in rows.states if row.start < milliseconds + margin),
        looks=looks_before(rows.looks, milliseconds + margin),
        sealed=tuple(row for row in rows.sealed if row.at < milliseconds),
        maintenance=tuple(row for row in rows.maintenance if row.start < milliseconds),
        entries=tuple(row for row in rows.entries if row.start < end),
        proofs=tuple(row for row in rows.proofs if row.at < end),
        values=tuple(row for row in rows.values if row.start < end),
        amounts=tuple(row for row in rows.amounts if row.at < end),
        closings=tuple(row for row in rows.closings if row.month <= last),
        statements=(),
    )
