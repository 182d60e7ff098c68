from itertools import pairwise

import pytest
from drawn import FRIDAY, MONDAY, SIX, late, paused, reading
from hypothesis import given
from hypothesis import strategies as st

from gwarant.pictures.bar import PieceKind, bar_of
from gwarant.pictures.sentence import sentence
from gwarant.pictures.summary import late_length, late_text
from gwarant.sla.clocks.codes import EXCLUDED
from gwarant.sla.clocks.reading import ClockState, Reading, Segment, SegmentKind, Verdict

KINDS = st.sampled_from(list(SegmentKind))
LENGTHS = st.integers(1, 40 * 86_400)


@st.composite
def any_reading(draw: st.DrawFn) -> Reading:
    segments, at = [], FRIDAY
    for kind, length in draw(st.lists(st.tuples(KINDS, LENGTHS), max_size=30)):
        segments.append(Segment(at, at + length, kind))
        at += length
    used = sum(one.seconds for one in segments if one.kind is SegmentKind.COUNTED)
    due = FRIDAY + draw(st.integers(0, 90 * 86_400))
    return reading(segments=tuple(segments), target=draw(st.integers(0, 10**6)), used=used, due_at=due, stopped_at=at)


@given(any_reading())
def test_the_pieces_cover_the_axis_in_order_and_the_marks_lie_on_it(one: Reading) -> None:
    bar = bar_of(one)
    assert bar.pieces[0].start == 0
    assert bar.pieces[-1].end == pytest.approx(1)
    assert all(a.end == b.start for a, b in pairwise(bar.pieces))
    assert all(piece.width > 0 for piece in bar.pieces)
    assert 0 <= bar.target <= 1
    assert 0 <= bar.line <= 1 + 1e-9


def test_counted_time_is_true_to_scale_and_a_weekend_does_not_dwarf_it() -> None:
    first, weekend, second, left = bar_of(reading()).pieces
    assert second.width == pytest.approx(3 * first.width)
    assert left.width == pytest.approx(2 * first.width)
    assert weekend.is_cut
    assert weekend.width < first.width


def test_a_breach_begins_at_the_tick() -> None:
    bar = bar_of(late())
    over = bar.of_kind(PieceKind.OVER)
    assert over[0].start == pytest.approx(bar.target)
    assert bar.over == 8100
    assert bar.line == pytest.approx(1)


def test_done_exactly_at_the_deadline_has_nothing_over_and_nothing_left() -> None:
    last = Segment(MONDAY, MONDAY + 3000, SegmentKind.COUNTED)
    bar = bar_of(reading(stopped_at=MONDAY + 3000, used=3600, segments=(*reading().segments[:2], last)))
    assert bar.of_kind(PieceKind.OVER, PieceKind.LEFT) == ()
    assert bar.target == bar.line == pytest.approx(1)


def test_a_clock_that_has_not_counted_yet_is_all_left() -> None:
    bar = bar_of(reading(segments=(), used=0, stopped_at=None, as_of=FRIDAY, verdict=Verdict.PENDING))
    assert [piece.kind for piece in bar.pieces] == [PieceKind.LEFT]
    assert bar.line == 0


@pytest.mark.parametrize(
    ("one", "text"),
    [
        (reading(), "Stopped after 40 min of 1 h, counted from Friday 6 March 17:50; met."),
        (late(), "Stopped after 3 h 15 min of 1 h, counted from Friday 6 March 17:50; breached by 2 h 15 min."),
        (
            paused(),
            "Paused: 20 min of 1 h used, counted from Friday 6 March 17:50; "
            "paused 2 h 20 min: waiting for the client; due Mon 9 Mar 11:10.",
        ),
        (
            late(verdict=Verdict.EXCLUDED, reason=EXCLUDED(exclusion="x1", reason="force majeure")),
            "Stopped after 3 h 15 min of 1 h, counted from Friday 6 March 17:50; excluded: force majeure.",
        ),
    ],
)
def test_the_sentence_says_what_the_bar_shows(one: Reading, text: str) -> None:
    assert sentence(one, "en") == text


def test_the_sentence_speaks_polish() -> None:
    running = reading(stopped_at=None, state=ClockState.RUNNING, verdict=Verdict.BREACHED, segments=late().segments)
    assert sentence(running, "pl").endswith("termin przekroczono dotąd o 2 godz. 15 min.")
    assert sentence(reading(), "pl") == "Zatrzymano po 40 min z 1 godz., licząc od piątku 6 marca 17:50; dotrzymano."


def test_closing_time_and_opening_are_where_the_segments_say() -> None:
    assert [(one.since, one.until) for one in bar_of(reading()).pieces[1:2]] == [(SIX, MONDAY)]


def test_what_nobody_could_check_says_nothing_of_how_it_ran() -> None:
    one = reading(verdict=Verdict.COULD_NOT_CHECK, verdict_at=None)
    assert sentence(one, "en") == "Could not be checked: no reason given."
    assert sentence(one, "pl").startswith("Nie da się ocenić: ")


def test_what_came_late_outside_service_hours_is_late_by_that_time_and_never_by_nothing() -> None:
    segments = (Segment(FRIDAY, SIX, SegmentKind.COUNTED), Segment(SIX, SIX + 3600, SegmentKind.OUTSIDE_HOURS))
    own = {"target": SIX - FRIDAY, "used": SIX - FRIDAY, "due_at": SIX, "stopped_at": SIX + 3600, "segments": segments}
    one = reading(verdict=Verdict.BREACHED, verdict_at=SIX, **own)
    assert (late_text(one, "en"), late_text(one, "pl")) == (
        "1 h outside service hours",
        "1 godz. poza godzinami pracy",
    )
    assert late_length(one, "en") == "1 h"
    assert "breached by 1 h outside service hours" in sentence(one, "en")
    assert late_text(late(), "en") == "2 h 15 min"
