"""An answer as JSON bytes."""

import numpy as np
from pydantic import BaseModel
from pydantic_core import to_json

from ..errors import AnswerTooLarge
from ..schemas import IDENTITY
from .document import arrays_of, exact, json_of, not_finite, place, state_error
from .quantise import round_decimals

SAMPLE = 4096  # numbers that are encoded to judge the size of the rest
CLEARLY = 1.2  # an estimate this much over the limit is refused unencoded


def encode_json(answer: BaseModel, *, decimals: int | None, max_bytes: int) -> bytes:
    """Encode, with arrays as nested lists.

    Raises:
        AnswerTooLarge: the answer would pass ``max_bytes``. What is clearly larger is refused unencoded.
        NotReadable: an array or the document holds numbers that are not finite.

    """
    arrays = arrays_of(answer)
    estimate = sum(_bytes_estimate(each.values, decimals) for each in arrays)
    if estimate > CLEARLY * max_bytes:
        raise _too_large(max_bytes, estimate, "would take about")
    document = answer.model_dump()
    for array in arrays:
        if array.is_exact:
            place(document, array.path, exact(array.values.astype(np.float64, copy=False)))
            continue
        if array.values.dtype == np.uint8:
            place(document, array.path, array.values.tolist())
            continue
        rounded, error = round_decimals(array.values.astype(np.float32, copy=False), decimals)
        if not np.isfinite(rounded).all():
            raise not_finite(array.name)
        place(document, array.path, rounded.tolist())
        state_error(document, array.stated_at, IDENTITY, error)
    body = json_of(document)
    if len(body) > max_bytes:
        raise _too_large(max_bytes, len(body), "takes")
    return body


def _bytes_estimate(values: np.ndarray, decimals: int | None) -> int:
    """Size of the array in JSON, from a sample spread over it."""
    if values.dtype == np.uint8 or values.size == 0:
        return 3 * values.size
    sample = values.reshape(-1)[:: max(1, values.size // SAMPLE)]
    rounded, _ = round_decimals(sample.astype(np.float32, copy=False), decimals)
    return len(to_json(rounded.tolist())) * values.size // sample.size


def _too_large(limit: int, got: int, verb: str) -> AnswerTooLarge:
    return AnswerTooLarge(
        f"As JSON this answer {verb} {got:,} bytes; the limit is {limit:,}. Name fewer layers or heads, "
        "round with decimals, or ask for format=safetensors, which has no such limit.",
        limit=limit,
        got=got,
    )
