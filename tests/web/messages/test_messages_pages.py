"""The house's pages about the mails that go out."""

from datetime import timedelta
from email import message_from_bytes

import pytest
from django.test import Client
from letters_out import mails, news
from service import START

from gwarant.accounts.models import User
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.notify.actions import mail, tell
from gwarant.notify.letter import Letter
from gwarant.notify.models import Delivery, DeliveryState
from gwarant.web.components import sample_readings

READERS = ("olga", "marek", "ada")
OTHERS = ("alice", "ben")
LETTER = Letter("It works again", ("Ben writes:", "Done <b>now</b>."), reading=sample_readings()["late"])


def signed_in(user: User, lang: str = "en") -> Client:
    with scoped(ENGINE):
        User.objects.filter(pk=user.pk).update(language=lang)
    client = Client()
    client.force_login(user)
    return client


def written(world: World, key: str = "k", **facts: object) -> Delivery:
    with scoped(ENGINE):
        tell([world.cora], news(LETTER), key=key, customer=world.customers["SHOP"], now=START)
        row = mails().get(notice__key__startswith=f"{key}:")
        mails().filter(pk=row.pk).update(**facts)
    return row


def dead(world: World, key: str = "k") -> Delivery:
    return written(world, key, state=DeliveryState.DEAD, due_at=None, attempts=7, last_error="550 no such person")


def text_of(client: Client, page: str) -> str:
    return client.get(page).content.decode()


@pytest.mark.parametrize("name", READERS)
def test_who_leads_or_audits_reads_them(world: World, name: str) -> None:
    row = written(world)
    client = signed_in(world.people[name])

    assert "It works again" in text_of(client, "/desk/messages?state=queued")
    assert "Done &lt;b&gt;now&lt;/b&gt;." in text_of(client, f"/desk/messages/{row.pk}")


@pytest.mark.parametrize("name", OTHERS)
def test_nobody_else_of_the_house_does(world: World, name: str) -> None:
    row = dead(world)
    client = signed_in(world.people[name])

    assert client.get("/desk/messages").status_code == 403
    assert client.get(f"/desk/messages/{row.pk}").status_code == 403
    assert client.post(f"/desk/messages/{row.pk}/retry").status_code == 403


def test_a_customers_person_finds_nothing_there(world: World) -> None:
    row = dead(world)
    client = signed_in(world.cora)

    assert client.get("/desk/messages").status_code == 404
    assert client.get(f"/desk/messages/{row.pk}/file").status_code == 404


def test_what_was_given_up_is_shown_first_with_the_reason(world: World) -> None:
    dead(world, "a")
    written(world, "b")
    page = signed_in(world.olga).get("/desk/messages")

    assert page.context["state"] == "dead"
    assert "550 no such person" in page.content.decode()


def test_a_state_that_is_none_is_told(world: World) -> None:
    assert signed_in(world.olga).get("/desk/messages?state=rubbish").status_code == 400


@pytest.mark.parametrize("state", ["queued", "sent", "dead", "withdrawn"])
def test_every_tab_opens_full_and_empty(world: World, state: str) -> None:
    client = signed_in(world.olga)
    assert client.get(f"/desk/messages?state={state}").status_code == 200
    dead(world, "a")
    written(world, "b", attempts=2, last_error="451 later")
    written(world, "c", state=DeliveryState.SENT, due_at=None, sent_at=START + timedelta(seconds=3))
    gone = written(world, "d", state=DeliveryState.WITHDRAWN, due_at=None, failure="no_place")
    assert "had no place at the customer any more" in text_of(client, f"/desk/messages/{gone.pk}")
    page = client.get(f"/desk/messages?state={state}")

    assert [row.state for row in page.context["page"]] == [state]


def test_a_dead_one_is_sent_again_by_a_leader(world: World) -> None:
    row = dead(world)
    answer = signed_in(world.marek).post(f"/desk/messages/{row.pk}/retry", follow=True)

    assert "It is being sent again to cora@shop.example." in answer.content.decode()
    with scoped(ENGINE):
        row.refresh_from_db()
    assert (row.state, row.attempts) == (DeliveryState.QUEUED, 0)


def test_an_auditor_looks_and_sends_nothing(world: World) -> None:
    row = dead(world)
    client = signed_in(world.ada)

    assert "Send it again" not in text_of(client, f"/desk/messages/{row.pk}")
    assert client.post(f"/desk/messages/{row.pk}/retry").status_code == 403


def test_one_that_was_sent_meanwhile_is_not_sent_again(world: World) -> None:
    row = written(world, state=DeliveryState.SENT, due_at=None, sent_at=START)
    answer = signed_in(world.olga).post(f"/desk/messages/{row.pk}/retry")

    assert answer.status_code == 409
    assert "Nothing was done" in answer.content.decode()


def test_the_file_is_the_mail_as_it_goes_out(world: World) -> None:
    row = written(world)
    answer = signed_in(world.olga).get(f"/desk/messages/{row.pk}/file")
    found = message_from_bytes(answer.content)

    assert answer["Content-Type"] == "message/rfc822"
    assert answer["Content-Disposition"].startswith("attachment")
    assert found["To"] == "cora@shop.example"
    assert "image/png" in [one.get_content_type() for one in found.walk()]


def test_a_personal_link_is_shown_to_nobody(world: World) -> None:
    letter = Letter("Invitation", ("Come.",), path="/invitations/the-secret")
    with scoped(ENGINE):
        mail("new@shop.example", "en", news(letter), key="i", customer=None, now=START)
        row = mails().get(notice__key="i")
    client = signed_in(world.olga)
    page = text_of(client, f"/desk/messages/{row.pk}")

    assert "the-secret" not in page
    assert "new@shop.example" in page
    assert client.get(f"/desk/messages/{row.pk}/file").status_code == 404


def test_an_address_that_cannot_be_written_gives_no_file_and_no_fault(world: World) -> None:
    world.cora.email = "nobody"
    row = written(world)

    assert signed_in(world.olga).get(f"/desk/messages/{row.pk}/file").status_code == 404


def test_of_a_message_to_a_telephone_the_address_stays_its_readers(world: World) -> None:
    row = dead(world)
    with scoped(ENGINE):
        told = {"address": "https://ntfy.example/quiet-otter", "payload": {"subject": "It works again"}}
        Delivery.objects.create(notice=row.notice, medium="push", language="en", state="dead", created_at=START, **told)
        other = Delivery.objects.get(medium="push")
    client = signed_in(world.olga)
    for page in ("/desk/messages", f"/desk/messages/{other.pk}"):
        assert "ntfy.example" in text_of(client, page)
        assert "quiet-otter" not in text_of(client, page)
    assert client.get(f"/desk/messages/{other.pk}/file").status_code == 404


def test_the_pages_speak_polish(world: World) -> None:
    row = dead(world)
    client = signed_in(world.olga, "pl")

    assert "Niedoręczone" in text_of(client, "/desk/messages")
    assert "Wyślij ponownie" in text_of(client, f"/desk/messages/{row.pk}")


def test_what_is_not_there_is_not_found(world: World) -> None:
    assert signed_in(world.olga).get("/desk/messages/999999").status_code == 404


def test_what_came_back_is_not_called_sent(world: World) -> None:
    row = written(world, state=DeliveryState.SENT, due_at=None, sent_at=START, bounced_at=START, bounce_code="5.1.1")
    client = signed_in(world.olga)
    assert client.get(f"/desk/messages/{row.pk}").context["state_words"] == "Did not arrive"
    assert "Did not arrive" in text_of(client, "/desk/messages?state=sent")
    with scoped(ENGINE):
        mails().filter(pk=row.pk).update(bounce_code="4.2.2")
    page = client.get(f"/desk/messages/{row.pk}")
    assert (page.context["tone"], page.context["state_words"]) == ("at_risk", "Has not arrived yet")
