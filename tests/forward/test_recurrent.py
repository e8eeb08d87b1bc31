import numpy as np
import pytest
import torch
from torch import Tensor

from app.forward import recurrent
from app.forward.cells import KINDS, Kind, Unrolled, unroll
from app.forward.recurrent import TOLERANCE, trace
from app.forward.variant import variant
from app.models.recurrent import net as nets
from app.models.recurrent import tokenizer as tokenizers
from app.models.recurrent.net import LayerWeights
from tests.forward.made import made_net

NAMES = {
    "lstm": ({"input", "forget", "candidate", "output"}, {"cell", "hidden"}),
    "gru": ({"reset", "update", "candidate"}, {"hidden"}),
    "rnn": (set(), {"hidden"}),
}
IDS = [0, 5, 9, 2, 9, 17, 4, 4, 20, 1]


@pytest.mark.parametrize("checkpoint", ["trained", "initial"])
@pytest.mark.parametrize("text", ["a", "苹果很好吃,我买了三斤。", "I grew up in France, so I speak French. " * 20])
def test_trace_of_the_shipped_net(checkpoint: nets.Checkpoint, text: str) -> None:
    net = nets.load("lstm", checkpoint)
    ids = tokenizers.load().encode(text).ids
    got = trace(net, ids)
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


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("stepwise", [False, True])
def test_trace_of_every_kind(kind: Kind, *, stepwise: bool) -> None:
    net = made_net(kind)
    got = trace(net, IDS, stepwise=stepwise)
    assert got.kind == kind
    assert f"torch.nn.{kind.upper()}," in got.checked_against
    assert ("each step alone" in got.checked_against) == stepwise
    assert (set(got.gates), set(got.states)) == NAMES[kind]
    assert 0 <= got.max_abs_error <= TOLERANCE
    logits, hidden = net(torch.tensor([IDS]))
    np.testing.assert_allclose(got.states["hidden"], hidden[0], rtol=0, atol=TOLERANCE)
    np.testing.assert_allclose(got.logits, logits[0], rtol=0, atol=TOLERANCE)
    np.testing.assert_allclose(got.probabilities, torch.softmax(logits[0], -1), rtol=0, atol=TOLERANCE)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("stepwise", [False, True])
def test_trace_reports_an_error_when_the_unrolling_is_wrong(
    monkeypatch: pytest.MonkeyPatch, kind: Kind, *, stepwise: bool
) -> None:
    def wrong(kind: Kind, x: Tensor, layer: LayerWeights) -> Unrolled:
        return unroll(kind, x, layer._replace(bias_hh=0.9 * layer.bias_hh))

    monkeypatch.setattr(recurrent, "unroll", wrong)
    assert trace(made_net(kind), IDS, stepwise=stepwise).max_abs_error > TOLERANCE


@pytest.mark.parametrize("stepwise", [False, True])
def test_a_wrong_last_cell_state_alone_is_noticed(monkeypatch: pytest.MonkeyPatch, *, stepwise: bool) -> None:
    def wrong(kind: Kind, x: Tensor, layer: LayerWeights) -> Unrolled:
        found = unroll(kind, x, layer)
        found.states["cell"][-1] += 1e-3
        return found

    monkeypatch.setattr(recurrent, "unroll", wrong)
    assert trace(made_net("lstm"), IDS, stepwise=stepwise).max_abs_error > TOLERANCE


def test_scaled_up_states_part_from_rounding_alone_and_every_step_is_right() -> None:
    """Why there are two comparisons: with large weights an RNN is chaotic."""
    net = variant(made_net("rnn", units=64), recurrent_scale=3)
    ids = (IDS * 6)[:60]
    assert trace(net, ids).max_abs_error > 0.1
    assert trace(net, ids, stepwise=True).max_abs_error <= TOLERANCE
