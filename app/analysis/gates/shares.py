"""What a state still holds of each earlier step: the surviving share.

An LSTM's cell and a GRU's hidden state are weighted sums of what was written at each step, and the weights are
products of the gate that keeps. So either can be taken apart by step without an approximation. What an LSTM predicts
from is not its cell but h = o·tanh c: there each unit's tanh is shared out among the steps by a convention, in
proportion to their parts of c.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from ... import schemas
from ...errors import InvalidRequest
from ...forward.cells import KEEPING_GATE
from ...forward.recurrent import Trace
from ...models.recurrent.net import RecurrentNet
from ..gates_read import GatesExtra, GatesRead

RIVALS = 4
UNIT_DEFINITIONS = {
    "lstm": (
        "values[t][j] = Π_{j<k≤t} f_k · i_j · g_j: what the cell state after token t still holds of what was written "
        "at token j. Rows sum to c_t (Hochreiter & Schmidhuber 1997, unrolled). `kept` is the product alone. Below "
        "1 ms at 64 tokens."
    ),
    "gru": (
        "values[t][j] = Π_{j<k≤t} z_k · (1 − z_j) · n_j: what the hidden state after token t still holds of what was "
        "written at token j. Rows sum to h_t (Cho et al. 2014, unrolled). `kept` is the product alone. Below 1 ms at "
        "64 tokens."
    ),
}
PROJECTED_DEFINITIONS = {
    "lstm": (
        "values[t][j] = Σ_u d_tu · o_tu · tanh(c_tu) / c_tu · Π_{j<k≤t} f_ku · i_ju · g_ju: what token j left in the "
        "hidden state after token t, in the direction d_t = Pᵀ(E[predicted] − mean of E[rivals]). Parts of c are "
        "exact; that each unit's tanh is shared out in proportion to them is a convention, by which rows sum to "
        "d_t·h_t: the predicted piece's score minus its rivals' mean score, both without the biases, with which it "
        "need not be positive. About 10 ms at 64 tokens on one thread."
    ),
    "gru": (
        "values[t][j] = Σ_u d_tu · Π_{j<k≤t} z_ku · (1 − z_ju) · n_ju: what token j left in the hidden state after "
        "token t, in the direction d_t = Pᵀ(E[predicted] − mean of E[rivals]). Rows sum to d_t·h_t: the predicted "
        "piece's score minus its rivals' mean score, both without the biases, with which it need not be positive. "
        "About 10 ms at 64 tokens on one thread."
    ),
}
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Shares:
    """Signed contributions of step j to the state at step t, [T, T], 0 for j > t.

    ``totals``, [T], is what the rows must add up to, taken from the trace; ``rebuild_error`` the largest difference.
    ``kept``, [T, T], is given for a unit. ``predicted`` and ``rivals`` are vocabulary indices, given for a projection:
    fewer than four rivals where the vocabulary has no more.
    """

    values: Floats
    kept: Floats | None
    totals: Floats
    rebuild_error: float
    unit: int | None
    predicted: list[int] | None
    rivals: list[list[int]] | None
    definition: str


def shares(net: RecurrentNet, traced: Trace, unit: int | None = None) -> Shares:
    """The surviving shares of one unit, or of all units projected on what was predicted at each step.

    Raises:
        InvalidRequest: the cell is an RNN, which carries nothing over linearly.

    """
    return projected_shares(net, traced) if unit is None else unit_shares(traced, unit)


def unit_shares(traced: Trace, unit: int) -> Shares:
    """What unit ``unit``'s state (an LSTM's cell, a GRU's hidden state) holds of each step, and what survives."""
    keeping, written = _keeping(traced)[:, unit], _written(traced)[:, unit]  # [T], [T]
    kept = survival(keeping[:, None])[:, :, 0]  # [T, T]
    values = kept * written  # [T, T]
    totals = traced.states["cell" if traced.kind == "lstm" else "hidden"][:, unit].astype(np.float64)  # [T]
    return Shares(values, kept, totals, _error(values, totals), unit, None, None, UNIT_DEFINITIONS[traced.kind])


def projected_shares(net: RecurrentNet, traced: Trace) -> Shares:
    """What the hidden state holds of each step in the direction of the prediction against its rivals, 4 of them."""
    kept, written = survival(_keeping(traced)), _written(traced)  # [T, T, U], [T, U]
    likeliest = [_likeliest(row, RIVALS + 1) for row in traced.logits]  # [T][5]
    embedding = net.embedding.weight.detach().numpy().astype(np.float64)  # [V, E]
    apart = np.stack([embedding[first] - embedding[rest].mean(axis=0) for first, *rest in likeliest])  # [T, E]
    direction = apart @ net.project.weight.detach().numpy().astype(np.float64)  # [T, U]
    hidden = traced.states["hidden"].astype(np.float64)  # [T, U]
    weights = direction * _read_out(traced)  # [T, U]
    values = np.einsum("tu,tju,ju->tj", weights, kept, written, optimize=True)  # [T, T]
    totals = (direction * hidden).sum(axis=1)  # [T]
    return Shares(
        values=values,
        kept=None,
        totals=totals,
        rebuild_error=_error(values, totals),
        unit=None,
        predicted=[row[0] for row in likeliest],
        rivals=[row[1:] for row in likeliest],
        definition=PROJECTED_DEFINITIONS[traced.kind],
    )


def survival(keeping: Floats) -> Floats:
    """Π_{j<k≤t} of a gate for every t and j, by unit: 1 for j = t, 0 for j > t. [T, U] → [T, T, U].

    Row t is row t − 1 times the gate at t. A quotient of cumulative products, or a difference of their logarithms,
    would be 0/0 once a gate has shut.
    """
    tokens, units = keeping.shape
    found = np.zeros((tokens, tokens, units))  # [T, T, U]
    for t in range(tokens):
        found[t, :t] = found[t - 1, :t] * keeping[t]
        found[t, t] = 1
    return found


def _keeping(traced: Trace) -> Floats:
    """The gate that keeps, [T, U]."""
    name = KEEPING_GATE[traced.kind]
    if name is None:
        raise InvalidRequest(f"the {traced.kind} carries nothing over linearly: shares are for lstm and gru")
    return traced.gates[name].astype(np.float64)


def _written(traced: Trace) -> Floats:
    """What each step wrote, [T, U]."""
    candidate = traced.gates["candidate"].astype(np.float64)  # [T, U]
    if traced.kind == "lstm":
        return traced.gates["input"].astype(np.float64) * candidate
    return (1 - traced.gates["update"].astype(np.float64)) * candidate


def _read_out(traced: Trace) -> Floats:
    """What a unit's kept sum is multiplied with to be its hidden state: o·tanh(c)/c, which is o at c = 0. [T, U]."""
    if traced.kind == "gru":
        return np.ones_like(traced.states["hidden"], dtype=np.float64)
    cell = traced.states["cell"].astype(np.float64)  # [T, U]
    small = np.abs(cell) < 1e-4
    safe = np.where(small, 1.0, cell)  # [T, U]
    ratio = np.where(small, 1 - cell**2 / 3, np.tanh(safe) / safe)  # [T, U]
    return traced.gates["output"].astype(np.float64) * ratio


def _likeliest(scores: npt.NDArray[np.float32], count: int) -> list[int]:
    """The indices of the ``count`` largest, largest first; ties go to the smaller index. [V] → [count]."""
    if count < len(scores):
        candidates = np.flatnonzero(scores >= np.partition(scores, -count)[-count])  # [≥ count]
    else:
        candidates = np.arange(len(scores))
    order = np.argsort(-scores[candidates], kind="stable")[:count]
    return [int(index) for index in candidates[order]]


def _error(values: Floats, totals: Floats) -> float:
    return float(np.abs(values.sum(axis=1) - totals).max())


def shared(read: GatesRead) -> Shares:
    """The surviving shares of the unit asked for, or of all of them."""
    return shares(read.net.net, read.traced, read.request.unit)


class SharesExtra(GatesExtra):
    """Shares by token and source."""

    name = "shares"
    description = "what each step's state still holds of what was written at each step before (LSTM and GRU)"
    needs = "an LSTM or a GRU"
    cost = "some milliseconds"
    example: ClassVar[dict[str, Any]] = {**GatesExtra.example, "include": ["shares"], "unit": 8}
    order = 30
    limit = "max_gradient_tokens"
    works = (shared,)

    def refusal(self, request: schemas.GatesFields) -> str | None:
        """An RNN has none."""
        if request.cell != "rnn":
            return None
        return (
            "rnn has no shares: its state goes through tanh at every step, so nothing written is carried over as a "
            "share of it. Ask for reach or counterfactual, or for shares of lstm or gru."
        )

    def answer(self, read: GatesRead) -> dict[str, Any]:
        """[token, source], in float32."""
        found, text_of = read.of(shared), read.net.text_of
        answer = schemas.Shares.of(
            found.values.astype(np.float32),  # [T, J]
            ["token", "source"],
            definition=found.definition,
            unit=found.unit,
            predicted=None if found.predicted is None else [text_of(index) for index in found.predicted],
            rivals=None if found.rivals is None else [[text_of(index) for index in row] for row in found.rivals],
            totals=found.totals.tolist(),
            rebuild_error=found.rebuild_error,
            kept=None if found.kept is None else found.kept.astype(np.float32),  # [T, J]
        )
        return {"shares": answer}
