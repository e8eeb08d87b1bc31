"""The same word in two sentences: how alike its vectors are at every layer."""

import numpy as np

from ..shapes import FloatArray

DEFINITION = "Cosine of the token's vector in both sentences: the embedding, then the output of each layer."


def cosine_by_layer(states_a: FloatArray, token_a: int, states_b: FloatArray, token_b: int) -> FloatArray:
    """a·b / (‖a‖ ‖b‖) at every layer, the embedding first. [L + 1, T, D] twice → [L + 1]."""
    a, b = states_a[:, token_a].astype(np.float64), states_b[:, token_b].astype(np.float64)  # [L + 1, D]
    norms = np.linalg.norm(a, axis=1) * np.linalg.norm(b, axis=1)
    return np.asarray(np.sum(a * b, axis=1) / norms, dtype=np.float32)
