"""What is refused of any text, its tokens and places in it."""

from collections.abc import Sequence

from ..errors import EmptyText, FieldError, IndexOutOfRange, InvalidRequest, TextTooLong
from ..schemas import (
    Token,
)


def check_text(text: str, max_chars: int, name: str = "text") -> None:
    """Refuse a text that is empty or longer than ``max_chars`` code points."""
    if not text.strip():
        detail = "The text is empty." if not text else "The text holds nothing but white space."
        raise EmptyText(detail, errors=[FieldError(f"/{name}", detail)])
    if len(text) > max_chars:
        detail = f"The text has {len(text):,} characters; the limit is {max_chars:,}."
        raise TextTooLong(detail, limit=max_chars, got=len(text), errors=[FieldError(f"/{name}", detail)])


def check_tokens(tokens: Sequence[Token], max_tokens: int, model: str, name: str = "text") -> None:
    """Refuse a sentence of which a model reads nothing, or more tokens than it has positions for."""
    if all(token.special for token in tokens):
        hint = " Write letters a and b, such as aaabbb." if model == "counter" else ""
        detail = f"{model} reads nothing in this text: its tokenizer drops every character of it.{hint}"
        raise EmptyText(detail, errors=[FieldError(f"/{name}", detail)])
    if len(tokens) > max_tokens:
        detail = f"The text has {len(tokens):,} tokens for {model}, special ones included; the limit is {max_tokens:,}."
        raise TextTooLong(detail, limit=max_tokens, got=len(tokens), errors=[FieldError(f"/{name}", detail)])


def check_indices(asked: list[int] | None, count: int, name: str, model: str, what: str = "") -> None:
    """Refuse heads or tokens that do not exist, or stand twice; ``what`` they are, where not ``name``.

    Raises:
        IndexOutOfRange: with a pointer to each.

    """
    errors, seen = [], set()
    for i, index in enumerate(asked or []):
        if not 0 <= index < count:
            got = str(index)[:20]
            errors.append(FieldError(f"/{name}/{i}", f"{model} has {what or name} 0 to {count - 1}; got {got}."))
        elif index in seen:
            errors.append(FieldError(f"/{name}/{i}", f"{index} stands twice."))
        seen.add(index)
    if errors:
        raise IndexOutOfRange(errors[0].detail, errors=errors[:20])


def check_index(index: int, count: int, name: str, model: str) -> None:
    """Refuse a token that the sentence does not have."""
    if not 0 <= index < count:
        detail = f"{model} reads tokens 0 to {count - 1} in this text; got {str(index)[:20]}."
        raise IndexOutOfRange(detail, errors=[FieldError(f"/{name}", detail)])


def wrong_field(name: str, detail: str) -> InvalidRequest:
    """The refusal of one field, with a pointer to it."""
    return InvalidRequest(detail, errors=[FieldError(f"/{name}", detail)])
