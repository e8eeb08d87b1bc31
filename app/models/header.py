"""Reads the header of a safetensors file and checks it against the file's size. Needs no torch: it is used at start.

The format (https://github.com/huggingface/safetensors): u64 little-endian length, so many bytes of a JSON object of
name → dtype, shape and [begin, end) of its bytes behind the head, then the tensors' bytes without gaps.
"""

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from ..errors import WeightsError

LENGTH_BYTES = 8
MAX_HEAD_BYTES = 100_000_000  # the limit of the format's own library
DTYPE_BYTES = {
    "F64": 8, "F32": 4, "F16": 2, "BF16": 2,
    "I64": 8, "I32": 4, "I16": 2, "I8": 1, "U64": 8, "U32": 4, "U16": 2, "U8": 1, "BOOL": 1,
}  # fmt: skip
SINGLE, INDEX = "model.safetensors", "model.safetensors.index.json"


@dataclass(frozen=True)
class Entry:
    """One tensor: its bytes follow those of the entry before it."""

    name: str
    dtype: str
    shape: tuple[int, ...]
    bytes: int


def weight_files(folder: Path) -> list[Path]:
    """The safetensors that make the model of a folder: one file, or those that its index names, by name.

    Raises:
        WeightsError: there is neither, or the index cannot be read.

    """
    if (folder / SINGLE).exists():
        return [folder / SINGLE]
    if not (folder / INDEX).exists():
        there = sorted(path.name for path in folder.glob("*.safetensors"))
        found = f"it has {there[0]} only" if there else "other formats may run code and are not read"
        raise WeightsError(f"{folder} holds no .safetensors file named {SINGLE}, and no {INDEX}: {found}.")
    try:
        named = json.loads((folder / INDEX).read_text("utf-8"))["weight_map"].values()
        names = sorted({str(name) for name in named})
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise WeightsError(f"{folder} holds an {INDEX} that cannot be read ({type(error).__name__}).") from error
    for name in names:
        if Path(name).name != name or not name.endswith(".safetensors") or not (folder / name).is_file():
            raise WeightsError(f"{folder} holds an {INDEX} that names {name[:80]!r}, which is no file of that folder.")
    if not names:
        raise WeightsError(f"{folder} holds an {INDEX} that names no file.")
    return [folder / name for name in names]


def read_head(file: BinaryIO, path: Path, size: int) -> tuple[bytes, list[Entry]]:
    """The head's own bytes, its length included, and the tensors in the order of their bytes; ``size`` is the file's.

    Raises:
        WeightsError: it is not such a file, or not a whole one.

    """
    try:
        return _read_head(file, size)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        why = str(error) if type(error) is ValueError else f"its head cannot be read ({type(error).__name__})"
        raise WeightsError(f"{path.parent} holds a broken {path.name}: {why}.") from error


def _read_head(file: BinaryIO, size: int) -> tuple[bytes, list[Entry]]:
    first = file.read(LENGTH_BYTES)
    length = int.from_bytes(first, "little")
    if len(first) < LENGTH_BYTES or length > min(MAX_HEAD_BYTES, size - LENGTH_BYTES):
        raise ValueError(f"its {size:,} bytes do not hold the head that they announce")
    written = file.read(length)
    found: dict[str, Any] = json.loads(written.decode())
    found.pop("__metadata__", None)
    entries, at = [], 0
    for name, one in sorted(found.items(), key=lambda item: tuple(item[1]["data_offsets"])):
        begin, end = one["data_offsets"]
        entry = Entry(name, one["dtype"], tuple(one["shape"]), end - begin)
        _check(entry)
        if begin != at:
            raise ValueError("its tensors overlap or leave gaps")
        entries.append(entry)
        at = end
    if LENGTH_BYTES + length + at != size:
        raise ValueError(f"it has {size:,} bytes, and its head describes {LENGTH_BYTES + length + at:,}")
    return first + written, entries


def _check(entry: Entry) -> None:
    if entry.dtype not in DTYPE_BYTES:
        raise ValueError(f"numbers of type {str(entry.dtype)[:20]} are not read")
    if not all(type(count) is int and count >= 0 for count in (*entry.shape, entry.bytes)):
        raise ValueError("a shape is not made of counts")
    if math.prod(entry.shape) * DTYPE_BYTES[entry.dtype] != entry.bytes:
        raise ValueError("a tensor's shape does not fit its bytes")


def check_files(folder: Path) -> None:
    """Check the header of every weight file of a folder against the file's size, without reading the weights.

    Raises:
        WeightsError: one is absent or broken.
        OSError: one cannot be read.

    """
    for path in weight_files(folder):
        with path.open("rb") as file:
            read_head(file, path, path.stat().st_size)
