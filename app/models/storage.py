"""What fetching needs of the disk: hashes, room, and errors that say which folder is at fault."""

import errno
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..errors import DiskFull, WeightsError
from ..schemas import Progress

Report = Callable[[Progress], None]
CHUNK_BYTES = 1 << 20


def sha256_of(path: Path, advance: Callable[[int], None] = lambda _: None) -> str:
    """Hexadecimal sha256 of a file; ``advance`` is told the number of bytes of each piece read."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
            advance(len(chunk))
    return digest.hexdigest()


def counter(stage: str, total_bytes: int, report: Report | None) -> Callable[[int], None]:
    """A function that is told bytes as they are done, and reports the sum as progress of ``stage``."""
    done_bytes = 0

    def advance(count: int) -> None:
        nonlocal done_bytes
        done_bytes += count
        if report is not None:
            report(Progress(stage=stage, done_bytes=done_bytes, total_bytes=total_bytes))

    return advance


def sync_folder(folder: Path) -> None:
    """Have the folder's list of names written to the disk."""
    with suppress(PermissionError):  # Windows opens no folders
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def require_space(folder: Path, needed_bytes: int) -> None:
    """Raise `DiskFull` unless ``folder``, which exists, has room for ``needed_bytes``."""
    free_bytes = shutil.disk_usage(folder).free
    if free_bytes < needed_bytes:
        raise disk_full(folder, needed_bytes, f"{free_bytes:,} bytes are free")


def disk_full(folder: Path, needed_bytes: int, found: str) -> DiskFull:
    """The error for a folder without room, which says how much was needed and what to do."""
    return DiskFull(
        f"{folder} has no room: {needed_bytes:,} bytes are needed, {found}. "
        "Free some, or name another folder with HEADS_GATES_CACHE_DIR."
    )


@contextmanager
def disk_errors(folder: Path, needed_bytes: int) -> Iterator[None]:
    """Turn the system's errors about files into `DiskFull` or `WeightsError`, naming ``folder``."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise disk_full(folder, needed_bytes, error.strerror or "the disk is full") from error
        where = error.filename or folder
        raise WeightsError(
            f"{where}: {error.strerror or error}. The weights are kept in {folder}; "
            "HEADS_GATES_CACHE_DIR names another folder."
        ) from error
