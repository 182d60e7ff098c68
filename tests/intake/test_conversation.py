"""A mail server's line: what is sent is taken as it was, and takes so much memory and no more, whatever it is."""

import smtplib
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import SpooledTemporaryFile
from threading import Event
from typing import Any, ClassVar

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope
from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import examples

from gwarant.intake.conversation import LINE, PIECE, Bounded, Lmtp, Room, Smtp

MB = 1 << 20
BEGUN = b"MAIL FROM:<cora@shop.example>\r\nRCPT TO:<shop@house.example>\r\nDATA\r\n"


class Shelf:
    """What was taken."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []

    async def take(self, envelope: Envelope, content: "SpooledTemporaryFile[bytes]") -> str:
        self.taken.append(content.read())
        return "250 2.0.0 stored"


@contextmanager
def house(room: Room, kind: type[Bounded] = Smtp, most: int = 50 * MB) -> Iterator[tuple[int, Shelf]]:
    """A listener with that room on a port of its own."""
    shelf = Shelf()

    class Listening(Controller):
        def factory(self) -> SMTP:
            return kind(shelf, room, data_size_limit=most)

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    made = Listening(shelf, hostname="127.0.0.1", port=port, ready_timeout=10)
    made.start()
    try:
        yield port, shelf
    finally:
        while Line.opened:
            Line.opened.pop().close()
        made.stop()


class Line:
    """A line to it, by hand; it is closed with the listener."""

    opened: ClassVar[list["Line"]] = []

    def __init__(self, port: int, hello: bytes = b"EHLO me\r\n") -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self.file = self.socket.makefile("rb")
        self.opened.append(self)
        self.greeting = self.answer()
        if self.greeting.startswith("220"):
            self.say(hello)

    def answer(self) -> str:
        """The last line of the next answer; empty where the line is cut."""
        try:
            while (line := self.file.readline()) and line[3:4] == b"-":
                pass
        except ConnectionError:
            return ""
        return line.decode().strip()

    def say(self, line: bytes) -> str:
        self.socket.sendall(line)
        return self.answer()

    def begin(self) -> "Line":
        for line in BEGUN.splitlines(keepends=True):
            assert self.say(line)[:1] in "23"
        return self

    def close(self) -> None:
        self.file.close()
        self.socket.close()


def stuffed(message: bytes) -> bytes:
    """As it goes over the line."""
    lines = message.split(b"\r\n")
    return b"\r\n".join(b"." + line if line.startswith(b".") else line for line in lines) + b".\r\n"


def rss() -> int:
    """Bytes of memory that this process has now."""
    told = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) * 1024 for line in told.splitlines() if line.startswith("VmRSS"))


def until(holds: Callable[[], bool]) -> None:
    """Wait until it holds; the test ends by itself where it never does."""
    for _ in range(1000):
        if holds():
            return
        Event().wait(0.01)
    raise AssertionError("it never came")


def test_whatever_is_sent_is_taken_as_it_was() -> None:
    bits = st.sampled_from([b"\r\n", b".", b"..", b"\r", b"\n", b"word", b"\xff", b"\r\n.\r", b"y" * (PIECE + 3)])
    with house(Room()) as (port, shelf):
        line = Line(port)

        @settings(max_examples=examples(60), deadline=None)
        @given(st.lists(bits, max_size=12))
        def law(parts: list[bytes]) -> None:
            message = b"".join(parts) + b"\r\n"
            line.begin()
            # the next command may come with the end (RFC 2920)
            assert line.say(stuffed(message) + b"NOOP\r\n").startswith("250 2.0.0")
            assert line.answer().startswith("250")
            assert shelf.taken.pop() == message

        law()


def test_half_sent_mails_take_no_memory_and_no_more_of_the_disk_than_there_is_room_for() -> None:
    room, row = Room(disk=24 * MB), b"x" * (PIECE // 2 - 2) + b"\r\n"
    with house(room) as (port, shelf):
        lines = [Line(port).begin() for _ in range(8)]
        before = rss()
        for one in lines:
            for _ in range(8 * MB // len(row)):
                one.socket.sendall(row)
        until(lambda: room.held > 20 * MB)
        assert rss() - before < 12 * MB, "64 MB were sent"
        assert room.held <= room.disk
        answers = [one.say(b".\r\n")[:3] for one in lines]
        assert (set(answers), answers.count("250")) == ({"250", "452"}, len(shelf.taken))
        assert 1 <= len(shelf.taken) <= 3
        assert all(len(one) == 8 * MB for one in shelf.taken)
        until(lambda: room.held == 0)


def test_while_the_disk_is_full_a_small_mail_is_taken_and_a_large_one_not_begun() -> None:
    room = Room(disk=MB)
    with house(room) as (port, shelf):
        full, other = Line(port).begin(), Line(port)
        full.socket.sendall(b"x" * 900_000 + b"\r\n")
        until(lambda: room.held > 800_000)
        assert not room.fits(300_000)
        assert other.begin().say(b"Small\r\n" * 1000 + b".\r\n").startswith("250")
        assert other.begin().say((b"x" * 1000 + b"\r\n") * 400 + b".\r\n").startswith("452 4.3.1")
        full.close()
        until(lambda: room.held == 0)
        assert other.begin().say((b"x" * 1000 + b"\r\n") * 400 + b".\r\n").startswith("250")
    assert [len(one) for one in shelf.taken] == [7000, 400_800]


def test_more_connections_than_there_is_room_for_are_told_to_come_again() -> None:
    room = Room(connections=3, of_one=2)
    with house(room) as (port, _):
        first, second, third = Line(port), Line(port), Line(port)
        assert [one.greeting[:3] for one in (first, second, third)] == ["220", "220", "421"]
        assert third.answer() == "", "and hung up"
        assert room.enter("192.0.2.7")
        assert not room.enter("192.0.2.8"), "three in all"
        first.close()
        until(lambda: room.here.total() == 2)
        assert Line(port).greeting.startswith("220")


def test_who_says_nothing_or_stops_amidst_a_mail_is_hung_up_on() -> None:
    room = Room(idle=0.2, step=0.2)
    with house(room) as (port, shelf):
        idle, half = Line(port), Line(port).begin()
        half.socket.sendall(b"x" * 100_000)
        assert [idle.answer(), half.answer()] == ["", ""]
        until(lambda: (room.held, room.here.total()) == (0, 0))
        slow = Line(port)
        room.whole = -1.0  # a mail that has used up all its time already
        assert slow.begin().say(b"x" * 200_000 + b"\r\n").startswith("421 4.4.2")
        assert (slow.answer(), shelf.taken) == ("", [])


@pytest.mark.parametrize(("kind", "hello"), [(Smtp, b"EHLO me\r\n"), (Lmtp, b"LHLO me\r\n")])
def test_what_is_too_long_is_refused_once_it_is_sent_and_by_lmtp_to_each_recipient(kind: Any, hello: bytes) -> None:
    with house(Room(), kind, most=2 * MB) as (port, shelf):
        line = Line(port, hello)
        times = 2 if kind is Lmtp else 1
        for message, code in ((b"x" * (LINE + 1), "500 5.5.2"), ((b"x" * 999 + b"\r\n") * 2200, "552 5.3.4")):
            line.say(b"MAIL FROM:<>\r\n")
            for name in (b"a", b"b"):
                line.say(b"RCPT TO:<%s@house.example>\r\n" % name)
            assert line.say(b"DATA\r\n").startswith("354")
            line.socket.sendall(message + b"\r\n.\r\n")
            assert [line.answer()[:9] for _ in range(times)] == [code] * times
            assert line.say(b"NOOP\r\n").startswith("250")
    assert shelf.taken == []


def test_a_server_that_is_told_the_size_is_refused_beforehand() -> None:
    with house(Room(), most=MB) as (port, _), smtplib.SMTP("127.0.0.1", port, timeout=10) as client:
        client.ehlo()
        assert client.mail("cora@shop.example", [f"SIZE={2 * MB}"])[0] == 552


@given(st.from_regex(r"<[A-Za-z0-9.+='@-]{1,12}@[A-Za-z0-9.-]{1,12}>( SIZE=[0-9]{1,3})?", fullmatch=True))
def test_a_plain_address_is_read_as_the_library_reads_it(arg: str) -> None:
    ours = Smtp.__new__(Smtp)
    ours.local_part_limit = 0
    try:
        theirs = SMTP._getaddr(ours, arg)
    except Exception:
        theirs = (None, None)
    assert ours._getaddr(arg) == theirs
