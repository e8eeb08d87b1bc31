"""A small picture of every head, so that all heads can be seen before any is looked at in full."""

import numpy as np

from ..shapes import FloatArray

MAX_BINS = 64


def bins_of(tokens: int) -> int:
    """How many bins a side of the picture has for a sentence of so many tokens."""
    return min(tokens, MAX_BINS)


def block_maxima(weights: FloatArray) -> FloatArray:
    """The largest weight of every block. [L, H, Q, K] → [L, H, query_bin, key_bin].

    Up to ``MAX_BINS`` tokens a block is one weight. Beyond, bin b covers tokens ⌊b·n/B⌋ to ⌊(b+1)·n/B⌋; the
    largest weight rather than the mean, because a mean makes a sharp diagonal fade with length.
    """
    tokens = weights.shape[-1]
    starts = np.arange(bins_of(tokens)) * tokens // bins_of(tokens)
    rows = np.maximum.reduceat(weights, starts, axis=2)  # [L, H, B, K]
    return np.maximum.reduceat(rows, starts, axis=3)  # [L, H, B, B]


def definition(tokens: int) -> str:
    """What a pixel of the picture is, for a sentence of so many tokens."""
    if tokens <= MAX_BINS:
        return "One pixel a weight."
    return f"{tokens} tokens in {MAX_BINS} bins a side; a pixel is the largest weight of its block."
