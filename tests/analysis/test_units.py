import dataclasses
import math

import numpy as np
import pytest

from app.analysis.gates.units import half_life, saturation
from app.forward.cells import Kind
from app.forward.recurrent import Trace, trace
from app.models.recurrent import net as nets
from tests.forward.made import GATED, made_net

IDS = [0, 5, 9, 2, 9, 17, 4, 4, 20, 1]
KEEPING = {"lstm": "forget", "gru": "update"}


def traced_with(kind: Kind, name: str, values: list[list[float]]) -> Trace:
    """A trace whose gate ``name`` has the values [T][U]."""
    gate = np.array(values, dtype=np.float32)
    hidden = np.zeros_like(gate)
    gates = {n: np.full_like(gate, 0.5) for n in ("input", "forget", "output", "reset", "update")}
    return Trace({**gates, name: gate}, {"hidden": hidden}, hidden, hidden, 0.0, kind, "")


@pytest.mark.parametrize("kind", GATED)
def test_equal_to_a_recomputation(kind: Kind) -> None:
    net = made_net(kind)
    traced = trace(net, IDS)
    got = saturation(traced)
    assert set(got) == ({"input", "forget", "output"} if kind == "lstm" else {"reset", "update"})
    for name, shares in got.items():
        for unit in range(net.units):
            values = [float(row[unit]) for row in traced.gates[name]][1:]
            assert shares.low[unit] == pytest.approx(sum(v < 0.1 for v in values) / 9)
            assert shares.high[unit] == pytest.approx(sum(v > 0.9 for v in values) / 9)
    assert any(0 < share < 1 for shares in got.values() for share in shares.low + shares.high)
    for unit, found in enumerate(half_life(traced)):
        values = [float(row[unit]) for row in traced.gates[KEEPING[kind]]][1:]
        mean = math.prod(values) ** (1 / 9)
        assert found == pytest.approx(math.log(0.5) / math.log(mean), rel=1e-6)


def test_the_shipped_net_has_units_that_keep() -> None:
    traced = trace(nets.load("lstm"), [0, *range(300, 330)])
    found = half_life(traced)
    product = np.prod(traced.gates["forget"][1:].astype(np.float64), axis=0)
    for unit, value in enumerate(found):
        assert value is not None
        assert product[unit] == pytest.approx(0.5 ** (30 / value), rel=1e-6)


def test_the_step_of_the_start_is_left_out() -> None:
    traced = traced_with("lstm", "forget", [[0.01], [0.95], [0.5], [0.95], [0.5]])
    assert saturation(traced)["forget"].low == [0]
    assert saturation(traced)["forget"].high == [0.5]


@pytest.mark.parametrize("kind", GATED)
def test_half_lives_at_the_ends(kind: Kind) -> None:
    half, never, at_once = 0.5 ** (1 / 4), 1.0, 0.0
    found = half_life(traced_with(kind, KEEPING[kind], [[0.3] * 3, *[[half, never, at_once]] * 5]))
    assert found[0] == pytest.approx(4, rel=1e-6)
    assert found[1:] == [None, 0]


def test_an_rnn_and_the_start_alone_have_none() -> None:
    assert half_life(trace(made_net("rnn"), IDS)) == [None] * 7
    assert saturation(trace(made_net("rnn"), IDS)) == {}
    alone = trace(made_net("lstm"), [0])
    assert half_life(alone) == [None] * 7
    assert saturation(alone)["input"].low == [0] * 7


def test_steps_that_are_rounding_alone_are_left_out() -> None:
    half = 0.5 ** (1 / 4)
    traced = traced_with("lstm", "forget", [[0.3], [half], [half], [0.01], [0.99]])
    known = dataclasses.replace(traced, first_apart=3)
    assert half_life(known) == [pytest.approx(4, rel=1e-6)]
    assert saturation(known)["forget"].low == saturation(known)["forget"].high == [0]
    assert saturation(traced)["forget"].low == [0.25]
    assert half_life(dataclasses.replace(traced, first_apart=1)) == [None]
