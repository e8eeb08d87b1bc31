"""What a reader must know before reading the numbers: what a model could not read, or never saw."""

from collections.abc import Collection

from tokenizers import Tokenizer

from app.schemas import Notice, Token
from app.tokens.spans import Span, missed_characters


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
    control = [t for t in read if t.id in control_ids and not t.unknown]
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


def control_ids(tokenizer: Tokenizer) -> frozenset[int]:
    """Vocabulary indices of a tokenizer's special tokens."""
    return frozenset(index for index, token in tokenizer.get_added_tokens_decoder().items() if token.special)


def unread_spans(tokens: list[Token], text: str) -> list[Span]:
    """Maximal runs of visible characters (letters, marks, numbers, punctuation, symbols) that no token covers."""
    runs: list[Span] = []
    for i in missed_characters([(token.start, token.end) for token in tokens], text):
        if runs and runs[-1][1] == i:
            runs[-1] = (runs[-1][0], i + 1)
        else:
            runs.append((i, i + 1))
    return runs
