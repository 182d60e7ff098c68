"""Names are one line that somebody sees, whoever types them and wherever."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from service import START

from gwarant.accounts.actions import come_back, create_user, leave, present
from gwarant.cli.founding import fault_of, fault_of_company, found_company
from gwarant.contracts.actions import start_contract
from gwarant.customers.actions import (
    add_service,
    change_customer,
    change_service,
    create_customer,
    find_invitation,
    invite,
    who_writes,
)
from gwarant.demo.cast import World
from gwarant.texts import NAME, BadName, cleaned, in_sentence, is_seen, line_of, name_if_any, name_of

ODD = "A\u202eB\u200bC\r\nBcc: x\u2028y\x07\x00\ud800"
CLEAN = "ABC Bcc: x y"
UNSEEN = ("", " ", "\u200b", "\u3164", "\u202e\u202c", "\u0301", "\n")


@given(st.text(st.characters(codec=None)), st.integers(1, 30))
def test_a_name_is_one_line_that_somebody_sees_or_is_refused(text: str, most: int):
    if not 0 < len(line_of(text)) <= most:
        with pytest.raises(BadName):
            name_of(text, most)
        return
    name = name_of(text, most)
    assert is_seen(name)
    assert len(name) <= most
    assert name.splitlines() == [name]
    assert (cleaned(name), name.strip(), name_of(name, most)) == (name, name, name)


@pytest.mark.parametrize("unseen", UNSEEN)
def test_a_name_that_may_be_left_out_is_empty_where_nobody_sees_it(unseen: str):
    assert name_if_any(unseen, 9) == ""


def ways(world: World) -> dict[str, Any]:
    """Every action that keeps a name: what it keeps of it."""
    shop, system = world.customers["SHOP"], world.services["SHOP", "shop"]
    told = {"phone": "", "language": "pl", "wants_heads": False}

    def back(name: str) -> str:
        left = leave(world.ada, now=START)
        return come_back(left, name=name, language="pl", password="four words nobody said", now=START).name

    def described(name: str) -> str:
        return change_service(system, name="x", environment=name, address="", card="").environment

    return {
        "an account": lambda name: create_user(email="n@x.example", name=name, now=START).name,
        "who comes back": back,
        "a profile": lambda name: present(world.ben, name=name, **told).name,
        "a customer": lambda name: create_customer(key="NEW", name=name, now=START).name,
        "another name of a customer": lambda name: change_customer(shop, name=name, nip="", language="pl").name,
        "a system": lambda name: add_service(shop, key="new", name=name).name,
        "another name of a system": lambda name: (
            change_service(system, name=name, environment="production", address="", card="").name
        ),
        "an environment": described,
        "a contract": lambda name: (
            start_contract(
                shop, number="S-9", package="package/basic@2026.1", text="", by=world.olga, title=name or " ", now=START
            ).contract.title
        ),
    }


WAYS = (
    "an account",
    "who comes back",
    "a profile",
    "a customer",
    "another name of a customer",
    "a system",
    "another name of a system",
    "an environment",
    "a contract",
)


@pytest.mark.parametrize("way", WAYS)
def test_an_action_keeps_a_name_as_one_clean_line(world: World, engine: None, way: str):
    assert ways(world)[way](ODD) == CLEAN


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("unseen", UNSEEN[1:4])
def test_an_action_refuses_a_name_that_nobody_sees(world: World, engine: None, way: str, unseen: str):
    with pytest.raises(BadName):
        ways(world)[way](unseen)


def test_the_name_in_an_invitation_is_clean_or_left_out(world: World, engine: None):
    told = {"by": world.cora, "customer": world.customers["SHOP"], "role": "reader", "now": START}
    for address, name, kept in (("a@x.example", ODD, CLEAN), ("b@x.example", "\u200b", "")):
        token = invite(email=address, name=name, send=lambda *_: None, **told)
        assert find_invitation(token).name == kept


def test_the_name_of_somebody_who_writes_is_clean(world: World, engine: None):
    found = who_writes(world.customers["SHOP"], email="w@x.example", name=ODD, now=START)
    assert found.name == CLEAN


def test_a_system_card_keeps_its_lines_and_nothing_that_turns_them(world: World, engine: None):
    system = world.services["SHOP", "shop"]
    told = change_service(system, name="x", environment="test", address="", card="a\r\n\u202eb\x00\n")
    assert told.card == "a\nb"


def test_the_first_names_of_an_instance_are_looked_at(db: None):
    assert fault_of("a@x.example", "\u200b", "") == ("--name", "nobody sees this name; write one with letters")
    assert fault_of("a@x.example", "x" * (NAME + 1), "") == ("--name", "this name has 121 letters; 120 are kept")
    assert fault_of_company(" ") == ("--company", "nobody sees this name; write one with letters")
    assert fault_of_company(ODD) is None
    assert found_company(name=ODD, language="pl", now=START).name == CLEAN


def test_a_name_that_ends_with_a_full_stop_ends_its_sentence_with_one():
    facts = {"who": "Cora", "of": "Acme S.A.", "n": 2}
    told = "%(who)s left %(of)s. %(n)d stay with %(of)s."
    assert in_sentence(told, facts) == "Cora left Acme S.A. 2 stay with Acme S.A."
    assert in_sentence("%(of)s, %(who)s.", facts) == "Acme S.A., Cora."
