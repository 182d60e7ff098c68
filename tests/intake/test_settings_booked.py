"""How mail comes in is held against the house's book as it stands, and not only what was done to it."""

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from letters_in import NOW, faults_of_book

from gwarant.customers.models import IntakeAddress
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.intake.addresses.actions import (
    change_place,
    end_place,
    mark_of,
    open_address,
    register_domain,
    register_machine,
    resume_place,
)
from gwarant.intake.mailboxes.actions import (
    MailboxFacts,
    add_mailbox,
    change_mailbox,
    pause_mailbox,
    put_mailbox,
    remove_mailbox,
)
from gwarant.intake.models import MachineSender, Mailbox, MailDomain
from gwarant.ledger.book import told, write_down
from gwarant.ledger.models import BOOKED, HouseRow
from gwarant.oauth.stored import Password
from gwarant.reports.originals import BOOK

FACTS = MailboxFacts(address="help@house.example", host="mail.house.example", user="help")
SECRET = Password(password="secret")
ELSE = "something else than was written down"
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def settings_of_mail(world: World, engine: None) -> World:
    """Each kind of setting, opened by its action."""
    shop = world.customers["SHOP"]
    open_address("shop@house.example", customer=shop, by=world.olga, now=NOW)
    register_domain("shop.example", shop, by=world.olga, now=NOW)
    register_machine("backup@shop.example", shop, by=world.olga, now=NOW)
    add_mailbox("Help", FACTS, SECRET, by=world.olga, now=NOW)
    add_mailbox("Old", FACTS, SECRET, by=world.olga, now=NOW)
    return world


def test_whatever_is_done_to_a_setting_stands_in_the_book(settings_of_mail: World) -> None:
    world, box = settings_of_mail, Mailbox.objects.get(name="Help")
    for model in (IntakeAddress, MailDomain, MachineSender):
        own = model.objects.get()
        own = change_place(own, {"customer": world.customers["UNI"]}, seen=mark_of(own), by=world.olga, now=LATER)
        own = end_place(own, why="x", seen=mark_of(own), by=world.olga, now=LATER)
        resume_place(own, seen=mark_of(own), by=world.olga, now=LATER)
    change_mailbox(box, {"folder": "Desk"}, None, seen=box.mark, by=world.olga, now=LATER)
    pause_mailbox("Help", is_active=False, by=world.olga, now=LATER)
    put_mailbox("Help", FACTS, SECRET, by=world.olga, now=LATER)
    remove_mailbox("Old", by=world.olga, now=LATER)
    assert faults_of_book() == ()


def test_what_was_changed_past_the_actions_is_named_with_what_it_was(settings_of_mail: World) -> None:
    world = settings_of_mail
    IntakeAddress.objects.update(customer=world.customers["UNI"])
    MailDomain.objects.update(domain="evil.example")
    MachineSender.objects.update(is_active=False)
    Mailbox.objects.filter(name="Help").update(host="evil.example")
    Mailbox.objects.filter(name="Old").delete()
    MailDomain.objects.create(domain="new.example", customer=world.customers["SHOP"], created_at=NOW)
    found = "\n".join(faults_of_book())
    assert f"the address shop@house.example says {ELSE}: customer is 'UNI' and was 'SHOP'" in found
    assert "the domain evil.example has other words than were written down" in found
    assert f"the program backup@shop.example says {ELSE}: active is False and was True" in found
    assert "the mailbox Help has other words" in found
    assert "mail_box" in found
    assert "and it is gone" in found
    assert "the domain new.example stands in its table, and nothing was written down of it" in found
    assert len(found.splitlines()) == 6


def test_what_is_older_than_the_book_is_written_down_by_the_upgrade(world: World, engine: None) -> None:
    IntakeAddress.objects.create(address="help@house.example", created_at=NOW)
    MailDomain.objects.create(domain="shop.example", customer=world.customers["SHOP"], created_at=NOW)
    assert len(faults_of_book()) == 2
    upgrade = import_module("gwarant.intake.migrations.0011_settings")
    upgrade.write_down(apps, SimpleNamespace(connection=connection))
    assert faults_of_book() == ()
    assert HouseRow.objects.filter(line__contains='"source": "gwarant-upgrade"').count() == 2


def test_the_database_takes_no_line_of_an_unknown_kind(engine: None) -> None:
    assert BOOK.keys() == set(BOOKED)
    with pytest.raises(IntegrityError, match="house_row_of_a_known_kind"), transaction.atomic(), scoped(ENGINE):
        write_down("rumour", [(1, told({"at": NOW}))], now=NOW)
