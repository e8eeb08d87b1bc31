"""An answer as the pipeline leaves it: a document, and beside it the arrays that belong into it."""

import math
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel
from pydantic_core import to_json

from ..errors import NotReadable
from ..shapes import ByteArray, FloatArray

Path = tuple[str, ...]


@dataclass(frozen=True)
class Placed:
    """An array and where it goes: the path of its values, and of the object that states its encoding.

    ``values`` is float32 and takes the element type that was asked for, or uint8 codes, which stay as they are. Of
    numbers that span too many orders of magnitude to be rounded the document itself has a list: then ``beside`` is
    true, and the array is for safetensors alone, always float32.
    """

    values: FloatArray | ByteArray
    path: Path
    stated_at: Path
    beside: bool = False


@dataclass(frozen=True)
class Payload:
    """``answer`` without its arrays; ``arrays`` by their safetensors name."""

    answer: BaseModel
    arrays: dict[str, Placed] = field(default_factory=dict)

    @property
    def nbytes(self) -> int:
        """Bytes of the arrays."""
        return sum(array.values.nbytes for array in self.arrays.values())


def place(document: dict[str, Any], path: Path, value: object) -> None:
    """Set a value in nested objects, making those that are null."""
    for key in path[:-1]:
        if document[key] is None:
            document[key] = {}
        document = document[key]
    document[path[-1]] = value


def state_error(document: dict[str, Any], path: Path, encoding: str, error: float) -> None:
    """Write how arrays are encoded; several arrays that share a statement state their largest error."""
    for key in path:
        document = document[key]
    document["encoding"] = encoding
    document["max_abs_error"] = max(error, document["max_abs_error"])


def json_of(value: Any, name: str = "the answer") -> bytes:
    """A document, or the field of one that ``name`` says, as JSON.

    Raises:
        NotReadable: it holds a number that is not finite.

    """
    written = to_json(value)
    # these letters may also stand in a text
    if (b"NaN" in written or b"Infinity" in written) and (where := _not_finite(value)) is not None:
        raise not_finite(where or name)
    return written


def not_finite(name: str) -> NotReadable:
    """The refusal to write a number that JSON does not have."""
    return NotReadable(f"The model computed numbers that are not finite, in {name}: JSON cannot hold them.")


def _not_finite(value: Any) -> str | None:
    """The innermost field with a number that is not finite, empty for the value itself; None: there is none."""
    if isinstance(value, float):
        return None if math.isfinite(value) else ""
    if isinstance(value, dict):
        found = ((_not_finite(each), str(name)) for name, each in value.items())
        return next((where or name for where, name in found if where is not None), None)
    if isinstance(value, list | tuple):
        return next((where for each in value if (where := _not_finite(each)) is not None), None)
    return None
