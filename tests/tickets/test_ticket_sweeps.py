"""What falls due by itself: the ladder, silence, a change of the contract."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from service import START

from gwarant.contracts import actions as contracts
from gwarant.contracts.models import ContractVersion
from gwarant.demo.cast import World
from gwarant.engine import clocks, closings
from gwarant.notify.models import Notice
from gwarant.reports.month import month_of
from gwarant.tickets import actions
from gwarant.tickets.models import ClockNotice, Status, Ticket
from gwarant.tickets.problem import TooLate
from gwarant.tickets.recompute import check

FASTER = "\ntargets: {critical: {response: [2h, around_the_clock]}}\n"


def report(world: World, customer: str = "CLINIC", by: str = "zoe", class_id: str = "critical") -> Ticket:
    place = {"service": next(one for (key, _), one in world.services.items() if key == customer)}
    words = {"title": "t", "text": "x", "class_id": class_id}
    return actions.report(world.customers[customer], by=getattr(world, by), now=START, **place, **words)


def told(ticket: Ticket) -> list[tuple[int, int]]:
    return sorted(ticket.notices.filter(clock="response").values_list("percent", "step"))


def test_the_ladder_goes_on_after_the_breach_until_somebody_answers(house: World, engine: None) -> None:
    ticket = report(house)
    for minutes in (0, 8, 12, 14, 15, 16, 59, 60, 61):
        clocks.run_once(START + timedelta(minutes=minutes, seconds=2))
    assert told(ticket) == [(0, 1), (0, 2), (0, 3), (50, 0), (75, 0), (90, 0), (100, 0)]
    assert not ticket.clocks.get(clock="response").acts_at


def test_the_ladder_ends_with_an_answer_though_it_was_late(house: World, engine: None) -> None:
    ticket = report(house)
    clocks.run_once(START + timedelta(minutes=16))
    actions.reply(ticket, "y", by=house.ben, now=START + timedelta(minutes=20))
    clocks.run_once(START + timedelta(minutes=61))
    assert (0, 3) not in told(ticket)
    assert ClockNotice.objects.filter(ticket=ticket, clock="response", percent=100).count() == 1


def test_a_refusal_after_silence_has_accepted_starts_the_clocks_again(house: World, engine: None) -> None:
    ticket = report(house, class_id="serious")
    actions.reply(ticket, "y", by=house.ben, now=START + timedelta(minutes=5))
    ticket = actions.resolve(ticket, "y", by=house.ben, now=START + timedelta(minutes=50))
    assert ticket.closes_at
    ticket = actions.refuse(ticket, "z", by=house.zoe, now=ticket.closes_at + timedelta(hours=5))
    assert ticket.status == Status.OPEN
    assert ticket.clocks.get(clock="resolution", cycle=2).state == "running"
    assert ticket.clocks.get(clock="resolution", cycle=1).verdict == "met"


def test_a_ticket_of_the_day_on_which_a_change_was_accepted_is_judged_as_its_month(house: World, engine: None) -> None:
    former = ContractVersion.objects.get(contract__number="SHOP-2026-01")
    ticket = report(house, "SHOP", "cora")
    draft = contracts.amend(former, by=house.marek, starts_on=START.date(), text=former.text + FASTER, now=START)
    offer = contracts.offer(draft, by=house.marek, now=START)
    contracts.accept(offer, by=house.cora, fingerprint=offer.fingerprint, now=START + timedelta(minutes=30))
    actions.rejudge_customer(ticket.customer_id, now=START + timedelta(minutes=31))
    ticket.refresh_from_db()
    month = month_of(former.contract, "2026-06", "en", START + timedelta(hours=1)).assessment
    judged = next(one for one in month.readings if one.clock == "response")
    assert str(ticket.version) == judged.contract == "SHOP-2026-01@2"
    assert ticket.clocks.get(clock="response").due_at.timestamp() == judged.due_at
    assert check().differences == ()


def test_a_share_that_passes_again_under_another_wording_is_told_again(house: World, engine: None) -> None:
    former = ContractVersion.objects.get(contract__number="SHOP-2026-01")
    ticket = report(house, "SHOP", "cora")
    due = ticket.clocks.get(clock="response").due_at
    warned = Notice.objects.filter(ref=ticket.key, code="breached", user=house.alice)
    clocks.run_once(due + timedelta(seconds=1))
    assert warned.count() == 1
    draft = contracts.amend(former, by=house.marek, starts_on=START.date(), text=former.text + FASTER, now=due)
    offer = contracts.offer(draft, by=house.marek, now=due)
    contracts.accept(offer, by=house.cora, fingerprint=offer.fingerprint, now=due + timedelta(minutes=1))
    actions.rejudge_customer(ticket.customer_id, now=due + timedelta(minutes=2))
    clocks.run_once(START + timedelta(hours=20))
    assert ticket.notices.filter(clock="response", percent=100).count() == 2
    assert warned.count() == 2


def test_a_later_change_moves_no_ticket_of_before(house: World, engine: None) -> None:
    former = ContractVersion.objects.get(contract__number="SHOP-2026-01")
    ticket = report(house, "SHOP", "cora")
    draft = contracts.amend(former, by=house.marek, starts_on=START.date() + timedelta(days=1), now=START)
    offer = contracts.offer(draft, by=house.marek, now=START)
    contracts.accept(offer, by=house.cora, fingerprint=offer.fingerprint, now=START + timedelta(minutes=30))
    actions.rejudge_customer(ticket.customer_id, now=START + timedelta(days=2))
    ticket.refresh_from_db()
    assert ticket.version == former


def test_recomputing_misses_neither_a_lost_clock_nor_a_wrong_standing(house: World, engine: None) -> None:
    ticket = report(house)
    ticket.clocks.filter(clock="resolution").delete()
    Ticket.objects.filter(pk=ticket.pk).update(status=Status.WAITING)
    assert {one.where for one in check().differences} == {"status", "resolution/1/1"}


def test_the_time_to_reopen_runs_from_the_repair_and_not_from_the_silence_after_it(house: World, engine: None) -> None:
    ticket = actions.resolve(report(house, class_id="change"), "y", by=house.ben, now=START)
    assert ticket.closes_at
    closings.run_once(ticket.closes_at)
    with pytest.raises(TooLate):
        actions.reopen(ticket, "z", by=house.zoe, now=START + timedelta(days=16))


def test_a_repair_that_was_rejected_is_not_the_end_from_which_reopening_counts(house: World, engine: None) -> None:
    ticket = report(house, class_id="ordinary")
    actions.resolve(ticket, "y", by=house.ben, now=START + timedelta(hours=1))
    actions.refuse(ticket, "z", by=house.zoe, now=START + timedelta(hours=2))
    actions.resolve(ticket, "y", by=house.ben, now=START + timedelta(days=20))
    actions.confirm(ticket, by=house.zoe, now=START + timedelta(days=20, hours=1))
    ticket = actions.reopen(ticket, "z", by=house.zoe, now=START + timedelta(days=21))
    assert ticket.clocks.get(clock="resolution", cycle=2).target < ticket.clocks.get(clock="resolution", cycle=1).target


def test_who_only_names_a_ticket_does_not_wait_for_who_holds_it(house: World, engine: None) -> None:
    with CaptureQueriesContext(connection) as asked:
        actions.acknowledge(report(house), by=house.ben, now=START + timedelta(minutes=1))
    held = [one["sql"] for one in asked.captured_queries if " FOR " in one["sql"]]
    assert len(held) == 1
    assert "FOR NO KEY UPDATE" in held[0]
