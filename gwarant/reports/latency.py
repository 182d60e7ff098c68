"""How long a system took to answer: percentiles of each part of a look, over the looks that were answered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from gwarant.monitoring.models import Latency as LatencyOfDay
from gwarant.sla.civil import CivilPeriod
from gwarant.sla.evidence.model import Looks, State
from gwarant.sla.evidence.packed import STATES
from gwarant.sla.evidence.unpacking import opened
from gwarant.sla.latency import BOUNDS, Counts, percentile, unpacked
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


@dataclass(frozen=True)
class Answered:
    """Of so many looks that were answered the percentiles of SHARES, microseconds."""

    looks: int
    whole: tuple[float, ...]


@dataclass(frozen=True)
class ByMonth:
    """In the order of the months; None: no answer. And of all of them together."""

    months: tuple[Answered | None, ...]
    together: Answered


def by_month(customer_id: int, service: str, months: Sequence[CivilPeriod]) -> ByMonth | None:
    """By the sealed days (UTC) of what counts for the service; None where nothing was answered."""
    own = LatencyOfDay.objects.filter(
        customer=customer_id, monitor__service__key=service, monitor__counts_at__isnull=False
    )
    sums = [_sum(own.filter(day__gte=one.first, day__lt=one.after).values_list("counts", flat=True)) for one in months]
    together = _answered(np.sum(sums, axis=0)) if sums else None
    return ByMonth(tuple(_answered(one) for one in sums), together) if together else None


def _sum(days: Iterable[bytes | memoryview]) -> Counts:
    whole = np.zeros(len(BOUNDS), np.int64)
    for one in days:
        whole += unpacked(bytes(one)).sum(axis=0)
    return whole


def _answered(counts: Counts) -> Answered | None:
    lengths = tuple(percentile(counts, share / 100) or 0.0 for share in SHARES)
    return Answered(int(counts.sum()), lengths) if counts.any() else None
