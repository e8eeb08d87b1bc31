"""Surviving shares against slow loops, against autograd with the gates held, and against the net's own scores."""

import math

import numpy as np
import pytest
import torch

from app.analysis.gates.shares import projected_shares, shares, survival, unit_shares
from app.errors import InvalidRequest
from app.forward.cells import KEEPING_GATE, Kind
from app.forward.recurrent import Trace, trace
from app.models.recurrent import net as nets
from app.models.recurrent import tokenizer as tokenizers
from app.models.recurrent.net import RecurrentNet
from tests.forward.made import GATED, made_net

pytestmark = pytest.mark.usefixtures("one_thread")
IDS = [0, 5, 9, 2, 9, 17, 4, 4, 20, 1]
FRANCE = "I grew up in France, and the weather was good there every day of the year, so I speak fluent French."
CHINA = "我在法国长大,那里的天气很好,每天都有很多人去公园散步,所以我会说法语。"


def writings(traced: Trace, unit: int) -> list[float]:
    """What each step wrote into a unit."""
    g = {name: values[:, unit].astype(np.float64) for name, values in traced.gates.items()}
    if traced.kind == "lstm":
        return [float(i * n) for i, n in zip(g["input"], g["candidate"], strict=True)]
    return [float((1 - z) * n) for z, n in zip(g["update"], g["candidate"], strict=True)]


def state(traced: Trace) -> np.ndarray:
    return traced.states["cell" if traced.kind == "lstm" else "hidden"]


@pytest.mark.parametrize("kind", GATED)
def test_a_unit_equals_a_double_loop(kind: Kind) -> None:
    traced = trace(made_net(kind), IDS)
    for unit in range(7):
        got = unit_shares(traced, unit)
        keeping = [float(v) for v in traced.gates[KEEPING_GATE[kind] or ""][:, unit]]
        written = writings(traced, unit)
        assert got.kept is not None
        for t in range(len(IDS)):
            for j in range(len(IDS)):
                kept = math.prod(keeping[j + 1 : t + 1]) if j <= t else 0.0
                assert got.kept[t, j] == pytest.approx(kept, rel=1e-12)
                assert got.values[t, j] == pytest.approx(kept * written[j], rel=1e-12, abs=1e-300)
        np.testing.assert_array_equal(got.totals, state(traced)[:, unit])
        assert (got.unit, got.predicted, got.rivals) == (unit, None, None)


@pytest.mark.parametrize("kind", GATED)
def test_autograd_with_the_gates_held_finds_the_same(kind: Kind) -> None:
    """The derivative by what is slipped into the state at step j is what survives, by the writing's size the share."""
    traced = trace(made_net(kind), IDS)
    keeping = torch.tensor(traced.gates[KEEPING_GATE[kind] or ""]).double()  # [T, U]
    for unit in (0, 3, 6):
        written = torch.tensor(writings(traced, unit), dtype=torch.float64)
        slipped = torch.zeros(len(IDS), dtype=torch.float64, requires_grad=True)
        sizes = torch.ones(len(IDS), dtype=torch.float64, requires_grad=True)
        carried = torch.zeros((), dtype=torch.float64)
        got = unit_shares(traced, unit)
        assert got.kept is not None
        for t in range(len(IDS)):
            carried = keeping[t, unit] * carried + sizes[t] * written[t] + slipped[t]
            by_slip, by_size = torch.autograd.grad(carried, (slipped, sizes), retain_graph=True)
            np.testing.assert_allclose(got.kept[t], by_slip, rtol=1e-12)
            np.testing.assert_allclose(got.values[t], by_size, rtol=1e-12)


@pytest.mark.parametrize("kind", GATED)
def test_the_projection_equals_a_slow_loop(kind: Kind) -> None:
    net = made_net(kind)
    traced = trace(net, IDS)
    got = projected_shares(net, traced)
    assert got.predicted is not None
    assert got.rivals is not None
    assert got.kept is None
    units = [unit_shares(traced, unit).values for unit in range(7)]
    for t in range(len(IDS)):
        best = torch.topk(torch.tensor(traced.logits[t]), 5).indices.tolist()
        assert [got.predicted[t], *got.rivals[t]] == best
        apart = net.embedding.weight[best[0]] - sum(net.embedding.weight[r] for r in best[1:]) / 4
        direction = (net.project.weight.T @ apart).tolist()
        for j in range(t + 1):
            total = 0.0
            for unit in range(7):
                share = float(units[unit][t, j])
                if kind == "lstm":
                    c = float(traced.states["cell"][t, unit])
                    share *= float(traced.gates["output"][t, unit]) * math.tanh(c) / c
                total += direction[unit] * share
            assert got.values[t, j] == pytest.approx(total, abs=1e-5)
        assert not got.values[t, t + 1 :].any()


@pytest.mark.parametrize("kind", GATED)
def test_rows_of_the_projection_are_the_lead_in_score_without_the_biases(kind: Kind) -> None:
    net = made_net(kind)
    traced = trace(net, IDS)
    got = projected_shares(net, traced)
    from_state = traced.logits - net.logits(torch.zeros(7)).numpy()  # [T, V]
    for t in range(len(IDS)):
        assert got.predicted is not None
        assert got.rivals is not None
        lead = from_state[t, got.predicted[t]] - from_state[t, got.rivals[t]].mean()
        assert got.totals[t] == pytest.approx(float(lead), abs=1e-5)
        assert got.values[t].sum() == pytest.approx(float(lead), abs=1e-5)


@pytest.mark.parametrize("checkpoint", ["trained", "initial"])
@pytest.mark.parametrize("cell", GATED)
@pytest.mark.parametrize("text", [FRANCE, CHINA])
def test_the_shipped_nets_are_rebuilt(cell: Kind, checkpoint: nets.Checkpoint, text: str) -> None:
    net = nets.load(cell, checkpoint)
    traced = trace(net, tokenizers.load().encode(text).ids)
    found = [shares(net, traced, unit) for unit in range(net.units)]
    assert max(s.rebuild_error for s in found) < 2e-6 * max(1, float(np.abs(state(traced)).max()))
    projected = shares(net, traced)
    assert projected.rebuild_error < 2e-6 * max(1, float(np.abs(projected.totals).max()))
    if cell == "gru":  # the weights of a GRU's writings sum to what the start has lost
        for unit, share in enumerate(found):
            z = traced.gates["update"][:, unit].astype(np.float64)
            assert share.kept is not None
            np.testing.assert_allclose(share.kept[-1] @ (1 - z), 1 - np.prod(z))


def test_a_wrong_state_shows_in_the_rebuild_error() -> None:
    traced = trace(made_net("lstm"), IDS)
    traced.states["cell"][4, 2] += 1e-3
    assert unit_shares(traced, 2).rebuild_error == pytest.approx(1e-3, rel=1e-3)
    net = made_net("gru")
    traced = trace(net, IDS)
    traced.gates["update"][4] *= 0.99
    assert projected_shares(net, traced).rebuild_error > 1e-4


def test_survival_where_gates_are_shut_and_where_they_never_are() -> None:
    tokens = 64
    keeping = np.full((tokens, 3), 1e-30)
    keeping[:, 1], keeping[:, 2] = 1, 0.5
    keeping[5, 2] = 0
    got = survival(keeping)
    assert np.isfinite(got).all()
    assert got[2, 0, 0] == pytest.approx(1e-60)
    assert got[63, 0, 0] == 0
    assert (got[:, :, 1] == np.tril(np.ones((tokens, tokens)))).all()
    assert got[63, 4, 2] == 0
    assert got[63, 5, 2] == 0.5**58


def test_a_cell_state_of_nothing_is_read_out_by_its_output_gate() -> None:
    """tanh(c)/c at c = 0, where a quotient would be 0/0: a net whose input gates never open."""
    net = made_net("lstm")
    net.layer.bias_ih[:7] = -100
    net.layer.weight_ih[:7] = 0
    net.layer.weight_hh[:7] = 0
    traced = trace(net, IDS)
    got = projected_shares(net, traced)
    assert float(np.abs(traced.states["cell"]).max()) < 1e-20
    assert not np.isnan(got.values).any()
    assert got.rebuild_error < 1e-20


def test_a_small_vocabulary_has_fewer_rivals() -> None:
    net = made_net("lstm", vocab=4)
    got = projected_shares(net, trace(net, [0, 2, 2, 3]))
    assert got.rivals is not None
    assert [len(row) for row in got.rivals] == [3] * 4
    assert got.rebuild_error < 2e-6


@pytest.mark.parametrize("unit", [None, 2])
def test_an_rnn_is_refused(unit: int | None) -> None:
    net: RecurrentNet = made_net("rnn")
    with pytest.raises(InvalidRequest, match="linearly"):
        shares(net, trace(net, IDS), unit)
