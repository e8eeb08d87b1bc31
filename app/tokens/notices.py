"""What a reader must know before reading the numbers: what a model could not read, or never saw."""

from itertools import groupby

from tokenizers import Tokenizer

from ..schemas import Notice, Token
from .spans import BYTE_PIECE, Span, missed_characters
from .words import group

MOST_LISTED = 8  # most words or characters that a notice names


def notices(tokens: list[Token], text: str, model_id: str, tokenizer: Tokenizer) -> list[Notice]:
    """What a reader must know: tokens that the model could not read, or reads as control or bytes; what it never saw.

    Args:
        tokens: of ``text``.
        text: the sentence as submitted.
        model_id: whose tokens they are.
        tokenizer: that read them.

    """
    special_ids = control_ids(tokenizer)
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
    control = [t for t in read if t.id in special_ids and not t.unknown]
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
    in_bytes = [t for t in read if t.fragment and not t.unknown and is_bytes(t, tokenizer)]
    if in_bytes:
        spans = sorted({(t.start, t.end) for t in in_bytes})
        found.append(
            Notice(
                code="byte-pieces",
                detail=f"{model_id} reads {listed([text[start:end] for start, end in spans])} as UTF-8 bytes, which "
                f"are {len(in_bytes)} of its {len(read)} tokens here: several stand for one character.",
                tokens=[t.index for t in in_bytes],
                spans=spans,
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


def split_words(tokens: list[Token], text: str, model_id: str, tokenizer: Tokenizer) -> list[Notice]:
    """Words that a net whose vocabulary is of whole words reads in letters or other fragments.

    Numbers are no words here, and what is read in bytes throughout is the matter of another notice.
    """
    runs: list[list[Token]] = []
    for word in group(tokens, text):
        members = [tokens[i] for i in word if not tokens[i].special]
        for inside, run in groupby(members, lambda t: t.text.strip("'’‘").isalnum()):
            if inside:
                runs.append(list(run))
    words = [run for run in runs if any(letter.isalpha() for t in run for letter in t.text)]
    split = [run for run in words if len(run) > 1 and not all(is_bytes(t, tokenizer) for t in run)]
    if not split:
        return []
    said = listed(["·".join(t.text for t in run if t.part == 0) for run in split])
    return [
        Notice(
            code="split-words",
            detail=f"{model_id} has no piece for {len(split)} of {len(words)} words of this sentence and reads them in "
            f"smaller pieces: {said}.",
            tokens=[t.index for run in split for t in run],
            spans=[(run[0].start, run[-1].end) for run in split],
        )
    ]


def is_bytes(token: Token, tokenizer: Tokenizer) -> bool:
    """Whether a token stands for bytes that are no whole characters."""
    return BYTE_PIECE.fullmatch(token.piece) is not None or "\ufffd" in tokenizer.decode([token.id])


def listed(words: list[str]) -> str:
    """The first few, without repetitions."""
    each = list(dict.fromkeys(words))
    return ", ".join(each[:MOST_LISTED]) + (", …" if len(each) > MOST_LISTED else "")


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
