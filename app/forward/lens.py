"""The logit lens: what a decoder would predict if it stopped after a layer (nostalgebraist 2020).

A layer's output goes through the model's own final norm and unembedding. It is a derived reading: the layers after it
were trained to change that vector before it is read.
"""

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor, nn

from app.errors import NotReadable
from app.forward.attention import UNCHANGED, Intervention, recording
from app.forward.reading import Candidates, Inputs, candidates
from app.models.loading import LoadedTransformer

DEFINITION = (
    "Logit lens (nostalgebraist 2020): the vector after each layer through the model's final norm and unembedding, "
    "then softmax; the embedding first, and last what the model predicts. Derived: later layers change the vector."
)
NORMS = ("norm", "ln_f", "final_layer_norm", "final_layernorm")
TOLERANCE = 1e-4  # of the logits, relative to the largest


def final_norm(loaded: LoadedTransformer) -> nn.Module:
    """The norm between the last layer and the unembedding.

    Raises:
        NotReadable: none is known by its name.

    """
    base = loaded.model.base_model
    for owner in (getattr(base, "decoder", base), base):
        for name in NORMS:
            found = getattr(owner, name, None)
            if isinstance(found, nn.Module):
                return found
    raise NotReadable(f"{loaded.ref.id} has no final norm that is known by its name: no logit lens.")


def lens(
    loaded: LoadedTransformer,
    inputs: Inputs,
    count: int,
    temperature: float = 1.0,
    change: Intervention = UNCHANGED,
) -> list[Candidates]:
    """The ``count`` likeliest next tokens after each token, by layer: L + 1 of them, the embedding first.

    Raises:
        NotReadable: the model predicts no next token, or its last layer read this way does not give its own logits.

    """
    if loaded.predicts != "next" or loaded.family != "decoder":
        raise NotReadable(f"{loaded.ref.id} is no decoder that predicts the next token: no logit lens.")
    norm, seen = final_norm(loaded), list[Tensor]()
    hook = norm.register_forward_pre_hook(lambda _module, given: seen.append(given[0]))
    try:
        with torch.inference_mode(), recording((), change=change):
            out = loaded.model(**inputs.tensors(loaded.model), output_hidden_states=True)
    finally:
        hook.remove()
    if not seen:
        raise NotReadable(f"{loaded.ref.id} does not use its final norm: no logit lens.")
    found = []
    with torch.inference_mode():
        for logits in _logits(loaded, norm, [*out.hidden_states[:-1], seen[-1]]):
            found.append(candidates(logits, count, temperature))
        off = float((logits - out.logits[0].float()).abs().max()) / float(out.logits.abs().max())
    if not off <= TOLERANCE:
        raise NotReadable(f"The last layer of {loaded.ref.id}, read this way, does not give its own logits.")
    return found


def _logits(loaded: LoadedTransformer, norm: nn.Module, states: list[Tensor]) -> Iterator[Tensor]:
    """[T, V] of each [1, T, D], one after the other: all together would be large."""
    head: Any = loaded.model.get_output_embeddings()
    out = getattr(getattr(loaded.model.base_model, "decoder", None), "project_out", None)
    cap = getattr(loaded.model.config, "final_logit_softcapping", None)
    for state in states:
        normed = norm(state[0])  # [T, D]
        logits: Tensor = head(normed if out is None else out(normed)).float()  # [T, V]
        yield torch.tanh(logits / cap) * cap if cap else logits
