"""A model of one's own in the settings: where it comes from, and by what name."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from app.errors import InvalidRequest
from app.models.library import Library
from app.settings import ModelSetting, Settings


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"id": "mine"}, "either a folder or a hub id"),
        ({"id": "mine", "folder": "/x", "hub": "a/b", "revision": "0" * 40}, "either a folder or a hub id"),
        ({"id": "mine", "hub": "a/b"}, "needs its revision"),
        ({"id": "mine", "hub": "a/b", "revision": "main"}, "pattern"),
        ({"id": "mine", "hub": "a/b", "revision": "0" * 39}, "pattern"),
        ({"id": "mine", "hub": "a/b", "revision": "G" * 40}, "pattern"),
        ({"id": "../mine", "folder": "/x"}, "pattern"),
        ({"id": "mine", "folder": "/x", "colour": "red"}, "Extra inputs"),
    ],
)
def test_a_model_has_one_source(given: dict[str, str], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        Settings.model_validate({"models": [given]})


@pytest.mark.parametrize("taken", ["minilm", "e5", "smollm2", "auto", "lstm"])
def test_an_id_that_is_taken(tmp_path: Path, taken: str) -> None:
    named = ModelSetting(id=taken, folder=tmp_path)
    with pytest.raises(InvalidRequest, match="which is taken"):
        Library(Settings(cache_dir=tmp_path, models=(named,)), may_fetch=False)


def test_an_id_that_stands_twice(tmp_path: Path) -> None:
    named = ModelSetting(id="mine", folder=tmp_path)
    with pytest.raises(InvalidRequest, match="which is taken"):
        Library(Settings(cache_dir=tmp_path, models=(named, named)), may_fetch=False)


def test_the_environment_names_models_as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEADS_GATES_MODELS", '[{"id": "mine", "folder": "/models/mine"}]')
    assert Settings().models == (ModelSetting(id="mine", folder=Path("/models/mine")),)
