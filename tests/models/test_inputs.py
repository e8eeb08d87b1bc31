"""What a model is given is what transformers' tokenizer of the same folder gives it: held against an eager forward."""

import asyncio
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer
from transformers import AutoTokenizer, PreTrainedTokenizerFast, RobertaConfig, RobertaModel

from app.capture.attention import IMPLEMENTATION
from app.capture.probe import eager_attentions, text_rows
from app.errors import InvalidRequest
from app.forward.reading import read_weights
from app.models.library import Library
from app.models.loading import Identity, LoadedTransformer, load_e5, load_folder
from app.pipeline import Pipeline, inputs_of
from app.requests import AttentionRequest
from app.schemas import ContextRequest
from app.settings import ModelSetting, Settings
from app.timing import Timing
from app.tokens.reading import read_sentences
from tests.models.tiny_models import COMMON, TINY, VOCABULARY, save, tiny, tiny_tokenizer

pytestmark = pytest.mark.usefixtures("one_thread")

MINE = Identity("mine", "local", "0" * 64, None)
FIRST, SECOND = "the apple was sweet", "i ate it"
WITH_TYPES, WITHOUT = ["input_ids", "token_type_ids", "attention_mask"], ["input_ids", "attention_mask"]


def held(loaded: LoadedTransformer, inputs: dict[str, Any], text: str, text_pair: str | None) -> None:
    """Our reading and weights of a sentence or a pair are those of transformers' own inputs, eagerly."""
    tokens = read_sentences(loaded.tokenizer, text, text_pair, loaded.unknown_id, with_types=loaded.takes_types)
    assert [token.id for token in tokens] == inputs["input_ids"][0].tolist()
    own = inputs_of(tokens)
    if "token_type_ids" in inputs:
        assert own.types == tuple(inputs["token_type_ids"][0].tolist())
    found = read_weights(loaded, own).own
    loaded.model.set_attn_implementation("eager")
    expected = torch.stack([layer[0] for layer in eager_attentions(loaded.model, inputs).own]).numpy()
    np.testing.assert_allclose(found, expected, rtol=0, atol=2e-6)
    if loaded.reading == "everything":
        loaded.model.set_attn_implementation(IMPLEMENTATION)


@pytest.mark.weights
def test_a_pair_of_minilm(minilm_dir: Path) -> None:
    theirs = AutoTokenizer.from_pretrained(minilm_dir)
    inputs = dict(theirs("The cat sat.", "It was tired.", return_tensors="pt"))
    assert set(inputs["token_type_ids"][0].tolist()) == {0, 1}
    held(load_folder(minilm_dir, MINE, 10**8), inputs, "The cat sat.", "It was tired.")


@pytest.mark.weights
def test_a_pair_of_e5(e5_dir: Path) -> None:
    theirs = PreTrainedTokenizerFast(
        tokenizer_file=str(e5_dir / "tokenizer.json"), model_input_names=WITH_TYPES
    )  # the file as upstream has it, and the types that its post-processor gives
    inputs = dict(theirs("苹果很好吃。", "The apple was sweet.", return_tensors="pt"))
    assert set(inputs["token_type_ids"][0].tolist()) == {0}
    loaded = load_e5(e5_dir, MINE, 10**9)
    held(loaded, inputs, "苹果很好吃。", "The apple was sweet.")
    assert text_rows(loaded.model) == 250_037  # of a table that stays packed


ENCODERS = ["bert", "albert", "electra", "roberta", "distilbert", "modernbert", "deberta-v2", "mpnet", "xlnet"]
TYPED = ["bert", "albert", "electra", "roberta", "xlnet"]


def folder_of(name: str, path: Path, names: list[str], **changed: Any) -> Path:
    """A tiny model with a tokenizer whose configuration says what it gives."""
    folder = save(tiny(name), path)
    if changed:
        tokenizer = json.loads((folder / "tokenizer.json").read_text("utf-8"))
        (folder / "tokenizer.json").write_text(json.dumps(tokenizer | changed), encoding="utf-8")
    described = {"tokenizer_class": "TokenizersBackend", "model_input_names": names}
    (folder / "tokenizer_config.json").write_text(json.dumps(described), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("name", "names"), [*((name, WITHOUT) for name in ENCODERS), *((name, WITH_TYPES) for name in TYPED)]
)
def test_pairs_of_tiny_models(tmp_path: Path, name: str, names: list[str]) -> None:
    changed = {}
    if name == "xlnet":  # its control token ends the text and has a type of its own
        changed["post_processor"] = {
            "type": "TemplateProcessing",
            "single": [{"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "<s>", "type_id": 2}}],
            "pair": [
                {"Sequence": {"id": "A", "type_id": 0}},
                {"SpecialToken": {"id": "</s>", "type_id": 0}},
                {"Sequence": {"id": "B", "type_id": 1}},
                {"SpecialToken": {"id": "<s>", "type_id": 2}},
            ],
            "special_tokens": {t: {"id": t, "ids": [i], "tokens": [t]} for t, i in (("<s>", 1), ("</s>", 2))},
        }
    folder = folder_of(name, tmp_path, names, **changed)
    loaded = load_folder(folder, MINE, 10**8)
    assert loaded.read_otherwise == ()
    assert loaded.takes_types is (names is WITH_TYPES)
    theirs = AutoTokenizer.from_pretrained(folder)
    for second in (SECOND, None):
        held(loaded, dict(theirs(FIRST, second, return_tensors="pt")), FIRST, second)


def test_a_decoder_is_given_types_only_where_its_configuration_says_so(tmp_path: Path) -> None:
    """GPT-2 adds the embedding of a token type to that of the token."""
    for names in (WITH_TYPES, WITHOUT):
        folder = folder_of("gpt2", tmp_path / names[1], names)
        held(
            load_folder(folder, MINE, 10**8),
            dict(AutoTokenizer.from_pretrained(folder)(FIRST, return_tensors="pt")),
            FIRST,
            None,
        )


def test_a_model_without_a_tokenizers_class_gets_the_types_of_the_file(tmp_path: Path) -> None:
    given = {name: load_folder(save(tiny(name), tmp_path / name), MINE, 10**8) for name in ("bert", "albert", "gpt2")}
    assert {name: loaded.takes_types for name, loaded in given.items()} == {"bert": True, "albert": True, "gpt2": False}
    torch.manual_seed(3)
    one_type = RobertaModel(RobertaConfig(**COMMON, type_vocab_size=1)).eval()
    assert not load_folder(save(one_type, tmp_path / "one"), MINE, 10**8).takes_types


def served(folder: Path, pipelines: list[Pipeline]) -> Pipeline:
    named = ModelSetting(id="mine", folder=folder)
    settings = Settings(cache_dir=folder / "cache", models=(named,), torch_threads=1)
    pipelines.append(Pipeline(Library(settings, may_fetch=False), settings))
    return pipelines[-1]


def with_word_beyond(name: str, folder: Path) -> Path:
    """A folder whose tokenizer knows a word that its model has no embedding for."""
    folder_of(name, folder, WITHOUT)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    assert tokenizer.add_tokens(["beyond"]) == 1
    assert tokenizer.token_to_id("beyond") == VOCABULARY
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


@pytest.mark.parametrize(
    ("name", "asked", "pointer"),
    [
        ("bert", {"text": "the apple beyond"}, "/text"),
        ("bert", {"text": "the apple", "text_pair": "beyond it"}, "/text_pair"),
        ("llama", {"text": "beyond"}, "/text"),
        ("bart", {"text": "beyond"}, "/text"),
        ("bart", {"text": "the apple", "text_pair": "beyond it"}, "/text_pair"),
        ("t5", {"text": "the apple", "text_pair": "beyond it"}, "/text_pair"),
    ],
)
def test_a_token_without_an_embedding_is_refused_by_name(
    tmp_path: Path, pipelines: list[Pipeline], name: str, asked: dict[str, str], pointer: str
) -> None:
    pipeline = served(with_word_beyond(name, tmp_path), pipelines)
    with pytest.raises(InvalidRequest, match=f"“beyond” as number {VOCABULARY}.* 0 to {VOCABULARY - 1}") as caught:
        asyncio.run(pipeline.attention(AttentionRequest(model="mine", **asked), Timing()))  # type: ignore[arg-type]
    assert caught.value.status == 422
    assert [error.pointer for error in caught.value.errors] == [pointer]


def test_a_token_without_an_embedding_in_two_sentences(tmp_path: Path, pipelines: list[Pipeline]) -> None:
    pipeline = served(with_word_beyond("bert", tmp_path), pipelines)
    asked = ContextRequest(text_a="the apple", token_a=1, text_b="beyond it", token_b=1, model="mine")
    with pytest.raises(InvalidRequest, match="“beyond”") as caught:
        asyncio.run(pipeline.context(asked, Timing()))
    assert [error.pointer for error in caught.value.errors] == ["/text_b"]


def test_a_type_without_an_embedding_is_refused(tmp_path: Path, pipelines: list[Pipeline]) -> None:
    """This RoBERTa has one type, and its tokenizer gives the second sentence another: transformers' own code fails."""
    torch.manual_seed(3)
    model = RobertaModel(RobertaConfig(**COMMON, type_vocab_size=1)).eval()
    folder = folder_of("roberta", tmp_path, WITH_TYPES)
    model.save_pretrained(folder)
    inputs = AutoTokenizer.from_pretrained(folder)(FIRST, SECOND, return_tensors="pt")
    with pytest.raises(IndexError):
        model(**inputs)
    pipeline = served(folder, pipelines)
    with pytest.raises(InvalidRequest, match="type 1") as caught:
        asyncio.run(pipeline.attention(AttentionRequest(text=FIRST, text_pair=SECOND, model="mine"), Timing()))
    assert [error.pointer for error in caught.value.errors] == ["/text_pair"]


def test_another_tokenizer_in_transformers_is_said(tmp_path: Path, pipelines: list[Pipeline]) -> None:
    folder = folder_of("bert", tmp_path, WITHOUT)
    (folder / "tokenizer_config.json").write_text('{"tokenizer_class": "RobertaTokenizer"}', encoding="utf-8")
    answer = asyncio.run(served(folder, pipelines).attention(AttentionRequest(text=FIRST, model="mine"), Timing()))
    assert [token.id for token in answer.tokens] == tiny_tokenizer().encode(FIRST).ids
    assert [notice.code for notice in answer.notices] == ["other-tokenizer"]


@pytest.mark.parametrize("name", [name for name in TINY if name != "funnel"])
def test_the_rows_of_a_table_are_what_a_model_can_be_given(name: str) -> None:
    assert text_rows(tiny(name)) == VOCABULARY
