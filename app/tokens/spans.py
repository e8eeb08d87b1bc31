"""Tokens of an encoding, each with the span of characters that a person would say it covers."""

import re
import unicodedata
from collections.abc import Callable

from tokenizers import Encoding, Tokenizer

from ..schemas import Token

Span = tuple[int, int]
Merged = Callable[[list[int]], dict[int, int]]
WORD_MARK = "▁"  # SentencePiece writes it for the space before a word, and before the first word too
JOINERS = "\u200d\ufe0e\ufe0f"
BYTE_PIECE = re.compile("<0x[0-9A-F]{2}>")


def no_merges(_: list[int]) -> dict[int, int]:
    """``merged`` for a sentence in which no character is read together with another."""
    return {}


def prepare(tokenizer: Tokenizer) -> Tokenizer:
    """Switch off truncation and padding: a packaged tokenizer.json may silently cut at 128 tokens and pad to them."""
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def tokens_of(
    encoding: Encoding,
    text: str,
    text_pair: str | None,
    unknown_id: int | None,
    placed: list[Span] | None = None,
    merged: tuple[Merged, Merged] = (no_merges, no_merges),
    *,
    with_types: bool = False,
) -> list[Token]:
    """The tokens of an encoding, spans in the sentence they belong to.

    Args:
        encoding: of ``text`` and ``text_pair``.
        text: the sentence as submitted.
        text_pair: the second sentence, if there is one.
        unknown_id: vocabulary index of the unknown token, None if the vocabulary has none.
        placed: each token's characters in code points of its sentence, where they are not the encoding's offsets.
        merged: for each sentence which of its uncovered characters were read as one with a neighbour.
        with_types: whether the model is given the token types of the encoding.

    """
    texts = [text, text_pair or ""]
    # each of these properties builds a new list on every access
    sequences, ids, pieces, types = encoding.sequence_ids, encoding.ids, encoding.tokens, encoding.type_ids
    offsets = encoding.offsets if placed is None else placed
    spans: list[Span] = [(0, 0)] * len(encoding)
    parts = [(0, 1)] * len(encoding)
    for sequence, read in enumerate(texts):
        members = [i for i, found in enumerate(sequences) if found == sequence]
        readable = readable_spans([offsets[i] for i in members], [pieces[i] for i in members], read, merged[sequence])
        for i, span, part in zip(members, readable, fragments(readable), strict=True):
            spans[i], parts[i] = span, part
    return [
        Token(
            index=i,
            id=ids[i],
            text=texts[sequences[i] or 0][start:end],
            piece=pieces[i],
            start=start,
            end=end,
            sequence=sequences[i],
            special=sequences[i] is None,
            unknown=sequences[i] is not None and ids[i] == unknown_id,
            fragment=parts[i][1] > 1,
            part=parts[i][0],
            parts=parts[i][1],
            type=types[i] if with_types else None,
        )
        for i, (start, end) in enumerate(spans)
    ]


def readable_spans(offsets: list[Span], pieces: list[str], text: str, merged: Merged = no_merges) -> list[Span]:
    """Offsets as a tokenizer gives them, made to cover what a person would say the token covers.

    Leading white space goes (byte-level and SentencePiece vocabularies glue it to the next word). The mark of a word's
    begin that stands alone covers nothing. Joiners, variation selectors and marks that compose, where no token covers
    them, belong to the token before; characters that were read as one with a neighbour belong to the neighbour's token.
    """
    offsets = _by_character(offsets, pieces, text)
    spans = [_trim(span, text) for span in offsets]
    for i in range(len(spans) - 1):
        (start, end), (next_start, next_end) = offsets[i], offsets[i + 1]
        if pieces[i] == WORD_MARK and start == next_start and end <= next_end:
            spans[i] = (start, start)
    covered = covered_characters(spans, len(text))
    for i, (start, end) in enumerate(spans):
        last = end
        while start < last < len(text) and not covered[last] and leans(text[last - 1], text[last]):
            last += 1
        spans[i] = (start, last)
    missed = missed_characters(spans, text)
    return _joined(spans, merged(missed)) if missed else spans


def _joined(spans: list[Span], merged: dict[int, int]) -> list[Span]:
    """Spans that take in the characters read with the one before (-1) or the one after them (1)."""
    for i in sorted(merged):
        if merged[i] < 0:
            spans = [(start, i + 1) if start < end == i else (start, end) for start, end in spans]
    for i in sorted(merged, reverse=True):
        if merged[i] > 0:
            spans = [(i, end) if i + 1 == start < end else (start, end) for start, end in spans]
    return spans


def _by_character(offsets: list[Span], pieces: list[str], text: str) -> list[Span]:
    """Offsets in which bytes of several characters, given as one run, are those of each character."""
    found, i = list(offsets), 0
    while i < len(pieces):
        start, end = offsets[i]
        after = i
        while after < len(pieces) and offsets[after] == (start, end) and BYTE_PIECE.fullmatch(pieces[after]):
            after += 1
        run = bytes(int(piece[3:5], 16) for piece in pieces[i:after])
        if end - start > 1 and run == text[start:end].encode():
            owners = [at for at in range(start, end) for _ in text[at].encode()]
            found[i:after] = [(at, at + 1) for at in owners]
        i = max(after, i + 1)
    return found


def _trim(span: Span, text: str) -> Span:
    start, end = span
    first = start
    while first < end and text[first].isspace():
        first += 1
    return (first, end) if first < end else span  # white space that is a token of its own stays


def is_visible(character: str) -> bool:
    """Whether a reader sees something for a character."""
    category = unicodedata.category(character)
    return category[0] in "LMNPS" or category in {"Co", "Cn"}


def leans(before: str, character: str) -> bool:
    """Whether a character belongs to the one before it: a joiner, a selector, or a combining mark."""
    return character in JOINERS or (
        unicodedata.category(character)[0] == "M"
        and unicodedata.normalize("NFC", before + character) != before + character
    )


def fragments(spans: list[Span]) -> list[tuple[int, int]]:
    """For each token which part it is of how many that share characters: (0, 1) for a token on its own."""
    parts = [(0, 1)] * len(spans)
    first = 0
    while first < len(spans):
        after, end = first + 1, spans[first][1]
        while after < len(spans) and spans[first][0] < end and spans[after][0] < end < spans[after][1] + 1:
            end = max(end, spans[after][1])
            after += 1
        for i in range(first, after):
            parts[i] = (i - first, after - first)
        first = after
    return parts


def covered_characters(spans: list[Span], length: int) -> bytearray:
    """1 where some token covers the character."""
    covered = bytearray(length)
    for start, end in spans:
        covered[start:end] = b"\1" * (end - start)
    return covered


def missed_characters(spans: list[Span], text: str) -> list[int]:
    """Where in the text a reader would miss a character that no span covers.

    That is a letter, mark, number, punctuation or symbol which is not one with the character before it, or one that
    Unicode leaves to others (icons) or to later versions (new emoji).
    """
    covered = covered_characters(spans, len(text))
    return [
        i
        for i, character in enumerate(text)
        if not covered[i] and is_visible(character) and not leans(text[i - 1 : i], character)
    ]
