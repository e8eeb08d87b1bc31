"""The API over real HTTP, its numbers against an independent eager forward pass."""

import json
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

import httpx
import numpy as np
import pytest
import torch
from safetensors import safe_open
from safetensors.numpy import load
from transformers import AutoModel, AutoTokenizer

SENTENCE = "The animal didn't cross the street because it was too tired."
CHINESE = "苹果很好吃,我买了三斤。"
ATTENTION = "/api/v1/attention"
GATES = "/api/v1/gates"

pytestmark = pytest.mark.weights


@pytest.fixture(scope="module")
def expected(minilm_dir: Path) -> np.ndarray:
    """Eager attention of the sentence, from transformers and its own tokenizer alone. [L, H, Q, K]."""
    model = AutoModel.from_pretrained(minilm_dir, attn_implementation="eager", local_files_only=True).eval()
    inputs = AutoTokenizer.from_pretrained(minilm_dir)(SENTENCE, return_tensors="pt")
    with torch.inference_mode():
        return torch.stack(model(**inputs, output_attentions=True).attentions)[:, 0].numpy()


def metadata_of(data: bytes, folder: Path) -> dict[str, Any]:
    path = folder / "answer.safetensors"
    path.write_bytes(data)
    with safe_open(path, "numpy") as file:
        return {key: json.loads(value) for key, value in file.metadata().items()}


def test_models_are_listed_with_their_state(client: httpx.Client) -> None:
    listing = client.get("/api/v1/models").json()
    models = {model["id"]: model for model in listing["models"]}
    assert listing["default"] == "auto"
    assert models["minilm"]["family"] == "encoder"
    assert (models["minilm"]["layers"], models["minilm"]["heads"], models["minilm"]["max_tokens"]) == (6, 12, 512)
    assert models["lstm"]["family"] == "recurrent"
    assert models["lstm"]["checkpoints"] == ["trained", "initial"]
    assert {model["state"] for model in models.values()} <= {"ready", "loading", "on disk"}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_attention_equals_an_eager_forward(client: httpx.Client, expected: np.ndarray, method: str) -> None:
    sent = {"text": SENTENCE}
    response = client.get(ATTENTION, params=sent) if method == "GET" else client.post(ATTENTION, json=sent)
    answer = response.raise_for_status().json()
    attention = answer["attention"]
    assert attention["axes"] == ["layer", "head", "query", "key"]
    assert attention["shape"] == list(expected.shape)
    assert (attention["layers"], attention["heads"]) == (list(range(6)), list(range(12)))
    np.testing.assert_allclose(np.array(attention["values"]), expected, rtol=0, atol=1e-6)
    assert [t["text"] for t in answer["tokens"]][1:4] == ["The", "animal", "didn"]
    assert answer["model"]["id"] == "minilm"
    assert answer["model"]["weights_sha256"].startswith("53aa5117")


def test_chosen_layers_and_heads_come_in_the_order_asked_for(client: httpx.Client, expected: np.ndarray) -> None:
    answer = client.get(ATTENTION, params={"text": SENTENCE, "layers": "5,0", "heads": ["3", "1,7"]}).json()
    assert (answer["attention"]["layers"], answer["attention"]["heads"]) == ([5, 0], [3, 1, 7])
    chosen = expected[np.ix_([5, 0], [3, 1, 7])]
    np.testing.assert_allclose(np.array(answer["attention"]["values"]), chosen, rtol=0, atol=1e-6)


def test_no_layers_gives_tokens_and_thumbnails_only(client: httpx.Client, expected: np.ndarray) -> None:
    body = {"text": SENTENCE, "layers": [], "include": ["thumbnails"]}
    answer = client.post(ATTENTION, json=body).raise_for_status().json()
    assert answer["attention"]["shape"] == [0, 12, 16, 16]
    assert answer["attention"]["values"] == []
    small = answer["thumbnails"]
    decoded = (np.array(small["values"]) / 255) ** 2
    assert np.abs(decoded - expected).max() <= small["max_abs_error"] + 1e-6 <= 0.0041


def test_rounding_states_its_error(client: httpx.Client, expected: np.ndarray) -> None:
    attention = client.get(ATTENTION, params={"text": SENTENCE, "decimals": 2}).json()["attention"]
    error = np.abs(np.array(attention["values"]) - expected).max()
    assert error == pytest.approx(attention["max_abs_error"], abs=1e-6)
    assert 0.004 < error <= 0.005


@pytest.mark.parametrize("dtype", ["float32", "float16", "uint8"])
def test_safetensors(client: httpx.Client, expected: np.ndarray, tmp_path: Path, dtype: str) -> None:
    response = client.post(ATTENTION, json={"text": SENTENCE, "format": "safetensors", "dtype": dtype})
    assert response.headers["content-type"] == "application/vnd.safetensors"
    stored = load(response.content)["attention"]
    assert stored.dtype == np.dtype(dtype)
    decoded = (stored / 255) ** 2 if dtype == "uint8" else stored.astype(np.float64)
    metadata = metadata_of(response.content, tmp_path)
    stated = metadata["attention"]["max_abs_error"]
    assert np.abs(decoded - expected).max() <= stated + 1e-6
    assert next(t["piece"] for t in metadata["tokens"]) == "[CLS]"


def test_the_accept_header_chooses_the_form(client: httpx.Client) -> None:
    params = {"text": "Hi", "layers": "0"}
    kinds = {
        "application/vnd.safetensors": "application/vnd.safetensors",
        "application/json": "application/json",
        "text/html,*/*;q=0.8": "application/json",
        "application/json;q=0.5, application/vnd.safetensors": "application/vnd.safetensors",
    }
    for accept, kind in kinds.items():
        assert client.get(ATTENTION, params=params, headers={"Accept": accept}).headers["content-type"] == kind
    refused = client.get(ATTENTION, params=params, headers={"Accept": "image/png"})
    assert (refused.status_code, refused.json()["type"]) == (406, "/docs#not-acceptable")


def test_chinese_is_announced_as_unknown(client: httpx.Client) -> None:
    answer = client.get(ATTENTION, params={"text": CHINESE, "layers": ""}).json()
    assert "".join(t["text"] for t in answer["tokens"] if t["unknown"]) == "苹果很好吃买了斤"
    assert [n["code"] for n in answer["notices"]] == ["unknown-tokens"]


@pytest.mark.parametrize("text", [SENTENCE, CHINESE, "I grew up in France, so I speak fluent French."])
def test_gates_satisfy_the_equations(client: httpx.Client, text: str) -> None:
    answer = client.post(GATES, json={"text": text, "include": ["predictions", "units"]}).raise_for_status().json()
    gates = {name: np.array(values) for name, values in answer["gates"].items()}
    cell, hidden = np.array(answer["states"]["cell"]), np.array(answer["states"]["hidden"])
    tokens, units = answer["shape"]
    assert answer["axes"] == ["token", "unit"]
    assert len(answer["tokens"]) == tokens
    assert {name: gate.shape for name, gate in gates.items()} == dict.fromkeys(
        ["input", "forget", "candidate", "output"], (tokens, units)
    )
    before = np.vstack([np.zeros(units), cell[:-1]])
    np.testing.assert_allclose(cell, gates["forget"] * before + gates["input"] * gates["candidate"], atol=1e-5)
    np.testing.assert_allclose(hidden, gates["output"] * np.tanh(cell), atol=1e-5)
    assert not any(t["unknown"] for t in answer["tokens"])
    assert 0 <= answer["check"]["max_abs_error"] <= answer["check"]["tolerance"] == 1e-5
    assert sorted(answer["units"]["order"]) == list(range(units))
    assert [len(row) for row in answer["predictions"]] == [5] * tokens
    for row in answer["predictions"]:
        probabilities = [p["probability"] for p in row]
        assert probabilities == sorted(probabilities, reverse=True)
        assert 0 < sum(probabilities) <= 1


def test_the_net_names_the_language_after_a_gap(client: httpx.Client) -> None:
    text = "i grew up in france, and my brother bought a new car last week, so i speak fluent"
    predictions = client.get(GATES, params={"text": text, "include": "predictions"}).json()["predictions"]
    assert predictions[-1][0]["text"] == "french"
    untrained = client.get(GATES, params={"text": text, "include": "predictions", "checkpoint": "initial"}).json()
    assert untrained["predictions"][-1][0]["probability"] < 0.01
    assert (
        untrained["model"]["weights_sha256"]
        != client.get(GATES, params={"text": text}).json()["model"]["weights_sha256"]
    )


def test_gates_in_safetensors_equal_those_in_json(client: httpx.Client) -> None:
    exact = client.get(GATES, params={"text": CHINESE}).json()
    tensors = load(client.get(GATES, params={"text": CHINESE, "format": "safetensors"}).content)
    names = {"gates.input", "gates.forget", "gates.candidate", "gates.output", "states.cell", "states.hidden"}
    assert set(tensors) == names
    for name, tensor in tensors.items():
        group, part = name.split(".")
        assert (np.array(exact[group][part], dtype=np.float32) == tensor).all()


def test_what_a_304_says_of_the_answer_is_what_the_200_said(client: httpx.Client) -> None:
    for path, params in {ATTENTION: {"text": "Hi", "layers": "0"}, "/static/css/docs.css": {}}.items():
        first = client.get(path, params=params)
        again = client.get(path, params=params, headers={"If-None-Match": first.headers["etag"]})
        assert (first.status_code, again.status_code) == (200, 304)
        assert first.headers["etag"].startswith('W/"')
        for answer in (first, again):
            assert "accept-encoding" in answer.headers["vary"].lower()


def test_a_star_vouches_for_nothing(client: httpx.Client) -> None:
    for params, status in [({"text": ""}, 422), ({"text": "Hi", "layers": "99"}, 422), ({"text": "Hi"}, 200)]:
        assert client.get(ATTENTION, params=params, headers={"If-None-Match": "*"}).status_code == status


@pytest.mark.parametrize("path", ["/api/v1/models", ATTENTION, GATES, "/healthz", "/", "/docs"])
def test_head_has_the_headers_of_get(client: httpx.Client, path: str) -> None:
    params = {"text": "Hi"} if path in {ATTENTION, GATES} else {}
    got, head = client.get(path, params=params), client.head(path, params=params)
    assert (got.status_code, head.status_code, head.content) == (200, 200, b"")
    assert head.headers["content-type"] == got.headers["content-type"]


def test_the_longest_text_can_be_sent_by_get(server_url: str) -> None:
    """180 kB of query, more than httpx lets through."""
    with urlopen(f"{server_url}{GATES}?decimals=1&text={quote('cat dog. ' * 55)}") as answer:
        assert answer.status == 200
    with pytest.raises(HTTPError) as caught:
        urlopen(f"{server_url}{ATTENTION}?text={quote('苹' * 20_000)}")
    with caught.value as refused:
        assert json.load(refused)["type"] == "/docs#text-too-long"


def test_post_takes_its_form_in_the_query_too(client: httpx.Client) -> None:
    body = {"text": "Hi", "layers": [0]}
    answer = client.post(ATTENTION, params={"format": "safetensors", "dtype": "float16"}, json=body)
    assert load(answer.content)["attention"].dtype == np.float16
    assert client.post(ATTENTION, params={"colour": "red"}, json=body).status_code == 422
    assert client.post(ATTENTION, params={"format": "json"}, json={**body, "format": "safetensors"}).status_code == 422


def test_an_etag_saves_the_forward_pass(client: httpx.Client) -> None:
    first = client.get(ATTENTION, params={"text": SENTENCE, "layers": "0"})
    assert first.headers["etag"].startswith('W/"')
    again = client.get(
        ATTENTION, params={"text": SENTENCE, "layers": "0"}, headers={"If-None-Match": first.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    assert "server-timing" not in again.headers
    other = client.get(
        ATTENTION, params={"text": SENTENCE, "layers": "1"}, headers={"If-None-Match": first.headers["etag"]}
    )
    assert other.status_code == 200


def test_a_head_of_a_known_sentence_needs_no_second_forward(client: httpx.Client) -> None:
    text = "A sentence that no other test sends, so the first request computes it."

    def computes(head: int) -> bool:
        response = client.post(ATTENTION, json={"text": text, "layers": [0], "heads": [head]})
        return "forward" in response.headers["server-timing"]

    assert computes(0)
    assert not computes(1)
