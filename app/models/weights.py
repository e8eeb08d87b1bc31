"""Reads weights into memory once, and hashes the very bytes that are used.

The libraries map a file into memory instead: whoever overwrites it then changes the numbers behind a hash that was
made before, and whoever cuts it short ends the process.
"""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from ..errors import WeightsError, WrongHash
from .header import read_head, weight_files

DTYPES = {
    "F64": torch.float64, "F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16,
    "I64": torch.int64, "I32": torch.int32, "I16": torch.int16, "I8": torch.int8,
    "U64": torch.uint64, "U32": torch.uint32, "U16": torch.uint16, "U8": torch.uint8, "BOOL": torch.bool,
}  # fmt: skip


@dataclass(frozen=True)
class Weights:
    """The tensors of a folder by name, floating ones as float32, and the sha256 of the bytes that they were made of.

    ``sha256`` is that of the single file, or of the list of each file's in the order of their names, a line each.
    """

    tensors: dict[str, Tensor]
    sha256: str


def read_file(path: Path) -> tuple[dict[str, Tensor], str]:
    """The tensors of a safetensors file, floating ones as float32, and the sha256 of its bytes.

    One tensor at a time is held as the file has it, so that memory holds the model and its largest tensor at most.

    Raises:
        WeightsError: it is not such a file, or not a whole one.
        OSError: it cannot be read.

    """
    tensors: dict[str, Tensor] = {}
    with path.open("rb", buffering=0) as file:
        size = os.fstat(file.fileno()).st_size
        head, entries = read_head(file, path, size)
        digest = hashlib.sha256(head)
        for entry in entries:
            raw = torch.empty(entry.bytes, dtype=torch.uint8)
            _fill(file.fileno(), raw.numpy().data, path)
            digest.update(raw.numpy().data)
            value = raw.view(DTYPES[entry.dtype]).reshape(entry.shape)
            tensors[entry.name] = value.float() if value.is_floating_point() else value
    return tensors, digest.hexdigest()


def _fill(handle: int, room: memoryview, path: Path) -> None:
    """Read until ``room`` is full: one call returns two gigabytes at most."""
    done = 0
    while done < len(room):
        count = os.readv(handle, [room[done:]])
        if count == 0:
            raise WeightsError(f"{path.parent} holds a broken {path.name}: it became shorter while it was read.")
        done += count


def read_folder(folder: Path, expected: Mapping[str, str] | None = None) -> Weights:
    """The weights of a folder. The sha256 of a file that ``expected`` names must be the one given there.

    Raises:
        WeightsError: there are none, they are broken, or two files have the same tensor.
        WrongHash: a file is not the expected one.

    """
    tensors: dict[str, Tensor] = {}
    hashes: list[str] = []
    for path in weight_files(folder):
        try:
            found, sha256 = read_file(path)
        except OSError as error:
            raise WeightsError(f"{folder} holds a {path.name} that cannot be read: {error.strerror}.") from error
        if expected is not None and sha256 != expected.get(path.name):
            raise WrongHash(f"{path} has the sha256 {sha256}, but it should be {expected.get(path.name)}.")
        if twice := sorted(tensors.keys() & found.keys()):
            raise WeightsError(f"{folder} holds the tensor {twice[0]} in two files.")
        tensors |= found
        hashes.append(sha256)
    both = hashlib.sha256("\n".join(hashes).encode()).hexdigest()
    return Weights(tensors, hashes[0] if len(hashes) == 1 else both)
