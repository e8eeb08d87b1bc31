"""Element types and their stated errors."""

import numpy as np
import pytest

from app.encode.quantise import SQRT, convert, from_sqrt_codes, round_decimals, sqrt_codes
from app.errors import InvalidRequest
from app.schemas import IDENTITY
from app.shapes import FloatArray

RANDOM = np.random.default_rng(0)


def weights(*shape: int) -> FloatArray:
    logits = RANDOM.normal(scale=3, size=shape)
    powers = np.exp(logits)
    found: FloatArray = (powers / powers.sum(-1, keepdims=True)).astype(np.float32)
    return found


def test_every_code_comes_back_from_the_number_it_stands_for() -> None:
    codes = np.arange(256, dtype=np.uint8)
    assert (sqrt_codes(from_sqrt_codes(codes)) == codes).all()


def test_uint8_states_its_largest_error() -> None:
    values = weights(4, 30, 30)
    codes, encoding, error = convert(values, "uint8", "attention")
    assert encoding == SQRT
    assert codes.dtype == np.uint8
    difference = np.abs((codes.astype(np.float64) / 255) ** 2 - values).max()
    assert error == pytest.approx(difference, abs=1e-7)
    assert 0 < error < 0.0041  # half a step of the scale where it is coarsest, at 1


def test_float16_states_its_largest_error() -> None:
    values = weights(4, 30, 30)
    half, encoding, error = convert(values, "float16", "attention")
    assert half.dtype == np.float16
    assert encoding == IDENTITY
    assert error == np.abs(half.astype(np.float64) - values).max() > 0


def test_float32_is_left_alone() -> None:
    values = weights(3, 3)
    same, _, error = convert(values, "float32", "attention")
    assert same is values
    assert error == 0


def test_uint8_refuses_signed_numbers() -> None:
    with pytest.raises(InvalidRequest, match=r"states.cell has -1 to 0.5"):
        convert(np.array([-1, 0.5], dtype=np.float32), "uint8", "states.cell")


def test_rounding_states_its_largest_error() -> None:
    values = np.array([0.123456, 0.5], dtype=np.float32)
    rounded, error = round_decimals(values, 3)
    assert rounded.tolist() == [0.123, 0.5]
    assert error == pytest.approx(0.000456, abs=1e-6)
    unrounded, none = round_decimals(values, None)
    assert (unrounded.astype(np.float32) == values).all()
    assert none == 0


def test_empty_arrays_have_no_error() -> None:
    assert convert(np.zeros((0, 0), np.float32), "uint8", "x")[2] == 0


def test_half_precision_that_cannot_hold_a_number_is_refused() -> None:
    with pytest.raises(InvalidRequest, match=r"float16 ends at 65,504; contributions has 7e\+04") as caught:
        convert(np.array([1.0, -70000.0], np.float32), "float16", "contributions")
    assert caught.value.errors[0].pointer == "/dtype"
    assert convert(np.array([65504.0], np.float32), "float16", "it")[2] == 0
