"""Fields of answers that hold arrays: NumPy's in Python, nested lists in JSON, tensors in safetensors.

The element type of an array says how it is written:

======= =================================================================================================
float32 rounded to the decimals, or stored in the element type, that was asked for; the error is stated
uint8   codes, which stay as they are; the object's ``encoding`` says how to decode them
float64 numbers that span too many orders of magnitude to be rounded: the document has them in full, null
        for NaN, in safetensors too, where a float32 copy stands beside it
======= =================================================================================================
"""

from typing import Annotated, Any

import numpy as np
from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from ..shapes import FloatArray

IDENTITY = "identity"  # the encoding of numbers that are no codes
DTYPES = (np.dtype(np.float32), np.dtype(np.uint8), np.dtype(np.float64))


class Written:
    """Marks a field that holds an array, or arrays by name; ``as_json`` is the type that the document says it has."""

    def __init__(self, as_json: Any) -> None:
        self.as_json = as_json

    def __get_pydantic_core_schema__(self, _source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Arrays in Python; the schema of JSON is that of ``as_json``."""
        return core_schema.json_or_python_schema(
            json_schema=handler.generate_schema(self.as_json),
            python_schema=core_schema.no_info_plain_validator_function(_checked),
            serialization=core_schema.plain_serializer_function_ser_schema(_kept),
        )


def _checked(value: Any) -> Any:
    """The same value, held against what encoders can write."""
    for each in value.values() if isinstance(value, dict) else [value]:
        if each is not None and not (isinstance(each, np.ndarray) and each.dtype in DTYPES):
            raise ValueError(f"no array of {', '.join(map(str, DTYPES))}; got {getattr(each, 'dtype', type(each))}")
    return value


def _kept(value: Any) -> Any:
    """Arrays as they are: encoders write them. A dictionary is copied, as encoders put other things into it."""
    return dict(value) if isinstance(value, dict) else value


Vector = Annotated[FloatArray, Written(list[float] | None)]
Matrix = Annotated[FloatArray, Written(list[list[float]] | None)]
