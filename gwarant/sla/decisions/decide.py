"""All decisions that are needed, those first whose last day comes first."""

from collections.abc import Iterable
from datetime import date

from gwarant.sla.decisions import agreement, evidence, hours, money
from gwarant.sla.decisions.model import Decision, Ground, Kind

KINDS: tuple[Kind, ...] = (
    agreement.ends,
    agreement.notice,
    agreement.offers,
    money.rights,
    money.claims,
    money.claimed,
    evidence.objections,
    evidence.pauses,
    evidence.corrections,
    hours.used,
    hours.lapsing,
    evidence.causes,
    evidence.unmeasured,
)


def decisions_of(ground: Ground, more: Iterable[Decision] = ()) -> tuple[Decision, ...]:
    """What needs a decision, each once, with `more` that somebody else knows of: the same ground gives the same."""
    found = dict.fromkeys((*(one for kind in KINDS for one in kind(ground)), *more))
    return tuple(sorted(found, key=lambda one: one.until or date.max))
