"""Refuses a commit message whose first line is empty or longer than 72 characters: ``commit_subject.py FILE``."""

import sys
from pathlib import Path

MOST_CHARS = 72
MADE_BY_GIT = ("Merge ", 'Revert "', "fixup! ", "squash! ", "amend! ")


def fault_of(message: str) -> str | None:
    """What is wrong with a commit message, None where nothing is."""
    subject, *rest = message.splitlines() or [""]
    if not subject.strip():
        return "The first line of the message is empty: say there what the commit does."
    if len(subject) > MOST_CHARS and not subject.startswith(MADE_BY_GIT):
        return f"The first line has {len(subject)} characters; {MOST_CHARS} are the most. The reason goes below it."
    if rest and rest[0].strip() and not rest[0].startswith("#"):
        return "The second line must be empty; the reason begins on the third."
    return None


if __name__ == "__main__":
    if fault := fault_of(Path(sys.argv[1]).read_text(encoding="utf-8")):
        raise SystemExit(fault)
