"""Gradient reach against closed forms, finite differences and the line in numpy."""

import math

import numpy as np
import pytest
import torch

from app.analysis.gates.reach import FEWEST_POINTS, input_jacobians, line, reach
from app.forward.cells import KINDS, Kind, unroll
from app.forward.variant import variant
from app.models.recurrent import net as nets
from app.models.recurrent import tokenizer as tokenizers
from app.models.recurrent.net import LayerWeights, RecurrentNet
from app.training.recipe import RECIPES
from app.training.templates import LANGUAGES, grammar
from app.training.train import initialise
from tests.forward.made import made_net

pytestmark = pytest.mark.usefixtures("one_thread")
IDS = [0, 5, 9, 2, 9, 17, 4, 4, 20, 1]
SENTENCE = [0, *range(300, 363)]


def double(net: RecurrentNet) -> LayerWeights:
    return LayerWeights(*(value.double() for value in net.layer))


def test_an_rnn_has_a_closed_form() -> None:
    """∂h_T/∂x_j = diag(1 − h_T²) W_hh … diag(1 − h_{j+1}²) W_hh diag(1 − h_j²) W_ih."""
    net = made_net("rnn")
    wi, wh, bi, bh = (value.numpy() for value in double(net))
    h, states = np.zeros(7), []
    for piece in IDS:
        h = np.tanh(wi @ net.embedding.weight[piece].double().numpy() + bi + wh @ h + bh)
        states.append(h)
    norms = []
    product = np.eye(7)
    for h in reversed(states):
        product = product * (1 - h**2)
        norms.append(float(np.sqrt(((product @ wi) ** 2).sum())))
        product = product @ wh
    got = reach(net, IDS, 9)
    np.testing.assert_allclose(np.array(got.norms, dtype=float), norms, rtol=1e-10)
    np.testing.assert_allclose(np.array(got.ratios, dtype=float), np.array(norms) / norms[0], rtol=1e-10)
    assert got.distances == list(range(10))


@pytest.mark.parametrize("kind", KINDS)
def test_finite_differences(kind: Kind) -> None:
    """Central differences of the unrolled cell, in float64: h_T through all the states that the cell has."""
    net = made_net(kind)
    x = net.embedding.weight[IDS].double()
    step = 1e-6
    expected = np.zeros((len(IDS), 7, 5))
    for j in range(len(IDS)):
        for d in range(5):
            moved = torch.zeros_like(x)
            moved[j, d] = step
            up, down = (unroll(kind, x + sign * moved, double(net)).hidden[-1] for sign in (1, -1))
            expected[j, :, d] = ((up - down) / (2 * step)).numpy()
    np.testing.assert_allclose(input_jacobians(net, IDS), expected, rtol=0, atol=1e-8)


@pytest.mark.parametrize("kind", KINDS)
def test_autograd_through_the_unrolled_cell_row_by_row(kind: Kind) -> None:
    net = made_net(kind)
    x = net.embedding.weight[IDS].double().requires_grad_()
    last = unroll(kind, x, double(net)).hidden[-1]
    rows = [torch.autograd.grad(value, x, retain_graph=True)[0] for value in last]  # [U][T, D]
    np.testing.assert_allclose(input_jacobians(net, IDS), torch.stack(rows, dim=1), rtol=0, atol=1e-12)


def test_a_gradient_through_the_hidden_state_alone_would_be_another() -> None:
    """An LSTM's cell state is a path of its own: without it a kept gradient looks lost."""
    net = variant(made_net("lstm"), forget_bias=6.0)
    x = net.embedding.weight[IDS].double()
    wi, wh, bi, bh = double(net)
    start = x[0].requires_grad_()
    h = c = torch.zeros(7, dtype=torch.float64)
    for t, row in enumerate([start, *x[1:]]):
        i, f, g, o = (wi @ row + bi + wh @ h + bh).chunk(4)
        c = torch.sigmoid(f) * (c if t < 2 else c.detach()) + torch.sigmoid(i) * torch.tanh(g)
        h = torch.sigmoid(o) * torch.tanh(c)
    rows = [torch.autograd.grad(value, start, retain_graph=True)[0] for value in h]
    alone = float(torch.stack(rows).norm())
    whole = reach(net, IDS, 9).norms[9]
    assert whole is not None
    assert abs(whole - alone) > 0.1 * whole


def test_an_earlier_token_does_not_see_the_later_ones() -> None:
    net = made_net("lstm")
    assert reach(net, IDS, 4) == reach(net, IDS[:5], 4)
    assert len(reach(net, IDS, 4).norms) == 5


def test_the_net_is_left_as_it_was() -> None:
    net = made_net("gru")
    reach(net, IDS, 9)
    assert {value.dtype for value in net.parameters()} == {torch.float32}
    assert not any(value.requires_grad for value in net.parameters())


@pytest.mark.parametrize("slope", [-0.7, -0.001, 0.0, 0.3])
def test_the_line_of_an_exact_exponential(slope: float) -> None:
    got = line(np.exp(slope * np.arange(40)))
    assert got.slope == pytest.approx(slope, abs=1e-12)
    if slope < 0:
        assert got.half_life == pytest.approx(math.log(0.5) / slope)
        assert got.doubling is None
    elif slope > 0:
        assert got.half_life is None
        assert got.doubling == pytest.approx(math.log(2) / slope)
    else:
        assert got == type(got)(0.0, None, None, None)
    if slope:
        assert got.r_squared == pytest.approx(1)


def test_the_line_equals_numpys() -> None:
    ratios = np.exp(-0.1 * np.arange(30) + np.random.default_rng(0).normal(size=30))
    got = line(ratios)
    slope, at_zero = np.polyfit(np.arange(30), np.log(ratios), 1)
    assert got.slope == pytest.approx(slope)
    correlation = np.corrcoef(np.arange(30), np.log(ratios))[0, 1]
    assert got.r_squared == pytest.approx(correlation**2)
    assert at_zero != pytest.approx(0, abs=0.01)  # the line is not forced through 1


def test_a_slope_within_two_standard_errors_is_no_trend() -> None:
    noise = np.random.default_rng(1).normal(size=60)
    x = np.arange(60) - 29.5
    noise -= (noise * x).sum() / (x * x).sum() * x  # no slope of its own, so that the error of one is known
    noise -= noise.mean()
    error = math.sqrt((noise**2).sum() / 58 / (x * x).sum())
    for times, half_life, doubling in [
        (-2.1, True, False),
        (-1.9, False, False),
        (1.9, False, False),
        (2.1, False, True),
    ]:
        got = line(np.exp(times * error * x + noise))
        assert got.slope == pytest.approx(times * error)
        assert got.r_squared is not None
        assert (got.half_life is not None, got.doubling is not None) == (half_life, doubling)
    flat = line(np.full(30, 0.3))
    assert (flat.half_life, flat.doubling) == (None, None)


def test_what_no_line_can_hold_is_left_out() -> None:
    exact = np.exp(-0.5 * np.arange(10))
    broken = exact.copy()
    broken[[3, 7, 8]] = [0, np.nan, np.inf]
    assert line(broken).slope == pytest.approx(-0.5)
    for few in (exact[: FEWEST_POINTS - 1], np.zeros(20), np.full(20, np.nan)):
        assert line(few) == type(line(exact))(None, None, None, None)


@pytest.mark.parametrize("cell", ["lstm", "gru", "rnn"])
@pytest.mark.parametrize("scale", [0.0, 10.0])
def test_the_ends_of_the_slider_give_numbers(cell: Kind, scale: float) -> None:
    got = reach(variant(nets.load(cell, "initial"), recurrent_scale=scale), SENTENCE, 63)
    assert all(value is not None and math.isfinite(value) for value in [*got.norms, *got.ratios])
    if scale == 0 and cell == "rnn":
        assert got.norms[1:] == [0] * 63
        assert got.line.slope is None
    if scale == 10:
        assert got.line.slope is not None
        assert got.line.slope > 0
        assert got.line.doubling is not None


def test_a_state_that_nothing_moves_has_no_ratio() -> None:
    net = made_net("rnn")
    net.layer.bias_ih.fill_(100)  # tanh is 1 to the last digit: its slope is 0
    got = reach(net, IDS, 9)
    assert got.norms == [0] * 10
    assert got.ratios == [None] * 10
    assert got.line.slope is None


@pytest.mark.parametrize(
    ("cell", "bias", "low", "high"),
    [("rnn", None, 0.8, 1.2), ("gru", None, 1.2, 1.7), ("lstm", None, 1.2, 1.7), ("lstm", 1.0, 2.7, 4.2)],
)
def test_half_lives_before_training(cell: Kind, bias: float | None, low: float, high: float) -> None:
    """torch's default initialisation forgets within two tokens, whatever the cell; a forget bias of 1 doubles that."""
    got = reach(variant(nets.load(cell, "initial"), forget_bias=bias), SENTENCE, 63).line
    assert got.half_life is not None
    assert got.r_squared is not None
    assert low < got.half_life < high
    assert got.r_squared > 0.99


def test_where_even_float64_has_lost_the_state() -> None:
    net = nets.load("rnn", "initial")
    lost = reach(variant(net, recurrent_scale=10), SENTENCE, 63).first_apart
    assert lost is not None
    assert 20 < lost < 63
    # a nudge of the first input by far less than float64 resolves of it later on decides everything from about there on
    wild = double(variant(net, recurrent_scale=10))
    x = net.embedding.weight.detach()[SENTENCE].double()  # [T, D]
    nudged = x.clone()
    nudged[0] *= 1 + 1e-15
    off = (unroll("rnn", x, wild).hidden - unroll("rnn", nudged, wild).hidden).abs().amax(dim=1)  # [T]
    assert float(off[: lost // 2].max()) < 1e-4
    assert float(off[lost + 10 :].max()) > 0.1
    assert reach(variant(net, recurrent_scale=10), SENTENCE, lost - 1).first_apart is None
    for scale in (None, 3.0, 5.0):
        assert reach(variant(net, recurrent_scale=scale), SENTENCE, 63).first_apart is None


@pytest.mark.parametrize(("cell", "low", "high"), [("lstm", 8, 16), ("gru", 8, 16), ("rnn", 18, 36)])
def test_training_began_elsewhere_than_torchs_default(cell: Kind, low: float, high: float) -> None:
    """The file `initial` is torch's default, to the last bit; the recipe's own start reaches over five times as far."""
    recipe, shipped = RECIPES[cell], nets.load(cell, "initial")
    torch.manual_seed(recipe.seed)
    net = RecurrentNet(shipped.vocab, recipe.embedding, recipe.units, cell)
    for name, value in shipped.state_dict().items():
        assert torch.equal(value, net.state_dict()[name]), name
    tokenizer = tokenizers.load()
    names = {tokenizers.piece_id(tokenizer, n) for each in LANGUAGES for pair in grammar(each).pairs for n in pair}
    initialise(net, recipe, names)
    text = "I grew up in France, and after the war my sister found a red lamp near the river, so I speak fluent French."
    ids = tokenizer.encode(text).ids
    got, default = (reach(one.eval(), ids, len(ids) - 1).line.half_life for one in (net, shipped))
    assert got is not None
    assert default is not None
    assert low < got < high
    assert got > 5 * default
    assert nets.card(cell)["recipe"]["training_began_at_initial"] is False
