"""Until when a remedy is claimed: to the end of a day, or to a moment."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import examples

from gwarant.sla.calendar import Calendar, Week
from gwarant.sla.civil import day_of, midnight, month_of
from gwarant.sla.contract.model.money import Claim, RemedyRules
from gwarant.sla.contract.values import Period, Seconds, Window, WorkingDays, window
from gwarant.sla.evidence.model import AmountDecision, AmountStatus
from gwarant.sla.hours.month import Month
from gwarant.sla.remedies.breach import Breach
from gwarant.sla.remedies.claims import Until, claim_until
from gwarant.sla.remedies.fates import Claims, fates_of
from gwarant.sla.remedies.line import Line

ZONES = st.sampled_from(["Europe/Warsaw", "America/New_York", "UTC", "Australia/Lord_Howe"])
START = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())
WEEKS = {"Mon-Fri 08:00-16:00": range(5), "Mon-Thu 22:00-24:00": range(4), "Tue 09:00-10:00": (1,)}
MOMENTS = st.integers(START, START + 365 * 86_400)


def breach(at: int, zone: str) -> Breach:
    return Breach(incident="T-1", at=at, clock="fix", ticket="T-1", claim_from=day_of(at, zone), claim_at=at)


def rules(deadline: Window, anchor: str = "breach") -> RemedyRules:
    return RemedyRules(mode="on_claim", claim=Claim(deadline=deadline, anchor=anchor))


def month(at: int, zone: str) -> Month:
    own = month_of(day_of(at, zone), zone)
    return Month(name=own.name, start=own.start, end=own.end, zone=zone)


def until(at: int, deadline: Window, zone: str, anchor: str = "breach", days: Calendar | None = None) -> Until:
    found = claim_until(rules(deadline, anchor), breach(at, zone), month(at, zone), days=days)
    assert found is not None
    return found


def claimed(at: int) -> AmountDecision:
    return AmountDecision(id=f"c{at}", at=at, received=at, month="2026-01", status=AmountStatus.CLAIMED)


def line(found: Until, at: int) -> Line:
    own = breach(at, "UTC")
    return Line(
        remedy="late",
        incident="T-1",
        breach=own,
        units=(),
        pct=None,
        base=None,
        amount=None,
        claim_until=found.day,
        claim_until_at=found.at,
        claim_last=found.last,
    )


@settings(deadline=None, max_examples=examples(100))
@given(MOMENTS, st.integers(0, 400), ZONES, st.sampled_from(["breach", "month_end"]))
def test_days_end_as_the_hours_to_the_end_of_that_day(at: int, days: int, zone: str, anchor: str) -> None:
    by_days = until(at, Period(days=days), zone, anchor)
    start = at if anchor == "breach" else month(at, zone).end
    by_hours = until(at, Seconds(by_days.last - start), zone, anchor) if by_days.last >= start else by_days
    assert (by_hours.last, by_hours.day) == (by_days.last, by_days.day)
    assert by_days.last + 1 == midnight(by_days.day + timedelta(days=1), zone)


@settings(deadline=None, max_examples=examples(100))
@given(MOMENTS, st.integers(0, 5_000_000), ZONES, st.integers(-10, 6_000_000), st.integers(0, 2))
def test_what_has_lapsed_stays_lapsed(at: int, length: int, zone: str, first: int, claims: int) -> None:
    own = line(until(at, Seconds(length), zone), at)
    rows = tuple(claimed(at + first * (n + 1)) for n in range(claims))
    looked = sorted({at, at + length, at + length + 1, at + length + 2, at + first, at + 2 * length + 10})
    lapsed = [fates_of([own], Claims(tuple(row for row in rows if row.at < now), now))[0].lapsed for now in looked]
    assert lapsed == sorted(lapsed)
    in_time = any(at <= row.at <= at + length for row in rows)
    assert lapsed[-1] is not in_time


def test_a_claim_within_hours_ends_at_its_moment_and_that_moment_is_in_time() -> None:
    at = int(datetime(2026, 3, 5, 13, tzinfo=UTC).timestamp())
    found = until(at, Seconds(86_400), "Europe/Warsaw")
    assert found == Until(date(2026, 3, 6), at + 86_400, at + 86_400)
    own = line(found, at)
    claim, late = claimed(at + 86_400), claimed(at + 86_401)
    fates = [fates_of([own], Claims((row,), at + 200_000))[0].lapsed for row in (claim, late)]
    assert fates == [False, True]


def test_a_day_of_the_spring_has_twenty_three_hours_and_a_claim_within_hours_does_not_mind() -> None:
    at = int(datetime(2026, 3, 28, 23, tzinfo=UTC).timestamp())  # midnight in Warsaw
    assert until(at, Seconds(86_400), "Europe/Warsaw").last == at + 86_400
    assert until(at, Period(days=0), "Europe/Warsaw").last == at + 23 * 3600 - 1


def test_without_the_moment_of_the_breach_nothing_lapses() -> None:
    own = replace(breach(START, "UTC"), claim_at=None)
    assert claim_until(rules(Seconds(3600)), own, month(START, "UTC")) is None


@pytest.mark.parametrize(
    ("text", "value"), [("24h", Seconds(86_400)), ("P3D", Period(days=3)), ("PT72H", Seconds(259_200))]
)
def test_a_window_is_days_or_hours(text: str, value: Period | Seconds) -> None:
    assert window(text) == value


@pytest.mark.parametrize(
    ("text", "word"),
    [("3d", "P3D for whole days, 72h"), ("2nd Tue", "civil period"), ("0wd", "no time at all"), ("soon", "not a time")],
)
def test_a_window_is_nothing_else(text: str, word: str) -> None:
    with pytest.raises(ValueError, match=word):
        window(text)


@settings(max_examples=examples(60))
@given(MOMENTS, st.integers(1, 30), ZONES, st.sampled_from([*WEEKS]))
def test_working_days_end_at_the_closing_of_the_last_and_the_first_day_is_not_counted(
    at: int, n: int, zone: str, week: str
) -> None:
    days, own = Calendar(zone, Week.parse(week)), day_of(at, zone)
    found = until(at, WorkingDays(n), zone, days=days)
    between = [own + timedelta(days=gap) for gap in range(1, (found.day - own).days + 1)]
    assert sum(one.weekday() in WEEKS[week] for one in between) == n
    assert days.is_open(found.last - 1)
    assert not days.is_open(found.last + 1)
    assert until(at, WorkingDays(n + 1), zone, days=days).last > found.last


def test_a_claim_at_the_closing_is_in_time_and_a_second_later_it_has_lapsed() -> None:
    at, days = int(datetime(2026, 6, 2, 12, tzinfo=UTC).timestamp()), Calendar("UTC", Week.parse("Mon-Fri 08:00-16:00"))
    found = until(at, WorkingDays(3), "UTC", days=days)
    assert (found.day, found.at) == (date(2026, 6, 5), found.last)
    assert fates_of([line(found, at)], Claims((claimed(found.last),), found.last + 9))[0].in_time
    assert not fates_of([line(found, at)], Claims((claimed(found.last + 1),), found.last + 9))[0].in_time
    assert until(at, WorkingDays(3, "12:00"), "UTC", days=days).last == found.last - 4 * 3600
    assert until(at, WorkingDays(1), "UTC", "month_end", days).day == date(2026, 7, 1)


def test_a_working_day_that_ends_at_midnight_is_a_whole_day() -> None:
    at, days = int(datetime(2026, 6, 5, 12, tzinfo=UTC).timestamp()), Calendar("UTC", Week.parse("Mon-Fri 00:00-24:00"))
    found = until(at, WorkingDays(1), "UTC", days=days)
    assert (found.day, found.at) == (date(2026, 6, 8), None)
