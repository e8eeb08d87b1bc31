"""One long-lived thread per kind of work, behind a queue that refuses rather than grows."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import torch

from ..errors import Busy

Result = TypeVar("Result")


def _begin(begun: Callable[[], None], work: Callable[[], Result]) -> Result:
    begun()
    return work()


class Worker:
    """Runs functions one after the other in its own thread, with its own count of torch threads.

    torch keeps a thread count per calling thread, so it is set once, in the thread's initializer.
    """

    def __init__(self, name: str, *, torch_threads: int, max_queue: int) -> None:
        self.name = name
        self.max_queue = max_queue
        self.waiting = 0
        self._executor = ThreadPoolExecutor(1, name, initializer=torch.set_num_threads, initargs=(torch_threads,))

    async def run(self, work: Callable[[], Result], begun: Callable[[], None] = lambda: None) -> Result:
        """Wait for ``work()``; ``begun`` is called in the worker's thread when its turn has come.

        Raises:
            Busy: as many requests as the queue may hold are already waiting.

        """
        if self.waiting >= self.max_queue:
            raise Busy(
                f"{self.waiting} requests wait for {self.name}, as many as the queue holds. Try again in a second."
            )
        self.waiting += 1
        try:
            return await asyncio.wrap_future(self._executor.submit(_begin, begun, work))
        finally:
            self.waiting -= 1

    def close(self) -> None:
        """Let the running work finish and drop what waits."""
        self._executor.shutdown(wait=True, cancel_futures=True)
