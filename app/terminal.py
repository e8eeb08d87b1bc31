"""Prints progress: a bar on a terminal, plain lines in a log."""

import time
from typing import TextIO

from .schemas import Progress

WIDTH = 30
SECONDS_BETWEEN_BARS = 0.1
SECONDS_BETWEEN_LINES = 3.0


class ProgressPrinter:
    """Prints the progress of one task: on a terminal a bar that is redrawn, elsewhere a line every few seconds.

    A new stage is always printed, and so is a full bar.
    """

    def __init__(self, title: str, stream: TextIO) -> None:
        self._title = title
        self._stream = stream
        self._bar = stream.isatty()
        self._stage = ""
        self._shown_at = 0.0

    def __call__(self, progress: Progress) -> None:
        """Print how far a stage is."""
        part = min(1.0, progress.done_bytes / progress.total_bytes) if progress.total_bytes else 0.0
        now = time.monotonic()
        pause = SECONDS_BETWEEN_BARS if self._bar else SECONDS_BETWEEN_LINES
        full_bar = self._bar and part >= 1
        if progress.stage == self._stage and now - self._shown_at < pause and not full_bar:
            return
        self._stage, self._shown_at = progress.stage, now
        if self._bar:
            filled = round(part * WIDTH)
            bar = "█" * filled + "░" * (WIDTH - filled)
            self._stream.write(f"\r\x1b[K{self._title} {bar} {describe(progress)}")
        else:
            self._stream.write(f"{self._title}: {describe(progress)}\n")
        self._stream.flush()

    def close(self, last_words: str) -> None:
        """Print a last line; on a terminal it replaces the bar."""
        over = "\r\x1b[K" if self._bar else ""
        self._stream.write(f"{over}{self._title}: {last_words}\n")
        self._stream.flush()


def describe(progress: Progress) -> str:
    """A stage and its progress, such as ``download 12.3 of 83.5 MB``."""
    if not progress.total_bytes:
        return progress.stage
    return f"{progress.stage} {progress.done_bytes / 1e6:.1f} of {progress.total_bytes / 1e6:.1f} MB"
