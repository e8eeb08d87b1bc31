"""Smaller element types for large arrays, each with its largest error stated."""

import numpy as np

from ..errors import FieldError, InvalidRequest
from ..schemas import IDENTITY, Dtype
from ..shapes import AnyArray, ByteArray, FloatArray

LARGEST_HALF = float(np.finfo(np.float16).max)
SQRT = "sqrt-uint8: value = (code/255)²"


def sqrt_codes(values: FloatArray) -> ByteArray:
    """Codes 0…255 on a square-root scale, for numbers in [0, 1]; decode with ``(code/255)²``.

    A linear scale would round more than a third of a head's weights to nothing.
    """
    codes: ByteArray = np.rint(np.sqrt(values) * 255).astype(np.uint8)
    return codes


def from_sqrt_codes(codes: ByteArray) -> FloatArray:
    """The numbers that codes of ``sqrt_codes`` stand for."""
    return np.square(codes.astype(np.float32) / 255)


def convert(values: FloatArray, dtype: Dtype, name: str) -> tuple[AnyArray, str, float]:
    """An array in another element type, how to decode it, and its largest absolute error.

    Raises:
        InvalidRequest: the type cannot hold the numbers: uint8 those that are not all between 0 and 1.

    """
    if dtype == "float32":
        return values, IDENTITY, 0.0
    if dtype == "float16":
        if values.size and np.abs(values).max() > LARGEST_HALF:
            detail = f"float16 ends at {LARGEST_HALF:,.0f}; {name} has {np.abs(values).max():.3g}."
            raise InvalidRequest(detail, errors=[FieldError("/dtype", detail)])
        half = values.astype(np.float16)
        return half, IDENTITY, largest_error(half.astype(np.float32), values)
    if values.size and (values.min() < 0 or values.max() > 1):
        detail = f"uint8 holds numbers between 0 and 1 only; {name} has {values.min():.3g} to {values.max():.3g}."
        raise InvalidRequest(detail, errors=[FieldError("/dtype", detail)])
    codes = sqrt_codes(values)
    return codes, SQRT, largest_error(from_sqrt_codes(codes), values)


def round_decimals(values: FloatArray, decimals: int | None) -> tuple[np.ndarray, float]:
    """Numbers as JSON gives them, float64, and the largest error that rounding made."""
    exact = values.astype(np.float64)
    if decimals is None:
        return exact, 0.0
    rounded = np.round(exact, decimals)
    return rounded, largest_error(rounded, exact)


def largest_error(stored: np.ndarray, true: np.ndarray) -> float:
    """Largest absolute difference, 0 for empty arrays."""
    return float(np.abs(stored - true).max(initial=0.0))
