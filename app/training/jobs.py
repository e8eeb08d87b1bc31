"""Work of several nets in processes of their own, a few at a time, with one display of how far they are."""

import multiprocessing
import queue
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from multiprocessing.queues import Queue
from typing import TextIO, TypeAlias

from . import progress
from .progress import Display, Step, duration

Messages: TypeAlias = "Queue[tuple[str, Step | None]]"
_messages: list[Messages] = []


def run_jobs(jobs: Mapping[str, Callable[[], None]], at_once: int = 2, stream: TextIO | None = None) -> None:
    """Runs every job, ``at_once`` of them at a time, in the order given; jobs must be picklable.

    A process is spawned for each worker, so a job sees nothing of this one but its arguments. The first error ends
    the others that have not begun and is raised.
    """
    context = multiprocessing.get_context("spawn")
    messages: Messages = context.Queue()
    display = Display(list(jobs), stream or sys.stderr)
    started: dict[str, float] = {}
    ended: set[str] = set()
    pool = ProcessPoolExecutor(min(at_once, len(jobs)), context, initializer=_join, initargs=(messages,))
    try:
        futures = {pool.submit(_work, name, job): name for name, job in jobs.items()}
        pending: set[Future[None]] = set(futures)
        while pending:
            finished, pending = wait(pending, timeout=progress.SECONDS_BETWEEN_BARS, return_when=FIRST_COMPLETED)
            _drain(messages, display, started, ended)
            for future in finished:
                future.result()
                name = futures[future]
                ended.add(name)
                display.set(name, f"done in {duration(time.monotonic() - started.get(name, time.monotonic()))}")
            display.show(now=bool(finished))
    finally:
        pool.shutdown(cancel_futures=True)


def _join(messages: Messages) -> None:
    _messages[:] = [messages]


def _work(name: str, job: Callable[[], None]) -> None:
    (messages,) = _messages
    messages.put((name, None))
    progress.listen(lambda step: messages.put((name, step)))
    job()


def _drain(messages: Messages, display: Display, started: dict[str, float], ended: set[str]) -> None:
    while True:
        try:
            name, step = messages.get_nowait()
        except queue.Empty:
            return
        if name in ended:
            continue  # what a job said last may arrive after its end
        if step is None:
            started[name] = time.monotonic()
            display.set(name, "reads its text")
        elif step.done == step.steps:
            display.set(name, "is measured")
        else:
            display.step(name, step)
