"""Tries, before a model is used, whether its attention can be read truthfully, and which of its layers attend.

The model attends to a short made-up input twice: as transformers computes it eagerly, and as we record it. Where both
agree, everything can be read. Where nothing was recorded but eager weights have the right shape and rows that sum to 1,
the weights can be read. Otherwise the model is refused: a wrong picture is worse than none.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from transformers import PreTrainedModel

from ..errors import NotReadable
from ..schemas import Reading
from .attention import IMPLEMENTATION, Recorder, recording
from .layout import Kind, Layout, Place, Watch, layout_of, watching

TOKENS, TARGET_TOKENS = 7, 5  # different lengths, so that shapes distinguish the kinds of attention
TOLERANCE = 1e-5
END_TOLERANCE = 1e-4  # of a pass's output, relative to its largest number
ENDS = ("logits", "prediction_logits", "last_hidden_state")
SHAPES: dict[tuple[int, int], Kind] = {
    (TOKENS, TOKENS): "own",
    (TARGET_TOKENS, TARGET_TOKENS): "target",
    (TARGET_TOKENS, TOKENS): "cross",
}


@dataclass(frozen=True)
class Attentions:
    """Weights of one forward pass by kind, each a list over the layers that attend of [1, H, Q, K]; may be empty."""

    own: list[Tensor]
    target: list[Tensor]
    cross: list[Tensor]

    def all(self) -> list[Tensor]:
        """Every layer's weights."""
        return [*self.own, *self.target, *self.cross]

    def by_kind(self) -> list[tuple[Kind, Tensor]]:
        """Every layer's weights and their kind: the encoder's or the only stack's, the decoder's own, then across."""
        return [
            *(("own", weights) for weights in self.own),
            *(("target", weights) for weights in self.target),
            *(("cross", weights) for weights in self.cross),
        ]


@dataclass(frozen=True)
class Probed:
    """What can be read from a model, and how.

    ``causal``: every query was seen to look at itself and earlier tokens only. ``body`` is the part of the model that
    attends, without a head over the vocabulary, which takes more than all the rest.
    """

    reading: Reading
    layout: Layout
    causal: bool
    body: PreTrainedModel


def probe(model: PreTrainedModel) -> Probed:
    """What can be read from the model, which is left with the implementation that reads it.

    Raises:
        NotReadable: nothing can.

    """
    inputs = made_up_inputs(model)
    name = model.config.model_type
    model.set_attn_implementation("eager")
    with watching(model) as watch:
        output = _tried(model, inputs)
    eager = attentions_of(output, inputs)
    shapes = {kind: shape for shape, kind in SHAPES.items()}
    if not eager.own or any(weights.shape[2:] != shapes[kind] for kind, weights in eager.by_kind()):
        raise NotReadable(f"Models of type {name} give no attention weights by token.")
    # a comparison that is false for NaN too
    if not all(float((weights.sum(-1) - 1).abs().max()) <= TOLERANCE for weights in eager.all()):
        raise NotReadable(f"The attention rows of models of type {name} do not sum to 1.")
    causal = not any(bool(weights.triu(1).any()) for weights in eager.own)
    layout = _recorded(model, inputs, eager, output)
    if layout is not None:
        return Probed("everything", layout, causal, _body(model, inputs, eager))
    model.set_attn_implementation("eager")
    return Probed("weights", _told(name, eager, watch), causal, model)


def _tried(model: PreTrainedModel, inputs: dict[str, Any]) -> Any:
    """An eager pass. Any exception means that the model does not read plain text."""
    try:
        return eager_pass(model, inputs)
    except Exception as error:
        name = model.config.model_type
        raise NotReadable(f"Models of type {name} do not run on text alone ({type(error).__name__}).") from error


def _recorded(model: PreTrainedModel, inputs: dict[str, Any], eager: Attentions, output: Any) -> Layout | None:
    """The layout, if the recorded weights equal the eager ones and both passes have the same output; None otherwise.

    Weights tell what the layers before gave, not what the last one does with them, such as scaling it by a sink.
    """
    places: list[Place | None] = []
    with watching(model) as watch:
        run = _run(model, inputs, lambda: places.append(watch.here))
    if run is None:
        return None
    recorder, ours = run
    kinds = _agrees(recorder, eager)
    if kinds is None or not _end_alike(ours, output):
        return None
    heads = [recorder.tensors[call]["weights"].shape[1] for call in range(recorder.calls)]
    return layout_of(list(zip(kinds, heads, places, strict=True)))


def _run(
    model: PreTrainedModel, inputs: dict[str, Any], entered: Callable[[], None] | None = None
) -> tuple[Recorder, Any] | None:
    """A recorded forward pass and its output; None if the model refuses our attention implementation."""
    try:
        model.set_attn_implementation(IMPLEMENTATION)
        with torch.inference_mode(), recording(["weights"], entered=entered) as recorder:
            output = model(**inputs)
    except Exception:  # architectures raise different errors for an implementation that they do not know
        return None
    return recorder, output


def _end_alike(ours: Any, eager: Any) -> bool:
    """Whether two passes have the same logits or vectors; numbers that are not finite are refused elsewhere."""
    for name in ENDS:
        a, b = (getattr(each, name, None) for each in (ours, eager))
        if isinstance(a, Tensor) and isinstance(b, Tensor):
            a, b = (torch.nan_to_num(each.float(), 0.0, 0.0, 0.0) for each in (a, b))
            return a.shape == b.shape and float((a - b).abs().max()) <= END_TOLERANCE * float(b.abs().max())
    return True


def _agrees(recorder: Recorder, eager: Attentions) -> list[Kind] | None:
    """The kind of every recorded call, if the weights of each kind are the eager ones; None otherwise."""
    recorded = [recorder.tensors[call]["weights"] for call in range(recorder.calls)]
    kinds = [kind for each in recorded if (kind := SHAPES.get((each.shape[2], each.shape[3]))) is not None]
    if not recorded or len(kinds) < len(recorded):
        return None
    for kind in SHAPES.values():
        of_kind = [weights for weights, each in zip(recorded, kinds, strict=True) if each == kind]
        if not same(of_kind, [weights for each, weights in eager.by_kind() if each == kind]):
            return None
    return kinds


def _body(model: PreTrainedModel, inputs: dict[str, Any], eager: Attentions) -> PreTrainedModel:
    """The model without its head if that attends equally, else the whole model."""
    body = model.base_model
    if body is not model and isinstance(body, PreTrainedModel):
        run = _run(body, inputs)
        if run is not None and _agrees(run[0], eager) is not None:
            return body
    return model


def _told(name: str, eager: Attentions, watch: Watch) -> Layout:
    """The layout of weights that a model tells: each belongs to the layer that gave it first.

    Raises:
        NotReadable: a model that attends in some layers only does not say which.

    """
    found = [(kind, weights.shape[1], watch.place_of(weights)) for kind, weights in eager.by_kind()]
    for kind in SHAPES.values():
        places = [place for each, _, place in found if each == kind]
        all_of_a_stack = any(len(ran) == len(places) for ran in watch.ran.values())
        if None in places and not all_of_a_stack:
            raise NotReadable(f"Models of type {name} do not say which of their layers their attention is of.")
    return layout_of(found)


def text_rows(model: PreTrainedModel) -> int:
    """How many vocabulary indices the model has embeddings for.

    Raises:
        NotReadable: it has no one table of embeddings.

    """
    try:
        table: Any = model.get_input_embeddings()
    except AttributeError:  # FSMT's decoder is a plain module
        table = getattr(model, "embed_tokens", None)
    except NotImplementedError:  # a model of several parts, each with its own table of embeddings
        table = None
    rows = getattr(table, "weight", getattr(table, "packed", None))
    if not isinstance(rows, Tensor):
        raise NotReadable(f"Models of type {model.config.model_type} have no table of embeddings for text alone.")
    return len(rows)


def reads_a_target(model: PreTrainedModel) -> bool:
    """Whether the model is an encoder with a decoder beside it: an encoder alone may have the same configuration."""
    return bool(model.config.is_encoder_decoder) and "decoder_input_ids" in inspect.signature(model.forward).parameters


def made_up_inputs(model: PreTrainedModel) -> dict[str, Any]:
    """A short input of vocabulary indices that are no special tokens in any model known to us."""
    ids = torch.arange(TOKENS).mul(13).add(11).remainder(text_rows(model))[None]  # [1, T]
    inputs: dict[str, Any] = {"input_ids": ids, "attention_mask": torch.ones_like(ids)}
    if reads_a_target(model):
        inputs["decoder_input_ids"] = ids[:, :TARGET_TOKENS]
    return inputs


def eager_attentions(model: PreTrainedModel, inputs: dict[str, Any]) -> Attentions:
    """Weights as transformers itself gives them, of the layers that attend."""
    return attentions_of(eager_pass(model, inputs), inputs)


def eager_pass(model: PreTrainedModel, inputs: dict[str, Any]) -> Any:
    """The output of a forward pass that should return its weights; None if the model has no such option."""
    with torch.inference_mode():
        try:
            return model(**inputs, output_attentions=True)
        except TypeError:  # a model without attention does not know the argument
            return None


def attentions_of(output: Any, inputs: dict[str, Any]) -> Attentions:
    """The weights in the output of a forward pass."""
    if "decoder_input_ids" in inputs:
        names = ("encoder_attentions", "decoder_attentions", "cross_attentions")
        return Attentions(*(_tensors(getattr(output, name, None)) for name in names))
    return Attentions(_tensors(getattr(output, "attentions", None)), [], [])


def _tensors(found: Any) -> list[Tensor]:
    """The tensors among what a model returns: layers without attention may return None, or something else."""
    return [each for each in found or () if isinstance(each, Tensor)]


def same(recorded: list[Tensor], eager: list[Tensor]) -> bool:
    """Whether both lists hold the same weights."""
    return len(recorded) == len(eager) and all(
        a.shape == b.shape and float((a - b).abs().max()) <= TOLERANCE for a, b in zip(recorded, eager, strict=True)
    )
