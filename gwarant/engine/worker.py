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
        while not worker.done() and not stop.is_set():
            await asyncio.wait([worker], timeout=0.25)
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=stop.is_set())
