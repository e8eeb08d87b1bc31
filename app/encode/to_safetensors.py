"""An answer as a safetensors file: arrays as tensors, everything else as JSON in the metadata."""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
from pydantic import BaseModel

from ..schemas import Dtype
from .document import arrays_of, exact, json_of, place, state_error
from .quantise import convert

MEDIA_TYPE = "application/vnd.safetensors"
ALIGN_BYTES = 8  # where the tensors begin, and how the head's length is rounded up, with spaces
DTYPES = {np.dtype(np.float32): "F32", np.dtype(np.float16): "F16", np.dtype(np.uint8): "U8"}


def encode_safetensors(answer: BaseModel, *, dtype: Dtype) -> bytes:
    """Encode; each top-level field of the answer is one entry of the metadata, as JSON, with null for its arrays.

    Raises:
        InvalidRequest: ``dtype`` cannot hold the numbers.
        NotReadable: the document holds numbers that are not finite.

    """
    document: dict[str, Any] = answer.model_dump()
    tensors: dict[str, np.ndarray] = {}
    for array in arrays_of(answer):
        if array.is_exact:
            place(document, array.path, exact(array.values.astype(np.float64, copy=False)))
            with np.errstate(over="ignore"):  # what float32 cannot hold is infinite there, and right in the document
                tensors[array.name] = array.values.astype(np.float32)
            continue
        if array.values.dtype == np.uint8:
            tensors[array.name] = array.values
            continue
        stored, encoding, error = convert(array.values.astype(np.float32, copy=False), dtype, array.name)
        tensors[array.name] = stored
        state_error(document, array.stated_at, encoding, error)
    return write(tensors, {key: json_of(_without_arrays(value), key).decode() for key, value in document.items()})


def _without_arrays(value: Any) -> Any:
    """The same part of a document, null for an array and for an object of nothing but arrays."""
    if isinstance(value, np.ndarray):
        return None
    if not isinstance(value, dict):
        return value
    if value and all(isinstance(each, np.ndarray) for each in value.values()):
        return None
    return {key: _without_arrays(each) for key, each in value.items()}


def write(tensors: Mapping[str, np.ndarray], metadata: Mapping[str, str]) -> bytes:
    """A safetensors file: the same bytes for the same content, so that its hash says what is in it.

    The format's own library writes the metadata in another order each time. As there, the widest types come first, so
    that every tensor is aligned, and then names in their order.
    """
    head: dict[str, Any] = {"__metadata__": dict(sorted(metadata.items()))}
    parts, at = [], 0
    for name in sorted(tensors, key=lambda name: (-tensors[name].itemsize, name)):
        values = tensors[name].astype(tensors[name].dtype.newbyteorder("<"), order="C", copy=False)
        head[name] = {
            "dtype": DTYPES[tensors[name].dtype],
            "shape": list(values.shape),
            "data_offsets": [at, at + values.nbytes],
        }
        at += values.nbytes
        parts.append(np.ascontiguousarray(values).reshape(-1).view(np.uint8).data)
    written = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
    written += b" " * (-len(written) % ALIGN_BYTES)
    return b"".join([len(written).to_bytes(8, "little"), written, *parts])
