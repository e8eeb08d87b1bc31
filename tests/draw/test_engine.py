"""Figures are drawn in isolates that have limits, and one figure is nothing to the next."""

import asyncio
import json
import re
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from app.draw.engine import Answer, Asked, Drawn, Engine, Job
from app.errors import Busy, DrawingError, FigureTooHeavy, TextTooLong

MB = 1_000_000

# Speaks the protocol of static/src/apps/engine/main.ts, and does what a query says.
SCRIPT = r"""
(() => {
  let waiting, answers, finished, count = 0, drawn = 0;
  const ask = (path, method = "GET", body = null) => new Promise((done) => {
    count += 1;
    answers.set(count, done);
    waiting.push({ id: count, path, method, body, accept: "a/b" });
  });
  const text = (answer) => typeof answer.body === "string" ? answer.body : [...new Uint8Array(answer.body)].join();
  const doing = {
    async two() {
      const both = await Promise.all([ask("/one"), ask("/two", "POST", '{"é": "词"}')]);
      const last = await ask("/three?" + both.length);
      return { svg: [...both, last].map((a) => `${a.status} ${a.type} ${text(a)}`).join("|") };
    },
    async bytes() { return { svg: text(await ask("/bytes")) }; },
    async job(job) { return { svg: JSON.stringify(job) }; },
    async heap() { const all = []; for (;;) all.push({ x: all.length }); },
    async arrays() { const all = []; for (;;) all.push(new Float64Array(1e6).fill(1)); },
    async allowed() {
      const a = Float32Array.from([1, 2]), b = new Uint8Array(new ArrayBuffer(4), 1, 2), c = a.map((x) => 2 * x);
      const known = [a instanceof Float32Array, ArrayBuffer.isView(c), c.constructor.name];
      return { svg: [...known, b.length, c.join()].join(" ") };
    },
    async loop() { for (;;); },
    async spin() { for (;;) await null; },
    async stuck() { await new Promise(() => {}); },
    async onwards() { for (;;) await ask("/more"); },
    async quotes({ query }) { JSON.parse(query); },
    async throws() { throw new TypeError("no such thing"); },
    async refused() {
      return { problem: { type: "/docs#text-too-long", status: 422, detail: "long", limit: 2, got: 3 } };
    },
    async large() { return { svg: "x".repeat(2e6) }; },
  };
  globalThis.figure = {
    start(json) {
      const job = JSON.parse(json);
      waiting = []; answers = new Map(); finished = "";
      if (job.query.startsWith("?at-once")) throw new RangeError("at once");
      const mine = answers;
      const end = (result) => { if (mine === answers) finished = JSON.stringify(result); };
      doing[/[a-z]+/.exec(job.query)[0]](job).then(end, (error) => end({ fault: `${error}\n${error.stack}` }));
    },
    pending() { const now = waiting; waiting = []; return JSON.stringify(now); },
    deliver(id, status, type, body) { answers.get(id)({ status, type, body }); },
    result: () => finished,
  };
})()
"""


def job(query: str) -> Job:
    return Job(query=f"?{query}", width=720, lang="en", theme="light", version="1")


async def echo(path: str, method: str, body: str | None, accept: str) -> Answer:
    await asyncio.sleep(0)
    if path == "/bytes":
        return Answer(200, "application/octet-stream", bytes([0, 127, 128, 255]))
    return Answer(200, "application/json; charset=utf-8", f"{method} {path} {body} {accept} 词 ' \" \\ \u2028".encode())


def run(scenario: Callable[[Engine], Awaitable[Any]], **limits: Any) -> Any:
    """What a scenario returns; the engine is closed, and nothing of it is left."""
    before = set(threading.enumerate())

    async def whole() -> Any:
        engine = Engine(lambda: SCRIPT, **{"size": 1, "seconds": 20, "memory_bytes": 100 * MB, **limits})
        try:
            return await scenario(engine)
        finally:
            engine.close()

    found = asyncio.run(whole())
    assert {thread for thread in threading.enumerate() if not thread.name.startswith("asyncio")} <= before
    return found


def draw(query: str, **limits: Any) -> Drawn:
    found = run(lambda engine: engine.draw(job(query), echo), **limits)
    assert isinstance(found, Drawn)
    return found


def test_a_figure_is_asked_for_what_it_needs_until_it_is_drawn() -> None:
    found = draw("two")
    one, two, three = (
        f"200 application/json; charset=utf-8 {words} a/b 词 ' \" \\ \u2028"
        for words in ("GET /one None", 'POST /two {"é": "词"}', "GET /three?2 None")
    )
    assert found.svg == f"{one}|{two}|{three}"
    assert [(a.path, a.method, a.body, a.accept) for a in found.asked] == [
        ("/one", "GET", None, "a/b"),
        ("/two", "POST", '{"é": "词"}', "a/b"),
        ("/three?2", "GET", None, "a/b"),
    ]
    assert all(isinstance(a, Asked) and a.answer.status == 200 for a in found.asked)


def test_bytes_arrive_as_they_are_and_typed_arrays_work_as_ever() -> None:
    async def both(engine: Engine) -> tuple[str, str]:
        return (await engine.draw(job("bytes"), echo)).svg, (await engine.draw(job("allowed"), echo)).svg

    assert run(both) == ("0,127,128,255", "true true Float32Array 2 2,4")


def test_the_job_arrives_whole() -> None:
    odd = Job(query="?job", width=300.5, lang="zh", theme="dark", version="\ud800 ' \u2028 词", tables=True)

    async def read(engine: Engine) -> Any:
        return json.loads((await engine.draw(odd, echo)).svg)

    assert run(read) == {
        "query": "?job",
        "width": 300.5,
        "lang": "zh",
        "theme": "dark",
        "version": odd.version,
        "tables": True,
    }


@pytest.mark.parametrize("query", ["loop", "spin"])
def test_a_figure_that_never_ends_is_ended_and_the_next_one_drawn(query: str) -> None:
    async def scenario(engine: Engine) -> str:
        with pytest.raises(FigureTooHeavy, match=r"more than 0\.5 s"):
            await engine.draw(job(query), echo)
        return (await engine.draw(job("bytes"), echo)).svg

    assert run(scenario, seconds=0.5) == "0,127,128,255"


@pytest.mark.parametrize("query", ["heap", "arrays"])
def test_a_figure_that_takes_all_memory_is_ended_and_the_next_one_drawn(query: str) -> None:
    async def scenario(engine: Engine) -> str:
        with pytest.raises(FigureTooHeavy, match="100 MB of memory"):
            await engine.draw(job(query), echo)
        return (await engine.draw(job("bytes"), echo)).svg

    assert run(scenario) == "0,127,128,255"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("throws", "The drawing code failed: TypeError: no such thing"),
        ("at-once", "The drawing code failed: <anonymous>"),
        ("stuck", "not finished and asks for nothing"),
        ("onwards", "asks on and on"),
    ],
)
def test_a_broken_figure_is_our_fault_and_harms_no_other(query: str, said: str) -> None:
    async def scenario(engine: Engine) -> str:
        with pytest.raises(DrawingError, match=said) as raised:
            await engine.draw(job(query), echo)
        assert raised.value.status == 500
        return (await engine.draw(job("bytes"), echo)).svg

    assert run(scenario) == "0,127,128,255"


@pytest.mark.parametrize("query", ["quotes&text=Geheimnis", "at-once&text=Geheimnis"])
def test_the_log_says_where_a_figure_failed_and_never_what_it_was_of(
    query: str, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(DrawingError):
        draw(query)
    (record,) = caplog.records
    assert record.exc_info is None
    assert re.search(r"(Range|Syntax)Error at .*:\d+:\d+", record.getMessage())
    assert "Geheimnis" not in caplog.text


def test_what_the_api_refuses_is_refused_in_its_words() -> None:
    with pytest.raises(TextTooLong) as raised:
        draw("refused")
    assert (raised.value.detail, raised.value.limit, raised.value.got) == ("long", 2, 3)


def test_a_script_that_does_not_start_is_an_error() -> None:
    async def scenario() -> None:
        engine = Engine(lambda: "nothing.there()", size=1, seconds=1, memory_bytes=100 * MB)
        for _ in range(2):
            with pytest.raises(DrawingError, match="does not start"):
                await engine.draw(job("bytes"), echo)
        engine.close()

    asyncio.run(scenario())


def test_nothing_is_started_before_it_is_needed() -> None:
    engine = Engine(lambda: pytest.fail("linked too early"), size=2, seconds=1, memory_bytes=100 * MB)
    engine.close()


def test_a_reader_who_leaves_breaks_nothing() -> None:
    async def scenario(engine: Engine) -> list[str]:
        asked = asyncio.Event()

        async def never(path: str, method: str, body: str | None, accept: str) -> Answer:
            asked.set()
            await asyncio.Event().wait()
            raise AssertionError

        waiting = asyncio.create_task(engine.draw(job("two"), never))
        await asked.wait()
        waiting.cancel()
        running = asyncio.create_task(engine.draw(job("loop"), echo))
        await asyncio.sleep(0.3)
        running.cancel()
        queued = asyncio.create_task(engine.draw(job("two"), echo))
        await asyncio.sleep(0)
        queued.cancel()
        for task in (waiting, running, queued):
            with pytest.raises(asyncio.CancelledError):
                await task
        return [(await engine.draw(job("bytes"), echo)).svg for _ in range(2)]

    assert run(scenario) == ["0,127,128,255"] * 2


def test_an_answer_that_cannot_be_had_ends_the_figure_and_the_other_questions() -> None:
    async def scenario(engine: Engine) -> tuple[bool, str]:
        dropped = asyncio.Event()

        async def one_fails(path: str, method: str, body: str | None, accept: str) -> Answer:
            if path == "/one":
                raise OSError("gone")
            try:
                await asyncio.Event().wait()
            finally:
                dropped.set()
            raise AssertionError

        with pytest.raises(OSError, match="gone"):
            await engine.draw(job("two"), one_fails)
        await asyncio.sleep(0)
        return dropped.is_set(), (await engine.draw(job("bytes"), echo)).svg

    assert run(scenario) == (True, "0,127,128,255")


def test_too_many_figures_are_refused_rather_than_kept_waiting() -> None:
    async def scenario(engine: Engine) -> list[type]:
        found = await asyncio.gather(*(engine.draw(job("two"), echo) for _ in range(5)), return_exceptions=True)
        return [type(one) for one in found]

    assert run(scenario, max_waiting=2) == [Drawn, Drawn, Drawn, Busy, Busy]


def test_hundreds_of_figures_at_once_leave_the_memory_as_it_was() -> None:
    def resident() -> int:
        """What this process holds of the machine's memory, in bytes; 0 where the system does not say so."""
        told = Path("/proc/self/statm")
        return int(told.read_text().split()[1]) * 4096 if told.exists() else 0

    async def scenario(engine: Engine) -> list[int]:
        taken = []
        for _ in range(2):
            figures = await asyncio.gather(*(engine.draw(job("large"), echo) for _ in range(200)))
            assert all(len(one.svg) == 2 * MB for one in figures)
            del figures
            taken.append(resident())
        return taken

    first, second = run(scenario, size=2, max_waiting=200)
    assert second - first < 150 * MB, "200 figures of 2 MB each were drawn, and no longer needed"
