"""Actions on a ticket: once for each form, nothing overwritten, nothing that cannot be."""

from datetime import timedelta

import pytest
from letters_out import mails
from service import START

from gwarant.customers.actions import add_service
from gwarant.database.scope import ENGINE, customer_scope, scoped, staff_scope
from gwarant.demo.cast import World
from gwarant.ledger.evidence import evidence_of
from gwarant.notify.models import Notice
from gwarant.tickets import actions
from gwarant.tickets.evidence import stamp
from gwarant.tickets.models import Status, Ticket, TicketEvent
from gwarant.tickets.problem import Changed, MoveNotAllowed, NotAClass, NotAPause, NotCovered, NotYours, TooLate
from gwarant.tickets.recompute import check, write_anew


def report(world: World, class_id: str = "ordinary", **facts: object) -> Ticket:
    with scoped(customer_scope(world.cora.pk, [world.customers["SHOP"].pk])):
        given = {"service": world.services["SHOP", "shop"], **facts}
        return actions.report(
            world.customers["SHOP"], title="t", text="x", class_id=class_id, by=world.cora, now=START, **given
        )


def later(**parts: float) -> object:
    return START + timedelta(**parts)


def test_the_same_report_twice_is_one_ticket(house: World) -> None:
    assert report(house, key="k1").pk == report(house, key="k1").pk
    with scoped(ENGINE):
        assert Ticket.objects.count() == 1
        assert house.customers["SHOP"].tickets.get().key == "SHOP-1"


def test_the_same_reply_twice_is_one_event(house: World) -> None:
    ticket = report(house)
    with scoped(staff_scope(house.ben.pk)):
        for _ in range(2):
            actions.reply(ticket, "y", by=house.ben, now=later(minutes=5), key="k2")
        assert TicketEvent.objects.filter(ticket=ticket, kind="replied").count() == 1


def test_the_second_of_two_people_is_told_what_changed(house: World) -> None:
    ticket = report(house)
    with scoped(staff_scope(house.ben.pk)):
        actions.acknowledge(ticket, by=house.alice, now=later(minutes=5), seen=1)
        with pytest.raises(Changed) as refused:
            actions.acknowledge(ticket, by=house.ben, now=later(minutes=5), seen=1)
        assert [(one.kind, one.actor) for one in refused.value.since] == [("acknowledged", house.alice)]


def test_what_one_did_oneself_is_no_surprise(house: World) -> None:
    ticket = report(house)
    with scoped(staff_scope(house.ben.pk)):
        actions.acknowledge(ticket, by=house.ben, now=later(minutes=5), seen=1)
        actions.reply(ticket, "y", by=house.ben, now=later(minutes=6), seen=1)


def test_a_class_that_the_contract_lacks_is_refused(house: World) -> None:
    with pytest.raises(NotAClass):
        report(house, "catastrophe")


def test_a_pause_needs_a_reason_of_the_contract_and_evidence(house: World) -> None:
    ticket = report(house)
    with scoped(staff_scope(house.ben.pk)):
        with pytest.raises(NotAPause, match="reason"):
            actions.pause(ticket, "lunch", "photo", by=house.ben, now=later(hours=1))
        with pytest.raises(NotAPause, match="evidence"):
            actions.pause(ticket, "third_party", " ", by=house.ben, now=later(hours=1))


def test_a_pause_that_the_customer_refuses_never_counted(house: World) -> None:
    ticket = report(house)
    with scoped(staff_scope(house.ben.pk)):
        actions.reply(ticket, "y", by=house.ben, now=later(minutes=30))
        due = ticket.clocks.get(clock="resolution").due_at
        actions.pause(ticket, "force_majeure", "flood", by=house.ben, now=later(hours=1))
        assert ticket.clocks.get(clock="resolution").state == "paused"
    with scoped(customer_scope(house.cora.pk, [house.customers["SHOP"].pk])):
        actions.decide_pause(ticket, False, by=house.cora, now=later(hours=3))
        assert ticket.clocks.get(clock="resolution").due_at == due


def test_a_closed_ticket_takes_no_resolution(house: World) -> None:
    ticket = report(house)
    with scoped(staff_scope(house.ben.pk)):
        actions.resolve(ticket, "y", by=house.ben, now=later(hours=1))
        actions.close(ticket, "duplicate", by=house.ben, now=later(hours=1))
        with pytest.raises(MoveNotAllowed):
            actions.resolve(ticket, "y", by=house.ben, now=later(hours=2))


def test_reopening_after_the_contracts_time_asks_for_a_new_report(house: World) -> None:
    ticket = report(house)
    with scoped(staff_scope(house.ben.pk)):
        actions.resolve(ticket, "y", by=house.ben, now=later(hours=1))
    with scoped(customer_scope(house.cora.pk, [house.customers["SHOP"].pk])):
        actions.confirm(ticket, by=house.cora, now=later(hours=2))
        with pytest.raises(TooLate):
            actions.reopen(ticket, "z", by=house.cora, now=later(days=16))
        actions.reopen(ticket, "z", by=house.cora, now=later(days=3))
        assert Ticket.objects.get().status == Status.OPEN


def test_every_event_stands_in_the_ledger_without_names_or_words(house: World) -> None:
    ticket = report(house)
    with scoped(ENGINE):
        rows = evidence_of(ticket.customer_id).events
        assert [(one.id, one.person) for one in rows] == [("SHOP-1:0001", house.cora.opaque)]
        assert "x" not in rows[0].ref


def test_a_report_is_told_to_the_caretaker_and_the_reporter(house: World) -> None:
    report(house)
    with scoped(ENGINE):
        told = set(Notice.objects.filter(ref="SHOP-1").values_list("user__name", flat=True))
        assert told == {house.alice.name, house.ben.name, house.cora.name}
        assert mails().filter(notice__ref="SHOP-1").count() == 3


def test_a_failing_action_leaves_nothing_behind(house: World) -> None:
    ticket = report(house)
    with scoped(staff_scope(house.ben.pk)), pytest.raises(NotAClass):
        actions.classify(ticket, "catastrophe", by=house.ben, now=later(hours=1))
    with scoped(ENGINE):
        assert TicketEvent.objects.count() == 1
        assert mails().filter(notice__ref="SHOP-1").count() == 3


def test_columns_written_anew_agree_with_the_ledger(house: World) -> None:
    ticket = report(house, "critical")
    with scoped(ENGINE):
        assert write_anew(later(hours=7)) == 1
        assert check().differences == ()
        ticket.clocks.filter(clock="response").update(due_at=START)
        assert next(one.where for one in check().differences).endswith("due_at")


def test_a_ticket_without_a_contract_waits_until_one_covers_it(world: World) -> None:
    ticket = report(world)
    with scoped(ENGINE):
        assert list(Ticket.objects.without_contract()) == [ticket]
        assert ticket.clocks.count() == 0
        assert check().differences == ()


def test_by_phone_the_clock_starts_with_the_call(house: World) -> None:
    with scoped(staff_scope(house.ben.pk)):
        ticket = actions.report(
            house.customers["SHOP"],
            title="t",
            text="x",
            class_id="critical",
            service=house.services["SHOP", "shop"],
            channel="phone",
            reporter=house.cora,
            by=house.ben,
            at=START,
            now=START + timedelta(minutes=20),
        )
        clock = ticket.clocks.get(clock="response")
        assert (clock.started_at, clock.used) == (START, 1200)
        event = ticket.events.get()
        written = START + timedelta(minutes=20)
        assert (event.at, event.received_at) == (START, written)
        (row,) = evidence_of(ticket.customer_id).events
        assert (row.at, row.received) == (stamp(START), stamp(written))


def test_nobody_writes_down_what_has_not_happened_yet(house: World) -> None:
    with scoped(staff_scope(house.ben.pk)):
        ticket = actions.report(
            house.customers["SHOP"],
            title="t",
            text="x",
            class_id="critical",
            channel="phone",
            by=house.ben,
            at=START + timedelta(hours=1),
            now=START,
        )
        event = ticket.events.get()
        assert (event.at, event.received_at) == (START, START)


def test_the_house_cannot_close_what_is_not_resolved(house: World) -> None:
    ticket = report(house)
    with scoped(staff_scope(house.ben.pk)), pytest.raises(NotYours, match="Only the customer"):
        actions.close(ticket, "y", by=house.ben, now=later(hours=1))


def test_a_class_that_the_contract_lacks_keeps_a_ticket_in_the_queue(house: World) -> None:
    with scoped(ENGINE):
        shop, till = house.services["SHOP", "shop"], add_service(house.customers["SHOP"], key="till", name="Till")
        told = {"title": "t", "text": "x", "class_id": "ordinary", "service": till, "by": house.cora, "now": START}
        ticket = actions.report(house.customers["SHOP"], **told)
        Ticket.objects.filter(pk=ticket.pk).update(class_id="catastrophe")
        with pytest.raises(NotCovered, match="knows no class"):
            actions.adopt(ticket, by=house.ben, now=later(hours=1), service=shop)
        ticket.refresh_from_db()
        assert (ticket.version, ticket.service, ticket.events_count) == (None, till, 1)
