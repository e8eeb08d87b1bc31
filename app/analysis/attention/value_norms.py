"""Value-weighted attention, from the norms of a forward pass."""

from typing import Any, ClassVar

import numpy as np

from ...forward.head import Norms, read_norms
from ...schemas import NormsArray
from ...shapes import Axis, FloatArray
from ..attended import Attended, AttentionExtra

DEFINITION = (
    "‖α·f(x)‖ (Kobayashi et al. 2020, 2004.10102): the weight times the norm of the key's value vector after the "
    "output projection, f(x) = (x·W_V + b_V)·W_O of that head. A weight on a token whose value is short moves little."
)


def value_weighted(weights: FloatArray, value_norms: FloatArray) -> FloatArray:
    """α · ‖f(x_k)‖. [L, H, Q, K] and [L, H, K] → [L, H, Q, K]."""
    return np.asarray(weights * value_norms[..., None, :], dtype=np.float32)


def norms(read: Attended) -> Norms:
    """Norms of every head's values and of what it adds."""
    return read_norms(read.model, read.inputs, read.change)


class ValueNormsExtra(AttentionExtra):
    """Value-weighted attention of the layers and heads asked for."""

    name = "value_norms"
    description = "weights times the norm of what they weigh"
    needs = "an encoder or a decoder of which everything can be read"
    cost = "a forward pass, the same for `value_norms` and `contributions`"
    example: ClassVar[dict[str, Any]] = {
        **AttentionExtra.example,
        "layers": [2],
        "heads": [0],
        "include": ["value_norms"],
    }
    order = 60
    needs_values = True
    works = (norms,)

    def answer(self, read: Attended) -> dict[str, Any]:
        """[layer, head, query, key]."""
        layers, heads, places = read.chosen("own")
        chosen = np.ix_(places, heads)
        values = value_weighted(read.weights.own[chosen], read.of(norms).values[chosen])  # [layers, heads, Q, K]
        axes: list[Axis] = ["layer", "head", "query", "key"]
        return {"value_norms": NormsArray.of(values, axes, definition=DEFINITION, layers=layers, heads=heads)}
