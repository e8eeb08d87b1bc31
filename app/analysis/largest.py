"""The largest weight of every head, and the largest that says something about the head.

A query that may see one key only gives it everything, whatever the head is; and most heads give most to special tokens
such as [SEP], which stand in every sentence. What is said of a head leaves both out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..shapes import BoolArray, FloatArray

LARGEST = "The head's largest weight, its query and its key; the first in reading order where several are equal."
FREE = (
    "The same without what is forced and without special tokens: of queries that may see two keys or more, and neither "
    "query nor key is a special token. Null where nothing is left."
)


@dataclass(frozen=True)
class Cell:
    """A weight and where it stands."""

    weight: float
    query: int
    key: int


def forced(visible: BoolArray) -> list[list[int]]:
    """By layer, the queries that may see one key only: their weight on it is 1 whatever the head. [L, Q, K]."""
    return [np.flatnonzero(layer.sum(axis=-1) == 1).tolist() for layer in visible]


def free_cells(visible: BoolArray, special: Sequence[bool]) -> BoolArray:
    """Cells that say something about a head: visible, not forced, between tokens that are not special. [L, Q, K]."""
    ordinary = ~np.array(special, dtype=np.bool_)  # [T]
    choosing = visible.sum(axis=-1) > 1  # [L, Q]
    return np.asarray(visible & choosing[..., None] & ordinary[:, None] & ordinary)


def largest(weights: FloatArray, cells: BoolArray) -> list[list[Cell | None]]:
    """The largest weight of every head among some cells. [L, H, Q, K] and [L, Q, K] → by layer and head.

    None where there are no such cells, or nothing in them.
    """
    return [[_largest_of(head, chosen) for head in layer] for layer, chosen in zip(weights, cells, strict=True)]


def _largest_of(head: FloatArray, chosen: BoolArray) -> Cell | None:
    shown = head * chosen  # [Q, K], weights are not negative
    query, key = np.unravel_index(int(shown.argmax()), shown.shape)
    weight = float(shown[query, key])
    return Cell(weight, int(query), int(key)) if weight > 0 else None
