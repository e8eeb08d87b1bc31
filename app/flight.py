"""A cache of computations: bounded in bytes, least recently used dropped first, one computation for all who wait."""

import asyncio
from collections import Counter, OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class SingleFlightCache(Generic[Value]):
    """Maps a key to a value that is computed once, however many ask for it at the same time."""

    def __init__(self, max_bytes: int, size_of: Callable[[Value], int]) -> None:
        self.max_bytes = max_bytes
        self.used_bytes = 0
        self._size_of = size_of
        self._kept: OrderedDict[Hashable, Value] = OrderedDict()
        self._flying: dict[Hashable, asyncio.Task[Value]] = {}
        self._waiting: Counter[Hashable] = Counter()

    async def get(self, key: Hashable, compute: Callable[[], Awaitable[Value]], *, abandon: bool = False) -> Value:
        """The value for ``key``; a failure reaches everyone who waits and is not kept.

        ``abandon``: the computation is cancelled when nobody waits for it any more; else it ends and its value is kept.
        """
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        if key not in self._flying:
            flight = asyncio.ensure_future(self._compute(key, compute))
            # read here, so that asyncio does not report a failure that nobody waits for any more
            flight.add_done_callback(lambda done: done.cancelled() or done.exception())
            self._flying[key] = flight
        flight = self._flying[key]
        self._waiting[key] += 1
        try:
            # shielded: a client that leaves does not cancel it for the others
            return await asyncio.shield(flight)
        finally:
            self._waiting[key] -= 1
            if not self._waiting[key]:
                del self._waiting[key]
                if abandon and not flight.done():
                    self._flying.pop(key, None)
                    flight.cancel()

    async def _compute(self, key: Hashable, compute: Callable[[], Awaitable[Value]]) -> Value:
        try:
            value = await compute()
        finally:
            if self._flying.get(key) is asyncio.current_task():
                del self._flying[key]
        self._keep(key, value)
        return value

    def _keep(self, key: Hashable, value: Value) -> None:
        size = self._size_of(value)
        if size > self.max_bytes:
            return
        self._kept[key] = value
        self.used_bytes += size
        while self.used_bytes > self.max_bytes:
            _, dropped = self._kept.popitem(last=False)
            self.used_bytes -= self._size_of(dropped)
