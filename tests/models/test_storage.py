import errno
import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from app.errors import DiskFull, WeightsError
from app.models.storage import counter, disk_errors, require_space, sha256_of
from app.schemas import Progress

Usage = namedtuple("Usage", "total used free")


def test_sha256_counts_the_bytes_it_reads(tmp_path: Path) -> None:
    path = tmp_path / "abc"
    path.write_bytes(b"abc")
    heard: list[Progress] = []
    digest = sha256_of(path, counter("verify", 3, heard.append))
    assert digest == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert heard == [Progress(stage="verify", done_bytes=3, total_bytes=3)]


def test_too_little_room_is_refused_before_any_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10_000, 9_000, 1_000))
    require_space(tmp_path, 1_000)
    with pytest.raises(DiskFull, match="1,001 bytes are needed, 1,000 bytes are free") as caught:
        require_space(tmp_path, 1_001)
    assert str(tmp_path) in caught.value.detail


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_names_folder_and_bytes(tmp_path: Path, number: int) -> None:
    with pytest.raises(DiskFull, match="1,234 bytes") as caught, disk_errors(tmp_path, 1_234):
        raise OSError(number, "No space left on device")
    assert str(tmp_path) in caught.value.detail


def test_another_error_names_the_file_and_the_setting(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="HEADS_GATES_CACHE_DIR") as caught, disk_errors(tmp_path, 1):
        raise PermissionError(errno.EACCES, "Permission denied", "/somewhere/file")
    assert "/somewhere/file: Permission denied" in caught.value.detail
