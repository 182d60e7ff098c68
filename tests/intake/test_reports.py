"""Messages that become tickets: whose they are, when they came, once."""

from datetime import timedelta
from email.message import EmailMessage
from hashlib import sha256
from typing import Any

import psycopg
import pytest
from django.db import connection
from letters_in import NOW, come, door, mail, marked
from letters_out import mails

from gwarant.customers.models import Sender
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.files.actions import sweep
from gwarant.files.models import About, Attachment
from gwarant.files.store import folder, lock_name
from gwarant.intake.account import account
from gwarant.intake.acting import MOST_FILES, WHOLE
from gwarant.intake.models import MailDomain, Outcome, RawMail
from gwarant.notify.models import Delivery
from gwarant.tickets import actions
from gwarant.tickets.models import Status, Ticket


def events(ticket: Ticket) -> list[tuple[str, str, str]]:
    with scoped(ENGINE):
        return [(one.kind, one.by, one.channel) for one in ticket.events.all()]


def test_a_mail_of_a_known_person_is_their_report(house: World) -> None:
    door(house)
    found = come(mail())
    assert (found.outcome, found.reason, found.customer) == (Outcome.TICKET, "person", house.customers["SHOP"])
    assert found.ticket is not None
    assert found.event is not None
    assert (found.ticket.title, found.ticket.reporter, found.ticket.channel) == (
        "The basket loses goods",
        house.cora,
        "email",
    )
    assert events(found.ticket) == [("reported", "customer", "email")]


def test_the_clock_starts_when_our_mailbox_had_it_and_both_moments_are_kept(house: World) -> None:
    door(house)
    came = NOW - timedelta(minutes=40)
    found = come(mail(), arrived_at=came)
    assert found.event is not None
    assert found.ticket is not None
    assert (found.event.at, found.event.received_at, found.ticket.reported_at) == (came, NOW, came)


def test_a_mail_to_the_houses_address_is_under_the_only_contract_and_is_asked_for_its_system(house: World) -> None:
    door(house, "pomoc@house.example", None)
    came = NOW - timedelta(minutes=12)
    found = come(mail("zoe@clinic.example", to="pomoc@house.example"), "pomoc@house.example", arrived_at=came)
    assert found.ticket is not None
    with scoped(ENGINE):
        ticket = Ticket.objects.select_related("version__contract", "service").get(pk=found.ticket.pk)
        assert ticket.version is not None
        assert (ticket.version.contract.number, ticket.service) == ("CLINIC-2026-01", None)
        assert {one.started_at for one in ticket.clocks.filter(clock="response")} == {came}
        letter = mails().filter(notice__user=house.zoe, notice__ref=ticket.key).latest("pk").text
    assert "Nie wiemy jeszcze, którego systemu to dotyczy." in letter
    assert "Odpowiemy najpóźniej" in letter


def test_a_mailbox_that_has_it_from_the_future_had_it_now(house: World) -> None:
    door(house)
    found = come(mail(), arrived_at=NOW + timedelta(days=1))
    assert found.arrived_at == NOW


def test_the_same_bytes_in_the_same_box_are_one_message(house: World) -> None:
    door(house)
    first, second = come(mail()), come(mail(), now=NOW + timedelta(hours=1))
    assert first.pk == second.pk
    with scoped(ENGINE):
        assert Ticket.objects.filter(channel="email").count() == 1


def test_the_same_message_at_two_addresses_of_ours_is_one_ticket(house: World) -> None:
    door(house), door(house, "help@house.example", None)
    raw = mail(to="shop@house.example, help@house.example", Message_ID="<a@shop.example>")
    first = come(raw)
    second = come(b"Received: by mx; Wed, 10 Jun 2026 09:00:01 +0000\n" + raw, box="help@house.example")
    assert (second.outcome, second.ticket) == (Outcome.DUPLICATE, first.ticket)
    with psycopg.connect(**connection.get_connection_params()) as other:  # another engine, at the same moment
        asked = other.execute("SELECT pg_try_advisory_xact_lock(%s)", [lock_name(first.content)])
        assert asked.fetchall() == [(False,)], "it waits until this one is there, or is not"


def test_a_message_that_only_lies_there_suppresses_nothing(house: World) -> None:
    door(house), door(house, "help@house.example", None)
    told = {"Message_ID": "<a@shop.example>", "to": "shop@house.example, help@house.example"}
    first = come(mail(**told))
    told |= {"In_Reply_To": marked(first.ticket), "text": "More"}
    hostile = come(mail(Precedence="bulk", **told), box="help@house.example")
    true = come(mail(**told))
    assert (hostile.outcome, hostile.content) == (Outcome.AUTOMATIC, true.content)
    assert (true.outcome, true.ticket) == (Outcome.REPLY, first.ticket)


def test_the_same_message_id_with_other_words_is_another_message(house: World) -> None:
    door(house)
    hostile = come(mail(sender="Eve <eve@else.example>", text="Nothing", Message_ID="<a@shop.example>"))
    true = come(mail(Message_ID="<a@shop.example>"))
    assert (true.outcome, hostile.ticket == true.ticket) == (Outcome.TICKET, False)


def test_an_unknown_sender_at_a_customers_own_address_reports_for_that_customer(house: World) -> None:
    door(house)
    found = come(mail(sender="Nina Nowa <nina@shop.example>"))
    assert (found.outcome, found.reason) == (Outcome.TICKET, "door")
    assert found.ticket is not None
    assert found.ticket.correspondent is not None
    assert (found.ticket.correspondent.email, found.ticket.correspondent.name) == ("nina@shop.example", "Nina Nowa")


def test_what_stands_behind_a_plus_is_no_part_of_an_address(house: World) -> None:
    door(house)
    found = come(mail(sender="n@x.example", to="shop+web@house.example"), box="shop+web@house.example")
    assert found.customer == house.customers["SHOP"]


def test_a_registered_domain_says_for_whom_somebody_writes(house: World) -> None:
    door(house, "help@house.example", None)
    with scoped(ENGINE):
        MailDomain.objects.create(domain="shop.example", customer=house.customers["SHOP"], created_at=NOW)
    found = come(mail(sender="nina@shop.example"), box="help@house.example")
    assert (found.outcome, found.reason, found.customer) == (Outcome.TICKET, "domain", house.customers["SHOP"])


def test_a_sender_of_whom_nobody_knows_for_whom_they_write_waits_where_people_see_it(house: World) -> None:
    door(house, "help@house.example", None)
    found = come(mail(sender="nina@shop.example"), box="help@house.example")
    assert (found.outcome, found.ticket) == (Outcome.UNKNOWN, None)
    with scoped(ENGINE):
        assert found in RawMail.objects.to_decide()


def test_a_person_who_left_is_an_address_like_any_other(house: World) -> None:
    door(house)
    with scoped(ENGINE):
        house.cora.is_active = False
        house.cora.save()
    found = come(mail())
    assert found.reason == "door"
    assert found.ticket is not None
    assert found.ticket.reporter is None


def test_a_subject_is_a_title_without_what_programs_put_before_it(house: World) -> None:
    door(house)
    titles = {subject: come(mail(subject=subject)).ticket for subject in ("Odp: RE: Basket", "", "x " * 400)}
    shown = [one.title for one in titles.values() if one]
    assert shown[0] == "Basket"
    assert shown[1]
    assert len(shown[2]) <= 200
    assert shown[2].endswith("…")


def test_words_beyond_what_a_ticket_keeps_are_said_to_lie_in_the_original(house: World) -> None:
    door(house)
    found = come(mail(text="word " * 9000))
    assert found.event is not None
    with scoped(ENGINE):
        body = found.event.message.body
    assert len(body) <= 20_000
    assert "45000" in body.rsplit("\n", 1)[-1] or "44999" in body.rsplit("\n", 1)[-1]


@pytest.mark.parametrize("raw", [b"", b"\0" * 50, b"From: a@b\n" + b"X" * 70_000])
def test_what_nobody_can_read_is_a_ticket_with_the_clock_of_the_addresss_customer(house: World, raw: bytes) -> None:
    door(house)
    found = come(raw)
    assert (found.outcome, found.customer) == (Outcome.TICKET, house.customers["SHOP"])
    assert found.ticket is not None
    assert found.ticket.status == Status.NEW
    assert events(found.ticket) == [("reported", "customer", "email")]


def test_what_nobody_can_read_and_nobody_knows_whose_waits_in_the_queue(house: World) -> None:
    door(house, "help@house.example", None)
    assert come(b"\0", box="help@house.example").outcome == Outcome.UNREADABLE


def test_the_account_adds_up(house: World) -> None:
    door(house)
    for text in ("one", "two", "two"):
        come(mail(text=text))
    come(mail(sender="x@y.example", Auto_Submitted="auto-generated"))
    with scoped(ENGINE):
        found = account()
    assert found["received"] == sum(count for name, count in found.items() if name != "received") == 3
    assert (found["ticket"], found["automatic"]) == (2, 1)


def with_files(*files: tuple[str, bytes]) -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "cora@shop.example", "shop@house.example", "See"
    made.set_content("Attached.")
    for name, content in files:
        made.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


def attached(ticket: Ticket | None) -> list[tuple[str, str]]:
    with scoped(ENGINE):
        rows = Attachment.objects.of(About.TICKET, ticket.key if ticket else "")
        return [(one.name, one.sha256) for one in rows]


def test_files_of_a_message_lie_with_its_event_and_in_the_ledger_by_their_hash(house: World) -> None:
    door(house)
    found = come(with_files(("log.txt", b"error 7"), ("../../etc/shadow", b"x")))
    names = [(name, sha256(content).hexdigest()) for name, content in (("log.txt", b"error 7"), ("shadow", b"x"))]
    assert attached(found.ticket) == names
    assert found.event is not None
    assert found.event.files.split() == [one for _, one in names]


def test_of_more_files_than_one_event_takes_the_message_itself_lies_there(house: World) -> None:
    door(house)
    found = come(with_files(*((f"{n}.txt", b"%d" % n) for n in range(30))))
    own = attached(found.ticket)
    assert (len(own), own[-1]) == (MOST_FILES, (WHOLE, found.sha256))


def test_a_message_that_nobody_can_read_lies_with_its_ticket_as_it_came(house: World) -> None:
    door(house)
    found = come(b"\0" * 50)
    assert attached(found.ticket) == [(WHOLE, found.sha256)]


def test_what_is_stored_is_there_after_a_sweep(house: World) -> None:
    door(house)
    found = come(mail())
    with scoped(ENGINE):
        sweep(NOW + timedelta(days=9))
    assert folder().has(found.sha256)


def receipt(found: RawMail) -> dict[str, Any]:
    with scoped(ENGINE):
        told = Delivery.objects.get(medium="mail", notice__ref=found.ticket.key, notice__code__startswith="received")
        return {**told.payload, "code": told.notice.code}


def test_a_stranger_is_told_the_number_and_nothing_of_the_customer(house: World) -> None:
    door(house, service=house.services["SHOP", "shop"])
    with scoped(ENGINE):
        Sender.objects.create(
            customer=house.customers["SHOP"], name="Acme care", address="care@house.example", changed_at=NOW
        )
    raws = [mail(sender="Nowa <spam@obcy.example>", subject=one) for one in ("Buy", "Buy again")]
    for found in [come(raw) for raw in raws]:
        told = receipt(found)
        assert (told["code"], told["agreed"], told["picture"]) == ("received_from_stranger", ["", ""], "")
        assert found.ticket is not None
        assert found.ticket.version_id, "the clocks run all the same"
        for secret in (house.customers["SHOP"].name, "Acme care", "at the latest", "najpóźniej"):
            assert secret not in told["text"] + told["html"] + str(told.get("list_name"))
    with scoped(ENGINE):
        actions.reply(found.ticket, "Who are you?", by=house.ben, now=NOW)
    assert receipt(come(mail(sender="spam@obcy.example", subject="It is me")))["code"] == "received"


def test_a_registered_domain_makes_nobody_a_stranger_at_the_customers_own_address(house: World) -> None:
    door(house)
    with scoped(ENGINE):
        MailDomain.objects.create(domain="shop.example", customer=house.customers["SHOP"], created_at=NOW)
    assert receipt(come(mail(sender="nina@shop.example")))["code"] == "received"
