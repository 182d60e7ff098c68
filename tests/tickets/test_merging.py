"""Merging a client's report into the ticket of the same outage: one clock, one breach, nobody's word lost, undone."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from letters_out import mails
from service import START

from gwarant.contracts.terms import wording_of
from gwarant.demo.cast import World
from gwarant.intake.threads import thread_of
from gwarant.mail import Mail, read
from gwarant.reports.month import month_of
from gwarant.sla.assessment import assess, to_bytes
from gwarant.sla.clocks.reading import Verdict
from gwarant.tickets import actions
from gwarant.tickets.actions.detecting import detect
from gwarant.tickets.clocks import readings_of
from gwarant.tickets.log import log_of
from gwarant.tickets.models import Status, Ticket, TicketClock
from gwarant.tickets.problem import MoveNotAllowed, Unfit
from gwarant.tickets.recompute import check, write_anew
from gwarant.tickets.replay import columns

pytestmark = pytest.mark.usefixtures("engine")
MINUTE = timedelta(minutes=1)


def seen(house: World, at: datetime = START, **more: Any) -> Ticket:
    """The ticket of an outage."""
    place = house.services["SHOP", "shop"]
    told = {"title": "Shop is down", "class_id": "critical", "key": f"outage {at}"}
    return detect(house.customers["SHOP"], service=place, at=at, now=at, **{**told, **more}).ticket


def report(house: World, at: datetime = START + 5 * MINUTE, **more: Any) -> Ticket:
    told = {"title": "I cannot buy", "text": "Since noon.", "class_id": "serious", "by": house.cora}
    place = {"service": house.services["SHOP", "shop"]}
    return actions.report(house.customers["SHOP"], now=at, **{**told, **place, **more})


def fresh(ticket: Ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


def clocks(ticket: Ticket) -> dict[str, tuple[str, datetime]]:
    return {one.clock: (one.class_id, one.started_at) for one in TicketClock.objects.filter(ticket=ticket)}


def assert_rebuilt(*tickets: Ticket) -> None:
    """Rows and clocks follow from the events, and from the ledger alone."""
    assert check().differences == ()
    was = [columns(fresh(one)) for one in tickets]
    Ticket.objects.update(status="new", merged_into=None, absorbed=[], followers=[])
    write_anew(START + timedelta(hours=1))
    assert [columns(fresh(one)) for one in tickets] == was


def test_the_outage_goes_on_with_both_and_the_report_says_where(house: World) -> None:
    outage, own = seen(house), report(house)
    actions.merge(own, outage, "The same outage.", by=house.ben, now=START + 10 * MINUTE)
    assert (fresh(own).status, fresh(own).merged_into, clocks(own)) == (Status.MERGED, outage, {})
    assert fresh(outage).absorbed == [own.key]
    assert fresh(outage).followers == [house.cora.opaque]
    assert {start for _, start in clocks(outage).values()} == {START}
    assert fresh(outage).class_id == "critical", "a milder report lowers nothing"
    (mail,) = mails().filter(notice__user=house.cora, notice__code="merged")
    assert outage.key in mail.subject
    assert_rebuilt(outage, own)


def test_the_clock_of_the_elder_goes_on_in_the_younger_with_its_class(house: World) -> None:
    elder = report(house, START, class_id="critical")
    younger = report(house, START + 5 * MINUTE, title="Again")
    actions.merge(elder, younger, by=house.ben, now=START + 10 * MINUTE)
    assert {start for _, start in clocks(younger).values()} == {START}
    assert fresh(younger).class_id == "critical"
    assert_rebuilt(elder, younger)


def test_undone_it_counts_as_if_it_had_never_been(house: World) -> None:
    outage, own = seen(house), report(house)
    before = clocks(own), clocks(outage)
    actions.merge(own, outage, by=house.ben, now=START + 10 * MINUTE)
    actions.unmerge(own, "Another fault.", by=house.ben, now=START + 12 * MINUTE)
    assert (fresh(own).status, fresh(own).merged_into) == (Status.NEW, None)
    assert (fresh(outage).absorbed, fresh(outage).followers) == ([], [])
    assert (clocks(own), clocks(outage)) == before
    assert mails().filter(notice__user=house.cora, notice__code="unmerged").count() == 1
    assert_rebuilt(outage, own)
    actions.merge(own, outage, by=house.ben, now=START + 15 * MINUTE)
    assert fresh(outage).absorbed == [own.key]


def test_a_chain_leads_to_the_last_and_is_taken_apart_in_its_middle(house: World) -> None:
    first, second = report(house, START), report(house, START + MINUTE)
    last = seen(house, START + 2 * MINUTE)
    actions.merge(first, second, by=house.ben, now=START + 3 * MINUTE)
    actions.merge(second, last, by=house.ben, now=START + 4 * MINUTE)
    assert {start for _, start in clocks(last).values()} == {START}
    assert_rebuilt(first, second, last)
    actions.unmerge(first, "Another fault.", by=house.ben, now=START + 5 * MINUTE)
    assert {start for _, start in clocks(last).values()} == {START + MINUTE}
    assert {start for _, start in clocks(first).values()} == {START}
    assert_rebuilt(first, second, last)


def test_what_the_client_says_on_it_is_refused_and_a_note_is_not(house: World) -> None:
    outage, own = seen(house), report(house)
    actions.merge(own, outage, by=house.ben, now=START + 10 * MINUTE)
    with pytest.raises(MoveNotAllowed, match="goes on in another one"):
        actions.reply(own, "And now?", by=house.cora, now=START + 11 * MINUTE)
    actions.note(own, "Looked.", by=house.ben, now=START + 12 * MINUTE)
    assert_rebuilt(outage, own)


def test_a_breach_is_not_taken_away_by_merging(house: World) -> None:
    outage, own = seen(house), report(house)
    actions.acknowledge(outage, by=house.ben, now=START + MINUTE)
    late = START + timedelta(days=3)
    broken = {one.clock for one in readings_of(log_of(own), late) if one.is_breached}
    assert broken
    actions.resolve(outage, "It was the disk.", by=house.ben, now=START + 6 * MINUTE)
    actions.refuse(outage, "No.", by=house.cora, now=START + 7 * MINUTE)
    with pytest.raises(Unfit, match="A breach cannot be taken away"):
        actions.merge(own, outage, by=house.ben, now=late)
    assert fresh(own).status == Status.NEW
    assert check().differences == ()


def test_what_does_not_belong_together_is_refused_with_the_reason(house: World) -> None:
    outage, own = seen(house), report(house)
    erp = report(house, service=None)
    way = {"by": house.ben, "now": START + 10 * MINUTE}
    for one, other, why in (
        (own, own, "itself"),
        (outage, own, "Monitoring opened"),
        (own, erp, "same system"),
    ):
        with pytest.raises(Unfit, match=why):
            actions.merge(one, other, **way)
    actions.merge(own, outage, **way)
    with pytest.raises(Unfit, match=f"choose {outage.key}"):
        actions.merge(report(house, START + 6 * MINUTE), own, **way)


def test_a_question_that_the_other_report_answers_waits_no_more(house: World) -> None:
    asked = report(house, START)
    actions.ask(asked, "Which browser?", by=house.ben, now=START + MINUTE)
    again = report(house, START + 5 * MINUTE)
    actions.merge(again, asked, by=house.ben, now=START + 10 * MINUTE)
    assert fresh(asked).status == Status.OPEN
    assert_rebuilt(asked, again)


def test_a_month_counts_the_breach_of_one_cause_once(house: World) -> None:
    """Computed from what the customer downloads, as the server does."""
    outage, own = seen(house), report(house)
    contract = outage.version.contract  # type: ignore[union-attr]

    def broken() -> set[str]:
        month = month_of(contract, "2026-06", "en", START + timedelta(days=9))
        named = [wording_of(one) for one in month.versions]
        again = assess(named, month.evidence, month.period.name, month.until)
        assert to_bytes(again) == to_bytes(month.assessment)
        return {one.ticket for one in month.assessment.with_verdict(Verdict.BREACHED)}

    assert broken() == {outage.key, own.key}
    actions.merge(own, outage, by=house.ben, now=START + 10 * MINUTE)
    assert broken() == {outage.key}
    actions.unmerge(own, "Another fault.", by=house.ben, now=START + 12 * MINUTE)
    assert broken() == {outage.key, own.key}


def test_mail_that_answers_it_is_about_the_one_in_which_it_goes_on(house: World) -> None:
    outage, own = seen(house), report(house)
    actions.merge(own, outage, by=house.ben, now=START + 10 * MINUTE)
    mail = read(b"From: Cora <cora@shop.example>\r\nSubject: Re: [" + own.key.encode() + b"] x\r\n\r\nStill.")
    assert isinstance(mail, Mail)
    found = thread_of(mail, [], house.cora)
    assert found is not None
    assert found.ticket == outage


def test_the_desk_suggests_the_outage_and_both_sides_say_where_it_goes_on(house: World) -> None:
    outage, own = seen(house), report(house)
    desk, portal = Client(), Client()
    desk.force_login(house.ben), portal.force_login(house.cora)
    address = f"/desk/tickets/{own.key}"
    assert f'value="{outage.key}"' in desk.get(address).content.decode()
    for typed, why in (({}, "Please give the number"), ({"number": "SHOP-999"}, "no ticket with the number SHOP-999")):
        answer = desk.post(f"{address}/merge", {**typed, "text": "Same disk."})
        assert answer.status_code == 422
        assert why in answer.content.decode()
        assert "Same disk." in answer.content.decode()
    answer = desk.post(f"{address}/merge", {"number": outage.key.lower(), "text": "Same disk."})
    assert answer.headers["Location"] == address
    for who, side in ((desk, "desk"), (portal, "portal")):
        page = who.get(f"/{side}/tickets/{own.key}").content.decode()
        assert '<section class="notice" aria-labelledby="merged">' in page
        assert f'href="/{side}/tickets/{outage.key}"' in page
        assert "Same disk." in page
        assert f"/{side}/tickets/{own.key}" in who.get(f"/{side}/tickets/{outage.key}").content.decode()
    assert desk.post(f"{address}/merge/end", {"text": "Another fault."}).status_code == 303
    assert 'aria-labelledby="merged"' not in portal.get(f"/portal/tickets/{own.key}").content.decode()
