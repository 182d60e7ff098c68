"""The whole way: a client's mail, the ticket, our answer by mail, theirs to it, until the ticket is closed.

Once through Debian's postfix and dovecot, once through servers of our own in this process.
"""

import re
import smtplib
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from signal import SIGKILL
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from boxes_in import SHOP, BoxAt, Server, read, state
from dovecot import MISSING as NO_DOVECOT
from dovecot import free_ports, open_place
from imap_here import Here
from postfix import MISSING as NO_POSTFIX
from postfix import Postfix

from gwarant.accounts.models import User
from gwarant.cli.trying_mail import trial
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.files.store import folder
from gwarant.intake.handling import handle
from gwarant.intake.mailboxes.failure import ReadingFailed
from gwarant.intake.models import Outcome, RawMail
from gwarant.mail import read as parsed
from gwarant.notify.bouncing import is_trial
from gwarant.notify.delivery import send_due
from gwarant.notify.models import DeadAddress
from gwarant.tickets import actions
from gwarant.tickets.models import Status, Ticket

pytestmark = pytest.mark.begun_first
CORA = "cora@shop.example"
BEGIN = datetime.fromisoformat("2026-06-10T09:00:00+00:00")


@dataclass
class Post:
    """A mail server on loopback: where it takes mail, and the mailboxes behind it."""

    port: int
    shop: Server
    cora: Server

    def send(self, raw: bytes) -> None:
        with smtplib.SMTP("127.0.0.1", self.port, timeout=10) as line:
            line.sendmail(CORA, [SHOP], raw)
        until(lambda: self.shop.lying_in(SHOP) != [])


@pytest.fixture(params=["debian", "here"])
def post(request: pytest.FixtureRequest, certificate: tuple[ssl.SSLContext, Path]) -> Iterator[Post]:
    if request.param == "here":
        yield from _here(certificate[0])
    elif NO_DOVECOT or NO_POSTFIX:
        pytest.skip(NO_DOVECOT or NO_POSTFIX)
    else:
        dovecot = request.getfixturevalue("dovecot")
        with open_place() as path:
            postfix = Postfix(path, dovecot.lmtp)
            postfix.start()
            yield Post(postfix.port, dovecot, dovecot)
            postfix.stop()


def _here(context: ssl.SSLContext) -> Iterator[Post]:
    boxes = {SHOP: Here(context), CORA: Here(context)}

    class Handing:
        async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
            for one in (re.sub(r"\+[^@]*", "", told) for told in envelope.rcpt_tos):
                if one in boxes:
                    boxes[one].deliver(one, envelope.original_content)
            return "250 taken"

    made = Controller(Handing(), hostname="127.0.0.1", port=free_ports(1)[0], ready_timeout=10)
    for one in boxes.values():
        one.start()
    made.start()
    yield Post(int(made.port), boxes[SHOP], boxes[CORA])
    made.stop()
    for one in boxes.values():
        one.stop()


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline, "it does not come"
        time.sleep(0.02)


def written(subject: str, text: str, answers: EmailMessage | None = None) -> bytes:
    made = EmailMessage(policy=policy.SMTP)
    made["From"], made["To"], made["Subject"] = f"Cora <{CORA}>", SHOP, subject
    made["Message-ID"] = f"<{len(text)}.{len(subject)}@shop.example>"
    if answers is not None:
        made["In-Reply-To"], made["References"] = answers["Message-ID"], answers["References"]
    made.set_content(text)
    return made.as_bytes()


def handled(now: datetime) -> RawMail:
    """What became of the newest message."""
    with scoped(ENGINE):
        newest = RawMail.objects.latest("pk")
        handle(newest.pk, parsed, now)
        return RawMail.objects.select_related("ticket__customer").get(pk=newest.pk)


def to_of(raw: RawMail) -> str:
    """To whom a message says that it goes."""
    with folder().open(raw.sha256) as content:
        return str(message_from_bytes(content.read(), policy=policy.default)["To"])


def letter(post: Post, text: str) -> EmailMessage:
    """The mail to the client that says so, once it has come."""

    def found() -> list[EmailMessage]:
        came = (message_from_bytes(one, policy=policy.default) for one in post.cora.lying_in(CORA))
        return [one for one in came if text in str(one.get_body(("plain",)).get_content())]  # type: ignore[union-attr]

    until(lambda: found() != [])
    return found()[-1]


def test_mail_in_ticket_reply_mail_out_answer_closed(house: World, post: Post, box_at: BoxAt, settings: Any) -> None:
    settings.ENV = replace(settings.ENV, email_url=f"smtp://127.0.0.1:{post.port}?tls=none", email_from=SHOP)
    box = box_at(post.shop, now=BEGIN - timedelta(hours=1))
    read(box, BEGIN)

    post.send(written("The till prints twice", "Since this morning."))
    read(box, BEGIN)
    ticket = handled(BEGIN).ticket
    assert ticket is not None
    assert (ticket.reporter, ticket.channel) == (house.cora, "email")
    assert post.shop.lying_in(SHOP) == []

    at = BEGIN + timedelta(minutes=10)
    with scoped(ENGINE):
        actions.acknowledge(ticket, by=house.ben, now=at)
        actions.reply(Ticket.objects.get(pk=ticket.pk), "Which till is it, please?", by=house.ben, now=at)
        send_due("mail", at)
    ours = letter(post, "Which till is it, please?")
    assert f"[{ticket.key}]" in ours["Subject"]

    post.shop.stop(SIGKILL)
    with pytest.raises(ReadingFailed):
        read(box, at)
    post.shop.start()
    post.send(written("Re: " + ours["Subject"], "The blue one.", ours))
    read(box, at)
    answer = handled(at)
    assert (answer.outcome, answer.ticket, answer.reason) == (Outcome.REPLY, ticket, "mark")

    with scoped(ENGINE):
        actions.resolve(Ticket.objects.get(pk=ticket.pk), "It prints once now.", by=house.ben, now=at)
        send_due("mail", at)
        assert letter(post, "It prints once now.")["References"] == ours["References"]
        actions.confirm(Ticket.objects.get(pk=ticket.pk), by=house.cora, now=at + timedelta(minutes=1))
        assert Ticket.objects.get(pk=ticket.pk).status == Status.CLOSED
        assert [(one.kind, one.by) for one in ticket.events.all()] == [
            ("reported", "customer"),
            ("acknowledged", "provider"),
            ("replied", "provider"),
            ("replied", "customer"),
            ("resolved", "provider"),
            ("accepted", "customer"),
            ("closed", "customer"),
        ]
    post.shop.count_anew(SHOP)
    assert read(box, at + timedelta(minutes=2)) == 0
    assert state(box).failure == ""


def test_a_message_of_ours_comes_in_again_and_becomes_nothing(
    house: World, post: Post, box_at: BoxAt, settings: Any
) -> None:
    settings.ENV = replace(settings.ENV, email_url=f"smtp://127.0.0.1:{post.port}?tls=none", email_from=SHOP)
    box = box_at(post.shop, now=BEGIN - timedelta(hours=1))
    read(box, BEGIN)
    told: list[str] = []

    def tell(line: str) -> None:
        told.append(line)
        if line.startswith("out: taken"):  # what an engine does meanwhile
            until(lambda: post.shop.lying_in(SHOP) != [])
            read(box, BEGIN)
            handled(BEGIN)

    assert trial("shop", 10, tell)
    assert told[-1].endswith("all is well")
    assert handled(BEGIN).outcome == Outcome.OWN
    settings.ENV = replace(settings.ENV, email_bounces=SHOP)
    assert trial("shop", 10, tell)
    with scoped(ENGINE):
        own = RawMail.objects.filter(outcome=Outcome.OWN).order_by("pk")
        assert [is_trial(to_of(one)) for one in own] == [False, False, True]


@pytest.mark.parametrize(
    ("url", "said"),
    [("file:///nowhere", "set GWARANT_EMAIL_URL"), ("smtp://127.0.0.1:1?tls=none", "look at GWARANT_EMAIL_URL")],
)
def test_what_is_missing_on_the_way_out_is_said(
    house: World, box_at: BoxAt, settings: Any, url: str, said: str
) -> None:
    box_at(Here())
    settings.ENV = replace(settings.ENV, email_url=url)
    told: list[str] = []
    assert not trial("shop", 0, told.append)
    assert said in told[-1]


def test_what_is_missing_on_the_way_in_is_said(house: World, box_at: BoxAt, post: Post, settings: Any) -> None:
    settings.ENV = replace(settings.ENV, email_url=f"smtp://127.0.0.1:{post.port}?tls=none", email_from=SHOP)
    box = box_at(post.shop, password="wrong")
    with suppress(ReadingFailed):
        read(box)
    told: list[str] = []
    assert not trial("shop", 0, told.append)
    assert "does not let us in" in told[-1] or "does not accept" in told[-1]


def test_what_postfix_sends_back_proves_which_mail_it_was(
    house: World, request: pytest.FixtureRequest, box_at: BoxAt, settings: Any
) -> None:
    if NO_DOVECOT or NO_POSTFIX:
        pytest.skip(NO_DOVECOT or NO_POSTFIX)
    dovecot = request.getfixturevalue("dovecot")
    with open_place() as path:
        postfix = Postfix(path, dovecot.lmtp)
        postfix.start()
        settings.ENV = replace(
            settings.ENV, email_url=f"smtp://127.0.0.1:{postfix.port}?tls=none", email_from=SHOP, email_bounces=""
        )
        box = box_at(dovecot, now=BEGIN - timedelta(hours=1))
        read(box, BEGIN)
        for name in ("cora", "cyryl"):  # by the head that comes back, then by the address to which it does
            with scoped(ENGINE):
                User.objects.filter(pk=house.people[name].pk).update(email=f"{name}@left.example")
                by, shop = User.objects.get(pk=house.people[name].pk), house.customers["SHOP"]
                ticket = actions.report(shop, title=name, text="…", class_id="serious", by=by, now=BEGIN)
                send_due("mail", BEGIN)
            until(lambda: dovecot.lying_in(SHOP) != [])
            read(box, BEGIN)
            found = handled(BEGIN)
            assert (found.outcome, found.ticket) == (Outcome.BOUNCE, ticket)
            with scoped(ENGINE):
                assert DeadAddress.objects.latest("pk").address == f"{name}@left.example"
            settings.ENV = replace(settings.ENV, email_bounces=SHOP)
        postfix.stop()
