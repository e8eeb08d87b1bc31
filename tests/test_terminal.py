import io
import time

import pytest

from app.schemas import Progress
from app.terminal import ProgressPrinter, describe


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    return now


def at(done: int, stage: str = "download") -> Progress:
    return Progress(stage=stage, done_bytes=done * 1_000_000, total_bytes=10_000_000)


def test_bytes_are_said_in_megabytes() -> None:
    assert describe(Progress(stage="download", done_bytes=1_500_000, total_bytes=3_000_000)) == "download 1.5 of 3.0 MB"
    assert describe(Progress(stage="wait", done_bytes=0, total_bytes=0)) == "wait"


def test_a_log_gets_a_line_for_a_stage_and_then_now_and_again(clock: list[float]) -> None:
    log = io.StringIO()
    show = ProgressPrinter("minilm", log)
    for second in range(5):
        clock[0] = float(second)
        show(at(second))
    show(at(0, "extract"))
    show.close("on disk")
    assert log.getvalue().splitlines() == [
        "minilm: download 0.0 of 10.0 MB",
        "minilm: download 3.0 of 10.0 MB",
        "minilm: extract 0.0 of 10.0 MB",
        "minilm: on disk",
    ]


def test_a_terminal_gets_one_bar_that_ends_full_and_is_drawn_over(clock: list[float]) -> None:
    screen = Terminal()
    show = ProgressPrinter("minilm", screen)
    show(at(0))
    show(at(5))  # too soon after the last
    show(at(10))
    show.close("on disk")
    drawn = screen.getvalue().split("\r\x1b[K")
    assert drawn == [
        "",
        f"minilm {'░' * 30} download 0.0 of 10.0 MB",
        f"minilm {'█' * 30} download 10.0 of 10.0 MB",
        "minilm: on disk\n",
    ]
