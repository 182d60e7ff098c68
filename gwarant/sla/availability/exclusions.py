"""What leaves the count: excluded stretches and announced maintenance, and why others do not."""

from bisect import insort
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from gwarant.sla.availability.codes import (
    ANNOUNCED_LATE,
    CONSENT_MISSING,
    EMERGENCY,
    EVIDENCE_MISSING,
    FROZEN,
    NO_MAINTENANCE,
    NOT_AFTERWARDS,
    NOT_APPROVED,
    OUTSIDE_WINDOW,
    OWN_APPROVAL,
    REASON_UNKNOWN,
    RECEIVED_LATE,
)
from gwarant.sla.availability.figure import Refusal
from gwarant.sla.contract.model.promises import Availability, Beyond, Maintenance
from gwarant.sla.evidence.exclusions import standing
from gwarant.sla.evidence.model import Exclusion, MaintenanceWindow
from gwarant.sla.facts import Told
from gwarant.sla.spans import Span, Spans, clip, intersect, measure, subtract, union

MAINTENANCE, MEASURED_WRONGLY = "maintenance", "measured_wrongly"
AGREED = (MAINTENANCE, MEASURED_WRONGLY)  # reasons that no contract has to list, because the client agrees to each
CLIENT = "client"
MINUTE = 60_000


@dataclass(frozen=True, kw_only=True)
class Civil:
    """The contract's civil time as functions of UTC milliseconds, so that no calendar is needed here."""

    open_spans: Callable[[int, int], Spans]
    latest_announcement: Callable[[int], int]
    allowed_window: Callable[[int, int], Spans]
    frozen: Spans = ()
    cap_periods: tuple[Span, ...] = ()
    days: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Ruling:
    """The rows that hold: excluded from the start, decided late (in the order of deciding), and maintenance."""

    timely: tuple[Exclusion, ...]
    late: tuple[Exclusion, ...]
    maintenance: Spans
    refused: tuple[Refusal, ...]


def rule(
    promise: Availability, civil: Civil, exclusions: Iterable[Exclusion], maintenance: Iterable[MaintenanceWindow]
) -> Ruling:
    """Which rows hold under the contract; the others with the reason why not."""
    refused: list[Refusal] = []
    accepted: list[tuple[int, str, Exclusion]] = []
    for row in standing(exclusions):
        if why := _objection(promise, row):
            refused.append(Refusal(row.id, row.start, row.end, why))
        else:
            insort(accepted, (row.decided, row.id, row), key=lambda one: one[:2])
    held: list[Span] = []
    for window in sorted(lasting(maintenance), key=lambda one: (one.start, one.id)):
        spans, refusals = _maintenance(promise.maintenance, civil, window)
        held += spans
        refused += refusals
    rows = [row for _, _, row in accepted]
    timely, late = [row for row in rows if not is_late(row)], [row for row in rows if is_late(row)]
    return Ruling(tuple(timely), tuple(late), union(held), tuple(sorted(refused, key=lambda one: (one.start, one.id))))


def lasting(maintenance: Iterable[MaintenanceWindow]) -> list[MaintenanceWindow]:
    """The windows as they were left: a row that names another one shortens it to its own stretch, or takes it back."""
    rows = sorted(maintenance, key=lambda one: (one.received, one.announced, one.id))
    changes: dict[str, list[MaintenanceWindow]] = {}
    for row in rows:
        changes.setdefault(row.of, []).append(row)
    left = [reduce(_shortened, changes.get(one.id, ()), one) for one in changes.get("", ())]
    return [row for row in left if row.start < row.end]


def _shortened(window: MaintenanceWindow, by: MaintenanceWindow) -> MaintenanceWindow:
    start = max(window.start, by.start)
    return replace(window, start=start, end=max(start, min(window.end, by.end)))


def is_late(row: Exclusion) -> bool:
    """Whether it was decided, or received, after the stretch had begun: a date alone makes no decision timely."""
    return max(row.decided, row.received) > row.start


def by_reason(rows: Sequence[Exclusion], maintenance: Spans, open_time: Spans) -> dict[str, Spans]:
    """Disjoint open time for each reason: what was decided first comes first, maintenance gets the rest."""
    spans: dict[str, Spans] = {}
    left = open_time
    for row in rows:
        spans[row.reason] = union((*spans.get(row.reason, ()), *clip(left, (row.start, row.end))))
        left = subtract(left, ((row.start, row.end),))
    spans[MAINTENANCE] = union((*spans.get(MAINTENANCE, ()), *intersect(left, maintenance)))
    return spans


def within_cap(maintenance: Spans, down: Spans, terms: Maintenance | None, periods: Sequence[Span]) -> Spans:
    """The maintenance up to the moment at which its down time has spent the cap, in each of the cap's periods."""
    if terms is None or terms.cap is None or terms.above_cap is Beyond.EXCLUDED:
        return maintenance
    cap = terms.cap.minutes * MINUTE
    return union(span for period in periods for span in _until_spent(clip(maintenance, period), down, cap))


@dataclass(frozen=True)
class CapSpent:
    """Of a period of the maintenance cap, in UTC milliseconds: the cap, the down time that it let leave the count, and
    the down time in maintenance that lies beyond it and counts."""

    period: Span
    cap: int
    spent: int
    beyond: int

    @property
    def left(self) -> int:
        return max(0, self.cap - self.spent)


def spent_of(maintenance: Spans, down: Spans, terms: Maintenance, period: Span) -> CapSpent:
    """How the down time in a period's maintenance stands to its cap."""
    own = clip(maintenance, period)
    all_of, held = measure(intersect(own, down)), measure(intersect(within_cap(own, down, terms, (period,)), down))
    return CapSpent(period, terms.cap.minutes * MINUTE if terms.cap else 0, held, all_of - held)


def _until_spent(maintenance: Spans, down: Spans, cap: int) -> Spans:
    left = cap
    for start, end in intersect(maintenance, down):
        if end - start > left:
            return clip(maintenance, (maintenance[0][0], start + left))
        left -= end - start
    return maintenance


def needs_consent(promise: Availability, reason: str) -> bool:
    """Whether the client has to agree: where the contract lets them decide, and to what it does not list."""
    return promise.decided.by == CLIENT or reason not in promise.excluded


def _objection(promise: Availability, row: Exclusion) -> Told | None:
    rules = promise.decided
    if row.reason not in (*promise.excluded, *AGREED):
        return REASON_UNKNOWN(reason=row.reason, known=promise.excluded)
    if rules.evidence == "required" and not (row.ref or row.consent):
        return EVIDENCE_MISSING()
    if needs_consent(promise, row.reason) and not row.consent:
        return CONSENT_MISSING()
    if not is_late(row):
        return None
    if not rules.retroactive:
        return NOT_AFTERWARDS()
    if not row.approved_by:
        return NOT_APPROVED()
    return OWN_APPROVAL() if row.approved_by == row.person else None


def _maintenance(terms: Maintenance | None, civil: Civil, row: MaintenanceWindow) -> tuple[Spans, list[Refusal]]:
    whole: Spans = ((row.start, row.end),)
    if terms is None:
        return (), _refusals(row, whole, NO_MAINTENANCE())
    frozen = intersect(whole, civil.frozen)
    refused = _refusals(row, frozen, FROZEN())
    left = subtract(whole, frozen)
    if why := _unplanned(civil, row):
        return (left, refused) if terms.emergency is Beyond.EXCLUDED else ((), refused + _refusals(row, left, why))
    held = intersect(left, civil.allowed_window(row.start, row.end))
    outside = subtract(left, held)
    return held, refused + _refusals(row, outside, OUTSIDE_WINDOW())


def _unplanned(civil: Civil, row: MaintenanceWindow) -> Told | None:
    """Why it was not announced in time: an early date alone, received later, announces nothing."""
    if row.emergency:
        return EMERGENCY()
    latest = min(row.start, civil.latest_announcement(row.start))
    if row.announced > latest:
        return ANNOUNCED_LATE()
    return RECEIVED_LATE() if row.received > latest else None


def _refusals(row: MaintenanceWindow, spans: Spans, why: Told) -> list[Refusal]:
    return [Refusal(row.id, start, end, why) for start, end in spans if measure(spans)]
