"""The picture of how long looks took: the worst state of each part, the slowest that was answered."""

from gwarant.pictures.frame import Frame
from gwarant.pictures.latency import COLUMNS, Column, columns_of, latency_svg


def test_a_part_is_as_its_worst_look_and_as_slow_as_its_slowest_answer() -> None:
    parts = [(0, "up", 9_000), (3, "up", 5_000), (3, "down", 800_000), (3, "degraded", 7_000), (7, "unknown", 0)]
    assert columns_of(parts) == [
        Column(0, "up", 9_000),
        Column(3 / COLUMNS, "down", 7_000),
        Column(7 / COLUMNS, "unknown", 0),
    ]


def test_the_picture_says_in_words_what_it_shows_and_unknown_is_an_empty_frame() -> None:
    drawn = str(latency_svg(columns_of([(0, "up", 9_000), (1, "unknown", 0)]), [(0.5, "12:00")], "T", "D", Frame("x")))
    assert "<desc" in drawn
    assert ">9 ms<" in drawn
    assert drawn.count("gw-hollow") >= 1


def test_where_nothing_was_answered_there_is_no_length_to_tell() -> None:
    drawn = str(latency_svg(columns_of([(0, "down", 5_000)]), [], "T", "D", Frame("x")))
    assert " ms<" not in drawn
