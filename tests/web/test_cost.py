"""What reading costs, over real HTTP."""

import time
from typing import Any

import httpx
import numpy as np
import pytest

COST = "/api/v1/cost"

pytestmark = pytest.mark.weights


def cost(client: httpx.Client, **params: Any) -> dict[str, Any]:
    found: dict[str, Any] = client.get(COST, params=params).raise_for_status().json()
    return found


def test_what_follows_from_the_lengths_alone(client: httpx.Client) -> None:
    found = cost(client)
    lengths = found["lengths"]
    assert lengths == [8, 16, 32, 64, 128, 256, 512]
    assert (found["model"]["id"], found["net"]["id"], found["cell"], found["kind"]) == (
        "minilm",
        "lstm",
        "lstm",
        "lstm",
    )
    assert found["attention"]["sequential_depth"] == [1] * 7
    assert found["attention"]["pairs"] == found["attention"]["visible_pairs"] == [n * n for n in lengths]
    assert "one head of self-attention of minilm, its own weights" in found["attention"]["what"]
    # MiniLM: vectors of 384 in twelve heads of 32
    assert found["attention"]["multiply_adds"] == [n * 3 * 384 * 32 + 2 * n * n * 32 for n in lengths]
    card = client.get("/api/v1/cards/lstm").json()["architecture"]
    units, embedding = card["units"], card["embedding"]
    for way in ("cell_unrolled", "cell_fused"):
        assert found[way]["sequential_depth"] == lengths
        assert found[way]["pairs"] is found[way]["visible_pairs"] is None
        assert found[way]["multiply_adds"] == [n * 4 * units * (embedding + units) for n in lengths]
        assert "torch.nn.LSTM" in found[way]["what"] or way == "cell_unrolled"


def test_what_is_measured(client: httpx.Client) -> None:
    """Five hundred steps take longer than eight, in Python longer than in C; one thread; no answer is kept."""
    began = time.perf_counter()
    answer = client.get(COST, params={"lengths": "512,8", "cell": "gru"})
    assert time.perf_counter() - began < 20
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers
    found = answer.json()
    assert (found["lengths"], found["threads"], found["kind"]) == ([512, 8], 1, "gru")
    assert 1 <= found["repeats"] <= 30
    for way in ("attention", "cell_unrolled", "cell_fused"):
        long, short = found[way]["milliseconds"]
        assert 0 < short < long < 20_000
    assert found["cell_unrolled"]["milliseconds"][0] > found["cell_fused"]["milliseconds"][0]


def test_other_models_and_cells(client: httpx.Client, smollm2_dir: object) -> None:
    found = cost(client, model="smollm2", cell="rnn", lengths="4")
    assert (
        "smollm2, its own weights: projections of vectors of width 576 to q, k and v of width 64"
        in (found["attention"]["what"])
    )
    assert (found["model"]["id"], found["kind"]) == ("smollm2", "rnn")
    # what its own mask leaves, counted in an answer of its weights
    asked: dict[str, str | int] = {"text": "a b c d", "model": "smollm2", "layers": 0, "heads": 0}
    weights = np.array(client.get("/api/v1/attention", params=asked).json()["attention"]["values"])[0, 0]  # [Q, K]
    assert (found["attention"]["pairs"], found["attention"]["visible_pairs"]) == ([16], [10])
    assert weights.shape == (4, 4)
    assert int((weights > 0).sum()) == 10
    assert "width 384 to q, k and v of width 32" in cost(client, model="e5", lengths="4")["attention"]["what"]


@pytest.mark.parametrize(
    ("params", "kind", "pointer", "words"),
    [
        ({"lengths": "8,513"}, "invalid-request", "/lengths/1", "512"),
        ({"lengths": "0"}, "invalid-request", "/lengths/0", "1"),
        ({"lengths": ",".join("123456789")}, "invalid-request", "/lengths", "8"),
        ({"lengths": ""}, "invalid-request", "/lengths", "1 item"),
        ({"lengths": "8,x"}, "invalid-request", "/lengths", "whole numbers"),
        ({"cell": "cnn"}, "invalid-request", "/cell", "lstm"),
        ({"model": "gpt-9"}, "unknown-model", "/model", "minilm"),
        ({"size": "1"}, "invalid-request", "/size", "no such field"),
    ],
)
def test_refused_costs(client: httpx.Client, params: dict[str, str], kind: str, pointer: str, words: str) -> None:
    answer = client.get(COST, params=params)
    problem = answer.json()
    assert (answer.status_code, problem["type"]) == (422, f"/docs#{kind}")
    assert [error["pointer"] for error in problem["errors"]] == [pointer]
    assert words in problem["detail"]
