"""Trying, before a model is used, whether its attention can be read truthfully.

The model attends to a short made-up input twice: as transformers computes it eagerly, and as we record it. Where both
agree, everything can be read. Where nothing was recorded but eager weights have the right shape and rows that sum to 1,
the weights can be read. Otherwise the model is refused: a wrong picture is worse than none.
"""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from transformers import PreTrainedModel

from app.errors import NotReadable
from app.forward.attention import IMPLEMENTATION, recording
from app.models.architectures import Reading

TOKENS, TARGET_TOKENS = 7, 5
TOLERANCE = 1e-5


@dataclass(frozen=True)
class Attentions:
    """Weights of one forward pass by kind, each a list over layers of [1, H, Q, K]; empty where there are none."""

    own: list[Tensor]
    target: list[Tensor]
    cross: list[Tensor]

    def all(self) -> list[Tensor]:
        """Every layer's weights."""
        return [*self.own, *self.target, *self.cross]


def probe(model: PreTrainedModel) -> Reading:
    """What can be read from the model, which is left with the implementation that reads it.

    Raises:
        NotReadable: nothing can.

    """
    inputs = made_up_inputs(model)
    name = model.config.model_type
    model.set_attn_implementation("eager")
    eager = eager_attentions(model, inputs)
    shapes = expected_shapes(eager)
    if not eager.all() or any(w.shape[2:] != shape for w, shape in zip(eager.all(), shapes, strict=True)):
        raise NotReadable(f"Models of type {name} give no attention weights by token.")
    # written so that a model that computes NaN fails too
    if not all(float((weights.sum(-1) - 1).abs().max()) <= TOLERANCE for weights in eager.all()):
        raise NotReadable(f"The attention rows of models of type {name} do not sum to 1.")
    try:
        model.set_attn_implementation(IMPLEMENTATION)
        with torch.inference_mode(), recording(["weights"]) as recorder:
            model(**inputs)
    except (ValueError, TypeError, RuntimeError):
        recorder = None
    recorded = [] if recorder is None else [call["weights"] for call in recorder.tensors.values()]
    if recorded and same(recorded, in_call_order(eager)):
        return "everything"
    model.set_attn_implementation("eager")
    return "weights"


def made_up_inputs(model: PreTrainedModel) -> dict[str, Any]:
    """A short input of vocabulary indices that are no special tokens in any model known to us."""
    vocabulary = int(model.config.get_text_config().vocab_size)
    ids = torch.arange(TOKENS).mul(13).add(11).remainder(vocabulary)[None]  # [1, T]
    inputs: dict[str, Any] = {"input_ids": ids, "attention_mask": torch.ones_like(ids)}
    if model.config.is_encoder_decoder:
        inputs["decoder_input_ids"] = ids[:, :TARGET_TOKENS]
    return inputs


def eager_attentions(model: PreTrainedModel, inputs: dict[str, Any]) -> Attentions:
    """Weights as transformers itself gives them."""
    with torch.inference_mode():
        try:
            output = model(**inputs, output_attentions=True)
        except TypeError:  # a model without attention does not know the argument
            return Attentions([], [], [])
    if model.config.is_encoder_decoder:
        return Attentions(
            list(output.encoder_attentions or ()),
            list(output.decoder_attentions or ()),
            list(output.cross_attentions or ()),
        )
    return Attentions([w for w in (getattr(output, "attentions", None) or ()) if w is not None], [], [])


def expected_shapes(found: Attentions) -> list[tuple[int, int]]:
    """[queries, keys] that weights by token have."""
    return [
        *[(TOKENS, TOKENS)] * len(found.own),
        *[(TARGET_TOKENS, TARGET_TOKENS)] * len(found.target),
        *[(TARGET_TOKENS, TOKENS)] * len(found.cross),
    ]


def in_call_order(found: Attentions) -> list[Tensor]:
    """Encoder layers first, then each decoder layer's own attention and its cross-attention."""
    pairs = zip(found.target, found.cross, strict=True)
    return [*found.own, *(weights for pair in pairs for weights in pair)]


def same(recorded: list[Tensor], eager: list[Tensor]) -> bool:
    """Whether both lists hold the same weights."""
    return len(recorded) == len(eager) and all(
        a.shape == b.shape and float((a - b).abs().max()) <= TOLERANCE for a, b in zip(recorded, eager, strict=True)
    )
