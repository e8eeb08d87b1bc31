"""One forward pass of any loaded model: attention weights by kind, predictions, and hidden states."""

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ..capture.attention import UNCHANGED, Intervention, Recorder, recording
from ..capture.layout import inputs_of_blocks, listed
from ..capture.probe import Attentions, eager_attentions
from ..errors import NotReadable
from ..models.loading import LoadedTransformer
from ..shapes import BoolArray, FloatArray

MAX_WRITTEN_TOKENS = 64
TOKENS_AT_ONCE = 64  # tokens whose distributions over the vocabulary are computed at the same time


@dataclass(frozen=True)
class Inputs:
    """What a model reads. ``types`` are the tokenizer's token types, ``target_ids`` is what a decoder reads."""

    ids: tuple[int, ...]
    types: tuple[int, ...] | None = None
    target_ids: tuple[int, ...] | None = None

    def tensors(self, model: Any) -> dict[str, Tensor]:
        """The keyword arguments of the model's forward pass."""
        ids = torch.tensor([self.ids])  # [1, T]
        found = {"input_ids": ids, "attention_mask": torch.ones_like(ids)}
        if self.types is not None and "token_type_ids" in inspect.signature(model.forward).parameters:
            found["token_type_ids"] = torch.tensor([self.types])  # [1, T]
        if self.target_ids is not None:
            found["decoder_input_ids"] = torch.tensor([self.target_ids])
        return found


@dataclass(frozen=True)
class Weights:
    """Attention weights of every layer that attends. ``target`` and ``cross`` belong to encoder-decoder models.

    own [L, H, Q, K]; target [L', H, Q', Q']; cross [L', H, Q', K], with Q' over the decoder's tokens, L over the layers
    that attend (``Layout.numbers``), and H the most heads that one of them has: zeros where a layer has fewer.
    ``visible`` [L, Q, K] says which keys a query may see in a layer, of ``own``.
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

    Raises:
        NotReadable: the model attends otherwise than when it was tried, or computes no finite weights.

    """
    tensors = inputs.tensors(loaded.model)
    if loaded.reading == "weights":
        found = eager_attentions(loaded.model, tensors)
        if len(found.all()) != len(loaded.layout.calls):
            raise attended_otherwise(loaded)
        return _stacked(loaded.ref.id, found)
    with torch.inference_mode(), recording(["weights", "visible"], change=change) as recorder:
        loaded.body(**tensors)
    check_calls(loaded, recorder)
    found = Attentions([], [], [])
    seen: list[Tensor] = []
    for call, layer in enumerate(loaded.layout.calls):
        kept = recorder.tensors.pop(call)
        getattr(found, layer.kind).append(kept["weights"])
        if layer.kind == "own":
            seen.append(kept["visible"])
    return _stacked(loaded.ref.id, found, seen)


def check_calls(loaded: LoadedTransformer, recorder: Recorder) -> None:
    """Refuse a forward pass that called attention differently from the trial: its layers would be numbered wrongly.

    Raises:
        NotReadable: it did.

    """
    if recorder.calls != len(loaded.layout.calls):
        raise attended_otherwise(loaded)


def attended_otherwise(loaded: LoadedTransformer) -> NotReadable:
    """The refusal of a forward pass whose layers are not those of the trial."""
    return NotReadable(f"{loaded.ref.id} does not attend in the same layers for this text as when it was tried.")


def _stacked(name: str, found: Attentions, seen: list[Tensor] | None = None) -> Weights:
    own, target, cross = (_stack(layers) if layers else None for layers in (found.own, found.target, found.cross))
    if own is None:
        raise ValueError("the model gave no attention weights")
    if not all(np.isfinite(each.sum()) for each in (own, target, cross) if each is not None):
        raise NotReadable(f"{name} computes attention weights that are not finite for this text.")
    # where a model returns weights alone: masked keys have exact zeros in every head
    visible = (own > 0).any(axis=1) if seen is None else torch.cat(seen).numpy()  # [L, Q, K]
    return Weights(own, np.asarray(visible), target, cross)


def _stack(layers: list[Tensor]) -> FloatArray:
    """[1, H, Q, K] of each layer → [L, H, Q, K], zeros for heads that only other layers have.

    Empties the list as it goes: both together would double the memory.
    """
    heads = max(layer.shape[1] for layer in layers)
    found = np.zeros((len(layers), heads, *layers[0].shape[2:]), np.float32)
    for layer in range(len(layers) - 1, -1, -1):
        weights = layers.pop()[0].float().numpy()
        found[layer, : len(weights)] = weights
    return found


@dataclass(frozen=True)
class Candidates:
    """The likeliest tokens at each position, likeliest first; both [T, count]."""

    ids: list[list[int]]
    probabilities: FloatArray


def distributions(logits: Tensor, temperature: float) -> Iterator[Tensor]:
    """softmax(logits / temperature) of [T, V], a few tokens at a time: all at once would double the memory."""
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
    """softmax(logits / temperature), the largest ``count`` at every position.

    Raises:
        NotReadable: the model gives no logits over its vocabulary.

    """
    with torch.inference_mode(), recording((), change=change):
        logits = logits_of(loaded, loaded.model(**inputs.tensors(loaded.model)))  # [T, V]
    return candidates(logits, count, temperature)


def logits_of(loaded: LoadedTransformer, output: Any) -> Tensor:
    """Logits over the vocabulary, [T, V], where the model's answer has them.

    Raises:
        NotReadable: it has none, or they are not finite.

    """
    head: Any = loaded.model.get_output_embeddings()
    rows = len(head.weight) if isinstance(getattr(head, "weight", None), Tensor) else loaded.vocabulary
    for name in ("logits", "prediction_logits"):  # BERT's output has this name where there is a second head
        found = getattr(output, name, None)
        if isinstance(found, Tensor) and found.dim() == 3 and len(found) == 1 and found.shape[-1] == rows:
            return finite(found[0].float(), loaded)
    raise NotReadable(f"{loaded.ref.id} gives no logits over its vocabulary: it predicts no tokens.")


def finite(logits: Tensor, loaded: LoadedTransformer) -> Tensor:
    """The same logits, [T, V].

    Raises:
        NotReadable: a distribution over the vocabulary cannot be made of them.

    """
    # -inf rules a token out and is allowed; NaN or inf anywhere makes the maximum so
    if not bool(logits.amax(-1).isfinite().all()):
        raise NotReadable(f"{loaded.ref.id} computes logits that are not finite for this text.")
    return logits


@dataclass(frozen=True)
class Ends:
    """The output of a forward pass: every token's final vector [T, D], and logits [T, V] if the model predicts."""

    vectors: FloatArray
    logits: Tensor | None


def ends(loaded: LoadedTransformer, inputs: Inputs, change: Intervention = UNCHANGED) -> Ends:
    """Final vectors and logits of an encoder or a decoder.

    Raises:
        NotReadable: the model gives no vector a token, or no logits over its vocabulary.

    """
    model = loaded.body if loaded.predicts is None else loaded.model
    with torch.inference_mode(), recording((), change=change):
        found = model(**inputs.tensors(loaded.model), output_hidden_states=True)
        vectors = hidden_states(loaded, found, inputs)[-1][0].float().numpy()  # [T, D]
        return Ends(vectors, None if loaded.predicts is None else logits_of(loaded, found))


def hidden_states(loaded: LoadedTransformer, output: Any, inputs: Inputs) -> list[Tensor]:
    """The hidden states of a forward pass, the embedding first, then after each layer, [1, T, D] each.

    Raises:
        NotReadable: the model gives none, or something of another shape.

    """
    found = list(getattr(output, "hidden_states", None) or ())
    tokens = (1, len(inputs.ids))
    if len(found) < 2 or not all(isinstance(each, Tensor) and each.shape[:-1] == tokens for each in found):
        raise NotReadable(f"{loaded.ref.id} gives no vector of each token after each layer.")
    return found


def write(loaded: LoadedTransformer, inputs: Inputs) -> tuple[int, ...]:
    """What an encoder-decoder model generates greedily for its input, its start token first.

    Raises:
        NotReadable: its own code fails on the settings of its generation_config.json.

    """
    most = min(MAX_WRITTEN_TOKENS, loaded.max_tokens - 1)  # the start token has a position too
    asked = {**inputs.tensors(loaded.model), "decoder_start_token_id": loaded.start_id}
    failed: Exception | None = None
    for use_cache in (True, False):  # T5's cache has as many layers as its encoder: too few for a deeper decoder
        try:
            with torch.inference_mode():
                ids = loaded.model.generate(  # type: ignore[operator]
                    **asked, max_new_tokens=most, do_sample=False, num_beams=1, use_cache=use_cache
                )
            return tuple(ids[0].tolist())
        except Exception as error:  # every wrong setting raises another error
            failed = error
    raise NotReadable(
        f"{loaded.ref.id} does not write with the settings of its generation_config.json ({type(failed).__name__}): "
        "give text_pair, the sentence that its decoder reads."
    ) from failed


def states(loaded: LoadedTransformer, inputs: Inputs, change: Intervention = UNCHANGED) -> FloatArray:
    """Hidden states: the embedding, then the output of each layer. [L + 1, T, D].

    Raises:
        NotReadable: what the model gives as hidden states is not what its layers read, or is not of one width.

    """
    body: Any = loaded.body
    encoder = body.get_encoder() if loaded.family == "encoder-decoder" else body
    with torch.inference_mode(), recording((), change=change) as recorder:
        hidden, _ = run_for_states(loaded, encoder, inputs, recorder)
    widths = sorted({layer.shape[-1] for layer in hidden})
    if len(widths) > 1:  # several streams in parallel, joined at the end
        raise NotReadable(f"The vectors of {loaded.ref.id} are not of one width: {listed(widths)} numbers.")
    found: FloatArray = torch.stack([layer[0] for layer in hidden]).float().numpy()
    return found


def run_for_states(
    loaded: LoadedTransformer, model: Any, inputs: Inputs, recorder: Recorder
) -> tuple[list[Tensor], Any]:
    """Hidden states of a recorded forward pass, held against what its layers read, and its whole output.

    Raises:
        NotReadable: they are not what the layers that attend were given, or not as many as there are layers.

    """
    with inputs_of_blocks(loaded.model, loaded.layout) as given:
        recorder.entered = given.entered
        output = model(**inputs.tensors(loaded.model), output_hidden_states=True)
    hidden = hidden_states(loaded, output, inputs)
    for layer, read in zip(loaded.layout.of("own"), given.by_call, strict=False):  # of the encoder, which comes first
        if layer.number + 1 >= len(hidden) or (read is not None and not torch.equal(read, hidden[layer.number])):
            raise NotReadable(f"What {loaded.ref.id} gives as hidden states is not what its layers read.")
    return hidden, output
