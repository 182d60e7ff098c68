"""Whether those who take mail from a mail server answer, where the settings name them."""

import socket
from datetime import datetime, timedelta

from django.conf import settings

PATIENCE = 2.0  # seconds for the first line of an answer
HELD = timedelta(seconds=10)
_asked: list[tuple[datetime, str]] = []


def want_of_listeners(now: datetime) -> str:
    """Which listener does not answer, in words; empty where all do or none is wanted. Asked every ten seconds."""
    if _asked and timedelta(0) <= now - _asked[0][0] < HELD:
        return _asked[0][1]
    wanted = {"SMTP": settings.ENV.mail_smtp, "LMTP": settings.ENV.mail_lmtp}
    silent = [f"{way} at {place}" for way, place in wanted.items() if place and not greets(place)]
    said = f"{' and '.join(silent)} does not answer" if silent else ""
    _asked[:] = [(now, said)]
    return said


def greets(place: str) -> bool:
    """Whether somebody at `host:port` begins as a mail server does."""
    host, _, port = place.rpartition(":")
    try:
        with socket.create_connection((host.strip("[]"), int(port)), PATIENCE) as line:
            line.settimeout(PATIENCE)
            return line.recv(3) == b"220"
    except OSError:
        return False
