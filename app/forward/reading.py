"""One forward pass of any loaded model: every attention weight, by kind; and what it predicts, and its states."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from app.forward.attention import UNCHANGED, Intervention, recording
from app.forward.probe import Attentions, eager_attentions
from app.models.loading import LoadedTransformer
from app.shapes import BoolArray, FloatArray

MAX_WRITTEN_TOKENS = 64
TOKENS_AT_ONCE = 64  # whose distribution over the vocabulary is computed at the same time


@dataclass(frozen=True)
class Inputs:
    """What a model reads. ``types`` tells the sentences of a pair apart, ``target_ids`` is what a decoder reads."""

    ids: tuple[int, ...]
    types: tuple[int, ...] | None = None
    target_ids: tuple[int, ...] | None = None

    def tensors(self, model: Any) -> dict[str, Tensor]:
        """As the model's forward takes them."""
        ids = torch.tensor([self.ids])  # [1, T]
        found = {"input_ids": ids, "attention_mask": torch.ones_like(ids)}
        if self.types is not None and getattr(model.config, "type_vocab_size", 0) > max(self.types):
            found["token_type_ids"] = torch.tensor([self.types])  # [1, T]
        if self.target_ids is not None:
            found["decoder_input_ids"] = torch.tensor([self.target_ids])
        return found


@dataclass(frozen=True)
class Weights:
    """Attention weights of every layer and head. ``target`` and ``cross`` belong to encoder-decoder models.

    own [L, H, Q, K]; target [L', H, Q', Q']; cross [L', H, Q', K], with Q' over the decoder's tokens. ``visible``
    [L, Q, K] says which keys a query may see in a layer, of ``own``.
    """

    own: FloatArray
    visible: BoolArray
    target: FloatArray | None = None
    cross: FloatArray | None = None

    @property
    def nbytes(self) -> int:
        """Bytes of all of them."""
        arrays = (self.own, self.visible, self.target, self.cross)
        return sum(array.nbytes for array in arrays if array is not None)


def read_weights(loaded: LoadedTransformer, inputs: Inputs, change: Intervention = UNCHANGED) -> Weights:
    """Attention weights, as recorded where everything can be read, else as transformers gives them.

    ``change`` needs a model of which everything can be read.
    """
    tensors = inputs.tensors(loaded.model)
    if loaded.reading == "weights":
        return _stacked(eager_attentions(loaded.model, tensors))
    with torch.inference_mode(), recording(["weights", "visible"], change=change) as recorder:
        loaded.model.base_model(**tensors)  # without the head over the vocabulary, which takes more than all the rest
    order = sorted(recorder.tensors)
    seen = [recorder.tensors[call]["visible"] for call in order]
    calls = [recorder.tensors.pop(call)["weights"] for call in order]
    if inputs.target_ids is None:
        return _stacked(Attentions(calls, [], []), seen)
    own, rest = calls[: loaded.layers], calls[loaded.layers :]  # each decoder layer: its own, then across
    return _stacked(Attentions(own, rest[0::2], rest[1::2]), seen[: loaded.layers])


def _stacked(found: Attentions, seen: list[Tensor] | None = None) -> Weights:
    own, target, cross = (_stack(layers) if layers else None for layers in (found.own, found.target, found.cross))
    if own is None:
        raise ValueError("the model gave no attention weights")
    # of a model that tells its weights alone: a mask leaves exact zeros in every head
    visible = (own > 0).any(axis=1) if seen is None else torch.cat(seen).numpy()  # [L, Q, K]
    return Weights(own, np.asarray(visible), target, cross)


def _stack(layers: list[Tensor]) -> FloatArray:
    """[1, H, Q, K] of each layer → [L, H, Q, K]. Empties the list as it goes: both together would double the memory."""
    found = np.empty((len(layers), *layers[0].shape[1:]), np.float32)
    for layer in range(len(layers) - 1, -1, -1):
        found[layer] = layers.pop()[0].float().numpy()
    return found


@dataclass(frozen=True)
class Candidates:
    """The likeliest tokens at each position, likeliest first; both [T, count]."""

    ids: list[list[int]]
    probabilities: FloatArray


def distributions(logits: Tensor, temperature: float) -> Iterator[Tensor]:
    """softmax(logits / temperature) of [T, V], a few tokens at a time: all at once would take the memory again."""
    for some in torch.split(logits, TOKENS_AT_ONCE):
        yield torch.softmax(some / temperature, dim=-1)


def candidates(logits: Tensor, count: int, temperature: float) -> Candidates:
    """The ``count`` likeliest at every position under softmax(logits / temperature), from logits [T, V]."""
    count = min(count, logits.shape[-1])
    with torch.inference_mode():
        best = [some.topk(count, dim=-1) for some in distributions(logits, temperature)]
        ids, probabilities = torch.cat([b.indices for b in best]), torch.cat([b.values for b in best])
    return Candidates(ids.tolist(), probabilities.numpy())


def predict(
    loaded: LoadedTransformer, inputs: Inputs, count: int, temperature: float, change: Intervention = UNCHANGED
) -> Candidates:
    """softmax(logits / temperature), the largest ``count`` at every position."""
    with torch.inference_mode(), recording((), change=change):
        logits = loaded.model(**inputs.tensors(loaded.model)).logits[0].float()  # [T, V]
    return candidates(logits, count, temperature)


@dataclass(frozen=True)
class Ends:
    """What a forward pass ends in: every token's final vector [T, D], and logits [T, V] of a model that predicts."""

    vectors: FloatArray
    logits: Tensor | None


def ends(loaded: LoadedTransformer, inputs: Inputs, change: Intervention = UNCHANGED) -> Ends:
    """Final vectors and logits of an encoder or a decoder."""
    model = loaded.model.base_model if loaded.predicts is None else loaded.model
    with torch.inference_mode(), recording((), change=change):
        found = model(**inputs.tensors(loaded.model), output_hidden_states=True)
        vectors = found.hidden_states[-1][0].float().numpy()  # [T, D]
        return Ends(vectors, None if loaded.predicts is None else found.logits[0].float())


def write(loaded: LoadedTransformer, inputs: Inputs) -> tuple[int, ...]:
    """What an encoder-decoder model writes to its input, greedily; begins with its start token."""
    tensors = inputs.tensors(loaded.model)
    most = min(MAX_WRITTEN_TOKENS, loaded.max_tokens - 1)  # the start token has a position too
    with torch.inference_mode():
        ids = loaded.model.generate(  # type: ignore[operator]
            **tensors, max_new_tokens=most, do_sample=False, num_beams=1
        )
    return tuple(ids[0].tolist())


def states(loaded: LoadedTransformer, inputs: Inputs, change: Intervention = UNCHANGED) -> FloatArray:
    """Hidden states: the embedding, then the output of each layer. [L + 1, T, D]."""
    model = loaded.model.get_encoder() if loaded.family == "encoder-decoder" else loaded.model.base_model
    with torch.inference_mode(), recording((), change=change):
        hidden = model(**inputs.tensors(loaded.model), output_hidden_states=True).hidden_states
    found: FloatArray = torch.stack([layer[0] for layer in hidden]).float().numpy()
    return found
