"""What transformers itself computes, and in which layer: an eager forward pass watched by hooks of our own.

A layer's number is where the module that returned the weights stands in the model's list of layers; where one module
serves every layer (ALBERT), the number of the call. Nothing of ``app`` is used here.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
import transformers
from torch import Tensor, nn
from transformers import PretrainedConfig, PreTrainedModel
from transformers.pytorch_utils import Conv1D

PROJECTIONS = ("o_proj", "out_proj", "c_proj", "dense", "wo", "out_lin", "o", "Wo", "linear_out", "resid_proj")


@dataclass
class Call:
    """One module that ran: its name, the list entries around it (outermost first), what it took and gave."""

    name: str
    module: nn.Module
    around: tuple[tuple[str, int], ...]
    took: list[Tensor]
    gave: list[Tensor] = field(default_factory=list)


@dataclass
class Truth:
    """One eager forward pass. Weights by layer, [H, Q, K]; what each layer took and gave, [T, D]."""

    own: dict[int, Tensor]
    target: dict[int, Tensor]
    cross: dict[int, Tensor]
    given: dict[int, Tensor]
    gave: dict[int, Tensor]
    total: int
    logits: Tensor | None
    calls: list[Call]


class Unplaced(Exception):
    """A returned tensor is no module's: its layer cannot be told."""


def eager(folder: Path) -> PreTrainedModel:
    """The class that the folder names, loaded anew."""
    named = PretrainedConfig.get_config_dict(folder)[0]["architectures"][0]
    model: PreTrainedModel = getattr(transformers, named).from_pretrained(folder, attn_implementation="eager").eval()
    return model


def part_read(model: PreTrainedModel, class_name: str | None) -> PreTrainedModel:
    """The outermost part of a class; the model itself if it is of it, has none, or if nothing is named."""
    parts = [each for each in model.modules() if type(each).__name__ == class_name]
    return parts[0] if parts and isinstance(parts[0], PreTrainedModel) else model


def tensors_in(value: Any) -> Iterator[Tensor]:
    if isinstance(value, Tensor):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from tensors_in(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from tensors_in(each)


def run(model: PreTrainedModel, inputs: dict[str, Tensor], **more: Any) -> tuple[Any, list[Call]]:
    """The output of a forward pass, and every module that ran, in the order in which they began."""
    entries = {
        id(each): (name, i)
        for name, module in model.named_modules()
        if isinstance(module, nn.ModuleList)
        for i, each in enumerate(module)
    }
    calls: list[Call] = []
    running: list[Call] = []

    def begins(name: str) -> Callable[..., None]:
        def hook(module: nn.Module, taken: Any, named: Any) -> None:
            around = running[-1].around if running else ()
            if id(module) in entries:
                around = (*around, entries[id(module)])
            running.append(Call(name, module, around, list(tensors_in((taken, named)))))
            calls.append(running[-1])

        return hook

    def ends(_module: nn.Module, _taken: Any, given: Any) -> None:
        running.pop().gave = list(tensors_in(given))

    with ExitStack() as hooks, torch.inference_mode():
        for name, module in model.named_modules():
            hooks.callback(module.register_forward_pre_hook(begins(name), with_kwargs=True).remove)
            hooks.callback(module.register_forward_hook(ends).remove)
        return model(**inputs, **more), calls


def read(model: PreTrainedModel, ids: list[int], target_ids: list[int] | None = None) -> Truth:
    """Read a sentence eagerly, and place what is returned.

    Raises:
        Unplaced: a returned tensor was returned by no module.

    """
    inputs = {"input_ids": torch.tensor([ids]), "attention_mask": torch.ones(1, len(ids), dtype=torch.long)}
    if target_ids is not None:
        inputs["decoder_input_ids"] = torch.tensor([target_ids])
    out, calls = run(model, inputs, output_attentions=True)
    own = out.get("encoder_attentions") if target_ids is not None else out.get("attentions")
    placed, stacks, shared = place(own, calls)
    target, *_ = place(out.get("decoder_attentions") if target_ids is not None else None, calls)
    cross, *_ = place(out.get("cross_attentions") if target_ids is not None else None, calls)
    given, gave, total = by_layer(calls, stacks, shared=shared)
    if not shared:  # some layers may not have run
        total = max((len(model.get_submodule(name)) for name in stacks), default=0)  # type: ignore[arg-type]
    logits = out.get("logits")
    if logits is not None and logits.shape[:2] != (1, len(target_ids or ids)):  # of a class, not of tokens
        logits = None
    return Truth(placed, target, cross, given, gave, total, None if logits is None else logits[0].float(), calls)


def place(returned: Any, calls: list[Call]) -> tuple[dict[int, Tensor], set[str], bool]:
    """Weights by layer number, the names of the lists of layers, and whether one module serves several of them."""
    found: list[tuple[Call, Tensor]] = []
    for weights in returned or ():
        if weights is None:
            continue
        # the one that began last is the innermost: the modules around it hand on what it gave
        call = next((c for c in reversed(calls) if any(t is weights for t in c.gave)), None)
        call = call or next((c for c in reversed(calls) if any(alike(t, weights) for t in c.gave)), None)
        if call is None or not call.around:
            return in_order([each[0].float() for each in returned], calls)
        found.append((call, weights[0].float()))
    if not found:
        return {}, set(), False
    numbered = {call.around[0][1]: weights for call, weights in found}
    if len(numbered) < len(found):  # then by the order of calls
        return {i: weights for i, (_, weights) in enumerate(found)}, {c.around[-1][0] for c, _ in found}, True
    return numbered, {call.around[0][0] for call, _ in found}, False


def in_order(weights: list[Tensor], calls: list[Call]) -> tuple[dict[int, Tensor], set[str], bool]:
    """Weights that no module gave as they are (XLNet turns their axes), where as many layers ran: one each.

    Raises:
        Unplaced: no list has as many.

    """
    ran: dict[str, set[int]] = {}
    for call in calls:
        if call.around:
            ran.setdefault(call.around[0][0], set()).add(call.around[0][1])
    stacks = {name for name, numbers in ran.items() if len(numbers) == len(weights)}
    if not stacks:
        raise Unplaced(f"{len(weights)} weights, lists of {[len(numbers) for numbers in ran.values()]} layers")
    return dict(enumerate(weights)), stacks, False


def alike(a: Tensor, b: Tensor) -> bool:
    return a.shape == b.shape and a.dtype == b.dtype and bool(torch.equal(a, b))


def by_layer(calls: list[Call], stacks: set[str], *, shared: bool) -> tuple[dict[int, Tensor], dict[int, Tensor], int]:
    """What each layer took and gave, and how many ran: the entries of the list, or every run of what serves several."""
    given: dict[int, Tensor] = {}
    gave: dict[int, Tensor] = {}
    runs = [c for c in calls if c.around and c.around[-1][0] in stacks and c.name == entry_name(c)]
    for i, call in enumerate(runs):
        for found, tensors in ((given, call.took), (gave, call.gave)):
            for states in states_in(tensors)[:1]:
                found.setdefault(i if shared else call.around[-1][1], states)
    return given, gave, len(runs)


def entry_name(call: Call) -> str:
    """The name of the innermost list entry around a call, which may be the module itself."""
    return "{}.{}".format(*call.around[-1])


def states_in(tensors: list[Tensor]) -> list[Tensor]:
    """The [T, D] among what a module took or gave; FSMT has the axis of tokens first."""
    found = [t for t in tensors if t.dim() == 3 and 1 in t.shape[:2] and t.is_floating_point()]
    return [(t[0] if t.shape[0] == 1 else t[:, 0]).float() for t in found]


def after_layers(truth: Truth) -> nn.Module | None:
    """The first module that ran after the last layer: a norm in most models, the unembedding in some."""
    last = max((i for i, call in enumerate(truth.calls) if call.around), default=len(truth.calls))
    return next((call.module for call in truth.calls[last:] if not call.around), None)


def logits_of(model: PreTrainedModel, ending: nn.Module, ids: list[int], states: Tensor) -> Tensor:
    """Logits [T, V] that the model makes of ``states`` [T, D] in place of what its last layer gave."""
    hook = ending.register_forward_pre_hook(lambda _module, taken: (states[None], *taken[1:]))
    try:
        return logits_alone(model, ids)
    finally:
        hook.remove()


def logits_alone(model: PreTrainedModel, ids: list[int]) -> Tensor:
    """Logits [T, V] of a model that reads one sentence."""
    with torch.inference_mode():
        ones = torch.ones(1, len(ids), dtype=torch.long)
        found: Tensor = model(input_ids=torch.tensor([ids]), attention_mask=ones).logits[0].float()
    return found


def projection(truth: Truth, layer: int) -> tuple[nn.Module, int] | None:
    """The linear layer that reads a layer's joined heads, and how often it ran before.

    None where a norm reads them first, or none is known by its name.
    """
    weights, after, normed = truth.own[layer], False, list[Tensor]()
    for i, call in enumerate(truth.calls):
        around = call.around and call.around[0]
        if any(t.dim() == 4 and t.shape[1:] == weights.shape and torch.equal(t[0].float(), weights) for t in call.gave):
            after = after or bool(around)  # this module, or one inside it, reads them
            within = around
        if not after or around != within:
            continue
        if "norm" in type(call.module).__name__.lower():
            normed += call.gave
        if isinstance(call.module, nn.Linear | Conv1D) and call.name.rpartition(".")[2] in PROJECTIONS:
            if call.took[0].shape[-1] % len(weights) or any(t is call.took[0] for t in normed):
                return None
            return call.module, sum(each.module is call.module for each in truth.calls[:i])
    return None


def without_head(model: PreTrainedModel, ids: list[int], found: tuple[nn.Module, int], head: int, heads: int) -> Tensor:
    """Logits [T, V] with a head's part of what the output projection reads set to zero."""
    module, waiting = found

    def hook(_module: nn.Module, taken: tuple[Tensor, ...]) -> tuple[Tensor, ...] | None:
        nonlocal waiting
        waiting -= 1
        if waiting != -1:  # one module may serve several layers
            return None
        width = taken[0].shape[-1] // heads
        changed = taken[0].clone()
        changed[..., head * width : (head + 1) * width] = 0
        return (changed, *taken[1:])

    removing = module.register_forward_pre_hook(hook)
    try:
        return logits_alone(model, ids)
    finally:
        removing.remove()
