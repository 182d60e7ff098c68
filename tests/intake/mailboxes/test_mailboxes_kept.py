"""Mailboxes are named by people who lead; their credentials are sealed, and what is wrong is told by its name."""

from dataclasses import replace

import pytest
from boxes_in import NOW, SHOP, BoxAt, arrive, message, read, state, stored
from django.db import Error, transaction
from imap_here import Here

from gwarant.cli.boxes import add, listed, pause, remove
from gwarant.database.scope import ENGINE, NOBODY, Scope, customer_scope, scoped, staff_scope
from gwarant.database.seal import SealBroken, open_
from gwarant.demo.cast import World
from gwarant.intake.addresses.actions import open_address
from gwarant.intake.mailboxes.actions import MailboxFacts, WrongMailbox, put_mailbox
from gwarant.intake.mailboxes.failure import ReadingFailed
from gwarant.intake.mailboxes.models import Mailbox
from gwarant.oauth import Password, unpacked
from gwarant.sla.problem import InputError

FACTS = MailboxFacts(address="Shop@House.example", host="mail.house.example", user=SHOP)
HUSH = Password(password="hush")
PLACE = {"address": SHOP, "host": "127.0.0.1", "user": SHOP}
NOTHING = dict.fromkeys(
    ("password", "microsoft", "google", "refresh", "client", "certificate", "key", "token_url", "client_secret"), ""
)


def put(world: World, facts: MailboxFacts = FACTS) -> Mailbox:
    with scoped(ENGINE):
        return put_mailbox("shop", facts, HUSH, now=NOW)


def test_a_credential_is_sealed_for_its_own_mailbox(world: World) -> None:
    one = put(world)
    with scoped(ENGINE):
        other = put_mailbox("other", FACTS, HUSH, now=NOW)
    assert b"hush" not in bytes(one.sealed)
    assert unpacked(open_(one.purpose, one.sealed)) == HUSH
    with pytest.raises(SealBroken):
        open_(other.purpose, one.sealed)


def test_an_address_is_kept_in_small_letters_and_a_port_is_the_usual_one(world: World) -> None:
    found = put(world)
    assert (found.address, found.port) == (SHOP, 993)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("address", "shop"),
        ("address", "a@b\n.example"),
        ("host", ""),
        ("user", "a\x01b"),
        ("port", 70_000),
        ("security", "ssl"),
        ("security", "none"),
        ("afterwards", "burnt"),
        ("moved_to", "INBOX"),
        ("folder", "x" * 201),
    ],
)
def test_what_is_wrong_is_told_by_its_name(world: World, field: str, value: str | int) -> None:
    with pytest.raises(WrongMailbox) as caught:
        put(world, replace(FACTS, **{field: value}))  # type: ignore[arg-type]
    assert caught.value.field == field


def test_a_mailbox_that_is_elsewhere_begins_anew_and_one_that_is_not_goes_on(
    world: World, here: Here, box_at: BoxAt
) -> None:
    box = box_at(here)
    read(box)
    arrive(here, SHOP, "one")
    box = box_at(here, afterwards="kept")
    read(box)
    assert stored() == [message("one")]
    assert state(box).last_uid == 1
    put(world)
    found = state(box)
    assert (found.last_uid, found.uidvalidity, found.connected_at) == (0, None, found.changed_at)


def of(world: World) -> dict[str, Scope]:
    shop = world.customers["SHOP"]
    return {
        "nobody": NOBODY,
        "customer": customer_scope(world.cora.pk, [shop.pk]),
        "ben": staff_scope(world.ben.pk),
        "olga": staff_scope(world.people["olga"].pk),
    }


@pytest.mark.parametrize(("who", "seen"), [("nobody", 0), ("customer", 0), ("ben", 1), ("olga", 1)])
def test_mailboxes_are_seen_inside_only(world: World, who: str, seen: int) -> None:
    put(world)
    with scoped(of(world)[who]):
        assert Mailbox.objects.count() == seen


@pytest.mark.parametrize(("who", "changed"), [("nobody", 0), ("customer", 0), ("ben", 0), ("olga", 1)])
def test_mailboxes_are_changed_and_removed_by_who_leads(world: World, who: str, changed: int) -> None:
    put(world)
    with scoped(of(world)[who]):
        assert Mailbox.objects.update(host="evil.example") == changed
        assert Mailbox.objects.all().delete()[0] == changed


def test_nobody_else_adds_one(world: World) -> None:
    box = put(world)
    box.pk, box.name = None, "evil"
    with scoped(of(world)["ben"]), pytest.raises(Error), transaction.atomic():
        box.save(force_insert=True)


def test_the_command_keeps_one_signs_in_and_lists_it_without_its_secret(
    world: World, here: Here, box_at: BoxAt
) -> None:
    ca = box_at(here).ca
    told: list[str] = []
    place = PLACE | {"port": here.port, "ca": ca}
    assert not add("shop", place, NOTHING | {"password": "open-sesame"}, told.append, is_checked=True)
    assert "is signed in" in told[-1]
    assert [one for one in told if "nobody's yet" in one]
    with scoped(ENGINE):
        open_address(SHOP, customer=world.customers["SHOP"], now=NOW)
    told.clear()
    assert not add("shop", place, NOTHING | {"password": "open-sesame"}, told.append, is_checked=False)
    assert not [one for one in told if "nobody's yet" in one]
    (found,) = listed()
    assert (found["state"], found["address"], found["failure"]) == ("read", SHOP, "")
    assert "sesame" not in str(found)


def test_the_command_says_why_nobody_is_let_in(world: World, here: Here, box_at: BoxAt) -> None:
    place = PLACE | {"port": here.port, "ca": box_at(here).ca}
    told: list[str] = []
    assert add("shop", place, NOTHING | {"password": "wrong"}, told.append, is_checked=True)
    assert told[1].startswith(f"{SHOP} is nobody's yet: add it at the desk")
    assert told[2].startswith("login_refused: The mail server does not let us in.")
    assert listed()[0]["state"] == "trying again"


@pytest.mark.parametrize(
    "shown",
    [
        {},
        {"password": "a", "refresh": "b"},
        {"microsoft": "tenant"},
        {"refresh": "token"},
        {"google": "no json"},
    ],
)
def test_a_credential_that_is_none_is_refused(world: World, shown: dict[str, str]) -> None:
    with pytest.raises(InputError):
        add("shop", PLACE, NOTHING | shown, print, is_checked=False)


def test_a_mailbox_is_paused_goes_on_and_is_removed(world: World) -> None:
    put(world)
    pause("shop", is_active=False)
    assert listed()[0]["state"] == "paused"
    pause("shop", is_active=True)
    assert listed()[0]["state"] == "read"
    remove("shop")
    assert listed() == []
    with pytest.raises(InputError):
        remove("shop")


def test_under_another_secret_key_it_is_told_and_nothing_is_taken_for_empty(
    world: World, here: Here, box_at: BoxAt, settings: pytest.FixtureRequest
) -> None:
    box = box_at(here)
    settings.SECRET_KEY = "another"  # type: ignore[attr-defined]
    with pytest.raises(ReadingFailed, match="another_key"):
        read(box)


def test_what_was_sealed_under_a_former_key_is_sealed_anew(
    world: World, here: Here, box_at: BoxAt, settings: pytest.FixtureRequest
) -> None:
    box = box_at(here)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]  # type: ignore[attr-defined]
    settings.SECRET_KEY = "another"  # type: ignore[attr-defined]
    read(box)
    settings.SECRET_KEY_FALLBACKS = []  # type: ignore[attr-defined]
    read(box)
    assert state(box).failure == ""
