"""Reads the recurrent nets' one tokenizer: a Unigram model over lower-cased text, with byte fallback.

Latin words end in ``▁``, so that a word differs from the same letters inside a longer one; Chinese needs no mark.
Characters outside the vocabulary become their UTF-8 bytes, each of which spans the whole character: nothing is unknown.
"""

from functools import cache
from pathlib import Path

from tokenizers import Tokenizer

FOLDER = Path(__file__).parent / "nets"
START, END, UNKNOWN = "<s>", "</s>", "<unk>"
START_ID, END_ID = 0, 1
FIRST_PIECE = 3 + 256  # after the special pieces and the bytes
WORD_END = "▁"


@cache
def load() -> Tokenizer:
    """The shipped tokenizer. Encodings begin with ``<s>``; offsets count code points of the text as given."""
    return Tokenizer.from_file(str(FOLDER / "tokenizer.json"))


def display(piece: str) -> str:
    """A piece as a reader sees it: without the mark of a word's end."""
    return piece.removesuffix(WORD_END) if len(piece) > 1 else piece


def piece_id(tokenizer: Tokenizer, word: str) -> int:
    """The id of a word that is one piece."""
    found = tokenizer.token_to_id(word.lower() + WORD_END if word.isascii() else word)
    if found is None:
        raise ValueError(f"{word} is not one piece")
    return int(found)
