"""Who is told: somebody with an account, or an address alone; each once, and never both in one notice."""

from dataclasses import replace

import pytest
from django.conf import settings
from django.db import IntegrityError, ProgrammingError, transaction
from letters import NOW, clocked, plain
from letters_out import mails, news

from gwarant.notify.actions import mail, tell, tell_all
from gwarant.notify.delivery import run_once
from gwarant.notify.models import Delivery, Notice
from gwarant.notify.recipients import Correspondent

pytestmark = pytest.mark.usefixtures("engine")
CLIENT = Correspondent("Jan.Client@shop.example", "pl")


def told(world, *people, write=clocked, key="SHOP-42:1", **facts):
    return tell(people, replace(news(write), **facts), key=key, customer=world.customers["SHOP"], now=NOW)


def test_an_address_alone_is_told_by_mail_in_its_language_and_by_nothing_else(world):
    assert told(world, CLIENT, write=plain) == 1

    only = Delivery.objects.get()
    assert (only.medium, only.address, only.language, only.subject) == (
        "mail",
        "Jan.Client@shop.example",
        "pl",
        "[SHOP-42] Odpowiedź",
    )
    assert (only.notice.user, only.notice.address, only.notice.language) == (None, "Jan.Client@shop.example", "pl")


def test_a_notice_to_an_address_keeps_its_facts_and_its_words_once_it_is_sent(world, office, monkeypatch):
    monkeypatch.setattr(settings, "ENV", replace(settings.ENV, email_url=office.url))
    told(world, CLIENT)
    before = mails().get().payload

    assert run_once(NOW) == 1
    assert mails().get().payload == before
    assert Notice.objects.get().facts["subject"].startswith("[SHOP-42] New")
    assert office.taken[0]["To"] == "Jan.Client@shop.example"


def test_its_mail_leads_to_no_page_that_is_closed_to_it(world):
    told(world, CLIENT)
    sent = mails().get()

    assert "/desk/" not in sent.text + sent.payload["html"]
    assert "/inbox" not in sent.text + sent.payload["html"]
    assert "w imieniu Acme Shop" in sent.text
    assert "nikt nie czyta" in sent.text
    assert "Gwaranc" not in sent.text


def test_an_address_is_told_once_however_it_is_written(world):
    again = replace(CLIENT, address="jan.client@SHOP.example")

    assert told(world, CLIENT, again) == 1
    assert told(world, again) == 0
    assert told(world, again, key="SHOP-42:2") == 1


def test_an_address_of_somebody_with_an_account_is_not_told_beside_it(world):
    assert told(world, world.cora, Correspondent(world.cora.email.upper(), "en")) == 1
    assert Notice.objects.get().user == world.cora


def test_an_address_of_somebody_who_has_left_is_an_address(world):
    world.cora.is_active = False

    assert told(world, world.cora, Correspondent(world.cora.email, "en")) == 1
    assert Notice.objects.get().address == world.cora.email


def test_people_and_addresses_are_told_of_one_event_each_their_own_news(world):
    circles = [([world.ben], news(clocked)), ([CLIENT], news(plain))]

    assert tell_all(circles, key="SHOP-42:1", customer=None, now=NOW, is_first=True) == 2
    assert dict(mails().values_list("address", "payload__subject")) == {
        "ben@house.example": "[SHOP-42] New: the till prints every receipt twice",
        CLIENT.address: "[SHOP-42] Odpowiedź",
    }


def test_what_waits_in_inboxes_goes_to_no_address(world):
    assert told(world, world.ben, CLIENT, quiet=True) == 1
    assert Notice.objects.get().user == world.ben


def test_an_invitation_names_its_address_and_is_personal():
    mail("new@shop.example", "pl", news(clocked), key="invitation:1", customer=None, now=NOW)
    found = Notice.objects.get()

    assert (found.address, found.language, found.is_personal) == ("new@shop.example", "pl", True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"user": None, "address": "", "language": ""},
        {"user": None, "address": CLIENT.address, "language": ""},
        {"address": CLIENT.address, "language": "pl"},
        {"language": "pl"},
        {"is_personal": True},
    ],
)
def test_the_database_takes_no_notice_to_nobody_and_none_to_two(world, wrong):
    columns = {"user": world.ben, "key": "k", "kind": "new", "code": "before", "about": "house", "created_at": NOW}

    with pytest.raises(IntegrityError, match="notice_names_one"), transaction.atomic():
        Notice.objects.create(**{**columns, **wrong})


@pytest.mark.parametrize("column", ["address", "language"])
def test_who_was_told_is_never_changed(world, column):
    told(world, CLIENT)

    with pytest.raises(ProgrammingError, match=column), transaction.atomic():
        Notice.objects.update(**{column: "en"})
