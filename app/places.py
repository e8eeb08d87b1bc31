"""What depends on how this package came here: its folders, and the command that starts it.

In a checkout the package is called ``app``, pages and scripts stand beside it, and ``python -m app`` starts it.
Where it is installed, it is called ``heads_gates``, holds pages and scripts itself, and ``heads-and-gates`` starts it.
"""

from pathlib import Path

INSTALLED_NAME = "heads_gates"
PACKAGE = Path(__file__).resolve().parent
IMPORTED_FROM = PACKAGE.parent  # the folder that must be on Python's path for `python -m` to find a module of ours


def is_installed() -> bool:
    """Whether this is the installed package, and not a checkout."""
    return __package__ == INSTALLED_NAME


def program() -> str:
    """The command that runs this copy, as messages name it."""
    return "heads-and-gates" if is_installed() else f"python -m {__package__}"


_ROOT = PACKAGE if is_installed() else PACKAGE.parent
DIST = _ROOT / "static" / "dist"  # the built front end
FAVICON = _ROOT / "static" / "favicon.svg"
TEMPLATES = _ROOT / "templates"
CARDS = _ROOT / "docs" / "models"  # a card for each model, in Markdown
