"""The likeliest next tokens after each token."""

from collections.abc import Callable

import numpy as np

from app.schemas import Prediction
from app.shapes import FloatArray


def top_predictions(probabilities: FloatArray, text_of: Callable[[int], str], count: int = 5) -> list[list[Prediction]]:
    """The ``count`` likeliest tokens at every position, likeliest first; ties go to the smaller index.

    Args:
        probabilities: each row sums to 1. [T, V]
        text_of: what to print for a vocabulary index.
        count: how many a position.

    """
    order = np.argsort(-probabilities, axis=1, kind="stable")[:, :count]  # [T, count]
    return [
        [Prediction(text=text_of(int(v)), probability=float(probabilities[t, v])) for v in row]
        for t, row in enumerate(order)
    ]
