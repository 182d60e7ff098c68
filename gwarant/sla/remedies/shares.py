"""The parts of a month's amount that have a fate of their own: a last day, claims, what stands and what is paid."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from gwarant.sla.civil import day_of
from gwarant.sla.contract.model.frame import MoneyRule
from gwarant.sla.contract.model.money import RemedyRules
from gwarant.sla.evidence.model import AmountDecision, AmountStatus
from gwarant.sla.money import rounded, total
from gwarant.sla.remedies.line import Line
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
    until: Mapping[Part, date | None]
    since: Mapping[Part, int | None]
    by_line: bool

    def worth(self, found: Sequence[Settlement], money: MoneyRule) -> dict[Part, Decimal | None]:
        """What each part owes, no more than what the caps left of the month; together they owe the month."""
        whole = total(one.total for one in found)
        if whole is None:
            return dict.fromkeys(self.keys)
        left, worth = Decimal(rounded(whole, money)), dict[Part, Decimal | None]()
        present = [key for key in self.keys if any(_is_of(line, key) for line in _kept(found))]
        last = present[-1] if self.by_line and present else WHOLE
        for key in (one for one in self.keys if one != last):
            own = total(line.amount for line in _kept(found) if _is_of(line, key))
            worth[key] = None if own is None else min(rounded(own, money), left)
            left -= worth[key] or Decimal(0)
        if last in self.keys:
            blank = any(worth[key] is None for key in worth)
            worth[last] = None if blank and not self.by_line else left
        return worth

    def decided(
        self, rows: Iterable[AmountDecision], zone: str, worth: Mapping[Part, Decimal | None]
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
            claimed = [key for key in named if self._is_claimed(key, found[key], zone)]
            meant = named if row.status in (AmountStatus.CLAIMED, AmountStatus.ELECTED) else claimed or named
            for key, own in zip(meant, _shared(row, meant, worth), strict=True):
                found[key].append(own)
        return found

    def _has_arisen(self, key: Part, row: AmountDecision) -> bool:
        """Whether there was anything of the part that could be claimed, where the decision is a claim."""
        since = self.since[key]
        return row.status is not AmountStatus.CLAIMED or (since is not None and since <= row.at)

    def _is_claimed(self, key: Part, rows: Iterable[AmountDecision], zone: str) -> bool:
        until = self.until[key]
        claims = (row for row in rows if row.status is AmountStatus.CLAIMED)
        return any(until is None or day_of(row.at, zone) <= until for row in claims)


def parts_of(known: Sequence[Sequence[Settlement]], rows: Iterable[AmountDecision], rules: RemedyRules) -> Parts:
    """The parts of a month: its lines, where their last days differ, a decision names an incident or a claim came
    before one of them; else its remedies. A claim of what is not there makes no part.

    `known` are the month's settlements as they were known at each moment.
    """
    lines = [line for found in known for line in _kept(found)]
    rows = [row for row in rows if row.status is not AmountStatus.ELECTED]
    claims = [row for row in rows if row.status is AmountStatus.CLAIMED]
    empty = {row.id for row in claims_of_nothing(known, claims)}
    named = sorted({_named(row) for row in rows if row.id not in empty} - {WHOLE})
    days = {line.claim_until for line in lines}
    is_split = any(incident for _, incident in named) or any(_is_early(row, lines) for row in claims)
    if is_split or (rules.mode == "on_claim" and len(days) > 1):
        own = list(dict.fromkeys((line.remedy, line.incident) for line in lines))
        strange = [key for key in named if not any(_fits(key, one) for one in own)]
        keys: tuple[Part, ...] = (*own, *strange)
        return _parts(known, lines, keys or (WHOLE,), by_line=bool(keys))
    return _parts(known, lines, (WHOLE, *named), by_line=False)


def claims_of_nothing(known: Sequence[Sequence[Settlement]], rows: Iterable[AmountDecision]) -> list[AmountDecision]:
    """The claims of a month that name nothing that had arisen by then."""
    lines = [line for found in known for line in _kept(found)]
    claims = [row for row in rows if row.status is AmountStatus.CLAIMED]
    return [row for row in claims if not any(_claims(row, line) and line.breach.at <= row.at for line in lines)]


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


def _until(known: Sequence[Sequence[Settlement]], key: Part) -> date | None:
    """The last day of the part, by what is known last."""
    days = [line.claim_until for line in _kept(known[-1] if known else ()) if key == WHOLE or _is_of(line, key)]
    return None if None in days else max((day for day in days if day), default=None)


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


def _kept(found: Iterable[Settlement]) -> Iterator[Line]:
    return (line for one in found for line in one.lines if line.kept)
