"""From a tokenizer's encoding to tokens with the characters that a person reads them from."""

import unicodedata

from tokenizers import Encoding, Tokenizer

from app.schemas import Token

Span = tuple[int, int]
WORD_MARK = "▁"  # SentencePiece writes it for the space before a word, and before the first word too
JOINERS = "\u200d\ufe0e\ufe0f"


def prepare(tokenizer: Tokenizer) -> Tokenizer:
    """Switch off truncation and padding: a packaged tokenizer.json may silently cut at 128 tokens and pad to them."""
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def tokens_of(
    encoding: Encoding, text: str, text_pair: str | None, unknown_id: int | None, leads: Span = (0, 0)
) -> list[Token]:
    """The tokens of an encoding, spans in the sentence they belong to.

    Args:
        encoding: of ``text`` and ``text_pair``, with offsets in Unicode code points.
        text: the sentence as submitted.
        text_pair: the second sentence, if there is one.
        unknown_id: vocabulary index of the unknown token, None if the vocabulary has none.
        leads: how many characters at the begin of ``text`` and of ``text_pair`` were left out of the encoding.

    """
    texts = [text, text_pair or ""]
    # each of these builds its list anew whenever it is asked for
    sequences, offsets, ids, pieces = encoding.sequence_ids, encoding.offsets, encoding.ids, encoding.tokens
    spans: list[Span] = [(0, 0)] * len(encoding)
    parts = [(0, 1)] * len(encoding)
    for sequence, read in enumerate(texts):
        members = [i for i, found in enumerate(sequences) if found == sequence]
        shifted = [(offsets[i][0] + leads[sequence], offsets[i][1] + leads[sequence]) for i in members]
        readable = readable_spans(shifted, [pieces[i] for i in members], read)
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
        )
        for i, (start, end) in enumerate(spans)
    ]


def readable_spans(offsets: list[Span], pieces: list[str], text: str) -> list[Span]:
    """Offsets as a tokenizer gives them, made to cover what a person would say the token covers.

    Leading white space goes (byte-level and SentencePiece vocabularies glue it to the next word). The mark of a word's
    begin that stands alone covers nothing. Joiners, variation selectors and marks that compose, where no token covers
    them, belong to the token before.
    """
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
    return spans


def _trim(span: Span, text: str) -> Span:
    start, end = span
    first = start
    while first < end and text[first].isspace():
        first += 1
    return (first, end) if first < end else span  # white space that is a token of its own stays


def leans(before: str, character: str) -> bool:
    """Whether a character is one with the character before it: a joiner, a selector, or a mark that composes."""
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
