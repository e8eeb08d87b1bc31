"""Folders that ``save_pretrained`` made: the class they name is read, and what does not matter does not stop it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from transformers import (
    AutoModelForSequenceClassification,
    BartConfig,
    BartForCausalLM,
    BartModel,
    BertConfig,
    BertForPreTraining,
    BertForSequenceClassification,
    CLIPConfig,
    CLIPModel,
    Gemma3Config,
    Gemma3ForConditionalGeneration,
    GPT2Config,
    GPT2ForSequenceClassification,
    LlamaConfig,
    LlamaForQuestionAnswering,
    PreTrainedModel,
    Qwen2VLConfig,
    Qwen2VLForConditionalGeneration,
    T5Config,
    T5EncoderModel,
    T5ForConditionalGeneration,
    T5ForTokenClassification,
)

from app.answers.attention import layout_notices
from app.checks.transformers import check_request
from app.errors import InvalidRequest, NotReadable, WeightsError
from app.forward.reading import Inputs, predict, read_weights, states, write
from app.models.loading import Identity, LoadedTransformer, load_folder
from app.requests import AttentionRequest
from tests.models.tiny_models import COMMON, GPT, GROUPED, TRANSLATOR, VOCABULARY, save, tiny

pytestmark = pytest.mark.usefixtures("one_thread")

IDS = Inputs((5, 6, 7, 8, 9, 10))
GREEDY: dict[str, Any] = {"max_new_tokens": 63, "do_sample": False, "num_beams": 1}
VISION: dict[str, Any] = {
    "hidden_size": 32,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "intermediate_size": 48,
    "image_size": 28,
    "patch_size": 14,
}


def t5_encoder() -> PreTrainedModel:
    return T5EncoderModel(
        T5Config.from_dict(
            {"vocab_size": VOCABULARY, "d_model": 32, "d_kv": 8, "d_ff": 48, "num_layers": 3, "num_heads": 4}
        )
    )


def gemma3_that_sees() -> PreTrainedModel:
    return Gemma3ForConditionalGeneration(
        Gemma3Config(text_config=GROUPED | {"sliding_window": 4}, vision_config=VISION, mm_tokens_per_image=1)
    )


def qwen2_that_sees() -> PreTrainedModel:
    text = {k: v for k, v in GROUPED.items() if k != "head_dim"}
    rope = {"rope_type": "default", "mrope_section": [1, 1, 2], "rope_theta": 10_000.0}
    vision = {"depth": 1, "embed_dim": 32, "num_heads": 4, "hidden_size": 32, "mlp_ratio": 2}
    return Qwen2VLForConditionalGeneration(
        Qwen2VLConfig(text_config=text | {"rope_parameters": rope}, vision_config=vision)
    )


def clip() -> PreTrainedModel:
    return CLIPModel(CLIPConfig(text_config=COMMON | {"eos_token_id": 2}, vision_config=VISION))


def read(model: PreTrainedModel, folder: Path, **settings: Any) -> LoadedTransformer:
    """The loaded model of a saved folder whose config.json has some more settings."""
    save(model, folder)
    path = folder / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | settings))
    return load_folder(folder, Identity("mine", "local", "0" * 64, None), 10**8)


@pytest.mark.parametrize(
    ("make", "family", "predicts", "layers", "part"),
    [
        (t5_encoder, "encoder", None, 3, None),
        (gemma3_that_sees, "decoder", "next", 3, None),
        (qwen2_that_sees, "decoder", "next", 3, None),
        (clip, "decoder", None, 3, "text_model"),
        (lambda: BartForCausalLM(BartConfig(**TRANSLATOR)), "decoder", "next", 2, None),
        (lambda: BertForPreTraining(BertConfig(**COMMON)), "encoder", "masked", 3, None),
    ],
    ids=["t5-encoder", "gemma3-with-vision", "qwen2-vl", "clip", "bart-decoder", "bert-pretraining"],
)
def test_the_class_that_the_folder_names_is_read(
    make: Callable[[], PreTrainedModel],
    family: str,
    predicts: str | None,
    layers: int,
    part: str | None,
    tmp_path: Path,
) -> None:
    torch.manual_seed(3)
    model = make().eval()
    loaded = read(model, tmp_path)
    assert (loaded.family, loaded.predicts, loaded.layers, loaded.heads) == (family, predicts, layers, 4)
    whole = model.get_submodule(part) if part else model
    whole.set_attn_implementation("eager")
    with torch.inference_mode():
        eager = whole(**IDS.tensors(whole), output_attentions=True, output_hidden_states=True)
    for mine, theirs in zip(read_weights(loaded, IDS).own, eager.attentions, strict=True):
        np.testing.assert_allclose(mine, theirs[0].numpy(), atol=1e-6)
    for mine, theirs in zip(states(loaded, IDS), eager.hidden_states, strict=True):
        np.testing.assert_allclose(mine, theirs[0].numpy(), atol=1e-5)
    if predicts is not None:
        logits = eager.logits if hasattr(eager, "logits") else eager.prediction_logits
        best = torch.softmax(logits[0], -1).max(-1).values.numpy()
        np.testing.assert_allclose(predict(loaded, IDS, 1, 1.0).probabilities[:, 0], best, atol=1e-5)


@pytest.mark.parametrize(
    ("model", "named", "read_as"),
    [
        (BertForSequenceClassification(BertConfig(**COMMON)), "BertForSequenceClassification", "BertModel"),
        (
            GPT2ForSequenceClassification(GPT2Config(**GPT, pad_token_id=0)),
            "GPT2ForSequenceClassification",
            "GPT2Model",
        ),
        (clip(), "CLIPModel", "CLIPTextModel"),
    ],
)
def test_a_part_that_is_not_read_is_said_to_be_left_out(
    model: PreTrainedModel, named: str, read_as: str, tmp_path: Path
) -> None:
    loaded = read(model.eval(), tmp_path)
    (notice,) = layout_notices(loaded)
    assert notice.code == "left-out"
    assert notice.names == [named, read_as]
    assert named in notice.detail
    assert loaded.predicts is None


def test_nothing_is_said_to_be_left_out_where_nothing_is(tmp_path: Path) -> None:
    for n, kind in enumerate(("bert", "gpt2", "t5", "llama")):
        assert layout_notices(read(tiny(kind), tmp_path / str(n))) == []


@pytest.mark.parametrize(
    "settings",
    [
        {"attn_implementation": "flash_attention_2"},
        {"_attn_implementation": "flash_attention_3"},
        {"_attn_implementation_internal": "nobody_has_this"},
        {"output_attentions": True, "attn_implementation": "sdpa"},
        {"output_hidden_states": True},
        {"return_dict": False},
        {"torchscript": True},
        {"dtype": "bfloat16"},
        {"torch_dtype": "float16"},
        {"torch_dtype": "auto"},
        {"experts_implementation": "grouped_mm"},
        {"auto_map": {"AutoModel": "modeling_mine.Mine"}},
        {"transformers_version": "9.9.9"},
        {"_name_or_path": "/somebody/elses/folder"},
        {"problem_type": "regression", "id2label": {"0": "good"}},
        {"architectures": ["MyOwnBert"]},
        {"architectures": None},
        {"architectures": [5]},
    ],
    ids=str,
)
def test_what_does_not_matter_here_does_not_stop_a_model(settings: dict[str, Any], tmp_path: Path) -> None:
    model = tiny("bert")
    loaded = read(model, tmp_path, **settings)
    model.set_attn_implementation("eager")
    with torch.inference_mode():
        eager = model(**IDS.tensors(model), output_attentions=True).attentions
    assert loaded.model.dtype == torch.float32
    np.testing.assert_allclose(read_weights(loaded, IDS).own, torch.cat(eager).numpy(), atol=1e-6)


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"quantization_config": {"quant_method": "bitsandbytes", "load_in_4bit": True}}, "quantised"),
        ({"model_type": "no-such-type"}, "model_type"),
        ({"model_type": None}, "model_type"),
        ({"model_type": ["bert"]}, "model_type"),
        ({"num_hidden_layers": "three"}, "BertConfig"),
        ({"hidden_size": 33}, "mine"),
        ({"num_hidden_layers": "three"}, "expected int, got str"),
        ({"vocab_size": 77}, r"word_embeddings.weight is 120 × 32, not 77 × 32\.$"),
        ({"hidden_act": "nonsense"}, "'nonsense', which transformers does not know"),
        ({"num_hidden_layers": 5}, "no weights for"),
    ],
    ids=str,
)
def test_what_does_matter_is_refused_in_words(settings: dict[str, Any], says: str, tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=says) as caught:
        read(tiny("bert"), tmp_path, **settings)
    assert str(tmp_path) not in caught.value.detail
    assert "\n" not in caught.value.detail


@pytest.mark.parametrize("place", ["config.json", "generation_config.json"])
def test_a_decoder_begins_where_transformers_lets_it_begin(place: str, tmp_path: Path) -> None:
    model = tiny("bart")
    save(model, tmp_path)
    for name in ("config.json", "generation_config.json"):
        found = json.loads((tmp_path / name).read_text()) if (tmp_path / name).exists() else {}
        found.pop("decoder_start_token_id", None)
        if name == place:
            found["decoder_start_token_id"] = 4
        (tmp_path / name).write_text(json.dumps(found))
    if place == "config.json":
        (tmp_path / "generation_config.json").unlink()
    loaded = load_folder(tmp_path, Identity("mine", "local", "0" * 64, None), 10**8)
    assert loaded.start_id == 4
    assert write(loaded, IDS)[0] == 4  # transformers' own generate


def translator_with(tmp_path: Path, **generation: Any) -> LoadedTransformer:
    """A translator whose folder says how to generate."""
    save(tiny("bart"), tmp_path)
    place = tmp_path / "generation_config.json"
    place.write_text(json.dumps(json.loads(place.read_text()) | generation))
    return load_folder(tmp_path, Identity("mine", "local", "0" * 64, None), 10**8)


@pytest.mark.parametrize(
    "settings",
    [
        {"num_beams": 3, "num_return_sequences": 3},
        {"return_dict_in_generate": True, "output_attentions": True, "output_scores": True},
        {"stop_strings": ["apple"]},
        {"token_healing": True},
        {"cache_implementation": "offloaded"},
        {"cache_implementation": "quantized"},
        {"penalty_alpha": 0.6, "top_k": 4},
        {"prompt_lookup_num_tokens": 3},
        {"dola_layers": "high"},
        {"assistant_early_exit": 2},
        {"is_assistant": True},
        {"constraints": [1]},
        {"do_sample": True, "temperature": 0.0},
        {"max_time": 1e-9},
        {"max_length": 2},
    ],
    ids=str,
)
def test_how_a_folder_would_search_does_not_change_what_is_written(settings: dict[str, Any], tmp_path: Path) -> None:
    written = write(translator_with(tmp_path, **settings), IDS)
    model = tiny("bart")
    with torch.inference_mode():
        theirs = model.generate(**GREEDY, **IDS.tensors(model))  # type: ignore[operator]
    assert written == tuple(theirs[0].tolist())


@pytest.mark.parametrize(
    "settings",
    [{"forced_bos_token_id": 7}, {"no_repeat_ngram_size": 2, "repetition_penalty": 5.0}, {"suppress_tokens": [31, 92]}],
    ids=str,
)
def test_what_a_folder_says_of_tokens_changes_what_is_written(settings: dict[str, Any], tmp_path: Path) -> None:
    written = write(translator_with(tmp_path, **settings), IDS)
    model = tiny("bart")
    with torch.inference_mode():
        theirs = model.generate(**GREEDY, **IDS.tensors(model), **settings)  # type: ignore[operator]
        plain = model.generate(**GREEDY, **IDS.tensors(model))  # type: ignore[operator]
    assert written == tuple(theirs[0].tolist()) != tuple(plain[0].tolist())


def test_what_generate_fails_on_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(NotReadable, match=r"generation_config.json \(ValueError\): give text_pair"):
        write(translator_with(tmp_path, repetition_penalty=-1.0), IDS)


@pytest.mark.parametrize(("said", "found"), [([4], 4), ([4, 5], 1), ("4", 1), (True, 1), (-3, 1), (4, 4)])
def test_a_begin_that_is_no_token_counts_as_absent(said: Any, found: int, tmp_path: Path) -> None:
    """Then the token of a sentence's begin, which is 1, is what transformers' generate takes."""
    assert write(loaded := translator_with(tmp_path, decoder_start_token_id=said), IDS)[0] == found
    assert loaded.start_id == found


def test_a_begin_beyond_the_table_is_refused(tmp_path: Path) -> None:
    loaded = translator_with(tmp_path, decoder_start_token_id=9999)
    for pair in (None, "the apple"):
        with pytest.raises(InvalidRequest, match=r"begins with number 9999 .* 0 to 119 only") as caught:
            check_request(AttentionRequest(text="a", text_pair=pair), loaded)
        assert [each.pointer for each in caught.value.errors] == ["/model"]


def test_a_decoder_may_be_deeper_than_its_encoder(tmp_path: Path) -> None:
    config = tiny("t5").config.to_dict() | {"num_layers": 1, "num_decoder_layers": 4}
    torch.manual_seed(3)
    model = T5ForConditionalGeneration(T5Config.from_dict(config)).eval()
    written = write(read(model, tmp_path), IDS)
    so_far = [0]
    with torch.inference_mode():
        while len(so_far) < 10:
            logits = model(**IDS.tensors(model), decoder_input_ids=torch.tensor([so_far])).logits[0, -1]
            so_far.append(int(logits.argmax()))
    assert written[:10] == tuple(so_far)[: len(written)]


def test_a_pair_of_stacks_without_a_head_has_nothing_to_write_with(tmp_path: Path) -> None:
    loaded = read(BartModel(BartConfig(**TRANSLATOR)).eval(), tmp_path)
    assert (loaded.family, loaded.predicts) == ("encoder-decoder", None)


def test_positions_begin_after_the_padding_index_where_the_table_says_so(tmp_path: Path) -> None:
    for n, (kind, most) in enumerate([("roberta", 64 - 2), ("xlm-roberta", 64 - 2), ("bert", 64), ("mpnet", 64 - 2)]):
        model = tiny(kind)
        loaded = read(model, tmp_path / str(n))
        assert loaded.max_tokens == most, kind
        longest = Inputs(tuple([9] * most))
        assert read_weights(loaded, longest).own.shape[2] == most
        with pytest.raises((IndexError, RuntimeError)):
            model(**Inputs(tuple([9] * (most + 1))).tensors(model))


def test_a_head_that_is_loaded_and_not_read_is_said_to_be_left_out(tmp_path: Path) -> None:
    """transformers' plain classes do not know the names of these folders' tensors, so the whole is loaded."""
    for n, (model, part) in enumerate(
        [
            (LlamaForQuestionAnswering(LlamaConfig(**GROUPED)), "LlamaModel"),
            (T5ForTokenClassification(T5Config.from_dict(tiny("t5").config.to_dict())), "T5EncoderModel"),
        ]
    ):
        loaded = read(model.eval(), tmp_path / str(n))
        (notice,) = layout_notices(loaded)
        assert (notice.code, notice.names) == ("left-out", [type(model).__name__, part])
        assert loaded.predicts is None
    for n, kind in enumerate(("llama", "bert", "t5", "bart")):
        assert layout_notices(read(tiny(kind), tmp_path / f"whole{n}")) == []


def test_auto_classes_agree_on_what_a_head_for_classes_is(tmp_path: Path) -> None:
    """The weights that are read from a classifier are those of the classifier."""
    model = BertForSequenceClassification(BertConfig(**COMMON)).eval()
    loaded = read(model, tmp_path)
    theirs = AutoModelForSequenceClassification.from_pretrained(tmp_path, attn_implementation="eager").eval()
    with torch.inference_mode():
        eager = theirs(**IDS.tensors(theirs), output_attentions=True).attentions
    np.testing.assert_allclose(read_weights(loaded, IDS).own, torch.cat(eager).numpy(), atol=1e-6)
