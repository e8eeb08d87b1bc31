"""A recurrent cell unrolled by hand, so that its gates can be read.

torch's fused layers return states but no gates. Here the same equations run step by step on the same weights, and
every trace is held against the fused layer on its own input.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from app.models.recurrent.net import RecurrentNet
from app.shapes import FloatArray

TOLERANCE = 1e-5  # float32: the largest difference from the fused layer that rounding explains
CHECKED_AGAINST = "torch.nn.LSTM, fused, float32, the same weights and input"


@dataclass(frozen=True)
class Unrolled:
    """Gates and states of one sentence, each [T, U]."""

    input: Tensor
    forget: Tensor
    candidate: Tensor
    output: Tensor
    cell: Tensor
    hidden: Tensor


@dataclass(frozen=True)
class Trace:
    """What a net did with a sentence.

    ``gates`` has input, forget, candidate and output, ``states`` has cell and hidden: each float32 [token, unit].
    ``logits`` and ``probabilities`` are for the piece after each token, float32 [token, vocab]. ``max_abs_error`` is
    the largest difference of any state from torch's fused layer on this very input.
    """

    gates: dict[str, FloatArray]
    states: dict[str, FloatArray]
    logits: FloatArray
    probabilities: FloatArray
    max_abs_error: float


def unroll_lstm(x: Tensor, weight_ih: Tensor, weight_hh: Tensor, bias_ih: Tensor, bias_hh: Tensor) -> Unrolled:
    """An LSTM layer over x, [T, D], from a zero state (Hochreiter & Schmidhuber 1997; forget gate: Gers et al. 2000).

    i = σ(W_ii x + b_ii + W_hi h + b_hi), f and o alike, g = tanh(W_ig x + b_ig + W_hg h + b_hg);
    c' = f·c + i·g; h' = o·tanh(c'). Rows of ``weight_ih``, [4U, D], and ``weight_hh``, [4U, U], are [i | f | g | o].
    Runs in the element type of its arguments.
    """
    units = weight_hh.shape[1]
    hidden = x.new_zeros(units)  # [U]
    cell = x.new_zeros(units)  # [U]
    from_input = x @ weight_ih.T + bias_ih  # [T, 4U]
    steps: list[tuple[Tensor, ...]] = []
    for at in range(x.shape[0]):
        sums = from_input[at] + weight_hh @ hidden + bias_hh  # [4U]
        i, f, g, o = sums.chunk(4)  # [U] each
        i, f, g, o = torch.sigmoid(i), torch.sigmoid(f), torch.tanh(g), torch.sigmoid(o)  # [U] each
        cell = f * cell + i * g  # [U]
        hidden = o * torch.tanh(cell)  # [U]
        steps.append((i, f, g, o, cell, hidden))
    return Unrolled(*(torch.stack(values) for values in zip(*steps, strict=True)))  # [T, U] each


@torch.no_grad()
def trace(net: RecurrentNet, ids: list[int]) -> Trace:
    """Gates, states and next-piece scores for piece ids, ``<s>`` first."""
    x = net.embedding(torch.tensor(ids))  # [T, D]
    u = unroll_lstm(x, *net.layer)
    fused, (last_hidden, last_cell) = net.cell(x)  # [T, U], ([1, U], [1, U])
    error = max(
        float((u.hidden - fused).abs().max()),
        float((u.hidden[-1] - last_hidden[0]).abs().max()),
        float((u.cell[-1] - last_cell[0]).abs().max()),
    )
    logits = net.logits(u.hidden)  # [T, V]
    return Trace(
        gates={
            "input": u.input.numpy(),
            "forget": u.forget.numpy(),
            "candidate": u.candidate.numpy(),
            "output": u.output.numpy(),
        },
        states={"cell": u.cell.numpy(), "hidden": u.hidden.numpy()},
        logits=logits.numpy(),
        probabilities=torch.softmax(logits, dim=-1).numpy(),
        max_abs_error=error,
    )
