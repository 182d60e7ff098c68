"""The ways in: a pipe and a mail server that hands over; nothing is acknowledged that is not stored."""

import asyncio
import smtplib
import socket
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Empty, Queue
from typing import Any

import pytest
from letters_back import home, report
from letters_in import NOW, door, mail
from letters_out import mails

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.files.store import folder
from gwarant.intake.listener import listener
from gwarant.intake.models import Outcome, RawMail, Way
from gwarant.intake.receive import MOST
from gwarant.tickets import actions


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@dataclass
class Line:
    """A mail server's line to the listener; what asks the database runs in the test's own thread and transaction."""

    kind: type[smtplib.SMTP]
    port: int
    asked: "Queue[tuple[Future[Any], Callable[[], Any]]]"

    async def apart(self, work: Callable[..., Any], *given: Any) -> Any:
        answer: Future[Any] = Future()
        self.asked.put((answer, lambda: work(*given)))
        return await asyncio.wrap_future(answer)

    def send(self, raw: bytes, *recipients: str) -> str:
        """Hand a message over; the answer of the last refusal, empty where there was none."""
        with ThreadPoolExecutor(1) as pool:
            sent = pool.submit(self._send, raw, recipients)
            while not sent.done():
                with suppress(Empty):
                    answer, work = self.asked.get(timeout=0.02)
                    try:
                        answer.set_result(work())
                    except Exception as error:
                        answer.set_exception(error)
            return sent.result()

    def _send(self, raw: bytes, recipients: Sequence[str]) -> str:
        with self.kind("127.0.0.1", self.port, timeout=10) as client:
            try:
                client.sendmail("cora@shop.example", recipients, raw.replace(b"\n", b"\r\n"))
                for _ in recipients[1:] if self.kind is smtplib.LMTP else ():
                    assert client.getreply()[0] == 250  # LMTP answers for each recipient
            except smtplib.SMTPRecipientsRefused as refused:
                return str({code for code, _ in refused.recipients.values()})
            except smtplib.SMTPResponseException as refused:
                return str(refused.smtp_code)
        return ""


@pytest.fixture(params=[Way.SMTP, Way.LMTP])
def line(request: pytest.FixtureRequest, house: World) -> Iterator[Line]:
    door(house)
    kind = smtplib.LMTP if request.param is Way.LMTP else smtplib.SMTP
    found = Line(kind, free_port(), Queue())
    made = listener(request.param, "127.0.0.1", found.port, lambda: NOW, found.apart)
    made.start()
    yield found
    made.stop()


def stored() -> list[RawMail]:
    with scoped(ENGINE):
        return list(RawMail.objects.order_by("pk"))


OURS = "shop@house.example"


def test_what_a_mail_server_hands_over_is_stored_before_it_is_told_so(line: Line) -> None:
    raw = mail()
    assert line.send(raw, OURS) == ""
    (found,) = stored()
    assert (found.box, found.envelope_from, found.outcome) == (OURS, "cora@shop.example", Outcome.WAITING)
    with folder().open(found.sha256) as content:
        assert content.read().replace(b"\r\n", b"\n") == raw.replace(b"\r\n", b"\n")


def test_a_long_line_and_bytes_in_no_charset_are_taken_as_they_are(line: Line) -> None:
    raw = mail() + b"<p>" + b"x" * 200_000 + b"\xff\xb3</p>\n"
    assert line.send(raw, OURS) == ""
    with folder().open(stored()[0].sha256) as content:
        assert content.read().replace(b"\r\n", b"\n") == raw.replace(b"\r\n", b"\n")


def test_several_recipients_are_one_message(line: Line) -> None:
    assert line.send(mail(), OURS, "shop+a@house.example") == ""
    (found,) = stored()
    assert found.envelope_to == [OURS, "shop+a@house.example"]


def test_a_message_for_others_is_refused_before_it_is_sent(line: Line) -> None:
    assert (line.send(mail(), "somebody@else.example"), stored()) == ("{550}", [])


def test_what_is_too_large_is_refused(line: Line) -> None:
    raw = mail() + (b"x" * 79 + b"\n") * (MOST // 80 + 10)
    assert (line.send(raw, OURS), stored()) == ("552", [])


def test_what_cannot_be_stored_stays_with_its_sender(line: Line, settings: Any, tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_text("in the way")
    settings.FILES_DIR = place / "files"
    assert (line.send(mail(), OURS), stored()) == ("451", [])


def test_an_address_that_is_no_text_is_refused_for_good(line: Line) -> None:
    with line.kind("127.0.0.1", line.port, timeout=10) as client:
        client.ehlo("me") if line.kind is smtplib.SMTP else client.docmd("LHLO", "me")
        for said in (b"MAIL FROM:<\xff@shop.example>\r\n", b"MAIL FROM:<a\x07b@shop.example>\r\n"):
            client.send(said)
            assert client.getreply() == (553, b"5.1.7 an address is UTF-8 without control characters")
        client.mail("cora@shop.example")
        for said in (b"RCPT TO:<\xff\xfe@house.example>\r\n", b"RCPT TO:<shop\x00@house.example>\r\n"):
            client.send(said)
            assert client.getreply() == (553, b"5.1.3 an address is UTF-8 without control characters")
        for odd in (b"<M@[\x11\xcb\xd2\xef@r\xc5\\@", b'i"\x12\xa0\x1bHo\xd7)" a@', b'"', b"<\xff", b"<a\xff@"):
            client.send(b"RCPT TO:" + odd + b"\r\n")
            assert 500 <= client.getreply()[0] < 600, odd
        client.send(b"VRFY \xff\r\n")
        assert client.getreply()[0] == 252


def test_a_report_to_the_address_of_one_mail_of_ours_is_taken_and_to_an_invented_one_refused(
    line: Line, house: World, settings: Any
) -> None:
    settings.ENV = replace(settings.ENV, email_bounces="bounces@house.example")
    shop = house.customers["SHOP"]
    with scoped(ENGINE):
        actions.report(shop, title="Basket", text="…", class_id="serious", by=house.cora, now=NOW)
        row = mails().select_related("notice").filter(address="cora@shop.example").latest("pk")
    own = home(row)
    assert line.send(report("cora@shop.example", box=own), own) == ""
    false = "1" if own[-15] == "0" else "0"
    assert line.send(mail(), f"{own[:-15]}{false}@house.example") == "{550}"
    assert [one.envelope_to for one in stored()] == [[own]]
