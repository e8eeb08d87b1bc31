"""Groups pieces into the words that a person reads."""

import re
from itertools import pairwise

from ..schemas import Token

# Letters and digits with apostrophes or hyphens inside; scripts written without spaces are left to their tokenizer.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
JOINER = "\u200d"
# Drawn as one with the character before: joiners, selectors, skin tones.
JOINED = {JOINER, "\ufe0e", "\ufe0f", *(chr(code) for code in range(0x1F3FB, 0x1F400))}
# Marks on a letter: combining marks, vowel points of Hebrew and Arabic, signs of Indic scripts.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0900-\u0dff\u1ab0-\u1aff\u1dc0-\u1dff"
)
_LETTER = rf"(?:(?![{_UNSPACED}])[^\W_])[{_MARKS}]*"
WORD = re.compile(rf"(?:{_LETTER})+(?:['’‘\u200c\u200d-](?:{_LETTER})+)*")


def group(tokens: list[Token], text: str, text_pair: str | None = None) -> list[list[int]]:
    """Token indices by word, in order: every token is in exactly one group.

    Pieces of one word, and pieces of one character, go together. Special tokens, punctuation and pieces of scripts
    that are written without spaces stand alone.
    """
    words = [[found.span() for found in WORD.finditer(read)] for read in (text, text_pair or "")]
    if not tokens:
        return []
    groups = [[tokens[0].index]]
    for before, token in pairwise(tokens):
        if _together(before, token, words):
            groups[-1].append(token.index)
        else:
            groups.append([token.index])
    return groups


def _together(before: Token, token: Token, words: list[list[tuple[int, int]]]) -> bool:
    if before.special or token.special or before.sequence != token.sequence:
        return False
    if token.part > 0:
        return True
    if before.start == before.end:  # the mark of a word's begin
        return True
    if before.text[-1:] == JOINER or token.text[:1] in JOINED:
        return True
    return any(
        start <= before.start and before.end <= end and start <= token.start and token.end <= end
        for start, end in words[token.sequence or 0]
    )
