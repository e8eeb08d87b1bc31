"""How far back a gradient reaches: the Jacobian of a state with respect to each earlier input."""

import copy
import math
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt
import torch

from ... import schemas
from ...forward.cells import kind_of, unroll
from ...forward.recurrent import lost_at
from ...models.recurrent.net import LayerWeights, RecurrentNet
from ..gates_read import GatesExtra, GatesRead

DEFINITION = (
    "norms[k] = ‖∂h_T/∂x_{T−k}‖, the Frobenius norm of the Jacobian of the hidden state after token T with respect to "
    "the embedding of the token k before it, through all the cell's states; ratios[k] = norms[k]/norms[0]. Slope and "
    "R² are of the least-squares line of ln ratio on k; half-life = ln 0.5 / slope where it falls, doubling = "
    "ln 2 / slope where it grows, in tokens, and neither where the slope is within two standard errors of 0: no "
    "significant trend over these points, which is not the same as no decay (Bengio, Simard & Frasconi 1994; Pascanu, "
    "Mikolov & Bengio 2013, 1211.5063). Float64; a number that float64 cannot hold is "
    "null, and it and a norm of 0 are left out of the line. About 0.15 s at 64 tokens on one thread."
)
FEWEST_POINTS = 3  # two points lie on a line whatever they are
ROUNDING = 1e-12  # a slope that float64 makes of a flat line


@dataclass(frozen=True)
class Line:
    """The line through ln ratio: None where there are fewer than three points.

    ``half_life`` and ``doubling`` are in tokens; at most one is given, neither where there is no trend.
    """

    slope: float | None
    r_squared: float | None
    half_life: float | None
    doubling: float | None


@dataclass(frozen=True)
class Reach:
    """Norms by distance, [T + 1], from 0; None for a number that float64 cannot hold, or that 0 was to divide.

    ``first_apart`` is the first token at which torch's fused layer and the unrolled one, both float64, are apart.
    """

    token: int
    distances: list[int]
    norms: list[float | None]
    ratios: list[float | None]
    line: Line
    first_apart: int | None = None
    definition: str = DEFINITION


def reach(net: RecurrentNet, ids: list[int], token: int) -> Reach:
    """The gradient reach of the hidden state after ``token``, counted from 0, over all tokens up to it."""
    jacobians = input_jacobians(net, ids[: token + 1])  # [T + 1, U, D]
    norms = np.linalg.norm(jacobians, axis=(1, 2))[::-1]  # [T + 1]
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        ratios = norms / norms[0]  # [T + 1]
    return Reach(
        token,
        list(range(token + 1)),
        _finite(norms),
        _finite(ratios),
        line(ratios),
        _first_apart(net, ids[: token + 1]),
    )


@torch.no_grad()
def _first_apart(net: RecurrentNet, ids: list[int]) -> int | None:
    """Where two ways to sum the same products in float64 give other states: there even float64 holds rounding alone."""
    x = net.embedding.weight.detach()[ids].double()  # [T, D]
    fused, _ = copy.deepcopy(net.cell).double()(x)  # [T, U]
    unrolled = unroll(kind_of(net), x, LayerWeights(*(weight.double() for weight in net.layer)))
    lost = lost_at(unrolled.hidden, fused)  # [T]
    return int(lost.int().argmax()) if bool(lost.any()) else None


def input_jacobians(net: RecurrentNet, ids: list[int]) -> npt.NDArray[np.float64]:
    """∂h_T/∂x_j for every token j, h_T the last hidden state, float64. [T] → [T, U, D].

    By autograd through torch's own layer, which reads U copies of the sentence at once: copy u gives row u. That is
    faster than U vector-Jacobian products through one copy, batched or not.
    """
    layer = copy.deepcopy(net.cell).double().requires_grad_(requires_grad=False)
    units = range(net.units)
    with torch.enable_grad():
        x = net.embedding.weight.detach()[ids].double().repeat(net.units, 1, 1).requires_grad_()  # [U, T, D]
        hidden, _ = layer(x)  # [U, T, U]
        (found,) = torch.autograd.grad(hidden[units, -1, units].sum(), x)  # [U, T, D]
    jacobians: npt.NDArray[np.float64] = found.transpose(0, 1).numpy()  # [T, U, D]
    return jacobians


def line(ratios: npt.NDArray[np.float64]) -> Line:
    """Least squares of ln ratio on the distance, over the ratios that are finite and above 0. [T + 1]."""
    usable = np.isfinite(ratios) & (ratios > 0)
    if usable.sum() < FEWEST_POINTS:
        return Line(None, None, None, None)
    distances, logs = np.flatnonzero(usable).astype(np.float64), np.log(ratios[usable])  # [N], [N]
    d, y = distances - distances.mean(), logs - logs.mean()  # [N], [N]
    slope = float((d * y).sum() / (d * d).sum())
    spread, residual = float((y * y).sum()), float(((y - slope * d) ** 2).sum())
    standard_error = math.sqrt(residual / (len(d) - 2) / float((d * d).sum()))
    trend = abs(slope) > max(2 * standard_error, ROUNDING)
    return Line(
        slope=slope,
        r_squared=1 - residual / spread if spread else None,
        half_life=math.log(0.5) / slope if trend and slope < 0 else None,
        doubling=math.log(2) / slope if trend and slope > 0 else None,
    )


def _finite(values: npt.NDArray[np.float64]) -> list[float | None]:
    return [float(value) if math.isfinite(value) else None for value in values]


def reached(read: GatesRead) -> Reach:
    """The gradient reach of the state after the token asked about."""
    return reach(read.net.net, read.ids, read.token)


class ReachExtra(GatesExtra):
    """Norms of gradients by distance."""

    name = "reach"
    description = "how the gradient of a state falls off over the tokens before it"
    cost = "at 64 tokens as long as ten to twenty traces"
    example: ClassVar[dict[str, Any]] = {**GatesExtra.example, "include": ["reach"], "token": 5}
    order = 40
    limit = "max_gradient_tokens"
    works = (reached,)

    def answer(self, read: GatesRead) -> dict[str, Any]:
        """By distance; NaN for a number that float64 cannot hold."""
        found = read.of(reached)
        answer = schemas.Reach(
            token=found.token,
            axes=["distance"],
            shape=[len(found.distances)],
            distances=found.distances,
            norms=np.array(found.norms, dtype=np.float64),  # [R]
            ratios=np.array(found.ratios, dtype=np.float64),  # [R]
            slope=found.line.slope,
            r_squared=found.line.r_squared,
            half_life=found.line.half_life,
            doubling=found.line.doubling,
            first_apart=found.first_apart,
            definition=found.definition,
        )
        return {"reach": answer}
