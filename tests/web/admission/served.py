"""A product that answers nothing before it is told to, for the web server to serve behind the gate."""

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gwarant.config.settings")
django.setup()

from gwarant.web.admission.gate import Gate, Limits  # noqa: E402  # needs the settings
from gwarant.web.admission.serving import with_gate  # noqa: E402


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
    path = environ["PATH_INFO"]
    if path == "/slow":
        hold()
    start_response("200 OK", [("Content-Type", "text/plain")])
    return Streamed() if path == "/download" else [path.encode()]


def application() -> Any:
    return with_gate(product, Gate(Limits(int(os.environ["WORK"]))))
