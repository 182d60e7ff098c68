import pytest
from hours_world import at, make_civil
from hypothesis import given
from hypothesis import strategies as st

from gwarant.sla.hours import Condition, parse_condition
from gwarant.sla.hours.condition import holds
from gwarant.sla.spans import intersect, measure, union


@pytest.mark.parametrize(
    ("text", "cases"),
    [
        ("outside biuro", [{"outside biuro"}]),
        ("Sun", [{"Sun"}]),
        ("Sat or Sun", [{"Sat"}, {"Sun"}]),
        ("holiday", [{"holiday"}]),
        ("Sun or holiday", [{"Sun"}, {"holiday"}]),
        ("outside biuro or emergency", [{"outside biuro"}, {"emergency"}]),
        ("emergency  and outside  biuro", [{"emergency", "outside biuro"}]),
        ("emergency and Sun or holiday", [{"emergency", "Sun"}, {"holiday"}]),
    ],
)
def test_a_condition_is_a_few_words(text, cases):
    assert parse_condition(text) == Condition(tuple(map(frozenset, cases)))


def test_a_condition_tells_what_it_asks_for():
    told = parse_condition("emergency and outside biuro or holiday and outside nocny")
    assert (told.outside, told.holiday, parse_condition("emergency").holiday) == (("biuro", "nocny"), True, False)


def test_no_day_is_two_days_at_once():
    with pytest.raises(ValueError, match="write Sat or Sun"):
        parse_condition("Sat and Sun")


@pytest.mark.parametrize(
    "text", ["", "Sunday", "weekend", "outside", "Sun and", "outside a b", "Sun or", "Sun or Sun or x"]
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


WORDS = st.sampled_from(["outside biuro", "Thu", "Fri", "holiday", "emergency"])
SPAN = (at("2026-04-02 06:00"), at("2026-04-07 20:00"))


@given(WORDS, WORDS, st.booleans())
def test_and_holds_where_both_do_and_or_where_one_does(one, other, emergency):
    civil = make_civil()
    left, right = (holds(parse_condition(word), SPAN, emergency, civil) for word in (one, other))
    assert holds(parse_condition(f"{one} or {other}"), SPAN, emergency, civil) == union((*left, *right))
    if {one, other} != {"Thu", "Fri"}:
        assert holds(parse_condition(f"{one} and {other}"), SPAN, emergency, civil) == intersect(left, right)


@given(WORDS, WORDS)
def test_what_is_narrower_implies_what_is_wider(one, other):
    if {one, other} != {"Thu", "Fri"}:
        both, either = parse_condition(f"{one} and {other}"), parse_condition(f"{one} or {other}")
        assert both.implies(parse_condition(one))
        assert parse_condition(one).implies(either)
        assert one == other or not either.implies(both)


def test_an_emergency_holds_for_the_whole_entry():
    span = (at("2026-03-05 00:00"), at("2026-03-05 01:00"))
    assert holds(parse_condition("emergency"), span, True, make_civil()) == (span,)
