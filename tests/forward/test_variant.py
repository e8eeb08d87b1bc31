import numpy as np
import pytest
import torch

from app.errors import InvalidRequest
from app.forward.cells import KINDS, Kind
from app.forward.recurrent import TOLERANCE, trace
from app.forward.variant import variant
from tests.forward.made import GATED, made_net

IDS = [0, 5, 9, 2, 9, 17, 4]


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_asked_for_gives_the_net_itself(kind: Kind) -> None:
    net = made_net(kind)
    assert variant(net) is net


@pytest.mark.parametrize(("kind", "rows"), [("lstm", slice(7, 14)), ("gru", slice(7, 14))])
def test_the_bias_goes_to_the_gate_that_keeps_and_nowhere_else(kind: Kind, rows: slice) -> None:
    net = made_net(kind)
    before = {name: value.clone() for name, value in net.state_dict().items()}
    got = variant(net, forget_bias=2.5)
    assert not got.training
    assert not any(value.requires_grad for value in got.parameters())
    for name, value in got.state_dict().items():
        expected = before[name].clone()
        if name in {"cell.bias_ih_l0", "cell.bias_hh_l0"}:
            expected[rows] = 2.5 if name == "cell.bias_ih_l0" else 0
        assert torch.equal(value, expected), name
    for name, value in net.state_dict().items():
        assert torch.equal(value, before[name]), f"{name} of the shared net was changed"


@pytest.mark.parametrize("kind", GATED)
@pytest.mark.parametrize("bias", [-10.0, 0.0, 10.0])
def test_at_the_first_token_the_gate_has_the_bias_and_the_input_only(kind: Kind, bias: float) -> None:
    net = made_net(kind)
    got = trace(variant(net, forget_bias=bias), IDS)
    from_input = net.layer.weight_ih[7:14] @ net.embedding.weight[IDS[0]]
    gate = got.gates["forget" if kind == "lstm" else "update"][0]
    np.testing.assert_allclose(gate, torch.sigmoid(from_input + bias), rtol=0, atol=1e-6)
    assert got.max_abs_error <= TOLERANCE


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("scale", [0.0, 1.0, 2.0])
def test_the_scale_multiplies_the_recurrent_matrix_alone(kind: Kind, scale: float) -> None:
    net = made_net(kind)
    before = {name: value.clone() for name, value in net.state_dict().items()}
    got = variant(net, recurrent_scale=scale)
    for name, value in got.state_dict().items():
        assert torch.equal(value, before[name] * (scale if name == "cell.weight_hh_l0" else 1)), name
        assert torch.equal(net.state_dict()[name], before[name]), f"{name} of the shared net was changed"
    assert trace(got, IDS, stepwise=True).max_abs_error <= TOLERANCE  # the fused layer reads the new weights too


def test_both_at_once() -> None:
    net = made_net("lstm")
    got = variant(net, forget_bias=1.0, recurrent_scale=0.5)
    assert torch.equal(got.layer.weight_hh, 0.5 * net.layer.weight_hh)
    assert torch.equal(got.layer.bias_ih[7:14], torch.ones(7))


def test_an_rnn_has_no_gate_to_bias() -> None:
    with pytest.raises(InvalidRequest) as refused:
        variant(made_net("rnn"), forget_bias=1.0)
    assert [error.pointer for error in refused.value.errors] == ["/forget_bias"]
