"""The pool as lots: each period grants one, work drains them, they live on for as long as the contract carries them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import ceil, floor
from typing import Annotated

from gwarant.sla.contract.model.money import Pool
from gwarant.sla.facts import As, Kind, Length, Moment, PeriodName
from gwarant.sla.hours.month import PoolPeriod
from gwarant.sla.hours.part import Part


@dataclass(frozen=True, kw_only=True)
class Lot:
    """Hours granted for one period (`name`), in seconds, usable until `lapses_at` (UTC seconds) or for ever.

    Those of a block are bought: what a period may carry on does not cut them.
    """

    name: PeriodName
    seconds: Length
    lapses_at: Moment | None
    is_block: Annotated[bool, As(Kind.INTERNAL)] = False


@dataclass(frozen=True)
class Draw:
    """What a part took from one lot, or from above the pool when `lot` is empty; negative where it came back."""

    lot: PeriodName
    seconds: Length


@dataclass(frozen=True)
class Drained:
    """A part with what it drew."""

    part: Part
    draws: tuple[Draw, ...] = ()

    @property
    def above(self) -> int:
        """Pool seconds that no lot held."""
        return sum(draw.seconds for draw in self.draws if not draw.lot)

    @property
    def pooled(self) -> int:
        """Pool seconds taken from lots."""
        return sum(draw.seconds for draw in self.draws if draw.lot)


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One month of the pool: what came in, what was drawn, what lapsed and what lives on."""

    grants: tuple[Draw, ...]
    carried_in: tuple[Lot, ...]
    returned: int
    drained: tuple[Drained, ...]
    expired: tuple[Draw, ...]
    carried_out: tuple[Lot, ...]
    unlimited: bool = False

    @property
    def granted(self) -> int:
        return sum(grant.seconds for grant in self.grants)

    @property
    def available(self) -> int:
        """Seconds that the month could draw from lots; 0 where there is no end of them."""
        return 0 if self.unlimited else self.granted + sum(lot.seconds for lot in self.carried_in) + self.returned


@dataclass
class Lots:
    """The lots that live, changed in place while the months are turned one after the other."""

    alive: list[Lot] = field(default_factory=list)

    @property
    def filled(self) -> tuple[Lot, ...]:
        """The lots that hold something, the oldest first."""
        return tuple(lot for lot in self.alive if lot.seconds)

    def grant(self, pool: Pool, period: PoolPeriod) -> tuple[Draw, ...]:
        """Add the period's own lot and say how long it is; a part of a second counts as a whole one."""
        if not period.grants:
            return ()
        seconds = 0 if pool.unlimited else ceil(pool.amount.seconds * period.share)
        self.alive.append(Lot(name=period.name, seconds=seconds, lapses_at=period.lapses_at, is_block=period.is_block))
        return (Draw(period.name, seconds),)

    def grow(self, seconds: int) -> tuple[Draw, ...]:
        """Of unlimited hours: grant what the lots do not hold, to the newest of them."""
        missing = seconds - sum(lot.seconds for lot in self.alive)
        if missing <= 0 or not self.alive:
            return ()
        self._add(len(self.alive) - 1, missing)
        return (Draw(self.alive[-1].name, missing),)

    def draw(self, seconds: int, newest_first: bool) -> tuple[Draw, ...]:
        """Take the seconds out of the lots in order; what they do not hold is drawn from above the pool."""
        draws = []
        for at in sorted(range(len(self.alive)), reverse=newest_first):
            taken = min(seconds, self.alive[at].seconds)
            if taken:
                draws.append(Draw(self.alive[at].name, taken))
                self._add(at, -taken)
                seconds -= taken
        return (*draws, Draw("", seconds)) if seconds else tuple(draws)

    def give_back(self, draws: Iterable[Draw]) -> tuple[Draw, ...]:
        """Undo draws: to the lot where it still lives, else to the newest lot; negative draws tell where they went."""
        return tuple(self._give_back(draw) for draw in draws)

    def withdraw(self, pool: Pool, period: PoolPeriod) -> tuple[Draw, ...]:
        """Take back what the wording granted beyond its own end, as far as it was not used."""
        if not period.withdrawn:
            return ()
        at = next((n for n, lot in enumerate(self.alive) if lot.name == period.name), None)
        taken = 0 if at is None else min(self.alive[at].seconds, floor(pool.amount.seconds * period.withdrawn))
        if at is None or not taken:
            return ()
        self._add(at, -taken)
        return (Draw(period.name, taken),)

    def lapse(self, end: int, pool: Pool | None, ends: bool) -> tuple[Draw, ...]:
        """Drop what may not live on after the moment: lots at their end, then the oldest beyond the carry cap."""
        room = carried_at_most(pool) if ends else None
        lapsed: list[Draw] = []
        kept: list[Lot] = []
        for lot in reversed(self.alive):
            lives = lot.lapses_at is None or lot.lapses_at > end
            is_free = room is None or lot.is_block
            stays = 0 if not lives else lot.seconds if is_free else min(lot.seconds, room or 0)
            room = room if room is None or lot.is_block else room - stays
            if stays < lot.seconds:
                lapsed.append(Draw(lot.name, lot.seconds - stays))
            if lives:
                kept.append(replace(lot, seconds=stays))
        self.alive = kept[::-1]
        return tuple(lapsed[::-1])

    def _add(self, at: int, seconds: int) -> None:
        self.alive[at] = replace(self.alive[at], seconds=self.alive[at].seconds + seconds)

    def _give_back(self, draw: Draw) -> Draw:
        if not draw.lot or not self.alive:
            return Draw("", -draw.seconds)
        names = [lot.name for lot in self.alive]
        at = names.index(draw.lot) if draw.lot in names else len(names) - 1
        self._add(at, draw.seconds)
        return Draw(names[at], -draw.seconds)


def carried_at_most(pool: Pool | None) -> int | None:
    """The most that is carried out of a period, in seconds; None where no hour lapses, nothing without a pool."""
    if pool is None:
        return 0
    return None if pool.carry.forever else floor(pool.amount.seconds * Fraction(pool.carry.cap) / 100)


def newest_first(pool: Pool | None) -> bool:
    """Whether the newest lot is drained first; ValueError for an order that is not known."""
    orders = {"oldest_first": False, "newest_first": True}
    if pool is not None and pool.order not in orders:
        raise ValueError(f"{pool.order!r} is not an order of hours; write oldest_first or newest_first")
    return pool is not None and orders[pool.order]


def netted(parts: Sequence[Part]) -> set[tuple[str, int]]:
    """The parts (entry and number) that were taken back within their own month, so that they never drew anything."""
    present = {(part.entry, part.number) for part in parts}
    return {(part.reverses, part.number) for part in parts if part.reverses} & present
