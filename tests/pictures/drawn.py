"""Readings and an assessment that the tests of the pictures share."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from gwarant.sla.assessment.codes import NO_PROOFS
from gwarant.sla.assessment.model import Assessment, Counts, Inputs, Kept, MonthOfMoney, Promised, Wording
from gwarant.sla.availability import Downtime, EvidenceUsed, Figure, Located, Outage, Stretch, TimeByState
from gwarant.sla.availability import Verdict as Availability
from gwarant.sla.civil import civil_period
from gwarant.sla.clocks.codes import CLOSED, PAUSE
from gwarant.sla.clocks.reading import ClockState, Reading, Segment, SegmentKind, Verdict
from gwarant.sla.contract.model.promises import Bound
from gwarant.sla.counting import CURRENT
from gwarant.sla.evidence.model import Role
from gwarant.sla.hours import Lot, Statement
from gwarant.sla.remedies import Settlement

ZONE = "Europe/Warsaw"
FRIDAY = 1772815800  # Fri 6 March 2026 17:50 in Warsaw
SIX, MONDAY = FRIDAY + 600, FRIDAY + 223_800  # closing that day, opening after the weekend
MARCH = civil_period("2026-03", ZONE)
DAY_MS = 86_400_000
WAITING = PAUSE(reason="client", label="waiting for the client")


def reading(**changes: object) -> Reading:
    """Answered on Monday at 08:30, 40 minutes of an hour after a report on Friday at 17:50."""
    segments = (
        Segment(FRIDAY, SIX, SegmentKind.COUNTED),
        Segment(SIX, MONDAY, SegmentKind.OUTSIDE_HOURS),
        Segment(MONDAY, MONDAY + 1800, SegmentKind.COUNTED),
    )
    plain = Reading(
        ticket="SHOP-1",
        clock="response",
        class_="major",
        cycle=1,
        link=1,
        contract="C-1@1",
        clause="§4",
        calendar="office",
        zone=ZONE,
        target_text="1h",
        target=3600,
        started_at=FRIDAY,
        due_at=MONDAY + 3000,
        stopped_at=MONDAY + 1800,
        as_of=MONDAY + 9000,
        state=ClockState.STOPPED,
        verdict=Verdict.MET,
        verdict_at=MONDAY + 1800,
        used=2400,
        segments=segments,
        evidence=("e1", "e2"),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def late(**changes: object) -> Reading:
    """Answered at 11:05: two hours and a quarter over."""
    stop = MONDAY + 11_100
    segments = (*reading().segments[:2], Segment(MONDAY, stop, SegmentKind.COUNTED))
    plain = reading(stopped_at=stop, verdict=Verdict.BREACHED, verdict_at=MONDAY + 3000, used=11_700, segments=segments)
    return replace(plain, **changes)  # type: ignore[arg-type]


def paused(**changes: object) -> Reading:
    """Waiting for the client since Monday 08:10, with a holiday behind it."""
    segments = (
        Segment(FRIDAY, SIX, SegmentKind.COUNTED),
        Segment(SIX, MONDAY, SegmentKind.HOLIDAY, CLOSED(name="Founders' day")),
        Segment(MONDAY, MONDAY + 600, SegmentKind.COUNTED),
        Segment(MONDAY + 600, MONDAY + 9000, SegmentKind.PAUSED, WAITING, "", Role.PROVIDER, "msg-7"),
    )
    plain = reading(
        stopped_at=None, state=ClockState.PAUSED, verdict=Verdict.PENDING, verdict_at=None, used=1200, segments=segments
    )
    return replace(plain, due_at=MONDAY + 11_400, **changes)  # type: ignore[arg-type]


def figure(**changes: object) -> Figure:
    """A month with one outage of an hour on 8 March."""
    start, end = MARCH.start * 1000, MARCH.end * 1000
    whole, hour = end - start, 3_600_000
    down = start + 7 * DAY_MS + 13 * hour
    lost = Fraction(100) - Fraction(100 * hour, whole)
    plain = Figure(
        promise="shop-up",
        service="shop",
        start=start,
        end=end,
        lower=lost,
        point=lost,
        upper=lost,
        coverage=Fraction(100),
        verdict=Availability.BREACHED,
        time=TimeByState(whole - hour, 0, hour, 0, {}, 0),
        located=Located((), (), ()),
        downtime=Downtime(whole, 0, Fraction(hour), Fraction(hour), Fraction(hour)),
        outages=(Outage(down, down + hour, None, Stretch(down, down + hour), hour, 0, False, ("c1", "c2")),),
        worst_hour=None,
        worst_day=None,
        reachability_ms=0,
        reachability=(),
        refused=(),
        corrections=(),
        notes=(),
        evidence=EvidenceUsed(2, "c1", "c2"),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def assessed(*readings: Reading, **changes: object) -> Assessment:
    """The assessment of March 2026 with these readings."""
    broken = sum(one.is_breached for one in readings)
    met = sum(one.verdict is Verdict.MET for one in readings)
    row = Kept("response", "Response", "major", "Major", "1h", "office", "C-1@1", "§4", met, broken, 0, 0, 0, 0)
    plain = Assessment(
        period=MARCH,
        zone=ZONE,
        wordings=(Wording("C-1@1", "", "Shop Ltd", "sha256:0", "PLN", MARCH.start, MARCH.end),),
        counts=Counts(len(readings), met, 0, 0, 0, 0),
        kept=(row,) if readings else (),
        readings=readings,
        availability=(),
        months=(),
        corrections=(),
        not_judged=(),
        notes=(),
        inputs=Inputs("sha256:abcdef", 2),
        counting=CURRENT,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def whole() -> Assessment:
    """An assessment in which every part has something to show."""
    promised = Promised("shop-up", Bound(ge=Decimal("99.9")), 3, "C-1@1", "§6", None, None, figure())
    money = MonthOfMoney("2026-03", "C-1@1", statement(), settlement())
    return assessed(
        reading(),
        late(),
        paused(),
        availability=(promised,),
        months=(money,),
        corrections=(),
        not_judged=("duties",),
        notes=(NO_PROOFS(),),
    )


def statement() -> Statement:
    """Twenty hours and ten carried, all used, an hour and a half over."""
    return Statement(
        month="2026-03",
        granted=72_000,
        carried_in=(Lot(name="2026-02", seconds=36_000, lapses_at=1_775_001_600),),
        returned=0,
        real=113_400,
        charged=113_400,
        drained=108_000,
        overage=5400,
        expired=(),
        carried_out=(),
        charges=(),
        overage_amount=Decimal("300.00"),
        surcharge_amount=Decimal(0),
        amount=Decimal("300.00"),
        lines=(),
        refused=(),
        alerts=(),
        notes=(),
    )


def settlement() -> Settlement:
    """Nothing is owed."""
    return Settlement(
        month="2026-03", lines=(), caps=(), uncapped=Decimal(0), total=Decimal(0), mode="automatic", settle=None
    )
