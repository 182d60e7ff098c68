"""A message as the bytes that go over a line: head and parts, written out without a model of them in between.

`email` reads and writes any message there is, and takes its time for it; ours have one shape.
"""

import re
from binascii import b2a_base64, b2a_qp
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

END = b"\r\n"
LINE = 76  # signs of a line; one word that is longer is left whole, as the standard allows up to 998
_PLAIN = re.compile(r"[ -~]*")  # what a head says as it is
_ATOMS = re.compile(r"[\w!#$%&'*+/=?^`{|}~ -]*", re.ASCII)  # a name that needs no quotes
_ENCODED = re.compile(r"=\?.*\?=")  # would be read as something else


@dataclass(frozen=True)
class Part:
    """A piece of a message: its own head, and its bytes as they stand there."""

    head: tuple[tuple[str, str], ...]
    body: bytes

    def written(self) -> bytes:
        return headed(self.head) + END + self.body


def headed(rows: Iterable[tuple[str, str]]) -> bytes:
    """The lines of a head; ValueError for a value of several lines, which would say more than it is asked."""
    return b"".join(_row(name, value) for name, value in rows)


def text_part(text: str, kind: str) -> Part:
    """Words, each line ended as on the line, in signs that every server lets through."""
    lines = text if text.endswith("\n") else f"{text}\n"
    body = b2a_qp(lines.replace("\r\n", "\n").replace("\n", "\r\n").encode("utf-8", "surrogateescape"), istext=True)
    return Part((("Content-Type", kind), ("Content-Transfer-Encoding", "quoted-printable")), body)


def picture_part(content: bytes, kind: str, cid: str, name: str) -> Part:
    """A picture that the words beside it show."""
    head = (
        ("Content-Type", kind),
        ("Content-Transfer-Encoding", "base64"),
        ("Content-Disposition", f'inline; filename="{name}"'),
        ("Content-ID", f"<{cid}>"),
    )
    return Part(head, _in_lines(content))


def file_part(name: str, kind: str, content: bytes) -> Part:
    """A file, whatever its name."""
    main, _, sub = kind.partition("/")
    made = EmailMessage(policy=SMTP)
    made.add_attachment(content, maintype=main, subtype=sub, filename=name)
    (whole,) = made.iter_attachments()
    head, _, body = whole.as_bytes().partition(END + END)
    return Part((), head.removeprefix(b"MIME-Version: 1.0\r\n") + END + END + body)


def many(kind: str, boundary: str, parts: Sequence[Part]) -> Part:
    """Parts as one, such as `alternative`."""
    edge = b"--" + boundary.encode()
    pieces = [edge + END + (one.written() if one.head else one.body) for one in parts]
    ended = [one if one.endswith(END) else one + END for one in pieces]
    head = (("Content-Type", f'multipart/{kind}; boundary="{boundary}"'),)
    return Part(head, b"".join(ended) + edge + b"--" + END)


def written_address(one: Address) -> str:
    """Name and address, in letters that every server takes."""
    if not one.display_name:
        return one.addr_spec
    name = one.display_name
    if not _PLAIN.fullmatch(name) or _ENCODED.search(name):
        return f"{_encoded(name)} <{one.addr_spec}>"
    if not _ATOMS.fullmatch(name):
        name = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{name} <{one.addr_spec}>"


def _row(name: str, value: str) -> bytes:
    if "\n" in value or "\r" in value:
        raise ValueError(f"{name} has more than one line")
    if not _PLAIN.fullmatch(value) or (name == "Subject" and _ENCODED.search(value)):
        value = _encoded(value, len(name) + 2)
    return "\r\n ".join(_lines(name, value)).encode("ascii") + END


def _encoded(value: str, taken: int = 20) -> str:
    """Words that are not plain as those of RFC 2047; so many signs stand before them in their line."""
    made = Header(value, "utf-8", maxlinelen=LINE - taken).encode(linesep="\r\n")
    return made.replace("\r\n ", " ")


def _lines(name: str, value: str) -> Iterator[str]:
    """The row in lines that are not too long, broken before words."""
    line = f"{name}:"
    for n, word in enumerate(value.split(" ")):
        if n and word and len(line) + 1 + len(word) > LINE:
            yield line
            line = word
        else:
            line += f" {word}"
    yield line


def _in_lines(content: bytes) -> bytes:
    return b"".join(b2a_base64(content[at : at + 57]).replace(b"\n", END) for at in range(0, len(content), 57))
