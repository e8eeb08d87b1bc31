"""Whether a sentence would be read, found out without any model's work."""

from ..errors import FieldError, TextTooLong
from ..models.loading import LoadedTransformer
from ..models.recurrent.shipped import LoadedNet
from ..tokens.reading import read_sentences
from .text import check_text, check_tokens

SPECIAL_TOKENS = 4  # at most so many stand around a sentence or a pair


def check_sentence(
    reader: LoadedTransformer | LoadedNet | None, text: str, text_pair: str | None, max_tokens: int, max_chars: int
) -> None:
    """Refuse a sentence as reading it would.

    Where the reader is not loaded (None), refuse whatever may be too long: a byte makes one token at most.

    Raises:
        EmptyText, TextTooLong: it cannot be read, or perhaps not.

    """
    check_text(text, max_chars)
    if text_pair is not None:
        check_text(text_pair, max_chars, "text_pair")
    if reader is None:
        most = len((text + (text_pair or "")).encode("utf-8", "replace")) + SPECIAL_TOKENS
        if most > max_tokens:
            detail = f"The text has up to {most:,} tokens; the limit is {max_tokens:,}."
            raise TextTooLong(detail, limit=max_tokens, got=most, errors=[FieldError("/text", detail)])
        return
    is_pair = isinstance(reader, LoadedTransformer) and reader.family == "encoder"
    tokens = read_sentences(reader.tokenizer, text, text_pair if is_pair else None, reader.unknown_id)
    check_tokens(tokens, max_tokens, reader.ref.id)
