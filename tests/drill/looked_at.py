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

from gwarant.prober.protocol import STATES, Batch, Given, Taken, unpacked

PIECE = 65_536
ANSWERS = {
    True: b"HTTP/1.1 500 Down\r\nContent-Length: 4\r\n\r\nDown",
    False: b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK",
}


def milliseconds() -> int:
    return time.time_ns() // 1_000_000


class Targets:
    """A web server at every address 127.0.0.0/8, a page for each monitor; it writes down who is asked for when."""

    def __init__(self) -> None:
        self.down: set[str] = set()
        self.asked: dict[str, list[tuple[int, bool]]] = defaultdict(list)  # page → moment, whether it was down
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
            is_down = page in self.down
            self.asked[page].append((milliseconds(), is_down))
            line.sendall(ANSWERS[is_down])


@dataclass(frozen=True)
class Handed:
    """One look that a prober handed over: under which token, what it says."""

    prober: str
    token: int | None
    late: int
    state: str
    code: str


@dataclass
class Relay:
    """Passes the line of one prober to the server, until it is cut; keeps a copy of both directions."""

    name: str
    server: int
    port: int = 0
    is_cut: bool = False
    said: list[tuple[bytearray, bytearray]] = field(default_factory=list)
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
        copies = bytearray(), bytearray()
        self.said.append(copies)
        back = threading.Thread(target=self._copy, args=(far, line, copies[1]), daemon=True)
        back.start()
        self._copy(line, far, copies[0])

    def _copy(self, source: socket.socket, sink: socket.socket, kept: bytearray) -> None:
        with suppress(OSError):
            while (piece := source.recv(PIECE)) and not self.is_cut:
                kept += piece
                sink.sendall(piece)
        if not self.is_cut:  # a line that is cut says nothing, not even that it is over
            for one in (source, sink):
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)

    def messages(self) -> Iterator[tuple[str, bytes, bytes]]:
        """Each path with what was sent to it and, where it came back, what was answered with success."""
        for asked, answered in list(self.said):
            answers = list(_whole(bytes(answered)))
            for number, (head, body) in enumerate(_whole(bytes(asked))):
                back = answers[number] if number < len(answers) else (b"", b"")
                yield head.split()[1].decode(), body, back[1] if b" 200 " in back[0][:20] else b""

    def handed(self) -> Iterator[tuple[tuple[int, int], Handed]]:
        """Each monitor and slot of every batch that went over the line, once for each time."""
        for path, body, _ in self.messages():
            if path == "/prober/looks":
                yield from _looks(self.name, *unpacked(body))

    def taken(self) -> list[Taken]:
        """What the server said of batches."""
        found = [back for path, _, back in self.messages() if path == "/prober/looks" and back]
        return [msgspec.msgpack.decode(one, type=Taken) for one in found]

    def leases(self) -> Iterator[tuple[int, int, int]]:
        """Share, token and the server's moment at which this prober was told that it has it."""
        for path, _, back in self.messages():
            if path == "/prober/targets" and back:
                given = msgspec.msgpack.decode(back, type=Given)
                yield from ((one.share, one.token, given.now) for one in given.leases)


def _looks(name: str, batch: Batch, rows: object) -> Iterator[tuple[tuple[int, int], Handed]]:
    for row in rows:  # type: ignore[attr-defined]
        target, slot = int(row["target"]), int(row["slot"])
        state, code = STATES[row["state"]].value, batch.texts[row["code"]]
        yield (target, slot), Handed(name, batch.tokens.get(target % 32), int(row["late"]), state, code)


def _whole(stream: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The heads and bodies of the messages that came whole."""
    while b"\r\n\r\n" in stream:
        head, _, rest = stream.partition(b"\r\n\r\n")
        found = re.search(rb"(?im)^content-length:\s*(\d+)", head)
        size = int(found[1]) if found else 0
        if len(rest) < size:
            return
        yield head, rest[:size]
        stream = rest[size:]
