"""Measures how long each stage of a request takes."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Timing:
    """Milliseconds of each stage of one request, for the Server-Timing header."""

    stages_ms: dict[str, float] = field(default_factory=dict)

    def add(self, name: str, since: float) -> None:
        """Add the time since a reading of ``time.perf_counter`` to a stage."""
        self.stages_ms[name] = self.stages_ms.get(name, 0.0) + (time.perf_counter() - since) * 1000

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time spent inside to the stage of that name."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.add(name, start)

    def header(self) -> str:
        """The value of a Server-Timing header."""
        return ", ".join(f"{name};dur={ms:.1f}" for name, ms in self.stages_ms.items())
