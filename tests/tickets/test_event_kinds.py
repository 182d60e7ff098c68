"""The kinds of events stand in the code: the table takes any of them, and only what is known gets so far."""

from types import SimpleNamespace

import pytest

from gwarant.notify.models import Notice
from gwarant.notify.news import About
from gwarant.sla.evidence.model import Kind, Role
from gwarant.tickets.lifecycle import MOVES, Status, check_move
from gwarant.tickets.models import TicketEvent


def column(model: type[TicketEvent] | type[Notice], name: str) -> SimpleNamespace:
    field = model._meta.get_field(name)
    return SimpleNamespace(choices=field.choices, most=field.max_length)


@pytest.mark.parametrize(
    ("model", "name", "words"),
    [(TicketEvent, "kind", [one.value for one in Kind]), (Notice, "about", [one.value for one in About])],
)
def test_one_more_costs_no_migration_and_each_fits(
    model: type[TicketEvent] | type[Notice], name: str, words: list[str]
) -> None:
    assert column(model, name).choices is None
    assert max(map(len, words)) <= column(model, name).most


@pytest.mark.parametrize("kind", MOVES)
def test_the_table_of_moves_holds_kinds_of_evidence_only(kind: Kind) -> None:
    assert Kind(kind.value) is kind


@pytest.mark.parametrize("kind", ["unheard_of", "", "Reported"])
def test_an_event_of_no_kind_cannot_happen(kind: str) -> None:
    with pytest.raises(KeyError):
        check_move(kind, Status.NEW, Role.PROVIDER)  # type: ignore[arg-type]
