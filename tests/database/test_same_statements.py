"""What our compiler leaves out changes no statement: of each model and shape it is Django's, letter for letter."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper
from django.db.models import Count, Exists, F, Model, OuterRef, Q, QuerySet, Window
from django.db.models.functions import Lower, RowNumber
from django.db.models.sql.compiler import SQLCompiler

from gwarant.customers.models import Customer, Service
from gwarant.database.backend import compiler
from gwarant.tickets.models import Ticket, TicketEvent

MODELS = apps.get_models(include_auto_created=True)


@pytest.fixture(scope="module")
def djangos() -> DatabaseWrapper:
    """Django's own backend; nothing is sent."""
    return DatabaseWrapper(connections["default"].settings_dict, "default")


def statement(rows: QuerySet[Any], connection: Any) -> tuple[Any, SQLCompiler]:
    made = rows.query.chain().get_compiler(connection=connection)
    return made.as_sql(), made


def read_as(told: Any) -> Any:
    """Of each model, its own and what is read along: the places of its columns."""
    return told and (
        told["model"],
        told["select_fields"],
        [read_as(one) for one in told.get("related_klass_infos", ())],
    )


def same(rows: QuerySet[Any], djangos: DatabaseWrapper) -> None:
    told, ours = statement(rows, connections["default"])
    assert type(ours) is compiler.SQLCompiler
    expected, theirs = statement(rows, djangos)
    assert type(theirs).__module__.startswith("django.")
    assert told == expected
    assert statement(rows, connections["default"])[0] == told  # as it is kept
    assert [alias for *_, alias in ours.select] == [alias for *_, alias in theirs.select]
    assert read_as(ours.klass_info) == read_as(theirs.klass_info)
    assert ours.annotation_col_map == theirs.annotation_col_map


@pytest.mark.parametrize("model", MODELS, ids=[model._meta.label for model in MODELS])
def test_of_each_model(model: type[Model], djangos: DatabaseWrapper) -> None:
    rows = model._base_manager.all()
    keys = [one.name for one in model._meta.concrete_fields if one.is_relation]
    same(rows, djangos)
    same(rows.order_by("-pk"), djangos)
    same(rows.order_by(F("pk").desc(nulls_last=True)).distinct(), djangos)
    same(rows.select_related(*keys).order_by(*keys, "pk"), djangos)
    same(rows.only("pk").filter(pk__in=rows.values("pk")), djangos)


SHAPES: dict[str, Callable[[], QuerySet[Any]]] = {
    "two_ways_to_one_table": lambda: Ticket.objects.select_related("version__contract__customer", "service__customer"),
    "by_another_table": lambda: Ticket.objects.filter(service__customer__key="SHOP").order_by("customer__key", "-pk"),
    "joined_twice": lambda: Customer.objects.filter(services__key="a").filter(services__key="b").order_by("key"),
    "outer": lambda: Ticket.objects.filter(Q(assignee__email="a") | Q(assignee=None)).order_by("assignee__email"),
    "values": lambda: Service.objects.values("key", "customer__key").order_by("customer__key", "key"),
    "values_by_what_is_not_asked_for": lambda: Service.objects.values_list("key").order_by("-customer__key"),
    "renamed": lambda: Service.objects.values(name_of=F("customer__key")).order_by("name_of", "pk"),
    "counted": lambda: Customer.objects.annotate(many=Count("services")).order_by("-many", "key"),
    "grouped": lambda: Service.objects.values("customer").annotate(many=Count("*")).order_by("customer"),
    "by_a_function": lambda: Service.objects.order_by(Lower("key").desc(), F("pk")),
    "exists": lambda: Customer.objects.filter(Exists(Service.objects.filter(customer=OuterRef("pk")))).order_by("key"),
    "same_table_within": lambda: TicketEvent.objects.filter(
        ~Exists(TicketEvent.objects.filter(ticket=OuterRef("ticket"), pk__gt=OuterRef("pk")).order_by("pk"))
    ),
    "both": lambda: Service.objects.filter(pk=1).union(Service.objects.filter(pk=2)).order_by("-key"),
    "first_of_each": lambda: TicketEvent.objects.order_by("ticket", "-pk").distinct("ticket"),
    "window": lambda: (
        TicketEvent.objects.annotate(row=Window(RowNumber(), "ticket", "pk")).filter(row=1).order_by("row")
    ),
    "deferred": lambda: Ticket.objects.select_related("service").only("pk", "service__key").order_by("pk"),
    "a_page": lambda: Ticket.objects.order_by("pk").reverse()[3:5],
}


@pytest.mark.parametrize("shape", SHAPES)
def test_of_each_shape(shape: str, djangos: DatabaseWrapper) -> None:
    same(SHAPES[shape](), djangos)
