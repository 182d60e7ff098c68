"""What probers of a drill look at, and the line to their server: both keep their own account of what came by."""

import re
import socket
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import msgspec

from gwarant.prober.protocol import SHARES, STATES, Batch, Given, Taken, unpacked

PIECE = 65_536
ANSWERS = {
    True: b"HTTP/1.1 500 Down\r\nContent-Length: 4\r\n\r\nDown",
    False: b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK",
}


def milliseconds() -> int:
    return time.time_ns() // 1_000_000


@dataclass(eq=False)
class Question:
    """When a page was asked for, whether it was down, and when it had answered (milliseconds; 0: not)."""

    at: int
    is_down: bool
    answered: int = 0


class Targets:
    """A web server at every address 127.0.0.0/8, a page for each monitor; it writes down who is asked for when."""

    def __init__(self) -> None:
        self.down: set[str] = set()
        self.asked: dict[str, list[Question]] = defaultdict(list)  # by the page
        self._listener = socket.create_server(("0.0.0.0", 0), backlog=1024)
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            line = self._listener.accept()[0]
            threading.Thread(target=self._answer, args=(line,), daemon=True).start()

    def _answer(self, line: socket.socket) -> None:
        with line, suppress(OSError):
            line.settimeout(20)
            said = b""
            while b"\r\n\r\n" not in said:
                piece = line.recv(PIECE)
                if not piece:
                    return
                said += piece
            page = said.split(b" ", 2)[1].decode().strip("/")
            asked = Question(milliseconds(), page in self.down)
            self.asked[page].append(asked)
            line.sendall(ANSWERS[asked.is_down])
            asked.answered = milliseconds()


@dataclass(frozen=True)
class Handed:
    """One look that a prober handed over: under which token, what it says."""

    prober: str
    place: str
    token: int | None
    late: int
    state: str
    code: str


@dataclass
class Stream:
    """What came by in one direction, and when each piece did (milliseconds)."""

    data: bytearray = field(default_factory=bytearray)
    came: list[tuple[int, int]] = field(default_factory=list)  # bytes with this piece, moment

    def add(self, piece: bytes) -> None:
        self.data += piece
        self.came.append((len(self.data), milliseconds()))

    def at(self, offset: int) -> int:
        """When so many bytes had come."""
        return next(moment for size, moment in list(self.came) if size >= offset)


@dataclass
class Relay:
    """Passes the line of one prober to the server, until it is cut; keeps a copy of both directions."""

    name: str
    place: str
    server: int
    port: int = 0
    is_cut: bool = False
    said: list[tuple[Stream, Stream]] = field(default_factory=list)
    _lines: list[socket.socket] = field(default_factory=list)

    def begin(self) -> None:
        listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = int(listener.getsockname()[1])
        threading.Thread(target=self._listen, args=(listener,), daemon=True).start()

    def cut(self) -> None:
        """From now on nothing passes, on lines that stand already either; nobody is told."""
        self.is_cut = True

    def mend(self) -> None:
        """Everything passes again; what stood there before is gone."""
        for line in self._lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        self._lines.clear()
        self.is_cut = False

    def _listen(self, listener: socket.socket) -> None:
        while True:
            line = listener.accept()[0]
            threading.Thread(target=self._pass, args=(line,), daemon=True).start()

    def _pass(self, line: socket.socket) -> None:
        self._lines.append(line)
        if self.is_cut:
            return
        try:
            far = socket.create_connection(("127.0.0.1", self.server), timeout=5)
        except OSError:
            line.close()
            return
        far.settimeout(None)
        self._lines.append(far)
        copies = Stream(), Stream()
        self.said.append(copies)
        back = threading.Thread(target=self._copy, args=(far, line, copies[1]), daemon=True)
        back.start()
        self._copy(line, far, copies[0])

    def _copy(self, source: socket.socket, sink: socket.socket, kept: Stream) -> None:
        with suppress(OSError):
            while (piece := source.recv(PIECE)) and not self.is_cut:
                kept.add(piece)
                sink.sendall(piece)
        if not self.is_cut:  # a line that is cut says nothing, not even that it is over
            for one in (source, sink):
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)

    def messages(self) -> Iterator[tuple[str, bytes, bytes, int]]:
        """Each path with what was sent to it and, where it came back, what was answered with success, and when."""
        for asked, answered in list(self.said):
            answers = list(_whole(bytes(answered.data)))
            for number, (head, body, _) in enumerate(_whole(bytes(asked.data))):
                back = answers[number] if number < len(answers) else (b"", b"", 0)
                is_well = b" 200 " in back[0][:20]
                yield (
                    head.split()[1].decode(),
                    body,
                    back[1] if is_well else b"",
                    answered.at(back[2]) if is_well else 0,
                )

    def heard(self) -> list[int]:
        """The moments at which the server had answered what is to be looked at."""
        return sorted(at for path, _, back, at in self.messages() if path == "/prober/targets" and back)

    def handed(self) -> Iterator[tuple[tuple[int, int], Handed]]:
        """Each monitor and slot of every batch that went over the line, once for each time."""
        for path, body, *_ in self.messages():
            if path == "/prober/looks":
                yield from _looks(self, *unpacked(body))

    def taken(self) -> list[Taken]:
        """What the server said of batches."""
        found = [back for path, _, back, _ in self.messages() if path == "/prober/looks" and back]
        return [msgspec.msgpack.decode(one, type=Taken) for one in found]

    def leases(self) -> Iterator[tuple[int, int, int]]:
        """Share, token and the server's moment at which this prober was told that it has it."""
        for path, _, back, _ in self.messages():
            if path == "/prober/targets" and back:
                given = msgspec.msgpack.decode(back, type=Given)
                yield from ((one.share, one.token, given.now) for one in given.leases)


def _looks(relay: Relay, batch: Batch, rows: object) -> Iterator[tuple[tuple[int, int], Handed]]:
    for row in rows:  # type: ignore[attr-defined]
        target, slot = int(row["target"]), int(row["slot"])
        state, code = STATES[row["state"]].value, batch.texts[row["code"]]
        token = batch.tokens.get(target % SHARES)
        yield (target, slot), Handed(relay.name, relay.place, token, int(row["late"]), state, code)


def _whole(stream: bytes) -> Iterator[tuple[bytes, bytes, int]]:
    """The heads and bodies of the messages that came whole, and where each ended."""
    begun = 0
    while (ends := stream.find(b"\r\n\r\n", begun)) >= 0:
        head = stream[begun:ends]
        found = re.search(rb"(?im)^content-length:\s*(\d+)", head)
        begun = ends + 4 + (int(found[1]) if found else 0)
        if len(stream) < begun:
            return
        yield head, stream[ends + 4 : begun], begun
