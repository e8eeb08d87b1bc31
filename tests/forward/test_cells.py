"""The unrolled cells against torch's fused layers and against the formulas in numpy."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor, nn

from app.forward.cells import BLOCKS, KINDS, Kind, kind_of, unroll
from app.models.recurrent.net import LayerWeights
from tests.forward.made import LAYERS, made_net


def layer(kind: Kind, inputs: int, units: int, dtype: torch.dtype, seed: int) -> nn.RNNBase:
    torch.manual_seed(seed)
    return LAYERS[kind](inputs, units).to(dtype).requires_grad_(requires_grad=False)


def weights(of: nn.RNNBase) -> LayerWeights:
    return LayerWeights(*(of.get_parameter(f"{name}_l0") for name in LayerWeights._fields))


def fused(of: nn.RNNBase, x: Tensor) -> tuple[Tensor, Tensor | None]:
    """Every hidden state, [T, U], and the last cell state, [U]."""
    hidden, last = of(x)
    return hidden, last[1][0] if isinstance(last, tuple) else None


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("dtype", "tolerance"), [(torch.float64, 1e-10), (torch.float32, 1e-5)])
@given(tokens=st.integers(1, 30), inputs=st.integers(1, 9), units=st.integers(1, 12), seed=st.integers(0, 999))
@settings(max_examples=20, deadline=None)
def test_equals_the_fused_layer(
    kind: Kind, dtype: torch.dtype, tolerance: float, tokens: int, inputs: int, units: int, seed: int
) -> None:
    of = layer(kind, inputs, units, dtype, seed)
    x = 3 * torch.randn(tokens, inputs, dtype=dtype)
    got = unroll(kind, x, weights(of))
    hidden, cell = fused(of, x)
    assert got.hidden.dtype == dtype
    assert float((got.hidden - hidden).abs().max()) < tolerance
    if cell is not None:
        assert float((got.states["cell"][-1] - cell).abs().max()) < tolerance


@pytest.mark.parametrize(
    ("kind", "order"),
    [
        *(("lstm", order) for order in [(1, 0, 2, 3), (0, 2, 1, 3), (0, 1, 3, 2), (3, 1, 2, 0)]),
        *(("gru", order) for order in [(1, 0, 2), (0, 2, 1), (2, 1, 0), (1, 2, 0), (2, 0, 1)]),
    ],
)
def test_another_gate_order_is_noticed(kind: Kind, order: tuple[int, ...]) -> None:
    of = layer(kind, 5, 6, torch.float64, 0)
    x = torch.randn(12, 5, dtype=torch.float64)
    permuted = LayerWeights(*(torch.cat([w.chunk(len(order))[k] for k in order]) for w in weights(of)))
    got = unroll(kind, x, permuted)
    assert float((got.hidden - fused(of, x)[0]).abs().max()) > 1e-3


def sigmoid(x: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-x)))


def textbook_gru(x: np.ndarray, w: LayerWeights, *, reset_before: bool, z_keeps: bool) -> np.ndarray:
    """A GRU in numpy, in any of the four ways that are in use. [T, D] → [T, U]."""
    wi, wh, bi, bh = (value.numpy() for value in w)
    units = wh.shape[1]
    r_rows, z_rows, n_rows = (slice(k * units, (k + 1) * units) for k in range(3))
    h, states = np.zeros(units), []
    for row in x:
        r = sigmoid(wi[r_rows] @ row + bi[r_rows] + wh[r_rows] @ h + bh[r_rows])
        z = sigmoid(wi[z_rows] @ row + bi[z_rows] + wh[z_rows] @ h + bh[z_rows])
        old = wh[n_rows] @ (r * h) + bh[n_rows] if reset_before else r * (wh[n_rows] @ h + bh[n_rows])
        n = np.tanh(wi[n_rows] @ row + bi[n_rows] + old)
        h = (1 - z) * n + z * h if z_keeps else z * n + (1 - z) * h
        states.append(h)
    return np.stack(states)


@pytest.mark.parametrize("reset_before", [False, True])
@pytest.mark.parametrize("z_keeps", [False, True])
def test_only_one_of_the_four_grus_is_ours(*, reset_before: bool, z_keeps: bool) -> None:
    of = layer("gru", 5, 6, torch.float64, 1)
    x = torch.randn(12, 5, dtype=torch.float64)
    variant = textbook_gru(x.numpy(), weights(of), reset_before=reset_before, z_keeps=z_keeps)
    ours = float(np.abs(unroll("gru", x, weights(of)).hidden.numpy() - variant).max())
    torchs = float(np.abs(fused(of, x)[0].numpy() - variant).max())
    if z_keeps and not reset_before:
        assert max(ours, torchs) < 1e-12
    else:
        assert min(ours, torchs) > 1e-3


def test_lstm_equals_the_formula_in_numpy() -> None:
    of = layer("lstm", 4, 3, torch.float64, 5)
    x = torch.randn(9, 4, dtype=torch.float64)
    got = unroll("lstm", x, weights(of))
    wi, wh, bi, bh = (w.numpy() for w in weights(of))
    h = c = np.zeros(3)
    for t, row in enumerate(x.numpy()):
        z = wi @ row + bi + wh @ h + bh
        i, f, o = (sigmoid(z[k : k + 3]) for k in (0, 3, 9))
        g = np.tanh(z[6:9])
        c = f * c + i * g
        h = o * np.tanh(c)
        for name, want in (("input", i), ("forget", f), ("candidate", g), ("output", o)):
            np.testing.assert_allclose(got.gates[name][t].numpy(), want, rtol=0, atol=1e-12)
        for name, want in (("cell", c), ("hidden", h)):
            np.testing.assert_allclose(got.states[name][t].numpy(), want, rtol=0, atol=1e-12)


def test_gru_gates_rebuild_its_states() -> None:
    of = layer("gru", 4, 3, torch.float64, 6)
    x = torch.randn(9, 4, dtype=torch.float64)
    got = unroll("gru", x, weights(of))
    wi, wh, bi, bh = (w.numpy() for w in weights(of))
    h = np.zeros(3)
    for t, row in enumerate(x.numpy()):
        a, b = wi @ row + bi, wh @ h + bh
        r, z = sigmoid(a[:3] + b[:3]), sigmoid(a[3:6] + b[3:6])
        n = np.tanh(a[6:] + r * b[6:])
        h = (1 - z) * n + z * h
        for name, want in (("reset", r), ("update", z), ("candidate", n)):
            np.testing.assert_allclose(got.gates[name][t].numpy(), want, rtol=0, atol=1e-12)
        np.testing.assert_allclose(got.hidden[t].numpy(), h, rtol=0, atol=1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_a_net_says_its_kind_by_its_layer(kind: Kind) -> None:
    net = made_net(kind)
    assert kind_of(net) == kind
    assert net.layer.weight_ih.shape[0] == len(BLOCKS[kind]) * net.units
