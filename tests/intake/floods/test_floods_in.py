"""More mail of one correspondent than people write: kept back as one matter, with one alarm, and nothing lost."""

from collections import Counter
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from floods_in import drawn
from hypothesis import given, settings
from hypothesis import strategies as st
from letters_in import NOW, OURS, come, door, faults_of_book, handled, lie, mail, marked, proven
from sweeps import examples

from gwarant.customers.models import IntakeAddress
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.intake.account import account
from gwarant.intake.actions import lay_aside
from gwarant.intake.addresses.actions import register_machine
from gwarant.intake.floods.actions import Ended, lay_aside_flood, release
from gwarant.intake.floods.buckets import DOMAIN, DOOR, MACHINES, PEOPLE
from gwarant.intake.floods.models import Kind
from gwarant.intake.models import Flood, Outcome, RawMail
from gwarant.notify.models import Notice
from gwarant.tickets import actions
from gwarant.tickets.models import Ticket

CORA, HELP, SHOP = "cora@shop.example", "help@house.example", "shop@house.example"
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
LATER = NOW + timedelta(hours=3)
TEXTS = count()


def bomb(count: int, **told: str) -> list[RawMail]:
    """So many different messages, one a second."""
    box = told.get("to", "shop@house.example")
    return [come(mail(text=f"Number {next(TEXTS)}", **told), box=box, now=NOW + n * SECOND) for n in range(count)]


def outcomes(mails: list[RawMail]) -> list[str]:
    return [one.outcome for one in mails]


def floods() -> list[Flood]:
    with scoped(ENGINE):
        return [*Flood.objects.open().select_related("ticket")]


def shown() -> list[tuple[str, int, Ticket | None]]:
    """What the queue shows of each flood: whose, how many, where the last lies that was let through."""
    with scoped(ENGINE):
        return [(one.sender, one.size, one.ticket) for one in Flood.objects.open().select_related("ticket")]


def alarms() -> list[tuple[str, str]]:
    with scoped(ENGINE):
        found = Notice.objects.filter(code="flood_begins").select_related("user")
        return sorted((one.user.staff_role, one.facts["sender"]) for one in found if one.user)


def test_what_stands_behind_a_plus_sign_gets_round_no_bucket(house: World) -> None:
    door(house)
    for whose, rate, kind in ((f"else.example at {SHOP}", DOMAIN, Kind.DOMAIN), (SHOP, DOOR, Kind.DOOR)):
        drawn(whose, NOW, rate=rate, kind=kind)
    drawn(f"nobody at {SHOP}", NOW)
    told = [("eve1@else.example", "shop+1@house.example"), ("eve2@other.example", "shop+2@house.example"), ("", SHOP)]
    assert [come(mail(sender=who, to=box), box=box).outcome for who, box in told] == [Outcome.FLOOD] * 3
    nobody = come(mail(sender="", to="shop+3@house.example", text="More"), box="shop+3@house.example")
    assert nobody.outcome == Outcome.FLOOD
    assert [one[0] for one in shown()] == ["else.example", SHOP, f"nobody at {SHOP}"]


def test_who_writes_in_somebodys_name_takes_nothing_of_what_is_proven_to_be_theirs(house: World, settings: Any) -> None:
    settings.MAIL_AUTH_SERVERS = frozenset({OURS})
    door(house)
    drawn(CORA, NOW)  # in her name, of another domain's server
    spf = f"{OURS}; spf=pass smtp.mailfrom=evil.example"
    assert come(mail(text="Junk", Authentication_Results=spf)).outcome == Outcome.FLOOD
    true = mail(subject="Production is down", Authentication_Results=proven("shop.example"))
    assert come(true, now=NOW + MINUTE).outcome == Outcome.TICKET
    drawn(f"proven {CORA}", NOW + MINUTE, left=2)
    more = [come(mail(text=one, Authentication_Results=proven("shop.example")), now=NOW + MINUTE) for one in ("b", "c")]
    assert outcomes(more)[-1] == Outcome.FLOOD  # what she writes herself is counted too


def test_a_bomb_is_one_matter_and_one_alarm_to_who_leads(house: World) -> None:
    door(house)
    came = bomb(PEOPLE.burst + 9)
    assert outcomes(came) == ["ticket"] * PEOPLE.burst + ["flood"] * 9
    assert shown() == [(CORA, 9, came[PEOPLE.burst - 1].ticket)]
    assert alarms() == [("manager", CORA), ("owner", CORA)]
    with scoped(ENGINE):
        told = account()
        assert not set(RawMail.objects.to_decide()) & set(came)
    assert told["received"] == sum(count for name, count in told.items() if name != "received")
    assert told["flood"] == 9
    other = come(mail(sender="nina@shop.example", text="It is slow"), now=NOW + 60 * SECOND)
    assert other.outcome == Outcome.TICKET


def test_what_an_engine_finds_after_a_night_counts_as_of_when_it_came(house: World) -> None:
    door(house)
    drawn(CORA, NOW - timedelta(hours=2))
    at = [NOW - timedelta(minutes=minutes) for minutes in (60, 61, 62)]
    assert {come(mail(text=f"{one}"), arrived_at=one).outcome for one in at} == {"ticket"}
    drawn("nina@shop.example", NOW)
    assert come(mail(sender="nina@shop.example"), now=NOW + timedelta(hours=9), arrived_at=NOW).outcome == "flood"


def test_who_writes_under_a_name_that_is_not_theirs_takes_nothing_from_its_owner(
    house: World, settings: object
) -> None:
    settings.MAIL_AUTH_SERVERS = frozenset({"mx.house.example"})  # type: ignore[attr-defined]
    door(house)
    drawn(f"forged {CORA}", NOW, left=1)
    forged = "mx.house.example; dmarc=fail header.from=shop.example"
    assert outcomes(bomb(2, Authentication_Results=forged)) == ["unverified", "flood"]
    assert outcomes(bomb(1)) == ["ticket"]


def test_a_mail_program_in_a_loop_adds_to_its_ticket_only_so_much(house: World) -> None:
    door(house)
    ticket = come(mail()).ticket
    assert ticket is not None
    drawn(CORA, NOW, left=2)
    assert outcomes(bomb(3, In_Reply_To=marked(ticket))) == ["reply", "flood", "flood"]
    assert floods()[0].ticket == ticket


def test_a_program_that_is_registered_reports_many_things_of_an_outage(house: World) -> None:
    door(house)
    with scoped(ENGINE):
        register_machine("watch@shop.example", house.customers["SHOP"], now=NOW)
    drawn("watch@shop.example", NOW, left=MACHINES.burst - 40, rate=MACHINES)
    assert outcomes(bomb(2, sender="watch@shop.example", Auto_Submitted="auto-generated")) == ["ticket", "ticket"]
    drawn("watch@shop.example", NOW, left=MACHINES.burst - 78, rate=MACHINES)
    assert outcomes(bomb(1, sender="watch@shop.example", Auto_Submitted="auto-generated")) == ["flood"]


@pytest.mark.parametrize("headers", [{}, {"Auto_Submitted": "auto-generated"}])
def test_of_a_sender_whom_nobody_knows_the_flood_is_one_matter_in_the_queue(
    house: World, headers: dict[str, str]
) -> None:
    door(house, HELP, None)
    drawn("cron@new.example", NOW, left=1)
    told = {"sender": "cron@new.example", "to": HELP, **headers}
    assert outcomes(bomb(3, **told)) == ["automatic" if headers else "unknown", "flood", "flood"]
    assert shown() == [("cron@new.example", 2, None)]


def test_what_nobody_can_read_is_counted_by_where_it_came(house: World) -> None:
    door(house)
    drawn("nobody at shop@house.example", NOW, left=1)
    assert outcomes([come(b"\0" * 9), come(b"\0" * 10)]) == ["ticket", "flood"]


def test_what_bounced_and_what_came_twice_takes_no_token(house: World) -> None:
    door(house), door(house, HELP, None)
    drawn(CORA, NOW, left=1)
    raw = mail(to=f"shop@house.example, {HELP}", Message_ID="<a@shop.example>")
    assert come(raw).outcome == "ticket"
    assert come(b"Received: by mx; Wed, 10 Jun 2026 09:00:01 +0000\n" + raw, box=HELP).outcome == "duplicate"


def test_what_is_released_is_decided_as_usual_and_its_clock_counts_from_when_it_came(house: World) -> None:
    door(house)
    drawn(CORA, NOW)
    came = bomb(2)
    with scoped(ENGINE):
        assert release(floods()[0], by=house.ben, now=LATER) == 2
        assert {one.pk for one in RawMail.objects.due(LATER)} == {one.pk for one in came}
    assert faults_of_book() == ()
    drawn(CORA, LATER)
    done = [handled(one, LATER) for one in came]
    assert outcomes(done) == ["ticket", "ticket"], "who was released is asked nothing again"
    assert [one.ticket and one.ticket.reported_at for one in done] == [one.arrived_at for one in came]
    assert floods() == []


def test_an_answer_that_is_released_ends_the_pause_when_it_came(house: World) -> None:
    door(house)
    ticket = come(mail()).ticket
    assert ticket is not None
    with scoped(ENGINE):
        actions.ask(ticket, "Which one?", by=house.ben, now=NOW + MINUTE)
    drawn(CORA, NOW, left=1)
    came, before = NOW + 5 * MINUTE, NOW + 30 * SECOND
    one = come(mail(text="The blue one", In_Reply_To=marked(ticket)), now=LATER, arrived_at=came)
    assert (one.outcome, one.event and one.event.at, one.event and one.event.received_at) == ("reply", came, LATER)
    drawn(CORA, LATER)
    kept = come(mail(text="By the way", In_Reply_To=marked(ticket)), now=LATER, arrived_at=before)
    with scoped(ENGINE):
        release(floods()[0], by=house.ben, now=LATER)
    crossed = handled(kept, LATER + MINUTE)
    assert crossed.event is not None
    assert (crossed.outcome, crossed.event.at) == ("reply", came), "what was said before we read it goes before it"
    with scoped(ENGINE):
        answered = actions.reply(ticket, "Thank you", by=house.ben, now=LATER + 2 * MINUTE, came=NOW)
        assert answered.events.order_by("number").last().at == LATER + 2 * MINUTE, "ours is said when it is sent"


def test_a_sender_who_was_released_begins_with_a_full_bucket(house: World) -> None:
    door(house)
    drawn(CORA, NOW)
    bomb(1)
    with scoped(ENGINE):
        release(floods()[0], by=house.ben, now=NOW)
    drawn(CORA, NOW, left=1)
    assert outcomes(bomb(2)) == ["ticket", "flood"]


def test_what_is_laid_aside_stays_on_the_record_and_the_next_flood_is_another(house: World) -> None:
    door(house)
    drawn(CORA, NOW)
    bomb(2)
    (flood,) = floods()
    with scoped(ENGINE):
        assert lay_aside_flood(flood, is_spam=True, by=house.ben, now=LATER) == 2
        with pytest.raises(Ended, match="Beniamin"):
            release(flood, by=house.alice, now=LATER)
        assert account()["spam"] == 2
    assert faults_of_book() == ()
    assert outcomes(bomb(2)) == ["flood", "flood"]
    assert (len(floods()), len(alarms())) == (1, 4)


def test_a_flood_ends_when_each_of_its_messages_was_decided_by_itself(house: World) -> None:
    door(house)
    drawn(CORA, NOW)
    for one in bomb(2):
        assert len(floods()) == 1
        with scoped(ENGINE):
            lay_aside(one, is_spam=False, by=house.ben, now=LATER)
    assert floods() == []


def test_a_flood_that_goes_on_after_an_hour_of_silence_is_told_again(house: World) -> None:
    door(house)
    for minutes, told in ((0, 2), (4, 2), (150, 4)):
        if minutes != 4:
            drawn(CORA, NOW + minutes * MINUTE)
        came = come(mail(text=f"After {minutes}"), now=NOW + minutes * MINUTE)
        assert (came.outcome, len(alarms())) == ("flood", told)


def test_of_senders_whom_nobody_knows_a_crowd_is_a_flood_too(house: World) -> None:
    door(house, HELP, None)
    drawn(f"new.example at {HELP}", NOW, left=1, rate=DOMAIN, kind=Kind.DOMAIN)
    came = [come(mail(sender=f"x{n}@new.example", to=HELP), box=HELP) for n in range(3)]
    assert outcomes(came) == ["unknown", "flood", "flood"]
    assert shown() == [("new.example", 2, None)]
    assert come(mail(sender="nina@else.example", to=HELP), box=HELP).outcome == Outcome.UNKNOWN
    with scoped(ENGINE):
        assert not Ticket.objects.filter(channel="email").exists()


@pytest.mark.usefixtures("engine")
@settings(max_examples=examples(3))
@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 90)), min_size=14, max_size=22))
def test_whatever_comes_when_nothing_is_lost_and_others_are_untouched(came: list[tuple[str, int]]) -> None:
    run = next(TEXTS)
    IntakeAddress.objects.get_or_create(address=HELP, created_at=NOW)
    bystander = f"c{run}@c{run}.example"
    rows = [lie(mail(sender=bystander, text="Mine", to=HELP), HELP, NOW)]
    for who, minute in came:
        sender = f"{who}{run}@{who}{run}.example"
        raw = mail(sender=sender, text=f"Number {next(TEXTS)}", to=HELP)
        rows.append(lie(raw, HELP, NOW + minute * MINUTE))
    assert rows[0].outcome == lie(mail(sender=bystander, text="Later", to=HELP), HELP, NOW).outcome == "unknown"
    for who in "ab":
        minutes = [minute for one, minute in came if one == who]
        told = Counter(one.outcome for one in rows if one.sender.startswith(f"{who}{run}@"))
        assert sum(told.values()) == len(minutes)
        assert set(told) <= {"unknown", "flood"}
        assert told["unknown"] <= PEOPLE.burst + (max(minutes, default=0) - min(minutes, default=0)) / 5
        assert told["unknown"] >= min(PEOPLE.burst, len(minutes))
        kept = Flood.objects.open().filter(sender=f"{who}{run}@{who}{run}.example")
        assert [one.size for one in kept] == ([told["flood"]] if told["flood"] else [])
    told = account()
    assert told["received"] == sum(count for name, count in told.items() if name != "received")
