"""A payload as a safetensors file: arrays as tensors, everything else as JSON in the metadata."""

from typing import Any

import numpy as np
from pydantic_core import to_json
from safetensors.numpy import save

from app.encode.payload import Payload, state_error
from app.encode.quantise import convert
from app.schemas import Dtype

MEDIA_TYPE = "application/vnd.safetensors"


def encode_safetensors(payload: Payload, *, dtype: Dtype) -> bytes:
    """Encode; each top-level field of the answer is one entry of the metadata, as JSON.

    Raises:
        InvalidRequest: ``dtype`` cannot hold the numbers.

    """
    document: dict[str, Any] = payload.answer.model_dump(mode="json")
    tensors: dict[str, np.ndarray] = {}
    for name, array in payload.arrays.items():
        if array.values.dtype == np.uint8:
            tensors[name] = np.ascontiguousarray(array.values)
            continue
        if array.beside:
            tensors[name] = array.values.astype(np.float32)
            continue
        stored, encoding, error = convert(array.values.astype(np.float32, copy=False), dtype, name)
        tensors[name] = np.ascontiguousarray(stored)
        state_error(document, array.stated_at, encoding, error)
    return save(tensors, metadata={key: to_json(value).decode() for key, value in document.items()})
