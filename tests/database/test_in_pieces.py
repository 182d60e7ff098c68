"""What is found is read whole, in its order, whether it is little or much; many questions are counted in one."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test.utils import CaptureQueriesContext

from gwarant.database.rows import counts, in_pieces

pytestmark = pytest.mark.usefixtures("engine")
RAN = MigrationRecorder.Migration.objects


@pytest.mark.parametrize("size", [1, 7, 100, 10_000])
def test_everything_comes_in_its_order_whatever_the_size_of_a_piece(size: int) -> None:
    found = RAN.order_by("name", "app")
    assert found.count() > 100
    assert list(in_pieces(found, size)) == list(found)
    names = found.values_list("name", "app")
    assert list(in_pieces(names, size)) == list(names)


def test_as_much_as_fits_one_piece_is_asked_for_in_one_statement() -> None:
    found = RAN.order_by("pk")
    number = found.count()
    with CaptureQueriesContext(connection) as asked:
        assert len(list(in_pieces(found, number))) == number
    assert len(asked) == 1


def test_nothing_is_nothing() -> None:
    assert list(in_pieces(RAN.filter(app="").order_by("pk"), 10)) == []


def test_many_questions_are_counted_in_one_statement_also_those_to_which_nothing_can_be_an_answer() -> None:
    asked = [RAN.order_by("name"), RAN.filter(app="tickets"), RAN.filter(app__in=[]), RAN.none(), RAN.filter(app="%s")]
    each = [one.count() for one in asked]
    with CaptureQueriesContext(connection) as statements:
        assert counts(*asked) == each
    assert len(statements) == 1
    assert each[0] > each[1] > 0 == each[2] == each[3] == each[4]
