"""Sentences to tokens, as a model reads them: one, a pair, or what a decoder reads."""

from tokenizers import Tokenizer

from app.schemas import Token
from app.tokens.spans import tokens_of


def read_sentences(tokenizer: Tokenizer, text: str, text_pair: str | None, unknown_id: int | None) -> list[Token]:
    """The tokens of a sentence or a pair, special ones included."""
    return tokens_of(tokenizer.encode(text, text_pair), text, text_pair, unknown_id)


def read_target(tokenizer: Tokenizer, text: str, start_id: int, unknown_id: int | None) -> list[Token]:
    """The tokens that a decoder reads when it writes ``text``: its start token, then the text without its end."""
    read = tokens_of(tokenizer.encode(text), text, None, unknown_id)
    while read and read[-1].special:
        read.pop()
    first = special_token(tokenizer, start_id)
    return [token.model_copy(update={"index": i}) for i, token in enumerate([first, *read])]


def written_target(tokenizer: Tokenizer, ids: tuple[int, ...]) -> tuple[list[Token], str]:
    """The tokens that a model wrote, and their text; each token's span is what its id adds to the text."""
    end = len(ids) - 1 if len(ids) > 1 and tokenizer.decode([ids[-1]]) == "" else len(ids)
    text = tokenizer.decode(list(ids[:end]))
    tokens, before = [], 0
    for i, index in enumerate(ids[:end]):
        after = min(len(tokenizer.decode(list(ids[: i + 1]))), len(text))
        token = special_token(tokenizer, index).model_copy(update={"index": i})
        if tokenizer.decode([index]) != "":
            token = token.model_copy(
                update={"text": text[before:after], "start": before, "end": after, "sequence": 0, "special": False}
            )
        tokens.append(token)
        before = max(before, after)
    return tokens, text


def special_token(tokenizer: Tokenizer, index: int) -> Token:
    """A token that stands for no characters."""
    return Token(
        index=0,
        id=index,
        text="",
        piece=tokenizer.id_to_token(index) or "",
        start=0,
        end=0,
        sequence=None,
        special=True,
        unknown=False,
        fragment=False,
        part=0,
        parts=1,
    )
