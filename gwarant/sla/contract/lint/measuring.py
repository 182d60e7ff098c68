"""Availability: what is promised can be seen by the checks that measure it."""

from collections.abc import Iterator
from math import sqrt

from gwarant.sla.contract.lint.case import Case, Finding, open_seconds, week_of
from gwarant.sla.contract.lint.periods import DAY, longest, shortest
from gwarant.sla.contract.model.promises import Availability
from gwarant.sla.contract.record import is_open
from gwarant.sla.problem import Severity

OUTAGES_A_MONTH = 5
_MINUTE = 60
_CAP_WEEKS = {"month": 4, "quarter": 12, "year": 52}


def too_coarse(case: Case) -> Iterator[Finding]:
    """The checks are too far apart for the promised figure.

    Each outage is known to an error spread over one interval at either end: its standard deviation is the
    interval times sqrt(1/6), and those of independent outages add as squares.
    """
    for promise, allowance in _promised(case):
        interval = promise.probe.every.seconds
        if not allowance:
            reason = "all of the time is promised, and no checks, however often, can show that it was kept"
            mend = "promise less, such as {ge: 99.99}; until then only a breach can be shown"
            yield Finding(f"availability.{promise.id}.target", reason, mend)
            continue
        spread = interval * sqrt(OUTAGES_A_MONTH * _months(promise) / 6)
        if spread > allowance / 10 or interval > allowance / 2:
            reason = (
                f"checks {interval} s apart measure downtime to ±{spread:.0f} s, of {allowance:.0f} s that are allowed"
            )
            mend = f"check every {_enough(promise, allowance)} s or oftener, or promise less"
            severity = Severity.ERROR if interval > allowance else Severity.WARNING
            yield Finding(f"availability.{promise.id}.probe", reason, mend, severity)


def one_outage_breaks(case: Case) -> Iterator[Finding]:
    """The shortest outage that counts is longer than all the downtime that is allowed."""
    for promise, allowance in _promised(case):
        least = promise.probe.min_outage.seconds
        if least > allowance:
            reason = (
                f"an outage counts from {least} s on, and only {allowance:.0f} s are allowed: the first one breaks it"
            )
            yield Finding(f"availability.{promise.id}.probe", reason, "count shorter outages, or promise less")


def unseen_outage(case: Case) -> Iterator[Finding]:
    """Outages are counted that are shorter than the time between two checks."""
    for promise in case.contract.availability:
        least, interval = promise.probe.min_outage.seconds, promise.probe.every.seconds
        if 0 < least < interval:
            reason = f"outages count from {least} s on, and checks {interval} s apart miss most of those"
            mend = "raise min_outage to the interval, or check oftener"
            yield Finding(f"availability.{promise.id}.probe", reason, mend)


def maintenance_without_cap(case: Case) -> Iterator[Finding]:
    """Planned maintenance that may last for ever."""
    for promise in case.contract.availability:
        if promise.maintenance and promise.maintenance.cap is None:
            reason = "planned maintenance is excluded without a limit, so the promise can be emptied by announcing"
            yield Finding(f"availability.{promise.id}.maintenance", reason, "cap: {per: month, minutes: 240}")


def maintenance_without_notice(case: Case) -> Iterator[Finding]:
    """Planned maintenance that need not be announced."""
    for promise in case.contract.availability:
        is_left = is_open(case.places, f"availability.{promise.id}.maintenance.notice")
        if promise.maintenance and promise.maintenance.notice is None and not is_left:
            reason = "nothing says how long before maintenance must be announced"
            yield Finding(f"availability.{promise.id}.maintenance", reason, "notice: 2wd")


def cap_beyond_window(case: Case) -> Iterator[Finding]:
    """More maintenance is excluded than fits into its window."""
    for promise in case.contract.availability:
        terms = promise.maintenance
        week = week_of(terms.window) if terms and terms.window else None
        if terms is None or terms.cap is None or not week:
            continue
        room = open_seconds(week) * _CAP_WEEKS.get(terms.cap.per, 4) // 60
        if terms.cap.minutes > room:
            reason = f"{terms.cap.minutes} min a {terms.cap.per} may be excluded, and the window has room for {room}"
            yield Finding(f"availability.{promise.id}.maintenance", reason, "lower the cap or widen the window")


def rounding_hides_target(case: Case) -> Iterator[Finding]:
    """The figure is rounded to fewer places than the promise has, before it is judged."""
    for promise in case.contract.availability:
        places = -int(promise.target.number.normalize().as_tuple().exponent)
        if promise.rounded and promise.rounded.scale < places:
            reason = f"the figure keeps {promise.rounded.scale} decimal places and the promise has {places}"
            yield Finding(f"availability.{promise.id}.rounded", reason, f"scale: {places}, or leave `rounded` out")


def allowance_differs(case: Case) -> Iterator[Finding]:
    """The downtime that the paper says is allowed is not what the promised percentage allows."""
    for promise, least in _promised(case):
        if promise.allowance is None:
            continue
        stated, most = promise.allowance.seconds, least / shortest(promise) * longest(promise)
        path = f"availability.{promise.id}.allowance"
        allowed = (
            f"{promise.target.number} % allow {least:.0f} s in the shortest period and {most:.0f} s in the longest"
        )
        if not least - _MINUTE / 2 <= stated <= most + _MINUTE / 2:
            mend = "correct one of the two; the percentage is what is judged"
            yield Finding(path, f"the paper allows {stated} s, and {allowed}", mend)
        elif most - least > _MINUTE and not least <= stated <= most:
            reason = f"{stated} s fit no period to the second: {allowed}"
            yield Finding(path, reason, "leave the figure out; the percentage is what is judged", Severity.NOTE)
        elif most - least > _MINUTE:
            reason = f"{stated} s hold for one length of the period only: {allowed}"
            mend = "leave the figure out, or say for how many days it is meant"
            yield Finding(path, reason, mend, Severity.NOTE)


def _promised(case: Case) -> Iterator[tuple[Availability, float]]:
    """Each promise with the downtime that it allows in its shortest period, in seconds."""
    for promise in case.contract.availability:
        if promise.target.ge is not None or promise.target.gt is not None:
            share = 1 - float(promise.target.number) / 100
            yield promise, share * shortest(promise) * case.open_share(promise.over)


def _months(promise: Availability) -> int:
    return max(1, shortest(promise) // (28 * DAY))


def _enough(promise: Availability, allowance: float) -> int:
    by_spread = allowance / 10 / sqrt(OUTAGES_A_MONTH * _months(promise) / 6)
    return max(1, int(min(by_spread, allowance / 2)))
