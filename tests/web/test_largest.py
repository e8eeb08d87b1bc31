"""The largest weight of every head, against numpy's argmax of the full weights, for several sentences and models."""

import json
from typing import Any

import httpx
import numpy as np
import pytest
from safetensors import safe_open
from safetensors.numpy import load

pytestmark = pytest.mark.weights

ANIMAL = "The animal didn't cross the street because it was too tired."
LONG = " ".join(["The apple was sweet, and the red one fell on the other side of the garden."] * 6)
# what is asked, and the queries that may see one key only
ASKED: list[tuple[dict[str, Any], list[int]]] = [
    ({"model": "minilm", "text": ANIMAL}, []),
    ({"model": "minilm", "text": "The apple was sweet.", "text_pair": "She ate it.", "mask": [2, 3]}, []),
    ({"model": "minilm", "text": LONG}, []),
    ({"model": "e5", "text": "苹果很好吃,我买了三斤。"}, []),
    ({"model": "smollm2", "text": "I grew up in France, so I speak fluent French."}, [0]),
    ({"model": "smollm2", "text": ANIMAL, "mask": [1, 2]}, [0, 1, 2]),
]


def answer(client: httpx.Client, asked: dict[str, Any], folder: Any) -> tuple[np.ndarray, dict[str, Any]]:
    """Every weight, [L, H, Q, K], and the document."""
    sent = {**asked, "include": ["thumbnails"], "format": "safetensors"}
    body = client.post("/api/v1/attention", json=sent).raise_for_status().content
    (folder / "all.safetensors").write_bytes(body)
    with safe_open(folder / "all.safetensors", "numpy") as file:
        return load(body)["attention"], {key: json.loads(value) for key, value in file.metadata().items()}


@pytest.mark.parametrize(("asked", "forced"), ASKED)
def test_the_largest_weights_are_those_of_the_full_weights(
    client: httpx.Client, asked: dict[str, Any], forced: list[int], tmp_path: Any
) -> None:
    weights, document = answer(client, asked, tmp_path)
    n, thumbnails = weights.shape[-1], document["thumbnails"]
    visible = np.tril(np.ones((n, n), bool)) if asked["model"] == "smollm2" else np.ones((n, n), bool)
    visible[:, asked.get("mask", [])] = False
    assert document["forced"] == [forced] * len(weights)
    special = [token["special"] for token in document["tokens"]]
    free = visible & ~np.isin(np.arange(n), forced)[:, None] & ~np.logical_or.outer(special, special)
    for name, cells in {"largest": visible, "largest_free": free}.items():
        found = thumbnails[name]
        for layer, head in np.ndindex(*weights.shape[:2]):
            chosen = np.where(cells, weights[layer, head], -1)
            query, key = np.unravel_index(chosen.argmax(), chosen.shape)
            place = (found["queries"][layer][head], found["keys"][layer][head])
            assert (*place, found["weights"][layer][head]) == (query, key, float(chosen[query, key]))


def test_a_head_that_has_nothing_to_choose_says_nothing(client: httpx.Client) -> None:
    sent = {"model": "smollm2", "text": "I", "layers": [], "include": ["thumbnails"]}
    found = client.post("/api/v1/attention", json=sent).raise_for_status().json()
    assert found["forced"] == [[0]] * 30
    assert found["thumbnails"]["largest"]["weights"] == [[1.0] * 9] * 30
    assert found["thumbnails"]["largest_free"]["weights"] == [[None] * 9] * 30
