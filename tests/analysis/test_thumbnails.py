"""The small pictures against blocks cut out by hand."""

import numpy as np
import pytest

from app.analysis.attention.thumbnails import MAX_BINS, block_maxima, definition


def test_short_sentences_keep_every_weight() -> None:
    weights = np.random.default_rng(0).random((2, 3, 40, 40), dtype=np.float32)
    assert (block_maxima(weights) == weights).all()
    assert definition(40) == "One pixel a weight."


@pytest.mark.parametrize("tokens", [65, 128, 200, 511])
def test_long_sentences_show_the_largest_weight_of_each_block(tokens: int) -> None:
    weights = np.random.default_rng(tokens).random((1, 2, tokens, tokens), dtype=np.float32)
    found = block_maxima(weights)
    assert found.shape == (1, 2, MAX_BINS, MAX_BINS)
    edges = [b * tokens // MAX_BINS for b in range(MAX_BINS + 1)]
    for head in range(2):
        for q in range(0, MAX_BINS, 7):
            for k in range(0, MAX_BINS, 5):
                block = weights[0, head, edges[q] : edges[q + 1], edges[k] : edges[k + 1]]
                assert found[0, head, q, k] == block.max()
    assert f"{tokens} tokens in 64 bins" in definition(tokens)
