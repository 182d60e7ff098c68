"""What a sweep draws: the same at each run, of each kind, other rows for each law."""

from hypothesis import given
from hypothesis import strategies as st
from sweeps import IS_WHOLE, drawn

ROWS = range(1000)


@given(st.lists(st.integers(), unique=True), st.text(max_size=3))
def test_rows_keep_their_order_and_one_of_each_kind_is_there(rows: list[int], law: str):
    found = drawn(rows, law, kind=lambda one: one % 7)
    assert found == [one for one in rows if one in found]
    assert {one % 7 for one in found} == {one % 7 for one in rows}


def test_two_laws_draw_a_tenth_each_and_not_the_same():
    one, other = set(drawn(ROWS, "one")), set(drawn(ROWS, "other"))
    if IS_WHOLE:
        assert one == other == {*ROWS}
    else:
        assert 70 < len(one) < 130
        assert len(one & other) < 30
        assert {*drawn(range(500), "one")} <= one | {*drawn(range(500), "one", kind=lambda _: "")}


def test_a_row_more_changes_nothing_for_the_others():
    assert {*drawn(range(999), "one")} - {*drawn(ROWS, "one")} == set()
