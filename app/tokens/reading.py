"""Turns text into the tokens that a model reads: a sentence, a pair, or a decoder's side."""

from functools import partial

from tokenizers import Tokenizer

from ..schemas import Token
from .alignment import encode, merged
from .spans import WORD_MARK, Span, fragments, readable_spans, tokens_of


def read_sentences(
    tokenizer: Tokenizer, text: str, text_pair: str | None, unknown_id: int | None, *, with_types: bool = False
) -> list[Token]:
    """The tokens of a sentence or a pair, special ones included; ``with_types``: those that the model is given."""
    encoding, placed = encode(tokenizer, text, text_pair)
    merges = partial(merged, tokenizer, text), partial(merged, tokenizer, text_pair or "")
    return tokens_of(encoding, text, text_pair, unknown_id, placed, merges, with_types=with_types)


def read_target(tokenizer: Tokenizer, text: str, start_id: int, unknown_id: int | None) -> list[Token]:
    """The tokens that a decoder reads when it writes ``text``: its start token, then the text without its end."""
    read = read_sentences(tokenizer, text, None, unknown_id)
    while read and read[-1].special:
        read.pop()
    first = special_token(tokenizer, start_id)
    return [token.model_copy(update={"index": i}) for i, token in enumerate([first, *read])]


def written_target(tokenizer: Tokenizer, ids: tuple[int, ...]) -> tuple[list[Token], str]:
    """The tokens that a model wrote, its end apart, and their text; each token covers what its id adds to the text."""
    special = {index for index, token in tokenizer.get_added_tokens_decoder().items() if token.special}
    if len(ids) > 1 and ids[-1] in special:
        ids = ids[:-1]
    text = tokenizer.decode(list(ids))
    made = [special_token(tokenizer, index).model_copy(update={"index": i}) for i, index in enumerate(ids)]
    own = [token for token in made if token.id not in special]
    offsets = _written_offsets(tokenizer, ids, [token.index for token in own], text)
    spans = readable_spans(offsets, [token.piece for token in own], text)
    for token, (start, end), (part, parts) in zip(own, spans, fragments(spans), strict=True):
        covers = {"text": text[start:end], "start": start, "end": end, "sequence": 0, "special": False}
        shares = {"fragment": parts > 1, "part": part, "parts": parts}
        made[token.index] = token.model_copy(update=covers | shares)
    return made, text


def _written_offsets(tokenizer: Tokenizer, ids: tuple[int, ...], own: list[int], text: str) -> list[Span]:
    """What each token adds; the bytes of a character share it, for it is not there before the last one."""
    offsets: list[Span] = [(0, 0)] * len(own)
    waiting: list[int] = []
    before = 0
    for n, i in enumerate(own):
        waiting.append(n)
        after = max(before, common(tokenizer.decode(list(ids[: i + 1])), text))
        if after > before or tokenizer.id_to_token(ids[i]) == WORD_MARK or i == own[-1]:
            for each in waiting:
                offsets[each] = (before, after)
            waiting, before = [], after
    return offsets


def common(a: str, b: str) -> int:
    """The length of the common beginning of two texts."""
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


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
