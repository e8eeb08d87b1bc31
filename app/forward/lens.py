"""The logit lens: what a decoder would predict if it stopped after a layer (nostalgebraist 2020).

A layer's output goes through the model's own final norm and unembedding. It is a derived reading: the layers after it
were trained to change that vector before it is read.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from transformers import PreTrainedModel

from ..capture.attention import UNCHANGED, Intervention, recording
from ..errors import NotReadable
from ..models.loading import LoadedTransformer
from .reading import Candidates, Inputs, candidates, finite, logits_of, run_for_states

DEFINITION = (
    "Logit lens (nostalgebraist 2020): the vector after each layer through the model's final norm and unembedding, "
    "then softmax; the embedding first, and last what the model predicts. Derived: later layers change the vector."
)
TOLERANCE = 1e-4  # of the logits, relative to the largest


@dataclass
class Ending:
    """What comes between the last layer and the unembedding, found by following the unembedding's input back.

    ``modules`` are applied in order: a norm in most models, a projection after it in some, nothing in a few. ``last``
    is the vector that the first of them was given, [1, T, D]; ``is_layers`` says whether the last layer gave it.
    """

    modules: list[nn.Module]
    last: Tensor
    is_layers: bool


@contextmanager
def following(model: PreTrainedModel, head: nn.Module) -> Iterator[Callable[[], Ending]]:
    """Watch the forward pass made inside. Yields a function that returns its `Ending`.

    Raises:
        LookupError: by that function, if the unembedding was not used.

    """
    passed: dict[tuple[int, torch.Size], tuple[nn.Module, Tensor, Tensor]] = {}
    given: list[Tensor] = []
    of_layers: list[Tensor] = []
    with ExitStack() as hooks:

        def layer_ran(_module: nn.Module, _inputs: Any, output: Any) -> None:
            first = output[0] if isinstance(output, tuple | list) else output
            of_layers[:] = [first] if isinstance(first, Tensor) else []

        def note(module: nn.Module, inputs: tuple[Any, ...], output: Any) -> None:
            if inputs and isinstance(inputs[0], Tensor) and isinstance(output, Tensor):
                passed[output.data_ptr(), output.shape] = (module, inputs[0], output)  # kept, so that no id is reused

        for path, module in model.named_modules():
            in_a_stack = any(part.isdigit() for part in path.split("."))
            if module is not head and not in_a_stack and not any(module.children()):
                hooks.callback(module.register_forward_hook(note).remove)
            elif path.rpartition(".")[2].isdigit():
                hooks.callback(module.register_forward_hook(layer_ran).remove)
        hook = head.register_forward_pre_hook(lambda _module, inputs: given.append(inputs[0]))
        hooks.callback(hook.remove)

        def ending() -> Ending:
            if not given:
                raise LookupError("the unembedding was not used")
            modules, at = list[nn.Module](), given[-1]
            while (at.data_ptr(), at.shape) in passed:
                module, at, _ = passed.pop((at.data_ptr(), at.shape))
                modules.insert(0, module)
            return Ending(modules, at, any(torch.equal(at, each) for each in of_layers))

        yield ending


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
    head = loaded.model.get_output_embeddings()
    with (
        torch.inference_mode(),
        recording((), change=change) as recorder,
        following(loaded.model, head) as ending,
    ):
        hidden, out = run_for_states(loaded, loaded.model, inputs, recorder)
        try:
            end = ending()
        except LookupError as error:
            raise NotReadable(f"{loaded.ref.id} does not use its unembedding: no logit lens.") from error
    if any(state.shape != end.last.shape for state in hidden):
        raise NotReadable(f"What comes after the last layer of {loaded.ref.id} reads something else: no logit lens.")
    if not end.is_layers:  # a scale that is not a module, as in MiniCPM
        raise NotReadable(
            f"What {loaded.ref.id} does between its last layer and its unembedding is not known: no logit lens."
        )
    own, found = logits_of(loaded, out), []
    cap = getattr(loaded.model.config.get_text_config(), "final_logit_softcapping", None)
    with torch.inference_mode():
        for state in [*hidden[:-1], end.last]:
            logits = _logits(head, end.modules, state, cap)
            found.append(candidates(finite(logits, loaded), count, temperature))
        off = float((logits - own).abs().max())
    if not off <= TOLERANCE * float(own.abs().max()):
        raise NotReadable(f"The last layer of {loaded.ref.id}, read this way, does not give its own logits.")
    return found


def _logits(head: nn.Module, modules: list[nn.Module], state: Tensor, cap: float | None) -> Tensor:
    """[T, V] of one layer's output, [1, T, D]: one after the other, as all layers together would be large."""
    for module in modules:
        state = module(state)
    logits: Tensor = head(state)[0].float()  # [T, V]
    return torch.tanh(logits / cap) * cap if cap else logits
