"""A month that was stated and closed stays as it was, whatever comes later."""

from itertools import permutations

from hours_contract import H, closing, contract, judged, stated, time

from gwarant.sla.assessment import to_bytes

TERMS = contract("pool: {amount: 10h}\nrates: {above: 100, multipliers: [{when: Sun, x: 2}]}")
WORK = time("a", "2026-01-12 08:00", 600)
LATE = time("b", "2026-01-11 08:00", 120, received="2026-02-10T08:00:00Z")
CLOSED = closing("2026-01", "2026-02-05")


def test_a_late_entry_goes_to_the_next_open_month_at_its_original_rate():
    january, february = (stated([WORK, LATE, CLOSED], month, TERMS)[0] for month in ("2026-01", "2026-02"))
    assert (january.charged, january.overage) == (10 * H, 0)
    assert (february.charged, february.lines[0].part.rate.name, str(february.amount)) == (2 * H, "Sun", "200.00")


def test_a_closed_month_is_stated_the_same_after_late_entries_and_reversals():
    undo = time("u", "2026-02-11 08:00", 1, reverses="a", received="2026-02-11T09:00:00Z")
    before = stated([WORK, CLOSED], "2026-01", TERMS)
    assert stated([WORK, CLOSED, LATE, undo], "2026-01", TERMS) == before


def test_without_a_closing_a_late_entry_belongs_to_its_own_month():
    assert stated([WORK, LATE], "2026-01", TERMS)[0].overage == 2 * H


def test_what_came_before_the_closing_belongs_to_the_month():
    early = LATE.replace("2026-02-10", "2026-02-05")
    assert stated([WORK, early, CLOSED], "2026-01", TERMS)[0].overage == 2 * H


def test_an_entry_skips_every_closed_month():
    both = [CLOSED, closing("2026-02", "2026-02-09")]
    assert [one.charged // H for one in stated([WORK, LATE, *both], "2026-Q1", TERMS)] == [10, 0, 2]


def test_the_order_of_the_closings_does_not_matter():
    rows = [WORK, LATE, CLOSED, closing("2026-02", "2026-03-05"), closing("2026-01", "2026-03-01")]
    judgements = {to_bytes(judged(list(order), "2026-Q1", TERMS)) for order in permutations(rows)}
    assert len(judgements) == 1


def test_the_first_closing_of_a_month_counts():
    again = closing("2026-01", "2026-03-01")
    assert stated([WORK, LATE, again, CLOSED], "2026-01", TERMS)[0].overage == 0


def test_a_month_that_is_cut_by_an_amendment_is_closed_as_one():
    amended = contract("pool: {amount: 10h}\nrates: {above: 150}", 2, "2026-01-16")
    first, second = stated([WORK, LATE, CLOSED], "2026-01", TERMS, amended)
    assert (first.charged, second.charged) == (10 * H, 0)


def test_a_closing_of_a_later_month_changes_nothing():
    later = closing("2026-02", "2026-03-05")
    assert to_bytes(judged([WORK, CLOSED], "2026-01", TERMS)) == to_bytes(
        judged([WORK, CLOSED, later], "2026-01", TERMS)
    )
