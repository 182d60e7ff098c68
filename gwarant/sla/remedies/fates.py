"""What became of each line by a day: it is due, it has lapsed, or it was accepted after that all the same."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gwarant.sla.evidence.model import AmountDecision, AmountStatus
from gwarant.sla.remedies.line import Line

ANSWERS = (AmountStatus.ACCEPTED, AmountStatus.REDUCED, AmountStatus.SETTLED)
"""By these the provider owes what nobody claimed in time."""
_DECIDED = (*ANSWERS, AmountStatus.WAIVED)


@dataclass(frozen=True)
class Claims:
    """What the parties had said about a month before a moment (UTC seconds)."""

    rows: tuple[AmountDecision, ...]
    moment: int


@dataclass(frozen=True)
class Fate:
    """Whether the line has lapsed, and from which moment on (UTC seconds) it is owed nevertheless."""

    lapsed: bool = False
    accepted_at: int | None = None

    @property
    def in_time(self) -> bool:
        return not self.lapsed and self.accepted_at is None


def fates_of(lines: Sequence[Line], claims: Claims | None) -> list[Fate]:
    """A fate for each line. A claim claims what had arisen by then, in the last second of the line at the latest.

    What was decided in time without a claim is owed as well. A decision about several lines speaks of those that were
    claimed before it, if any was.
    """
    if claims is None or all(_runs(line, claims) for line in lines):
        return [Fate()] * len(lines)
    rows = sorted(claims.rows, key=lambda row: (row.at, row.id))
    claimed = [_claimed_at(line, rows) for line in lines]
    decided: list[list[AmountDecision]] = [[] for _ in lines]
    for row in (row for row in rows if row.status in _DECIDED):
        for number in _meant(row, lines, claimed):
            decided[number].append(row)
    return [_fate(*one, claims) for one in zip(lines, claimed, decided, strict=True)]


def fits(row: AmountDecision, line: Line) -> bool:
    """Whether the row is about the line: it names its remedy and its incident, or leaves them open."""
    return row.remedy in ("", line.remedy) and row.incident in ("", line.incident)


def _claimed_at(line: Line, rows: Iterable[AmountDecision]) -> int | None:
    """When the line was claimed first, if in time."""
    claims = (row for row in rows if row.status is AmountStatus.CLAIMED and fits(row, line))
    arisen = (row.at for row in claims if line.breach.at <= row.at)
    return next((at for at in arisen if _is_within(at, line)), None)


def _meant(row: AmountDecision, lines: Sequence[Line], claimed: Sequence[int | None]) -> list[int]:
    named = [number for number, line in enumerate(lines) if fits(row, line)]
    before = [number for number in named if (at := claimed[number]) is not None and at <= row.at]
    return before or named


def _fate(line: Line, claimed: int | None, decided: Sequence[AmountDecision], claims: Claims) -> Fate:
    if _runs(line, claims) or claimed is not None or any(_is_within(row.at, line) for row in decided):
        return Fate()
    late = [row.at for row in decided if row.status in ANSWERS]
    return Fate(accepted_at=late[0]) if late else Fate(lapsed=True)


def _runs(line: Line, claims: Claims) -> bool:
    """Whether the time to claim had not ended before the moment."""
    return _is_within(claims.moment, line)


def _is_within(moment: int, line: Line) -> bool:
    return line.claim_last is None or moment <= line.claim_last
