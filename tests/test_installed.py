"""What `pip install` gives: wheel and source distribution are built, and the wheel is used apart from the checkout."""

import json
import os
import re
import subprocess
import sys
import tarfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZipFile

import httpx
import pytest

from app import __version__
from app.offline import figure
from app.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
# What the wheel takes from the checkout, and what it is called there; static/dist is built, git lists the others.
TAKEN = {
    "app": "heads_gates",
    "templates": "heads_gates/templates",
    "docs/models": "heads_gates/docs/models",
    "static/favicon.svg": "heads_gates/static/favicon.svg",
    "static/dist": "heads_gates/static/dist",
}
SENTENCE = "The cat sat."


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the source distribution of this checkout."""
    folder = tmp_path_factory.mktemp("packages")
    build(ROOT, folder)
    return folder


@pytest.fixture(scope="module")
def installed(packages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the command, with the wheel installed beside it; what it depends on is this environment's."""
    folder = tmp_path_factory.mktemp("installed")
    options = ["--no-deps", "--no-index", "--no-compile", "--quiet", "--disable-pip-version-check"]
    (wheel,) = packages.glob("*.whl")
    subprocess.run([sys.executable, "-m", "pip", "install", *options, "--target", folder, wheel], check=True)
    return folder


def build(source: Path, folder: Path, *arguments: str) -> None:
    command: list[str | Path] = [sys.executable, "-m", "hatchling", "build", "--directory", folder, *arguments]
    done = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def run(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [installed / "bin" / "heads-and-gates", *arguments],
        cwd=folder,
        env=environment(installed),
        capture_output=True,
        text=True,
        check=False,
    )


def environment(installed: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(installed), "HEADS_GATES_FETCH_ON_DEMAND": "false"}


def wheel_files(folder: Path) -> dict[str, bytes]:
    (wheel,) = folder.glob("*.whl")
    with ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def expected() -> dict[str, bytes]:
    """What a wheel must hold of this checkout, by its name there."""
    listed = subprocess.run(["git", "ls-files", *TAKEN], cwd=ROOT, capture_output=True, text=True, check=True)
    paths = [ROOT / line for line in listed.stdout.splitlines()]
    found = {}
    for path in [*paths, *(ROOT / "static" / "dist").iterdir()]:
        name = path.relative_to(ROOT).as_posix()
        folder = next(folder for folder in TAKEN if name == folder or name.startswith(f"{folder}/"))
        found[TAKEN[folder] + name.removeprefix(folder)] = path.read_bytes()
    return found


def test_the_wheel_holds_one_package_with_all_that_it_serves(packages: Path) -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    found = wheel_files(packages)
    metadata = f"heads_and_gates-{__version__}.dist-info"
    assert {name.partition("/")[0] for name in found} == {"heads_gates", metadata}
    assert found[f"{metadata}/entry_points.txt"].split(b"\n")[1] == b"heads-and-gates = heads_gates.__main__:main"
    assert {f"{metadata}/licenses/{name}" for name in ("LICENSE", "NOTICE")} <= found.keys()
    package = {name: body for name, body in found.items() if not name.startswith(metadata)}
    assert package.keys() == expected().keys()
    assert package == expected()
    assert {"heads_gates/py.typed", "heads_gates/models/recurrent/nets/lstm.safetensors"} <= package.keys()


def test_a_source_distribution_makes_the_same_wheel_without_node(
    packages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (archive,) = packages.glob("*.tar.gz")
    with tarfile.open(archive) as files:
        files.extractall(tmp_path, filter="data")
    (source,) = tmp_path.iterdir()
    assert {"tools", "static", "package-lock.json", "hatch_build.py"} <= {path.name for path in source.iterdir()}
    assert not (source / "node_modules").exists()
    monkeypatch.setenv("PATH", "")
    os.utime(source / "package.json")  # an order of dates says nothing there
    build(source, tmp_path / "made", "--target", "wheel")
    assert wheel_files(tmp_path / "made") == wheel_files(packages)


def test_it_draws_the_same_figure_as_the_checkout_from_any_folder(installed: Path, tmp_path: Path) -> None:
    asked = ["figure", SENTENCE, "--view", "gates", "--set", "cell=gru"]
    done = run(installed, tmp_path, *asked, "--out", "figure.svg")
    assert done.returncode == 0, done.stderr
    ours = figure(Settings(), "svg", "", {"text": SENTENCE, "view": "gates", "cell": "gru"})
    assert b"<svg" in ours
    assert (tmp_path / "figure.svg").read_bytes() == ours


@contextmanager
def served(installed: Path, folder: Path) -> Iterator[str]:
    """The address of a server that the installed command runs."""
    with subprocess.Popen(
        [installed / "bin" / "heads-and-gates", "serve", "--port", "0"],
        cwd=folder,
        env=environment(installed),
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        said = []
        for line in process.stderr:
            said.append(line)
            if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                break
        else:
            pytest.fail("".join(said))
        try:
            yield found[0]
        finally:
            process.terminate()
            process.stderr.read()


def test_it_serves_its_page_scripts_cards_and_pictures(installed: Path, tmp_path: Path) -> None:
    with served(installed, tmp_path) as address, httpx.Client(base_url=address, timeout=60) as client:
        page = client.get("/").text
        assert '<meta name="program" content="heads-and-gates">' in page
        (script,) = re.findall(r'<script type="module" src="([^"]+)"', page)
        built = ROOT / "static" / "dist" / script.rpartition("/")[2]
        assert client.get(script).text == built.read_text("utf-8")
        assert client.get("/static/favicon.svg").content == (ROOT / "static" / "favicon.svg").read_bytes()
        assert client.get("/docs/models/gru").text == (ROOT / "docs" / "models" / "gru.md").read_text("utf-8")
        docs = client.get("/docs").text
        assert "heads-and-gates serve --model ./mine" in docs
        assert "heads-and-gates fetch" in docs
        assert "python -m app" not in docs
        # made by another process, which must find the package too
        picture = client.get("/api/v1/figure.png", params={"view": "gates", "text": SENTENCE})
        assert picture.content.startswith(b"\x89PNG"), picture.text


@pytest.mark.weights
def test_the_sample_in_the_readme_runs(installed: Path, minilm_dir: Path, tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    (sample,) = re.findall(r"```python\n(from heads_gates.*?)```", readme, re.DOTALL)
    shown = "print(*layer['weights'].shape)"
    done = subprocess.run(
        [sys.executable, "-c", sample + shown],
        cwd=tmp_path,
        env=environment(installed),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[-3:] == ["12", "6", "6"]  # [CLS] the cat sat . [SEP]


def test_it_calls_itself_by_its_command(installed: Path, tmp_path: Path) -> None:
    done = run(installed, tmp_path, "fetch", "nothing")
    assert done.returncode == 2
    assert done.stderr.startswith("heads-and-gates fetch: ")
    assert "usage: heads-and-gates " in run(installed, tmp_path, "--help").stdout


def test_every_file_states_the_same_version(packages: Path) -> None:
    assert {path.name for path in packages.iterdir()} == {
        f"heads_and_gates-{__version__}-py3-none-any.whl",
        f"heads_and_gates-{__version__}.tar.gz",
    }
    assert json.loads((ROOT / "package.json").read_text("utf-8"))["version"] == __version__
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    assert {lock["version"], lock["packages"][""]["version"]} == {__version__}
    assert "version" not in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
