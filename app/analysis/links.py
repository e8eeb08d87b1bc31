"""Which heads link these tokens to those: all heads ranked by one link."""

from collections.abc import Sequence

import numpy as np

from ..shapes import FloatArray

DEFINITION = (
    "The link's score is the mean over the tokens that look (from) of the attention that the tokens looked at (to) get "
    "together; between 0 and 1. `chance` is the score of a head that spreads its attention evenly over what it may see."
)


def link_scores(weights: FloatArray, looking: Sequence[int], looked_at: Sequence[int]) -> FloatArray:
    """Mean over queries of the sum over keys. [..., Q, K] → [...]."""
    chosen = weights[..., list(looking), :][..., list(looked_at)]  # [..., from, to]
    return np.asarray(chosen.sum(axis=-1, dtype=np.float64).mean(axis=-1), dtype=np.float32)


def ranked(scores: FloatArray) -> list[tuple[int, int, float]]:
    """(layer, head, score) of every head, strongest first; ties by layer and head; without those that are NaN."""
    heads = [(layer, head, float(scores[layer, head])) for layer, head in np.ndindex(*scores.shape)]
    return sorted((each for each in heads if not np.isnan(each[2])), key=lambda each: -each[2])
