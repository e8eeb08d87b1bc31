"""Types that the table does not know are tried, and a wrong picture is worse than none."""

from typing import Any

import pytest
import torch
from transformers import (
    FalconConfig,
    FalconForCausalLM,
    GraniteMoeSWAConfig,
    GraniteMoeSWAForCausalLM,
    PreTrainedModel,
    Qwen2Config,
    Qwen2ForCausalLM,
)

from app.capture import probe as probing
from app.capture.attention import IMPLEMENTATION
from app.capture.probe import Attentions, probe
from app.errors import NotReadable
from app.models.architectures import known
from tests.models.tiny_models import GROUPED, VOCABULARY, tiny

pytestmark = pytest.mark.usefixtures("one_thread")


def qwen2() -> PreTrainedModel:
    return Qwen2ForCausalLM(Qwen2Config(**{k: v for k, v in GROUPED.items() if k != "head_dim"}))


def falcon() -> PreTrainedModel:
    return FalconForCausalLM(
        FalconConfig(vocab_size=VOCABULARY, hidden_size=32, num_hidden_layers=3, num_attention_heads=4)
    )


def test_a_type_that_is_not_in_the_table_is_tried() -> None:
    for make, reading in [(qwen2, "everything"), (falcon, "weights")]:
        model = make().eval()
        assert known(model.config.model_type) is None
        assert probe(model).reading == reading
        assert (model.config._attn_implementation == IMPLEMENTATION) == (reading == "everything")


def test_recorded_weights_that_differ_are_not_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    real = probing.same

    def off(recorded: list[torch.Tensor], eager: list[torch.Tensor]) -> bool:
        return real([weights + 1e-4 for weights in recorded], eager)

    monkeypatch.setattr(probing, "same", off)
    model = tiny("bert")
    assert probe(model).reading == "weights"
    assert model.config._attn_implementation == "eager"


@pytest.mark.parametrize("layers", [1, 2])
def test_what_the_last_layer_does_with_its_weights_is_compared_too(layers: int) -> None:
    """Its eager attention scales the output by a sink: of one layer, the weights alone would be equal."""
    config = GraniteMoeSWAConfig(**GROUPED | {"num_hidden_layers": layers}, num_local_experts=2, num_experts_per_tok=1)
    assert probe(GraniteMoeSWAForCausalLM(config).eval()).reading == "weights"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda weights: weights * 0.9, "do not sum to 1"),
        (lambda weights: weights * torch.nan, "do not sum to 1"),
        (lambda weights: weights[..., :3], "no attention weights by token"),
        (lambda weights: weights[:, :, :3], "no attention weights by token"),
    ],
)
def test_eager_weights_that_are_no_rows_over_tokens_are_refused(
    wrong: Any, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = probing.attentions_of

    def changed(output: Any, inputs: dict[str, Any]) -> Attentions:
        return Attentions([wrong(weights) for weights in real(output, inputs).own], [], [])

    monkeypatch.setattr(probing, "attentions_of", changed)
    with pytest.raises(NotReadable, match=says):
        probe(tiny("bert"))
