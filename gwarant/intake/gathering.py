"""Messages that come at once are committed together: a transaction costs hardly more for many than for one."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")
Write = Callable[[Sequence[T]], Awaitable[object]]  # all of them or none
MOST = 25  # in one transaction


class Gathering(Generic[T]):
    """Has what several connections bring written: what comes while something is written goes with the next.

    Nobody waits for others to come: what comes alone is written alone, at once. Where many fail each is tried alone.
    """

    def __init__(self, write: Write[T]) -> None:
        self._write = write
        self._waiting: list[tuple[T, asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def add(self, one: T) -> None:
        """It is written once this returns; it raises what kept it from being."""
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((one, written))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_all())  # nobody's who may hang up meanwhile
        await written

    async def _write_all(self) -> None:
        try:
            while self._waiting:
                share, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                await self._write_some(share)
        finally:
            self._writing = None

    async def _write_some(self, share: Sequence[tuple[T, "asyncio.Future[None]"]]) -> None:
        try:
            await self._write([one for one, _written in share])
        except Exception as error:
            if len(share) > 1:
                for one in share:
                    await self._write_some([one])
            elif not share[0][1].done():
                share[0][1].set_exception(error)
            return
        for _one, written in share:
            if not written.done():  # its line may have been cut
                written.set_result(None)
