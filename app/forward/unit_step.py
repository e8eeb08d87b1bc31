"""One unit at one token, term by term: every product, sum and activation that made its new state."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import torch

from ..models.recurrent.net import RecurrentNet
from ..shapes import FloatArray
from .cells import BLOCKS, SIGMOID_GATES, Kind
from .recurrent import TOLERANCE, Trace

DEFINITIONS: dict[Kind, str] = {
    "lstm": (
        "Each gate: the sum of W·x and b_i, plus the sum of U·h and b_h, through σ (the candidate through tanh); then "
        "c' = f·c + i·g and h' = o·tanh(c') (Hochreiter & Schmidhuber 1997; Gers et al. 2000). Float32, below 1 ms."
    ),
    "gru": (
        "Each gate: the sum of W·x and b_i, plus the sum of U·h and b_h, through σ; the candidate through tanh, its "
        "recurrent sum and b_h multiplied by the reset r; then h' = (1−z)·n + z·h: z keeps (Cho et al. 2014, in "
        "torch's layout). Float32, below 1 ms."
    ),
    "rnn": "h' = tanh of the sum of W·x and b_i, plus the sum of U·h and b_h (Elman 1990). Float32, below 1 ms.",
}


@dataclass(frozen=True)
class GateStep:
    """One gate of one unit: its terms and what became of them.

    ``reset`` is the factor on ``recurrent_sum + recurrent_bias`` in a GRU's candidate, else None. ``sum`` is the
    argument of ``function``, ``activation`` its value.
    """

    input_weights: FloatArray  # [D]
    input_terms: FloatArray  # [D]
    input_bias: float
    input_sum: float
    recurrent_weights: FloatArray  # [U]
    recurrent_terms: FloatArray  # [U]
    recurrent_bias: float
    recurrent_sum: float
    reset: float | None
    sum: float
    activation: float
    function: Literal["sigmoid", "tanh"]


@dataclass(frozen=True)
class Update:
    """How the new state was put together; None where a kind has no such thing.

    ``previous`` is the unit's state before: the cell state of an LSTM, the hidden state of the others. ``kept`` is f·c
    or z·h, ``written`` i·g or (1−z)·n, ``squashed`` tanh(c').
    """

    previous: float
    kept: float | None
    written: float | None
    cell: float | None
    squashed: float | None
    hidden: float


@dataclass(frozen=True)
class UnitStep:
    """One unit at one token. ``max_abs_error`` is the largest difference of an activation or state from the trace."""

    kind: Kind
    input: FloatArray  # [D]
    hidden_before: FloatArray  # [U]
    cell_before: float | None
    gates: dict[str, GateStep]
    update: Update
    definition: str
    checked_against: str
    max_abs_error: float
    tolerance: float


def unit_step(net: RecurrentNet, ids: list[int], traced: Trace, token: int, unit: int) -> UnitStep:
    """Everything that unit ``unit`` did at token ``token``, in float32.

    Args:
        net: the net that made the trace.
        ids: piece ids, ``<s>`` first.
        traced: of ``ids``.
        token: counted from 0; at 0 the state before is zero.
        unit: counted from 0.

    """
    kind = traced.kind
    hidden = traced.states["hidden"]  # [T, U]
    x: FloatArray = net.embedding.weight[ids[token]].detach().numpy()  # [D]
    before = hidden[token - 1] if token else np.zeros_like(hidden[0])  # [U]
    gates: dict[str, GateStep] = {}
    for block, name in enumerate(BLOCKS[kind]):
        reset = gates["reset"].activation if (kind, name) == ("gru", "candidate") else None
        row = block * net.units + unit
        gates[name] = _gate(net, row, x, before, reset, sigmoid=name in SIGMOID_GATES[kind])
    cells = traced.states.get("cell")  # [T, U]
    cell_before = None if cells is None else float(cells[token - 1, unit]) if token else 0.0
    update = _update(kind, gates, float(before[unit]) if cell_before is None else cell_before)
    errors = [abs(gates[name].activation - float(values[token, unit])) for name, values in traced.gates.items()]
    errors.append(abs(update.hidden - float(hidden[token, unit])))
    if cells is not None and update.cell is not None:
        errors.append(abs(update.cell - float(cells[token, unit])))
    return UnitStep(
        kind=kind,
        input=x,
        hidden_before=before,
        cell_before=cell_before,
        gates=gates,
        update=update,
        definition=DEFINITIONS[kind],
        checked_against="the unrolled layer's gates and states at this token, which are held against "
        + traced.checked_against,
        max_abs_error=max(*errors, traced.max_abs_error),
        tolerance=TOLERANCE,
    )


def _gate(
    net: RecurrentNet, row: int, x: FloatArray, hidden: FloatArray, reset: float | None, *, sigmoid: bool
) -> GateStep:
    weight_ih, weight_hh, bias_ih, bias_hh = (np.asarray(value[row].detach().numpy()) for value in net.layer)
    input_terms, recurrent_terms = weight_ih * x, weight_hh * hidden  # [D], [U]
    input_sum, recurrent_sum = input_terms.sum(), recurrent_terms.sum()
    recurrent = recurrent_sum + bias_hh
    total = input_sum + bias_ih + (recurrent if reset is None else np.float32(reset) * recurrent)
    argument = torch.tensor(total)
    return GateStep(
        input_weights=weight_ih,
        input_terms=input_terms,
        input_bias=float(bias_ih),
        input_sum=float(input_sum),
        recurrent_weights=weight_hh,
        recurrent_terms=recurrent_terms,
        recurrent_bias=float(bias_hh),
        recurrent_sum=float(recurrent_sum),
        reset=reset,
        sum=float(total),
        activation=float(torch.sigmoid(argument) if sigmoid else torch.tanh(argument)),
        function="sigmoid" if sigmoid else "tanh",
    )


def _update(kind: Kind, gates: dict[str, GateStep], previous: float) -> Update:
    value = {name: np.float32(gate.activation) for name, gate in gates.items()}
    before = np.float32(previous)
    if kind == "rnn":
        return Update(previous, None, None, None, None, float(value["hidden"]))
    if kind == "gru":
        kept = value["update"] * before
        written = (np.float32(1) - value["update"]) * value["candidate"]
        return Update(previous, float(kept), float(written), None, None, float(kept + written))
    kept, written = value["forget"] * before, value["input"] * value["candidate"]
    cell = kept + written
    squashed = np.tanh(cell)
    return Update(
        previous, float(kept), float(written), float(cell), float(squashed), float(value["output"] * squashed)
    )
