"""What each unit of a gated cell does over a sentence: how often its gates are shut or open, and how long it keeps."""

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from ... import schemas
from ...forward.cells import KEEPING_GATE, SIGMOID_GATES
from ...forward.recurrent import Trace
from ..gates_read import GatesExtra, GatesRead

LOW, HIGH = 0.1, 0.9
SATURATION_DEFINITION = (
    f"Share of the steps after <s> at which a sigmoid gate is below {LOW} (low) or above {HIGH} (high), by gate and "
    "unit (Karpathy, Johnson & Fei-Fei 2015, 1506.02078); of the steps before check.first_apart, where there is one. "
    "Below 1 ms."
)
HALF_LIFE_DEFINITION = (
    "ln 0.5 / ln of the geometric mean, over the steps after <s>, of the gate that keeps (an LSTM's forget gate, a "
    "GRU's update gate), in tokens: after so many, at this mean, half of what the unit held is left (Tallec & Ollivier "
    "2018, 1804.11188). Below 1 it is no time to wait for: less than half is left after one token. Null without such a "
    "gate, or where it is 1 throughout in float32. Over the steps before check.first_apart, where there is one. Below "
    "1 ms."
)


@dataclass(frozen=True)
class Saturation:
    """Shares of steps of one gate, a value a unit."""

    low: list[float]
    high: list[float]


def saturation(traced: Trace) -> dict[str, Saturation]:
    """How often each sigmoid gate is shut or open, by gate and unit; zeros for a sentence of ``<s>`` alone."""
    found = {}
    for name in SIGMOID_GATES[traced.kind]:
        gate = traced.gates[name][1 : traced.known]  # [T - 1, U]
        steps = max(1, len(gate))
        low, high = (gate < LOW).sum(axis=0) / steps, (gate > HIGH).sum(axis=0) / steps  # [U], [U]
        found[name] = Saturation(low.tolist(), high.tolist())
    return found


def half_life(traced: Trace) -> list[float | None]:
    """Tokens until half of a unit's state is left, by unit; 0 where its gate was shut to 0 once."""
    keeping = KEEPING_GATE[traced.kind]
    units = traced.states["hidden"].shape[1]
    if keeping is None or traced.known < 2:
        return [None] * units
    with np.errstate(divide="ignore"):
        mean_log = np.log(traced.gates[keeping][1 : traced.known].astype(np.float64)).mean(axis=0)  # [U]
    return [float(np.log(0.5) / mean) if mean < 0 else None for mean in mean_log]


class UnitsExtra(GatesExtra):
    """Carrier order, from the card; saturation and half-life over this sentence."""

    name = "units"
    description = "the carrier order, saturation and half-life of every unit"
    cost = "below 1 ms"
    example: ClassVar[dict[str, Any]] = {**GatesExtra.example, "include": ["units"]}
    order = 20

    def answer(self, read: GatesRead) -> dict[str, Any]:
        """By unit."""
        card = read.net.card
        units = schemas.Units(
            order=card.carrier_order,
            definition=f"{card.carrier_definition} Measured on the trained net, whatever the checkpoint.",
            saturation={
                name: schemas.Saturation(low=found.low, high=found.high)
                for name, found in saturation(read.traced).items()
            },
            saturation_definition=SATURATION_DEFINITION,
            half_life=half_life(read.traced),
            half_life_definition=HALF_LIFE_DEFINITION,
        )
        return {"units": units}
