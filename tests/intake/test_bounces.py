"""Mails of ours that came back: what is marked, what goes there no more, who hears of it, and what marks nothing."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st
from letters_back import home, id_of, report, seal
from letters_in import NOW, door, handled, lie, mail
from letters_out import mails
from service import START
from sweeps import examples

from gwarant.demo.cast import World
from gwarant.files.store import store
from gwarant.intake.account import account
from gwarant.intake.models import Outcome, RawMail, Way
from gwarant.intake.receive import keep
from gwarant.notify.actions import retry
from gwarant.notify.bouncing import RECENT
from gwarant.notify.dead import dead, works_again
from gwarant.notify.delivery import run_once
from gwarant.notify.models import DeadAddress, Delivery, DeliveryState, Notice
from gwarant.tickets import actions
from gwarant.tickets.models import Ticket, TicketClock
from gwarant.web.tickets.arriving import unarrived

pytestmark = pytest.mark.usefixtures("engine")
HELP, CORA = "help@house.example", "cora@shop.example"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def ticket(house: World, settings: Any, tmp_path: Any) -> Ticket:
    """A ticket of which Cora was told by mail."""
    door(house), door(house, HELP, None)
    found = lie(mail(), "shop@house.example", NOW).ticket
    assert found is not None
    return found


def to(address: str, code: str = "received") -> Delivery:
    return mails().select_related("notice").get(address=address, notice__code=code)


def come(raw: bytes, at: Any = NOW, box: str = HELP) -> RawMail:
    return lie(raw, box, at)


def keep_from(sender: str, raw: bytes) -> RawMail:
    """The same with a sender to whom it could be answered."""
    kept = keep(store(raw), way=Way.LMTP, box=HELP, sender=sender, recipients=[HELP], now=NOW)
    return handled(kept, NOW)


def test_a_mail_that_came_back_for_good_stops_mail_to_its_address_and_is_told_once(house: World, ticket: Ticket):
    row = to(CORA)
    found = come(report(CORA, seal(row), final="c.czarnecka@mx.shop.example"))
    assert (found.outcome, found.ticket) == (Outcome.BOUNCE, ticket)
    row.refresh_from_db()
    assert (row.bounced_at, row.bounce_code, row.bounce_said) == (NOW, "5.1.1", "550 5.1.1 No such user here")
    [one] = unarrived(ticket)
    assert (one.address, one.mails, one.mail, one.is_dead) == (CORA, 1, row.pk, True)
    actions.reply(ticket, "Which basket?", by=house.ben, now=NOW + MINUTE)
    run_once(NOW + MINUTE)
    stopped = to(CORA, "replied")
    assert (stopped.state, stopped.failure) == (DeliveryState.DEAD, "dead_address")
    with override("pl"):
        assert stopped.went_wrong.startswith(
            "Pod ten adres poczta nie wychodzi, odkąd jedna wiadomość wróciła: 550 5.1.1"
        )
    assert Notice.objects.filter(user=house.cora, code="replied").exists(), "the inbox has it"
    come(report(CORA, seal(stopped), said="550 5.1.1 Still nobody"))
    assert {one.user for one in Notice.objects.filter(code="takes_no_mail")} == {house.marek}
    assert works_again(CORA.upper(), by=house.ben, now=NOW + 2 * MINUTE)
    assert retry(stopped, now=NOW + 3 * MINUTE)
    assert dead([CORA]) == {}
    come(report(CORA, seal(row), status="5.2.1"), NOW + 3 * MINUTE)
    assert dead([CORA]) == {}, "what went before somebody said that it works proves nothing against that"


def test_what_only_waits_is_told_and_stops_nothing_and_a_failure_after_it_counts(house: World, ticket: Ticket):
    row = to(CORA)
    come(report(CORA, seal(row), action="delayed", status="4.4.1", said="Connection timed out"))
    assert [(one.code, one.is_dead) for one in unarrived(ticket)] == [("4.4.1", False)]
    come(report(CORA, seal(row), action="delivered", status="2.0.0", said="ok"))
    come(report(CORA, seal(row)))
    come(report(CORA, seal(row), action="delayed", status="4.4.1", said="Later"))
    assert [(one.code, one.is_dead) for one in unarrived(ticket)] == [("5.1.1", True)]


def test_a_forged_report_and_one_of_another_address_mark_nothing_and_lie_where_people_see_them(
    house: World, ticket: Ticket
):
    row = to(CORA)
    true = seal(row)
    false = [
        report(CORA, message_id=id_of(row)),  # all that an answer to the mail shows to others
        report("ben@house.example", true),
        report("eve@else.example", true),
        report(CORA, f"{row.pk:x}-{'0' * 24}"),
        report(CORA, f"{row.pk + 1:x}{true[true.index('-') :]}"),
        report(CORA, box=f"help+{true}@house.example"),  # what was seen in the head is no address
    ]
    for raw in false:
        found = come(raw)
        assert (found.outcome, found.reason) == (Outcome.AUTOMATIC, "bounce")
        assert RawMail.objects.to_decide().filter(pk=found.pk).exists()
    late, answerable = NOW + RECENT + MINUTE, keep_from("eve@else.example", report(CORA, true))
    assert [come(report(CORA, true), late).outcome, answerable.outcome] == [Outcome.AUTOMATIC] * 2
    assert not DeadAddress.objects.exists()
    assert not Delivery.objects.exclude(bounced_at=None).exists()
    told = account()
    assert told["received"] == sum(n for name, n in told.items() if name != "received")


def test_where_each_mail_has_an_address_of_its_own_only_a_report_to_that_one_counts(
    house: World, ticket: Ticket, settings: Any
):
    settings.ENV = replace(settings.ENV, email_bounces="bounces@house.example")
    actions.follow(ticket, house.cyryl, by=house.cora, now=START)
    actions.reply(ticket, "Which basket?", by=house.ben, now=NOW)
    row, other = to(CORA, "replied"), to("cyryl@shop.example", "replied")
    assert home(row) != home(other)
    assert come(report(CORA, seal(row))).outcome == Outcome.AUTOMATIC, "the head alone is no proof here"
    for false in (f"bounces+{row.pk:x}-{'0' * 24}@house.example", f"bounces+{seal(row)}@house.example"):
        assert come(report(CORA, box=false), box=false).outcome == Outcome.AUTOMATIC
    late = NOW + RECENT + MINUTE
    assert come(report(CORA, box=home(row)), late).outcome == Outcome.AUTOMATIC
    assert dead([CORA]) == {}
    # of the mail to Cyryl, though it names Cora, and whatever else stands in it
    found = come(report(CORA, seal(row), box=home(other), message_id=id_of(row)), box=home(other).upper())
    assert (found.outcome, found.ticket) == (Outcome.BOUNCE, ticket)
    assert [*dead([CORA, "cyryl@shop.example"])] == ["cyryl@shop.example"]
    settings.ENV = replace(settings.ENV, email_url="graph://desk@house.example")
    assert come(report(CORA, seal(row), said="550 5.1.1 No")).outcome == Outcome.BOUNCE, (
        "Microsoft sets the envelope: the head counts"
    )


@pytest.mark.parametrize("subject", ["Automatic reply: Zwrot towaru: sklep na PHP 5.6.40", "Re: Mail delivery failed"])
def test_an_answer_of_absence_marks_nobody_though_it_comes_to_the_address_of_its_mail(
    house: World, ticket: Ticket, settings: Any, subject: str
):
    settings.ENV = replace(settings.ENV, email_bounces="bounces@house.example")
    row = to(CORA)
    signs = {"Auto_Submitted": "auto-replied", "Return_Path": "<>"}
    found = come(mail(CORA, f"{subject} 5.1.1", to=home(row), **signs), box=home(row))
    assert found.outcome == Outcome.AUTOMATIC
    assert found.reason != "bounce"
    answered = keep_from("eve@evil.example", report(CORA, box=home(row)))
    assert answered.outcome == Outcome.AUTOMATIC, "no server's report has a sender"
    assert dead([CORA]) == {}


def test_where_no_mail_reaches_whom_a_clock_calls_the_managers_are_called_too(house: World, ticket: Ticket):
    told = {"title": "Orders fail", "text": "x", "class_id": "serious", "service": house.services["SHOP", "shop"]}
    ticket = actions.report(house.customers["SHOP"], by=house.cora, now=START, **told)
    ticket = actions.assign(ticket, house.alice, by=house.ben, now=START + MINUTE)
    come(report("alice@house.example", seal(to("alice@house.example", "assigned"))), START + MINUTE)
    assert [one.colleague for one in unarrived(ticket)] == [house.alice.name]
    clock = TicketClock.objects.filter(ticket=ticket).exclude(acts_at=None).order_by("acts_at")[0]
    assert clock.acts_at is not None
    actions.act_on_clock(clock.pk, now=clock.acts_at)
    assert {house.alice, house.marek} <= {one.user for one in Notice.objects.filter(code="warned")}


def test_whatever_reports_come_only_true_ones_mark_and_each_address_once(house: World, ticket: Ticket):
    actions.follow(ticket, house.cyryl, by=house.cora, now=START)
    actions.reply(ticket, "Which basket?", by=house.ben, now=NOW)
    sent = {one.address: one for one in mails().select_related("notice").filter(notice__code="replied")}
    seals = [*map(seal, sent.values()), "1-made-up"]

    @settings(max_examples=examples(20), deadline=None)
    @given(
        address=st.sampled_from([*sent, "eve@else.example"]),
        name=st.sampled_from(seals),
        action=st.sampled_from(["failed", "delayed", "delivered", "relayed", "nonsense", ""]),
        status=st.sampled_from(["5.1.1", "5.7.1", "4.2.2", "2.0.0", ""]),
    )
    def law(address: str, name: str, action: str, status: str) -> None:
        before = set(DeadAddress.objects.values_list("address", flat=True))
        n = RawMail.objects.count()
        found = come(report(address, name, action, status, f"{n}"), NOW + n * timedelta(hours=1))  # no flood
        is_true = address in sent and name == seal(sent[address])
        assert found.outcome == (Outcome.BOUNCE if is_true else Outcome.AUTOMATIC)
        kills = is_true and action == "failed" and status.startswith("5.")
        after = set(DeadAddress.objects.values_list("address", flat=True))
        assert after - before <= ({address} if kills else set())
        assert not kills or address in dead([address])
        told = Notice.objects.filter(code="takes_no_mail", user=house.marek).count()
        assert told == DeadAddress.objects.count() == len(after)

    law()
