"""The job worker beside the sweeps: it ends when PostgreSQL goes away, so it is begun again until the engine stops."""

import asyncio
import logging
from typing import Any

from procrastinate import PsycopgConnector
from procrastinate.contrib.django.utils import connector_params
from psycopg import AsyncConnection
from psycopg.abc import PQGen

from gwarant.engine import jobs
from gwarant.engine.clock import clock
from gwarant.engine.lost import Outage
from gwarant.engine.stop import Stop

log = logging.getLogger("gwarant.engine")
GRACE = 10.0
LOOKS = 5.0  # seconds


class Patient(AsyncConnection[Any]):
    """A connection that sleeps until its server says something: others look ten times a second whether one waits.

    Whoever waits for an answer is told by the event loop, and so is whoever has to end.
    """

    async def wait(self, gen: PQGen[Any], interval: float = LOOKS, timeout: float | None = None) -> Any:
        return await super().wait(gen, interval=max(interval, LOOKS), timeout=timeout)


def run(stop: Stop) -> None:
    """Do jobs until stopped."""
    outage = Outage()
    while not stop.is_set():
        try:
            asyncio.run(_work(stop, outage))
        except Exception as error:
            outage.lasts(error, clock())
        stop.wait(outage.pause or 1)


async def _work(stop: Stop, outage: Outage) -> None:
    working = jobs.app.with_connector(PsycopgConnector(kwargs=connector_params(), connection_class=Patient))
    async with working.open_async():
        await working.check_connection_async()
        outage.over()
        worker = asyncio.create_task(
            working.run_worker_async(install_signal_handlers=False, shutdown_graceful_timeout=GRACE)
        )
        await asyncio.wait([worker, asyncio.create_task(_stopped(stop))], return_when=asyncio.FIRST_COMPLETED)
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=stop.is_set())


async def _stopped(stop: Stop) -> None:
    """Until everything stops, without looking again and again."""
    loop, told = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(stop.fileno(), told.set)
    try:
        await told.wait()
    finally:
        loop.remove_reader(stop.fileno())
