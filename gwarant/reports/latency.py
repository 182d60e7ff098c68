"""How long a system took to answer: percentiles of each part of a look, over the looks that were answered."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from gwarant.sla.evidence.model import Looks, State
from gwarant.sla.evidence.packed import STATES
from gwarant.sla.evidence.unpacking import opened
from gwarant.sla.spans import Span

SHARES = (50, 95, 99)
ANSWERED = [place for place, state in enumerate(STATES) if state in (State.UP, State.DEGRADED)]


@dataclass(frozen=True)
class Latency:
    """Of so many looks the percentiles of SHARES, microseconds: of the whole, then of the parts in their order."""

    looks: int
    whole: tuple[int, ...]
    parts: tuple[tuple[int, ...], ...]


def latency_of(rows: Iterable[Looks], span: Span) -> Latency | None:
    """Of the rows' looks that began in the span (UTC milliseconds) and were answered; None where there is none."""
    found = []
    for row in rows:
        looks = opened(row)
        own = (looks.at >= span[0]) & (looks.at < span[1]) & np.isin(looks.state, ANSWERED)
        found.append(looks.phases[own].astype(np.int64))
    phases = np.concatenate(found) if found else np.zeros((0, 5), np.int64)
    if not phases.any():
        return None
    return Latency(len(phases), _percentiles(phases.sum(axis=1)), tuple(_percentiles(one) for one in phases.T))


def _percentiles(lengths: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> tuple[int, ...]:
    """The smallest lengths that so many of a hundred do not exceed."""
    return tuple(int(one) for one in np.percentile(lengths, SHARES, method="inverted_cdf"))
