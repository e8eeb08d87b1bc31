import numpy as np
import pytest
import torch
from torch import Tensor

from app.forward import recurrent
from app.forward.cells import KINDS, Kind, Unrolled, unroll
from app.forward.recurrent import APART, TOLERANCE, trace
from app.forward.variant import variant
from app.models.recurrent import net as nets
from app.models.recurrent import tokenizer as tokenizers
from app.models.recurrent.net import LayerWeights
from app.training import counter_measure as nets_counter
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


SENTENCE = "I grew up in France, so I speak fluent French. "


@pytest.mark.parametrize(("scale", "apart"), [(5.0, True), (1.0, False)])
def test_where_rounding_has_grown_into_the_states(scale: float, *, apart: bool) -> None:
    """Held against an RNN stepped through in numpy, float64: the first state that is farther off than stated."""
    net = variant(nets.load("rnn", "initial"), recurrent_scale=scale)
    ids = tokenizers.load().encode(SENTENCE * 7).ids[:82]
    got = trace(net, ids, stepwise=True)
    assert got.max_abs_error <= TOLERANCE  # each step alone says nothing of it
    weight_ih, weight_hh, bias_ih, bias_hh = (value.double().numpy() for value in net.layer)
    hidden, states = np.zeros(net.units), []
    for x in net.embedding.weight[ids].double().numpy():
        hidden = np.tanh(weight_ih @ x + bias_ih + weight_hh @ hidden + bias_hh)
        states.append(hidden)
    off = np.abs(got.states["hidden"] - np.array(states)).max(axis=1)  # [T]
    if not apart:
        assert got.first_apart is None
        assert got.known == len(ids)
        assert off.max() < APART
        return
    assert got.first_apart is not None
    assert got.known == got.first_apart
    assert 5 < got.first_apart < 60
    assert off[: got.first_apart].max() <= APART < off[got.first_apart]
    assert off[got.first_apart + 30 :].max() > 0.5  # and then nothing is left


@pytest.mark.parametrize("cell", ["lstm", "gru", "rnn"])
@pytest.mark.parametrize("checkpoint", ["trained", "initial"])
def test_the_nets_as_they_ship_are_not_chaotic(cell: str, checkpoint: nets.Checkpoint) -> None:
    ids = tokenizers.load().encode(SENTENCE * 20).ids[:200]
    assert trace(nets.load(cell, checkpoint), ids).first_apart is None


def test_the_counters_large_cell_is_held_by_its_size() -> None:
    """A cell of hundreds has coarser float32: the bound is a share of it."""
    ids = [0, *[nets_counter.A_ID] * 250, *[nets_counter.B_ID] * 250]
    got = trace(nets.load("counter"), ids)
    assert float(np.abs(got.states["cell"]).max()) > 200
    assert got.first_apart is None
