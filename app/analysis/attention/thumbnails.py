"""A small picture of every head, so that all heads can be seen before any is looked at in full."""

from typing import Any, ClassVar

import numpy as np

from ...encode.quantise import SQRT, from_sqrt_codes, largest_error, sqrt_codes
from ...schemas import Family, LargestWeight, Thumbnails
from ...shapes import BoolArray, FloatArray
from .. import largest
from ..attended import Attended, AttentionExtra

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


class ThumbnailsExtra(AttentionExtra):
    """Codes of the largest weight of every block, and beside them what codes cannot tell."""

    name = "thumbnails"
    description = "a small picture of every head of every layer"
    needs = "any Transformer"
    cost = "no forward pass of its own"
    example: ClassVar[dict[str, Any]] = {**AttentionExtra.example, "include": ["thumbnails"]}
    order = 10
    families: ClassVar[tuple[Family, ...]] = ("encoder", "decoder", "encoder-decoder")

    def answer(self, read: Attended) -> dict[str, Any]:
        """Small pictures of every head of every layer, and the largest weight of each."""
        maxima = block_maxima(read.weights.own)  # [L, H, query_bin, key_bin]
        codes = sqrt_codes(maxima)  # [L, H, query_bin, key_bin]
        visible, special = read.weights.visible, [token.special for token in read.tokens]
        found = Thumbnails(
            layers=read.model.layout.numbers("own"),
            axes=["layer", "head", "query_bin", "key_bin"],
            shape=list(codes.shape),
            values=codes,
            encoding=SQRT,
            max_abs_error=largest_error(from_sqrt_codes(codes), maxima),
            definition=definition(len(read.tokens)),
            largest=_largest(read, largest.LARGEST, visible),
            largest_free=_largest(read, largest.FREE, largest.free_cells(visible, special)),
        )
        return {"thumbnails": found}


def _largest(read: Attended, said: str, cells: BoolArray) -> LargestWeight:
    """The largest weight of every head among cells [L, Q, K]."""
    found = largest.largest(read.weights.own, cells)
    return LargestWeight(
        definition=said,
        weights=[[each and each.weight for each in layer] for layer in found],
        queries=[[each and each.query for each in layer] for layer in found],
        keys=[[each and each.key for each in layer] for layer in found],
    )
