"""From a tokenizer's encoding to tokens with character spans of the sentence as submitted."""

import unicodedata

from tokenizers import Encoding, Tokenizer

from app.schemas import Notice, Token

Span = tuple[int, int]


def prepare(tokenizer: Tokenizer) -> Tokenizer:
    """Switch off truncation and padding: a packaged tokenizer.json may silently cut at 128 tokens and pad to them."""
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def tokens_of(encoding: Encoding, text: str, unknown_id: int | None) -> list[Token]:
    """The tokens of an encoding, each with the characters a person reads it from.

    Args:
        encoding: of ``text``, with offsets in Unicode code points.
        text: the sentence as submitted.
        unknown_id: vocabulary index of the unknown token, None if the vocabulary has none.

    """
    special = [bool(mask) for mask in encoding.special_tokens_mask]
    spans = readable_spans(encoding.offsets, special, text)
    parts = fragments(spans)
    return [
        Token(
            index=i,
            id=encoding.ids[i],
            text=text[start:end],
            piece=encoding.tokens[i],
            start=start,
            end=end,
            special=special[i],
            unknown=not special[i] and encoding.ids[i] == unknown_id,
            fragment=parts[i][1] > 1,
            part=parts[i][0],
            parts=parts[i][1],
        )
        for i, (start, end) in enumerate(spans)
    ]


def readable_spans(offsets: list[Span], special: list[bool], text: str) -> list[Span]:
    """Offsets as a tokenizer gives them, made to cover what a person would say the token covers.

    Leading white space goes (byte-level and SentencePiece vocabularies glue it to the next word); the mark of a word's
    begin that stands alone covers nothing; marks, joiners and variation selectors that no token covers belong to the
    token before them (tokenizers compose or drop them).
    """
    spans = [(0, 0) if special[i] else _trim(span, text) for i, span in enumerate(offsets)]
    for i in range(len(spans) - 1):
        (start, end), (next_start, next_end) = offsets[i], offsets[i + 1]
        if not special[i] and not special[i + 1] and start == next_start and end < next_end:
            spans[i] = (start, start)
    covered = covered_characters(spans, len(text))
    for i, (start, end) in enumerate(spans):
        if start == end:
            continue
        last = end
        while last < len(text) and not covered[last] and _leans_on_the_last(text[last]):
            last += 1
        spans[i] = (start, last)
    return spans


def _trim(span: Span, text: str) -> Span:
    start, end = span
    first = start
    while first < end and text[first].isspace():
        first += 1
    return (first, end) if first < end else span  # white space that is a token of its own stays


def _leans_on_the_last(character: str) -> bool:
    """Combining marks, joiners and variation selectors are read with the character before them."""
    return unicodedata.category(character)[0] == "M" or character in "\u200d\ufe0e\ufe0f"


def fragments(spans: list[Span]) -> list[tuple[int, int]]:
    """For each token which part it is of how many that share characters: (0, 1) for a token on its own."""
    parts = [(0, 1)] * len(spans)
    first = 0
    while first < len(spans):
        after, end = first + 1, spans[first][1]
        while (
            after < len(spans) and spans[first][0] < end and spans[after][0] < end and spans[after][1] > spans[after][0]
        ):
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


def notices(tokens: list[Token], text: str, model_id: str) -> list[Notice]:
    """What a reader must know: tokens the model could not read, characters it never saw."""
    found = []
    read = [t for t in tokens if not t.special]
    unknown = [t for t in read if t.unknown]
    if unknown:
        found.append(
            Notice(
                code="unknown-tokens",
                detail=f"{model_id} cannot read {len(unknown)} of {len(read)} tokens of this sentence: "
                "it saw only its unknown token there, whatever is written.",
                tokens=[t.index for t in unknown],
                spans=[(t.start, t.end) for t in unknown],
            )
        )
    unread = unread_spans(tokens, text)
    if unread:
        count = sum(end - start for start, end in unread)
        found.append(
            Notice(
                code="unread-characters",
                detail=f"{model_id}'s tokenizer drops {count} of {len(text)} characters: no token stands for them.",
                tokens=[],
                spans=unread,
            )
        )
    return found


def unread_spans(tokens: list[Token], text: str) -> list[tuple[int, int]]:
    """Maximal runs of visible characters (letters, numbers, punctuation, symbols) that no token covers."""
    covered = covered_characters([(token.start, token.end) for token in tokens], len(text))
    runs: list[tuple[int, int]] = []
    for i, character in enumerate(text):
        if covered[i] or unicodedata.category(character)[0] not in "LNPS":
            continue
        if runs and runs[-1][1] == i:
            runs[-1] = (runs[-1][0], i + 1)
        else:
            runs.append((i, i + 1))
    return runs
