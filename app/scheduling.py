"""When the pipeline's work is done: in whose turn, on which thread, and once for all who ask the same.

Each kind of model has one long-lived thread behind a queue that refuses rather than grows. Loading has threads of its
own. What was computed of a sentence's weights is kept, bounded in bytes.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import torch

from .errors import Busy
from .flight import SingleFlightCache
from .forward.reading import Weights
from .models.library import Library
from .models.loading import LoadedTransformer
from .models.recurrent.shipped import LoadedNet
from .schemas import Cell, Checkpoint
from .settings import Settings
from .timing import Timing

LOADS_AT_ONCE = 4
Result = TypeVar("Result")


class Worker:
    """Runs functions one after the other in its own thread, with its own count of torch threads.

    torch keeps a thread count per calling thread, so it is set once, in the thread's initializer.
    """

    def __init__(self, name: str, *, torch_threads: int, max_queue: int) -> None:
        self.name = name
        self.max_queue = max_queue
        self.waiting = 0
        self._executor = ThreadPoolExecutor(1, name, initializer=torch.set_num_threads, initargs=(torch_threads,))

    async def run(self, work: Callable[[], Result], timing: Timing) -> Result:
        """Wait for ``work()``: the time until its turn is the stage `queue`, the rest `forward`.

        Raises:
            Busy: as many requests as the queue may hold are already waiting.

        """
        since = time.perf_counter()

        def in_turn() -> Result:
            nonlocal since
            timing.add("queue", since)
            since = time.perf_counter()
            return work()

        try:
            return await self._in_its_turn(in_turn)
        finally:
            timing.add("forward", since)

    async def _in_its_turn(self, work: Callable[[], Result]) -> Result:
        if self.waiting >= self.max_queue:
            raise Busy(
                f"{self.waiting} requests wait for {self.name}, as many as the queue holds. Try again in a second."
            )
        self.waiting += 1
        try:
            return await asyncio.wrap_future(self._executor.submit(work))
        finally:
            self.waiting -= 1

    def close(self) -> None:
        """Let the running work finish and drop what waits."""
        self._executor.shutdown(wait=True, cancel_futures=True)


class Scheduler:
    """One Transformer worker and one recurrent worker share the machine; models are loaded beside them."""

    def __init__(self, library: Library, settings: Settings) -> None:
        self.attention = Worker("attention", torch_threads=settings.torch_threads, max_queue=settings.max_queue)
        # one thread: the nets are so small that a second one costs more than it brings
        self.gates = Worker("gates", torch_threads=1, max_queue=settings.max_queue)
        self._library = library
        # loading may take minutes: it has threads of its own, one a model, so that nothing else waits for it
        self._loader = ThreadPoolExecutor(LOADS_AT_ONCE, "loading")
        self._flights: SingleFlightCache[Any] = SingleFlightCache(0, lambda _: 1)
        self._weights: SingleFlightCache[Weights] = SingleFlightCache(
            settings.capture_cache_bytes, lambda weights: weights.nbytes
        )

    def close(self) -> None:
        """Stop the workers."""
        self.attention.close()
        self.gates.close()
        self._loader.shutdown(wait=False, cancel_futures=True)

    async def weights(self, key: Hashable, read: Callable[[], Weights], timing: Timing) -> Weights:
        """Attention weights, kept for reuse: whoever asks for the same shares one forward pass."""
        return await self._weights.get(key, lambda: self.attention.run(read, timing))

    async def together(self, key: Hashable, compute: Callable[[], Awaitable[Result]]) -> Result:
        """What ``compute`` gives; whoever asks for the same while it runs gets the same, and its failure."""
        found: Result = await self._flights.get(key, compute)
        return found

    async def transformer(self, model_id: str) -> LoadedTransformer:
        """A model, loaded where it is not yet."""
        if loaded := self._library.ready_transformer(model_id):
            return loaded
        return await self._load(model_id, lambda: self._library.transformer(model_id))

    async def net(self, cell: Cell, checkpoint: Checkpoint) -> LoadedNet:
        """A recurrent net, loaded where it is not yet."""
        if loaded := self._library.ready_net(cell, checkpoint):
            return loaded
        return await self._load((cell, checkpoint), lambda: self._library.recurrent_net(cell, checkpoint))

    async def _load(self, key: Hashable, load: Callable[[], Result]) -> Result:
        async def compute() -> Result:
            return await asyncio.wrap_future(self._loader.submit(load))

        return await self.together(key, compute)
