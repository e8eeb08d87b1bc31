"""An answer as the pipeline leaves it: a document, and beside it the arrays that belong into it."""

from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from app.shapes import ByteArray, FloatArray

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
