"""One head in full, and heads found by link or habit, over real HTTP, against MiniLM computed by hand."""

import json
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from safetensors import safe_open
from safetensors.numpy import load

from tests.web.minilm_by_hand import HEADS, WIDTH, ByHand

STEPS = "/api/v1/attention/steps"
FIND = "/api/v1/attention/find"
TEXT = "The animal didn't cross the street, because the animal was too tired."
PAIR = ("The apple was sweet.", "She ate it.")
VECTORS = {"query", "keys", "values", "raw_scores", "weights", "weighted_values", "output"}

pytestmark = pytest.mark.weights


@pytest.fixture(scope="module")
def by_hand(minilm_dir: Path) -> ByHand:
    return ByHand(minilm_dir)


def ask(client: httpx.Client, path: str, **sent: Any) -> dict[str, Any]:
    body = {"text": TEXT, "model": "minilm", **sent}
    found: dict[str, Any] = client.post(path, json=body).raise_for_status().json()
    return found


@pytest.mark.parametrize("texts", [(TEXT,), PAIR], ids=["one sentence", "a pair"])
@pytest.mark.parametrize(("layer", "head", "query"), [(0, 0, 0), (3, 1, 7), (5, 11, 2)])
def test_every_number_of_one_head(
    client: httpx.Client, by_hand: ByHand, texts: tuple[str, ...], layer: int, head: int, query: int
) -> None:
    weights, states = by_hand.run(*texts)
    q, k, v = (by_hand.of_head(states, layer, name, head) for name in ("query", "key", "value"))
    found = ask(client, STEPS, text=texts[0], text_pair=(*texts, None)[1], layer=layer, head=head, query=query)
    assert (found["layer"], found["head"], found["query_token"], found["part"]) == (layer, head, query, "encoder")
    assert len(found["tokens"]) == len(found["keys"]) == weights.shape[-1]
    assert (found["cap"], found["added"], found["target_tokens"]) == (None, None, None)
    assert found["scale"] == pytest.approx(1 / np.sqrt(WIDTH))
    assert found["masked"] == [False] * weights.shape[-1]
    for name, expected in {
        "query": q[query],
        "keys": k,
        "values": v,
        "raw_scores": k @ q[query],
        "scores": k @ q[query] / np.sqrt(WIDTH),
        "weights": weights[layer, head, query],
        "weighted_values": weights[layer, head, query][:, None] * v,
        "output": weights[layer, head, query] @ v,
    }.items():
        np.testing.assert_allclose(np.array(found[name]), expected, rtol=1e-4, atol=2e-5, err_msg=name)


def test_what_all_heads_of_a_layer_add_to_one_token(client: httpx.Client, by_hand: ByHand) -> None:
    weights, states = by_hand.run(TEXT)
    layer, query = 4, 10
    parts, bias = [], by_hand.matrix(layer, "output", 0)[1]
    for head in range(HEADS):
        output = weights[layer, head, query] @ by_hand.of_head(states, layer, "value", head)
        parts.append(output @ by_hand.matrix(layer, "output", head)[0])
    added = np.sum(parts, axis=0) + bias
    contributions = ask(client, STEPS, layer=layer, head=0, query=query)["contributions"]
    np.testing.assert_allclose(contributions["norms"], np.linalg.norm(parts, axis=1), rtol=1e-4)
    np.testing.assert_allclose(contributions["shares"], parts @ added / (added @ added), rtol=1e-3, atol=1e-5)
    assert contributions["bias_share"] == pytest.approx(bias @ added / (added @ added), abs=1e-5)
    assert sum(contributions["shares"]) + contributions["bias_share"] == pytest.approx(1, abs=1e-5)


def test_a_decoder_shows_what_it_may_not_see(client: httpx.Client, smollm2_dir: Path) -> None:
    found = ask(client, STEPS, model="smollm2", layer=12, head=4, query=5)
    n = len(found["tokens"])
    assert found["part"] == "decoder"
    assert found["masked"] == [k > 5 for k in range(n)]
    assert [score is None for score in found["scores"]] == found["masked"]
    assert found["weights"][6:] == [0.0] * (n - 6)
    assert sum(found["weights"]) == pytest.approx(1, abs=1e-6)
    scores = np.array(found["scores"][:6])
    np.testing.assert_allclose(found["weights"][:6], np.exp(scores) / np.exp(scores).sum(), atol=1e-6)
    np.testing.assert_allclose(scores, np.array(found["raw_scores"][:6]) * found["scale"], rtol=1e-5)
    whole = client.post(
        "/api/v1/attention", json={"text": TEXT, "model": "smollm2", "layers": [12], "heads": [4]}
    ).json()["attention"]["values"]
    np.testing.assert_allclose(found["weights"], whole[0][0][5], atol=1e-6)
    assert ask(client, STEPS, model="smollm2", layer=12, head=4, query=5, part="decoder") == found


def test_one_head_in_other_forms(client: httpx.Client, tmp_path: Path) -> None:
    asked = {"layer": 2, "head": 3, "query": 4}
    exact, rounded = ask(client, STEPS, **asked), ask(client, STEPS, **asked, decimals=1)
    error = max(np.abs(np.array(exact[name]) - np.array(rounded[name])).max() for name in VECTORS)
    assert error == pytest.approx(rounded["max_abs_error"])
    assert 0.04 < error <= 0.05 + 1e-9
    for dtype in ("float32", "float16"):
        response = client.post(STEPS, json={"text": TEXT, **asked, "format": "safetensors", "dtype": dtype})
        tensors = load(response.content)
        assert set(tensors) == VECTORS
        (tmp_path / "a.safetensors").write_bytes(response.content)
        with safe_open(tmp_path / "a.safetensors", "numpy") as file:
            stated = {key: json.loads(value) for key, value in file.metadata().items()}
        assert (stated["query"], stated["keys"], stated["scores"]) == (None, None, exact["scores"])
        for name in VECTORS:
            assert np.abs(tensors[name].astype(np.float64) - exact[name]).max() <= stated["max_abs_error"] + 1e-12
        assert (stated["max_abs_error"] > 0) == (dtype == "float16")


def test_a_link_ranks_every_head(client: httpx.Client, by_hand: ByHand) -> None:
    weights, _ = by_hand.run(TEXT)
    n = weights.shape[-1]
    for asked, looking, to in [(10, [10], [2]), ([10, 11], [10, 11], [2]), (3, [3], [0, 1, 2])]:
        target = to[0] if len(to) == 1 else [to[0], to[-1]]
        found = ask(client, FIND, **{"from": asked, "to": target})
        assert (found["from"], found["to"]) == ([looking[0], looking[-1]], [to[0], to[-1]])
        assert (found["habit"], len(found["heads"])) == (None, 72)
        assert found["chance"] == pytest.approx(len(to) / n)
        assert found["chance_by_layer"] == [found["chance"]] * 6
        scores = [each["score"] for each in found["heads"]]
        assert scores == sorted(scores, reverse=True)
        for each in found["heads"]:
            rows = weights[each["layer"], each["head"]]
            expected = np.mean([sum(rows[q, k] for k in to) for q in looking])
            assert each["score"] == pytest.approx(expected, abs=1e-6)


def test_a_head_of_a_link_says_what_it_does_mostly(client: httpx.Client, by_hand: ByHand) -> None:
    """The habits as sums over named cells; the largest share that is above an even head's."""
    weights, _ = by_hand.run(TEXT)
    n = weights.shape[-1]
    found = ask(client, FIND, **{"from": 10, "to": 2})
    texts = [token["text"].lower() for token in found["tokens"]]
    twins = [(q, k) for q in range(n) for k in range(n) if q != k and texts[q] == texts[k] != ""]
    looking = len({q for q, _ in twins})
    habits = {
        "previous": (np.mean([weights[..., q, q - 1] for q in range(1, n)], 0), 1 / n),
        "next": (np.mean([weights[..., q, q + 1] for q in range(n - 1)], 0), 1 / n),
        "self": (np.trace(weights, axis1=2, axis2=3) / n, 1 / n),
        "first": (weights[:, :, 1:, 0].mean(-1), 1 / n),
        "separator": (weights[:, :, 1:-1, n - 1].mean(-1), 1 / n),
        "same-word": (sum(weights[:, :, q, k] for q, k in twins) / looking, len(twins) / looking / n),
    }
    said = set()
    for each in found["heads"]:
        own = {name: (values[each["layer"], each["head"]], chance) for name, (values, chance) in habits.items()}
        above = {name: share for name, (share, chance) in own.items() if share > chance}
        best = max(above, key=lambda name: above[name])
        assert each["strongest_habit"]["name"] == best
        assert each["strongest_habit"]["share"] == pytest.approx(above[best], abs=1e-6)
        assert each["strongest_habit"]["chance"] == pytest.approx(own[best][1], abs=1e-6)
        said.add(best)
    assert len(said) > 2
    habit = ask(client, FIND, habit="broad")
    assert {each["strongest_habit"] for each in habit["heads"]} == {None}
    assert (found["chance_is"], habit["chance_is"]) == ("level", "largest")


@pytest.mark.parametrize("habit", ["previous", "next", "self", "first", "separator", "same-word", "broad", "narrow"])
def test_a_habit_ranks_heads_as_head_stats_measures_them(client: httpx.Client, habit: str) -> None:
    """head_stats is held against loops in test_attention_extras.py."""
    sent = {"text": TEXT, "layers": [], "include": ["head_stats"]}
    statistics = client.post("/api/v1/attention", json=sent).json()["head_stats"]["statistics"]
    one = next(each for each in statistics if each["name"] == habit)
    found = ask(client, FIND, habit=habit)
    assert (found["habit"], found["from"], found["to"]) == (habit, None, None)
    assert (found["definition"], found["chance"]) == (one["definition"], one["chance"])
    assert len(found["heads"]) == 72
    assert all(one["values"][each["layer"]][each["head"]] == each["score"] for each in found["heads"])
    assert found["heads"][0]["score"] == max(map(max, one["values"]))


def test_where_there_is_nothing_to_measure_no_head_is_found(client: httpx.Client) -> None:
    found = ask(client, FIND, text="Hi there", habit="same-word")
    assert (found["heads"], found["chance"]) == ([], None)


def test_a_pair_and_a_decoder_are_searched_too(client: httpx.Client, by_hand: ByHand, smollm2_dir: Path) -> None:
    weights, _ = by_hand.run(*PAIR)
    best = ask(client, FIND, text=PAIR[0], text_pair=PAIR[1], **{"from": 9, "to": 2})["heads"][0]
    assert best["score"] == pytest.approx(weights[:, :, 9, 2].max(), abs=1e-6)
    found = ask(client, FIND, model="smollm2", **{"from": [4, 5], "to": 0})
    assert (len(found["heads"]), found["chance"]) == (270, pytest.approx((1 / 5 + 1 / 6) / 2))
    ahead = ask(client, FIND, model="smollm2", **{"from": 0, "to": 1})
    assert ahead["chance"] == max(each["score"] for each in ahead["heads"]) == 0


@pytest.mark.parametrize(
    ("path", "params", "body"),
    [
        (STEPS, {"layer": "3", "head": "1", "query": "4"}, {"layer": 3, "head": 1, "query": 4}),
        (
            STEPS,
            {"layer": "3", "head": "1", "query": "4", "decimals": "2", "part": "encoder"},
            {"layer": 3, "head": 1, "query": 4, "decimals": 2, "part": "encoder"},
        ),
        (FIND, {"from": "10", "to": "2,3"}, {"from": 10, "to": [2, 3]}),
        (FIND, {"from": "10,11", "to": "2"}, {"from": [10.0, 11], "to": 2.0}),
        (FIND, {"habit": "same-word"}, {"habit": "same-word"}),
    ],
)
def test_get_equals_post_and_is_cached(
    client: httpx.Client, path: str, params: dict[str, Any], body: dict[str, Any]
) -> None:
    first = client.get(path, params={"text": TEXT, **params})
    posted = client.post(path, json={"text": TEXT, **body})
    assert (first.status_code, posted.status_code) == (200, 200), first.text[:300] + posted.text[:300]
    assert first.json() == posted.json()
    assert posted.headers["cache-control"] == "no-store"
    assert "etag" not in posted.headers
    assert "max-age" in first.headers["cache-control"]
    assert "analyse;dur=" in first.headers["server-timing"]
    tag = {"If-None-Match": first.headers["etag"]}
    again = client.get(path, params={"text": TEXT, **params}, headers=tag)
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert "server-timing" not in again.headers
    assert client.get(path, params={"text": TEXT + "!", **params}, headers=tag).status_code == 200
    head = client.head(path, params={"text": TEXT, **params})
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", first.headers["etag"])


def test_both_routes_have_tags_of_their_own(client: httpx.Client) -> None:
    tags = {
        client.get(FIND, params={"text": TEXT, **params}).headers["etag"]
        for params in ({"from": "1", "to": "2"}, {"from": "2", "to": "1"}, {"habit": "self"}, {"habit": "first"})
    }
    assert len(tags) == 4


ONE = {"layer": 0, "head": 0, "query": 0}
LINK = {"from": 1, "to": 2}
REFUSED: list[tuple[str, dict[str, Any], str, str, str]] = [
    (STEPS, {**ONE, "layer": 6}, "index-out-of-range", "/layer", "minilm has layers 0 to 5; got 6"),
    (STEPS, {**ONE, "layer": -1}, "index-out-of-range", "/layer", "got -1"),
    (STEPS, {**ONE, "head": 12}, "index-out-of-range", "/head", "minilm has heads 0 to 11; got 12"),
    (STEPS, {**ONE, "query": 4}, "index-out-of-range", "/query", "tokens 0 to 3 in this text; got 4"),
    (STEPS, {**ONE, "query": 10**30}, "index-out-of-range", "/query", "tokens 0 to 3"),
    (STEPS, {"layer": 0, "head": 0}, "invalid-request", "/query", "required"),
    (STEPS, {**ONE, "query": 0.5}, "invalid-request", "/query", "integer"),
    (STEPS, {**ONE, "part": "cross"}, "invalid-request", "/part", "which is its encoder: leave part out"),
    (STEPS, {**ONE, "part": "decoder"}, "invalid-request", "/part", "one part only"),
    (STEPS, {**ONE, "part": "encoder", "model": "smollm2"}, "invalid-request", "/part", "which is its decoder"),
    (STEPS, {**ONE, "part": "both"}, "invalid-request", "/part", "'encoder', 'decoder' or 'cross'"),
    (STEPS, {**ONE, "masks": [1]}, "invalid-request", "/masks", "no such field"),
    (STEPS, {**ONE, "text": " "}, "empty-text", "/text", "white space"),
    (STEPS, {**ONE, "text_pair": ""}, "empty-text", "/text_pair", "empty"),
    (STEPS, {**ONE, "text_pair": "b", "model": "smollm2"}, "invalid-request", "/text_pair", "one text, not a pair"),
    (STEPS, {**ONE, "text": "cat " * 600}, "text-too-long", "/text", "the limit is 512"),
    (STEPS, {**ONE, "model": "gpt9"}, "unknown-model", "/model", "gpt9"),
    (STEPS, {**ONE, "model": "lstm"}, "unknown-model", "/model", "lstm"),
    (STEPS, {**ONE, "format": "safetensors", "dtype": "uint8"}, "invalid-request", "/dtype", "'float32' or 'float16'"),
    (STEPS, {**ONE, "dtype": "float16"}, "invalid-request", "/dtype", "for format=safetensors"),
    (FIND, {}, "invalid-request", "", "give from and to, or habit"),
    (FIND, {"from": 1}, "invalid-request", "", "give from and to, or habit"),
    (FIND, {"to": 1}, "invalid-request", "", "give from and to, or habit"),
    (FIND, {**LINK, "habit": "self"}, "invalid-request", "", "not both"),
    (FIND, {"from": 1, "habit": "self"}, "invalid-request", "", "not both"),
    (FIND, {"habit": "entropy"}, "invalid-request", "/habit", "'previous'"),
    (FIND, {**LINK, "from": 4}, "index-out-of-range", "/from", "tokens 0 to 3 in this text; got 4"),
    (FIND, {**LINK, "to": [2, 9]}, "index-out-of-range", "/to", "got 9"),
    (FIND, {**LINK, "to": [3, 2]}, "invalid-request", "/to", "from its first token to its last; got 3 to 2"),
    (FIND, {**LINK, "from": -1}, "invalid-request", "/from", "tokens count from 0"),
    (FIND, {**LINK, "from": [-1, 2]}, "invalid-request", "/from/0", "greater than or equal to 0"),
    (FIND, {**LINK, "from": [1, 2, 3]}, "invalid-request", "/from", "at most 2 items"),
    (FIND, {**LINK, "from": []}, "invalid-request", "/from", "at least 2 items"),
    (FIND, {**LINK, "from": 1.5}, "invalid-request", "/from", "the index of a token, or [first, last]"),
    (FIND, {**LINK, "from": True}, "invalid-request", "/from", "the index of a token, or [first, last]"),
    (FIND, {**LINK, "from": "1"}, "invalid-request", "/from", "the index of a token, or [first, last]"),
    (FIND, {"looking": 1, "to": 2}, "invalid-request", "/looking", "no such field"),
    (FIND, {**LINK, "format": "safetensors"}, "invalid-request", "/format", "no such field"),
    (FIND, {**LINK, "text": ""}, "empty-text", "/text", "empty"),
    (FIND, {**LINK, "text_pair": "b", "model": "smollm2"}, "invalid-request", "/text_pair", "one text, not a pair"),
]


@pytest.mark.parametrize(("path", "sent", "kind", "pointer", "words"), REFUSED)
def test_refusals(
    client: httpx.Client, smollm2_dir: Path, path: str, sent: dict[str, Any], kind: str, pointer: str, words: str
) -> None:
    answer = client.post(path, json={"text": "Hi there", "model": "minilm", **sent})
    problem = answer.json()
    assert (answer.status_code, problem["type"]) == (422, f"/docs#{kind}")
    assert problem["instance"] == path
    assert pointer in [error["pointer"] for error in problem["errors"]]
    assert any(words in error["detail"] for error in problem["errors"])


@pytest.mark.parametrize(
    ("path", "params", "pointer"),
    [
        (STEPS, {"layer": "0", "head": "0", "query": "x"}, "/query"),
        (STEPS, {"layer": "0", "head": "0", "query": "9"}, "/query"),
        (FIND, {"from": "1,2,3", "to": "2"}, "/from"),
        (FIND, {"from": "", "to": "2"}, "/from"),
        (FIND, {"from": "-1,3", "to": "2"}, "/from"),
        (FIND, {"from": "1", "to": "3,2"}, "/to"),
        (FIND, {"from": "1_0", "to": "2"}, "/from"),
        (FIND, {"from": ["1", "2"], "to": "2"}, "/from"),
        (FIND, {"looking": "1", "to": "2"}, "/looking"),
        (FIND, {}, ""),
    ],
)
def test_refusals_of_a_query_string(client: httpx.Client, path: str, params: dict[str, Any], pointer: str) -> None:
    answer = client.get(path, params={"text": "Hi there", **params})
    assert answer.status_code == 422
    assert pointer in [error["pointer"] for error in answer.json()["errors"]]


def test_the_documents_show_the_routes_as_they_are(client: httpx.Client) -> None:
    document = client.get("/openapi.json").json()
    names = {each["name"] for each in document["paths"][FIND]["get"]["parameters"]}
    assert names == {"text", "text_pair", "model", "from", "to", "habit", "mask", "ablate"}
    asked = document["components"]["schemas"]["FindRequest"]
    assert {"from", "to"} <= set(asked["properties"])
    assert "looking" not in asked["properties"]
    assert "from" in document["components"]["schemas"]["FindAnswer"]["properties"]
    page = client.get("/docs").text
    for path in (STEPS, FIND):
        assert path in page
    for word in ("mask", "ablate", "MAX_VOCABULARY_BYTES", "weighted_values"):
        assert word in page


CHANGE: dict[str, Any] = {"mask": [2, 6], "ablate": [{"layer": 3, "head": 1}, {"layer": 0, "head": 11}]}
CHANGED: dict[str, Any] = {"mask": (2, 6), "ablate": ((3, 1), (0, 11))}
IN_QUERY = {"mask": "2,6", "ablate": "3.1,0.11"}


@pytest.mark.parametrize(("layer", "head"), [(4, 2), (3, 1)], ids=["a head that is on", "one that is off"])
def test_one_head_of_a_changed_run(client: httpx.Client, by_hand: ByHand, layer: int, head: int) -> None:
    weights, states = by_hand.run(TEXT, **CHANGED)
    found = ask(client, STEPS, layer=layer, head=head, query=7, **CHANGE)
    assert (found["mask"], found["ablate"]) == (CHANGE["mask"], CHANGE["ablate"])
    assert [i for i, hidden in enumerate(found["masked"]) if hidden] == CHANGE["mask"]
    v = by_hand.of_head(states, layer, "value", head) * ((layer, head) != (3, 1))
    row = weights[layer, head, 7]
    for name, expected in {"weights": row, "weighted_values": row[:, None] * v, "output": row @ v}.items():
        np.testing.assert_allclose(np.array(found[name]), expected, rtol=1e-4, atol=2e-5, err_msg=name)
    if (layer, head) == (3, 1):
        assert found["contributions"]["norms"][head] == 0
    query: dict[str, Any] = {"text": TEXT, "model": "minilm", "layer": layer, "head": head, "query": 7}
    got = client.get(STEPS, params=query | IN_QUERY)
    assert got.json() == found


def test_heads_are_found_in_a_changed_run(client: httpx.Client, by_hand: ByHand) -> None:
    weights, _ = by_hand.run(TEXT, **CHANGED)
    found = ask(client, FIND, **{"from": [10, 11], "to": 3}, **CHANGE)
    assert (found["mask"], found["ablate"]) == (CHANGE["mask"], CHANGE["ablate"])
    for one in found["heads"]:
        expected = weights[one["layer"], one["head"], 10:12, 3].mean()
        assert one["score"] == pytest.approx(expected, abs=1e-6)
    assert found["chance"] == pytest.approx(1 / (weights.shape[-1] - 2))
    got = client.get(FIND, params={"text": TEXT, "model": "minilm", "from": "10,11", "to": "3"} | IN_QUERY)
    assert got.json() == found


@pytest.mark.parametrize("path", [STEPS, FIND])
@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"mask": [99]}, "/mask/0"),
        ({"mask": list(range(18))}, "/mask"),
        ({"ablate": [{"layer": 6, "head": 0}]}, "/ablate/0"),
        ({"ablate": [{"layer": 0, "head": 0}] * 2}, "/ablate/1"),
    ],
)
def test_changes_that_cannot_be_made_are_refused(
    client: httpx.Client, path: str, wrong: dict[str, Any], pointer: str
) -> None:
    more = {"layer": 0, "head": 0, "query": 1} if path == STEPS else {"habit": "previous"}
    answer = client.post(path, json={"text": TEXT, "model": "minilm", **more, **wrong})
    assert answer.status_code == 422
    assert [one["pointer"] for one in answer.json()["errors"]] == [pointer]
