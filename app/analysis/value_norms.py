"""Value-weighted attention, and what each head adds to the residual stream, from the norms of a forward pass."""

import numpy as np

from ..shapes import FloatArray

WEIGHTED = (
    "‖α·f(x)‖ (Kobayashi et al. 2020, 2004.10102): the weight times the norm of the key's value vector after the "
    "output projection, f(x) = (x·W_V + b_V)·W_O of that head. A weight on a token whose value is short moves little."
)
CONTRIBUTION = (
    "‖output_h · W_O^h‖: the norm of what the head adds to the sum over heads, before any norm that follows; beside it "
    "the norm of the vector that the layer read (`residual`)."
)


def value_weighted(weights: FloatArray, value_norms: FloatArray) -> FloatArray:
    """α · ‖f(x_k)‖. [L, H, Q, K] and [L, H, K] → [L, H, Q, K]."""
    return np.asarray(weights * value_norms[..., None, :], dtype=np.float32)
