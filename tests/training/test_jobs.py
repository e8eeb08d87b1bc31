import io
import sys
import time
from functools import partial

import pytest

from app.errors import WeightsMissing
from app.training import jobs, progress
from app.training.progress import Display, Progress, Step


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def count(steps: int, pause: float) -> None:
    told = Progress(steps, "counting")
    for step in range(steps):
        time.sleep(pause)
        told(step)


def fail(message: str) -> None:
    raise WeightsMissing(message)


def test_jobs_run_in_processes_and_share_one_display() -> None:
    stream = Terminal()
    names = ("first", "second", "third")
    jobs.run_jobs({name: partial(count, 4, 0.6) for name in names}, stream=stream)
    frames = stream.getvalue().split("\x1b[3F")
    assert all(frame.count("\n") == 3 for frame in frames)
    assert any("third" in frame and "waits" in frame and "counting [" in frame for frame in frames)
    assert all(f"{name:<12}done in" in frames[-1] for name in names)


def test_an_error_in_a_job_is_raised_here() -> None:
    with pytest.raises(WeightsMissing, match="not there"):
        jobs.run_jobs({"broken": partial(fail, "not there")}, stream=io.StringIO())


def test_a_bar_says_steps_and_time_left(capsys: pytest.CaptureFixture[str]) -> None:
    told = Progress(3, "training gru")
    for step in range(3):
        told(step)
    said = capsys.readouterr().err
    assert "training gru [##########" in said
    assert said.endswith("3/3 steps, 0 s left \n")
    assert progress.left(Step("", 100, 300, 400.0)) == "13 min"
    assert progress.left(Step("", 100, 110, 400.0)) == "40 s"


def test_a_listener_is_told_instead(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[Step] = []
    monkeypatch.setattr(progress, "_listener", [])
    progress.listen(heard.append)
    told = Progress(1000, "training rnn")
    for step in range(1000):
        told(step)
    assert heard[-1][:3] == ("training rnn", 1000, 1000)
    assert len(heard) < 100
    assert capsys.readouterr().err == ""


def test_a_log_gets_a_line_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    display = Display(["gru", "rnn"], stream)
    display.step("gru", Step("training gru", 50, 100, 60.0))
    display.show()
    display.show(now=True)
    assert stream.getvalue().splitlines() == [
        "after 0 s: gru: waits; rnn: waits",
        "after 0 s: gru: 50/100 steps, 60 s left; rnn: waits",
    ]
    assert sys.stderr is not stream
