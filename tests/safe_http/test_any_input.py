"""Whatever is typed and whatever a server sends: a place or an answer, or a failure with its code, and nothing else."""

import gzip
import re
import socket

from hypothesis import example, given
from hypothesis import strategies as st

from gwarant.safe_http import HttpFailed, Place, Policy, Request, place_of
from gwarant.safe_http.line import Clock, Line
from gwarant.safe_http.wire import asked, written

ANY = Policy(ports=range(65536), may_be_plain=True, patience=2, whole=4, most=500)
HERE = place_of("http://host.example/", ANY)
HOST = re.compile(r"[a-z0-9_.-]+|[0-9a-f:.]+")
SIGNS = "https http : // / \\ @ # ? % [ ] ::1 127.0.0.1 host . xn-- ß 。 0x7f 1 ① é e\u0301 K ı ・ ١ 🙂 - _ %00 %2e 80"
PARTS = st.sampled_from([*SIGNS.split(), "\t", "\n", " ", "\x00", "\u200b"])
URLS = st.one_of(st.text(max_size=40), st.lists(PARTS, max_size=9).map("".join)).map(lambda text: f"https://{text}")


@given(st.one_of(URLS, st.text(max_size=60)))
def test_a_url_is_a_place_or_none(url: str) -> None:
    try:
        place = place_of(url, ANY)
    except HttpFailed as error:
        code = error.code
    else:
        code = "address"
        _is_one_place(url, place)
    assert code == "address"


def _is_one_place(url: str, place: Place) -> None:
    assert HOST.fullmatch(place.host)
    assert re.fullmatch(r"[/][\x21-\x7e]*", place.path)
    assert place_of(place.url, ANY) == place
    assert written(Request(url=url), place).count(b"\r\n\r\n") == 1


@given(st.dictionaries(st.text(max_size=12), st.text(max_size=12), max_size=3), st.text(max_size=8))
def test_a_request_is_one_request_or_none(headers: dict[str, str], method: str) -> None:
    for name in (method, "GET"):
        try:
            content = written(Request(url=HERE.url, method=name, headers=headers), HERE)
        except HttpFailed as error:
            code = error.code
        else:
            code = "address"
            _is_one_request(content)
        assert code == "address"


def _is_one_request(content: bytes) -> None:
    head, end, rest = content.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    assert (end, rest, len(lines) - 1) == (b"\r\n\r\n", b"", len({one.split(b":")[0] for one in lines[1:]}))
    assert not re.search(rb"[^\r]\n|\r[^\n]", content)


LINES = """HTTP/1.1 200 OK|HTTP/1.0 404 |Content-Length: 3|Content-Length: -1|Content-Length: 9999999999999999999999
Transfer-Encoding: chunked|-1|0x3|fffffffffffffffff|Content-Encoding: gzip|Location: //x| folded"""
PIECES = st.sampled_from(
    [f"{one}\r\n".encode() for row in LINES.splitlines() for one in row.split("|")]
    + [b"HTTP/1.1 ", b"100", b"204", b"3\r\nabc\r\n", b"0\r\n\r\n", b"\r\n", b"\n", b"\r", b": ", b"\x00", b";", b"abc"]
    + [gzip.compress(b"abc", mtime=0), gzip.compress(bytes(9999), mtime=0)]
)


@given(st.one_of(st.binary(max_size=200), st.lists(PIECES, max_size=12).map(b"".join)))
@example(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\nabc")
@example(b"HTTP/1.1 200 OK\r\nContent-Length: 9999999999999999999999\r\n\r\nabc")
def test_an_answer_is_one_or_none(said: bytes) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(said)
        theirs.shutdown(socket.SHUT_WR)
        try:
            status, _headers, body = asked(Line(ours, Clock(2, 4), 65_536), Request(url=HERE.url), HERE, ANY)
        except HttpFailed as error:
            status, body, code = 200, b"", error.code
        else:
            code = "malformed"
    assert code in ("malformed", "too_long", "unreachable")
    assert (200 <= status < 600, len(body) <= 500) == (True, True)
