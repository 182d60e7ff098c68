"""Servers that hang, drip, flood, lie or refuse: a look ends with a code, nothing is lost, and it is tried again."""

import socket
import threading
import time
import tracemalloc
from collections.abc import Callable
from datetime import timedelta

import pytest
from boxes_in import NOW, SHOP, BoxAt, message, read, state, stored
from imap_here import Here

from gwarant.intake.mailboxes import folder, line, reading, visit
from gwarant.intake.mailboxes.failure import ReadingFailed, sentence
from gwarant.intake.mailboxes.holding import pause
from gwarant.intake.mailboxes.line import LARGE, PIECE, Line
from gwarant.intake.mailboxes.models import Mailbox
from gwarant.mail.held import Held

pytestmark = pytest.mark.begun_first


def saying(text: bytes) -> Callable[[socket.socket, str], None]:
    return lambda sock, tag: sock.sendall(text.replace(b"TAG", tag.encode()))


def hanging(sock: socket.socket, _tag: str) -> None:
    sock.recv(1)


def dripping(sock: socket.socket, _tag: str) -> None:
    while True:
        sock.sendall(b"* OK drop by drop\r\n"[:1])
        time.sleep(0.05)


def flooding(sock: socket.socket, _tag: str) -> None:
    while True:
        sock.sendall(b"* OK more and more\r\n" * 1000)


def leaving(sock: socket.socket, _tag: str) -> None:
    sock.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seconds are tenths, so that a test waits for no server."""
    former = dict(zip(("ca", "patience", "reached"), line.Line.__init__.__defaults__ or (), strict=True))
    monkeypatch.setattr(line.Line.__init__, "__defaults__", tuple((former | {"patience": 0.2}).values()))
    for module in (line, folder, visit):
        monkeypatch.setattr(module, "WHOLE", 0.4)


def outcome(box: Mailbox) -> str:
    """The code with which a look ended; empty where it went well."""
    try:
        read(box)
    except ReadingFailed as failed:
        return failed.code
    return ""


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    "verb", ["GREETING", "CAPABILITY", "AUTHENTICATE", "SELECT", "UID SEARCH", "UID FETCH", "UID MOVE"]
)
@pytest.mark.parametrize(
    "says",
    [
        hanging,
        dripping,
        flooding,
        leaving,
        saying(b"HTTP/1.1 400 Bad Request\r\n\r\n"),
        saying(b"TAG NO not now\r\n"),
        saying(b"TAG BAD what\r\n"),
        saying(b"* BYE overloaded\r\n"),
        saying(b"* 1 FETCH (UID 2 BODY[] {99999999999}\r\n"),
        saying(b"* 1 FETCH (UID 2 BODY[] {-5}\r\n)\r\nTAG OK\r\n"),
        saying(b"* SEARCH x 9999999999999999 -1 2.5\r\nTAG OK done\r\n"),
        saying(b"\xff\xfe\x00\r\nTAG OK done\r\n"),
        saying(b"* OK [UIDVALIDITY ] [UIDNEXT x\r\nTAG OK done\r\n"),
    ],
)
def test_whatever_a_server_says_a_look_ends_and_the_next_one_has_all(
    db: None, here: Here, box_at: BoxAt, verb: str, says: Callable[[socket.socket, str], None]
) -> None:
    box = box_at(here)
    read(box)
    here.deliver(SHOP, message("waits"))
    here.says[verb] = says
    begun = time.monotonic()
    code = outcome(box)
    assert time.monotonic() - begun < 8
    assert state(box).failure == code != "failed"
    assert not code or sentence(code, "pl") != sentence(code, "en")
    here.says.clear()
    read(box)
    assert stored() == [message("waits")]
    assert here.lying_in(SHOP) == [] or verb == "UID MOVE"  # it may have said that it was done


def test_a_message_that_the_server_does_not_give_out_stops_no_other(db: None, here: Here, box_at: BoxAt) -> None:
    box = box_at(here)
    read(box)
    for text in ("first", "second"):
        here.deliver(SHOP, message(text))

    def refuses_the_first(sock: socket.socket, tag: str) -> None:
        asked = here.heard[-1]
        if "BODY" in asked and "FETCH 1 " in asked:
            sock.sendall(f"{tag} NO corrupt\r\n".encode())
        elif "BODY" in asked:
            raw = message("second")
            sock.sendall(
                f"* 2 FETCH (UID 2 BODY[] {{{len(raw)}}}\r\n".encode() + raw + f")\r\n{tag} OK done\r\n".encode()
            )
        else:
            told = "".join(f"* {n} FETCH (RFC822.SIZE 60 UID {n})\r\n" for n in (1, 2))
            sock.sendall(f"{told}{tag} OK done\r\n".encode())

    here.says["UID FETCH"] = refuses_the_first
    with pytest.raises(ReadingFailed, match="not_fetched: UID 1"):
        read(box)
    assert (stored(), state(box).pending) == ([message("second")], [1])
    here.says.clear()
    read(box)
    assert (stored(), state(box).pending) == ([message("second"), message("first")], [])


def test_a_message_that_somebody_took_away_is_waited_for_no_more(db: None, here: Here, box_at: BoxAt) -> None:
    box = box_at(here)
    read(box)
    for text in ("first", "second"):
        here.deliver(SHOP, message(text))
    here.says["UID FETCH"] = saying(b"TAG NO not now\r\n")
    assert (outcome(box), state(box).pending) == ("not_fetched", [1, 2])
    here.folders["INBOX"].pop(0)
    here.says.clear()
    assert (outcome(box), state(box).pending, stored()) == ("", [], [message("second")])


def test_what_cannot_be_moved_is_read_all_the_same_and_told(db: None, here: Here, box_at: BoxAt) -> None:
    box = box_at(here)
    read(box)
    here.deliver(SHOP, message("stays"))
    here.says["UID MOVE"] = saying(b"TAG NO quota\r\n")
    for _ in range(2):
        with pytest.raises(ReadingFailed, match="not_moved"):
            read(box)
    assert stored() == [message("stays")]


@pytest.mark.parametrize("offers", ["AUTH=PLAIN", "AUTH=PLAIN UIDPLUS", "AUTH=PLAIN MOVE"])
def test_a_server_that_knows_little_is_enough(db: None, here: Here, box_at: BoxAt, offers: str) -> None:
    here.offers = offers
    box = box_at(here)
    read(box)
    here.deliver(SHOP, message("new"))
    read(box)
    assert (stored(), here.lying_in(SHOP, "Gwarant")) == ([message("new")], [message("new")])


def test_a_folder_is_made_below_what_the_server_puts_before_all_names(db: None, here: Here, box_at: BoxAt) -> None:
    here.prefix = "INBOX."
    box = box_at(here)
    read(box)
    here.deliver(SHOP, message("new"))
    read(box)
    assert here.folders["INBOX.Gwarant"][0].raw == message("new")


def test_of_a_message_that_is_too_large_the_beginning_is_kept_and_the_rest_stays(
    db: None, here: Here, box_at: BoxAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST", 1000)
    monkeypatch.setattr(reading, "HEAD", 100)
    box = box_at(here)
    read(box)
    large = message("large") + b"x" * 1000
    here.deliver(SHOP, large)
    read(box)
    assert (stored(), here.lying_in(SHOP)) == ([large[:100]], [large])


def test_a_large_message_is_taken_whole(db: None, here: Here, box_at: BoxAt) -> None:
    box = box_at(here)
    read(box)
    raw = message("large") + bytes(range(256)) * (LARGE >> 7)
    here.deliver(SHOP, raw)
    here.deliver(SHOP, message("small"))
    read(box)
    assert (stored(), here.lying_in(SHOP)) == ([raw, message("small")], [])


@pytest.mark.usefixtures("world")
def test_a_large_literal_goes_to_the_disk_as_it_comes() -> None:
    size = 12 << 20
    ours, theirs = socket.socketpair()
    one = Line.__new__(Line)
    one.sock, one._buffer, one._patience = ours, bytearray(), 5.0
    one.within(10, size)
    sends = threading.Thread(target=lambda: [theirs.sendall(b"x" * PIECE) for _ in range(size // PIECE)])
    with ours, theirs:
        tracemalloc.start()
        sends.start()
        found = one.read(size)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        sends.join()
    assert isinstance(found, Held)
    assert (sum(map(len, found.pieces())), peak < 1 << 20) == (size, True)


@pytest.mark.parametrize("host", ["mail.house.example", "10.0.0.1"])
def test_no_line_without_encryption_leaves_the_machine(host: str) -> None:
    with pytest.raises(ReadingFailed, match="no_tls"):
        line.Line(host, 143, "none")


def test_a_wrong_password_is_not_tried_again_at_once(db: None, here: Here, box_at: BoxAt) -> None:
    box = box_at(here, password="wrong")
    with pytest.raises(ReadingFailed) as caught:
        read(box, NOW)
    assert (caught.value.code, state(box).due_at) == ("login_refused", NOW + timedelta(minutes=1))


def test_the_pauses_grow_and_end() -> None:
    short = [pause(tries, is_passing=True).total_seconds() for tries in (0, 1, 2, 3, 4, 1000)]
    long = [pause(tries, is_passing=False).total_seconds() for tries in (0, 1, 2, 3, 4, 1000)]
    assert (short, long) == ([5, 10, 20, 40, 60, 60], [60, 120, 240, 480, 900, 900])
