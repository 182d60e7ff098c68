"""The web server with the gate in it: 200 requests of one engineer starve nobody, and nobody waits in silence."""

import os
import select
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest

from gwarant.cli.ports import answers, free_port
from gwarant.web.admission.gate import Limits

pytestmark = pytest.mark.begun_first
BEGIN = "import sys; from gwarant.cli.web import serve; from gwarant.config.env import read_environment as e"
ALL, OF_ONE, WORK = 200, Limits(4).of_one, 4


@dataclass
class Served:
    """A web server whose slow pages end once `go` is there."""

    port: int
    go: Path
    closed: Path

    def ask(self, path: str, whose: str = "", method: str = "GET") -> socket.socket:
        """A request that is sent, its answer not read."""
        line = socket.create_connection(("127.0.0.1", self.port), 20)
        cookie = f"Cookie: a=b; gwarant_session={whose}\r\n" if whose else ""
        head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Language: pl\r\n{cookie}"
        line.sendall(f"{head}Content-Length: 0\r\nConnection: close\r\n\r\n".encode())
        return line

    def begin(self, path: str, whose: str = "made") -> socket.socket:
        """Something that is sent, of which the rest does not come."""
        line = socket.create_connection(("127.0.0.1", self.port), 20)
        head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nCookie: gwarant_session={whose}\r\n"
        line.sendall(f"{head}Content-Length: 5000\r\n\r\na=".encode())
        return line

    def answer(self, path: str, whose: str = "", method: str = "GET") -> str:
        with closing(self.ask(path, whose, method)) as line:
            return read(line)


def read(line: socket.socket) -> str:
    parts = []
    while part := line.recv(65536):
        parts.append(part)
    return b"".join(parts).decode()


def answered(lines: list[socket.socket], want: int) -> list[str]:
    """What those lines say that are answered by now; so many come within twenty seconds."""
    ends, found = time.monotonic() + 20, []
    while len(found) < want and time.monotonic() < ends:
        for line in select.select(lines, [], [], 0.2)[0]:
            lines.remove(line)
            with closing(line):
                found.append(read(line))
    return found


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    port, here = free_port("127.0.0.1", 18600), Path(__file__).parent
    made = Served(port, tmp_path / "go", tmp_path / "closed")
    own = {
        "WORK": str(WORK),
        "PATIENCE": "4",
        "GO": str(made.go),
        "CLOSED": str(made.closed),
        "GWARANT_SECRET_KEY": "x" * 50,
    }
    own |= {"PATIENCE": "4", "GWARANT_STATE_DIR": str(tmp_path), "PYTHONPATH": str(here)}
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("GWARANT_", "DATABASE_"))}
    command = [sys.executable, "-c", f"{BEGIN}; serve(e(), {port}, 'served:application')"]
    process = subprocess.Popen(command, env=clean | own, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        ends = time.monotonic() + 60
        while not answers("127.0.0.1", port):
            assert time.monotonic() < ends, "the web server does not begin"
            time.sleep(0.05)
        yield made
    finally:
        made.go.touch()
        process.terminate()
        assert process.communicate(timeout=30)[0] == b"", "it has nothing to warn of"


def test_two_hundred_slow_pages_of_one_person_starve_neither_watchers_nor_others(served: Served) -> None:
    gone = served.ask("/download", "cora")
    assert gone.recv(15).startswith(b"HTTP/1.1 200")
    gone.close()
    assert served.answer("/page", "ben").endswith("/page")  # whose a session is, is known from its first answer on
    assert served.answer("/page", "olga").endswith("/page")
    lines = [served.ask("/slow", "ben") for _ in range(ALL)]
    assert served.answer("/healthz").endswith("ok\n")  # while not one of the slow ones has ended
    refused = answered(lines, ALL - OF_ONE)
    assert len(refused) == ALL - OF_ONE
    assert all(one.startswith("HTTP/1.1 429") and "\r\nretry-after: 5\r\n" in one.lower() for one in refused)
    assert "Odczekaj chwilę" in refused[0]
    assert served.answer("/page", "olga").endswith("/page")
    assert served.answer("/static/x").endswith("/static/x")
    typed = served.ask("/page", "ben", "POST")
    assert not select.select([typed, *lines], [], [], 0)[0], "what is typed waits for its turn, as do the others"
    served.go.touch()
    assert {one.partition("\r\n")[0] for one in answered([typed, *lines], OF_ONE + 1)} == {"HTTP/1.1 200 OK"}
    ends = time.monotonic() + 20
    while not served.closed.exists():
        assert time.monotonic() < ends, "a download that nobody takes any more is never let go"
        time.sleep(0.02)
    assert served.answer("/page", "ben").endswith("/page")


def test_whatever_one_place_sends_slowly_others_are_answered_and_the_slow_are_told_so(served: Served) -> None:
    pages = [served.begin("/page", f"made{n}") for n in range(70)]
    pings = [served.begin(f"/ping/{uuid4()}") for _ in range(130)]
    alive = [served.begin("/healthz") for _ in range(300)]
    assert {one.partition("\r\n")[0] for one in answered(alive, 300)} == {"HTTP/1.1 405 Method Not Allowed"}
    assert served.answer("/healthz").endswith("ok\n")
    assert served.answer("/static/x").endswith("/static/x")
    assert served.answer("/page", "olga").endswith("/page")
    assert served.answer(f"/ping/{uuid4()}").endswith("OK")
    told = Counter(one.partition("\r\n")[0] for one in answered(pages, 70))
    assert told == {"HTTP/1.1 408 Request Timeout": 64, "HTTP/1.1 429 Too Many Requests": 6}
    told = Counter(one.partition("\r\n")[0] for one in answered(pings, 130))
    assert told == {"HTTP/1.1 408 Request Timeout": 64, "HTTP/1.1 503 Service Unavailable": 66}
    assert served.answer("/page", "olga", "POST").endswith("/page")
