"""Reading a Chromium trace: what each frame of a page cost its main thread, and when a frame came on the screen."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Event = dict[str, Any]

CATEGORIES = (
    "toplevel",
    "blink.user_timing",
    "devtools.timeline",
    "devtools.timeline.frame",
    "disabled-by-default-devtools.timeline",
    "v8",
    "disabled-by-default-v8.gc",
)
TASK = "ThreadControllerImpl::RunTask"
# The kinds of work in a frame, by how the names of the trace's events begin.
KINDS = {
    "script": ("EventDispatch", "FireAnimationFrame", "FunctionCall", "TimerFire", "MinorGC", "MajorGC", "v8.", "V8."),
    "style": ("UpdateLayoutTree", "RecalculateStyles"),
    "layout": ("Layout", "HitTest", "IntersectionObserver"),
    "paint": ("PrePaint", "Paint", "Layerize", "UpdateLayer", "Commit"),
}
OTHER = "other"


@dataclass(frozen=True)
class Work:
    """Milliseconds of the main thread: how long it took, the processor's time in it, and that by kind."""

    wall_ms: float
    cpu_ms: float
    by_kind: dict[str, float]


def mark_of(events: Sequence[Event], name: str) -> Event:
    """The first ``performance.mark`` of a name.

    Raises:
        LookupError: The trace holds none.
    """
    found = [event for event in events if event["name"] == name and event.get("cat") == "blink.user_timing"]
    if not found:
        raise LookupError(name)
    return min(found, key=lambda event: float(event["ts"]))


def main_thread(events: Sequence[Event], like: Event) -> list[Event]:
    """Complete events of the thread that an event is of, in order, outer ones before those inside them."""
    thread = (like["pid"], like["tid"])
    own = [event for event in events if event.get("ph") == "X" and (event["pid"], event["tid"]) == thread]
    return sorted(own, key=lambda event: (event["ts"], -event.get("dur", 0)))


def kind_of(name: str) -> str:
    """What kind of work an event is."""
    return next((kind for kind, starts in KINDS.items() if name.startswith(starts)), OTHER)


def cpu_ms(event: Event) -> float:
    """The processor's time in an event; by the clock where the trace has no other."""
    return float(event["tdur"] if "tdur" in event else event.get("dur", 0)) / 1000


def tasks(events: Sequence[Event]) -> Iterator[tuple[Event, list[Event]]]:
    """Each task of a thread with the events inside it."""
    task: Event | None = None
    inside: list[Event] = []
    for event in events:
        if task is not None and event["ts"] < task["ts"] + task.get("dur", 0):
            inside.append(event)
            continue
        if task is not None:
            yield task, inside
        task, inside = (event, []) if event["name"] == TASK else (None, [])
    if task is not None:
        yield task, inside


def own_ms(event: Event, inside: Sequence[Event]) -> dict[str, float]:
    """Processor time of a task by kind: each event's own, without that of the events inside it."""
    spent: dict[str, float] = {}
    stack: list[tuple[float, str]] = []

    def add(kind: str, ms: float) -> None:
        spent[kind] = spent.get(kind, 0.0) + ms

    for each in (event, *inside):
        start, ms = float(each["ts"]), cpu_ms(each)
        while stack and stack[-1][0] <= start:
            stack.pop()
        named = kind_of(each["name"])
        # What has no kind of its own is part of what it happens in.
        kind = stack[-1][1] if named == OTHER and stack else named
        if stack:
            add(stack[-1][1], -ms)
        add(kind, ms)
        stack.append((start + each.get("dur", 0), kind))
    return spent


def frames(events: Sequence[Event], start: Event, beginning: str) -> list[Work]:
    """The main thread's work from one event of a name to the next: one entry for each but the last.

    Args:
        events: The trace.
        start: An event of the page's main thread; what comes before it is left out.
        beginning: The type of the page's event that begins a frame, such as ``pointermove``.
    """
    found = [each for each in tasks(main_thread(events, start)) if each[0]["ts"] >= start["ts"]]

    def begins(inside: Sequence[Event]) -> bool:
        return any(e["name"] == "EventDispatch" and e["args"].get("data", {}).get("type") == beginning for e in inside)

    at = [i for i, (_, inside) in enumerate(found) if begins(inside)]
    works = []
    for first, last in itertools.pairwise(at):
        wall = cpu = 0.0
        by_kind: dict[str, float] = {}
        for task, inside in found[first:last]:
            wall += task.get("dur", 0) / 1000
            cpu += cpu_ms(task)
            for kind, ms in own_ms(task, inside).items():
                by_kind[kind] = by_kind.get(kind, 0.0) + ms
        works.append(Work(wall, cpu, by_kind))
    return works


def shown_ms(events: Sequence[Event], since: Event, placed: Event) -> tuple[float, float]:
    """Milliseconds from a mark to the end of the frame that placed a picture, and to that frame's showing.

    Raises:
        LookupError: No frame holds the second mark, or it was never shown.
    """
    frame_events = [event for event in events if event["name"].startswith("AnimationFrame")]
    shown = {
        event["args"]["id"]: float(event["ts"])
        for event in frame_events
        if event["name"] == "AnimationFrame::Presentation"
    }
    open_frames: dict[str, Event] = {}
    for event in sorted(frame_events, key=lambda each: float(each["ts"])):
        if event["name"] != "AnimationFrame" or event["ph"] not in "be":
            continue
        key = event["id2"]["local"]
        if event["ph"] == "b":
            open_frames[key] = event
        elif key in open_frames:
            begun = open_frames.pop(key)
            if begun["ts"] <= placed["ts"] <= event["ts"]:
                at = shown.get(begun["args"]["id"])
                if at is None:
                    raise LookupError("presentation")
                return (float(event["ts"]) - since["ts"]) / 1000, (at - since["ts"]) / 1000
    raise LookupError("frame")


def work_ms(events: Sequence[Event], since: Event, ms: float) -> float:
    """Processor time of the main thread in so many milliseconds after a mark, by the tasks that begin in them."""
    until = since["ts"] + ms * 1000
    return sum(cpu_ms(task) for task, _ in tasks(main_thread(events, since)) if since["ts"] <= task["ts"] < until)
