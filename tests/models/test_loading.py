"""Folders are loaded as what they are; what cannot be loaded truthfully is refused."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from tokenizers import Tokenizer
from transformers import (
    BertConfig,
    BertForMaskedLM,
    BertModel,
    PreTrainedModel,
    RobertaModel,
)

from app.capture.probe import probe
from app.errors import NotReadable, TextTooLong, WeightsError, WeightsMissing
from app.models.library import Library
from app.models.loading import (
    family_of,
    load_folder,
    positions,
)
from app.models.tokenizers import tokenizer_of, unknown_id
from app.pipeline import Pipeline
from app.requests import AttentionRequest
from app.timing import Timing
from tests.models.named import MINE, Ask, masked_bert, naming
from tests.models.tiny_models import COMMON, save, tiny, tiny_tokenizer

pytestmark = pytest.mark.usefixtures("one_thread")


class TestRefusals:
    def test_a_folder_without_safetensors(self, tmp_path: Path) -> None:
        folder = save(masked_bert(), tmp_path)
        (folder / "model.safetensors").unlink()
        torch.save({}, folder / "pytorch_model.bin")
        with pytest.raises(WeightsError, match=r"no \.safetensors file"):
            load_folder(folder, MINE, 10**8)

    def test_a_folder_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(WeightsMissing, match="not a folder"):
            Library(naming(tmp_path), may_fetch=True).transformer("mine")

    @pytest.mark.parametrize("content", ["", "{}", '{"model_type": "no such type"}', "[1"])
    def test_a_configuration_that_says_nothing(self, tmp_path: Path, content: str) -> None:
        folder = save(masked_bert(), tmp_path)
        (folder / "config.json").write_text(content, encoding="utf-8")
        with pytest.raises(WeightsError, match=r"config\.json"):
            load_folder(folder, MINE, 10**8)

    def test_weights_of_another_shape(self, tmp_path: Path) -> None:
        folder = save(masked_bert(), tmp_path)
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        (folder / "config.json").write_text(json.dumps(config | {"intermediate_size": 40}), encoding="utf-8")
        says = r"describes: bert.encoder.layer.0.intermediate.dense.bias is 48, not 40\.$"
        with pytest.raises(WeightsError, match=says):
            load_folder(folder, MINE, 10**8)

    def test_weights_that_are_cut_short(self, tmp_path: Path) -> None:
        folder = save(masked_bert(), tmp_path / "model")
        weights = folder / "model.safetensors"
        weights.write_bytes(weights.read_bytes()[:-100])
        found = Library(naming(tmp_path), may_fetch=False)
        with pytest.raises(WeightsError):
            found.transformer("mine")
        (listed,) = [model for model in found.listing().models if model.id == "mine"]
        assert listed.state == "failed"
        assert listed.problem

    def test_weights_that_are_missing_are_not_made_up(self, tmp_path: Path) -> None:
        """A folder that lacks a layer's weights would be filled with random numbers by transformers."""
        model = masked_bert()
        folder = save(model, tmp_path)
        kept = {name: value.clone() for name, value in model.state_dict().items() if "layer.1.attention" not in name}
        model.save_pretrained(folder, state_dict=kept)
        with pytest.raises(WeightsError, match=r"layer\.1\.attention"):
            load_folder(folder, MINE, 10**8)

    def test_no_tokenizer(self, tmp_path: Path) -> None:
        folder = save(masked_bert(), tmp_path)
        (folder / "tokenizer.json").unlink()
        with pytest.raises(WeightsError, match=r"tokenizer"):
            load_folder(folder, MINE, 10**8)

    def test_code_of_a_folder_is_never_run(self, tmp_path: Path) -> None:
        folder = save(masked_bert(), tmp_path / "model")
        ran = tmp_path / "ran"
        code = f"from pathlib import Path\nPath({str(ran)!r}).write_text('ran')\nraise SystemExit\n"
        for name in ["modeling_mine.py", "configuration_mine.py", "tokenization_mine.py"]:
            (folder / name).write_text(code, encoding="utf-8")
        mapped = {
            "AutoConfig": "configuration_mine.MineConfig",
            "AutoModel": "modeling_mine.MineModel",
            "AutoModelForMaskedLM": "modeling_mine.MineModel",
        }
        path = folder / "config.json"
        config = json.loads(path.read_text(encoding="utf-8")) | {"auto_map": mapped}
        path.write_text(json.dumps(config), encoding="utf-8")
        tokenizer = {
            "tokenizer_class": "MineTokenizer",
            "auto_map": {"AutoTokenizer": [None, "tokenization_mine.Mine"]},
        }
        (folder / "tokenizer_config.json").write_text(json.dumps(tokenizer), encoding="utf-8")
        loaded = load_folder(folder, MINE, 10**8)  # a BERT like any other: its own code is passed over
        assert isinstance(loaded.model, BertForMaskedLM)
        path.write_text(json.dumps(config | {"model_type": "mine"}), encoding="utf-8")
        with pytest.raises(WeightsError):
            load_folder(folder, MINE, 10**8)
        assert not ran.exists()

    def test_what_cannot_be_read_says_why(self, tmp_path: Path) -> None:
        save(tiny("mamba"), tmp_path / "model")
        found = Library(naming(tmp_path), may_fetch=False)
        with pytest.raises(NotReadable, match="state-space"):
            found.transformer("mine")


class TestLimits:
    def test_positions_of_roberta_begin_after_its_padding(self, tmp_path: Path) -> None:
        loaded = load_folder(save(tiny("roberta"), tmp_path), MINE, 10**8)
        assert isinstance(loaded.model, RobertaModel)
        assert loaded.max_tokens == 64 - 2
        ids = torch.full((1, loaded.max_tokens + 1), 7)
        loaded.model(input_ids=ids[:, :-1])
        with pytest.raises((IndexError, RuntimeError), match="index"):
            loaded.model(input_ids=ids)

    @pytest.mark.parametrize("model_type", ["bert", "gpt2", "opt", "bart", "mpnet", "distilbert", "electra"])
    def test_the_last_position_works(self, model_type: str) -> None:
        model = tiny(model_type)
        ids = torch.full((1, positions(model)), 7)
        with torch.inference_mode():
            model(input_ids=ids)
        assert positions(model) == (62 if model_type == "mpnet" else 64)

    @pytest.mark.parametrize("model_type", ["t5", "xlnet", "bloom"])
    def test_relative_positions_have_no_limit_of_their_own(self, model_type: str) -> None:
        assert positions(tiny(model_type)) == 10**6

    def test_the_memory_of_the_weights_is_a_limit(self, tmp_path: Path, pipelines: list[Pipeline]) -> None:
        save(masked_bert(), tmp_path / "model")
        settings = naming(tmp_path, max_capture_bytes=4 * 3 * 4 * 10 * 10 + 5)
        pipelines.append(Pipeline(Library(settings, may_fetch=False), settings))

        def ask(words: int) -> Any:
            request = AttentionRequest(text="apple " * words, model="mine")
            return asyncio.run(pipelines[-1].attention(request, Timing()))

        assert ask(8).attention.shape == [3, 4, 10, 10]
        with pytest.raises(TextTooLong, match="limit is 10") as caught:
            ask(9)
        assert (caught.value.limit, caught.value.got) == (10, 11)

    def test_a_pair_is_as_long_as_its_sentences_together(self, ask: Callable[[PreTrainedModel], Ask]) -> None:
        with pytest.raises(TextTooLong, match="limit is 64"):
            ask(masked_bert())("apple " * 40, text_pair="apple " * 40)


class TestTokenizer:
    def test_truncation_and_padding_are_switched_off(self, tmp_path: Path) -> None:
        tokenizer = tiny_tokenizer()
        tokenizer.enable_truncation(4)
        tokenizer.enable_padding(length=9)
        tokenizer.save(str(tmp_path / "tokenizer.json"))
        found = tokenizer_of(tmp_path)
        assert len(found.encode("a a a a a a").ids) == 8
        assert len(found.encode("a").ids) == 3

    def test_the_unknown_token(self) -> None:
        assert unknown_id(tiny_tokenizer()) == 3
        assert (
            unknown_id(Tokenizer.from_str(tiny_tokenizer().to_str().replace('"unk_token":"<unk>"', '"unk_token":""')))
            is None
        )

    def test_a_predicted_control_token_is_printed_by_name(self, tmp_path: Path) -> None:
        loaded = load_folder(save(masked_bert(), tmp_path), MINE, 10**8)
        assert (loaded.text_of(2), loaded.text_of(6)) == ("</s>", "apple")


@pytest.mark.parametrize(
    ("model_type", "architectures", "family"),
    [
        ("bert", ["BertModel"], "encoder"),
        ("bert", None, "encoder"),
        ("bert", ["BertLMHeadModel"], "encoder"),  # it looks ahead unless its configuration says that it is a decoder
        ("xlnet", ["XLNetLMHeadModel"], "encoder"),
        ("xlm-roberta", ["XLMRobertaForMaskedLM"], "encoder"),
        ("gpt2", ["GPT2LMHeadModel"], "decoder"),
        ("llama", None, "decoder"),
        ("llama", ["LlamaModel"], "decoder"),
        ("t5", ["T5ForConditionalGeneration"], "encoder-decoder"),
    ],
)
def test_families(model_type: str, architectures: list[str] | None, family: str) -> None:
    model = tiny(model_type)
    model.config.architectures = architectures
    assert family_of(model, causal=probe(model).causal) == family


def test_a_bert_that_is_a_decoder() -> None:
    model = BertModel(BertConfig(**COMMON, is_decoder=True)).eval()
    assert family_of(model, causal=probe(model).causal) == "decoder"


@pytest.mark.parametrize("model_type", ["llama", "bert", "xlnet"])
def test_a_model_without_a_head_predicts_nothing(model_type: str, tmp_path: Path) -> None:
    """Transformers would add the head that the class of the configuration's type has, with random numbers."""
    made = tiny(model_type)
    base: Any = made.model if model_type == "llama" else made
    loaded = load_folder(save(base, tmp_path), MINE, 10**8)
    assert loaded.predicts is None
    assert loaded.model.get_output_embeddings() is None


def test_sharded_weights_are_read_whole(tmp_path: Path) -> None:
    model = masked_bert()
    folder = save(model, tmp_path)
    (folder / "model.safetensors").unlink()
    model.save_pretrained(folder, max_shard_size="20KB")
    assert len(list(folder.glob("*.safetensors"))) > 1
    loaded = load_folder(folder, MINE, 10**8)
    for name, value in model.state_dict().items():
        torch.testing.assert_close(loaded.model.state_dict()[name], value, rtol=0, atol=0)
