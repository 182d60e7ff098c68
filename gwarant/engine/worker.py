"""The job worker beside the sweeps: it ends when PostgreSQL goes away, so it is begun again until the engine stops."""

import asyncio
import logging
from typing import Any

from gwarant.engine import jobs
from gwarant.engine.clock import clock
from gwarant.engine.lost import Outage
from gwarant.engine.stop import Stop

log = logging.getLogger("gwarant.engine")
GRACE = 10.0


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
    connector: Any = jobs.app.connector
    working = jobs.app.with_connector(connector.get_worker_connector())
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
