"""Attention rollout: how much of each input token is left in each token's vector, if attention mixed nothing else."""

from collections.abc import Collection, Sequence
from typing import Any, ClassVar

import numpy as np

from ...schemas import LayersArray
from ...shapes import FloatArray
from ..attended import Attended, AttentionExtra

DEFINITION = (
    "Attention rollout (Abnar & Zuidema 2020, 2005.00928): product over layers of ½·(mean over heads) + ½·identity; "
    "rows summing to 1; a token's row after layer l says which part of it each input token is. Derived: it "
    "leaves out the values, the output projection, the feed-forward layers, and layers that do not attend. A head that "
    "is switched off counts as zeros in the mean over heads."
)


def rollout(
    weights: FloatArray, silent: Collection[tuple[int, int]] = (), heads: Sequence[int] | None = None
) -> FloatArray:
    """Ã_l = (½·W̄_l + ½·I)·Ã_{l−1} with Ã_{−1} = I and W̄ the mean over heads. [L, H, Q, K] → [L, Q, K].

    The ½ stands for the residual connection (Abnar & Zuidema 2020, section 3). ``silent`` are the (row, head) that are
    switched off: W̄ has zeros in their place, and rows are divided by their sums. ``heads`` says how many each layer
    has, where that is not H.
    """
    layers, most, tokens, _ = weights.shape
    heads = heads or [most] * layers
    identity = np.eye(tokens)
    found = np.empty((layers, tokens, tokens), np.float32)
    so_far = identity  # [Q, K]
    for layer in range(layers):
        speaking = [head for head in range(heads[layer]) if (layer, head) not in silent]
        summed = weights[layer, speaking].sum(axis=0, dtype=np.float64) if speaking else 0.0 * identity  # [Q, K]
        mixed = 0.5 * summed / heads[layer] + 0.5 * identity  # [Q, K]
        so_far = (mixed / mixed.sum(axis=1, keepdims=True)) @ so_far
        found[layer] = so_far
    return found


class RolloutExtra(AttentionExtra):
    """Rollout after every layer that attends."""

    name = "rollout"
    description = "how much of each token is left in each after every layer"
    cost = "no forward pass of its own"
    example: ClassVar[dict[str, Any]] = {**AttentionExtra.example, "include": ["rollout"]}
    order = 40

    def answer(self, read: Attended) -> dict[str, Any]:
        """[layer, query, key]; heads that are off count as zeros."""
        layout = read.model.layout
        numbers = layout.numbers("own")
        silent = {(numbers.index(each.layer), each.head) for each in read.request.ablate}
        values = rollout(read.weights.own, silent, layout.heads("own"))  # [L, Q, K]
        return {"rollout": LayersArray.of(values, ["layer", "query", "key"], definition=DEFINITION, layers=numbers)}
