"""Capturing attention from any model that uses transformers' attention registry.

One registered function computes every layer's attention, whatever the architecture, and records what it
computed. It receives query, key and value after rotary or other position treatment, so what is recorded is
what the softmax really saw.

Formula: Vaswani et al. 2017 (1706.03762), section 3.2.1, with the score treatments of later models:
``scores = cap(q·kᵀ · scale) + position_bias + mask``, ``weights = softmax(scores)``, ``output = weights · v``.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

import torch
from torch import Tensor, nn
from transformers import AttentionInterface, AttentionMaskInterface, PreTrainedModel
from transformers.masking_utils import eager_mask

from ..errors import FieldError, InvalidRequest

IMPLEMENTATION = "heads_and_gates"

Name = Literal["query", "key", "value", "raw_scores", "scaled", "scores", "visible", "weights", "output"]
NAMES: tuple[Name, ...] = get_args(Name)

WEIGHTS_ONLY: tuple[Name, ...] = ("weights",)


@dataclass(frozen=True)
class Intervention:
    """What is changed in a forward pass.

    ``masked`` are key positions that no query may attend to, in any layer; ``ablated`` are (call, head) pairs whose
    output is set to zero before the output projection, layers named by the order in which they attend.
    """

    masked: tuple[int, ...] = ()
    ablated: frozenset[tuple[int, int]] = frozenset()


UNCHANGED = Intervention()


@dataclass
class Recorder:
    """Keeps the named tensors of one forward pass, of all calls of attention or of the wanted ones.

    Calls are counted in order; layout.py beside this file knows which layer each belongs to. ``entered`` is called
    before each is computed. Tensors carry a batch axis B first: query, output [B, H, Q, D]; key, value [B, H, K, D]
    (grouped heads repeated); raw_scores (q·k), scaled (scaled and capped), scores (biased and masked too) and weights
    [B, H, Q, K]; visible [B, Q, K], which keys each query may see.
    """

    names: Collection[Name]
    wanted: Collection[int] | None = None
    change: Intervention = UNCHANGED
    entered: Callable[[], None] | None = None
    tensors: dict[int, dict[Name, Tensor]] = field(default_factory=dict)
    scales: dict[int, float] = field(default_factory=dict)
    caps: dict[int, float | None] = field(default_factory=dict)
    calls: int = 0
    given: Tensor | None = None  # output of the last call, as the model uses it: [B, Q, H, D]

    def mask(self, scores: Tensor) -> Tensor:
        """Scores without the masked keys, [B, H, Q, K].

        Raises:
            InvalidRequest: a query has nothing left to attend to.

        """
        if not self.change.masked:
            return scores
        scores = scores.index_fill(-1, torch.tensor(self.change.masked), -torch.inf)
        stranded = is_masked(scores).all(-1)  # [B, H, Q]
        if bool(stranded.any()):
            query = int(stranded.any(1)[0].nonzero()[0])
            detail = f"With these tokens masked, token {query} has nothing left to attend to."
            raise InvalidRequest(detail, errors=[FieldError("/mask", detail)])
        return scores

    def silence(self, vectors: Tensor, call: int) -> Tensor:
        """The vectors of a call's heads, with zeros for heads that are switched off. [B, H, T, D]."""
        heads = [head for each, head in sorted(self.change.ablated) if each == call]
        return vectors.index_fill(1, torch.tensor(heads), 0.0) if heads else vectors

    def record(self, scale: float, cap: float | None, tensors: dict[Name, Tensor]) -> None:
        """Keep the wanted tensors of the current call."""
        call = self.calls
        self.calls += 1
        if self.wanted is None or call in self.wanted:
            self.scales[call], self.caps[call] = scale, cap
            if "visible" in self.names:  # the same for every head
                tensors["visible"] = ~is_masked(tensors["scores"][:, 0])  # [B, Q, K]
            self.tensors[call] = {name: tensors[name] for name in self.names}


def is_masked(scores: Tensor) -> Tensor:
    """Where a key is masked. Some masks add the lowest finite number in place of minus infinity."""
    return scores <= torch.finfo(scores.dtype).min / 2


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
    scaled = scores  # [B, H, Q, K]
    bias = options.get("position_bias")
    if bias is not None:
        scores = scores + bias
    if attention_mask is not None:
        scores = scores + attention_mask
    recorder = _recorder.get()
    if recorder is not None:
        if recorder.entered is not None:
            recorder.entered()
        scores = recorder.mask(scores)  # [B, H, Q, K]
    weights = torch.softmax(scores, dim=-1, dtype=torch.float32).to(query.dtype)  # [B, H, Q, K]
    output = torch.matmul(nn.functional.dropout(weights, dropout, module.training), value)  # [B, H, Q, D]
    if recorder is not None:
        output = recorder.silence(output, recorder.calls)  # [B, H, Q, D]
        recorder.record(
            scale,
            cap,
            {
                "query": query,
                "key": key,
                "value": value,
                "raw_scores": raw_scores,
                "scaled": scaled,
                "scores": scores,
                "weights": weights,
                "output": output,
            },
        )
    joined = output.transpose(1, 2).contiguous()  # [B, Q, H, D]
    if recorder is not None:
        recorder.given = joined
    return joined, weights


AttentionInterface.register(IMPLEMENTATION, recorded_attention)
AttentionMaskInterface.register(IMPLEMENTATION, eager_mask)


@contextmanager
def recording(
    names: Collection[Name],
    wanted: Collection[int] | None = None,
    change: Intervention = UNCHANGED,
    entered: Callable[[], None] | None = None,
) -> Iterator[Recorder]:
    """Record, and change as asked, the forward pass made inside: the named tensors of the wanted calls (None: all)."""
    recorder = Recorder(names, wanted, change, entered)
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
    calls: Collection[int] | None = None,
) -> Recorder:
    """Run one sentence through a model and return what its attention computed.

    Args:
        model: loaded with, or switched to, ``IMPLEMENTATION``, in eval mode.
        ids: vocabulary indices, special tokens included. [T]
        names: which tensors to keep; the others take no memory.
        calls: which calls of attention to keep, counted in their order; None for all.

    Returns:
        The recorder; its tensors keep a batch axis of 1.

    """
    inputs = torch.tensor([ids])  # [1, T]
    with torch.inference_mode(), recording(names, calls) as recorder:
        model(input_ids=inputs, attention_mask=torch.ones_like(inputs))
    return recorder
