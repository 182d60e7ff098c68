"""A job of the shop, an ear that listened all day, and a way to say something."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gwarant.demo.cast import World
from gwarant.monitoring.actions import Facts, add_monitor
from gwarant.monitoring.beats.asked import Answer, Asked, asked_by
from gwarant.monitoring.beats.keeping import keep
from gwarant.monitoring.beats.models import Listening, PingAddress

START = datetime(2026, 11, 30, 12, tzinfo=UTC)


@pytest.fixture
def job(world: World, engine: None) -> Callable[..., PingAddress]:
    """A job of the shop with these settings; every ten minutes where nothing else is said."""

    def made(name: str = "Nightly", **settings: Any) -> PingAddress:
        told = settings or {"every": "10m", "grace": "1m"}
        facts = Facts(name=name, kind="heartbeat", settings=told, places=())
        return add_monitor(world.services["SHOP", "shop"], facts, by=None, now=START).ping_address

    return made


@pytest.fixture
def say(engine: None) -> Callable[..., Answer]:
    """What is answered to a request for the path behind /ping/, so many minutes after the start."""

    def said(path: str, query: str = "", *, after: float = 0, body: bytes = b"") -> Answer:
        asked = asked_by(path, query, "192.0.2.7", "curl/8", body)
        now = START + timedelta(minutes=after)
        return keep([(asked, now)], now)[0] if isinstance(asked, Asked) else asked

    return said


@pytest.fixture
def listened(engine: None) -> Callable[..., None]:
    """We listened from so many minutes after the start to so many."""

    def from_to(since: float = -600, until: float = 6000) -> None:
        moments = (START + timedelta(minutes=one) for one in (since, until))
        Listening.objects.create(name="web", **dict(zip(("since", "until"), moments, strict=True)))

    return from_to
