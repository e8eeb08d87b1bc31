"""The logit lens: what a decoder would predict if it stopped after a layer (nostalgebraist 2020).

A layer's output goes through the model's own final norm and unembedding. It is a derived reading: the layers after it
were trained to change that vector before it is read.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import torch
from torch import Tensor, nn

from app.errors import NotReadable
from app.forward.attention import UNCHANGED, Intervention, recording
from app.forward.reading import Candidates, Inputs, candidates, logits_of, run_for_states
from app.models.loading import LoadedTransformer

DEFINITION = (
    "Logit lens (nostalgebraist 2020): the vector after each layer through the model's final norm and unembedding, "
    "then softmax; the embedding first, and last what the model predicts. Derived: later layers change the vector."
)
NORMS = ("norm", "ln_f", "final_layer_norm", "final_layernorm")
TOLERANCE = 1e-4  # of the logits, relative to the largest


def final_norms(loaded: LoadedTransformer) -> list[nn.Module]:
    """The modules outside all stacks of layers that may be the norm between the last layer and the unembedding.

    Raises:
        NotReadable: none is known by its name.

    """
    found = []
    for path, module in loaded.body.named_modules():
        *stacks, name = path.split(".")
        if name in NORMS and not any(part.isdigit() for part in stacks):
            found.append(module)
    if not found:
        raise NotReadable(f"{loaded.ref.id} has no final norm that is known by its name: no logit lens.")
    return found


def lens(
    loaded: LoadedTransformer,
    inputs: Inputs,
    count: int,
    temperature: float = 1.0,
    change: Intervention = UNCHANGED,
) -> list[Candidates]:
    """The ``count`` likeliest next tokens after each token, by layer: L + 1 of them, the embedding first.

    Raises:
        NotReadable: the model predicts no next token, its hidden states are not what its layers read, or its last
            layer read this way does not give its own logits.

    """
    if loaded.predicts != "next" or loaded.family != "decoder":
        raise NotReadable(f"{loaded.ref.id} is no decoder that predicts the next token: no logit lens.")
    seen: list[tuple[nn.Module, Tensor]] = []
    with ExitStack() as hooks:
        for norm in final_norms(loaded):
            hook = norm.register_forward_pre_hook(lambda module, given: seen.append((module, given[0])))
            hooks.callback(hook.remove)
        with torch.inference_mode(), recording((), change=change) as recorder:
            hidden, out = run_for_states(loaded, loaded.model, inputs, recorder)
    if not seen or seen[-1][1].shape != hidden[-1].shape:
        raise NotReadable(f"{loaded.ref.id} does not use its final norm: no logit lens.")
    norm, last = seen[-1]
    own, found = logits_of(loaded, out), []
    with torch.inference_mode():
        for logits in _logits(loaded, norm, [*hidden[:-1], last]):
            found.append(candidates(logits, count, temperature))
        off = float((logits - own).abs().max()) / float(own.abs().max())
    if not off <= TOLERANCE:
        raise NotReadable(f"The last layer of {loaded.ref.id}, read this way, does not give its own logits.")
    return found


def _logits(loaded: LoadedTransformer, norm: nn.Module, states: list[Tensor]) -> Iterator[Tensor]:
    """[T, V] of each [1, T, D], one after the other: all together would be large."""
    head: Any = loaded.model.get_output_embeddings()
    out = getattr(getattr(loaded.model.base_model, "decoder", None), "project_out", None)
    cap = getattr(loaded.model.config.get_text_config(), "final_logit_softcapping", None)
    for state in states:
        normed = norm(state)[0]  # [T, D]
        logits: Tensor = head(normed if out is None else out(normed)).float()  # [T, V]
        yield torch.tanh(logits / cap) * cap if cap else logits
