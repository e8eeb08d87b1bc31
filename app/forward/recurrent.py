"""A recurrent net on a sentence, unrolled by hand, so that its gates can be read.

torch's fused layers return states but no gates. Here the same equations run step by step on the same weights, and
every trace is held against the fused layer on its own input.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from ..models.recurrent.net import LayerWeights, RecurrentNet
from ..shapes import FloatArray
from .cells import Kind, Unrolled, kind_of, unroll

TOLERANCE = 1e-5  # float32: the largest difference from the fused layer that rounding can explain
APART = 1e-2  # float32 may differ so much from float64, or by this share of it: the counter does after 250 letters


@dataclass(frozen=True)
class Trace:
    """What a net did with a sentence.

    ``gates`` has input, forget, candidate and output of an LSTM, reset, update and candidate of a GRU, nothing of an
    RNN; ``states`` has hidden, and cell of an LSTM: each float32 [token, unit]. ``logits`` and ``probabilities`` are
    for the piece after each token, float32 [token, vocab]. ``max_abs_error`` is the largest difference of any state
    from torch's fused layer on this very input, ``checked_against`` says which. ``first_apart`` is the first token,
    from 0, at which a gate or a state in float32 and the same in float64 are more than APART apart; None if none are.
    """

    gates: dict[str, FloatArray]
    states: dict[str, FloatArray]
    logits: FloatArray
    probabilities: FloatArray
    max_abs_error: float
    kind: Kind
    checked_against: str
    first_apart: int | None = None

    @property
    def known(self) -> int:
        """How many tokens have gates and states that are more than rounding errors."""
        return len(self.states["hidden"]) if self.first_apart is None else self.first_apart


def checked_against(kind: Kind, *, stepwise: bool = False) -> str:
    """What this kind of trace is compared with."""
    found = f"torch.nn.{kind.upper()}, fused, float32, the same weights and input"
    return f"{found}, each step alone from the trace's own state before" if stepwise else found


@torch.no_grad()
def trace(net: RecurrentNet, ids: list[int], *, stepwise: bool = False) -> Trace:
    """Gates, states and next-piece scores for piece ids, ``<s>`` first.

    ``stepwise`` holds every step alone against the fused layer: where the recurrent matrix is scaled up, states grow
    apart from the smallest rounding, and a comparison of whole sentences says nothing about the equations.
    """
    kind = kind_of(net)
    x = net.embedding(torch.tensor(ids))  # [T, D]
    u = unroll(kind, x, net.layer)
    error = _step_error(net, x, u) if stepwise else _error(net, x, u)
    logits = net.logits(u.hidden)  # [T, V]
    return Trace(
        gates={name: gate.numpy() for name, gate in u.gates.items()},
        states={name: state.numpy() for name, state in u.states.items()},
        logits=logits.numpy(),
        probabilities=torch.softmax(logits, dim=-1).numpy(),
        max_abs_error=error,
        kind=kind,
        checked_against=checked_against(kind, stepwise=stepwise),
        first_apart=_first_apart(net, x, u),
    )


def lost_at(values: Tensor, exact: Tensor) -> Tensor:
    """Whether any number of a step differs by more than APART, or than that share of it. [T, N] twice → [T]."""
    return ((values.double() - exact).abs() > APART * exact.abs().clamp(min=1)).any(dim=1)


def _first_apart(net: RecurrentNet, x: Tensor, u: Unrolled) -> int | None:
    """The first token at which float64 gives something else: a chaotic net doubles rounding errors every few steps."""
    exact = unroll(kind_of(net), x.double(), LayerWeights(*(weight.double() for weight in net.layer)))
    pairs = [(u.gates[name], exact.gates[name]) for name in u.gates]
    pairs += [(u.states[name], exact.states[name]) for name in u.states]
    lost = torch.stack([lost_at(values, right) for values, right in pairs]).any(dim=0)  # [T]
    return int(lost.int().argmax()) if bool(lost.any()) else None


def _error(net: RecurrentNet, x: Tensor, u: Unrolled) -> float:
    """Largest difference from the fused layer: every hidden state, and the last state whole."""
    hidden, last = net.cell(x)  # [T, U], and [1, U], of an LSTM twice
    differences = [u.hidden - hidden, *(u.states[name][-1:] - state for name, state in _named(last).items())]
    return max(float(difference.abs().max()) for difference in differences)


def _step_error(net: RecurrentNet, x: Tensor, u: Unrolled) -> float:
    """Largest difference from the fused layer's steps, T sentences of one token from the states that ``u`` was in."""
    before = [torch.cat([state.new_zeros(1, net.units), state[:-1]])[None] for state in _ordered(u)]  # [1, T, U] each
    _, last = net.cell(x[:, None], tuple(before) if len(before) > 1 else before[0])  # [1, T, U], of an LSTM twice
    return max(float((u.states[name] - state[0]).abs().max()) for name, state in _named(last).items())


def _ordered(u: Unrolled) -> list[Tensor]:
    """The states in torch's order, hidden first."""
    return [u.states[name] for name in ("hidden", "cell") if name in u.states]


def _named(last: Tensor | tuple[Tensor, Tensor]) -> dict[str, Tensor]:
    """The states that a torch layer returns beside its outputs, by name."""
    return dict(zip(("hidden", "cell"), last if isinstance(last, tuple) else (last,), strict=False))
