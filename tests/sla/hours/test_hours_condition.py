import pytest
from hours_world import at, make_civil

from gwarant.sla.hours import Condition, parse_condition
from gwarant.sla.hours.condition import holds
from gwarant.sla.spans import measure


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("outside biuro", Condition(outside=("biuro",))),
        ("Sun", Condition(days=("Sun",))),
        ("Sat or Sun", Condition(days=("Sat", "Sun"))),
        ("holiday", Condition(holiday=True)),
        ("Sun or holiday", Condition(days=("Sun",), holiday=True)),
        ("emergency", Condition(emergency=True)),
        ("outside biuro or emergency", Condition(outside=("biuro",), emergency=True)),
    ],
)
def test_a_condition_is_a_few_words(text, condition):
    assert parse_condition(text) == condition


@pytest.mark.parametrize(
    "text", ["", "Sunday", "weekend", "outside", "Sun and holiday", "outside a b", "Sun or", "Sun or Sun or x"]
)
def test_another_word_is_refused_with_the_notation(text):
    with pytest.raises(ValueError, match=r"write \"outside <calendar>\""):
        parse_condition(text)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("outside biuro", 14 * 60), ("Thu", 24 * 60), ("Fri", 0), ("holiday", 0), ("emergency", 0)],
)
def test_a_condition_holds_in_a_part_of_a_thursday(text, minutes):
    span = (at("2026-03-05 00:00"), at("2026-03-06 00:00"))
    assert measure(holds(parse_condition(text), span, False, make_civil())) == minutes * 60


def test_an_emergency_holds_for_the_whole_entry():
    span = (at("2026-03-05 00:00"), at("2026-03-05 01:00"))
    assert holds(parse_condition("emergency"), span, True, make_civil()) == (span,)
