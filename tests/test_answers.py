"""Choosing from what was read; the answers themselves are held in tests/models/test_loading.py and tests/web."""

import numpy as np
import pytest

from app.answers import quarter_of, select
from tests.tokens.made import token

TOKENS = [
    token(i, "abc", 0, 1, sequence=sequence, special=sequence is None)
    for i, sequence in enumerate([None, 0, 0, None, 1, None])
]
WEIGHTS = np.arange(2 * 3 * 4 * 4, dtype=np.float32).reshape(2, 3, 4, 4)


@pytest.mark.parametrize(
    ("quarter", "rows", "columns"),
    [("aa", [1, 2], [1, 2]), ("ab", [1, 2], [4]), ("ba", [4], [1, 2]), ("bb", [4], [4])],
)
def test_quarters_leave_special_tokens_out(quarter: str, rows: list[int], columns: list[int]) -> None:
    assert quarter_of(TOKENS, quarter) == (rows, columns)  # type: ignore[arg-type]


def test_without_a_quarter_everything_is_there() -> None:
    assert quarter_of(TOKENS, None) == (list(range(6)), list(range(6)))


def test_everything_is_not_copied() -> None:
    everything = [list(range(size)) for size in WEIGHTS.shape]
    assert select(WEIGHTS, *everything) is WEIGHTS


def test_a_choice_keeps_its_order() -> None:
    got = select(WEIGHTS, [1, 0], [2, 0, 1], [3, 0, 1, 2], [2])
    for i, layer in enumerate([1, 0]):
        for j, head in enumerate([2, 0, 1]):
            for k, row in enumerate([3, 0, 1, 2]):
                assert got[i, j, k, 0] == WEIGHTS[layer, head, row, 2]
    assert select(WEIGHTS, [], [0], [0], [0]).shape == (0, 1, 1, 1)
