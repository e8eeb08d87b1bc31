"""From a tokenizer's encoding to tokens with character spans of the sentence as submitted."""

import unicodedata
from collections.abc import Collection

from tokenizers import Encoding, Tokenizer

from app.schemas import Notice, Token


def prepare(tokenizer: Tokenizer) -> Tokenizer:
    """Switch off truncation and padding: a packaged tokenizer.json may silently cut at 128 tokens and pad to them."""
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def tokens_of(encoding: Encoding, text: str, unknown_id: int | None) -> list[Token]:
    """The tokens of an encoding.

    Args:
        encoding: of ``text``, with offsets in Unicode code points.
        text: the sentence as submitted.
        unknown_id: vocabulary index of the unknown token, None if the vocabulary has none.

    """
    special = encoding.special_tokens_mask
    spans = [(0, 0) if special[i] else span for i, span in enumerate(encoding.offsets)]
    found = []
    for i, (start, end) in enumerate(spans):
        before = not special[i] and i > 0 and not special[i - 1] and start < spans[i - 1][1]
        after = not special[i] and i + 1 < len(spans) and not special[i + 1] and spans[i + 1][0] < end
        found.append(
            Token(
                index=i,
                id=encoding.ids[i],
                text=text[start:end],
                piece=encoding.tokens[i],
                start=start,
                end=end,
                special=bool(special[i]),
                unknown=not special[i] and encoding.ids[i] == unknown_id,
                fragment=before or after,
            )
        )
    return found


def notices(tokens: list[Token], text: str, model_id: str, control_ids: Collection[int]) -> list[Notice]:
    """What a reader must know: tokens that the model could not read or reads as control, characters it never saw.

    Args:
        tokens: of ``text``.
        text: the sentence as submitted.
        model_id: whose tokens they are.
        control_ids: vocabulary indices of the special tokens, which a sentence may spell out.

    """
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
    control = [t for t in read if t.id in control_ids]
    if control:
        found.append(
            Notice(
                code="control-tokens",
                detail=f"{model_id} does not read {', '.join(sorted({t.text for t in control}))} as text "
                "but as the control token of that name.",
                tokens=[t.index for t in control],
                spans=[(t.start, t.end) for t in control],
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


def _is_read(before: str, character: str) -> bool:
    """Whether a reader would miss the character: not white space, joiners, selectors, nor a mark that composes."""
    if "\ufe00" <= character <= "\ufe0f":
        return False
    kind = unicodedata.category(character)[0]
    return kind in "LNPS" or (kind == "M" and len(unicodedata.normalize("NFC", before + character)) != len(before))


def control_ids(tokenizer: Tokenizer) -> frozenset[int]:
    """Vocabulary indices of a tokenizer's special tokens, its unknown token apart."""
    unknown = getattr(tokenizer.model, "unk_token", None)
    return frozenset(
        index
        for index, token in tokenizer.get_added_tokens_decoder().items()
        if token.special and token.content != unknown
    )


def unread_spans(tokens: list[Token], text: str) -> list[tuple[int, int]]:
    """Maximal runs of visible characters (letters, marks, numbers, punctuation, symbols) that no token covers."""
    covered = bytearray(len(text))
    for token in tokens:
        covered[token.start : token.end] = b"\1" * (token.end - token.start)
    runs: list[tuple[int, int]] = []
    for i, character in enumerate(text):
        if covered[i] or not _is_read(text[i - 1 : i], character):
            continue
        if runs and runs[-1][1] == i:
            runs[-1] = (runs[-1][0], i + 1)
        else:
            runs.append((i, i + 1))
    return runs
