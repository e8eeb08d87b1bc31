"""What the benchmarks read off a browser's trace, on a trace made by hand."""

from typing import Any

import pytest

from benchmarks.browser import Measured
from benchmarks.trace import Event, frames, mark_of, shown_ms, work_ms

MAIN = {"pid": 1, "tid": 1}


def complete(name: str, ts: float, dur: float, cpu: float | None = None, **args: Any) -> Event:
    """A complete event, in microseconds."""
    return {"ph": "X", "name": name, "ts": ts, "dur": dur, "tdur": dur if cpu is None else cpu, "args": args, **MAIN}


def move(ts: float) -> list[Event]:
    """A task that handles a pointer's move in 1 ms of 3, lays out in 1.5 and rests for 0.5."""
    return [
        complete("ThreadControllerImpl::RunTask", ts, 3000),
        complete("EventDispatch", ts + 100, 1000, data={"type": "pointermove"}),
        complete("v8.callFunction", ts + 200, 800),
        complete("Layout", ts + 1200, 1500),
    ]


def mark(name: str, ts: float) -> Event:
    return {"ph": "I", "cat": "blink.user_timing", "name": name, "ts": ts, "args": {}, **MAIN}


def test_a_frame_is_what_the_main_thread_does_from_one_move_to_the_next() -> None:
    other_thread = {**complete("ThreadControllerImpl::RunTask", 11_000, 9000), "tid": 2}
    late_paint = [
        complete("ThreadControllerImpl::RunTask", 15_000, 2000, cpu=400),
        complete("Paint", 15_100, 1900, cpu=300),
    ]
    events = [*move(0), mark("moves", 9000), *move(10_000), other_thread, *late_paint, *move(20_000), *move(30_000)]
    first, second = frames(events, mark_of(events, "moves"), "pointermove")
    assert (first.wall_ms, first.cpu_ms) == pytest.approx((5.0, 3.4))
    assert first.by_kind == pytest.approx({"script": 1.0, "layout": 1.5, "paint": 0.3, "other": 0.6})
    assert second.cpu_ms == pytest.approx(3.0)
    assert sum(second.by_kind.values()) == pytest.approx(second.cpu_ms)


def test_work_is_the_processors_time_of_the_tasks_that_begin_in_it() -> None:
    waiting = complete("ThreadControllerImpl::RunTask", 15_000, 9000, cpu=1500)
    events = [*move(0), mark("arrived", 9000), *move(10_000), waiting, *move(30_000)]
    assert work_ms(events, mark_of(events, "arrived"), 20.0) == pytest.approx(4.5)


def frame_event(phase: str, ts: float, name: str, **args: Any) -> Event:
    return {"ph": phase, "name": name, "id2": {"local": "0x1"}, "ts": ts, "args": args, **MAIN}


def test_a_picture_is_shown_when_the_frame_that_placed_it_is_presented() -> None:
    events = [
        mark("arrived", 1000),
        frame_event("b", 2000, "AnimationFrame", id="early"),
        frame_event("e", 3000, "AnimationFrame"),
        frame_event("b", 4000, "AnimationFrame", id="mine"),
        mark("placed", 5000),
        frame_event("e", 8000, "AnimationFrame"),
        frame_event("n", 9000, "AnimationFrame::Presentation", id="early"),
        frame_event("n", 12_500, "AnimationFrame::Presentation", id="mine"),
    ]
    assert shown_ms(events, mark_of(events, "arrived"), mark_of(events, "placed")) == pytest.approx((7.0, 11.5))
    with pytest.raises(LookupError, match="presentation"):
        shown_ms(events[:-1], mark_of(events, "arrived"), mark_of(events, "placed"))


def test_a_limit_is_held_against_the_median() -> None:
    assert "150 ms met" in str(Measured("grid", "ms", 150, [100.0, 149.0, 900.0], load=1.0))
    assert "150 ms MISSED" in str(Measured("grid", "ms", 150, [100.0, 151.0, 900.0], load=1.0))
