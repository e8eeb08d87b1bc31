"""The recurrent nets over real HTTP, their numbers against torch's own layers on the files that ship."""

import json
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
import torch
from safetensors import safe_open
from safetensors.numpy import load
from torch import Tensor, nn

from tests.web.nets import CELLS, GATE_NAMES, GATES, TEXT, Torch, ask, ids_of

CHINESE = "我在法国长大,所以我会说法语。"
KEEPING = {"lstm": "forget", "gru": "update"}

pytestmark = pytest.mark.weights


@pytest.mark.parametrize("text", [TEXT, CHINESE])
@pytest.mark.parametrize("checkpoint", ["trained", "initial"])
@pytest.mark.parametrize("cell", CELLS)
def test_states_are_those_of_torch(client: httpx.Client, cell: str, checkpoint: str, text: str) -> None:
    answer = ask(client, cell=cell, checkpoint=checkpoint, text=text)
    net = Torch(cell, checkpoint)
    with torch.no_grad():
        hidden = net.hidden(net.embed(ids_of(answer)))
    np.testing.assert_allclose(np.array(answer["states"]["hidden"]), hidden.numpy(), rtol=0, atol=1e-5)
    assert (answer["cell"], answer["kind"], answer["checkpoint"]) == (cell, cell, checkpoint)
    assert list(answer["gates"]) == GATE_NAMES[cell]
    assert set(answer["states"]) == ({"cell", "hidden"} if cell == "lstm" else {"hidden"})
    assert f"torch.nn.{cell.upper()}" in answer["check"]["against"]
    assert answer["check"]["max_abs_error"] <= answer["check"]["tolerance"]
    assert not any(answer[extra] for extra in ("units", "shares", "reach", "counterfactual", "predictions"))


def test_the_gates_of_a_gru_satisfy_its_equations(client: httpx.Client) -> None:
    """The update gate keeps, and the reset acts after the matrix product, inside which b_hn is."""
    answer = ask(client, cell="gru")
    net, (r, z, n) = Torch("gru"), (np.array(answer["gates"][name]) for name in GATE_NAMES["gru"])
    hidden = np.array(answer["states"]["hidden"])
    before = np.vstack([np.zeros(hidden.shape[1]), hidden[:-1]])
    np.testing.assert_allclose(hidden, (1 - z) * n + z * before, atol=1e-5)
    w, u, b, c = (net.values[f"cell.{name}_l0"].numpy() for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"))
    x = net.embed(ids_of(answer)).numpy()
    a, d = np.split(x @ w.T + b, 3, axis=1), np.split(before @ u.T + c, 3, axis=1)
    np.testing.assert_allclose(r, 1 / (1 + np.exp(-(a[0] + d[0]))), atol=1e-5)
    np.testing.assert_allclose(z, 1 / (1 + np.exp(-(a[1] + d[1]))), atol=1e-5)
    np.testing.assert_allclose(n, np.tanh(a[2] + r * d[2]), atol=1e-5)


@pytest.mark.parametrize("cell", CELLS)
def test_predictions_of_every_cell(client: httpx.Client, cell: str) -> None:
    answer = ask(client, cell=cell, include=["predictions"])
    net, ids = Torch(cell), ids_of(answer)
    with torch.no_grad():
        logits = net.logits(net.hidden(net.embed(ids)))
    best = torch.softmax(logits, dim=-1).topk(5)
    for row, wanted in zip(answer["predictions"], best.values, strict=True):
        assert [p["probability"] for p in row] == pytest.approx(wanted.tolist(), abs=1e-5)
    bits = nn.functional.cross_entropy(logits[:-1], torch.tensor(ids[1:]), reduction="none") / np.log(2)
    assert answer["following"][-1] is None
    assert [one["bits"] for one in answer["following"][:-1]] == pytest.approx(bits.tolist(), abs=1e-4)
    assert [one["id"] for one in answer["following"][:-1]] == ids[1:]
    assert answer["following"][1]["text"] == "grew"


def test_the_counter_reads_letters_and_counts_them(client: httpx.Client) -> None:
    answer = ask(
        client, cell="counter", text="aaab aabb, aabbb", include=["units", "shares", "reach", "counterfactual"]
    )
    assert (answer["cell"], answer["kind"], answer["shape"]) == ("counter", "lstm", [14, 10])
    assert "".join(token["text"] for token in answer["tokens"]) == "aaabaabbaabbb"
    assert [(n["code"], n["spans"]) for n in answer["notices"]] == [("unread-characters", [[9, 10]])]
    cell = np.array(answer["states"]["cell"])[:, answer["units"]["order"][0]]
    balance = np.cumsum([0, *({"a": 1, "b": -1}[letter] for letter in "aaabaabbaabbb")])
    assert abs(np.corrcoef(cell, balance)[0, 1]) > 0.9
    assert answer["shares"]["shape"] == [14, 14]
    assert len(answer["reach"]["norms"]) == len(answer["counterfactual"]["values"]) == 14
    refused = client.post(GATES, json={"text": "hello", "cell": "counter"}).json()
    assert (refused["type"], refused["errors"][0]["pointer"]) == ("/docs#empty-text", "/text")
    assert "such as aaabbb" in refused["detail"]


@pytest.mark.parametrize(
    ("cell", "forget_bias", "scale"),
    [("lstm", 3.0, None), ("gru", -2.0, None), ("lstm", 0.0, 0.5), ("rnn", None, 0.0), ("gru", 1.0, 0.9)],
)
def test_changed_weights_are_computed_with_and_announced(
    client: httpx.Client, cell: str, forget_bias: float | None, scale: float | None
) -> None:
    changes: dict[str, Any] = {"forget_bias": forget_bias, "recurrent_scale": scale}
    answer = ask(client, cell=cell, checkpoint="initial", **changes)
    plain = ask(client, cell=cell, checkpoint="initial")
    net = Torch(cell, "initial")
    units = net.layer.hidden_size
    with torch.no_grad():
        if forget_bias is not None:  # the second block of both: [i | f | g | o] and [r | z | n]
            net.layer.bias_ih_l0[units : 2 * units] = forget_bias
            net.layer.bias_hh_l0[units : 2 * units] = 0
        if scale is not None:
            net.layer.weight_hh_l0.mul_(scale)
        hidden = net.hidden(net.embed(ids_of(answer)))
    np.testing.assert_allclose(np.array(answer["states"]["hidden"]), hidden.numpy(), rtol=0, atol=1e-5)
    assert np.abs(np.array(plain["states"]["hidden"]) - hidden.numpy()).max() > 0.01
    assert {name: answer[name] for name in changes} == changes
    assert (plain["forget_bias"], plain["recurrent_scale"], plain["model"]["changed"]) == (None, None, None)
    said = answer["model"].pop("changed")
    assert ("bias" in said) == (forget_bias is not None)
    assert ("multiplied" in said) == (scale is not None)
    plain["model"].pop("changed")
    assert answer["model"] == plain["model"]  # of the file, which is what it was


def test_a_net_scaled_up_is_checked_step_by_step(client: httpx.Client) -> None:
    check = ask(client, cell="rnn", checkpoint="initial", recurrent_scale=10, text="the cat sat " * 60)["check"]
    assert "each step alone" in check["against"]
    assert check["max_abs_error"] <= check["tolerance"]
    # and what single steps do not show is said: from where on the whole is rounding
    assert 3 < check["first_apart"] < 40
    assert check["apart_tolerance"] == 0.01
    plain = ask(client, cell="rnn", checkpoint="initial", text="the cat sat " * 60)["check"]
    assert plain["first_apart"] is None


@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_shares_of_a_unit(client: httpx.Client, cell: str) -> None:
    answer = ask(client, cell=cell, include=["shares"], unit=7)
    shares, tokens = answer["shares"], len(answer["tokens"])
    gates = {name: np.array(values)[:, 7] for name, values in answer["gates"].items()}
    keeping = gates[KEEPING[cell]]
    written = gates["candidate"] * (gates["input"] if cell == "lstm" else 1 - gates["update"])
    kept = np.array([[np.prod(keeping[j + 1 : t + 1]) * (j <= t) for j in range(tokens)] for t in range(tokens)])
    assert (shares["axes"], shares["shape"], shares["unit"]) == (["token", "source"], [tokens, tokens], 7)
    np.testing.assert_allclose(np.array(shares["kept"]), kept, atol=1e-6)
    np.testing.assert_allclose(np.array(shares["values"]), kept * written, atol=1e-6)
    state = np.array(answer["states"]["cell" if cell == "lstm" else "hidden"])[:, 7]
    np.testing.assert_allclose(shares["totals"], state, atol=1e-6)
    assert np.abs(np.array(shares["values"]).sum(axis=1) - state).max() <= shares["rebuild_error"] + 1e-6 < 1e-5
    assert (shares["predicted"], shares["rivals"]) == (None, None)


@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_shares_of_what_was_predicted(client: httpx.Client, cell: str) -> None:
    answer = ask(client, cell=cell, include=["shares", "predictions"])
    shares, net = answer["shares"], Torch(cell)
    with torch.no_grad():
        hidden = net.hidden(net.embed(ids_of(answer)))
        best = net.logits(hidden).topk(5).indices  # [T, 5]
        scores = hidden @ net.values["project.weight"].T @ net.values["embedding.weight"].T  # without the biases
        picked = scores.gather(1, best)
    totals = (picked[:, 0] - picked[:, 1:].mean(dim=1)).numpy()
    np.testing.assert_allclose(shares["totals"], totals, atol=1e-3)
    np.testing.assert_allclose(np.array(shares["values"]).sum(axis=1), totals, atol=1e-3)
    assert np.abs(np.triu(np.array(shares["values"]), 1)).max() == 0
    likeliest = [[p["text"] for p in row] for row in answer["predictions"]]
    assert shares["predicted"] == [row[0] for row in likeliest]
    assert shares["rivals"] == [row[1:] for row in likeliest]
    assert (shares["unit"], shares["kept"]) == (None, None)


@pytest.mark.parametrize(("cell", "token"), [("lstm", None), ("gru", 4), ("rnn", 0), ("rnn", 2)])
def test_reach_is_torchs_jacobian(client: httpx.Client, cell: str, token: int | None) -> None:
    """torch's fused layer in float64, its Jacobian row by row."""
    answer = ask(client, cell=cell, include=["reach"], token=token, decimals=1)
    reach, net = answer["reach"], Torch(cell)
    at = len(answer["tokens"]) - 1 if token is None else token
    net.layer.double()
    x = net.embed(ids_of(answer)[: at + 1]).double().requires_grad_()
    last = net.hidden(x)[-1]
    rows = torch.stack([torch.autograd.grad(unit, x, retain_graph=True)[0] for unit in last])  # [U, T, D]
    norms = rows.pow(2).sum(dim=(0, 2)).sqrt().flip(0).numpy()
    assert (reach["token"], reach["distances"], reach["shape"]) == (at, list(range(at + 1)), [at + 1])
    assert reach["norms"] == pytest.approx(norms, rel=1e-9)  # decimals do not touch them
    assert reach["ratios"] == pytest.approx(norms / norms[0], rel=1e-9)
    if at < 2:
        assert (reach["slope"], reach["half_life"], reach["doubling"]) == (None, None, None)
        return
    slope, start = np.polyfit(np.arange(at + 1), np.log(norms / norms[0]), 1)
    assert reach["slope"] == pytest.approx(slope, rel=1e-6)
    off = np.log(norms / norms[0]) - start - slope * np.arange(at + 1)
    deviation = np.sqrt((off**2).sum() / (at - 1) / ((np.arange(at + 1) - at / 2) ** 2).sum())
    trend = abs(slope) > 2 * deviation  # else the line says neither
    wanted = {"half_life": np.log(0.5) / slope if slope < 0 else None, "doubling": np.log(2) / slope}
    wanted["doubling"] = wanted["doubling"] if slope > 0 else None
    for name, tokens in wanted.items():
        assert reach[name] == (pytest.approx(tokens, rel=1e-6) if trend and tokens else None)


@pytest.mark.parametrize(("cell", "token"), [("lstm", None), ("gru", 5), ("rnn", 8), ("rnn", 0)])
def test_counterfactual_reads_the_sentence_again(client: httpx.Client, cell: str, token: int | None) -> None:
    answer = ask(client, cell=cell, include=["counterfactual"], token=token)
    found, net, ids = answer["counterfactual"], Torch(cell), ids_of(answer)
    at = len(ids) - 1 if token is None else token

    def after(x: Tensor) -> Tensor:
        with torch.no_grad():
            return torch.softmax(net.logits(net.hidden(x)[at]), dim=-1)

    plain = after(net.embed(ids))
    best = [p["probability"] for p in found["baseline"]]
    assert best == pytest.approx(plain.topk(5).values.tolist(), abs=1e-5)
    assert (found["token"], found["shape"], len(found["values"])) == (at, [at + 1], at + 1)
    assert (found["replacements"][0], found["values"][0], found["unknown"][0]) == ([], 0, 0)
    for place in range(1, at + 1):
        x = net.embed(ids).clone()
        x[place] = 0
        assert found["unknown"][place] == pytest.approx((after(x) - plain).abs().sum().item() / 2, abs=1e-5)
        moved = []
        for one in found["replacements"][place]:
            now = after(net.embed([*ids[:place], one["id"], *ids[place + 1 :]]))
            moved.append((now - plain).abs().sum().item() / 2)
            assert one["id"] != ids[place]
            assert one["total_variation"] == pytest.approx(moved[-1], abs=1e-5)
            assert [p["probability"] for p in one["predictions"]] == pytest.approx(
                now.topk(5).values.tolist(), abs=1e-5
            )
        assert len(moved) == 4
        assert found["values"][place] == pytest.approx(np.mean(moved), abs=1e-5)


@pytest.mark.parametrize("cell", CELLS)
def test_units_saturate_and_forget_as_the_gates_say(client: httpx.Client, cell: str) -> None:
    answer = ask(client, cell=cell, include=["units"])
    units, count = answer["units"], answer["shape"][1]
    assert sorted(units["order"]) == list(range(count))
    gates = {name: np.array(values)[1:] for name, values in answer["gates"].items() if name != "candidate"}
    assert set(units["saturation"]) == set(gates)
    for name, gate in gates.items():
        np.testing.assert_allclose(units["saturation"][name]["low"], (gate < 0.1).mean(axis=0), atol=1e-12)
        np.testing.assert_allclose(units["saturation"][name]["high"], (gate > 0.9).mean(axis=0), atol=1e-12)
    if cell == "rnn":
        assert units["half_life"] == [None] * count
        return
    wanted = np.log(0.5) / np.log(gates[KEEPING[cell]]).mean(axis=0)
    np.testing.assert_allclose(np.array(units["half_life"]), wanted, rtol=1e-5)
    for definition in ("definition", "saturation_definition", "half_life_definition"):
        assert len(units[definition]) > 40


INCLUDED = {
    "lstm": ["shares", "reach", "counterfactual"],
    "gru": ["shares", "reach", "counterfactual"],
    "rnn": ["reach", "counterfactual"],
}


def metadata_of(data: bytes, folder: Path) -> dict[str, Any]:
    path = folder / "answer.safetensors"
    path.write_bytes(data)
    with safe_open(path, "numpy") as file:
        return {key: json.loads(value) for key, value in file.metadata().items()}


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("dtype", ["float32", "float16"])
def test_safetensors_holds_every_array_by_name(client: httpx.Client, tmp_path: Path, cell: str, dtype: str) -> None:
    sent: dict[str, Any] = {"cell": cell, "include": INCLUDED[cell], "unit": 3}
    exact = ask(client, **sent)
    body = client.post(GATES, json={"text": TEXT, "format": "safetensors", "dtype": dtype, **sent}).content
    tensors, document = load(body), metadata_of(body, tmp_path)
    places = {f"gates.{name}": exact["gates"][name] for name in GATE_NAMES[cell]}
    places |= {f"states.{name}": values for name, values in exact["states"].items()}
    places |= {"counterfactual": exact["counterfactual"]["values"]}
    places |= {"counterfactual.unknown": exact["counterfactual"]["unknown"]}
    stated = dict.fromkeys(places, document["max_abs_error"])
    stated |= dict.fromkeys(["counterfactual", "counterfactual.unknown"], document["counterfactual"]["max_abs_error"])
    if cell != "rnn":
        places |= {"shares": exact["shares"]["values"], "shares.kept": exact["shares"]["kept"]}
        stated |= dict.fromkeys(["shares", "shares.kept"], document["shares"]["max_abs_error"])
        assert document["shares"]["values"] is document["shares"]["kept"] is None
    reach = {"reach.norms": exact["reach"]["norms"], "reach.ratios": exact["reach"]["ratios"]}
    assert set(tensors) == set(places) | set(reach)
    for name, values in places.items():
        assert tensors[name].dtype == np.dtype(dtype)
        error = np.abs(tensors[name].astype(np.float64) - np.array(values)).max()
        assert error <= stated[name] + 1e-7, name
        assert (stated[name] == 0) == (dtype == "float32")
    for name, values in reach.items():
        assert tensors[name].dtype == np.float32
        np.testing.assert_array_equal(tensors[name], np.array(values, dtype=np.float32))
        assert document["reach"][name.removeprefix("reach.")] == values


def test_rounding_states_its_error(client: httpx.Client) -> None:
    sent: dict[str, Any] = {"include": ["shares", "counterfactual"], "unit": 3}
    exact, rounded = ask(client, **sent), ask(client, decimals=2, **sent)
    for part, names in {"shares": ["values", "kept"], "counterfactual": ["values", "unknown"]}.items():
        error = max(np.abs(np.array(exact[part][n]) - np.array(rounded[part][n])).max() for n in names)
        assert rounded[part]["max_abs_error"] == pytest.approx(error, abs=1e-7)
        assert 0 < error <= 0.005
    assert rounded["shares"]["totals"] == exact["shares"]["totals"]


def test_get_gives_what_post_gives(client: httpx.Client) -> None:
    sent: dict[str, Any] = {
        "text": TEXT,
        "cell": "gru",
        "checkpoint": "initial",
        "forget_bias": 1.5,
        "recurrent_scale": 1.25,
    }
    include = ["units", "shares", "reach", "counterfactual", "predictions"]
    posted = client.post(GATES, json={**sent, "include": include, "token": 4, "unit": 2})
    got = client.get(GATES, params={**sent, "include": ",".join(include), "token": 4, "unit": 2})
    assert got.raise_for_status().json() == posted.raise_for_status().json()
    assert (posted.headers["cache-control"], "etag" in posted.headers) == ("no-store", False)


def test_every_field_is_in_the_etag(client: httpx.Client) -> None:
    base: dict[str, Any] = {"text": "the cat", "checkpoint": "initial"}
    variants: list[dict[str, Any]] = [
        {},
        {"cell": "gru"},
        {"cell": "rnn"},
        {"forget_bias": 1},
        {"forget_bias": 2},
        {"recurrent_scale": 2},
        {"token": 1},
        {"unit": 1},
        {"include": "reach"},
        {"include": "reach", "token": 1},
        {"include": "shares", "unit": 1},
    ]
    tags = {}
    for variant in variants:
        answer = client.get(GATES, params={**base, **variant}).raise_for_status()
        tags[answer.headers["etag"]] = variant
        again = client.get(GATES, params={**base, **variant}, headers={"If-None-Match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
    assert len(tags) == len(variants)


REFUSED: list[tuple[dict[str, Any], str, str, str]] = [
    ({"forget_bias": 1}, "invalid-request", "/forget_bias", "checkpoint=initial"),
    ({"recurrent_scale": 2}, "invalid-request", "/recurrent_scale", "checkpoint=initial"),
    ({"forget_bias": 1, "cell": "rnn", "checkpoint": "initial"}, "invalid-request", "/forget_bias", "recurrent_scale"),
    ({"forget_bias": 10.5, "checkpoint": "initial"}, "invalid-request", "/forget_bias", "10"),
    ({"recurrent_scale": -1, "checkpoint": "initial"}, "invalid-request", "/recurrent_scale", "0"),
    ({"recurrent_scale": "2", "checkpoint": "initial"}, "invalid-request", "/recurrent_scale", "number"),
    ({"include": ["shares"], "cell": "rnn"}, "invalid-request", "/include", "reach or counterfactual"),
    ({"include": ["memory"]}, "invalid-request", "/include/0", "shares"),
    ({"cell": "transformer"}, "invalid-request", "/cell", "gru"),
    ({"token": 11}, "index-out-of-range", "/token", "0 to 10"),
    ({"token": -1, "include": ["reach"]}, "index-out-of-range", "/token", "got -1"),
    ({"unit": 4096}, "index-out-of-range", "/unit", "lstm has units 0 to"),
    ({"unit": 10**40}, "index-out-of-range", "/unit", "lstm has units 0 to"),
    ({"unit": -1, "include": ["shares"]}, "index-out-of-range", "/unit", "got -1"),
    ({"unit": 1.5}, "invalid-request", "/unit", "integer"),
]


@pytest.mark.parametrize(("sent", "kind", "pointer", "words"), REFUSED)
def test_refusals_say_what_to_do(
    client: httpx.Client, sent: dict[str, Any], kind: str, pointer: str, words: str
) -> None:
    answer = client.post(GATES, json={"text": TEXT, **sent})
    problem = answer.json()
    assert (answer.status_code, problem["type"]) == (422, f"/docs#{kind}")
    assert [error["pointer"] for error in problem["errors"]] == [pointer]
    assert words in problem["detail"]


@pytest.mark.parametrize("extra", ["shares", "reach", "counterfactual"])
def test_costly_extras_are_for_short_texts(client: httpx.Client, extra: str) -> None:
    def send(words: int, **more: Any) -> httpx.Response:
        return client.post(GATES, json={"text": " ".join(["cat"] * words), "decimals": 2, **more})

    assert send(63, include=[extra]).status_code == 200  # 64 with <s>
    refused = send(64, include=["units", extra])
    problem = refused.json()
    assert (refused.status_code, problem["type"]) == (422, "/docs#text-too-long")
    assert (problem["limit"], problem["got"], problem["errors"][0]["pointer"]) == (64, 65, "/text")
    assert extra in problem["detail"]
    assert send(64, include=["units", "predictions"]).status_code == 200
