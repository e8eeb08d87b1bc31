"""Captured attention against independent eager forward passes of transformers."""

from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer
from transformers import (
    AutoModel,
    BertConfig,
    BertModel,
    Gemma2Config,
    Gemma2Model,
    LlamaConfig,
    LlamaModel,
    PreTrainedModel,
    T5Config,
    T5EncoderModel,
)

from app.capture.attention import IMPLEMENTATION, NAMES, capture

SENTENCE = "The animal didn't cross the street because it was too tired."
COMMON = {
    "hidden_size": 32,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "intermediate_size": 48,
    "vocab_size": 90,
}


def tiny_bert() -> PreTrainedModel:
    return BertModel(BertConfig.from_dict(COMMON))


def tiny_llama_with_grouped_heads() -> PreTrainedModel:
    return LlamaModel(LlamaConfig.from_dict(COMMON | {"num_key_value_heads": 2}))


def tiny_gemma_with_cap_and_window() -> PreTrainedModel:
    config = Gemma2Config.from_dict(
        COMMON | {"num_key_value_heads": 2, "head_dim": 8, "attn_logit_softcapping": 2.0, "sliding_window": 4}
    )
    return Gemma2Model(config)


def tiny_t5_encoder_with_position_bias() -> PreTrainedModel:
    return T5EncoderModel(T5Config(d_model=32, d_kv=8, d_ff=48, num_layers=3, num_heads=4, vocab_size=90))


Make = Callable[[], PreTrainedModel]
TINY: list[Make] = [
    tiny_bert,
    tiny_llama_with_grouped_heads,
    tiny_gemma_with_cap_and_window,
    tiny_t5_encoder_with_position_bias,
]

# T5 leaves the scaling to its initialisation; Gemma 2 divides by the root of a number of its own, 256 by default
SCALES = {
    tiny_bert: 8**-0.5,
    tiny_llama_with_grouped_heads: 8**-0.5,
    tiny_gemma_with_cap_and_window: 256**-0.5,
    tiny_t5_encoder_with_position_bias: 1.0,
}


def all_weights(model: PreTrainedModel, ids: list[int]) -> torch.Tensor:
    """What was captured of every layer and head. [L, H, Q, K]."""
    tensors = capture(model, ids).tensors
    return torch.stack([tensors[layer]["weights"][0] for layer in sorted(tensors)]).float()


def eager_weights(model: PreTrainedModel, ids: list[int]) -> torch.Tensor:
    with torch.inference_mode():
        attentions = model(input_ids=torch.tensor([ids]), output_attentions=True).attentions
    return torch.stack([layer[0] for layer in attentions])  # [L, H, Q, K]


@pytest.mark.parametrize("make", TINY)
def test_weights_equal_an_eager_forward_of_the_same_model(make: Make) -> None:
    torch.manual_seed(7)
    model = make().eval()
    ids = torch.randint(5, 90, (11,)).tolist()
    model.set_attn_implementation("eager")
    expected = eager_weights(model, ids)
    model.set_attn_implementation(IMPLEMENTATION)
    got = all_weights(model, ids)
    assert got.shape == (3, 4, 11, 11)
    torch.testing.assert_close(got, expected, rtol=0, atol=1e-6)


@pytest.mark.parametrize("make", TINY)
def test_named_tensors_fit_together(make: Make) -> None:
    torch.manual_seed(8)
    model = make().eval()
    model.set_attn_implementation(IMPLEMENTATION)
    recorder = capture(model, torch.randint(5, 90, (9,)).tolist(), names=NAMES)
    assert sorted(recorder.tensors) == [0, 1, 2]
    for layer, found in recorder.tensors.items():
        assert found["query"].shape == found["key"].shape == found["value"].shape == (1, 4, 9, 8)
        raw = torch.einsum("bhqd,bhkd->bhqk", found["query"], found["key"])
        torch.testing.assert_close(found["raw_scores"], raw, rtol=1e-5, atol=1e-6)
        torch.testing.assert_close(found["weights"], found["scores"].softmax(-1), rtol=1e-5, atol=1e-6)
        output = torch.einsum("bhqk,bhkd->bhqd", found["weights"], found["value"])
        torch.testing.assert_close(found["output"], output, rtol=1e-5, atol=1e-6)
        assert recorder.scales[layer] == pytest.approx(SCALES[make])


def test_scores_of_bert_are_the_scaled_dot_products() -> None:
    model = tiny_bert().eval()
    model.set_attn_implementation(IMPLEMENTATION)
    found = capture(model, [5, 6, 7], names=["raw_scores", "scores"]).tensors[1]
    torch.testing.assert_close(found["scores"], found["raw_scores"] / 8**0.5)


def test_layers_nobody_asked_for_are_not_kept() -> None:
    model = tiny_bert().eval()
    model.set_attn_implementation(IMPLEMENTATION)
    recorder = capture(model, [5, 6, 7], names=["key"], calls=[2])
    assert list(recorder.tensors) == [2]
    assert list(recorder.tensors[2]) == ["key"]


@pytest.mark.weights
def test_minilm_equals_an_independent_eager_forward(minilm_dir: Path) -> None:
    """The published weights, loaded a second time by transformers alone."""
    tokenizer = Tokenizer.from_file(str(minilm_dir / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    eager = AutoModel.from_pretrained(minilm_dir, attn_implementation="eager", local_files_only=True).eval()
    ours = AutoModel.from_pretrained(minilm_dir, attn_implementation=IMPLEMENTATION, local_files_only=True).eval()
    for text in [SENTENCE, "Hi", "苹果很好吃,我买了三斤。", SENTENCE * 14]:
        ids = tokenizer.encode(text).ids
        got = all_weights(ours, ids)
        assert got.shape == (6, 12, len(ids), len(ids))
        torch.testing.assert_close(got, eager_weights(eager, ids), rtol=0, atol=1e-6)
        torch.testing.assert_close(got.sum(-1), torch.ones(6, 12, len(ids)), rtol=0, atol=1e-5)
