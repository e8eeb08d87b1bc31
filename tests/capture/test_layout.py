"""Layers and heads are those that were observed: of hybrids, of shared modules, of layers that differ in heads.

The truth is the configuration's own list of layers, an eager forward of transformers, and hooks of the test's own.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from transformers import (
    AlbertConfig,
    AlbertModel,
    BambaConfig,
    BambaForCausalLM,
    FalconH1Config,
    FalconH1ForCausalLM,
    GraniteMoeHybridConfig,
    GraniteMoeHybridForCausalLM,
    JambaConfig,
    JambaForCausalLM,
    Lfm2Config,
    Lfm2ForCausalLM,
    PreTrainedModel,
    Qwen3NextConfig,
    Qwen3NextForCausalLM,
    RecurrentGemmaConfig,
    RecurrentGemmaForCausalLM,
)

from app.capture.layout import listed
from app.capture.probe import eager_attentions, probe
from app.forward.head import read_head_steps, read_norms
from app.forward.reading import Inputs, read_weights, states
from app.models.loading import Identity, LoadedTransformer, load_folder
from tests.models.tiny_models import COMMON, GROUPED, save

pytestmark = pytest.mark.usefixtures("one_thread")

IDS = Inputs(tuple(range(11, 22)))
MAMBA: dict[str, Any] = {"mamba_d_state": 4, "mamba_n_heads": 4, "mamba_d_head": 16, "mamba_n_groups": 1}


def four(**more: Any) -> dict[str, Any]:
    return GROUPED | {"num_hidden_layers": 4} | more


MIXED: dict[str, tuple[Callable[[], PreTrainedModel], list[int]]] = {
    "lfm2": (
        lambda: Lfm2ForCausalLM(Lfm2Config.from_dict(four(layer_types=["conv", "full_attention"] * 2))),
        [1, 3],
    ),
    "jamba": (
        lambda: JambaForCausalLM(
            JambaConfig(
                **COMMON | {"num_hidden_layers": 4},
                num_key_value_heads=2,
                attn_layer_period=3,
                attn_layer_offset=1,
                num_experts=2,
                use_mamba_kernels=False,
                mamba_dt_rank=4,
            )
        ),
        [1],
    ),
    "bamba": (
        lambda: BambaForCausalLM(
            BambaConfig(**COMMON | {"num_hidden_layers": 4}, num_key_value_heads=2, attn_layer_indices=[0, 3], **MAMBA)
        ),
        [0, 3],
    ),
    "granite": (
        lambda: GraniteMoeHybridForCausalLM(
            GraniteMoeHybridConfig(
                **COMMON | {"num_hidden_layers": 4},
                num_key_value_heads=2,
                layer_types=["mamba", "attention", "attention", "mamba"],
                num_local_experts=0,
                shared_intermediate_size=48,
                **MAMBA,
            )
        ),
        [1, 2],
    ),
    "qwen3-next": (
        lambda: Qwen3NextForCausalLM(
            Qwen3NextConfig(
                **four(layer_types=["linear_attention", "full_attention", "linear_attention", "full_attention"]),
                linear_num_key_heads=2,
                linear_num_value_heads=4,
                linear_key_head_dim=8,
                linear_value_head_dim=8,
                num_experts=2,
                num_experts_per_tok=1,
                moe_intermediate_size=16,
                shared_expert_intermediate_size=16,
            )
        ),
        [1, 3],
    ),
    "recurrent-gemma": (
        lambda: RecurrentGemmaForCausalLM(
            RecurrentGemmaConfig(
                **COMMON | {"num_hidden_layers": 4},
                num_key_value_heads=1,
                lru_width=32,
                attention_window_size=64,
                block_types=["recurrent", "recurrent", "attention"],
            )
        ),
        [2],
    ),
    "falcon-h1": (
        lambda: FalconH1ForCausalLM(
            FalconH1Config(**four(), mamba_d_ssm=32, mamba_n_heads=4, mamba_d_head=8, mamba_d_state=4)
        ),
        [0, 1, 2, 3],
    ),
}


def made(kind: str) -> PreTrainedModel:
    torch.manual_seed(3)
    model: PreTrainedModel = MIXED[kind][0]().eval()
    with torch.no_grad():  # attention that is far from even, so that layers cannot be mistaken for each other
        for name, parameter in model.named_parameters():
            if any(part in name for part in ("q_proj", "k_proj")):
                parameter.normal_(0, 0.5)
    return model


def loaded_from(model: PreTrainedModel, folder: Path) -> LoadedTransformer:
    return load_folder(save(model, folder), Identity("mine", "local", "0" * 64, None), 10**8)


def given_to_layers(model: PreTrainedModel, inputs: dict[str, Tensor]) -> list[Tensor]:
    """What each of the model's layers is given in an eager forward of transformers, [T, D]."""
    stack = max((m for m in model.modules() if isinstance(m, nn.ModuleList) and len(m) == 4), key=lambda m: len(str(m)))
    found: dict[int, Tensor] = {}

    def note(number: int) -> Callable[..., None]:
        def hook(_: nn.Module, given: tuple[Tensor, ...], named: dict[str, Any]) -> None:
            found[number] = (given[0] if given else named["hidden_states"])[0].clone()

        return hook

    hooks = [layer.register_forward_pre_hook(note(n), with_kwargs=True) for n, layer in enumerate(stack)]
    with torch.inference_mode():
        model(**inputs)
    for each in hooks:
        each.remove()
    return [found[number] for number in range(4)]


@pytest.mark.parametrize("kind", MIXED)
def test_layers_have_the_numbers_of_the_configuration(kind: str, tmp_path: Path) -> None:
    model, attending = made(kind), MIXED[kind][1]
    loaded = loaded_from(model, tmp_path)
    assert loaded.reading == "everything"
    assert loaded.family == "decoder"
    assert loaded.layout.numbers("own") == attending
    assert loaded.layers == loaded.layout.total("own") == 4
    assert loaded.heads == 4

    model.set_attn_implementation("eager")
    eager = [weights[0].numpy() for weights in eager_attentions(model, IDS.tensors(model)).own]
    got = read_weights(loaded, IDS)
    assert got.own.shape == (len(attending), 4, 11, 11)
    for mine, theirs in zip(got.own, eager, strict=True):
        np.testing.assert_allclose(mine, theirs, atol=1e-6)
    assert len(eager) < 2 or float(np.abs(eager[0] - eager[-1]).max()) > 0.05, "too alike to tell layers apart"


@pytest.mark.parametrize("kind", MIXED)
def test_what_a_layer_read_is_what_that_layer_was_given(kind: str, tmp_path: Path) -> None:
    model, attending = made(kind), MIXED[kind][1]
    loaded = loaded_from(model, tmp_path)
    model.set_attn_implementation("eager")
    given = given_to_layers(model, IDS.tensors(model))
    if kind not in {"qwen3-next"}:  # it gates its heads before the projection
        residual = read_norms(loaded, IDS).residual
        for row, number in enumerate(attending):
            np.testing.assert_allclose(residual[row], given[number].norm(dim=-1).numpy(), rtol=1e-4)
    hidden = states(loaded, IDS)
    assert len(hidden) == 5
    for number in attending:
        np.testing.assert_allclose(hidden[number], given[number].numpy(), atol=1e-5)


def test_one_head_in_full_is_of_the_layer_that_was_named(tmp_path: Path) -> None:
    loaded = loaded_from(made("lfm2"), tmp_path)
    weights = read_weights(loaded, IDS).own
    for row, number in enumerate([1, 3]):
        found = read_head_steps(loaded, IDS, loaded.layout.call("own", number), 2, 7)
        np.testing.assert_allclose(found.weights, weights[row, 2, 7], atol=1e-6)
    with pytest.raises(LookupError):
        loaded.layout.call("own", 2)


def test_one_module_for_every_layer_is_counted_by_its_turns() -> None:
    for groups, inner in [(1, 1), (2, 1)]:
        config = AlbertConfig(
            **COMMON | {"num_hidden_layers": 4}, embedding_size=16, num_hidden_groups=groups, inner_group_num=inner
        )
        layout = probe(AlbertModel(config).eval()).layout
        assert layout.numbers("own") == [0, 1, 2, 3]
        assert layout.total("own") == 4


def test_numbers_in_a_sentence() -> None:
    assert [listed([1]), listed([1, 3]), listed([0, 2, 5])] == ["1", "1 and 3", "0, 2 and 5"]
