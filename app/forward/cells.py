"""The three recurrent cells, written out step by step, so that gates and states can be read.

The equations are those of torch's layers, in torch's layout, and run in the element type of their arguments. Every
function takes x, [T, D], and a layer's ``weight_ih``, [G·U, D], ``weight_hh``, [G·U, U], ``bias_ih`` and ``bias_hh``,
[G·U] each, G blocks of U rows; it starts from a zero state.
"""

from dataclasses import dataclass
from typing import Literal, get_args

import torch
from torch import Tensor

from ..models.recurrent.net import LayerWeights, RecurrentNet

Kind = Literal["lstm", "gru", "rnn"]
KINDS: tuple[Kind, ...] = get_args(Kind)
BLOCKS: dict[Kind, tuple[str, ...]] = {
    "lstm": ("input", "forget", "candidate", "output"),
    "gru": ("reset", "update", "candidate"),
    "rnn": ("hidden",),
}
KEEPING_GATE: dict[Kind, str | None] = {"lstm": "forget", "gru": "update", "rnn": None}
SIGMOID_GATES: dict[Kind, tuple[str, ...]] = {
    "lstm": ("input", "forget", "output"),
    "gru": ("reset", "update"),
    "rnn": (),
}
_MODES: dict[str, Kind] = {"LSTM": "lstm", "GRU": "gru", "RNN_TANH": "rnn"}


@dataclass(frozen=True)
class Unrolled:
    """Gates and states of one sentence by name, each [T, U]."""

    gates: dict[str, Tensor]
    states: dict[str, Tensor]

    @property
    def hidden(self) -> Tensor:
        """The hidden state after each token, [T, U]."""
        return self.states["hidden"]


def kind_of(net: RecurrentNet) -> Kind:
    """Whose equations a net follows, by the torch layer it has."""
    return _MODES[net.cell.mode]


def unroll(kind: Kind, x: Tensor, layer: LayerWeights) -> Unrolled:
    """A layer of any kind over x, [T, D]."""
    return {"lstm": unroll_lstm, "gru": unroll_gru, "rnn": unroll_rnn}[kind](x, *layer)


def unroll_lstm(x: Tensor, weight_ih: Tensor, weight_hh: Tensor, bias_ih: Tensor, bias_hh: Tensor) -> Unrolled:
    """An LSTM layer (Hochreiter & Schmidhuber 1997; forget gate: Gers et al. 2000).

    i = σ(W_ii x + b_ii + W_hi h + b_hi), f and o alike, g = tanh(W_ig x + b_ig + W_hg h + b_hg);
    c' = f·c + i·g; h' = o·tanh(c'). Rows are [i | f | g | o].
    """
    hidden = x.new_zeros(weight_hh.shape[1])  # [U]
    cell = hidden  # [U]
    steps: list[tuple[Tensor, ...]] = []
    for from_input in (x @ weight_ih.T + bias_ih).unbind():  # [4U] each
        i, f, g, o = (from_input + weight_hh @ hidden + bias_hh).chunk(4)  # [U] each
        i, f, g, o = torch.sigmoid(i), torch.sigmoid(f), torch.tanh(g), torch.sigmoid(o)  # [U] each
        cell = f * cell + i * g  # [U]
        hidden = o * torch.tanh(cell)  # [U]
        steps.append((i, f, g, o, cell, hidden))
    i, f, g, o, cell, hidden = (torch.stack(values) for values in zip(*steps, strict=True))  # [T, U] each
    return Unrolled({"input": i, "forget": f, "candidate": g, "output": o}, {"cell": cell, "hidden": hidden})


def unroll_gru(x: Tensor, weight_ih: Tensor, weight_hh: Tensor, bias_ih: Tensor, bias_hh: Tensor) -> Unrolled:
    """A GRU layer (Cho et al. 2014) in the form of torch and cuDNN.

    r = σ(W_ir x + b_ir + W_hr h + b_hr), z alike, n = tanh(W_in x + b_in + r·(W_hn h + b_hn)); h' = (1−z)·n + z·h.
    Rows are [r | z | n]. Here z keeps the old state: many textbooks have it the other way round, z letting the new one
    in. The reset acts after the matrix product, so that b_hn is inside it: in the paper it acts before, on h.
    """
    hidden = x.new_zeros(weight_hh.shape[1])  # [U]
    steps: list[tuple[Tensor, ...]] = []
    for from_input in (x @ weight_ih.T + bias_ih).unbind():  # [3U] each
        r, z, n = from_input.chunk(3)  # [U] each
        r_hidden, z_hidden, n_hidden = (weight_hh @ hidden + bias_hh).chunk(3)  # [U] each
        r, z = torch.sigmoid(r + r_hidden), torch.sigmoid(z + z_hidden)  # [U] each
        n = torch.tanh(n + r * n_hidden)  # [U]
        hidden = (1 - z) * n + z * hidden  # [U]
        steps.append((r, z, n, hidden))
    r, z, n, hidden = (torch.stack(values) for values in zip(*steps, strict=True))  # [T, U] each
    return Unrolled({"reset": r, "update": z, "candidate": n}, {"hidden": hidden})


def unroll_rnn(x: Tensor, weight_ih: Tensor, weight_hh: Tensor, bias_ih: Tensor, bias_hh: Tensor) -> Unrolled:
    """A plain RNN layer (Elman 1990): h' = tanh(W_ih x + b_ih + W_hh h + b_hh). It has no gates."""
    hidden = x.new_zeros(weight_hh.shape[1])  # [U]
    steps: list[Tensor] = []
    for from_input in (x @ weight_ih.T + bias_ih).unbind():  # [U] each
        hidden = torch.tanh(from_input + weight_hh @ hidden + bias_hh)  # [U]
        steps.append(hidden)
    return Unrolled({}, {"hidden": torch.stack(steps)})  # [T, U]
