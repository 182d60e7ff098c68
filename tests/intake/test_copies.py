"""People in copy of a client's mail: who follows the ticket, who only was named, and who never does."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from letters_in import NOW, OURS, come, door, lie, mail, marked, proven
from letters_out import mails
from sweeps import examples

from gwarant.customers.models import Correspondent
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.intake.account import account
from gwarant.intake.actions import take_as_word
from gwarant.intake.addresses.actions import register_domain, register_machine
from gwarant.intake.models import Outcome, RawMail
from gwarant.mail import read
from gwarant.tickets import actions
from gwarant.tickets.following import followers_of
from gwarant.tickets.log import log_of
from gwarant.tickets.models import Ticket
from gwarant.tickets.recompute import check
from gwarant.tickets.replay import columns, replayed

CYRYL, JAN = "cyryl@shop.example", "jan@shop.example"


def fresh(ticket: Ticket | None) -> Ticket:
    assert ticket is not None
    with scoped(ENGINE):
        return Ticket.objects.select_related("customer", "reporter", "correspondent").get(pk=ticket.pk)


def follow(ticket: Ticket | None) -> set[str]:
    """The addresses of those who follow."""
    return {one.email for one in followers_of(fresh(ticket)).values()}


def reported(house: World, **headers: str) -> RawMail:
    door(house), door(house, "help@house.example", None)
    return come(mail(**headers))


def test_people_of_the_customer_in_copy_follow_and_others_do_not(house: World) -> None:
    with scoped(ENGINE):
        register_domain("shop.example", house.customers["SHOP"], now=NOW)
        register_machine("backup@shop.example", house.customers["SHOP"], now=NOW)
    strangers = "zoe@clinic.example, ben@house.example, eve@else.example, wszyscy@shop.example, backup@shop.example"
    to = f"shop@house.example, help+anything@house.example, {CYRYL}"
    found = reported(house, to=to, Cc=f"Jan Jar <{JAN}>, {strangers}, CORA@shop.example")
    assert follow(found.ticket) == {CYRYL, JAN}
    assert found.copies == [one.strip() for one in strangers.split(",")]
    with scoped(ENGINE):
        events = list(fresh(found.ticket).events.filter(kind="followed"))
        assert [(one.by, one.author, one.channel) for one in events] == [("customer", house.cora, "email")] * 2
        own = log_of(fresh(found.ticket))
        assert replayed(own.events) == columns(own.ticket)
        assert check().differences == ()
        assert not Correspondent.objects.filter(email__in=["eve@else.example", "zoe@clinic.example"]).exists()


def test_a_copy_sends_nothing_to_anybody_and_ours_words_go_to_all_who_follow(house: World) -> None:
    found = reported(house, Cc=CYRYL)
    with scoped(ENGINE):
        assert not mails().filter(address=CYRYL).exists()
        actions.reply(fresh(found.ticket), "Which basket?", by=house.ben, now=NOW)
        assert {one.address for one in mails().filter(notice__code="replied")} == {"cora@shop.example", CYRYL}


def test_who_follows_by_an_address_alone_takes_part_and_who_never_did_does_not(house: World) -> None:
    with scoped(ENGINE):
        register_domain("shop.example", house.customers["SHOP"], now=NOW)
    ticket = reported(house, Cc=JAN).ticket
    assert ticket is not None
    assert come(mail(sender=JAN, text="It is mine.", In_Reply_To=marked(ticket))).outcome == Outcome.REPLY
    other = come(mail(sender="other@shop.example", In_Reply_To=marked(ticket)))
    assert (other.outcome, other.reason) == (Outcome.UNVERIFIED, "no_participant")


def test_later_messages_bring_more_people_in_and_nobody_back_who_stopped(house: World) -> None:
    ticket = reported(house, Cc=CYRYL).ticket
    assert ticket is not None
    with scoped(ENGINE):
        actions.unfollow(fresh(ticket), house.cyryl.opaque, by=house.cyryl, now=NOW)
    found = come(mail(Cc=f"{CYRYL}, celina@shop.example", In_Reply_To=marked(ticket)))
    assert (follow(ticket), found.copies) == ({"celina@shop.example"}, [CYRYL])


def test_a_forged_message_brings_nobody_in_until_it_is_accepted(house: World, settings: object) -> None:
    settings.MAIL_AUTH_SERVERS = frozenset({OURS})  # type: ignore[attr-defined]
    ticket = reported(house).ticket
    assert ticket is not None
    raw = mail(Cc=CYRYL, In_Reply_To=marked(ticket), Authentication_Results=proven("shop.example", "fail"))
    found = come(raw)
    assert (found.outcome, follow(ticket)) == (Outcome.UNVERIFIED, set())
    with scoped(ENGINE):
        take_as_word(found, read(raw), by=house.ben, now=NOW)  # type: ignore[arg-type]
    assert follow(ticket) == {CYRYL}


def test_a_sender_that_is_only_claimed_lets_no_address_read_along(house: World) -> None:
    ticket = reported(house).ticket
    come(mail(sender="eve@else.example"))  # to the customer's own address: known from now on
    found = come(mail(subject=f"[{fresh(ticket).key}]", Cc=f"eve@else.example, {CYRYL}"))
    assert (found.outcome, follow(ticket), found.copies) == (Outcome.REPLY, {CYRYL}, ["eve@else.example"])


@pytest.mark.parametrize("sign", [{"List_Id": "<all.shop.example>"}, {"Auto_Submitted": "auto-replied"}])
def test_a_circular_brings_nobody_in(house: World, sign: dict[str, str]) -> None:
    ticket = reported(house).ticket
    assert ticket is not None
    come(mail(Cc=CYRYL, In_Reply_To=marked(ticket), **sign))
    come(mail(subject="All of us", Cc=", ".join([CYRYL, *(f"a{n}@else.example" for n in range(60))])))
    with scoped(ENGINE):
        assert [one.followers for one in Ticket.objects.all()] == [[], []]


PEOPLE = ["cora@shop.example", CYRYL, "celina@shop.example", "ula@uni.example", "zoe@clinic.example"]
NAMES = [*PEOPLE, "ben@house.example", "new@shop.example", "new@else.example", "shop@house.example", "broken"]


def test_whatever_stands_in_copy_only_people_of_the_customer_follow(house: World, engine: object) -> None:
    door(house), door(house, "help@house.example", None)
    register_domain("shop.example", house.customers["SHOP"], now=NOW)

    @settings(max_examples=examples(25), deadline=None)
    @given(to=st.lists(st.sampled_from(NAMES), max_size=4), cc=st.lists(st.sampled_from(NAMES), max_size=6))
    def law(to: list[str], cc: list[str]) -> None:
        n = RawMail.objects.count()
        told = {"Cc": ", ".join(cc)} if cc else {}
        at = NOW + n * timedelta(hours=1)  # no flood
        found = lie(mail(to=", ".join(["shop@house.example", *to]), text=f"{n}", **told), "shop@house.example", at)
        ticket = fresh(found.ticket)
        here = {one.email for one in followers_of(ticket).values()}
        assert here <= {CYRYL, "celina@shop.example", "new@shop.example"}
        assert {one for one in (*to, *cc) if one in here | set(found.copies)} == {
            one for one in (*to, *cc) if one not in ("cora@shop.example", "shop@house.example", "broken")
        }
        assert not here & set(found.copies)
        assert replayed(log_of(ticket).events) == columns(ticket)
        told = account()
        assert told["received"] == sum(n for name, n in told.items() if name != "received")

    law()
