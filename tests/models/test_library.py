"""Each listed model is loaded at most once, and what cannot be loaded says why."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import DownloadFailed, UnknownModel, WeightsError, WeightsMissing
from app.models import fetch, library, loading
from app.models.library import Library
from app.models.recurrent import shipped
from app.models.registry import PackagedModel
from app.schemas import Cell, Checkpoint, ModelInfo, Progress
from app.settings import Settings


def empty(tmp_path: Path, *, may_fetch: bool) -> Library:
    """A library whose cache folder holds nothing."""
    return Library(Settings(cache_dir=tmp_path), may_fetch=may_fetch)


def minilm_of(found: Library) -> ModelInfo:
    return next(model for model in found.listing().models if model.id == "minilm")


def test_unknown_models_are_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(UnknownModel, match="Listed: auto, minilm"):
        empty(tmp_path, may_fetch=False).resolve("gpt-9")
    with pytest.raises(UnknownModel, match="default_model"):
        Library(Settings(cache_dir=tmp_path, default_model="gpt-9"), may_fetch=False)


def test_auto_is_the_default_model(tmp_path: Path) -> None:
    assert empty(tmp_path, may_fetch=False).resolve("auto").id == "minilm"


def test_weights_that_are_absent_name_the_command(tmp_path: Path) -> None:
    found = empty(tmp_path, may_fetch=False)
    assert minilm_of(found).state == "to fetch"
    with pytest.raises(WeightsMissing, match="python -m app fetch minilm"):
        found.transformer("minilm")
    listed = minilm_of(found)
    assert listed.state == "failed"
    assert "python -m app fetch minilm" in (listed.problem or "")
    assert "minilm" in found.not_ready()


def test_a_failed_fetch_is_reported_and_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = empty(tmp_path, may_fetch=True)
    seen: list[tuple[str, Progress | None]] = []

    def failing(_: PackagedModel, __: Settings, report: Callable[[Progress], None]) -> Path:
        report(Progress(stage="download", done_bytes=3, total_bytes=9))
        listed = minilm_of(found)
        seen.append((listed.state, listed.progress))
        raise DownloadFailed("no network")

    monkeypatch.setattr(fetch, "fetch", failing)
    for _ in range(2):
        with pytest.raises(DownloadFailed, match="no network"):
            found.transformer("auto")
    assert seen == [("fetching", Progress(stage="download", done_bytes=3, total_bytes=9))] * 2
    listed = minilm_of(found)
    assert (listed.state, listed.progress, listed.problem) == ("failed", None, "no network")


@pytest.mark.weights
def test_a_broken_file_is_never_loaded(tmp_path: Path, minilm_dir: Path) -> None:
    found = empty(tmp_path, may_fetch=False)
    folder = fetch.model_dir(found.packaged["minilm"], found.settings)
    folder.mkdir(parents=True)
    for file in minilm_dir.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    weights = bytearray((folder / "model.safetensors").read_bytes())
    weights[-5] ^= 1
    (folder / "model.safetensors").write_bytes(weights)
    assert minilm_of(found).state == "on disk"
    with pytest.raises(WeightsError, match="sha256"):
        found.transformer("minilm")


@pytest.mark.weights
def test_whoever_asks_at_the_same_time_gets_the_same_model(
    minilm_dir: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = Library(settings, may_fetch=False)
    real: Callable[..., object] = loading.load_transformer
    calls: list[Path] = []

    def counted(folder: Path, **facts: object) -> object:
        calls.append(folder)
        time.sleep(0.1)
        return real(folder, **facts)

    monkeypatch.setattr(library, "load_transformer", counted)
    results: list[object] = []
    threads = [threading.Thread(target=lambda: results.append(found.transformer("minilm"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert calls == [minilm_dir]
    assert len(results) == 4
    assert all(result is results[0] for result in results)
    assert minilm_of(found).state == "ready"


def test_a_net_that_cannot_be_loaded_does_not_stop_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = empty(tmp_path, may_fetch=False)
    real = shipped.load

    def broken(cell: Cell, checkpoint: Checkpoint) -> shipped.LoadedNet:
        if checkpoint == "trained":
            raise KeyError("a card without results")
        return real(cell, checkpoint)

    monkeypatch.setattr(shipped, "load", broken)
    found.warm_up()
    assert found.not_ready() == {"minilm": "failed", "lstm (trained)": "failed"}
    with pytest.raises(WeightsError, match="a card without results"):
        found.recurrent_net("lstm", "trained")


def test_the_recurrent_nets_need_nothing_on_disk(tmp_path: Path) -> None:
    found = empty(tmp_path, may_fetch=False)
    found.warm_up()
    assert set(found.not_ready()) == {"minilm"}
    trained, initial = found.recurrent_net("lstm", "trained"), found.recurrent_net("lstm", "initial")
    assert trained is found.recurrent_net("lstm", "trained")
    assert trained.net is not initial.net
