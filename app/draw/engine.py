"""Draws figures: runs the page's modules in V8 and answers what they ask for.

The script sets ``globalThis.figure`` (static/src/apps/engine/main.ts): ``start(job)``, then as long as there is
something ``pending()`` it is asked for and ``deliver``-ed, ``result()`` is the figure, and ``part()`` the rows of its
tables, bit by bit until there are none.
"""

import asyncio
import json
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from typing import Any

from ..bounded_queue import BoundedQueue
from ..errors import DrawingError, from_problem
from .isolate import Answers, Clock, Isolate

log = logging.getLogger(__name__)
TEXT = ("text/", "application/json", "application/problem+json")
MAX_ROUNDS = 50  # of asking: a figure that asks on and on is broken


@dataclass(frozen=True)
class Job:
    """What to draw.

    Attributes:
        query: the view state: the permalink's query with its question mark, or an object of its keys.
        width: of the pictures, in CSS px.
        lang: where the query names none.
        theme: light, dark or auto.
        version: the app's, for the line that says where the figure comes from.
        tables: whether the tables are wanted.

    """

    query: str | Mapping[str, Any]
    width: float
    lang: str
    theme: str
    version: str
    tables: bool = False


@dataclass(frozen=True)
class Answer:
    """An answer of the API."""

    status: int
    media_type: str
    body: bytes


@dataclass(frozen=True)
class Asked:
    """A question that a figure put to the API, and its answer."""

    path: str
    method: str
    body: str | None
    accept: str
    answer: Answer


@dataclass(frozen=True)
class Drawn:
    """A figure: what ``figure.result()`` gave (svg, width, height, title, …), and what it was drawn from, in order."""

    result: dict[str, Any]
    asked: tuple[Asked, ...]

    @property
    def svg(self) -> str:
        """The figure as SVG text."""
        return str(self.result["svg"])


Ask = Callable[[str, str, str | None, str], Awaitable[Answer]]


class Engine:
    """A pool of V8 isolates, made when they are first needed and kept; used on one event loop.

    Args:
        script: gives the script, a classic one; called once, in a thread.
        size: figures drawn at the same time, an isolate each.
        seconds: time that the scripts of one figure may run, in seconds, without what they wait for.
        memory_bytes: memory of one isolate's heap.
        max_waiting: figures that may wait for an isolate.

    """

    def __init__(
        self, script: Callable[[], str], *, size: int, seconds: float, memory_bytes: int, max_waiting: int = 64
    ) -> None:
        self.seconds, self.memory_bytes = seconds, memory_bytes
        self._script = script
        self._text: str | None = None
        self._answers: Answers | None = None
        self._queue = BoundedQueue(size, max_waiting, "figures wait to be drawn")
        self._making = asyncio.Lock()
        self._idle: list[Isolate] = []
        self._threads = ThreadPoolExecutor(size, "drawing")

    async def draw(self, job: Job, ask: Ask) -> Drawn:
        """Draw one figure. ``ask`` answers what it needs: path, method, body, what it accepts.

        Raises:
            Busy: too many figures wait.
            FigureTooHeavy: the figure passes the limit of time or memory.
            DrawingError: the drawing code failed.
            HeadsGatesError: what the API, or the drawing code, says is wrong with the job.

        """
        async with self._queue.turn():
            return await self._draw(job, ask)

    def close(self) -> None:
        """End all isolates. Figures under way must have ended before."""
        for isolate in self._idle:
            self._threads.submit(isolate.close)
        self._idle.clear()
        self._threads.shutdown(wait=True)
        if self._answers is not None:
            self._answers.close()
            self._answers = None

    async def _draw(self, job: Job, ask: Ask) -> Drawn:
        isolate = await self._isolate()
        try:
            clock = Clock(self.seconds)
            text, asked = await _converse(isolate, clock, job, ask)
            result = await asyncio.to_thread(json.loads, text)
            if "fault" in result:
                raise isolate.failure(result["fault"]) from RuntimeError(result["fault"])
            # in parts: while one is read, the interpreter does nothing else
            while part := str(await isolate.run('figure.part?.() ?? ""', clock)):
                found = await asyncio.to_thread(json.loads, part)
                result["tables"][found["table"]]["rows"].extend(found["rows"])
        except DrawingError as error:
            log.warning("figure: %s", error.title if error.__cause__ is None else where(str(error.__cause__)))
            raise
        finally:
            self._keep_or_close(isolate)
        if "problem" in result:
            raise from_problem(result["problem"])
        return Drawn(result, tuple(asked))

    async def _isolate(self) -> Isolate:
        if self._idle:
            return self._idle.pop()
        loop = asyncio.get_running_loop()
        async with self._making:
            if self._answers is None:
                self._text = await loop.run_in_executor(self._threads, self._script)
                self._answers = Answers()
        making = loop.run_in_executor(self._threads, self._make)
        try:
            return await asyncio.shield(making)
        except asyncio.CancelledError:
            making.add_done_callback(lambda made: self._idle.append(made.result()) if not made.exception() else None)
            raise

    def _make(self) -> Isolate:
        if self._answers is None or self._text is None:
            raise RuntimeError("the engine is closed")
        return Isolate(self._answers, self._text, memory_bytes=self.memory_bytes)

    def _keep_or_close(self, isolate: Isolate) -> None:
        """Keep what finished its call; one that was stopped half-way makes room for a new one."""
        if isolate.broken:
            self._threads.submit(isolate.close)
        else:
            self._idle.append(isolate)


def where(said: str) -> str:
    """What kind of error V8 reports and where it was thrown, for the log: the rest may quote the sentence."""
    kind = re.search(r"\b[A-Z]\w*Error\b", said)
    places = re.findall(r"(?m)^\s+(at (?:[\w$.<> ]+ )?\(?\S+:\d+:\d+\)?)$", said)
    return " ".join([kind[0] if kind else "an error", *places])


async def _converse(isolate: Isolate, clock: Clock, job: Job, ask: Ask) -> tuple[str, list[Asked]]:
    """Start a job, answer until nothing is asked for any more: the result, and what was asked for."""
    asked: list[Asked] = []
    await isolate.run(f"countAnew();figure.start({json.dumps(json.dumps(asdict(job)))});0", clock)
    for _ in range(MAX_ROUNDS):
        questions = json.loads(str(await isolate.run("figure.pending()", clock)))
        if not questions:
            text = str(await isolate.run("figure.result()", clock))
            if text:
                return text, asked
            raise DrawingError("The figure is not finished and asks for nothing.")
        for question, answer in zip(questions, await _answers(questions, ask), strict=True):
            wanted = {key: question[key] for key in ("path", "method", "body", "accept")}
            asked.append(Asked(**wanted, answer=answer))
            await _deliver(isolate, clock, question["id"], answer)
    raise DrawingError(f"The figure asks on and on: it is not finished after {MAX_ROUNDS} rounds.")


async def _answers(questions: list[dict[str, Any]], ask: Ask) -> list[Answer]:
    """The answers to questions that are asked at the same time; where one fails the others are dropped."""
    tasks = [asyncio.ensure_future(ask(q["path"], q["method"], q["body"], q["accept"])) for q in questions]
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()


async def _deliver(isolate: Isolate, clock: Clock, number: int, answer: Answer) -> None:
    head = f"figure.deliver({json.dumps(number)},{answer.status},{json.dumps(answer.media_type)}"
    if answer.media_type.startswith(TEXT):
        # V8 reads a literal faster than it decodes bytes
        written = await asyncio.to_thread(lambda: json.dumps(answer.body.decode()))
        await isolate.run(f"{head},{written});0", clock)
        return
    room = await isolate.run(f"globalThis.room=new ArrayBuffer({len(answer.body)})", clock)
    if isinstance(room, memoryview) and answer.body:
        room[:] = answer.body
    del room
    await isolate.run(f"{head},room);delete globalThis.room;0", clock)
