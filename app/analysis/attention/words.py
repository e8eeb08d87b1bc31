"""Attention between words, derived from attention between their pieces."""

from typing import Any, ClassVar

import numpy as np

from ...schemas import WordsArray
from ...shapes import Axis, FloatArray
from ...tokens.words import group
from ..attended import Attended, AttentionExtra

DEFINITION = (
    "Pieces of one word together: the sum over the keys' pieces, so that rows still sum to 1, "
    "of the mean over the query's pieces."
)


def between_words(weights: FloatArray, words: list[list[int]]) -> FloatArray:
    """Sum over keys, mean over queries (Clark et al. 2019, 1906.04341, section 4.1). [L, H, Q, K] → [L, H, W, W].

    ``words`` has the token indices of each word, in order, every token once.
    """
    starts = np.array([word[0] for word in words])
    lengths = np.array([len(word) for word in words], dtype=np.float32)
    keys = np.add.reduceat(weights, starts, axis=3)  # [L, H, Q, W]
    found = np.add.reduceat(keys, starts, axis=2) / lengths[:, None]  # [L, H, W, W]
    return np.asarray(found, dtype=np.float32)


class WordsExtra(AttentionExtra):
    """Attention between words, for the layers and heads asked for."""

    name = "words"
    description = "weights between words instead of pieces (sum over keys, mean over queries)"
    cost = "no forward pass of its own"
    example: ClassVar[dict[str, Any]] = {**AttentionExtra.example, "layers": [2], "heads": [0], "include": ["words"]}
    order = 30

    def answer(self, read: Attended) -> dict[str, Any]:
        """Weights, and the tokens of each word."""
        groups = group(read.tokens, read.request.text, read.text_pair)
        layers, heads, places = read.chosen("own")
        derived = between_words(read.weights.own[np.ix_(places, heads)], groups)  # [layers, heads, W, W]
        axes: list[Axis] = ["layer", "head", "query_word", "key_word"]
        found = WordsArray.of(derived, axes, definition=DEFINITION, layers=layers, heads=heads, words=groups)
        return {"words": found}
