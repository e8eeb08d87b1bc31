"""One unit's step, term by term, against the formulas in numpy and against torch's single-step cells."""

import math
from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import nn

from app.forward.cells import BLOCKS, KINDS, Kind
from app.forward.recurrent import TOLERANCE, trace
from app.forward.unit_step import UnitStep, unit_step
from app.models.recurrent import net as nets
from app.models.recurrent.net import RecurrentNet
from tests.forward.made import made_net

IDS = [0, 5, 9, 2, 9, 17, 4]
CELLS = {"lstm": nn.LSTMCell, "gru": nn.GRUCell, "rnn": nn.RNNCell}


def step(net: RecurrentNet, token: int, unit: int) -> UnitStep:
    return unit_step(net, IDS, trace(net, IDS), token, unit)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("token", [0, 1, 6])
@pytest.mark.parametrize("unit", [0, 6])
def test_terms_add_up_to_torchs_next_state(kind: Kind, token: int, unit: int) -> None:
    net = made_net(kind)
    got = step(net, token, unit)
    assert list(got.gates) == list(BLOCKS[kind])
    np.testing.assert_array_equal(got.input, net.embedding.weight[IDS[token]])
    cell = CELLS[kind](5, 7)
    cell.load_state_dict({name.removesuffix("_l0"): value for name, value in net.cell.state_dict().items()})
    state = None
    with torch.no_grad():
        for piece in IDS[:token]:
            state = cell(net.embedding.weight[piece], state)
        hidden = state[0] if isinstance(state, tuple) else state
        np.testing.assert_allclose(got.hidden_before, np.zeros(7) if hidden is None else hidden, rtol=0, atol=1e-6)
        after = cell(net.embedding.weight[IDS[token]], state)
    if kind == "lstm":
        before = float(state[1][unit]) if isinstance(state, tuple) else 0.0
        assert got.cell_before == got.update.previous == pytest.approx(before, abs=1e-6)
        assert got.update.cell == pytest.approx(float(after[1][unit]), abs=1e-6)
        assert got.update.hidden == pytest.approx(float(after[0][unit]), abs=1e-6)
    else:
        assert got.cell_before is None
        assert got.update.previous == float(got.hidden_before[unit])
        assert got.update.hidden == pytest.approx(float(after[unit]), abs=1e-6)
    assert got.max_abs_error <= TOLERANCE == got.tolerance


@pytest.mark.parametrize("kind", KINDS)
def test_every_number_is_the_one_that_the_formula_gives(kind: Kind) -> None:
    net, token, unit = made_net(kind), 4, 3
    got = step(net, token, unit)
    hidden = trace(net, IDS).states["hidden"][token - 1]
    x = net.embedding.weight[IDS[token]].numpy()
    wi, wh, bi, bh = (value.numpy() for value in net.layer)
    for block, (name, gate) in enumerate(got.gates.items()):
        row = block * 7 + unit
        np.testing.assert_array_equal(gate.input_weights, wi[row])
        np.testing.assert_array_equal(gate.recurrent_weights, wh[row])
        np.testing.assert_allclose(gate.input_terms, wi[row] * x, rtol=1e-6)
        np.testing.assert_allclose(gate.recurrent_terms, wh[row] * hidden, rtol=1e-6)
        assert (gate.input_bias, gate.recurrent_bias) == (float(bi[row]), float(bh[row]))
        assert gate.input_sum == pytest.approx(math.fsum(gate.input_terms), abs=1e-6)
        assert gate.recurrent_sum == pytest.approx(math.fsum(gate.recurrent_terms), abs=1e-6)
        recurrent = gate.recurrent_sum + gate.recurrent_bias
        if (kind, name) == ("gru", "candidate"):
            assert gate.reset == got.gates["reset"].activation
            recurrent *= gate.reset
        else:
            assert gate.reset is None
        assert gate.sum == pytest.approx(gate.input_sum + gate.input_bias + recurrent, abs=1e-6)
        if name in {"candidate", "hidden"}:
            assert gate.function == "tanh"
            assert gate.activation == pytest.approx(math.tanh(gate.sum), abs=1e-6)
        else:
            assert gate.function == "sigmoid"
            assert gate.activation == pytest.approx(1 / (1 + math.exp(-gate.sum)), abs=1e-6)


def test_the_update_of_an_lstm() -> None:
    got = step(made_net("lstm"), 4, 3)
    i, f, g, o = (got.gates[name].activation for name in BLOCKS["lstm"])
    update = got.update
    assert update.kept == pytest.approx(f * update.previous, abs=1e-6)
    assert update.written == pytest.approx(i * g, abs=1e-6)
    assert update.cell == pytest.approx(f * update.previous + i * g, abs=1e-6)
    assert update.squashed == pytest.approx(math.tanh(f * update.previous + i * g), abs=1e-6)
    assert update.hidden == pytest.approx(o * math.tanh(f * update.previous + i * g), abs=1e-6)


def test_the_update_of_a_gru_and_of_an_rnn() -> None:
    got = step(made_net("gru"), 4, 3)
    _, z, n = (got.gates[name].activation for name in BLOCKS["gru"])
    update = got.update
    assert update.kept == pytest.approx(z * update.previous, abs=1e-6)
    assert update.written == pytest.approx((1 - z) * n, abs=1e-6)
    assert update.hidden == pytest.approx(z * update.previous + (1 - z) * n, abs=1e-6)
    assert (update.cell, update.squashed) == (None, None)
    plain = step(made_net("rnn"), 4, 3)
    assert plain.update.hidden == plain.gates["hidden"].activation
    assert (plain.update.kept, plain.update.written, plain.update.cell, plain.update.squashed) == (None,) * 4


@pytest.mark.parametrize("kind", KINDS)
def test_a_trace_of_other_weights_is_noticed(kind: Kind) -> None:
    net, other = made_net(kind), made_net(kind)
    other.layer.bias_ih.add_(0.01)
    assert unit_step(net, IDS, trace(other, IDS), 3, 2).max_abs_error > 1e-4
    traced = trace(net, IDS)
    wrong = {name: value + np.float32(0.01) for name, value in traced.states.items()}
    assert unit_step(net, IDS, replace(traced, states=wrong), 3, 2).max_abs_error > 1e-4


@pytest.mark.parametrize("checkpoint", ["trained", "initial"])
def test_every_unit_of_the_shipped_net(checkpoint: nets.Checkpoint) -> None:
    net = nets.load("lstm", checkpoint)
    ids = [0, *range(300, 340)]
    traced = trace(net, ids)
    assert max(unit_step(net, ids, traced, 40, unit).max_abs_error for unit in range(net.units)) <= TOLERANCE
