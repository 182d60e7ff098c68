"""Two people at one draft clause by clause: what was typed is saved, or given back."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from as_browser import posted_by
from django.db import connection, connections
from django.test import Client
from paper import NOW, draft, signed_in, stored
from service import START

from gwarant.contracts import actions
from gwarant.database.scope import ENGINE, scoped, staff_scope
from gwarant.demo.cast import World, make_cast

FORM = "/desk/contracts/SHOP-1/1/edit"
YAML = "/desk/contracts/SHOP-1/1/yaml"
FIELDS = {
    "fee.monthly": "1301.00",
    "fee.due": "P21D",
    "hours.rates.above": "333.00",
    "term.notice": "P4M",
    "targets.critical.response": "35m",
    "targets.serious.response": "95m",
}


@pytest.fixture
def olga(world: World) -> Client:
    return signed_in(world.olga)


def form(client: Client, address: str = FORM) -> dict[str, Any]:
    return posted_by(client.get(address).content.decode())


def given_up(world: World, how: str) -> None:
    """What became of the draft while somebody had its form open."""
    with scoped(staff_scope(world.marek.pk)):
        version = stored()
        if how == "discarded":
            actions.discard(version, by=world.marek, now=NOW)
            return
        if how == "unreadable":
            actions.change_draft(version, text="kind: [", by=world.marek, now=NOW)
            return
        actions.offer(version, by=world.marek, now=NOW)
        if how == "withdrawn":
            actions.withdraw(version, by=world.marek, now=NOW)


@pytest.mark.parametrize("how", ["discarded", "offered", "withdrawn", "unreadable"])
@pytest.mark.parametrize("then", ["save", "look", "offer"])
def test_what_was_typed_is_given_back_when_there_is_no_form_any_more(
    world: World, olga: Client, how: str, then: str
) -> None:
    draft(world)
    typed = {**form(olga), "fee.monthly": "1301", "parties.client.address": "ul. Nowa 5", "fee.due": "", "then": then}
    given_up(world, how)
    before = stored().text
    answer = olga.post(FORM, typed, headers={"accept-language": "en"})
    told = dict(answer.context["fields"])
    assert (answer.status_code, stored().text) == (409, before)
    assert ("1301" in told.values(), "ul. Nowa 5" in told.values(), len(told)) == (True, True, 2)
    assert "ul. Nowa 5" in answer.content.decode()
    assert how == "withdrawn" or world.marek.name in answer.content.decode()


def test_what_was_chosen_and_what_was_emptied_are_given_back_in_words(world: World, olga: Client) -> None:
    draft(world, fee__due="P30D")
    typed = {**form(olga), "fee.due": "", "remedy_rules.settle": "contractual_penalty", "add_system": "erp"}
    given_up(world, "discarded")
    page = olga.post(FORM, typed)
    assert [text for _what, text in page.context["fields"]].count("") == 1
    assert "contractual_penalty" not in page.content.decode()
    assert "Integracja z ERP" in page.content.decode()


def test_a_form_of_which_nobody_knows_the_text_gives_all_back(world: World, olga: Client) -> None:
    draft(world)
    typed = {**form(olga), "seen": "0" * 16, "base": "a: [", "fee.monthly": "1301"}
    given_up(world, "unreadable")
    answer = olga.post(FORM, typed)
    assert (answer.status_code, ("fee.monthly", "1301") in answer.context["fields"]) == (409, True)


def test_an_untouched_form_of_a_draft_that_is_gone_gives_nothing_back(world: World, olga: Client) -> None:
    draft(world)
    typed = form(olga)
    given_up(world, "discarded")
    answer = olga.post(FORM, typed)
    assert (answer.status_code, answer.context["fields"]) == (409, [])


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """A cast that other connections see, removed by the owner's role afterwards."""
    with django_db_blocker.unblock():
        with scoped(ENGINE):
            world = make_cast(START)
        yield world
        with connections["owner"].cursor() as cursor:
            cursor.execute("TRUNCATE accounts_company, accounts_user, customers_customer CASCADE")
        connections["owner"].close()


def at_once(works: list[Callable[[], int]]) -> list[int]:
    """What each answers, all let go together."""
    gate = Barrier(len(works))

    def run(work: Callable[[], int]) -> int:
        try:
            gate.wait()
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


@pytest.mark.parametrize("address", [FORM, YAML])
def test_all_who_save_different_fields_at_once_are_kept(committed: World, address: str) -> None:
    draft(committed, **{path.replace(".", "__"): value for path, value in FIRST.items()})

    def saved(path: str) -> Callable[[], int]:
        client = signed_in(committed.olga)
        sent = form(client, address)
        if address == YAML:
            [text] = sent["text"]
            sent["text"] = [text.replace(FIRST[path], FIELDS[path])]
        else:
            sent[path] = FIELDS[path]
        return lambda: client.post(address, {**sent, "then": "save"}).status_code

    assert at_once([saved(path) for path in FIELDS]) == [302] * len(FIELDS)
    assert [path for path, value in FIELDS.items() if value not in stored().text] == []


FIRST = {
    "fee.monthly": "1201.00",
    "fee.due": "P20D",
    "hours.rates.above": "222.00",
    "term.notice": "P2M",
    "targets.critical.response": "34m",
    "targets.serious.response": "94m",
}
