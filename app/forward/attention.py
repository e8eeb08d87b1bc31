"""Capturing attention from any model that uses transformers' attention registry.

One registered function computes every layer's attention, whatever the architecture, and records what it
computed. It receives query, key and value after rotary or other position treatment, so what is recorded is
what the softmax really saw.

Formula: Vaswani et al. 2017 (1706.03762), section 3.2.1, with the score treatments of later models:
``scores = cap(q·kᵀ · scale) + position_bias + mask``, ``weights = softmax(scores)``, ``output = weights · v``.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Literal

import torch
from torch import Tensor, nn
from transformers import AttentionInterface, AttentionMaskInterface, PreTrainedModel
from transformers.masking_utils import eager_mask

IMPLEMENTATION = "heads_and_gates"

Name = Literal["query", "key", "value", "raw_scores", "scores", "weights", "output"]
NAMES: tuple[Name, ...] = ("query", "key", "value", "raw_scores", "scores", "weights", "output")

WEIGHTS_ONLY: tuple[Name, ...] = ("weights",)


@dataclass
class Recorder:
    """Keeps the named tensors of the wanted layers of one forward pass.

    Tensors carry a batch axis B first: query, output [B, H, Q, D]; key, value [B, H, K, D] (grouped heads
    repeated); raw_scores (q·k), scores (scaled, capped, biased, masked) and weights [B, H, Q, K].
    """

    names: Collection[Name]
    layers: Collection[int] | None = None
    tensors: dict[int, dict[Name, Tensor]] = field(default_factory=dict)
    scales: dict[int, float] = field(default_factory=dict)
    calls: int = 0

    def record(self, scale: float, tensors: dict[Name, Tensor]) -> None:
        """Keep what is wanted of the layer whose turn it is. Layers call in order, shared modules included."""
        layer = self.calls
        self.calls += 1
        if self.layers is None or layer in self.layers:
            self.scales[layer] = scale
            self.tensors[layer] = {name: tensors[name] for name in self.names}


_recorder: ContextVar[Recorder | None] = ContextVar("recorder", default=None)


def recorded_attention(
    module: nn.Module,
    query: Tensor,  # [B, H, Q, D]
    key: Tensor,  # [B, H / groups, K, D]
    value: Tensor,  # [B, H / groups, K, D]
    attention_mask: Tensor | None,  # [B, 1 or H, Q, K], 0 or the lowest number
    scaling: float | None = None,
    dropout: float = 0.0,
    **options: Any,
) -> tuple[Tensor, Tensor]:
    """The attention function that transformers calls: eager attention that also records."""
    scale = query.shape[-1] ** -0.5 if scaling is None else scaling
    groups = query.shape[1] // key.shape[1]
    if groups > 1:
        key = key.repeat_interleave(groups, dim=1)  # [B, H, K, D]
        value = value.repeat_interleave(groups, dim=1)  # [B, H, K, D]
    raw_scores = torch.matmul(query, key.transpose(2, 3))  # [B, H, Q, K]
    scores = raw_scores * scale  # [B, H, Q, K]
    cap = options.get("softcap")
    if cap is not None:
        scores = torch.tanh(scores / cap) * cap
    bias = options.get("position_bias")
    if bias is not None:
        scores = scores + bias
    if attention_mask is not None:
        scores = scores + attention_mask
    weights = torch.softmax(scores, dim=-1, dtype=torch.float32).to(query.dtype)  # [B, H, Q, K]
    output = torch.matmul(nn.functional.dropout(weights, dropout, module.training), value)  # [B, H, Q, D]
    recorder = _recorder.get()
    if recorder is not None:
        recorder.record(
            scale,
            {
                "query": query,
                "key": key,
                "value": value,
                "raw_scores": raw_scores,
                "scores": scores,
                "weights": weights,
                "output": output,
            },
        )
    return output.transpose(1, 2).contiguous(), weights


AttentionInterface.register(IMPLEMENTATION, recorded_attention)
AttentionMaskInterface.register(IMPLEMENTATION, eager_mask)


@contextmanager
def recording(names: Collection[Name], layers: Collection[int] | None = None) -> Iterator[Recorder]:
    """Record the named tensors of the given layers (all if None) of the forward pass made inside."""
    recorder = Recorder(names, layers)
    token = _recorder.set(recorder)
    try:
        yield recorder
    finally:
        _recorder.reset(token)


def capture(
    model: PreTrainedModel,
    ids: list[int],
    *,
    names: Collection[Name] = WEIGHTS_ONLY,
    layers: Collection[int] | None = None,
) -> Recorder:
    """Run one sentence through a model and return what its attention computed.

    Args:
        model: loaded with, or switched to, ``IMPLEMENTATION``, in eval mode.
        ids: vocabulary indices, special tokens included. [T]
        names: which tensors to keep. Nobody pays memory for the others.
        layers: which layers to keep; None for all.

    Returns:
        The recorder; its tensors keep a batch axis of 1.

    """
    inputs = torch.tensor([ids])  # [1, T]
    with torch.inference_mode(), recording(names, layers) as recorder:
        model(input_ids=inputs, attention_mask=torch.ones_like(inputs))
    return recorder
