"""The connection of the job worker sleeps until its server says something, and hears at once what that is."""

import asyncio
import selectors
import socket
from collections.abc import Generator
from types import SimpleNamespace
from typing import Any

import pytest
from psycopg import AsyncConnection
from psycopg.pq import ConnStatus
from psycopg.waiting import Ready, Wait

from gwarant.engine.worker import LOOKS, Patient

WHILE = 0.5  # seconds in which nothing comes


class Counting(selectors.DefaultSelector):
    """Counts how often its loop slept."""

    slept = 0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        self.slept += timeout is None or timeout > 0
        return super().select(timeout)


def heard(on: socket.socket) -> Generator[Wait, Ready, bytes]:
    """Ends once something can be read, as waiting for a notification does."""
    while not (yield Wait.R):
        pass
    return on.recv(1)


async def waited(kind: type[AsyncConnection[Any]]) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        one = kind.__new__(kind)
        one.pgconn = SimpleNamespace(socket=ours.fileno(), status=ConnStatus.BAD)  # type: ignore[assignment]
        asyncio.get_running_loop().call_later(WHILE, theirs.send, b"!")
        async with asyncio.timeout(LOOKS / 2):
            assert await one.wait(heard(ours)) == b"!"


@pytest.mark.parametrize(("kind", "least", "most"), [(Patient, 1, 3), (AsyncConnection, 5, 99)])
def test_who_waits_for_a_notification_sleeps_once_and_hears_it_at_once(
    kind: type[AsyncConnection[Any]], least: int, most: int
) -> None:
    selector = Counting()
    with asyncio.Runner(loop_factory=lambda: asyncio.SelectorEventLoop(selector)) as runner:
        runner.run(waited(kind))
    assert least <= selector.slept <= most, "the other kind looks ten times a second: without it ours is not needed"
