import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor, nn

from app.forward.recurrent import TOLERANCE, trace, unroll_lstm
from app.models.recurrent import net as nets
from app.models.recurrent import tokenizer as tokenizers


def layer(inputs: int, units: int, dtype: torch.dtype, seed: int) -> nn.LSTM:
    torch.manual_seed(seed)
    return nn.LSTM(inputs, units).to(dtype).requires_grad_(requires_grad=False)


def weights(lstm: nn.LSTM) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    wi, wh, bi, bh = (lstm.get_parameter(f"{n}_l0") for n in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"))
    return wi, wh, bi, bh


@given(tokens=st.integers(1, 30), inputs=st.integers(1, 9), units=st.integers(1, 12), seed=st.integers(0, 999))
@settings(max_examples=40, deadline=None)
def test_float64_equals_the_fused_layer(tokens: int, inputs: int, units: int, seed: int) -> None:
    lstm = layer(inputs, units, torch.float64, seed)
    x = 3 * torch.randn(tokens, inputs, dtype=torch.float64)
    fused, (_, cell) = lstm(x)
    got = unroll_lstm(x, *weights(lstm))
    assert got.hidden.dtype == torch.float64
    assert float((got.hidden - fused).abs().max()) < 1e-10
    assert float((got.cell[-1] - cell[0]).abs().max()) < 1e-10


@pytest.mark.parametrize("order", [(1, 0, 2, 3), (0, 2, 1, 3), (0, 1, 3, 2), (3, 1, 2, 0)])
def test_another_gate_order_is_noticed(order: tuple[int, ...]) -> None:
    lstm = layer(5, 6, torch.float64, 0)
    x = torch.randn(12, 5, dtype=torch.float64)
    permuted = [torch.cat([w.chunk(4)[k] for k in order]) for w in weights(lstm)]
    got = unroll_lstm(x, permuted[0], permuted[1], permuted[2], permuted[3])
    assert float((got.hidden - lstm(x)[0]).abs().max()) > 1e-3


def test_equals_the_formula_in_numpy() -> None:
    lstm = layer(4, 3, torch.float64, 5)
    x = torch.randn(9, 4, dtype=torch.float64)
    got = unroll_lstm(x, *weights(lstm))
    wi, wh, bi, bh = (w.numpy() for w in weights(lstm))
    h = c = np.zeros(3)
    for t, row in enumerate(x.numpy()):
        z = wi @ row + bi + wh @ h + bh
        i, f, o = (1 / (1 + np.exp(-z[k : k + 3])) for k in (0, 3, 9))
        g = np.tanh(z[6:9])
        c = f * c + i * g
        h = o * np.tanh(c)
        for name, want in (("input", i), ("forget", f), ("candidate", g), ("output", o), ("cell", c), ("hidden", h)):
            np.testing.assert_allclose(getattr(got, name)[t].numpy(), want, rtol=0, atol=1e-12)


@pytest.mark.parametrize("checkpoint", ["trained", "initial"])
@pytest.mark.parametrize("text", ["a", "苹果很好吃,我买了三斤。", "I grew up in France, so I speak French. " * 20])
def test_trace_of_the_shipped_net(checkpoint: nets.Checkpoint, text: str) -> None:
    net = nets.load("lstm", checkpoint)
    ids = tokenizers.load().encode(text).ids
    got = trace(net, ids)
    assert set(got.gates) == {"input", "forget", "candidate", "output"}
    assert set(got.states) == {"cell", "hidden"}
    for array in (*got.gates.values(), *got.states.values()):
        assert array.dtype == np.float32
        assert array.shape == (len(ids), net.units)
    assert got.probabilities.shape == got.logits.shape == (len(ids), net.vocab)
    np.testing.assert_allclose(got.probabilities.sum(axis=1), 1, atol=1e-5)
    for name in ("input", "forget", "output"):
        assert got.gates[name].min() >= 0
        assert got.gates[name].max() <= 1
    assert 0 <= got.max_abs_error <= TOLERANCE
    c = got.states["cell"]
    rebuilt = got.gates["forget"][1:] * c[:-1] + got.gates["input"][1:] * got.gates["candidate"][1:]
    np.testing.assert_allclose(rebuilt, c[1:], atol=1e-6)


def test_trace_reports_an_error_when_the_unrolling_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    right = unroll_lstm

    def wrong(x: Tensor, wi: Tensor, wh: Tensor, bi: Tensor, bh: Tensor) -> object:
        return right(x, wi, wh, bi, 0.9 * bh)

    monkeypatch.setattr("app.forward.recurrent.unroll_lstm", wrong)
    assert trace(nets.load("lstm"), [0, 300, 301]).max_abs_error > TOLERANCE
