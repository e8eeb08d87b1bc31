"""Attention rollout: how much of each input token is left in each token's vector, if attention mixed nothing else."""

import numpy as np

from app.shapes import FloatArray

DEFINITION = (
    "Attention rollout (Abnar & Zuidema 2020, 2005.00928): product over layers of ½·(mean over heads) + ½·identity; "
    "rows summing to 1; the row of layer l says how much of each input token is in each token after it. Derived: it "
    "leaves out the values, the output projection and the feed-forward layers."
)


def rollout(weights: FloatArray) -> FloatArray:
    """Ã_l = (½·W̄_l + ½·I)·Ã_{l−1} with Ã_{−1} = I and W̄ the mean over heads. [L, H, Q, K] → [L, Q, K].

    The ½ stands for the residual connection (Abnar & Zuidema 2020, section 3).
    """
    layers, _, tokens, _ = weights.shape
    identity = np.eye(tokens)
    found = np.empty((layers, tokens, tokens), np.float32)
    so_far = identity  # [Q, K]
    for layer in range(layers):
        mixed = 0.5 * weights[layer].mean(axis=0, dtype=np.float64) + 0.5 * identity  # [Q, K]
        so_far = (mixed / mixed.sum(axis=1, keepdims=True)) @ so_far
        found[layer] = so_far
    return found
