"""JSON and safetensors carry the same answer."""

import json
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import pytest
from pydantic import BaseModel, ValidationError
from safetensors import safe_open
from safetensors.numpy import load

from app.encode.document import arrays_of, nbytes_of
from app.encode.to_json import encode_json
from app.encode.to_safetensors import encode_safetensors
from app.errors import AnswerTooLarge, NotReadable
from app.schemas.arrays import Written
from app.shapes import ByteArray, ExactArray, FloatArray

VALUES = np.random.default_rng(1).random((2, 3, 5, 5), dtype=np.float32)
CODES = np.arange(8, dtype=np.uint8).reshape(2, 4)


class Part(BaseModel):
    values: Annotated[FloatArray | ByteArray | ExactArray | None, Written(list[Any] | None)] = None
    encoding: str = "identity"
    max_abs_error: float = 0.0


class Whole(BaseModel):
    text: str = "苹果 </script>"
    attention: Part = Part(values=VALUES)
    small: Part = Part(values=CODES, encoding="codes", max_abs_error=0.25)
    gates: Annotated[dict[str, FloatArray], Written(dict[str, list[Any]] | None)] = {"input": VALUES[0, 0]}
    said: dict[str, Any] | None = None
    encoding: str = "identity"
    max_abs_error: float = 0.0


def test_arrays_are_found_by_their_fields() -> None:
    found = arrays_of(Whole())
    assert [(each.name, each.stated_at) for each in found] == [
        ("attention", ("attention",)),
        ("small", ("small",)),
        ("gates.input", ()),
    ]
    assert nbytes_of(Whole()) == VALUES.nbytes + CODES.nbytes + VALUES[0, 0].nbytes


def test_encoding_leaves_an_answer_as_it_was() -> None:
    answer = Whole(gates={"input": VALUES[0, 0], "output": VALUES[0, 1]})
    first = encode_json(answer, decimals=3, max_bytes=10**6)
    encode_safetensors(answer, dtype="uint8")
    assert encode_json(answer, decimals=3, max_bytes=10**6) == first
    assert (answer.gates["input"] == VALUES[0, 0]).all()


def test_what_no_encoder_can_write_is_refused_where_it_is_made() -> None:
    for wrong in ([1.0, 2.0], np.zeros(2, np.int64), {"input": [1.0]}):
        with pytest.raises(ValidationError, match="no array of float32, uint8, float64"):
            Part(values=wrong)


def test_no_gates_are_an_empty_object(tmp_path: Path) -> None:
    path = tmp_path / "answer.safetensors"
    path.write_bytes(encode_safetensors(Whole(gates={}), dtype="float32"))
    with safe_open(path, "numpy") as file:
        assert file.metadata()["gates"] == "{}"
    assert json.loads(encode_json(Whole(gates={}), decimals=None, max_bytes=10**6))["gates"] == {}


def test_unrounded_json_holds_float32_exactly() -> None:
    document = json.loads(encode_json(Whole(), decimals=None, max_bytes=10**6))
    assert (np.array(document["attention"]["values"], dtype=np.float32) == VALUES).all()
    assert (np.array(document["attention"]["values"]) == VALUES.astype(np.float64)).all()
    assert document["small"] == {"values": CODES.tolist(), "encoding": "codes", "max_abs_error": 0.25}
    assert document["gates"] == {"input": VALUES[0, 0].astype(np.float64).tolist()}
    assert document["text"] == "苹果 </script>"


def test_rounded_json_states_its_error() -> None:
    document = json.loads(encode_json(Whole(), decimals=2, max_bytes=10**6))
    rounded = np.array(document["attention"]["values"])
    assert np.abs(rounded - VALUES).max() == pytest.approx(document["attention"]["max_abs_error"])
    assert 0 < document["attention"]["max_abs_error"] <= 0.005


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_what_json_has_no_numbers_for_is_refused(value: float) -> None:
    broken = Whole(gates={"input": np.array([1, value], np.float32)})
    with pytest.raises(NotReadable, match=r"not finite, in gates\.input"):
        encode_json(broken, decimals=None, max_bytes=10**6)


def test_safetensors_can_be_read_by_the_library() -> None:
    data = encode_safetensors(Whole(), dtype="float32")
    tensors = load(data)
    assert sorted(tensors) == ["attention", "gates.input", "small"]
    assert (tensors["attention"] == VALUES).all()
    assert (tensors["small"] == CODES).all()


def test_everything_else_is_json_in_the_metadata(tmp_path: Path) -> None:
    path = tmp_path / "answer.safetensors"
    path.write_bytes(encode_safetensors(Whole(), dtype="float16"))
    with safe_open(path, "numpy") as file:
        metadata = {key: json.loads(value) for key, value in file.metadata().items()}
        half = file.get_tensor("attention")
    assert half.dtype == np.float16
    assert metadata["text"] == "苹果 </script>"
    assert metadata["attention"]["max_abs_error"] == np.abs(half.astype(np.float64) - VALUES).max()
    assert metadata["attention"]["values"] is None
    assert metadata["gates"] is None
    assert 0 < metadata["max_abs_error"] <= metadata["attention"]["max_abs_error"]


@pytest.mark.parametrize(("decimals", "max_bytes"), [(None, 2000), (3, 900)])
def test_json_that_would_be_too_large_is_refused(decimals: int | None, max_bytes: int) -> None:
    with pytest.raises(AnswerTooLarge, match="format=safetensors") as caught:
        encode_json(Whole(), decimals=decimals, max_bytes=max_bytes)
    assert caught.value.limit == max_bytes
    assert caught.value.got > max_bytes


@pytest.mark.parametrize("decimals", [None, 0, 2, 4, 10])
def test_the_size_is_judged_close_to_the_truth(decimals: int | None) -> None:
    """The estimate refuses before encoding; it must be near what encoding gives, on numbers like a head's weights."""
    powers = np.exp(np.random.default_rng(2).normal(scale=3, size=(4, 4, 60, 60)))
    weights = (powers / powers.sum(-1, keepdims=True)).astype(np.float32)
    whole = Whole(attention=Part(values=weights), small=Part(), gates={})
    size = len(encode_json(whole, decimals=decimals, max_bytes=10**9))
    with pytest.raises(AnswerTooLarge) as caught:
        encode_json(whole, decimals=decimals, max_bytes=1000)
    assert caught.value.got == pytest.approx(size, rel=0.05)
    assert len(encode_json(whole, decimals=decimals, max_bytes=size)) == size
    with pytest.raises(AnswerTooLarge) as caught:
        encode_json(whole, decimals=decimals, max_bytes=size - 1)
    assert caught.value.got == size


def test_what_stands_beside_the_document_is_never_rounded(tmp_path: Path) -> None:
    """Numbers over many orders of magnitude: a list in the document, a float32 copy in safetensors."""
    small = [1.0, 1e-9, 3e-41]
    found = Whole(attention=Part(values=np.array([*small, np.nan])))
    document = json.loads(encode_json(found, decimals=2, max_bytes=10**6))
    assert document["attention"] == {"values": [*small, None], "encoding": "identity", "max_abs_error": 0.0}
    path = tmp_path / "answer.safetensors"
    path.write_bytes(encode_safetensors(found, dtype="float16"))
    with safe_open(path, "numpy") as file:
        np.testing.assert_array_equal(file.get_tensor("attention"), np.array([*small, np.nan], np.float32))
        assert json.loads(file.metadata()["attention"])["values"] == [*small, None]


class Measured(BaseModel):
    """What pydantic keeps as it is: fields that are said to be numbers, at any depth."""

    chances: list[list[float | None]]
    parts: dict[str, float] = {}


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
def test_a_document_never_holds_a_number_that_json_lacks(number: float) -> None:
    for odd, where in (
        (Measured(chances=[[0.5, None], [None, number]]), "chances"),
        (Measured(chances=[], parts={"a": 1.0, "b": number}), "b"),
    ):
        with pytest.raises(NotReadable, match=f"not finite, in {where}"):
            encode_json(odd, decimals=None, max_bytes=10**6)
        with pytest.raises(NotReadable, match=f"not finite, in {where}"):
            encode_safetensors(odd, dtype="float32")


def test_a_text_may_speak_of_such_numbers() -> None:
    said = Whole(text="NaN, Infinity, -Infinity", said={"NaN": [1.0, None, "NaN"]})
    assert json.loads(encode_json(said, decimals=None, max_bytes=10**6))["text"] == "NaN, Infinity, -Infinity"
    encode_safetensors(said, dtype="float32")
