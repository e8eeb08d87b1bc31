"""The axis glossary and the array aliases that every stage shares.

======== ===== ========================================================================
axis     name  meaning
======== ===== ========================================================================
layer    L     a Transformer layer, counted from 0
head     H     an attention head of a layer, counted from 0
query    Q     the token that looks
key      K     the token that is looked at
token    T     a position on the token axis
source   J     the token at which something was written, or that is replaced
distance R     how many tokens before another one
unit     U     a unit of a recurrent cell's state
gate     G     a named gate of a recurrent cell
dim      D     a component of a vector: of a head's query, key or value, of an embedding
vocab    V     an entry of a vocabulary
======== ===== ========================================================================

A comment at the end of a tensor line gives its shape in these letters: ``# [L, H, Q, K]``.
"""

from typing import Literal

import numpy as np
import numpy.typing as npt

Axis = Literal[
    "layer",
    "head",
    "query",
    "key",
    "token",
    "unit",
    "gate",
    "dim",
    "vocab",
    "query_bin",
    "key_bin",
    "query_word",
    "key_word",
    "source",
    "distance",
]

FloatArray = npt.NDArray[np.float32]
ByteArray = npt.NDArray[np.uint8]
ExactArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
AnyArray = npt.NDArray[np.float32] | npt.NDArray[np.float16] | npt.NDArray[np.uint8]
