"""How far training is: a bar for one net, or one display for several that train in processes of their own."""

import sys
import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TextIO

WIDTH = 30
SECONDS_BETWEEN_BARS = 0.2
SECONDS_BETWEEN_LINES = 30.0
SECONDS_BETWEEN_STEPS = 0.5


class Step(NamedTuple):
    """So many steps of a net's training are done, after so many seconds."""

    title: str
    done: int
    steps: int
    seconds: float


_listener: list[Callable[[Step], None]] = []


def listen(listener: Callable[[Step], None]) -> None:
    """From now on, what this process trains is told to ``listener`` and not written to standard error."""
    _listener[:] = [listener]


class Progress:
    """Call it after every step: it draws a bar on standard error, or tells the listener."""

    def __init__(self, steps: int, title: str) -> None:
        self.steps, self.title = steps, title
        self.start = time.monotonic()
        self.every = max(1, steps // 200)
        self._told = -SECONDS_BETWEEN_STEPS

    def __call__(self, step: int, _net: Any = None) -> None:
        """Tell that ``step``, counted from 0, is done."""
        done, seconds = step + 1, time.monotonic() - self.start
        now = Step(self.title, done, self.steps, seconds)
        if _listener:
            if seconds - self._told >= SECONDS_BETWEEN_STEPS or done == self.steps:
                self._told = seconds
                _listener[0](now)
        elif done % self.every == 0 or done == self.steps:
            sys.stderr.write(f"\r{bar(now)} " + "\n" * (done == self.steps))
            sys.stderr.flush()


def bar(step: Step) -> str:
    """A line such as ``training gru [#####     ] 500/3500 steps, 12 min left``."""
    filled = "#" * (WIDTH * step.done // step.steps)
    return f"{step.title} [{filled:<{WIDTH}}] {step.done}/{step.steps} steps, {left(step)} left"


def left(step: Step) -> str:
    """The time that is left, if every step takes as long as those before."""
    return duration(step.seconds / step.done * (step.steps - step.done))


def duration(seconds: float) -> str:
    """Such as ``40 s`` or ``12 min``."""
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"


class Display:
    """How far each of several nets is: bars drawn over on a terminal, else a line now and then."""

    def __init__(self, names: Sequence[str], stream: TextIO) -> None:
        self._stream, self._bars = stream, stream.isatty()
        self._lines = dict.fromkeys(names, "waits")
        self._start, self._shown, self._drawn = time.monotonic(), 0.0, 0
        self.show(now=True)

    def set(self, name: str, said: str) -> None:
        """Note what a net is at, in words."""
        self._lines[name] = said

    def step(self, name: str, step: Step) -> None:
        """Note how far a net is."""
        self._lines[name] = bar(step) if self._bars else f"{step.done}/{step.steps} steps, {left(step)} left"

    def show(self, now: bool = False) -> None:
        """Draw, if it was long enough ago or must be ``now``."""
        clock = time.monotonic()
        if not now and clock - self._shown < (SECONDS_BETWEEN_BARS if self._bars else SECONDS_BETWEEN_LINES):
            return
        self._shown = clock
        if self._bars:
            self._stream.write(f"\x1b[{self._drawn}F" if self._drawn else "")
            self._stream.writelines(f"\x1b[K{name:<12}{said}\n" for name, said in self._lines.items())
            self._drawn = len(self._lines)
        else:
            every = "; ".join(f"{name}: {said}" for name, said in self._lines.items())
            self._stream.write(f"after {duration(clock - self._start)}: {every}\n")
        self._stream.flush()
