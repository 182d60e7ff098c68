"""Rows and promises in seconds, so that a test reads like a log; the product counts milliseconds."""

from decimal import Decimal

from gwarant.sla.availability import Figure, measure
from gwarant.sla.contract.model.promises import (
    Availability,
    Bound,
    Maintenance,
    OutageStart,
    OutageStartRule,
    Probe,
    Unknown,
)
from gwarant.sla.contract.values import Seconds
from gwarant.sla.evidence.model import Check, Exclusion, Kind, MaintenanceWindow, State, StateInterval, TicketEvent

S = 1000
HOUR, DAY = 3600, 86_400
LETTERS = {"u": State.UP, "d": State.DOWN, "g": State.DEGRADED, "?": State.UNKNOWN}
REASONS = ("ddos", "client_action")


def promise(
    *,
    target: str = "99.9",
    every: int = 60,
    timeout: int = 10,
    locations: int = 1,
    down_when: int = 1,
    min_outage: int = 0,
    merge_gap: int = 0,
    unknown: Unknown = Unknown.NOT_COUNTED,
    degraded_weight: str = "0",
    start: tuple[OutageStart, ...] = (OutageStart.FIRST_FAILED_PROBE,),
    **more,
) -> Availability:
    probe = Probe(
        every=Seconds(every),
        timeout=Seconds(timeout),
        locations=locations,
        down_when=down_when,
        min_outage=Seconds(min_outage),
        merge_gap=Seconds(merge_gap),
        unknown=unknown,
        degraded_weight=Decimal(degraded_weight),
    )
    more.setdefault("maintenance", Maintenance())
    return Availability(
        id="shop-up",
        service="shop",
        target=Bound(ge=Decimal(target)),
        probe=probe,
        outage_start=OutageStartRule(earlier_of=start),
        excluded=REASONS,
        **more,
    )


def looks(letters: str, *, every: int = 60, start: int = 0, place: str = "") -> list[Check]:
    """One check a letter, `every` seconds apart; a blank is a check that never came."""
    found = ((start + number * every, letter) for number, letter in enumerate(letters) if letter != " ")
    return [
        Check(id=f"{place}@{at}", at=at * S, received=at * S, service="shop", state=LETTERS[letter], place=place)
        for at, letter in found
    ]


def state(letter: str, start: int, end: int, *, place: str = "", every: int = 0) -> StateInterval:
    return StateInterval(
        id=f"{place}{letter}{start}",
        start=start * S,
        end=end * S,
        received=end * S,
        service="shop",
        state=LETTERS[letter],
        place=place,
        every=every,
    )


def exclusion(start: int, end: int, *, reason: str = "ddos", decided: int | None = None, **more) -> Exclusion:
    more = {"id": f"x{start}", "person": "anna", "ref": "mail-1"} | more
    at = (start if decided is None else decided) * S
    return Exclusion(start=start * S, end=end * S, decided=at, received=at, reason=reason, service="shop", **more)


def works(start: int, end: int, *, announced: int | None = None, **more) -> MaintenanceWindow:
    told = (start if announced is None else announced) * S
    return MaintenanceWindow(
        start=start * S, end=end * S, announced=told, received=told, service="shop", **{"id": f"m{start}"} | more
    )


def report(at: int) -> TicketEvent:
    return TicketEvent(id=f"t{at}", at=at, received=at, ticket="T-1", kind=Kind.REPORTED, service="shop", down=True)


def figure(agreed: Availability, end: int, *, start: int = 0, **rows) -> Figure:
    """The figure over `[start, end)` seconds."""
    return measure(agreed, (start * S, end * S), **rows)


def outages(found: Figure) -> list[tuple[float, float]]:
    return [(one.start / S, one.end / S) for one in found.outages]


def seconds(found: Figure) -> dict[str, float]:
    time = found.time
    states = {"up": time.up, "degraded": time.degraded, "down": time.down, "unknown": time.unknown}
    return {name: ms / S for name, ms in states.items() if ms}
