"""A queue for work that may be done a few at a time: it refuses rather than grows."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from .errors import Busy


class BoundedQueue:
    """Lets ``size`` in at the same time, in the order they came, while ``max_waiting`` wait; used on one event loop.

    ``what`` waits, and for what, ends the refusal's first half: ``figures wait to be drawn``.
    """

    def __init__(self, size: int, max_waiting: int, what: str) -> None:
        self.max_waiting, self.what = max_waiting, what
        self.waiting = 0
        self._free = asyncio.Semaphore(size)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for a turn, which lasts as long as what is done inside.

        Raises:
            Busy: as many wait as may.

        """
        if self._free.locked() and self.waiting >= self.max_waiting:
            raise Busy(f"{self.waiting} {self.what}, as many as may. Try again in a second.")
        self.waiting += 1
        try:
            await self._free.acquire()
        finally:
            self.waiting -= 1
        try:
            yield
        finally:
            self._free.release()
