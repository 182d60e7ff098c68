"""Slots, their deadlines and their verdicts."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise

import pytest
from effort import growth
from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import examples

from gwarant.sla.duties import DutyVerdict
from tests.sla.duties.cast import WARSAW, at, judged, proof


def local(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).astimezone(WARSAW).strftime("%Y-%m-%d %H:%M")


def of_day(duty: str, day: str) -> list[str]:
    """The starts of the slots that begin on the day."""
    after = datetime.fromisoformat(day) + timedelta(days=1)
    found = judged(duty, after.isoformat(), since="2026-01-01")
    return [local(one.slot.start)[11:] for one in found if local(one.slot.start).startswith(day)]


def test_the_fifth_working_day_after_november_is_the_seventh_of_december() -> None:
    """Vector CV120; a saint's holiday moves the one after December to the eleventh."""
    slots = [one.slot for one in judged("every: P1M, due: 5wd", "2027-02-01")]
    ends = {local(slot.end - 1)[:7]: local(slot.due_at) for slot in slots}
    assert ends["2026-11"] == "2026-12-07 17:00"
    assert ends["2026-12"] == "2027-01-11 17:00"


@pytest.mark.parametrize(
    ("delivered", "verdict"), [(None, "missed"), ("2026-11-15T23:59:59", "done"), ("2026-11-16T00:00", "late")]
)
def test_a_report_by_the_fifteenth_is_late_on_the_sixteenth(delivered: str | None, verdict: str) -> None:
    """Vector CV087."""
    rows = [proof(delivered)] if delivered else []
    found = judged("every: P1M, due: P15D", "2026-11-20", *rows)
    assert [one.verdict for one in found if local(one.slot.start).startswith("2026-10")] == [verdict]


def test_what_closes_the_day_is_in_time_and_a_second_later_is_not() -> None:
    for moment, verdict in (("2026-12-07T17:00:00", "done"), ("2026-12-07T17:00:01", "late")):
        found = judged("every: P1M, due: 5wd", "2026-12-20", proof(moment))
        assert found[10].verdict == verdict


@pytest.mark.parametrize(("day", "slots"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-05-05", 24)])
def test_an_hourly_duty_has_as_many_slots_as_the_day_has_hours(day: str, slots: int) -> None:
    assert len(of_day("every: 1h", day)) == slots


def test_six_hours_follow_the_wall_clock_when_the_clock_goes_back() -> None:
    assert of_day("every: 6h", "2026-10-25") == ["00:00", "06:00", "12:00", "18:00"]


def test_weeks_begin_on_monday_and_quarters_in_january() -> None:
    assert [local(one.slot.start)[:10] for one in judged("every: P1W", "2026-01-13")] == ["2026-01-05", "2026-01-12"]
    assert [local(one.slot.start)[:10] for one in judged("every: P3M", "2026-05-01")] == ["2026-01-01", "2026-04-01"]


def test_a_slot_that_the_first_day_cuts_is_not_owed() -> None:
    found = judged("every: P1M", "2026-03-10", since="2026-01-15")
    assert [local(one.slot.start)[:10] for one in found] == ["2026-02-01", "2026-03-01"]


def test_slots_of_the_contract_run_from_its_first_day_and_come_back_to_the_31st() -> None:
    found = judged("every: P1M, slots: contract", "2026-04-10", since="2026-01-31")
    assert [local(one.slot.start)[:10] for one in found] == ["2026-01-31", "2026-02-28", "2026-03-31"]


def test_with_due_a_proof_belongs_to_the_slot_that_ended_last() -> None:
    found = judged("every: P1M, due: 10wd", "2026-02-20", proof("2026-02-03T10:00"))
    assert [one.verdict for one in found] == ["done", "pending"]


def test_without_due_a_proof_belongs_to_the_slot_in_which_it_falls() -> None:
    found = judged("every: P1D", "2026-01-04", proof("2026-01-02T03:00"))
    assert [one.verdict for one in found] == ["missed", "done", "missed"]


def test_a_proof_may_name_its_slot() -> None:
    rows = [proof("2026-01-02T03:00", slot="2026-01-01T12:00")]
    assert [one.verdict for one in judged("every: P1D", "2026-01-03", *rows)] == ["late", "missed"]


def test_grace_forgives_lateness_of_so_much_and_no_more() -> None:
    for day, verdict in (("14", "done"), ("15", "late")):
        row = proof(f"2026-04-{day}T12:00", slot="2026-02-01T00:00")
        assert judged("every: P3M, grace: P14D", "2026-04-20", row)[0].verdict == verdict


def test_a_failed_proof_that_is_repeated_in_time_is_done() -> None:
    rows = [proof("2026-01-01T03:00", "failed"), proof("2026-01-01T05:00")]
    assert judged("every: P1D", "2026-01-02", *rows)[0].verdict == "done"


def test_what_failed_is_told_before_what_could_not_be_checked_and_neither_is_green() -> None:
    rows = [proof("2026-01-01T03:00", "could_not_check"), proof("2026-01-02T03:00", "could_not_check")]
    rows += [proof("2026-01-02T04:00", "failed"), proof("2026-01-03T04:00")]
    found = judged("every: P1D", "2026-01-03", *rows)
    assert [one.verdict for one in found] == ["could_not_check", "failed"]


def test_a_running_slot_is_pending_and_a_failed_one_may_still_be_repeated() -> None:
    assert judged("every: P1M", "2026-01-20", proof("2026-01-10T00:00", "failed"))[0].verdict == "pending"


def test_a_verdict_falls_with_the_proof_or_in_the_last_second_in_time() -> None:
    found = judged("every: P1D", "2026-01-03", proof("2026-01-01T03:00"))
    assert found[0].verdict_at == at("2026-01-01T03:00")
    assert found[1].verdict_at == at("2026-01-03T00:00") - 1


def test_a_year_of_hours_is_judged_hour_by_hour() -> None:
    found = judged("every: PT1H", "2027-01-01")
    assert Counter(one.verdict for one in found) == {DutyVerdict.MISSED: 8760}


def test_twice_the_hours_are_twice_the_work() -> None:
    proofs = [proof((datetime(2026, 1, 1) + timedelta(hours=3 * n)).isoformat()) for n in range(64)]
    few = partial(judged, "every: PT1H", "2026-01-05", *proofs[:32])
    many = partial(judged, "every: PT1H", "2026-01-09", *proofs)
    assert growth(few, many) < 2.3


EVERY = ["1h", "2h", "5h", "6h", "12h", "P1D", "P2D", "P1W", "P1M", "P2M", "P5M", "P1Y", "36h", "P1M3D"]


@settings(max_examples=examples(60), deadline=None)
@given(
    st.sampled_from(EVERY),
    st.sampled_from(["calendar", "contract"]),
    st.dates(min_value=datetime(2026, 1, 2).date(), max_value=datetime(2026, 12, 31).date()),
)
def test_slots_part_the_time_without_gap_or_overlap(every: str, slots: str, day: object) -> None:
    found = [one.slot for one in judged(f"every: {every}, slots: {slots}", f"{day}T12:34")]
    assert all(a.end == b.start for a, b in pairwise(found))
    assert all(slot.start < slot.end <= slot.due_at for slot in found)
    assert not found or found[-1].end > at(f"{day}T12:34") > found[-1].start


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40 * 24), st.sampled_from(["passed", "failed", "could_not_check"]))))
def test_every_slot_has_one_verdict_and_more_proofs_never_undo_a_done_one(rows: list[tuple[int, str]]) -> None:
    start = datetime(2026, 1, 1)
    proofs = [proof((start + timedelta(hours=hours)).isoformat(), state) for hours, state in rows]
    some, every = (judged("every: P1D", "2026-02-10", *part) for part in (proofs[:-1], proofs))
    assert len(some) == len(every) == 40
    done = [n for n, one in enumerate(some) if one.verdict is DutyVerdict.DONE]
    assert all(every[n].verdict is DutyVerdict.DONE for n in done)
