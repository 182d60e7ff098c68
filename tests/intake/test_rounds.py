"""Messages handled together become what each would have become alone."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from letters_in import NOW, come, door, mail, marked

from gwarant.customers.models import Correspondent, Customer
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.engine import mail as sweep
from gwarant.files.store import store
from gwarant.intake import rounds
from gwarant.intake.handling import handle_read
from gwarant.intake.models import Bucket, Outcome, RawMail, Way
from gwarant.intake.receive import keep
from gwarant.intake.rounds import Read, apart, handle_all
from gwarant.ledger.models import HouseRow, HouseUnsealed, Row, Salt, Unsealed
from gwarant.mail import read
from gwarant.notify.models import Delivery, Notice
from gwarant.tickets import actions
from gwarant.tickets.models import Message, Ticket, TicketClock, TicketEvent

LATER = NOW + timedelta(hours=2)
SHOP, UNI = "shop@house.example", "uni@house.example"
pytestmark = pytest.mark.usefixtures("house")


def lying(raw: bytes, box: str = SHOP, now: datetime = LATER) -> Read:
    """A message that waits, and what it says."""
    kept = keep(store(raw), way=Way.PIPE, box=box, recipients=[box], now=now)
    with scoped(ENGINE):
        return RawMail.objects.get(pk=kept.pk), read(raw)


def alone(one: Read) -> bool:
    return handle_read(*one, LATER)


def never(one: Read) -> bool:
    raise AssertionError(f"mail {one[0].pk} was handled alone")


def with_tickets(house: World) -> list[Read]:
    """All kinds of mail at two customers' addresses, some about tickets that stand already."""
    door(house)
    door(house, UNI, "UNI")
    tickets = [come(mail(sender=f"p{n}@else.example", subject=f"Old {n}")).ticket for n in range(3)]
    with scoped(ENGINE):
        for one in tickets[:2]:
            assert one is not None
            actions.reply(one, "We look.", by=house.ben, now=NOW + timedelta(minutes=9))
        assert tickets[1] is not None
        actions.resolve(Ticket.objects.get(pk=tickets[1].pk), "Mended.", by=house.ben, now=NOW + timedelta(minutes=20))
    marks = [marked(one) for one in tickets if one is not None]
    return [
        lying(mail(sender="Pat <p0@else.example>", subject="Re: it", text="Still so.", In_Reply_To=marks[0])),
        lying(mail(sender="p1@else.example", subject="Re: it", text="No.", In_Reply_To=marks[1])),
        lying(mail(sender="else@evil.example", subject="Re: it", text="Me too.", In_Reply_To=marks[2])),
        lying(mail(sender="Cora <cora@shop.example>", subject="One", text="A person reports.")),
        lying(mail(sender="new@nowhere.example", subject="Two", text="Nobody knows them.")),
        lying(mail(sender="Żaneta <z@shop.example>", subject="Trzy", Cc="celina@shop.example, x@shop.example")),
        lying(mail(sender="u@uni.example", subject="Four", to=UNI), UNI),
        lying(mail(sender="ben@house.example", subject="Five", text="Of one of us.")),
        lying(mail(sender="robot@shop.example", subject="Away", Auto_Submitted="auto-replied")),
        lying(b"From: a@b.example\nTo: shop@house.example\nSubject: Six\n\n\xff\xfe words"),
        lying(mail(sender="q@else.example", subject="Seven", to="nobody@house.example"), "nobody@house.example"),
    ]


def stands() -> dict[str, Any]:
    """What the tables say, without numbers of rows and what is drawn by lot."""
    opaque = {one.opaque: f"c-{one.email}" for one in Correspondent.objects.all()}

    def plain(text: str) -> str:
        for name, email in opaque.items():
            text = text.replace(name, email)
        return text

    def rows(of: Any, *names: str) -> list[Any]:
        return sorted(of.objects.values_list(*names), key=str)

    raw = rows(RawMail, "sha256", "outcome", "reason", "sender", "copies", "ticket__key", "event__uid", "due_at")
    events = [(*one[:-1], plain(one[-1])) for one in rows(TicketEvent, "uid", "kind", "at", "received_at", "follower")]
    lines = [(one[0], plain(one[1])) for one in rows(Row, "uid", "line")]
    notice = ("key", "user__email", "address", "kind", "code", "facts", "customer__key")
    delivery = ("notice__key", "medium", "address", "language", "payload", "state", "due_at")
    clock = ("ticket__key", "clock", "cycle", "link", "state", "verdict", "due_at", "acts_at", "used", "version_id")
    ticket = ("key", "title", "status", "class_id", "events_count", "due_at", "spoken_at", "correspondent__email")
    return {
        "mail": raw,
        "tickets": rows(
            Ticket, *ticket, "assignee__email", "version_id", "service_id", "changed_at", "reporter__email"
        ),
        "events": events,
        "authors": rows(TicketEvent, "uid", "key", "actor__email", "correspondent__email", "channel", "files"),
        "words": rows(Message, "event__uid", "title", "body", "is_public"),
        "ledger": lines,
        "waiting": [Unsealed.objects.count(), Salt.objects.count(), HouseUnsealed.objects.count()],
        "book": rows(HouseRow, "kind", "at"),
        "clocks": rows(TicketClock, *clock),
        "notices": rows(Notice, *notice),
        "deliveries": rows(Delivery, *delivery),
        "buckets": rows(Bucket, "kind", "name", "full_at", "seen_at"),
        "numbers": rows(Customer, "key", "next_ticket"),
        "people": rows(Correspondent, "email", "name", "customer__key", "user__email"),
    }


def after(deed: Callable[[], object]) -> dict[str, Any]:
    """How all stands after the deed, which is taken back."""
    with transaction.atomic():
        deed()
        found = stands()
        transaction.set_rollback(True)
    return found


def test_what_is_handled_together_becomes_what_it_would_have_become_alone(house: World) -> None:
    mails = with_tickets(house)
    with scoped(ENGINE):
        one_by_one = after(lambda: [alone(one) for one in mails])
        shares = list(apart(mails))
        together = after(lambda: handle_all(mails, never, LATER))

    assert len(shares) == 1
    assert {one[1] for one in one_by_one["mail"]} >= {"ticket", "reply", "unverified", "unknown", "automatic"}
    for table, rows in one_by_one.items():
        assert together[table] == rows, table


def test_four_ask_the_database_as_often_as_twenty(house: World) -> None:
    door(house)
    asked: list[str] = []

    def hear(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    def statements(*numbers: int) -> int:
        mails = [lying(mail(sender=f"n{n}@shop.example", subject=f"It broke {n}", text=f"{n}")) for n in numbers]
        asked.clear()
        with scoped(ENGINE), connection.execute_wrapper(hear):
            assert handle_all(mails, never, LATER) == len(numbers)
        return len(asked)

    assert statements(*range(4)) == statements(*range(4, 24)), "\n".join(one[:150] for one in asked)


def test_of_two_messages_that_concern_each_other_the_second_waits_for_the_first(house: World) -> None:
    door(house)
    door(house, "else@house.example", "SHOP")
    ticket = come(mail()).ticket
    assert ticket is not None
    first = mail(sender="a@shop.example", subject="A", Message_ID="<a@shop.example>")
    mails = [
        lying(first),
        lying(mail(sender="a@shop.example", subject="Of the same writer")),
        lying(mail(sender="b@shop.example", subject="Re: A", In_Reply_To="<a@shop.example>")),
        lying(first, "else@house.example"),
        lying(mail(sender="c@shop.example", subject="C", Cc="a@shop.example")),
        lying(mail(sender="d@shop.example", subject=f"[{ticket.key}] D")),
        lying(mail(sender="e@shop.example", subject=f"[{ticket.key}] E")),
        lying(mail(sender="f@shop.example", subject="F", to="shop+x@house.example")),
    ]
    shares = [[mails.index(one) for one in share] for share in apart(mails)]

    assert shares[0] == [0, 5, 7]
    assert sorted(n for share in shares for n in share) == list(range(8))
    place = {n: number for number, share in enumerate(shares) for n in share}
    assert place[0] < min(place[1], place[2], place[3], place[4])
    assert place[5] < place[6]


def test_one_that_fails_is_handled_alone_and_spoils_no_other(
    house: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    door(house)
    mails = [lying(mail(sender=f"n{n}@shop.example", subject=f"It broke {n}", text=f"{n}")) for n in range(4)]
    bad, done, tried = mails[2][0].pk, rounds.done, list[int]()

    def breaks(own: RawMail, *more: Any) -> bool:
        if own.pk == bad:
            raise ZeroDivisionError
        return done(own, *more)

    def by_itself(one: Read) -> bool:
        tried.append(one[0].pk)
        return False

    monkeypatch.setattr(rounds, "done", breaks)
    with scoped(ENGINE), caplog.at_level(logging.CRITICAL):
        assert handle_all(mails, by_itself, LATER) == 3
        assert tried == [bad]
        assert Ticket.objects.count() == 3
        assert [one.outcome for one in RawMail.objects.order_by("pk")].count(Outcome.WAITING) == 1
        assert sorted(Ticket.objects.values_list("key", flat=True)) == ["SHOP-1", "SHOP-2", "SHOP-3"]


def test_what_cannot_be_written_together_is_handled_one_by_one(house: World, caplog: pytest.LogCaptureFixture) -> None:
    door(house)
    mails = [lying(mail(sender=f"n{n}@shop.example", subject=f"It broke {n}", text=f"{n}")) for n in range(3)]
    with scoped(ENGINE), caplog.at_level(logging.CRITICAL):
        Notice.objects.create(
            key=f"SHOP-2:1:{house.ben.pk}", user=house.ben, kind="new", code="x", about="house", created_at=NOW
        )
        assert handle_all(mails, alone, LATER) == 3
        assert [one.outcome for one in RawMail.objects.all()] == [Outcome.TICKET] * 3


def test_another_engine_that_was_first_leaves_nothing_to_do(house: World) -> None:
    door(house)
    mails = [lying(mail(sender=f"n{n}@shop.example", subject=f"It broke {n}", text=f"{n}")) for n in range(3)]
    with scoped(ENGINE):
        alone(mails[0])
        assert handle_all(mails, never, LATER) == 2
        assert handle_all(mails, never, LATER) == 0
        assert Ticket.objects.count() == 3


def test_the_sweep_takes_new_mail_together_and_what_was_tried_alone(
    house: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    door(house)
    for n in range(5):
        lie_waiting(n)
    shares: list[int] = []
    left: Any = [(n, LATER, int(n == 2), 100) for n in range(5)]
    while left:
        share, left = sweep._share(left)
        shares.append(len(share))
    assert shares == [2, 1, 2]
    monkeypatch.setattr(sweep, "clock", lambda: LATER)
    monkeypatch.setattr(sweep, "READING", 600.0)  # a child takes a while to begin where much goes on
    with scoped(ENGINE):
        assert sweep.run_once(LATER) == 5
        assert set(RawMail.objects.values_list("outcome", "tries", "due_at")) == {(Outcome.TICKET, 1, None)}


def test_what_there_is_no_time_to_read_is_given_back(house: World, monkeypatch: pytest.MonkeyPatch) -> None:
    door(house)
    for n in range(3):
        lie_waiting(n)
    monkeypatch.setattr(sweep, "clock", lambda: LATER)
    monkeypatch.setattr(sweep, "READING", -1.0)
    with scoped(ENGINE):
        assert sweep.run_once(LATER) == 1
        assert sorted(RawMail.objects.values_list("tries", "outcome")) == [
            (0, Outcome.WAITING),
            (0, Outcome.WAITING),
            (1, Outcome.TICKET),
        ]


def lie_waiting(n: int) -> Read:
    return lying(mail(sender=f"n{n}@shop.example", subject=f"It broke {n}", text=f"{n}"))
