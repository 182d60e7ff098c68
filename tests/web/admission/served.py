"""A product that answers nothing before it is told to, for the web server to serve behind the gate."""

import os
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gwarant.config.settings")
django.setup()

from gwarant.monitoring.beats.asked import OK  # noqa: E402  # needs the settings
from gwarant.web.admission.gate import Gate, Limits  # noqa: E402
from gwarant.web.admission.server import Server  # noqa: E402
from gwarant.web.admission.serving import page_door, with_gate  # noqa: E402
from gwarant.web.pings.serving import ping_door, with_pings  # noqa: E402


class Streamed:
    """A download whose end nobody sees."""

    streaming = True

    def __iter__(self) -> Any:
        yield b"begun"
        hold()

    def close(self) -> None:
        Path(os.environ["CLOSED"]).touch()


def hold() -> None:
    while not Path(os.environ["GO"]).exists():
        time.sleep(0.05)


def product(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    path, whose = environ["PATH_INFO"], environ.get("HTTP_COOKIE", "").rpartition("=")[2]
    if whose in ("ben", "cora", "olga"):
        environ["gwarant.person"] = whose
    if path == "/slow":
        hold()
    start_response("200 OK", [("Content-Type", "text/plain")])
    return Streamed() if path == "/download" else [path.encode()]


def application() -> Server:
    limits = Limits(int(os.environ["WORK"]))
    gated = with_pings(with_gate(product, Gate(limits)), lambda asked: OK)
    doors = {"/ping/": quick(ping_door(lambda asked, place: None)), "/": quick(page_door())}
    return Server(gated, doors, threads=limits.threads, at_once="/healthz", files="/static/")


def quick(door: Any) -> Any:
    """A body that is sent slowly is not waited for so long."""
    return replace(door, limits=replace(door.limits, patience=float(os.environ["PATIENCE"])))
