"""What `include`, `mask` and `ablate` add to attention, over real HTTP, against MiniLM computed by hand."""

import json
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from safetensors import safe_open
from safetensors.numpy import load

from tests.web.minilm_by_hand import HEADS, Array, ByHand

ATTENTION = "/api/v1/attention"
TEXT = "The animal didn't cross the street, because the animal was too tired."
PAIR = ("The apple was sweet.", "She ate it.")
CHANGE: dict[str, Any] = {"mask": [2, 6], "ablate": [{"layer": 3, "head": 1}, {"layer": 0, "head": 11}]}
CHANGED: dict[str, Any] = {"mask": (2, 6), "ablate": ((3, 1), (0, 11))}
DERIVED = ["rollout", "value_norms", "contributions"]

pytestmark = pytest.mark.weights


@pytest.fixture(scope="module")
def by_hand(minilm_dir: Path) -> ByHand:
    return ByHand(minilm_dir)


def ask(client: httpx.Client, include: list[str], text: str = TEXT, **sent: Any) -> dict[str, Any]:
    body = {"text": text, "model": "minilm", "layers": [], "include": include, **sent}
    found: dict[str, Any] = client.post(ATTENTION, json=body).raise_for_status().json()
    return found


def close(derived: dict[str, Any], expected: Array, atol: float = 1e-6, rtol: float = 0) -> None:
    assert derived["shape"] == list(expected.shape)
    assert len(derived["axes"]) == expected.ndim
    np.testing.assert_allclose(np.array(derived["values"]), expected, rtol=rtol, atol=atol)


def norms_by_hand(by_hand: ByHand, weights: Array, states: Array) -> tuple[Array, Array]:
    """Kobayashi et al. 2020, equation 5: ‖α·f(x)‖ [L, H, Q, K]; and ‖Σ_k α·f(x_k)‖ [L, H, Q]."""
    weighted, added = np.zeros_like(weights), np.zeros(weights.shape[:3], np.float32)
    for layer, head in np.ndindex(*weights.shape[:2]):
        f = by_hand.of_head(states, layer, "value", head) @ by_hand.matrix(layer, "output", head)[0]  # [K, D]
        each = weights[layer, head][:, :, None] * f  # [Q, K, D]
        weighted[layer, head] = np.linalg.norm(each, axis=-1)
        added[layer, head] = np.linalg.norm(each.sum(1), axis=-1)
    return weighted, added


@pytest.mark.parametrize("texts", [(TEXT,), PAIR], ids=["one sentence", "a pair"])
def test_rollout_is_the_product_of_half_the_mean_and_half_the_identity(
    client: httpx.Client, by_hand: ByHand, texts: tuple[str, ...]
) -> None:
    weights, _ = by_hand.run(*texts)
    product, expected = np.eye(weights.shape[-1]), []
    for layer in weights.astype(np.float64):
        product = (layer.mean(0) + np.eye(len(product))) / 2 @ product
        expected.append(product)
    found = ask(client, ["rollout"], texts[0], text_pair=(*texts, None)[1])["rollout"]
    close(found, np.stack(expected))
    assert found["axes"] == ["layer", "query", "key"]
    assert "2005.00928" in found["definition"]


@pytest.mark.parametrize("texts", [(TEXT,), PAIR], ids=["one sentence", "a pair"])
def test_value_norms_and_contributions(client: httpx.Client, by_hand: ByHand, texts: tuple[str, ...]) -> None:
    weights, states = by_hand.run(*texts)
    weighted, added = norms_by_hand(by_hand, weights, states)
    answer = ask(
        client,
        ["value_norms", "contributions"],
        texts[0],
        text_pair=(*texts, None)[1],
        layers=[4, 1],
        heads=[7, 0, 2],
    )
    norms, contributions = answer["value_norms"], answer["contributions"]
    assert (norms["layers"], norms["heads"]) == ([4, 1], [7, 0, 2])
    assert norms["axes"] == ["layer", "head", "query", "key"]
    close(norms, weighted[np.ix_([4, 1], [7, 0, 2])], atol=1e-5)
    assert contributions["axes"] == ["layer", "head", "token"]
    close(contributions, added, atol=1e-5)
    assert contributions["residual"]["axes"] == ["layer", "token"]
    close(contributions["residual"], np.linalg.norm(states[:-1], axis=-1), atol=1e-4)
    assert "2004.10102" in norms["definition"]


def test_every_statistic_of_every_head(client: httpx.Client, by_hand: ByHand) -> None:
    """Written as sums over named cells, where the code has masks."""
    weights, _ = by_hand.run(TEXT)
    answer = ask(client, ["head_stats"])
    n, texts = weights.shape[-1], [token["text"].lower() for token in answer["tokens"]]
    entropy = -(weights * np.log2(weights, where=weights > 0, out=np.zeros_like(weights))).sum(-1)  # [L, H, Q]
    twins = [(q, k) for q in range(n) for k in range(n) if q != k and texts[q] == texts[k] != ""]
    assert {texts[q] for q, _ in twins} == {"the", "animal"}
    looking = sorted({q for q, _ in twins})
    expected = {
        "previous": (np.mean([weights[..., q, q - 1] for q in range(1, n)], 0), 1 / n),
        "next": (np.mean([weights[..., q, q + 1] for q in range(n - 1)], 0), 1 / n),
        "self": (np.trace(weights, axis1=2, axis2=3) / n, 1 / n),
        "first": (weights[:, :, 1:, 0].mean(-1), 1 / n),
        "separator": (weights[:, :, 1:-1, n - 1].mean(-1), 1 / n),
        "same-word": (sum(weights[:, :, q, k] for q, k in twins) / len(looking), len(twins) / len(looking) / n),
        "broad": (entropy.mean(-1) / np.log2(n), 1.0),
        "narrow": (weights.max(-1).mean(-1), 1 / n),
        "entropy": (entropy.mean(-1), np.log2(n)),
        "distance": (
            sum(weights[..., q, k] * abs(q - k) / n for q in range(n) for k in range(n)),
            np.mean([abs(q - k) for q in range(n) for k in range(n)]),
        ),
    }
    found = {each["name"]: each for each in answer["head_stats"]["statistics"]}
    assert list(found) == list(expected)
    for name, (values, chance) in expected.items():
        one = found[name]
        np.testing.assert_allclose(np.array(one["values"]), values, rtol=1e-5, atol=1e-6, err_msg=name)
        assert one["chance"] == pytest.approx(chance, abs=1e-6), name
        assert one["chance_by_layer"] == [one["chance"]] * 6
        assert one["habit"] == (name not in {"entropy", "distance"})
        assert one["unit"] == {"entropy": "bits", "distance": "tokens"}.get(name, "share")
        assert one["definition"]
    bounds = {one["name"]: one["chance_is"] for one in found.values() if one["chance_is"] != "level"}
    assert bounds == {"broad": "largest", "narrow": "smallest", "entropy": "largest"}
    for name, bound in bounds.items():
        beyond = np.array(found[name]["values"]) - found[name]["chance"]
        assert (beyond <= 1e-5).all() if bound == "largest" else (beyond >= -1e-5).all(), name


def test_masked_tokens_count_in_what_a_head_may_see(client: httpx.Client) -> None:
    plain = {each["name"]: each for each in ask(client, ["head_stats"])["head_stats"]["statistics"]}
    masked = {each["name"]: each for each in ask(client, ["head_stats"], mask=[3, 4])["head_stats"]["statistics"]}
    tokens = round(1 / plain["self"]["chance"])
    assert masked["self"]["chance"] == pytest.approx(1 / (tokens - 2))
    assert masked["entropy"]["chance"] == pytest.approx(np.log2(tokens - 2))
    assert masked["broad"]["chance"] == pytest.approx(1)


def test_a_sentence_without_a_repeated_word_has_no_such_habit(client: httpx.Client) -> None:
    one = next(
        s for s in ask(client, ["head_stats"], "Hi there")["head_stats"]["statistics"] if s["name"] == "same-word"
    )
    assert (one["chance"], one["chance_by_layer"], one["values"]) == (None, [None] * 6, [[None] * HEADS] * 6)


def test_pieces_of_one_character_are_not_the_same_word(client: httpx.Client, smollm2_dir: Path) -> None:
    sent = {"text": "a 🦜 b", "model": "smollm2", "layers": [], "include": ["head_stats"]}
    answer = client.post(ATTENTION, json=sent).raise_for_status().json()
    assert max(token["parts"] for token in answer["tokens"]) > 1
    assert next(s for s in answer["head_stats"]["statistics"] if s["name"] == "same-word")["chance"] is None


class TestChanges:
    """mask is transformers' own attention mask, ablate a hook before the projection."""

    def test_everything_is_of_the_changed_run(self, client: httpx.Client, by_hand: ByHand) -> None:
        weights, states = by_hand.run(TEXT, **CHANGED)
        answer = ask(client, ["rollout", "value_norms", "contributions", "words"], layers=None, **CHANGE)
        assert (answer["mask"], answer["ablate"]) == (CHANGE["mask"], CHANGE["ablate"])
        close(answer["attention"], weights)
        weighted, added = norms_by_hand(by_hand, weights, states)
        for layer, head in CHANGED["ablate"]:
            weighted[layer, head] = added[layer, head] = 0
            weights[layer, head] = 0  # for rollout below
        close(answer["value_norms"], weighted, atol=1e-5)
        close(answer["contributions"], added, atol=1e-5)
        product, expected = np.eye(weights.shape[-1]), []
        for layer in weights.astype(np.float64):
            mixed = layer.mean(0) + np.eye(len(product))
            product = mixed / mixed.sum(1, keepdims=True) @ product
            expected.append(product)
        close(answer["rollout"], np.stack(expected))

    @pytest.mark.parametrize("part", [["mask"], ["ablate"], ["mask", "ablate"]])
    def test_the_effect_on_every_final_vector(self, client: httpx.Client, by_hand: ByHand, part: list[str]) -> None:
        _, before = by_hand.run(TEXT)
        _, after = by_hand.run(TEXT, **{name: CHANGED[name] for name in part})
        a, b = before[-1].astype(np.float64), after[-1].astype(np.float64)
        effect = ask(client, ["effect"], **{name: CHANGE[name] for name in part})["effect"]
        cosine = (a * b).sum(1) / np.linalg.norm(a, axis=1) / np.linalg.norm(b, axis=1)
        np.testing.assert_allclose(effect["moved"], 1 - cosine, atol=1e-5)
        np.testing.assert_allclose(
            effect["distance"], np.linalg.norm(a - b, axis=1) / np.linalg.norm(a, axis=1), atol=1e-5
        )
        assert min(effect["moved"]) > 1e-4
        assert (effect["total_variation"], effect["predictions_before"], effect["predictions_after"]) == (None,) * 3

    def test_a_pair_is_changed_too(self, client: httpx.Client, by_hand: ByHand) -> None:
        weights, _ = by_hand.run(*PAIR, mask=(4,))
        answer = ask(client, [], PAIR[0], text_pair=PAIR[1], mask=[4], layers=[2, 5])
        close(answer["attention"], weights[[2, 5]])

    def test_the_order_in_which_they_are_named_does_not_matter(self, client: httpx.Client) -> None:
        def values(**sent: Any) -> Any:
            return ask(client, [], layers=[5], heads=[0], **sent)["attention"]["values"]

        refs = CHANGE["ablate"]
        assert values(mask=[6, 2], ablate=refs[::-1]) == values(mask=[2, 6], ablate=refs) != values()

    def test_what_was_changed_does_not_linger(self, client: httpx.Client) -> None:
        text = "This sentence is first asked for with a change."
        changed = ask(client, [], text, layers=[5], ablate=[{"layer": 0, "head": 0}])["attention"]["values"]
        assert ask(client, [], text, layers=[5])["attention"]["values"] != changed


GET_FORMS: list[dict[str, Any]] = [
    {"layers": "2", "include": "rollout,head_stats"},
    {"layers": "2,1", "heads": "3", "include": ["value_norms", "contributions"]},
    {"layers": "", "include": "effect", "mask": "2,5"},
    {"layers": "", "include": "effect", "mask": ["2", "5"], "ablate": "3.1,4.0"},
    {"layers": "0", "ablate": ["3.1", "4.0,4.1"]},
    {"layers": "0", "mask": "", "ablate": ""},
]


@pytest.mark.parametrize("params", GET_FORMS)
def test_get_equals_post_and_is_cached(client: httpx.Client, params: dict[str, Any]) -> None:
    def listed(name: str) -> list[str]:
        given = params.get(name, [])
        return [part for each in ([given] if isinstance(given, str) else given) for part in each.split(",") if part]

    body: dict[str, Any] = {
        name: [int(i) for i in listed(name)] for name in ("layers", "heads", "mask") if name in params
    }
    if "ablate" in params:
        pairs = [each.split(".") for each in listed("ablate")]
        body["ablate"] = [{"layer": int(layer), "head": int(head)} for layer, head in pairs]
    first = client.get(ATTENTION, params={"text": TEXT, **params})
    posted = client.post(ATTENTION, json={"text": TEXT, "include": listed("include"), **body})
    assert (first.status_code, posted.status_code) == (200, 200), first.text[:300] + posted.text[:300]
    assert first.json() == posted.json()
    assert "etag" not in posted.headers
    tag = {"If-None-Match": first.headers["etag"]}
    assert client.get(ATTENTION, params={"text": TEXT, **params}, headers=tag).status_code == 304
    assert client.get(ATTENTION, params={"text": TEXT, **params, "top": 4}, headers=tag).status_code == 200
    assert client.head(ATTENTION, params={"text": TEXT, **params}).status_code == 200


@pytest.mark.parametrize("dtype", ["float32", "float16"])
def test_derived_arrays_in_safetensors(client: httpx.Client, tmp_path: Path, dtype: str) -> None:
    exact = ask(client, DERIVED, layers=[1, 3], heads=[2])
    body = {"text": TEXT, "layers": [1, 3], "heads": [2], "include": DERIVED, "format": "safetensors", "dtype": dtype}
    response = client.post(ATTENTION, json=body)
    tensors = load(response.content)
    assert set(tensors) == {"attention", "rollout", "value_norms", "contributions", "contributions.residual"}
    (tmp_path / "a.safetensors").write_bytes(response.content)
    with safe_open(tmp_path / "a.safetensors", "numpy") as file:
        stated = {key: json.loads(value) for key, value in file.metadata().items()}
    pairs = {name: (stated[name], exact[name]) for name in DERIVED}
    pairs["contributions.residual"] = (stated["contributions"]["residual"], exact["contributions"]["residual"])
    for name, (said, full) in pairs.items():
        assert tensors[name].dtype == np.dtype(dtype)
        assert said["values"] is None
        assert said["axes"] == full["axes"]
        error = np.abs(tensors[name].astype(np.float64) - np.array(full["values"])).max()
        assert error == pytest.approx(said["max_abs_error"], rel=1e-3, abs=1e-9)
        assert (error > 0) == (dtype == "float16")


def test_rounding_states_each_error(client: httpx.Client) -> None:
    exact, rounded = (ask(client, DERIVED, layers=[1], decimals=decimals) for decimals in (None, 2))
    arrays = [(exact[name], rounded[name]) for name in DERIVED]
    arrays.append((exact["contributions"]["residual"], rounded["contributions"]["residual"]))
    for full, short in arrays:
        error = np.abs(np.array(full["values"]) - np.array(short["values"])).max()
        assert error == pytest.approx(short["max_abs_error"], abs=1e-12)
        assert 0.003 < error <= 0.005 + 1e-9
        assert full["max_abs_error"] == 0


@pytest.mark.usefixtures("smollm2_dir")
class TestADecoder:
    MARY = "When Mary and John went to the store, John gave a drink to"

    def ask(self, client: httpx.Client, include: list[str], **sent: Any) -> dict[str, Any]:
        return ask(client, include, self.MARY, model="smollm2", **sent)

    def test_the_lens_ends_in_the_predictions(self, client: httpx.Client) -> None:
        answer = self.ask(client, ["lens", "predictions"], top=3, temperature=1.5)
        lens = answer["lens"]["layers"]
        assert (len(lens), len(lens[0]), len(lens[0][0])) == (31, len(answer["tokens"]), 3)
        for row, own in zip(lens[-1], answer["predictions"], strict=True):
            assert [each["text"] for each in row] == [each["text"] for each in own]
            assert [each["probability"] for each in row] == pytest.approx([p["probability"] for p in own], abs=1e-5)
        assert lens[-1][-1][0]["text"] == " Mary"
        assert lens[0][-1][0]["text"] != " Mary", "the embedding of ' to' cannot know"
        assert "nostalgebraist" in answer["lens"]["definition"]

    def test_without_john_it_is_someone_else(self, client: httpx.Client) -> None:
        tokens = self.ask(client, [])["tokens"]
        john = [token["index"] for token in tokens if token["text"] == "John"]
        mary = [token["index"] for token in tokens if token["text"] == "Mary"]
        assert (len(john), len(mary)) == (2, 1)
        plain = self.ask(client, ["predictions"])["predictions"]
        answer = self.ask(client, ["effect", "predictions"], mask=john[:1])
        effect = answer["effect"]
        assert effect["predictions_before"] == [
            [{"text": p["text"], "probability": pytest.approx(p["probability"], abs=1e-6)} for p in row]
            for row in plain
        ]
        assert effect["predictions_after"] == answer["predictions"]
        assert effect["total_variation"][: john[0]] == effect["moved"][: john[0]] == [0.0] * john[0]
        assert effect["total_variation"][-1] > 0.01
        assert effect["predictions_before"][-1][0]["text"] == " Mary"
        without = self.ask(client, ["effect"], mask=mary)["effect"]
        assert without["predictions_after"][-1][0]["text"] != " Mary"
        assert without["total_variation"][-1] > 0.5

    def test_total_variation_is_half_the_sum_of_differences(self, client: httpx.Client) -> None:
        """The fifty likeliest of both hold nearly all of it."""
        effect = self.ask(client, ["effect"], mask=[1], top=50)["effect"]
        for before, after, found in zip(
            effect["predictions_before"], effect["predictions_after"], effect["total_variation"], strict=True
        ):
            p, q = ({each["text"]: each["probability"] for each in row} for row in (before, after))
            both = p.keys() & q.keys()
            least = sum(abs(p[text] - q[text]) for text in both) / 2
            beyond = 2 - sum(p[text] + q[text] for text in both)
            assert least - 1e-5 <= found <= least + beyond / 2 + 1e-5

    def test_habits_of_what_looks_back_only(self, client: httpx.Client) -> None:
        answer = self.ask(client, ["head_stats"])
        n = len(answer["tokens"])
        found = {each["name"]: each for each in answer["head_stats"]["statistics"]}
        assert found["next"]["chance"] is None
        assert found["previous"]["chance"] == pytest.approx(np.mean([1 / (q + 1) for q in range(1, n)]))
        assert found["broad"]["chance"] == pytest.approx(1)
        assert found["separator"]["chance"] is None, "its tokenizer adds no token"

    def test_a_long_text_has_no_lens(self, client: httpx.Client) -> None:
        sent = {"text": "cat " * 70, "model": "smollm2", "layers": [], "include": ["lens"]}
        problem = client.post(ATTENTION, json=sent).json()
        assert (problem["type"], problem["limit"]) == ("/docs#text-too-long", 64)
        assert problem["got"] >= 70
        assert "lens" in problem["detail"]


HEAD = {"layer": 0, "head": 0}
REFUSED: list[tuple[dict[str, Any], str, str, str]] = [
    ({"include": ["effect"]}, "invalid-request", "/include", "give one of them"),
    ({"include": ["lens"]}, "invalid-request", "/include", "no decoder that predicts the next token"),
    ({"include": ["rollouts"]}, "invalid-request", "/include/0", "'rollout'"),
    ({"mask": [99]}, "index-out-of-range", "/mask/0", "The sentence has tokens 0 to 3; got 99"),
    ({"mask": [1, -1]}, "index-out-of-range", "/mask/1", "got -1"),
    ({"mask": [1, 1]}, "index-out-of-range", "/mask/1", "stands twice"),
    ({"mask": [1.5]}, "invalid-request", "/mask/0", "integer"),
    ({"mask": 1}, "invalid-request", "/mask", "list"),
    ({"mask": None}, "invalid-request", "/mask", "list"),
    ({"mask": [0] * 1025}, "invalid-request", "/mask", "1024"),
    ({"mask": [0, 1, 2, 3]}, "invalid-request", "/mask", "token 0 has nothing left to attend to"),
    ({"ablate": [{"layer": 6, "head": 0}]}, "index-out-of-range", "/ablate/0", "layers 0 to 5; got 6"),
    ({"ablate": [HEAD, {"layer": 0, "head": 12}]}, "index-out-of-range", "/ablate/1", "heads 0 to 11; got 12"),
    ({"ablate": [{"layer": -1, "head": 0}]}, "index-out-of-range", "/ablate/0", "got -1"),
    ({"ablate": [HEAD, HEAD]}, "invalid-request", "/ablate/1", "Head 0.0 stands twice"),
    ({"ablate": ["0.0"]}, "invalid-request", "/ablate/0", "object"),
    ({"ablate": [{"layer": 0}]}, "invalid-request", "/ablate/0/head", "required"),
    ({"ablate": [{**HEAD, "unit": 1}]}, "invalid-request", "/ablate/0/unit", "no such field"),
    ({"ablate": [{"layer": "0", "head": 0}]}, "invalid-request", "/ablate/0/layer", "integer"),
    ({"model": "smollm2", "mask": [0]}, "invalid-request", "/mask", "token 0 has nothing left"),
    (
        {"include": ["value_norms"], "format": "safetensors", "dtype": "uint8", "layers": [0]},
        "invalid-request",
        "/dtype",
        "value_norms has",
    ),
]


@pytest.mark.parametrize(("sent", "kind", "pointer", "words"), REFUSED)
def test_refusals(
    client: httpx.Client, smollm2_dir: Path, sent: dict[str, Any], kind: str, pointer: str, words: str
) -> None:
    answer = client.post(ATTENTION, json={"text": "Hi there", "model": "minilm", **sent})
    problem = answer.json()
    assert (answer.status_code, problem["type"]) == (422, f"/docs#{kind}")
    assert [error["pointer"] for error in problem["errors"]] == [pointer]
    assert words in problem["errors"][0]["detail"]


@pytest.mark.parametrize(
    ("params", "pointer"),
    [
        ({"ablate": "3"}, "/ablate"),
        ({"ablate": "3.1.2"}, "/ablate"),
        ({"ablate": "3.1,x"}, "/ablate"),
        ({"ablate": "-1.0"}, "/ablate"),
        ({"mask": "1;2"}, "/mask"),
        ({"mask": "-1"}, "/mask/0"),
        ({"ablate": "9.0"}, "/ablate/0"),
        ({"include": "effect"}, "/include"),
    ],
)
def test_refusals_of_a_query_string(client: httpx.Client, params: dict[str, Any], pointer: str) -> None:
    answer = client.get(ATTENTION, params={"text": "Hi there", **params})
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
