"""Who follows a ticket: what events tell of it, who is told what, and what it is not."""

import random
from datetime import timedelta

import pytest
from letters_out import mails
from service import START

from gwarant.customers.actions import end_membership, who_writes
from gwarant.customers.models import Correspondent, Membership
from gwarant.demo.cast import World
from gwarant.ledger.models import Row
from gwarant.ledger.verify import verify
from gwarant.notify.actions import choose
from gwarant.notify.choices import Wishes
from gwarant.reports.originals import TABLES
from gwarant.tickets import actions
from gwarant.tickets.following import MOST, followers_of
from gwarant.tickets.log import log_of
from gwarant.tickets.models import Ticket
from gwarant.tickets.problem import NotYours, TicketProblem, Unfit
from gwarant.tickets.recompute import check, write_anew
from gwarant.tickets.replay import columns, replayed
from gwarant.tickets.stopping import stopping

pytestmark = pytest.mark.usefixtures("engine")
MINUTE = timedelta(minutes=1)
LATER = START + 5 * MINUTE


def somebody(house: World, email: str = "kasia@shop.example", name: str = "Kasia Kos") -> Correspondent:
    found = who_writes(house.customers["SHOP"], email=email, name=name, now=START)
    assert isinstance(found, Correspondent)
    return found


def fresh(ticket: Ticket) -> Ticket:
    return Ticket.objects.select_related("customer", "reporter", "correspondent").get(pk=ticket.pk)


@pytest.fixture
def ticket(house: World) -> Ticket:
    place = house.services["SHOP", "shop"]
    told = {"title": "Orders fail", "text": "x", "class_id": "serious", "service": place}
    return actions.report(house.customers["SHOP"], by=house.cora, now=START, **told)


def told_of(ticket: Ticket, code: str) -> dict[str, str]:
    """To whom news of that code went, and as what kind."""
    rows = mails().filter(notice__code=code, notice__ref=ticket.key)
    return {one.address: one.notice.kind for one in rows.select_related("notice")}


def test_followers_hear_what_we_say_and_nothing_of_the_rest(house: World, ticket: Ticket):
    actions.follow(ticket, house.cyryl, by=house.cora, now=LATER)
    actions.follow(ticket, somebody(house), by=house.cora, now=LATER)
    actions.follow(ticket, house.cora, by=house.cora, now=LATER)  # the reporter gets no second mail
    actions.acknowledge(ticket, by=house.ben, now=LATER)
    actions.note(ticket, "A secret.", by=house.ben, now=LATER)
    actions.ask(ticket, "Since when?", by=house.ben, now=LATER + MINUTE)
    assert told_of(ticket, "acknowledged") == {"cora@shop.example": "progress"}
    followed = {"cyryl@shop.example": "followed", "kasia@shop.example": "followed"}
    assert told_of(ticket, "asked") == {"cora@shop.example": "question", **followed}
    assert not [one for one in mails().filter(address="kasia@shop.example") if "/portal/" in one.text]
    choose(house.cyryl, Wishes({"followed": {"mail": False}}), now=LATER)
    actions.resolve(ticket, "A new key.", by=house.ben, now=LATER + 2 * MINUTE)
    assert set(told_of(ticket, "resolved")) == {"cora@shop.example", "kasia@shop.example"}


def test_each_follower_reads_why_and_the_first_time_what_it_is_about(house: World, ticket: Ticket):
    kasia = somebody(house)
    actions.follow_by_copy(ticket, [kasia], by=house.cora, channel="email", now=LATER)
    actions.follow(ticket, house.cyryl, by=house.ben, now=LATER)
    actions.follow(ticket, house.celina, by=house.celina, now=LATER)
    for minute, text in enumerate(("Since when?", "And where?")):
        actions.ask(ticket, text, by=house.ben, now=LATER + minute * MINUTE)
    told = {to: list(mails().filter(address=to).order_by("pk")) for to in (kasia.email, house.cyryl.email)}
    first, second = (one.text for one in told[kasia.email])
    assert "bo jesteś w kopii w SHOP-1 (dodano przez: Cora Czarnecka)." in first
    assert "O co chodzi: Orders fail\n\nx\n\nCo nowego:" in first
    assert "O co chodzi" not in second
    assert "(dodano przez: Ben" in told[house.cyryl.email][0].text
    assert "bo obserwujesz SHOP-1.\n" in mails().filter(address=house.celina.email)[0].text
    stop = told[kasia.email][1].payload["choices"]
    assert f"Nie chcesz ich? Przestań obserwować: {stop}" in second
    assert stopping(stop.rpartition("/")[2]) == (ticket, kasia.opaque)
    assert stopping(stop.rpartition("/")[2][:-1]) is None


def test_who_reported_by_mail_reads_that_it_was_reported_from_there(house: World):
    told = {"title": "T", "text": "x", "class_id": "serious", "by": somebody(house), "channel": "email", "now": LATER}
    key = actions.report(house.customers["SHOP"], **told).key
    assert f"bo z tego adresu zgłoszono {key}." in mails().get(address="kasia@shop.example").text


def test_to_follow_says_nothing_about_the_matter(house: World, ticket: Ticket):
    actions.resolve(ticket, "A new key.", by=house.ben, now=LATER)
    before, clocks = fresh(ticket), list(ticket.clocks.order_by("pk").values("state", "verdict", "stopped_at"))
    actions.follow(ticket, house.cyryl, by=house.cyryl, now=LATER + MINUTE)
    actions.unfollow(ticket, house.cyryl.opaque, by=house.cyryl, now=LATER + 2 * MINUTE)
    after = fresh(ticket)
    assert (after.status, after.closes_at, after.spoken_at) == (before.status, before.closes_at, None)
    assert list(ticket.clocks.order_by("pk").values("state", "verdict", "stopped_at")) == clocks


def test_a_question_stays_asked_and_no_form_is_in_the_way(house: World, ticket: Ticket):
    asked = actions.ask(ticket, "Since when?", by=house.ben, now=LATER)
    actions.follow(ticket, house.cyryl, by=house.cyryl, now=LATER + MINUTE)
    assert fresh(ticket).status == "waiting"
    actions.reply(ticket, "Well?", by=house.ben, seen=asked.events_count, now=LATER + 2 * MINUTE)


def test_evidence_names_an_opaque_id_and_neither_address_nor_name(house: World, ticket: Ticket):
    kasia = somebody(house)
    actions.follow(ticket, kasia, by=house.cora, now=LATER)
    row = Row.objects.get(uid=ticket.events.get(kind="followed").uid)
    assert f'"follower": "{kasia.opaque}"' in row.line
    assert "asia" not in row.line
    assert not verify(tables=TABLES, now=LATER).problems


def test_only_people_of_the_customer_follow_and_no_more_than_so_many(house: World, ticket: Ticket):
    other = who_writes(house.customers["UNI"], email="kim@uni.example", now=START)
    for who in (house.ula, house.ben, other):
        with pytest.raises(NotYours):
            actions.follow(ticket, who, by=house.ben, now=LATER)
    assert actions.follow_by_copy(ticket, [house.ula, house.cyryl], by=house.cora, now=LATER) == [house.ula]
    crowd = [somebody(house, f"a{n}@shop.example") for n in range(MOST)]
    assert actions.follow_by_copy(ticket, crowd, by=house.cora, now=LATER) == [crowd[-1]]
    with pytest.raises(Unfit):
        actions.follow(ticket, house.celina, by=house.ben, now=LATER)


def test_who_leaves_follows_no_more_also_when_they_come_back(house: World, ticket: Ticket):
    for who in (house.cyryl, house.celina):
        actions.follow(ticket, who, by=house.cora, now=LATER)
    actions.let_go_of_client(Membership.objects.get(user=house.cyryl), by=house.cora, now=LATER + MINUTE)
    assert fresh(ticket).followers == [house.celina.opaque]
    end_membership(Membership.objects.get(user=house.celina), now=LATER + MINUTE)
    assert followers_of(fresh(ticket)) == {}


def test_an_address_that_is_a_persons_follows_as_that_person_and_a_forgotten_one_not(house: World, ticket: Ticket):
    kasia, jan = somebody(house), somebody(house, "jan@shop.example", "Jan")
    other = actions.report(
        house.customers["SHOP"], title="T", text="x", class_id="serious", by=kasia, channel="email", now=LATER
    )
    for who in (kasia, jan):
        actions.follow(ticket, who, by=house.cora, now=LATER)
    actions.recognise(other, house.cyryl, by=house.ben, now=LATER)
    Correspondent.objects.filter(pk=jan.pk).update(email="", name="")
    assert list(followers_of(fresh(ticket)).values()) == [house.cyryl]


@pytest.mark.parametrize("seed", range(4))
def test_replaying_the_events_gives_the_followers_after_whatever_people_did(house: World, ticket: Ticket, seed: int):
    dice, at = random.Random(seed), START
    who = [house.cora, house.cyryl, house.celina, somebody(house), somebody(house, "jan@shop.example")]
    model: list[str] = []
    for _ in range(14):
        at += MINUTE
        one, by = dice.choice(who), dice.choice([house.ben, house.cora, house.cyryl, house.celina])
        try:
            if dice.random() < 0.5:
                actions.follow(ticket, one, by=by, now=at)
                model += [one.opaque] if one.opaque not in model else []
            elif dice.random() < 0.6:
                actions.unfollow(ticket, one.opaque, by=by, now=at)
                model = [name for name in model if name != one.opaque]
            else:
                stopped = {event.follower for event in ticket.events.filter(kind="unfollowed")}
                actions.follow_by_copy(ticket, [one], by=house.cora, now=at)
                is_new = one != house.cora and one.opaque not in stopped and one.opaque not in model
                model += [one.opaque] if is_new else []
        except TicketProblem:
            continue
        assert fresh(ticket).followers == model
    assert replayed(log_of(fresh(ticket)).events) == columns(fresh(ticket))
    Ticket.objects.filter(pk=ticket.pk).update(followers=["c-nobody"])
    assert {one.where for one in check().differences} == {"followers"}
    write_anew(at)
    assert (check().differences, fresh(ticket).followers) == ((), model)
