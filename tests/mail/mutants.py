"""Messages spoilt: the same seed spoils the same way."""

from collections.abc import Callable, Iterator, Sequence
from random import Random

Spoil = Callable[[bytearray, Random], None]

LINES = [
    *(b"From: ", b"To: ", b"Subject: ", b"Date: ", b"Message-ID: <>", b"References: ", b"Content-Type: ", b"", b" "),
    *(b"Content-Type: multipart/mixed; boundary=b", b"Content-Type: message/rfc822", b"Content-Type: multipart/report"),
    *(
        b"Content-Type: text/html; charset=utf-7",
        b"Content-Type: text/plain; charset=\x00",
        b"Content-Type: text/plain; charset=idna",
    ),
    *(
        b"Content-Transfer-Encoding: base64",
        b"Content-Transfer-Encoding: quoted-printable",
        b"Content-Transfer-Encoding: x-uue",
    ),
    *(b"Content-Type: application/ms-tnef", b"Content-Type: text/plain; format=flowed; delsp=yes", b"--b", b"--b--"),
    *(
        b"Content-Disposition: attachment; filename*0*=a'b'%",
        b"Received: from a by b; x",
        b"Auto-Submitted: auto-replied",
    ),
    *(
        b"Authentication-Results: a; spf=pass; dkim=fail header.d=",
        b"Date: Mon, 30 Nov 99999 25:61:61 +9999",
        b"Return-Path: <>",
    ),
    *(
        b"Subject: =?utf-8?B?////?= =?utf-16?Q?=00?= =?punycode?Q?a?=",
        b'From: "((((<<<<',
        b"To: a:b:c:;;,,@@@",
        b"> quoted",
    ),
    *(b"On 1 Jan 2026 at 1:11 a@b wrote:", b"Od: a", b"Data: b", b"Temat: c", b"-- ", b"begin 644 a", b"##- x y z -##"),
]
BYTES = [
    b"\x00",
    b"\r",
    b"\n",
    b"\r\n",
    b"\n\n",
    b'"',
    b"(",
    b")",
    b"<",
    b">",
    b";",
    b"=",
    b"=?",
    b"?=",
    b"%",
    b"*",
    b"\xff",
    b"\xe2\x80\xae",
    b"\\",
]


def _place(raw: bytearray, luck: Random) -> int:
    return luck.randrange(len(raw) + 1)


def _slice(raw: bytearray, luck: Random, most: int) -> slice:
    begin = _place(raw, luck)
    return slice(begin, min(len(raw), begin + luck.randrange(1, most)))


def _flip(raw: bytearray, luck: Random) -> None:
    for _ in range(luck.randrange(1, 8)):
        if raw:
            raw[luck.randrange(len(raw))] = luck.randrange(256)


def _cut(raw: bytearray, luck: Random) -> None:
    del raw[_slice(raw, luck, 200)]


def _end(raw: bytearray, luck: Random) -> None:
    del raw[_place(raw, luck) :]


def _insert(raw: bytearray, luck: Random) -> None:
    place = _place(raw, luck)
    raw[place:place] = luck.choice(BYTES) * luck.choice([1, 1, 2, 50, 3000])


def _repeat(raw: bytearray, luck: Random) -> None:
    piece = bytes(raw[_slice(raw, luck, 120)])
    place = _place(raw, luck)
    raw[place:place] = piece * luck.choice([1, 2, 30, 400])


def _line(raw: bytearray, luck: Random) -> None:
    place = raw.find(b"\n", _place(raw, luck)) + 1
    raw[place:place] = luck.choice(LINES) + luck.choice([b"\n", b"\r\n", b"\n\n", b""])


def _without_line(raw: bytearray, luck: Random) -> None:
    begin = raw.find(b"\n", _place(raw, luck)) + 1
    end = raw.find(b"\n", begin)
    del raw[begin : end + 1 if end >= 0 else len(raw)]


def _ends(raw: bytearray, luck: Random) -> None:
    raw[:] = bytes(raw).replace(b"\r\n", b"\n").replace(b"\n", luck.choice([b"\r\n", b"\r", b"\n\n", b"\n"]))


def _case(raw: bytearray, luck: Random) -> None:
    place = _slice(raw, luck, 400)
    raw[place] = bytes(raw[place]).swapcase()


def _swap(raw: bytearray, luck: Random) -> None:
    one, other = bytes(raw[_slice(raw, luck, 80)]), bytes(raw[_slice(raw, luck, 80)])
    if one and other:
        raw[:] = bytes(raw).replace(one, other, luck.choice([1, 5]))


SPOILS: Sequence[Spoil] = (_flip, _cut, _end, _insert, _repeat, _line, _line, _without_line, _ends, _case, _swap)


def mutants(messages: Sequence[bytes], seed: int, count: int, begin: int = 0) -> Iterator[tuple[int, bytes]]:
    """So many spoilt messages with their numbers; each follows from the seed and its number alone."""
    for number in range(begin, begin + count):
        luck = Random(f"{seed} {number}")
        raw = bytearray(luck.choice(messages))
        if luck.random() < 0.1:
            raw[_place(raw, luck) :] = luck.choice(messages)
        for _ in range(luck.choice([1, 1, 2, 3, 6])):
            luck.choice(SPOILS)(raw, luck)
        yield number, bytes(raw)
