"""Copies of a net with another forget bias or a scaled recurrent matrix, to show what initialisation decides."""

import copy

import torch

from ..errors import FieldError, InvalidRequest
from ..models.recurrent.net import RecurrentNet
from .cells import BLOCKS, KEEPING_GATE, kind_of


@torch.no_grad()
def variant(net: RecurrentNet, forget_bias: float | None = None, recurrent_scale: float | None = None) -> RecurrentNet:
    """A copy of a net with the change that was asked for; the net itself without one.

    Args:
        net: is left as it is.
        forget_bias: of every unit's gate that keeps: an LSTM's forget gate, a GRU's update gate. torch adds two biases,
            so it goes into ``bias_ih`` and that part of ``bias_hh`` becomes 0 (Jozefowicz, Zaremba & Sutskever 2015).
        recurrent_scale: multiplies all of ``weight_hh``.

    Raises:
        InvalidRequest: a bias for an RNN, which has no gate.

    """
    if forget_bias is None and recurrent_scale is None:
        return net
    kind, found = kind_of(net), copy.deepcopy(net)
    layer = found.layer
    if forget_bias is not None:
        keeping = KEEPING_GATE[kind]
        if keeping is None:
            detail = f"the {kind} has no gate that keeps: forget_bias is for lstm and gru"
            raise InvalidRequest(detail, errors=[FieldError("/forget_bias", detail)])
        start = BLOCKS[kind].index(keeping) * net.units
        rows = slice(start, start + net.units)
        layer.bias_ih[rows] = forget_bias
        layer.bias_hh[rows] = 0
    if recurrent_scale is not None:
        layer.weight_hh.mul_(recurrent_scale)
    return found
