"""A payload as JSON bytes."""

import numpy as np
from pydantic_core import to_json

from app.encode.payload import Payload, place, state_error
from app.encode.quantise import IDENTITY, round_decimals
from app.errors import AnswerTooLarge

BYTES_OF_A_FLOAT32 = 20  # mean length of an unrounded float32 as a double, with its comma, measured on attention


def encode_json(payload: Payload, *, decimals: int | None, max_bytes: int) -> bytes:
    """Encode, with arrays as nested lists.

    Raises:
        AnswerTooLarge: the answer would pass ``max_bytes``. Judged before encoding, by element count.

    """
    estimate = sum(_bytes_estimate(a.values, decimals) for a in payload.arrays.values())
    if estimate > max_bytes:
        raise _too_large(max_bytes, estimate, "would take about")
    document = payload.answer.model_dump(mode="json")
    for array in payload.arrays.values():
        if array.values.dtype == np.uint8:
            place(document, array.path, array.values.tolist())
            continue
        rounded, error = round_decimals(array.values.astype(np.float32, copy=False), decimals)
        place(document, array.path, rounded.tolist())
        state_error(document, array.stated_at, IDENTITY, error)
    body = to_json(document)
    if len(body) > max_bytes:
        raise _too_large(max_bytes, len(body), "takes")
    return body


def _bytes_estimate(values: np.ndarray, decimals: int | None) -> int:
    if values.dtype == np.uint8:
        return 3 * values.size
    return values.size * (BYTES_OF_A_FLOAT32 if decimals is None else decimals + 3)


def _too_large(limit: int, got: int, verb: str) -> AnswerTooLarge:
    return AnswerTooLarge(
        f"As JSON this answer {verb} {got:,} bytes; the limit is {limit:,}. Name fewer layers or heads, "
        "round with decimals, or ask for format=safetensors, which has no such limit.",
        limit=limit,
        got=got,
    )
