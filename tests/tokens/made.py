"""Tokens made by hand."""

from typing import Any

from app.schemas import Token


def token(index: int, text: str, start: int, end: int, **updates: Any) -> Token:
    """A token of the first sentence, that covers ``text[start:end]``."""
    made = Token(
        index=index,
        id=9,
        text=text[start:end],
        piece="",
        start=start,
        end=end,
        sequence=0,
        special=False,
        unknown=False,
        fragment=False,
        part=0,
        parts=1,
    )
    return made.model_copy(update=updates)


def tokens(text: str, spans: list[tuple[int, int]]) -> list[Token]:
    """One token a span."""
    return [token(i, text, start, end) for i, (start, end) in enumerate(spans)]
