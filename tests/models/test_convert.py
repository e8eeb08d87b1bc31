"""Converting once, at fetch: nothing half-written is ever taken, and what was changed is never loaded."""

import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors import safe_open

from app.capture.probe import eager_attentions
from app.errors import WeightsError, WeightsMissing, WrongHash
from app.forward.reading import Inputs, predict, read_weights
from app.models.convert import gguf_to_safetensors
from app.models.fetch import CONVERTED, MANIFEST, expected_hashes, fetch, is_on_disk, model_dir, verify
from app.models.loading import Identity, LoadedTransformer, load_folder
from app.models.registry import PackagedModel, packaged_models
from app.models.storage import sha256_of
from app.settings import Settings
from tests.models.tiny import make_model, make_wheel

GGUF = {"tiny.gguf": b"GGUF" + b"no model" * 10}


@pytest.fixture
def model(tmp_path: Path) -> PackagedModel:
    return replace(make_model(make_wheel(tmp_path / "wheels", GGUF)), source="gguf")


@pytest.fixture
def own(tmp_path: Path) -> Settings:
    return Settings(cache_dir=tmp_path / "cache", wheel_dir=tmp_path / "wheels")


def write_converted(folder: Path) -> None:
    for name in CONVERTED:
        (folder / name).write_text(f"converted {name}", encoding="utf-8")
    hashes = {name: sha256_of(folder / name) for name in CONVERTED}
    (folder / MANIFEST).write_text(json.dumps({"sha256": hashes}), encoding="utf-8")


def pretend(monkeypatch: pytest.MonkeyPatch, convert: Callable[[Path], None], status: int = 0, says: str = "") -> None:
    """Have ``convert`` run in the place of the process that converts."""

    def run(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        assert Path(command[-2]).read_bytes() == GGUF["tiny.gguf"]
        convert(Path(command[-1]))
        return subprocess.CompletedProcess(command, status, "", says)

    monkeypatch.setattr(subprocess, "run", run)


def test_a_converted_model_is_on_disk_without_its_source(
    model: PackagedModel, own: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend(monkeypatch, write_converted)
    heard: list[str] = []
    folder = fetch(model, own, lambda progress: heard.append(progress.stage))
    assert {path.name for path in folder.iterdir()} == {*CONVERTED, MANIFEST}
    assert list(dict.fromkeys(heard)) == ["verify", "extract", "convert"]
    assert is_on_disk(model, own)
    assert verify(model, own) == folder


def half(folder: Path) -> None:
    (folder / "config.json").write_text("{}", encoding="utf-8")
    (folder / "model.safetensors").write_bytes(b"half")


def test_a_conversion_that_fails_leaves_nothing(
    model: PackagedModel, own: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend(monkeypatch, half, status=1, says="Traceback\nValueError: no such tensor")
    with pytest.raises(WeightsError, match=r"tiny\.gguf could not be converted: ValueError: no such tensor"):
        fetch(model, own)
    assert not is_on_disk(model, own)
    assert [path.name for path in model_dir(model, own).parent.iterdir()] == [".lock"]
    pretend(monkeypatch, half, status=-9)  # killed, where memory ran out
    with pytest.raises(WeightsError, match="no message"):
        fetch(model, own)
    assert not model_dir(model, own).exists()


def test_a_conversion_that_is_interrupted_leaves_nothing(
    model: PackagedModel, own: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(folder: Path) -> None:
        half(folder)
        raise KeyboardInterrupt

    pretend(monkeypatch, interrupted)
    with pytest.raises(KeyboardInterrupt):
        fetch(model, own)
    assert [path.name for path in model_dir(model, own).parent.iterdir()] == [".lock"]


@pytest.mark.parametrize("name", CONVERTED)
def test_a_changed_converted_file_is_refused_and_made_again(
    model: PackagedModel, own: Settings, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    pretend(monkeypatch, write_converted)
    folder = fetch(model, own)
    (folder / name).write_text(f"changed! {name}", encoding="utf-8")
    with pytest.raises(WrongHash, match=r"python -m app fetch tiny"):
        verify(model, own)
    assert not is_on_disk(model, own)
    assert fetch(model, own) == folder
    assert (folder / name).read_text(encoding="utf-8") == f"converted {name}"


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"sha256": {}}', '{"sha256": {"config.json": "00"}}'])
def test_a_note_that_does_not_name_every_file_vouches_for_none(
    model: PackagedModel, own: Settings, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    pretend(monkeypatch, write_converted)
    folder = fetch(model, own)
    (folder / MANIFEST).write_text(content, encoding="utf-8")
    with pytest.raises(WeightsMissing, match="python -m app fetch tiny"):
        verify(model, own)
    assert fetch(model, own) == folder
    assert verify(model, own) == folder


def test_a_file_that_is_no_gguf_is_refused_by_name(tmp_path: Path) -> None:
    source = tmp_path / "broken.gguf"
    source.write_bytes(GGUF["tiny.gguf"])
    (tmp_path / "out").mkdir()
    with pytest.raises(WeightsError, match=r"broken\.gguf cannot be converted"):
        gguf_to_safetensors(source, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


@pytest.fixture(scope="module")
def smollm2(smollm2_dir: Path) -> LoadedTransformer:
    return load_folder(smollm2_dir, Identity("smollm2", "", "", None), 300_000_000)


@pytest.mark.weights
class TestSmolLM2:
    @pytest.mark.parametrize(
        ("text", "word", "probability"),
        [
            ("When Mary and John went to the store, John gave a drink to", " Mary", 0.92),
            ("I grew up in France, so I speak fluent", " French", 0.65),
        ],
    )
    def test_it_says_what_the_published_one_says(
        self, smollm2: LoadedTransformer, text: str, word: str, probability: float
    ) -> None:
        found = predict(smollm2, Inputs(tuple(smollm2.tokenizer.encode(text).ids)), 5, 1.0)
        assert smollm2.text_of(found.ids[-1][0]) == word
        assert float(found.probabilities[-1, 0]) == pytest.approx(probability, abs=0.01)

    def test_grouped_heads_equal_an_eager_forward(self, smollm2: LoadedTransformer) -> None:
        inputs = Inputs(tuple(smollm2.tokenizer.encode("The cat sat, 苹果.").ids))
        got = torch.from_numpy(read_weights(smollm2, inputs).own)
        smollm2.model.set_attn_implementation("eager")
        expected = eager_attentions(smollm2.model, dict(inputs.tensors(smollm2.model))).own
        smollm2.model.set_attn_implementation("heads_and_gates")
        assert got.shape[:2] == (30, 9)
        torch.testing.assert_close(got, torch.stack(expected)[:, 0], rtol=0, atol=1e-6)

    def test_the_table_says_what_it_is(self, smollm2: LoadedTransformer, smollm2_dir: Path) -> None:
        model = packaged_models()["smollm2"]
        assert (smollm2.layers, smollm2.heads, smollm2.predicts) == (model.layers, model.heads, model.predicts)
        assert (smollm2.family, smollm2.reading) == (model.family, "everything")
        assert smollm2.max_tokens >= model.max_tokens
        assert smollm2.unknown_id is None
        assert {path.name for path in smollm2_dir.iterdir()} == {*CONVERTED, MANIFEST}
        for name, sha256 in expected_hashes(model, smollm2_dir).items():
            assert name == "model.safetensors" or sha256_of(smollm2_dir / name) == sha256

    def test_the_table_of_pieces_has_more_than_4_bits_and_the_rest_of_the_matrices_4(self, smollm2_dir: Path) -> None:
        """Blocks of 32 weights that were rounded to 4 bits hold at most 16 values; it is said which are."""
        found: dict[str, int] = {"4": 0, "8": 0, "32": 0}
        with safe_open(smollm2_dir / "model.safetensors", "pt") as file:
            for name in file.keys():  # noqa: SIM118 - no mapping
                value = file.get_tensor(name)
                if value.ndim == 1:
                    found["32"] += value.numel()
                    continue
                ordered = value[:64].reshape(-1, 32).sort(dim=1).values  # [blocks, 32]
                most = int((ordered.diff(dim=1) > 0).sum(dim=1).max()) + 1
                assert (most > 16) == (name == "model.embed_tokens.weight"), (name, most)
                found["8" if most > 16 else "4"] += value.numel()
        assert found == {"4": 106_168_320, "8": 28_311_552, "32": 35_136}
        model = packaged_models()["smollm2"]
        assert "table Q8_0" in (model.converted_from or "")
        assert "to 8" in model.description
        card = (Path(__file__).parents[2] / "docs" / "models" / "smollm2.md").read_text(encoding="utf-8")
        assert "28.3 M of the table of pieces to 8 (Q8_0)" in card

    def test_bytes_that_it_predicts_are_printed_as_their_piece(self, smollm2: LoadedTransformer) -> None:
        shown = [smollm2.text_of(index) for index in range(0, smollm2.tokenizer.get_vocab_size(), 97)]
        assert not any("\ufffd" in text for text in shown)
        assert all(shown)
