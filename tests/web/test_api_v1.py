"""The API over real HTTP, its numbers against an independent eager forward pass."""

import json
import time
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

from tests.built import address

SENTENCE = "The animal didn't cross the street because it was too tired."
CHINESE = "苹果很好吃,我买了三斤。"
ATTENTION = "/api/v1/attention"
GATES = "/api/v1/gates"
CONTEXT = "/api/v1/context"
MARY = "When Mary and John went to the store, John gave a drink to"

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
    assert (models["e5"]["layers"], models["e5"]["heads"], models["e5"]["max_tokens"]) == (12, 12, 512)
    assert (models["smollm2"]["layers"], models["smollm2"]["heads"], models["smollm2"]["predicts"]) == (30, 9, "next")
    assert models["lstm"]["family"] == "recurrent"
    assert models["lstm"]["checkpoints"] == ["trained", "initial"]
    assert {models[name]["state"] for name in ("minilm", "e5", "lstm")} <= {"ready", "loading", "on disk"}


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
    answer = client.get(ATTENTION, params={"text": CHINESE, "layers": "", "model": "minilm"}).json()
    assert "".join(t["text"] for t in answer["tokens"] if t["unknown"]) == "苹果很好吃买了斤"
    assert [n["code"] for n in answer["notices"]] == ["unknown-tokens"]


def test_auto_reads_chinese_with_the_model_for_many_languages(client: httpx.Client) -> None:
    answer = client.get(ATTENTION, params={"text": CHINESE, "layers": "0"}).raise_for_status().json()
    assert (answer["model"]["id"], answer["notices"], answer["attention"]["shape"][1]) == ("e5", [], 12)
    assert [t["text"] for t in answer["tokens"]][2:5] == ["苹果", "很好", "吃"]
    assert answer["model"]["converted_from"] == "4-bit blocks of 32 weights, read as float32"
    assert client.get(ATTENTION, params={"text": "Apples", "layers": ""}).json()["model"]["id"] == "minilm"
    pair = client.get(ATTENTION, params={"text": "Apples", "text_pair": "苹果", "layers": ""}).json()
    assert pair["model"]["id"] == "e5"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_pair_and_its_quarters(client: httpx.Client, minilm_dir: Path, method: str) -> None:
    first, second = "The apple was sweet.", "She ate it."
    tokenizer = AutoTokenizer.from_pretrained(minilm_dir)
    inputs = tokenizer(first, second, return_tensors="pt")
    model = AutoModel.from_pretrained(minilm_dir, attn_implementation="eager", local_files_only=True).eval()
    with torch.inference_mode():
        wanted = torch.stack(model(**inputs, output_attentions=True).attentions)[:, 0].numpy()

    def ask(**more: Any) -> dict[str, Any]:
        sent = {"text": first, "text_pair": second, **more}
        answer = client.get(ATTENTION, params=sent) if method == "GET" else client.post(ATTENTION, json=sent)
        found: dict[str, Any] = answer.raise_for_status().json()
        return found

    whole = ask()
    np.testing.assert_allclose(np.array(whole["attention"]["values"]), wanted, rtol=0, atol=1e-6)
    sequences = inputs.sequence_ids()
    assert [t["sequence"] for t in whole["tokens"]] == sequences
    assert (whole["text_pair"], whole["predicts"], whole["target_tokens"]) == (second, None, None)
    places = {letter: [i for i, s in enumerate(sequences) if s == n] for n, letter in enumerate("ab")}
    for quarter in ["aa", "ab", "ba", "bb"]:
        attention = ask(quarter=quarter)["attention"]
        rows, columns = places[quarter[0]], places[quarter[1]]
        assert (attention["queries"], attention["keys"]) == (rows, columns)
        np.testing.assert_allclose(np.array(attention["values"]), wanted[:, :, rows][..., columns], rtol=0, atol=1e-6)


def test_words_sum_over_keys_and_average_over_queries(client: httpx.Client, expected: np.ndarray) -> None:
    answer = client.get(ATTENTION, params={"text": SENTENCE, "include": "words", "layers": "2"}).json()
    words = answer["words"]
    assert words["axes"] == ["layer", "head", "query_word", "key_word"]
    values = np.array(words["values"])
    assert list(values.shape) == words["shape"]
    assert [i for word in words["words"] for i in word] == list(range(len(answer["tokens"])))
    texts = ["".join(answer["tokens"][i]["text"] for i in word) for word in words["words"]]
    assert "didn't" in texts
    np.testing.assert_allclose(values.sum(-1), 1, rtol=0, atol=1e-5)
    word = texts.index("didn't")
    rows = expected[2][:, words["words"][word]]
    np.testing.assert_allclose(values[0, :, word, 1], rows[..., words["words"][1][0]].mean(-1), rtol=0, atol=1e-6)


def test_the_next_word_and_the_temperature(client: httpx.Client, smollm2_dir: Path) -> None:
    def ask(**more: Any) -> list[list[dict[str, Any]]]:
        sent = {"text": MARY, "model": "smollm2", "layers": [], "include": ["predictions"], **more}
        answer = client.post(ATTENTION, json=sent).raise_for_status().json()
        assert (answer["family"], answer["predicts"]) == ("decoder", "next")
        assert len(answer["predictions"]) == len(answer["tokens"])
        found: list[list[dict[str, Any]]] = answer["predictions"]
        return found

    best = ask()[-1]
    assert len(best) == 5
    assert best[0]["text"] == " Mary"
    assert best[0]["probability"] == pytest.approx(0.92, abs=0.01)
    hot = ask(temperature=2.0, top=50)[-1]
    assert (len(hot), hot[0]["text"]) == (50, " Mary")
    # two candidates' odds are taken to the power of 1 / temperature
    odds, hot_odds = (rows[0]["probability"] / rows[1]["probability"] for rows in (best, hot))
    assert hot_odds == pytest.approx(odds**0.5, rel=1e-4)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_word_in_two_contexts(client: httpx.Client, method: str) -> None:
    def ask(text_b: str, token_b: int) -> dict[str, Any]:
        sent: dict[str, Any] = {"text_a": "The apple was sweet.", "token_a": 2, "text_b": text_b, "token_b": token_b}
        answer = client.get(CONTEXT, params=sent) if method == "GET" else client.post(CONTEXT, json=sent)
        found: dict[str, Any] = answer.raise_for_status().json()
        return found

    fruit, company = ask("She ate a juicy apple.", 5), ask("Apple released a phone.", 1)
    assert fruit["tokens_a"][2]["text"] == "apple"
    assert fruit["tokens_b"][5]["text"] == "apple"
    assert company["tokens_b"][1]["text"] == "Apple"
    assert fruit["cosine"]["axes"] == ["layer"]
    assert fruit["cosine"]["shape"] == [7]
    assert fruit["cosine"]["values"][-1] == pytest.approx(0.931, abs=0.002)
    assert company["cosine"]["values"][-1] == pytest.approx(0.743, abs=0.002)
    assert fruit["cosine"]["definition"]


def test_context_has_an_etag_and_other_forms(client: httpx.Client) -> None:
    sent: dict[str, Any] = {"text_a": "an apple", "token_a": 2, "text_b": "苹果", "token_b": 2}
    first = client.get(CONTEXT, params=sent)
    assert first.json()["model"]["id"] == "e5"
    again = client.get(CONTEXT, params=sent, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    tensors = load(client.get(CONTEXT, params={**sent, "format": "safetensors"}).content)
    np.testing.assert_array_equal(tensors["cosine"], np.array(first.json()["cosine"]["values"], np.float32))


@pytest.mark.parametrize(
    ("path", "sent", "kind", "pointer"),
    [
        (ATTENTION, {"text": "a", "quarter": "ab"}, "invalid-request", "/quarter"),
        (ATTENTION, {"text": "a", "quarter": "ac", "text_pair": "b"}, "invalid-request", "/quarter"),
        (ATTENTION, {"text": "a", "include": ["predictions"]}, "invalid-request", "/include"),
        (ATTENTION, {"text": "a", "text_pair": " "}, "empty-text", "/text_pair"),
        (ATTENTION, {"text": "a", "text_pair": "b" * 20_001}, "text-too-long", "/text_pair"),
        (ATTENTION, {"text": "cat " * 300, "text_pair": "cat " * 300}, "text-too-long", "/text"),
        (ATTENTION, {"text": "a", "text_pair": "b", "model": "smollm2"}, "invalid-request", "/text_pair"),
        (ATTENTION, {"text": "a", "temperature": 0}, "invalid-request", "/temperature"),
        (ATTENTION, {"text": "a", "top": 51}, "invalid-request", "/top"),
        (ATTENTION, {"text": "a", "top": 1.5}, "invalid-request", "/top"),
        (CONTEXT, {"text_a": "a", "token_a": 3, "text_b": "b", "token_b": 1}, "index-out-of-range", "/token_a"),
        (CONTEXT, {"text_a": "a", "token_a": 1, "text_b": "b", "token_b": -1}, "index-out-of-range", "/token_b"),
        (CONTEXT, {"text_a": "", "token_a": 1, "text_b": "b", "token_b": 1}, "empty-text", "/text_a"),
        (CONTEXT, {"text_a": "a", "token_a": 1, "text_b": "cat " * 600, "token_b": 1}, "text-too-long", "/text_b"),
        (CONTEXT, {"text_a": "a", "token_a": 1, "text_b": "b"}, "invalid-request", "/token_b"),
        (CONTEXT, {"text_a": "a", "token_a": 1, "text_b": "b", "token_b": 1, "model": "x"}, "unknown-model", "/model"),
    ],
)
def test_refusals(
    client: httpx.Client, smollm2_dir: Path, path: str, sent: dict[str, Any], kind: str, pointer: str
) -> None:
    answer = client.post(path, json=sent)
    problem = answer.json()
    assert (answer.status_code, problem["type"]) == (422, f"/docs#{kind}")
    assert pointer in [error["pointer"] for error in problem["errors"]]
    assert problem["instance"] == path


def test_a_whole_number_may_be_written_with_a_point(client: httpx.Client) -> None:
    assert client.post(ATTENTION, json={"text": "a", "layers": [0.0], "heads": [1.0], "top": 5.0}).status_code == 200
    assert client.post(ATTENTION, json={"text": "a", "layers": [0.5]}).status_code == 422


def test_the_longest_chinese_text_is_refused_at_once(client: httpx.Client) -> None:
    started = time.perf_counter()
    answer = client.post(ATTENTION, json={"text": "苹" * 20_000})
    assert answer.json()["type"] == "/docs#text-too-long"
    assert time.perf_counter() - started < 20


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
    for path, params in {ATTENTION: {"text": "Hi", "layers": "0"}, address("docs.css"): {}}.items():
        first = client.get(path, params=params)
        again = client.get(path, params=params, headers={"If-None-Match": first.headers["etag"]})
        assert (first.status_code, again.status_code) == (200, 304)
        assert first.headers["etag"] == again.headers["etag"]
        for answer in (first, again):
            assert "accept-encoding" in answer.headers["vary"].lower()


def test_a_star_vouches_for_nothing(client: httpx.Client) -> None:
    for params, status in [({"text": ""}, 422), ({"text": "Hi", "layers": "99"}, 422), ({"text": "Hi"}, 200)]:
        assert client.get(ATTENTION, params=params, headers={"If-None-Match": "*"}).status_code == status


@pytest.mark.parametrize("path", ["/api/v1/models", ATTENTION, CONTEXT, GATES, "/healthz", "/", "/docs"])
def test_head_has_the_headers_of_get(client: httpx.Client, path: str) -> None:
    params: dict[str, Any] = {"text": "Hi"} if path in {ATTENTION, GATES} else {}
    if path == CONTEXT:
        params = {"text_a": "Hi", "token_a": 1, "text_b": "Hi", "token_b": 1}
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
