"""``python -m app figure``: a view as a file, without a server."""

import json
import struct
import subprocess
import sys
import threading
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.__main__ import main
from app.errors import DownloadFailed
from app.schemas import Progress
from app.terminal import ProgressPrinter


@pytest.fixture(autouse=True)
def no_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty cache folder: the nets are shipped, everything else would have to be fetched."""
    monkeypatch.setenv("HEADS_GATES_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("HEADS_GATES_WHEEL_DIR", str(tmp_path))


@pytest.mark.parametrize("kind", ["svg", "png", "html", "json", "csv"])
def test_every_kind_of_file_is_named_by_its_ending(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / f"gates.{kind}"
    assert main(["figure", "The cat sat.", "--view", "gates", "--set", "cell=gru", "-o", str(out)]) == 0
    made = out.read_bytes()
    starts = {"svg": b"<svg ", "png": b"\x89PNG", "html": b"<!doctype html>", "json": b"{", "csv": b"\xef\xbb\xbf"}
    assert made.startswith(starts[kind])
    assert capsys.readouterr().err == f"{out}: {len(made):,} bytes\n"
    if kind == "html":
        assert b"figure.invalid" not in made, "no address that leads nowhere"
    if kind == "json":
        assert [model["id"] for model in json.loads(made)["models"]] == ["gru"]


def test_a_query_of_the_page_is_taken_as_it_is_and_options_come_before_it(tmp_path: Path) -> None:
    query = "?view=gates&cell=gru&text=Hi+%26+there&lang=en&width=400"
    options = ["--lang", "zh", "--set", "cell=rnn", "--width", "600", "--theme", "dark"]
    assert main(["figure", query, "--out", str(tmp_path / "x.json"), *options]) == 0
    made = json.loads((tmp_path / "x.json").read_bytes())
    shown = {key: made["state"][key] for key in ("view", "cell", "text", "lang")}
    assert shown == {"view": "gates", "cell": "rnn", "text": "Hi & there", "lang": "zh"}
    assert made["width"] == 600
    assert "prefers-color-scheme" not in made["svg"]


def test_standard_output_gets_the_file_and_nothing_else() -> None:
    arguments = ["Hi", "--view", "gates", "--format", "png", "--ratio", "1", "--set", "card=300x200", "-o", "-"]
    done = subprocess.run([sys.executable, "-m", "app", "figure", *arguments], capture_output=True, check=True)
    assert struct.unpack(">II", done.stdout[16:24]) == (300, 200)
    assert done.stderr == b""


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["Hi"], "required: -o/--out"),
        (["Hi", "-o", "figure.pdf"], "what kind of file is figure.pdf"),
        (["Hi", "-o", "-"], "give --format"),
        (["Hi", "-o", "no/such/folder.svg"], "there is no folder no/such"),
        (["Hi", "-o", "x.svg", "--set", "view"], "write KEY=VALUE"),
        (["Hi\udcff", "-o", "x.svg"], "not UTF-8"),
        (["Hi", "-o", "x.svg", "--theme", "blue"], "invalid choice"),
    ],
)
def test_wrong_usage_is_2(arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["figure", *arguments])
    assert caught.value.code == 2
    assert says in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--view", "nonsense"], 'Invalid request: view must be one of "", "context"'),
        (["--width", "100"], "Invalid request: /width"),
        (["--set", "nokey=1"], "nokey"),
        (["--view", "heatmap", "--set", "model=minlim"], "Unknown model: No model 'minlim' here."),
        (["--view", "gates", "--set", "text= "], "Empty text"),
    ],
)
def test_what_cannot_be_drawn_is_1_and_one_line(
    arguments: list[str], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["figure", "Hi", "-o", str(tmp_path / "x.svg"), *arguments]) == 1
    said = capsys.readouterr().err
    assert says in said
    assert len(said.splitlines()) == 1
    assert list(tmp_path.glob("x.*")) == []


def test_a_file_that_cannot_be_written_is_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.svg").mkdir()
    assert main(["figure", "Hi", "--view", "gates", "-o", str(tmp_path / "x.svg")]) == 1
    assert "x.svg" in capsys.readouterr().err


def test_weights_are_not_fetched_where_that_is_forbidden(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HEADS_GATES_FETCH_ON_DEMAND", "false")
    assert main(["figure", "Hi", "--view", "heatmap", "-o", str(tmp_path / "x.svg")]) == 1
    assert "Weights not on disk: The weights of minilm are not on this machine." in capsys.readouterr().err


def test_a_download_shows_how_far_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = threading.Event()

    class Telling(ProgressPrinter):
        def __call__(self, progress: Progress) -> None:
            super().__call__(progress)
            told.set()

    def fetch(_model: Any, _settings: Any, report: Callable[[Progress], None]) -> Path:
        report(Progress(stage="download", done_bytes=12_300_000, total_bytes=83_500_000))
        assert told.wait(60)
        raise DownloadFailed("the line is cut")

    monkeypatch.setattr("app.offline.ProgressPrinter", Telling)
    monkeypatch.setattr("app.models.library.fetch.fetch", fetch)
    assert main(["figure", "Hi", "--view", "heatmap", "-o", str(tmp_path / "x.svg")]) == 1
    first, *_, last = capsys.readouterr().err.splitlines()
    assert first == "minilm: download 12.3 of 83.5 MB"
    assert last == "python -m app: Download failed: the line is cut"


def test_a_figure_is_well_formed_in_chinese_too(tmp_path: Path) -> None:
    assert main(["figure", "苹果 & <梨>", "--view", "gates", "--lang", "zh", "-o", str(tmp_path / "x.svg")]) == 0
    title = ET.parse(tmp_path / "x.svg").getroot().findtext("{http://www.w3.org/2000/svg}title")  # noqa: S314 - ours
    assert title is not None
    assert "苹果 & <梨>" in title
