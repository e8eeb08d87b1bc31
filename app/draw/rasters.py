"""SVG text → PNG in processes of their own: resvg holds the interpreter that calls it, for seconds or more."""

import asyncio
import os
import signal
import subprocess
import sys
import weakref
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import IO, Any, cast

from ..bounded_queue import BoundedQueue
from ..errors import DrawingError, HeadsGatesError, PictureTooHeavy, from_problem
from ..places import IMPORTED_FROM
from .rasterer import receive, send

SPARE_SECONDS = 5.0  # after the clock, a process whose server is gone ends by itself


class Rasterer:
    """One process, started when this is made. Used by one thread at a time; ``kill`` may be called from any."""

    def __init__(self, memory_bytes: int) -> None:
        """Start the process and wait until it is ready, which takes half a second or more.

        Raises:
            DrawingError: it does not start.

        """
        self.memory_bytes = memory_bytes
        self.is_asked = False  # at work
        paths = [str(IMPORTED_FROM), *filter(None, [os.environ.get("PYTHONPATH")])]
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", f"{__package__}.rasterer", str(memory_bytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            start_new_session=True,  # a Ctrl-C in the terminal is the server's to handle
        )
        self._source, self._sink = cast(IO[bytes], self._process.stdout), cast(IO[bytes], self._process.stdin)
        if self._receive() is None:
            self.kill()
            raise DrawingError(f"The process that makes PNGs does not start (exit status {self._process.wait()}).")

    @property
    def is_alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    def ask(self, asked: dict[str, Any], svg: str) -> bytes:
        """A PNG. Blocks until it is made, or the process has ended.

        Raises:
            PictureTooHeavy: the process ended at a limit.
            HeadsGatesError: what is wrong with the picture.

        """
        self.is_asked = True
        try:
            send(cast(Any, self._sink), asked, svg.encode())
            answer = self._receive()
        except OSError:  # it ended meanwhile
            answer = None
        finally:
            self.is_asked = False
        if answer is None:
            raise self._end(asked["seconds"] - SPARE_SECONDS)
        head, made = answer
        if "problem" in head:
            raise from_problem(head["problem"])
        return made

    def _receive(self) -> tuple[dict[str, Any], bytes] | None:
        return receive(cast(Any, self._source))

    def _end(self, seconds: float) -> HeadsGatesError:
        """Why the process has ended, or is about to."""
        status = self.reap()
        if status == -getattr(signal, "SIGALRM", 0):
            return PictureTooHeavy.of_time(seconds)
        if status in {
            -signal.SIGABRT,
            -getattr(signal, "SIGKILL", signal.SIGTERM),
        }:  # resvg's answer to no memory; Linux's
            return PictureTooHeavy.of_memory(self.memory_bytes)
        return DrawingError(f"The process that makes PNGs ended (exit status {status}).")

    def kill(self) -> None:
        """End the process at once. Whoever waits for its answer gets none."""
        self._process.kill()

    def reap(self) -> int:
        """Wait for a process that ends, and let go of it: its exit status."""
        status = self._process.wait()
        for pipe in (self._source, self._sink):
            with suppress(OSError):  # what was still to be written
                pipe.close()
        return status


def _end_all(started: set[Rasterer]) -> None:
    while started:
        rasterer = started.pop()
        rasterer.kill()
        rasterer.reap()


class Rasters:
    """A few processes that make PNGs, started when they are first needed and kept; used on one event loop.

    Args:
        size: PNGs made at the same time, a process each.
        seconds: that making one may take.
        memory_bytes: that making one may take.
        max_waiting: PNGs that may wait for a process.

    """

    def __init__(self, *, size: int, seconds: float, memory_bytes: int, max_waiting: int = 64) -> None:
        self.seconds, self.memory_bytes = seconds, memory_bytes
        self.started: set[Rasterer] = set()
        self._idle: list[Rasterer] = []
        self._queue = BoundedQueue(size, max_waiting, "PNGs wait to be made")
        self._threads = ThreadPoolExecutor(size, "png")
        # whoever forgets to close leaves no process behind
        self._ending = weakref.finalize(self, _end_all, self.started)

    async def png(
        self, svg: str, ratio: float = 1, *, card: tuple[int, int] | None = None, max_pixels: int = 40_000_000
    ) -> bytes:
        """As ``png`` of png.py, in another process. Whoever stops waiting ends the work.

        Raises:
            Busy: too many PNGs wait.
            PictureTooHeavy: it takes more time or memory than the limits allow.
            PictureTooLarge, FontMissing, DrawingError: as ``png`` of png.py.

        """
        async with self._queue.turn():
            rasterer = await self._rasterer()
            asked = {"ratio": ratio, "card": card, "max_pixels": max_pixels, "seconds": self.seconds + SPARE_SECONDS}
            return await self._made(rasterer, asked, svg)

    def close(self) -> None:
        """End all processes, at work or not."""
        self._idle.clear()
        _end_all(self.started)
        self._threads.shutdown(wait=True)
        self._ending()  # what was just starting

    async def _rasterer(self) -> Rasterer:
        while self._idle:
            rasterer = self._idle.pop()
            if rasterer.is_alive:
                return rasterer
            self._let_go(rasterer)  # the system has ended it
        starting = asyncio.wrap_future(self._threads.submit(self._start))
        try:
            return await asyncio.shield(starting)
        except asyncio.CancelledError:
            starting.add_done_callback(
                lambda done: None if done.cancelled() or done.exception() else self._idle.append(done.result())
            )
            raise

    def _start(self) -> Rasterer:
        rasterer = Rasterer(self.memory_bytes)
        self.started.add(rasterer)
        return rasterer

    async def _made(self, rasterer: Rasterer, asked: dict[str, Any], svg: str) -> bytes:
        working = asyncio.wrap_future(self._threads.submit(rasterer.ask, asked, svg))
        working.add_done_callback(lambda done: done.cancelled() or done.exception())  # read, if nobody waits any more
        kept = False
        try:
            async with asyncio.timeout(self.seconds):
                made = await asyncio.shield(working)
            kept = True
        except TimeoutError as error:
            raise PictureTooHeavy.of_time(self.seconds) from error
        except HeadsGatesError:
            kept = rasterer.is_alive  # it has only said what is wrong
            raise
        finally:
            if kept:
                self._idle.append(rasterer)
            else:
                self._let_go(rasterer)
        return made

    def _let_go(self, rasterer: Rasterer) -> None:
        rasterer.kill()
        if rasterer in self.started:
            self.started.discard(rasterer)
            self._threads.submit(rasterer.reap)
