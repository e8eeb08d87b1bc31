"""constraints.txt pins all that is installed: what pyproject.toml names, and what that brings."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split("==") for line in lines if not line.startswith("#"))


def direct() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [line for name in project["optional-dependencies"].values() for line in name]
    return [Requirement(line) for line in [*project["dependencies"], *extras]]


def brought(requirement: Requirement) -> list[Requirement]:
    """What a package brings here, nothing where it is not installed."""
    try:
        lines = distribution(requirement.name).requires or []
    except PackageNotFoundError:
        return []
    extras = requirement.extras or {""}
    return [
        found
        for found in map(Requirement, lines)
        if found.marker is None or any(found.marker.evaluate({"extra": extra}) for extra in extras)
    ]


def is_installed(requirement: Requirement) -> bool:
    try:
        distribution(requirement.name)
    except PackageNotFoundError:
        return False
    return True


def test_pins_are_exact_and_sorted() -> None:
    found = pins()
    assert list(found) == sorted(found)
    assert all(re.fullmatch(r"[0-9][0-9a-z.]*", version) for version in found.values())
    assert found["torch"] == "2.13.0"


def test_everything_that_is_named_or_brought_is_pinned() -> None:
    named = direct()
    waiting, seen = list(named), {str(requirement) for requirement in named}
    missing = {requirement.name for requirement in named if canonicalize_name(requirement.name) not in pins()}
    while waiting:
        for requirement in brought(waiting.pop()):
            # A GPU build of torch brings libraries that it pins itself.
            if str(requirement) in seen or requirement.name.startswith(("nvidia-", "cuda-", "triton")):
                continue
            seen.add(str(requirement))
            waiting.append(requirement)
            if is_installed(requirement) and canonicalize_name(requirement.name) not in pins():
                missing.add(requirement.name)
    assert not missing, "pin these in constraints.txt"


def test_pins_fit_what_pyproject_asks_for() -> None:
    for requirement in direct():
        assert requirement.specifier.contains(pins()[canonicalize_name(requirement.name)]), requirement
