"""The systems of the demo's customers as the house's prober sees them: a small web server that fails on schedule.

`python -m gwarant.demo.site PORT PARENT` serves them on this machine alone, until the parent has ended.
"""

import json
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from gwarant.engine.supervisor import end_with

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Answer:
    """What a system says: after so many seconds, with a status, a text or JSON."""

    status: int = 200
    text: str = ""
    takes: float = 0.02
    kind: str = "text/html"


WELL: Mapping[str, str] = {
    "/shop": "<h1>Acme Shop</h1><p>Koszyk</p>",
    "/erp": json.dumps({"ok": True, "queue": 3}),
    "/booking": "<h1>Rejestracja pacjentów</h1>",
    "/records": "<h1>Dokumentacja medyczna</h1>",
    "/mes": "<h1>System produkcji</h1>",
    "/enrol": "<h1>Enrolment</h1>",
    "/exams": "<h1>Exam portal</h1>",
}


def answer_of(path: str, at: datetime) -> Answer:
    """What the system says at a moment: each has its own hour's bad minutes."""
    text, minute = WELL.get(path), at.minute
    if text is None:
        return Answer(404, "nothing here")
    if path == "/shop" and 20 <= minute < 24:
        return Answer(502, "Bad Gateway: no live upstreams")
    if path == "/erp":
        return Answer(
            text=json.dumps({"ok": True, "queue": 64}) if 40 <= minute < 46 else text, kind="application/json"
        )
    if path == "/records" and minute % 15 < 4:
        return Answer(text=text, takes=0.7)
    if path == "/exams" and 50 <= minute < 52:
        return Answer(503, "Maintenance")
    return Answer(text=text, takes=0.02 + minute % 7 / 100)


class Site(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        found = answer_of(self.path.partition("?")[0], datetime.now(UTC))
        time.sleep(found.takes)
        body = found.text.encode()
        self.send_response(found.status)
        self.send_header("Content-Type", f"{found.kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a look every few seconds is no news."""


def main(port: int, parent: int) -> None:
    """Serve until the parent has ended."""
    end_with(parent)
    ThreadingHTTPServer((HOST, port), Site).serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
