"""An answer as a document: where its arrays stand in it, and what it must not hold."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from pydantic import BaseModel
from pydantic_core import to_json

from ..errors import NotReadable
from ..shapes import AnyArray, ExactArray

Path = tuple[str, ...]


@dataclass(frozen=True)
class Placed:
    """An array of an answer, its path in the document, and that of the object that states its encoding."""

    values: AnyArray | ExactArray
    path: Path
    stated_at: Path

    @property
    def name(self) -> str:
        """What its tensor is called: its path, without the last part where that is ``values`` of an object."""
        path = self.path[:-1] if len(self.path) > 1 and self.path[-1] == "values" else self.path
        return ".".join(path)

    @property
    def is_exact(self) -> bool:
        """Whether the document has it in full, whatever was asked for."""
        return self.values.dtype == np.float64


def arrays_of(answer: BaseModel) -> list[Placed]:
    """The arrays of an answer, in the order of its fields. None stands inside of a list."""
    return list(_arrays(vars(answer), (), ()))


def _arrays(fields: dict[str, Any], path: Path, stated_at: Path) -> Iterator[Placed]:
    for name, value in fields.items():
        here = (*path, name)
        if isinstance(value, np.ndarray):
            yield Placed(value, here, stated_at)
        elif isinstance(value, BaseModel):
            yield from _arrays(vars(value), here, here if hasattr(value, "max_abs_error") else stated_at)
        elif isinstance(value, dict):
            yield from _arrays(value, here, stated_at)


def nbytes_of(answer: BaseModel) -> int:
    """Bytes of an answer's arrays."""
    return sum(each.values.nbytes for each in arrays_of(answer))


def place(document: dict[str, Any], path: Path, value: object) -> None:
    """Put a value where an array stood."""
    for key in path[:-1]:
        document = document[key]
    document[path[-1]] = value


def exact(values: ExactArray) -> list[float | None]:
    """Numbers in full; null for NaN."""
    return [None if math.isnan(value) else value for value in values.tolist()]


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
