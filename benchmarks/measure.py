"""Timing a function against another in alternation, so that a busy machine slows both."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Comparison:
    """Median milliseconds of two functions, and their ratio."""

    name: str
    base: str
    ms: float
    base_ms: float

    def __str__(self) -> str:
        ratio = self.ms / self.base_ms
        return f"{self.name:<46} {self.ms:9.2f} ms   {ratio:7.2f} x {self.base} ({self.base_ms:.2f} ms)"


def once_ms(work: Callable[[], object]) -> float:
    """Milliseconds of one call."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def compare(
    name: str, work: Callable[[], object], base: str, base_work: Callable[[], object], rounds: int = 15
) -> Comparison:
    """Run both in turn, after one warm-up each."""
    once_ms(work)
    once_ms(base_work)
    pairs = [(once_ms(work), once_ms(base_work)) for _ in range(rounds)]
    return Comparison(name, base, statistics.median(p[0] for p in pairs), statistics.median(p[1] for p in pairs))
