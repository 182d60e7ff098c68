import pytest

from gwarant.hours.length import minutes_of


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("1:30", 90),
        ("0:05", 5),
        ("90", 90),
        ("45 min", 45),
        ("1,5 h", 90),
        ("1.5h", 90),
        ("2h", 120),
        ("1 h 30 min", 90),
        ("2 godz.", 120),
        ("1 godz. 15 min", 75),
        (" 30 ", 30),
    ],
)
def test_a_length_is_read_as_people_type_it(typed: str, minutes: int) -> None:
    assert minutes_of(typed) == minutes


@pytest.mark.parametrize("typed", ["", "1:75", "1,5", "abc", "-5", "1:3", "h", "99999", "1:30:00"])
def test_what_cannot_be_read_is_no_length(typed: str) -> None:
    assert minutes_of(typed) is None
