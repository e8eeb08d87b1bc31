"""Rollout, habits, links, value norms and effects against loops written by hand, and against published definitions."""

import math

import numpy as np
import pytest

from app.analysis import effect, head_stats, links, rollout, value_norms
from app.analysis.head_stats import STATISTICS, Sentence, statistic
from app.shapes import FloatArray

WORDS = [None, "the", "cat", "saw", "the", "dog", None]


def random_weights(layers: int, heads: int, tokens: int, causal: bool = False, seed: int = 0) -> FloatArray:
    rng = np.random.default_rng(seed)
    scores = rng.normal(size=(layers, heads, tokens, tokens)) * 2
    if causal:
        scores = np.where(np.tril(np.ones((tokens, tokens), dtype=bool)), scores, -np.inf)
    weights = np.exp(scores - scores.max(-1, keepdims=True))
    return np.asarray(weights / weights.sum(-1, keepdims=True), np.float32)


def sentence(causal: bool = False) -> Sentence:
    return Sentence(WORDS, [w is None for w in WORDS], causal)


def test_rollout_equals_a_walk_over_all_paths() -> None:
    weights = random_weights(3, 2, 4)
    found = rollout.rollout(weights)
    mixed = [[[0.5 * w[:, q, k].mean() + 0.5 * (q == k) for k in range(4)] for q in range(4)] for w in weights]
    for start in range(4):
        for end in range(4):
            paths = sum(
                mixed[2][start][a] * mixed[1][a][b] * mixed[0][b][end] for a in range(4) for b in range(4)
            )  # every path through the layers
            assert found[2, start, end] == pytest.approx(paths, abs=1e-6)
    np.testing.assert_allclose(found.sum(-1), 1, atol=1e-6)


def test_rollout_of_heads_that_look_at_themselves_only_is_the_identity() -> None:
    weights = np.broadcast_to(np.eye(5, dtype=np.float32), (4, 3, 5, 5))
    np.testing.assert_array_equal(rollout.rollout(weights), np.broadcast_to(np.eye(5), (4, 5, 5)))


def by_hand(name: str, row: list[float], q: int, s: Sentence) -> float | None:
    """One query's number, None where the query does not count."""
    n, words = len(s.words), s.words
    seen = [k for k in range(n) if not s.causal or k <= q]
    if len(seen) < 2:
        return None
    entropy = -sum(row[k] * math.log2(row[k]) for k in seen if row[k] > 0)
    pick = {
        "previous": [q - 1] if q else [],
        "next": [q + 1] if q + 1 < n and not s.causal else [],
        "self": [q],
        "first": [0] if q else [],
        "separator": [k for k in seen if s.special[k] and k > 0] if not s.special[q] else [],
        "same-word": [k for k in seen if k != q and words[k] is not None and words[k] == words[q]],
    }
    if name in pick:
        return sum(row[k] for k in pick[name]) if pick[name] else None
    return {
        "broad": entropy / math.log2(len(seen)),
        "narrow": max(row),
        "entropy": entropy,
        "distance": sum(row[k] * abs(q - k) for k in seen),
    }[name]


@pytest.mark.parametrize("causal", [False, True])
@pytest.mark.parametrize("name", STATISTICS)
def test_statistics_equal_loops_written_by_hand(name: str, causal: bool) -> None:
    weights, s = random_weights(2, 3, 7, causal), sentence(causal)
    found, chance = statistic(name, weights, s)
    even = [[1 / (q + 1 if causal else 7) if k <= q or not causal else 0.0 for k in range(7)] for q in range(7)]
    for layer in range(2):
        for head in range(3):
            rows = [by_hand(name, weights[layer, head, q].tolist(), q, s) for q in range(7)]
            counted = [r for r in rows if r is not None]
            if not counted:
                assert np.isnan(found[layer, head])
                continue
            assert found[layer, head] == pytest.approx(sum(counted) / len(counted), abs=1e-5)
            if STATISTICS[name].habit:
                assert 0 <= found[layer, head] <= 1 + 1e-6
    evenly = [r for q in range(7) if (r := by_hand(name, even[q], q, s)) is not None]
    assert chance == (pytest.approx(sum(evenly) / len(evenly), abs=1e-5) if evenly else None)


def test_a_sentence_without_what_a_habit_needs_has_no_number() -> None:
    weights, alone = random_weights(1, 2, 3), Sentence(["a", "b", "c"], [False] * 3, causal=False)
    for name in ("separator", "same-word"):
        found, chance = statistic(name, weights, alone)
        assert np.isnan(found).all()
        assert chance is None
    found, chance = statistic(
        "next", random_weights(1, 2, 3, causal=True), Sentence(["a", "b", "c"], [False] * 3, True)
    )
    assert np.isnan(found).all()
    assert chance is None


def test_one_token_has_no_choice() -> None:
    for name in STATISTICS:
        found, chance = statistic(name, np.ones((1, 1, 1, 1), np.float32), Sentence(["a"], [False], causal=False))
        assert np.isnan(found).all()
        assert chance is None


def test_every_habit_is_found_where_it_was_put() -> None:
    n = len(WORDS)
    heads = {
        "previous": np.eye(n, k=-1) + np.eye(n)[:, [0]] * np.eye(n)[0],
        "next": np.eye(n, k=1) + np.outer(np.eye(n)[-1], np.eye(n)[-1]),
        "self": np.eye(n),
        "first": np.outer(np.ones(n), np.eye(n)[0]),
        "separator": np.outer(np.ones(n), np.eye(n)[-1]),
        "broad": np.full((n, n), 1 / n),
    }
    weights = np.asarray(np.stack(list(heads.values()))[None], np.float32)  # [1, H, Q, K]
    for head, name in enumerate(heads):
        found, chance = statistic(name, weights, sentence())
        assert found[0, head] == pytest.approx(1, abs=1e-6) == found[0].max()
        assert chance is not None
        assert chance <= 1


def test_links_rank_every_head_by_the_mean_over_from_of_the_sum_over_to() -> None:
    weights = random_weights(3, 4, 6)
    scores = links.link_scores(weights, [1, 2], [4, 5, 0])
    found = links.ranked(scores)
    assert len(found) == 12
    for layer, head, score in found:
        w = weights[layer, head]
        assert score == pytest.approx((w[1, 4] + w[1, 5] + w[1, 0] + w[2, 4] + w[2, 5] + w[2, 0]) / 2, abs=1e-6)
    assert [s for *_, s in found] == sorted((s for *_, s in found), reverse=True)


def test_heads_without_a_number_are_not_ranked() -> None:
    assert links.ranked(np.array([[np.nan, 0.5]], np.float32)) == [(0, 1, 0.5)]


def test_value_weighted_is_weight_times_norm() -> None:
    weights, norms = random_weights(2, 2, 3), np.random.default_rng(1).uniform(size=(2, 2, 3)).astype(np.float32)
    found = value_norms.value_weighted(weights, norms)
    for index in np.ndindex(2, 2, 3, 3):
        layer, head, _, key = index
        assert found[index] == pytest.approx(float(weights[index]) * float(norms[layer, head, key]), abs=1e-7)


def test_effects() -> None:
    before, after = np.array([[3.0, 4], [1, 0], [2, 0]], np.float32), np.array([[3.0, 4], [0, 2], [1, 0]], np.float32)
    np.testing.assert_allclose(effect.moved(before, after), [0, 1, 0], atol=1e-7)
    np.testing.assert_allclose(effect.distances(before, after), [0, math.sqrt(5), 0.5], atol=1e-6)
    p, q = np.array([[0.5, 0.5, 0]], np.float32), np.array([[0.25, 0.25, 0.5]], np.float32)
    np.testing.assert_allclose(effect.total_variation(p, q), [0.5])


def test_definitions_name_the_habits_that_the_documents_list() -> None:
    assert set(STATISTICS) >= {"previous", "next", "self", "first", "separator", "same-word", "broad", "narrow"}
    assert all(each.definition for each in STATISTICS.values())
    assert head_stats.entropies(np.array([[1.0, 0.0]], np.float32))[0] == 0
