"""A small world for remedies: March 2026 in UTC, a fee, and breaches written shortly."""

from datetime import UTC, datetime
from decimal import Decimal as D

from gwarant.sla.contract.model.money import Band, Cap, Combine, Remedy, RemedyKind, RemedyOf, RemedyRules, Toward
from gwarant.sla.contract.values import Seconds
from gwarant.sla.hours import Month
from gwarant.sla.remedies import Breach, Settlement, settle

H = 3600


def at(text: str) -> int:
    """The moment written 2026-03-02 09:00, in UTC."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


MARCH = Month(name="2026-03", start=at("2026-03-01 00:00"), end=at("2026-04-01 00:00"))
APRIL = Month(name="2026-04", start=at("2026-04-01 00:00"), end=at("2026-05-01 00:00"))
BASES = {("monthly", "2026-03"): D("9000.00"), ("monthly", "2026-04"): D("9000.00")}
FREE_RULES = RemedyRules(combine=Combine(same_incident="sum"))

UP = Remedy(
    id="r-up",
    of=RemedyOf(promise="shop-up"),
    kind=RemedyKind.BANDS,
    bands=(
        Band(ge=D("99.5"), lt=D("99.9"), pct=D(5)),
        Band(ge=D("99.0"), lt=D("99.5"), pct=D(10)),
        Band(lt=D("99.0"), pct=D(25)),
    ),
)
CRITICAL = Remedy(
    id="r-kryt",
    of=RemedyOf(clock="obejscie", class_=("krytyczny",)),
    kind=RemedyKind.PER_UNIT,
    unit=Seconds(H),
    pct=D(1),
)
REPLY = Remedy(
    id="r-reak",
    of=RemedyOf(clock="reakcja", class_=("krytyczny",)),
    kind=RemedyKind.FLAT,
    amount=D("200.00"),
    pay_after=Seconds(900),
)
REPORT = Remedy(id="r-raport", of=RemedyOf(duty="report"), kind=RemedyKind.FLAT, amount=D("100.00"))
PREMIUM = (UP, CRITICAL, REPLY, REPORT)
PREMIUM_RULES = RemedyRules(
    caps=(Cap(per="month", pct=D(30)), Cap(per="contract_year", pct=D(100))), min=D("10.00"), settle="price_reduction"
)


def per_unit(unit: int, mode: str = "up", **more: object) -> Remedy:
    return Remedy(
        id="r", of=RemedyOf(clock="down"), kind=RemedyKind.PER_UNIT, unit=Seconds(unit), round=Toward(mode), **more
    )


def late(
    seconds: int, *, start: str = "2026-03-10 10:00", incident: str = "T-1", clock: str = "down", class_: str = ""
) -> Breach:
    begun = at(start)
    spans = ((begun, begun + seconds),) if seconds else ()
    return Breach(
        incident=incident, at=begun, clock=clock, class_=class_, ticket=incident, overrun=spans, elapsed=spans
    )


def measured(value: str | None, promise: str = "shop-up") -> Breach:
    figure = None if value is None else D(value)
    return Breach(incident="2026-03", at=MARCH.end - 1, promise=promise, value=figure)


def pay(remedies, breaches, rules=FREE_RULES, bases=BASES, month=MARCH, **more) -> Settlement:
    return settle(remedies, rules, breaches, bases, month, **more)
