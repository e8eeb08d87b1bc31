"""A model from the hub: the pinned revision, nothing that could run, whole or not at all."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from huggingface_hub.errors import LocalEntryNotFoundError

from app.errors import DiskFull, DownloadFailed, WeightsMissing
from app.models import hub
from app.models.library import Library
from app.models.registry import NamedModel
from app.schemas import Progress
from app.settings import ModelSetting, Settings
from tests.models.tiny_models import save, tiny

REVISION = "0123456789abcdef0123456789abcdef01234567"
MODEL = NamedModel("mine", "Mine", None, "owner/name", REVISION)
Download = Callable[..., str]


@pytest.fixture
def own(tmp_path: Path) -> Settings:
    named = ModelSetting(id="mine", hub="owner/name", revision=REVISION)
    return Settings(cache_dir=tmp_path / "cache", models=(named,))


def pretend(monkeypatch: pytest.MonkeyPatch, download: Callable[[Path], None]) -> list[dict[str, Any]]:
    """Have the hub's client do ``download`` in the folder it is given; returns what it was called with."""
    calls: list[dict[str, Any]] = []

    def snapshot_download(repo: str, **options: Any) -> str:
        calls.append({"repo": repo, **options})
        download(Path(options["local_dir"]))
        return str(options["local_dir"])

    monkeypatch.setattr(hub, "snapshot_download", snapshot_download)
    return calls


def nothing(_: Progress) -> None:
    """Hear no progress."""


def test_the_pinned_revision_and_nothing_that_could_run(own: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def download(folder: Path) -> None:
        (folder / ".cache").mkdir()
        (folder / "config.json").write_text("{}", encoding="utf-8")

    heard: list[Progress] = []
    calls = pretend(monkeypatch, download)
    folder = hub.fetch(MODEL, own, heard.append)
    assert folder == own.cache_dir / "hub" / "mine" / REVISION == hub.model_dir(MODEL, own)
    assert [path.name for path in folder.iterdir()] == ["config.json"]
    (call,) = calls
    assert (call["repo"], call["revision"]) == ("owner/name", REVISION)
    assert not any(name.endswith((".py", ".bin", ".pt", ".pkl", "*")) for name in call["allow_patterns"])
    assert heard[0].stage == "download"


def test_no_network_says_what_to_do(own: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def download(folder: Path) -> None:
        (folder / "config.json").write_text("{}", encoding="utf-8")
        raise LocalEntryNotFoundError("Connection refused")

    pretend(monkeypatch, download)
    with pytest.raises(DownloadFailed, match="name a local folder in the setting models") as caught:
        hub.fetch(MODEL, own, nothing)
    assert "owner/name" in caught.value.detail
    assert REVISION in caught.value.detail
    assert not hub.model_dir(MODEL, own).exists()


def test_a_full_disk_is_said_to_be_one(own: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def download(folder: Path) -> None:
        raise OSError(28, "No space left on device", str(folder))

    pretend(monkeypatch, download)
    with pytest.raises(DiskFull):
        hub.fetch(MODEL, own, nothing)


def test_an_interruption_leaves_no_folder_of_the_final_name_and_is_taken_up(
    own: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(folder: Path) -> None:
        (folder / "config.json").write_text("{}", encoding="utf-8")
        raise KeyboardInterrupt

    pretend(monkeypatch, interrupted)
    with pytest.raises(KeyboardInterrupt):
        hub.fetch(MODEL, own, nothing)
    assert not hub.model_dir(MODEL, own).exists()
    seen: list[list[str]] = []
    pretend(monkeypatch, lambda folder: seen.append([path.name for path in folder.iterdir()]))
    hub.fetch(MODEL, own, nothing)
    assert seen == [["config.json"]]
    assert list(hub.model_dir(MODEL, own).parent.glob(".partial-*")) == []


def test_a_model_of_the_hub_is_fetched_once_and_then_read(own: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def download(folder: Path) -> None:
        save(tiny("bert"), folder)

    calls = pretend(monkeypatch, download)
    library = Library(own, may_fetch=True)
    (listed,) = [model for model in library.listing().models if model.id == "mine"]
    assert (listed.state, listed.revision, listed.family) == ("to fetch", REVISION, None)
    loaded = library.transformer("mine")
    assert (loaded.ref.revision, loaded.layers, len(calls)) == (REVISION, 3, 1)
    Library(own, may_fetch=False).transformer("mine")  # on disk: neither network nor permission is needed
    assert len(calls) == 1


def test_a_server_that_may_not_fetch_says_what_to_do(own: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = pretend(monkeypatch, lambda _: None)
    with pytest.raises(WeightsMissing, match="HEADS_GATES_FETCH_ON_DEMAND") as caught:
        Library(own, may_fetch=False).transformer("mine")
    assert "python -m app fetch" not in caught.value.detail  # that command knows the packaged models only
    assert calls == []
