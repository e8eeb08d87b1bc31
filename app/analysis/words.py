"""Attention between words, derived from attention between their pieces."""

import numpy as np

from ..shapes import FloatArray

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
