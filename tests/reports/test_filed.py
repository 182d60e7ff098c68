"""Whatever hangs on a customer's row and says itself whose it is, is held against that row."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import ForeignKey, Model
from django.test.utils import CaptureQueriesContext
from service import START

from gwarant.customers.models import Customer
from gwarant.demo.cast import World
from gwarant.reports.filed import HANGS_ON, misfiled
from gwarant.tickets import actions
from gwarant.tickets.models import Message, Ticket

ELSEWHERE = {Message, Ticket}  # a message by its event; a ticket's system, contract and people by its events


@pytest.fixture
def ticket(world: World, engine: None) -> Ticket:
    told = {"title": "It stands", "text": "All of it.", "class_id": "serious"}
    return actions.report(world.customers["SHOP"], by=world.cora, now=START, **told)


def customers_of(model: type[Model]) -> bool:
    """Whether each row says whose it is."""
    return any(one.name == "customer" and one.related_model is Customer and not one.null for one in keys(model))


def keys(model: type[Model]) -> list[ForeignKey[Model, Model]]:
    return [one for one in model._meta.concrete_fields if isinstance(one, ForeignKey)]


def test_no_table_that_hangs_on_anothers_row_is_left_out() -> None:
    own = {model for model in apps.get_models() if customers_of(model)}
    hangs = {model for model in own if any(one.related_model in own for one in keys(model))}
    assert hangs - ELSEWHERE == {model for model, _ in HANGS_ON}


def test_what_they_hang_on_is_a_customers() -> None:
    for model, on in HANGS_ON:
        assert customers_of(model._meta.get_field(on).related_model)


@pytest.mark.usefixtures("engine")
def test_one_statement_asks_every_table_and_finds_nothing_where_nothing_is_astray(ticket: Ticket) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert list(misfiled(ticket.customer_id)) == []
    (one,) = asked.captured_queries
    assert [f'FROM "{model._meta.db_table}" AS t' in one["sql"] for model, _ in HANGS_ON] == [True] * len(HANGS_ON)
