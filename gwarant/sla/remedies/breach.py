"""A broken promise as remedies see it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gwarant.sla.spans import Spans


@dataclass(frozen=True, kw_only=True)
class Breach:
    """A promise broken at `at` (UTC seconds): a clock, an availability or measure (`promise`), or a duty.

    `overrun` is the late time on the clock's calendar and `elapsed` the same in real time, both from the due moment
    and in seconds; `value` is the measured figure to price, None when it prices nothing.
    """

    incident: str  # the ticket or outage; remedies of one incident are combined
    at: int
    promise: str = ""
    clock: str = ""
    class_: str = ""
    ticket: str = ""
    cycle: int = 1
    link: int = 0
    contract: str = ""  # the wording that was broken
    duty: str = ""
    value: Decimal | None = None
    overrun: Spans = ()
    elapsed: Spans = ()
    claim_from: date | None = None  # the local day of the anchor, where claims do not run from the month's end

    @property
    def name(self) -> str:
        """What was broken, in words that people can look up."""
        place = (self.ticket, f"cycle {self.cycle}" if self.cycle > 1 else "", f"link {self.link}" if self.link else "")
        words = (self.promise or self.clock or self.duty, self.class_, *place)
        return " ".join(word for word in words if word)

    @property
    def rank(self) -> tuple[object, ...]:
        """An order that does not depend on how the breaches were listed."""
        who = (self.incident, self.promise, self.clock, self.class_, self.ticket, self.duty)
        return self.at, *who, self.cycle, self.link, str(self.value), self.overrun, self.elapsed
