"""Rollout, habits, links, value norms and effects against loops written by hand, and against published definitions."""

import math
import re
from pathlib import Path

import numpy as np
import pytest

from app.analysis import head_stats, links
from app.analysis.attention import effect, rollout, value_norms
from app.analysis.head_stats import STATISTICS, Sentence, common, statistic
from app.shapes import BoolArray, FloatArray

WORDS = [None, "the", "cat", "saw", "the", "dog", None]


def random_weights(layers: int, heads: int, tokens: int | BoolArray, seed: int = 0) -> FloatArray:
    """Random rows that sum to 1 over so many tokens, or over what may be seen, [L, Q, K]."""
    visible = sight(tokens, layers=layers) if isinstance(tokens, int) else tokens
    scores = np.random.default_rng(seed).normal(size=(layers, heads, *visible.shape[1:])) * 2
    scores = np.where(visible[:, None], scores, -np.inf)
    weights = np.exp(scores - scores.max(-1, keepdims=True))
    return np.asarray(weights / weights.sum(-1, keepdims=True), np.float32)


def sight(tokens: int, causal: bool = False, layers: int = 2) -> BoolArray:
    every = np.ones((layers, tokens, tokens), dtype=np.bool_)
    return np.tril(every) if causal else every


def sentence(visible: BoolArray) -> Sentence:
    return Sentence(WORDS, [w is None for w in WORDS], visible)


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


def test_a_head_that_is_switched_off_mixes_nothing() -> None:
    weights = random_weights(2, 2, 3)
    found = rollout.rollout(weights, {(0, 1), (1, 0), (1, 1)})
    once = weights[0, 0].astype(np.float64) / 2 + np.eye(3)  # ½·(½·W + 0) + ½·I, rows divided by their sum of ¾
    np.testing.assert_allclose(found[0], once / 1.5, atol=1e-6)
    np.testing.assert_allclose(found[1], found[0], atol=1e-7)


def test_rollout_of_heads_that_look_at_themselves_only_is_the_identity() -> None:
    weights = np.broadcast_to(np.eye(5, dtype=np.float32), (4, 3, 5, 5))
    np.testing.assert_array_equal(rollout.rollout(weights), np.broadcast_to(np.eye(5), (4, 5, 5)))


def by_hand(name: str, row: list[float], q: int, s: Sentence, layer: int) -> float | None:
    """One query's number, None where the query does not count."""
    n, words = len(s.words), s.words
    seen = [k for k in range(n) if s.visible[layer, q, k]]
    if len(seen) < 2:
        return None
    entropy = -sum(row[k] * math.log2(row[k]) for k in seen if row[k] > 0)
    pick = {
        "previous": [k for k in seen if k == q - 1],
        "next": [k for k in seen if k == q + 1],
        "self": [k for k in seen if k == q],
        "first": [k for k in seen if k == 0 and q > 0],
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


WINDOWS = np.stack([np.tril(np.ones((7, 7), bool)), np.tril(np.triu(np.ones((7, 7), bool), -2))])
MASKED = sight(7) & ~np.isin(np.arange(7), [1, 3])


@pytest.mark.parametrize(
    "visible", [sight(7), sight(7, causal=True), WINDOWS, MASKED], ids=["all", "causal", "windows", "masked"]
)
@pytest.mark.parametrize("name", STATISTICS)
def test_statistics_equal_loops_written_by_hand(name: str, visible: BoolArray) -> None:
    """Everything seen, causal, a layer with a window beside one without, and two tokens that nobody may look at."""
    s = sentence(visible)
    weights = random_weights(2, 3, visible)
    found, chances = statistic(name, weights, s)
    for layer in range(2):
        even = [[float(seen) / row.sum() for seen in row] for row in visible[layer]]
        for head in range(3):
            rows = [by_hand(name, weights[layer, head, q].tolist(), q, s, layer) for q in range(7)]
            counted = [r for r in rows if r is not None]
            if not counted:
                assert np.isnan(found[layer, head])
                continue
            assert found[layer, head] == pytest.approx(sum(counted) / len(counted), abs=1e-5)
            if STATISTICS[name].habit:
                assert 0 <= found[layer, head] <= 1 + 1e-6
        evenly = [r for q in range(7) if (r := by_hand(name, even[q], q, s, layer)) is not None]
        assert chances[layer] == (pytest.approx(sum(evenly) / len(evenly), abs=1e-5) if evenly else None)


def test_the_level_of_chance_is_common_to_layers_that_see_the_same() -> None:
    whole, windows = sentence(sight(7, causal=True)), sentence(WINDOWS)
    for name in ("previous", "entropy"):
        _, chances = statistic(name, random_weights(2, 3, whole.visible), whole)
        assert common(chances) == chances[0] == chances[1]
        _, chances = statistic(name, random_weights(2, 3, WINDOWS), windows)
        assert None not in chances
        assert common(chances) is None
    assert common([None, None]) is None


def test_even_attention_is_as_broad_as_can_be_in_a_window() -> None:
    s = sentence(WINDOWS)
    found, chances = statistic("broad", s.even[:, None], s)
    np.testing.assert_allclose(found, 1, atol=1e-6)
    assert chances == [pytest.approx(1), pytest.approx(1)]


def test_a_sentence_without_what_a_habit_needs_has_no_number() -> None:
    visible = sight(3, layers=1)
    weights, alone = random_weights(1, 2, visible), Sentence(["a", "b", "c"], [False] * 3, visible)
    for name in ("separator", "same-word"):
        found, chances = statistic(name, weights, alone)
        assert np.isnan(found).all()
        assert chances == [None]
    causal = sight(3, causal=True, layers=1)
    found, chances = statistic("next", random_weights(1, 2, causal), Sentence(["a", "b", "c"], [False] * 3, causal))
    assert np.isnan(found).all()
    assert chances == [None]


def test_one_token_has_no_choice() -> None:
    for name in STATISTICS:
        alone = Sentence(["a"], [False], sight(1, layers=1))
        found, chances = statistic(name, np.ones((1, 1, 1, 1), np.float32), alone)
        assert np.isnan(found).all()
        assert chances == [None]


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
        found, chances = statistic(name, weights, sentence(sight(n, layers=1)))
        assert found[0, head] == pytest.approx(1, abs=1e-6) == found[0].max()
        assert chances[0] is not None
        assert chances[0] <= 1


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


def test_what_did_not_move_moved_by_nothing() -> None:
    same = np.random.default_rng(0).normal(size=(200, 30)).astype(np.float32)
    assert not effect.moved(same, same).any()
    assert not effect.distances(same, same).any()
    nothing = np.zeros((1, 30), np.float32)
    assert effect.moved(nothing, nothing) == 0
    assert effect.moved(same[:1], nothing) == effect.moved(nothing, same[:1]) == 1


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


def test_the_page_says_of_a_statistic_what_the_answer_says() -> None:
    """One definition: the English words of the page are those of the API, letter by letter."""
    words = Path("static/src/core/words/attention.ts").read_text(encoding="utf-8")
    said = dict(re.findall(r'"stat-def-([\w-]+)": \[\s*"([^"]*)",', words))
    assert {name: said[name] for name in STATISTICS} == {name: about.definition for name, about in STATISTICS.items()}


def test_the_strongest_habit_is_the_largest_share_above_chance() -> None:
    s = sentence(sight(7))
    weights = np.full((2, 3, 7, 7), 1 / 7, np.float32)
    weights[0, 0] = np.eye(7, k=-1)  # looks at the token before; the first at nothing, which does not count
    weights[0, 0, 0, 0] = 1
    weights[1, 2] = 0
    weights[1, 2, :, 6] = 0.75
    weights[1, 2, :, 0] = 0.25
    found = head_stats.strongest_habits(weights, s)
    for one, name, share in ((found[0][0], "previous", 1), (found[1][2], "separator", 0.75)):
        assert one is not None
        assert one.name == name
        assert (one.share, one.chance) == pytest.approx((share, 1 / 7))
    assert found[0][1] is None
    assert found[1][0] is None
