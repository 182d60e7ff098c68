"""The parts of a month's amount that have a fate of their own: a last day, claims, what stands and what is paid."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from gwarant.sla.contract.model.frame import MoneyRule
from gwarant.sla.contract.model.money import RemedyRules
from gwarant.sla.evidence.model import AmountDecision, AmountStatus
from gwarant.sla.money import floored, rounded, total
from gwarant.sla.remedies.claims import Until
from gwarant.sla.remedies.due import is_accepted_late, is_lapsed
from gwarant.sla.remedies.line import Line, until_of
from gwarant.sla.remedies.settlement import Settlement

Part = tuple[str, str]  # a remedy and an incident; empty for all that no other part names
WHOLE: Part = ("", "")
_WITH_SUM = (AmountStatus.ACCEPTED, AmountStatus.REDUCED, AmountStatus.SETTLED)


@dataclass(frozen=True)
class Parts:
    """The parts in their order, until when and from when (UTC seconds) each is claimed, and whether each line is one.

    What has not arisen is claimed at no moment (`since` is None).
    """

    keys: tuple[Part, ...]
    until: Mapping[Part, Until | None]
    since: Mapping[Part, int | None]
    by_line: bool

    def worth(
        self, found: Sequence[Settlement], money: MoneyRule, before: "Worth | None" = None
    ) -> dict[Part, Decimal | None]:
        """What each part owes, no more than what the caps left of the month; those that are due owe the month together.

        What was accepted late comes behind the others. A part that has lapsed keeps what it was worth `before`, or had
        been by itself.
        """
        whole = total(one.total for one in found)
        if whole is None:
            return dict.fromkeys(self.keys)
        own = {key: [line for line in _counting(found) if self._owns(key, line)] for key in self.keys}
        gone = {key for key in self.keys if own[key] and all(map(is_lapsed, own[key]))}
        worth: dict[Part, Decimal | None] = {key: _alone(own[key], found, money) for key in gone}
        if before is not None:
            worth |= {key: _least(worth[key], before.of[key]) for key in gone if key in before.present}
        left = Decimal(rounded(whole, money))
        order = sorted(
            (key for key in self.keys if key not in gone and (own[key] or not self.by_line)),
            key=lambda key: (any(map(is_accepted_late, own[key])), key == WHOLE),
        )
        for key in order:
            share = total(line.amount for line in own[key] if line.kept)
            is_last = key == order[-1]
            worth[key] = left if is_last else None if share is None else min(rounded(share, money), left)
            left -= worth[key] or Decimal(0)
        return {key: worth.get(key, Decimal(0)) for key in self.keys}

    def present(self, found: Sequence[Settlement]) -> frozenset[Part]:
        """The parts of which something counts, or would."""
        return frozenset(key for line in _counting(found) for key in self.keys if self._owns(key, line))

    def has_lapsed(self, part: Part, found: Sequence[Settlement]) -> bool:
        """Whether all of the part that would count has lapsed."""
        own = [line for line in _counting(found) if self._owns(part, line)]
        return bool(own) and all(map(is_lapsed, own))

    def is_accepted_late(self, part: Part, found: Sequence[Settlement]) -> bool:
        """Whether something of the part is owed only because it was accepted after it had lapsed."""
        return any(is_accepted_late(line) for line in _counting(found) if self._owns(part, line))

    def _owns(self, part: Part, line: Line) -> bool:
        if part == WHOLE:
            return not any(_is_of(line, key) for key in self.keys)
        return _is_of(line, part)

    def decided(
        self, rows: Iterable[AmountDecision], worth: Mapping[Part, Decimal | None]
    ) -> dict[Part, list[AmountDecision]]:
        """The decisions about each part. One about several parts speaks of those that were claimed in time, if any was.

        A claim is one of what had arisen by then. A sum is shared out in the order of the parts.
        """
        found: dict[Part, list[AmountDecision]] = {key: [] for key in self.keys}
        for row in sorted(rows, key=lambda one: (one.at, one.id)):
            if not self.by_line:
                for key in self.keys:
                    is_own = row.status is AmountStatus.ELECTED or row.remedy == key[0]
                    if is_own and self._has_arisen(key, row):
                        found[key].append(row)
                continue
            named = [key for key in self.keys if _names(row, key) and self._has_arisen(key, row)]
            claimed = [key for key in named if self._is_claimed(key, found[key])]
            meant = named if row.status in (AmountStatus.CLAIMED, AmountStatus.ELECTED) else claimed or named
            for key, own in zip(meant, _shared(row, meant, worth), strict=True):
                found[key].append(own)
        return found

    def _has_arisen(self, key: Part, row: AmountDecision) -> bool:
        """Whether there was anything of the part that could be claimed, where the decision is a claim."""
        since = self.since[key]
        return row.status is not AmountStatus.CLAIMED or (since is not None and since <= row.at)

    def _is_claimed(self, key: Part, rows: Iterable[AmountDecision]) -> bool:
        until = self.until[key]
        claims = (row for row in rows if row.status is AmountStatus.CLAIMED)
        return any(until is None or row.at <= until.last for row in claims)


@dataclass(frozen=True)
class Worth:
    """What each part was worth at a moment, and of which of them there was anything."""

    of: Mapping[Part, Decimal | None]
    present: frozenset[Part]


def parts_of(known: Sequence[Sequence[Settlement]], rows: Iterable[AmountDecision], rules: RemedyRules) -> Parts:
    """The parts of a month: its lines, where their last days differ, a decision names an incident or a claim came
    before one of them; else its remedies. A claim of what is not there makes no part.

    `known` are the month's settlements as they were known at each moment. Of the lines only those make parts that
    counted at one of them, or would have if they had been claimed in time.
    """
    every = [line for found in known for one in found for line in one.lines]
    lines = [line for found in known for line in _counting(found)]
    rows = [row for row in rows if row.status is not AmountStatus.ELECTED]
    claims = [row for row in rows if row.status is AmountStatus.CLAIMED]
    empty = {row.id for row in claims_of_nothing(known, claims)}
    named = sorted({_named(row) for row in rows if row.id not in empty} - {WHOLE})
    ends = {line.claim_last for line in lines}
    is_split = any(incident for _, incident in named) or any(_is_early(row, lines) for row in claims)
    if is_split or (rules.mode == "on_claim" and len(ends) > 1):
        own = list(dict.fromkeys((line.remedy, line.incident) for line in lines))
        strange = [key for key in named if not any(_fits(key, one) for one in own)]
        keys: tuple[Part, ...] = (*own, *strange)
        return _parts(known, every, keys or (WHOLE,), by_line=bool(keys))
    return _parts(known, every, (WHOLE, *named), by_line=False)


def claims_of_nothing(known: Sequence[Sequence[Settlement]], rows: Iterable[AmountDecision]) -> list[AmountDecision]:
    """The claims of a month that name nothing that had arisen by then."""
    lines = [line for found in known for one in found for line in one.lines]
    claims = [row for row in rows if row.status is AmountStatus.CLAIMED]
    return [row for row in claims if not any(_claims(row, line) and line.breach.at <= row.at for line in lines)]


def choices_of_nothing(known: Sequence[Sequence[Settlement]], rows: Iterable[AmountDecision]) -> list[AmountDecision]:
    """The choices of a month that choose a remedy which the incident does not bring."""
    lines = [line for found in known for one in found for line in one.lines]
    choices = [row for row in rows if row.status is AmountStatus.ELECTED]
    return [row for row in choices if not any(_claims(row, line) for line in lines)]


def _parts(
    known: Sequence[Sequence[Settlement]], lines: Sequence[Line], keys: tuple[Part, ...], *, by_line: bool
) -> Parts:
    until = {key: _until(known, key) for key in keys}
    return Parts(keys, until, {key: _since(lines, key) for key in keys}, by_line)


def _since(lines: Iterable[Line], key: Part) -> int | None:
    """When the first of the part arose."""
    return min((line.breach.at for line in lines if key == WHOLE or _is_of(line, key)), default=None)


def _is_early(row: AmountDecision, lines: Iterable[Line]) -> bool:
    return any(_claims(row, line) and row.at < line.breach.at for line in lines)


def _claims(row: AmountDecision, line: Line) -> bool:
    return _fits(_named(row), (line.remedy, line.incident))


def _until(known: Sequence[Sequence[Settlement]], key: Part) -> Until | None:
    """Until when the part is claimed, by what is known last."""
    lines = [line for one in (known[-1] if known else ()) for line in one.lines if key == WHOLE or _is_of(line, key)]
    ends = [until_of(line) for line in [line for line in lines if _counts(line)] or lines]
    return None if None in ends else max((one for one in ends if one), key=lambda one: one.last, default=None)


def _shared(
    row: AmountDecision, keys: Sequence[Part], worth: Mapping[Part, Decimal | None]
) -> Iterator[AmountDecision]:
    """The decision for each of the parts, its sum filled into one after the other; the last takes what is left."""
    left = row.amount
    for number, key in enumerate(keys):
        if left is None or row.status not in _WITH_SUM:
            yield row
            continue
        is_last = number == len(keys) - 1
        own = left if is_last else min(left, worth.get(key) or Decimal(0))
        left -= own
        yield replace(row, amount=own)


def _named(row: AmountDecision) -> Part:
    return row.remedy, row.incident


def _names(row: AmountDecision, key: Part) -> bool:
    return _fits(_named(row), key)


def _fits(named: Part, key: Part) -> bool:
    return named[0] in ("", key[0]) and named[1] in ("", key[1])


def _is_of(line: Line, key: Part) -> bool:
    return key != WHOLE and _fits(key, (line.remedy, line.incident))


def _counting(found: Iterable[Settlement]) -> Iterator[Line]:
    return (line for one in found for line in one.lines if _counts(line))


def _counts(line: Line) -> bool:
    """Whether the line counts, or would have if it had been claimed in time."""
    return line.kept or is_lapsed(line)


def _alone(lines: Iterable[Line], found: Sequence[Settlement], money: MoneyRule) -> Decimal | None:
    """What the lines would owe if they were all that the month owes."""
    own = total(line.amount for line in lines)
    rooms = [min((cap.room for cap in one.caps if cap.room is not None), default=None) for one in found]
    bounds = [floored(room, money) for room in rooms if room is not None]
    most = sum(bounds, Decimal(0)) if len(bounds) == len(found) else None
    return None if own is None else _least(rounded(own, money), most)


def _least(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    """The lesser of the two; a blank one bounds nothing."""
    return one if other is None else other if one is None else min(one, other)
