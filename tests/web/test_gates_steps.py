"""One unit of a recurrent net at one step, over real HTTP: its terms against the weights in the file."""

from typing import Any

import httpx
import numpy as np
import pytest
from safetensors.numpy import load

from tests.web.nets import CELLS, GATE_NAMES, GATES, TEXT, Torch, ask, ids_of

PATH = f"{GATES}/steps"

pytestmark = pytest.mark.weights


@pytest.mark.parametrize("token", [0, 5])
@pytest.mark.parametrize("cell", CELLS)
def test_terms_add_up_to_the_gates(client: httpx.Client, cell: str, token: int) -> None:
    step = ask(client, PATH, cell=cell, token=token, unit=9)
    whole = ask(client, cell=cell)
    net = Torch(cell)
    hidden = np.array(whole["states"]["hidden"])
    before = hidden[token - 1] if token else np.zeros(hidden.shape[1])
    x = net.embed(ids_of(step))[token].numpy()
    np.testing.assert_array_equal(np.array(step["input"], dtype=np.float32), x)
    np.testing.assert_allclose(step["hidden_before"], before, atol=1e-6)
    names = GATE_NAMES[cell] or ["hidden"]
    assert list(step["gates"]) == names
    for block, name in enumerate(names):
        gate, row = step["gates"][name], block * hidden.shape[1] + 9
        np.testing.assert_array_equal(
            np.array(gate["input_weights"], dtype=np.float32), net.values["cell.weight_ih_l0"][row].numpy()
        )
        np.testing.assert_array_equal(
            np.array(gate["recurrent_weights"], dtype=np.float32), net.values["cell.weight_hh_l0"][row].numpy()
        )
        np.testing.assert_allclose(gate["input_terms"], gate["input_weights"] * x, atol=1e-6)
        np.testing.assert_allclose(gate["recurrent_terms"], gate["recurrent_weights"] * before, atol=1e-6)
        assert gate["input_sum"] == pytest.approx(sum(gate["input_terms"]), abs=1e-5)
        assert gate["recurrent_sum"] == pytest.approx(sum(gate["recurrent_terms"]), abs=1e-5)
        factor = 1 if gate["reset"] is None else gate["reset"]
        assert (gate["reset"] is not None) == (cell == "gru" and name == "candidate")
        total = gate["input_sum"] + gate["input_bias"] + factor * (gate["recurrent_sum"] + gate["recurrent_bias"])
        assert gate["sum"] == pytest.approx(total, abs=1e-5)
        squashed = np.tanh(gate["sum"]) if gate["function"] == "tanh" else 1 / (1 + np.exp(-gate["sum"]))
        assert gate["activation"] == pytest.approx(squashed, abs=1e-6)
        if cell != "rnn":
            assert gate["activation"] == pytest.approx(whole["gates"][name][token][9], abs=1e-5)
    assert step["update"]["hidden"] == pytest.approx(hidden[token, 9], abs=1e-5)
    assert step["check"]["max_abs_error"] <= step["check"]["tolerance"]


def test_the_update_of_each_kind(client: httpx.Client) -> None:
    for cell in CELLS:
        step = ask(client, PATH, cell=cell, token=5, unit=9)
        update, value = step["update"], {name: gate["activation"] for name, gate in step["gates"].items()}
        if cell == "lstm":
            assert update["previous"] == step["cell_before"]
            assert update["kept"] == pytest.approx(value["forget"] * update["previous"], abs=1e-6)
            assert update["written"] == pytest.approx(value["input"] * value["candidate"], abs=1e-6)
            assert update["cell"] == pytest.approx(update["kept"] + update["written"], abs=1e-6)
            assert update["squashed"] == pytest.approx(np.tanh(update["cell"]), abs=1e-6)
            assert update["hidden"] == pytest.approx(value["output"] * update["squashed"], abs=1e-6)
            continue
        assert (step["cell_before"], update["cell"], update["squashed"]) == (None, None, None)
        assert update["previous"] == pytest.approx(step["hidden_before"][9], abs=1e-7)
        if cell == "gru":
            assert update["kept"] == pytest.approx(value["update"] * update["previous"], abs=1e-6)
            assert update["written"] == pytest.approx((1 - value["update"]) * value["candidate"], abs=1e-6)
            assert update["hidden"] == pytest.approx(update["kept"] + update["written"], abs=1e-6)
        else:
            assert (update["kept"], update["written"]) == (None, None)
            assert update["hidden"] == value["hidden"]


def test_changed_weights_are_the_ones_shown(client: httpx.Client) -> None:
    sent = {"checkpoint": "initial", "forget_bias": 2.5, "recurrent_scale": 3, "token": 2, "unit": 1}
    step = ask(client, PATH, **sent)
    forget = step["gates"]["forget"]
    assert (forget["input_bias"], forget["recurrent_bias"], step["forget_bias"]) == (2.5, 0, 2.5)
    net = Torch("lstm", "initial")
    row = net.values["cell.weight_hh_l0"][net.layer.hidden_size + 1] * 3
    np.testing.assert_allclose(forget["recurrent_weights"], row.numpy(), rtol=1e-6)
    assert "multiplied by 3" in step["model"]["changed"]


def test_get_and_safetensors_and_rounding(client: httpx.Client) -> None:
    sent: dict[str, Any] = {"text": TEXT, "cell": "gru", "token": 3, "unit": 4}
    posted = client.post(PATH, json=sent).json()
    got = client.get(PATH, params=sent).raise_for_status()
    assert got.json() == posted
    tag = got.headers["etag"]
    assert client.get(PATH, params=sent, headers={"If-None-Match": tag}).status_code == 304
    assert client.get(PATH, params={**sent, "unit": 5}).headers["etag"] != tag
    tensors = load(client.get(PATH, params={**sent, "format": "safetensors"}).content)
    assert len(tensors) == 2 + 3 * 4
    for name, tensor in tensors.items():
        part: Any = posted
        for key in name.split("."):
            part = part[key]
        np.testing.assert_array_equal(tensor, np.array(part, dtype=np.float32))
    rounded = client.get(PATH, params={**sent, "decimals": 3}).json()
    error = np.abs(np.array(rounded["input"]) - np.array(posted["input"])).max()
    assert 0 < error <= rounded["max_abs_error"] <= 0.0005
    assert rounded["update"] == posted["update"]


@pytest.mark.parametrize(
    ("sent", "kind", "pointer", "words"),
    [
        ({"unit": 0}, "invalid-request", "/token", "required"),
        ({"token": 0}, "invalid-request", "/unit", "required"),
        ({"token": 11, "unit": 0}, "index-out-of-range", "/token", "tokens 0 to 10 in this text; got 11"),
        ({"token": 0, "unit": 4096, "cell": "gru"}, "index-out-of-range", "/unit", "gru has units 0 to"),
        ({"token": 0, "unit": -1}, "index-out-of-range", "/unit", "got -1"),
        ({"token": 0, "unit": 0, "forget_bias": 1}, "invalid-request", "/forget_bias", "checkpoint=initial"),
        ({"token": 0, "unit": 0, "include": ["units"]}, "invalid-request", "/include", "no such field"),
        ({"token": 0, "unit": 0, "text": " "}, "empty-text", "/text", "white space"),
    ],
)
def test_refusals(client: httpx.Client, sent: dict[str, Any], kind: str, pointer: str, words: str) -> None:
    answer = client.post(PATH, json={"text": TEXT, **sent})
    problem = answer.json()
    assert (answer.status_code, problem["type"]) == (422, f"/docs#{kind}")
    assert [error["pointer"] for error in problem["errors"]] == [pointer]
    assert words in problem["detail"]
