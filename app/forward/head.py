"""One head in full: scores, weights and output; and what every head adds after the output projection."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from ..capture.attention import NAMES, UNCHANGED, Intervention, Recorder, is_masked, recording
from ..capture.layout import Kind, inputs_of_blocks
from ..errors import NotReadable
from ..models.loading import LoadedTransformer
from ..schemas import Part
from ..shapes import FloatArray
from .projection import bias_of, head_matrix, projections
from .reading import Inputs, check_calls


@dataclass(frozen=True)
class HeadSteps:
    """One query of one head, as the softmax saw it.

    query and output [D]; keys and values [K, D]; raw_scores, scores and weights [K]; ``masked`` [K] says which keys the
    query may not see; ``added`` [K] is what was added to the scaled and capped scores, None where that is nothing but
    the mask. ``norms`` and ``shares`` [H] are what each head of the layer adds to this token after the output
    projection: its norm, and its share of the sum along the sum's own direction (shares and ``bias_share`` add up to
    1); None where no plain projection follows.
    """

    query: FloatArray
    keys: FloatArray
    values: FloatArray
    raw_scores: FloatArray
    scale: float
    cap: float | None
    added: FloatArray | None
    scores: FloatArray
    masked: list[bool]
    weights: FloatArray
    output: FloatArray
    norms: FloatArray | None
    shares: FloatArray | None
    bias_share: float | None


def kind_of(loaded: LoadedTransformer, part: Part) -> Kind:
    """Which attention a part of a model is: its own, a decoder's own beside an encoder, or across."""
    if loaded.family != "encoder-decoder" or part == "encoder":
        return "own"
    return "cross" if part == "cross" else "target"


def read_head_steps(
    loaded: LoadedTransformer, inputs: Inputs, call: int, head: int, query: int, change: Intervention = UNCHANGED
) -> HeadSteps:
    """One query of one head of the layer that is the ``call``-th to attend. The output of a head that is off is 0.

    Raises:
        NotReadable: the model gives weights only.

    """
    found, recorder = _record(loaded, inputs, call, change)
    output = found["output"][:, query]  # [H, D]
    scores = found["scores"][head, query]  # [K]
    masked = is_masked(scores)  # [K]
    added = (scores - found["scaled"][head, query]).masked_fill(masked, 0.0)  # [K]
    norms, shares, bias_share = _parts(loaded, call, output)
    return HeadSteps(
        query=_array(found["query"][head, query]),
        keys=_array(found["key"][head]),
        values=_array(found["value"][head]),
        raw_scores=_array(found["raw_scores"][head, query]),
        scale=recorder.scales[call],
        cap=recorder.caps[call],
        added=_array(added) if bool(added.any()) else None,
        scores=_array(scores),
        masked=masked.tolist(),
        weights=_array(found["weights"][head, query]),
        output=_array(output[head]),
        norms=norms,
        shares=shares,
        bias_share=bias_share,
    )


def _record(
    loaded: LoadedTransformer, inputs: Inputs, call: int, change: Intervention
) -> tuple[dict[str, Tensor], Recorder]:
    if loaded.reading != "everything":
        raise NotReadable(f"{loaded.ref.id} gives attention weights only: its q, k and v cannot be read.")
    with torch.inference_mode(), recording(NAMES, [call], change) as recorder:
        loaded.body(**inputs.tensors(loaded.model))
    check_calls(loaded, recorder)
    return {name: tensor[0] for name, tensor in recorder.tensors[call].items()}, recorder


def _array(tensor: Tensor) -> FloatArray:
    return np.ascontiguousarray(tensor.float().numpy())


def _parts(
    loaded: LoadedTransformer, call: int, output: Tensor
) -> tuple[FloatArray | None, FloatArray | None, float | None]:
    """Norms and shares of the heads' parts of one token, [H] each, from their outputs, [H, D]."""
    projection = projections(loaded.model)[call]
    if projection is None:
        return None, None, None
    with torch.inference_mode():
        width = output.shape[1]
        parts = torch.stack([row @ head_matrix(projection, h, width) for h, row in enumerate(output)])  # [H, model]
        bias = bias_of(projection)
        total = parts.sum(0) + (0 if bias is None else bias)  # [model]
        length = float(total @ total) or 1.0
        bias_share = 0.0 if bias is None else float(bias @ total) / length
        return _array(parts.norm(dim=-1)), _array(parts @ total / length), bias_share


@dataclass(frozen=True)
class Norms:
    """Norms of one forward pass: values after W_O [L, H, K], heads' parts [L, H, Q], what each layer read [L, Q].

    L are the layers that attend, H the most heads that one of them has. A head that is switched off, or that a layer
    does not have, moves nothing: its norms are 0.
    """

    values: FloatArray
    parts: FloatArray
    residual: FloatArray


def read_norms(loaded: LoadedTransformer, inputs: Inputs, change: Intervention = UNCHANGED) -> Norms:
    """Norms of every head's values and of what it adds, after the output projection.

    Raises:
        NotReadable: the model gives weights only, a layer has no plain output projection, or what a layer read is not
            known.

    """
    found = projections(loaded.model) if loaded.reading == "everything" else [None]
    plain = [projection for projection in found if projection is not None]
    if len(plain) < len(found):
        raise NotReadable(f"{loaded.ref.id} has no plain output projection after each layer's attention.")
    heads, tokens = loaded.heads, len(inputs.ids)
    with (
        torch.inference_mode(),
        recording(["value", "output"], change=change) as recorder,
        inputs_of_blocks(loaded.model, loaded.layout) as given,
    ):
        recorder.entered = given.entered
        loaded.body(**inputs.tensors(loaded.model))
        check_calls(loaded, recorder)
        read = [each for each in given.by_call if each is not None and each.shape[:-1] == (1, tokens)]
        if len(read) < recorder.calls:
            raise NotReadable(f"What each layer of {loaded.ref.id} reads is not known: no norms beside it.")
        values = torch.zeros(recorder.calls, heads, tokens)
        parts = torch.zeros(recorder.calls, heads, tokens)
        for call in range(recorder.calls):
            tensors = recorder.tensors.pop(call)
            value, output = recorder.silence(tensors["value"], call)[0], tensors["output"][0]  # [H, K, D], [H, Q, D]
            for head in range(len(output)):
                matrix = head_matrix(plain[call], head, output.shape[2])  # [D, model]
                values[call, head] = (value[head] @ matrix).norm(dim=-1)
                parts[call, head] = (output[head] @ matrix).norm(dim=-1)
        residual = torch.stack([each[0].norm(dim=-1) for each in read])  # [L, Q]
    return Norms(_array(values), _array(parts), _array(residual))
