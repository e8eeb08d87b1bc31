import numpy as np
import pytest

from app.analysis.attention.words import between_words

GROUPS = [[0], [1, 2], [3, 4, 5], [6]]


def slowly(weights: np.ndarray, words: list[list[int]]) -> np.ndarray:
    """Sum over the key's pieces of the mean over the query's pieces, number by number."""
    layers, heads = weights.shape[:2]
    found = np.zeros((layers, heads, len(words), len(words)))
    for layer in range(layers):
        for head in range(heads):
            for q, query_word in enumerate(words):
                for k, key_word in enumerate(words):
                    total = 0.0
                    for query in query_word:
                        for key in key_word:
                            total += float(weights[layer, head, query, key])
                    found[layer, head, q, k] = total / len(query_word)
    return found


def weights_of(tokens: int) -> np.ndarray:
    scores = np.random.default_rng(1).normal(size=(2, 3, tokens, tokens)) * 3
    powers = np.exp(scores)
    made: np.ndarray = (powers / powers.sum(-1, keepdims=True)).astype(np.float32)
    return made


@pytest.mark.parametrize("words", [GROUPS, [[i] for i in range(7)], [list(range(7))]])
def test_a_slow_loop_finds_the_same(words: list[list[int]]) -> None:
    weights = weights_of(7)
    got = between_words(weights, words)
    assert got.dtype == np.float32
    np.testing.assert_allclose(got, slowly(weights, words), rtol=0, atol=1e-6)


def test_rows_still_sum_to_one() -> None:
    np.testing.assert_allclose(between_words(weights_of(7), GROUPS).sum(-1), 1, rtol=0, atol=1e-6)


def test_words_of_one_piece_change_nothing() -> None:
    weights = weights_of(5)
    np.testing.assert_array_equal(between_words(weights, [[i] for i in range(5)]), weights)


def test_no_layers() -> None:
    assert between_words(weights_of(7)[:0], GROUPS).shape == (0, 3, 4, 4)
