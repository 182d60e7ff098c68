"""What the page of a monitor shows of a job that tells of itself."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from gwarant.monitoring.beats.models import Ping, PingKey
from gwarant.monitoring.models import Monitor
from gwarant.web.pings.words import said_words

SHOWN = 20  # pings
WORDS = 2_000  # characters of what came with one


def job_of(monitor: Monitor) -> dict[str, Any]:
    """Its addresses, when it is expected, what it said last and the words that came with it."""
    address = monitor.ping_address
    key = PingKey.objects.filter(customer=monitor.customer_id).first()
    base = f"{settings.ENV.url}/ping"
    return {
        "address": address,
        "url": f"{base}/{address.code}",
        "by_key": f"{base}/{key.key}/{address.slug}" if key else "",
        "grace": monitor.settings.get("grace", "1h"),
        "longest": monitor.settings.get("longest", ""),
        "took": timedelta(milliseconds=address.took) if address.took is not None else None,
        "pings": [_ping(one) for one in address.pings.order_by("-at", "-pk")[:SHOWN]],
        "bodies": [_body(one.at, bytes(one.body)) for one in address.bodies.order_by("-at")],
    }


def _ping(one: Ping) -> dict[str, Any]:
    word, tone = said_words(one)
    return {"at": one.at, "word": word, "tone": tone, "sender": one.sender, "agent": one.agent, "size": one.size}


def _body(at: datetime, body: bytes) -> dict[str, Any]:
    return {"at": at, "text": body.decode("utf-8", "replace").replace("\x00", "")[:WORDS]}
