"""What runs before a commit is what `make lint` runs, and a subject fits on a line of `git log`."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = ROOT / "tools" / "commit_subject.py"


def hooks() -> dict[str, dict[str, Any]]:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    (repository,) = config["repos"]
    assert repository["repo"] == "local"  # nothing is fetched
    return {hook["id"]: hook for hook in repository["hooks"]}


def test_the_hooks_run_what_lint_runs() -> None:
    lint = (ROOT / "Makefile").read_text("utf-8")
    for name in ("ruff", "ruff-format", "mypy"):
        program = hooks()[name]["entry"].removeprefix(".venv/bin/")
        assert f"$(VENV)/bin/{program}" in lint, name
    target = hooks()["front-end"]["entry"].split()[-1]
    assert re.search(rf"^{target}:", lint, re.MULTILINE)


@pytest.mark.parametrize(
    "path",
    ["static/src/apps/page/main.ts", "static/css/base.css", "tools/build.js", "eslint.config.js", "package.json"],
)
def test_the_front_end_is_checked_when_a_file_of_it_changes(path: str) -> None:
    assert (ROOT / path).is_file()
    assert re.search(hooks()["front-end"]["files"], path)
    assert not re.search(hooks()["front-end"]["files"], "app/main.py")


@pytest.mark.parametrize(
    ("message", "says"),
    [
        ("x" * 72, ""),
        ("é" * 72 + "\n\nWhy.\n", ""),
        ("Subject\n# Please enter the commit message\n", ""),
        ("Merge branch " + "x" * 72, ""),
        ("x" * 73, "has 73 characters; 72 are the most"),
        ("Subject\nand on", "second line must be empty"),
        ("\n\nWhy.", "first line of the message is empty"),
        ("", "first line of the message is empty"),
    ],
)
def test_a_subject_is_held_to_its_length(message: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "COMMIT_EDITMSG"
    path.write_text(message, encoding="utf-8")
    done = subprocess.run([sys.executable, SCRIPT, path], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr == "") == ((1, False) if says else (0, True))
    assert says in done.stderr
