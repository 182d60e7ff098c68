"""A broken promise as remedies see it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

from gwarant.sla.contract.model.promises import Bound
from gwarant.sla.facts import Id, Internal, Length, Moment, PartSeconds, Stretches, Told
from gwarant.sla.remedies.codes import CLOCK, PROMISE


@dataclass(frozen=True, kw_only=True)
class Breach:
    """A promise broken at `at` (UTC seconds): a clock, an availability or measure (`promise`), or a duty.

    `overrun` is the late time on the clock's calendar and `elapsed` the same in real time, both from the due moment
    and in seconds; of an availability they are its downtime beyond what the target allows, and all of it.
    `value` is the measured figure to price, None when it prices nothing.
    """

    incident: Id  # the ticket or outage; remedies of one incident are combined
    at: Moment
    promise: Id = ""
    clock: Id = ""
    class_: Id = ""
    ticket: Id = ""
    cycle: int = 1
    link: int = 0
    contract: Id = ""  # the wording that was broken
    duty: Id = ""
    outage: Id = ""  # the promised availability, where the breach is one outage by itself
    service: Id = ""
    value: Decimal | None = None
    target: Bound | None = None  # what the value misses
    period: PartSeconds | None = None  # seconds of the promise's own period; all of it belongs to the month of `at`
    overrun: Stretches = ()
    elapsed: Stretches = ()
    extent: Stretches = ()  # of an outage: from the last good look before it to the next one after it
    day: date | None = None  # the local day on which it fell
    offset: Length = 0  # seconds by which local time is ahead of UTC
    claim_from: date | None = None  # the local day of the anchor, where claims do not run from the month's end
    claim_at: Internal | None = None  # the moment of the anchor, for claims within hours

    @property
    def name(self) -> Told:
        """What was broken, as a fact."""
        if self.clock and not self.promise:
            rest = {"ticket": self.ticket, "cycle": self.cycle, "link": self.link}
            return CLOCK(clock=self.clock, class_=self.class_, **rest)
        return PROMISE(promise=self.promise or self.duty or self.outage)

    @property
    def key(self) -> tuple[object, ...]:
        """What it is a breach of, however late or large it is."""
        who = (self.incident, self.promise, self.clock, self.ticket, self.duty, self.outage)
        return *who, self.contract, self.cycle, self.link

    @property
    def rank(self) -> tuple[object, ...]:
        """An order that does not depend on how the breaches were listed."""
        who = (self.incident, self.promise, self.clock, self.class_, self.ticket, self.duty, self.outage)
        what = str(self.value), self.overrun, self.elapsed, self.contract, self.service
        return self.at, *who, self.cycle, self.link, *what

    @property
    def fell_on(self) -> date:
        """The day on which it fell, of UTC where no other is known."""
        return self.day or datetime.fromtimestamp(self.at, UTC).date()

    @property
    def shortfall(self) -> Fraction | None:
        """By how many points the value misses its target; not below 0, None where either is not known."""
        if self.value is None or self.target is None:
            return None
        below = Fraction(self.target.number) - Fraction(self.value)
        return max(Fraction(0), below if self.target.is_least else -below)
