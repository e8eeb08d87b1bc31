"""The output projections of a model's attention layers, found by watching which module reads what attention gave.

Multi-head attention joins its heads and multiplies by W_O (Vaswani et al. 2017, 1706.03762, section 3.2.2). The product
is a sum over heads, out = Σ_h output_h · W_O^h + b_O, so that each head's own part of it can be read.
"""

from contextlib import ExitStack
from weakref import WeakKeyDictionary

import torch
from torch import Tensor, nn
from transformers import PreTrainedModel
from transformers.pytorch_utils import Conv1D

from ..capture.attention import recording
from ..capture.probe import made_up_inputs

_found: "WeakKeyDictionary[PreTrainedModel, list[nn.Module | None]]" = WeakKeyDictionary()


def projections(model: PreTrainedModel) -> list[nn.Module | None]:
    """The linear layer after each attention layer, in call order; None where no plain one reads the joined heads.

    A model that gates or normalises the joined heads first has None. Found once a model, on a short made-up input.
    """
    if model not in _found:
        _found[model] = _watch(model)
    return _found[model]


def _watch(model: PreTrainedModel) -> list[nn.Module | None]:
    found: dict[int, nn.Module] = {}
    with torch.inference_mode(), recording(()) as recorder, ExitStack() as hooks:

        def read(module: nn.Module, given: tuple[Tensor, ...]) -> None:
            joined = recorder.given
            if joined is None or not given:
                return
            if given[0].data_ptr() == joined.data_ptr() and given[0].numel() == joined.numel():
                found.setdefault(recorder.calls - 1, module)

        for module in model.modules():
            if isinstance(module, nn.Linear | Conv1D):
                hooks.callback(module.register_forward_pre_hook(read).remove)
        model(**made_up_inputs(model))
        calls = recorder.calls
    return [found.get(call) for call in range(calls)]


def head_matrix(projection: nn.Module, head: int, width: int) -> Tensor:
    """W_O^h: the part of an output projection that reads head ``head`` of ``width`` components, [D, model]."""
    weight = projection.get_parameter("weight")
    matrix = weight if isinstance(projection, Conv1D) else weight.T  # [H · D, model]
    return matrix[head * width : (head + 1) * width]


def bias_of(projection: nn.Module) -> Tensor | None:
    """b_O, [model]; None where the projection has none."""
    bias = getattr(projection, "bias", None)
    return bias if isinstance(bias, Tensor) else None
