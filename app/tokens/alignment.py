"""Keeps offsets true to the submitted sentence where normalisation moves, merges or drops characters.

The tokenizers library keeps an alignment of normalised characters with those of the sentence. Three things go wrong:

- The normaliser of SentencePiece vocabularies (``Precompiled``) loses its place where it drops a character that begins
  a piece of text, and gives the last of several characters that one became (ﬁ → fi) to a dropped one after it. It is
  given such text with the first left out and the second written out, where that leaves the tokens as they are.
- A BPE vocabulary without an unknown token drops what it has no piece for, and offsets after that are too small: there
  the pieces are laid along the text anew.
- Of several characters that become one (Hangul letters, two backquotes), one alone is aligned. The others are found
  where leaving them out would change what is read.
"""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from tokenizers import Encoding, Regex, Tokenizer, models, normalizers, pre_tokenizers

Span = tuple[int, int]
CONTEXT = 16  # characters on each side that may affect how one is normalised
ONE_CHARACTER = Regex(r"(?m:.)")
SPACES = "Ġ▁"  # stands for white space in vocabularies, and at the begin of a text even where there is none


@dataclass(frozen=True)
class Written:
    """A sentence as a tokenizer is given it; ``places[i]`` is where its character i stands in the one submitted."""

    text: str
    places: list[int]

    def span(self, offsets: Span) -> Span:
        """Offsets of what was given, as a span of the sentence submitted."""
        start, end = offsets
        if start == end:
            at = self.places[start] if start < len(self.places) else len(self.places) and self.places[-1] + 1
            return at, at
        return self.places[start], self.places[end - 1] + 1


def encode(tokenizer: Tokenizer, text: str, text_pair: str | None) -> tuple[Encoding, list[Span]]:
    """The encoding of a sentence or a pair, and each token's characters, in code points of the sentence it is from."""
    found = tokenizer.encode(text, text_pair)
    texts = [text] if text_pair is None else [text, text_pair]
    offsets: list[Span] = found.offsets
    trap = up_to_precompiled(tokenizer.normalizer)
    if trap is not None:
        # beside the marks that follow, the expanded form may be read differently: then it stays as it is
        for write_out in (True, False):
            written = [without_traps(tokenizer, trap, each, write_out=write_out) for each in texts]
            if [each.text for each in written] == texts:
                break
            mended = tokenizer.encode(written[0].text, written[1].text if len(written) > 1 else None)
            if mended.ids == found.ids:
                placed = zip(mended.offsets, mended.sequence_ids, strict=True)
                offsets = [span if at is None else written[at].span(span) for span, at in placed]
                break
    elif drops_unknown(tokenizer):
        sequences, pieces = found.sequence_ids, found.tokens
        for sequence, each in enumerate(texts):
            members = [i for i, at in enumerate(sequences) if at == sequence]
            laid = laid_along(tokenizer, each, [pieces[i] for i in members])
            for i, span in zip(members, laid or [], strict=False):
                offsets[i] = span
    return found, offsets


def up_to_precompiled(normalizer: normalizers.Normalizer | None) -> normalizers.Normalizer | None:
    """The part of a normaliser that ends with the one which loses its place; None if there is none in it."""
    if isinstance(normalizer, normalizers.Precompiled):
        return normalizer
    if not isinstance(normalizer, normalizers.Sequence):
        return None
    steps = [normalizer[i] for i in range(len(normalizer))]
    for last in range(len(steps) - 1, -1, -1):
        part = up_to_precompiled(steps[last])
        if part is not None:
            return normalizers.Sequence([*steps[:last], part])
    return None


def without_traps(tokenizer: Tokenizer, normalizer: normalizers.Normalizer, text: str, *, write_out: bool) -> Written:
    """The sentence without the dropped characters that would move the offsets after them.

    ``write_out``: and with characters before a dropped one that become several written as these.
    """
    normal = normalizer.normalize_str
    dropped = {character for character in set(text) if not normal(character)}
    if not dropped:
        return Written(text, list(range(len(text))))
    characters: list[str] = []
    places: list[int] = []
    for start, end in _stretches(tokenizer, text):
        first = next((i for i in range(start, end) if text[i] not in dropped), start)
        for i in range(first, end):
            before_dropped = write_out and i + 1 < end and text[i + 1] in dropped
            written = normal(text[i]) if before_dropped and len(normal(text[i])) > 1 else text[i]
            characters.append(written)
            places += [i] * len(written)
    return Written("".join(characters), places)


def _stretches(tokenizer: Tokenizer, text: str) -> list[Span]:
    """Parts of the text that are each normalised alone: those between tokens that are found in it as they stand."""
    added = {index: token.content.strip() for index, token in tokenizer.get_added_tokens_decoder().items()}
    encoding = tokenizer.encode(text, add_special_tokens=False)
    found = zip(encoding.ids, encoding.offsets, strict=True)
    kept = [span for index, span in found if index in added and text[span[0] : span[1]].strip() == added[index]]
    cuts = [0, *(at for span in kept for at in span), len(text)]
    return list(pairwise(cuts))


def merged(tokenizer: Tokenizer, text: str, uncovered: list[int]) -> dict[int, int]:
    """Of characters that no token covers, those which are read together with a neighbour.

    Returns:
        For each such character -1 where it is one with the character before it, 1 where with the one after it.

    """
    if tokenizer.normalizer is None:
        return {}
    normal = tokenizer.normalizer.normalize_str
    found: dict[int, int] = {}
    for i in uncovered:
        first, last = max(0, i - CONTEXT), i + 1 + CONTEXT
        while first < i and not normal(text[first]):
            first += 1
        around, at = text[first:last], i - first
        whole = normal(around)
        if _visible(normal(around[:at] + around[at + 1 :])) == _visible(whole):
            continue  # dropped, or mere white space: the result is the same without it
        offsets = aligned(tokenizer.normalizer, around)
        own = [letter for letter, (start, end) in zip(whole, offsets, strict=False) if start <= at < end]
        if _visible("".join(own)):
            continue  # normalisation keeps it, the split into words leaves it out
        found[i] = 1 if normal(around[:at]) + normal(around[at:]) == whole else -1
    return found


def _visible(text: str) -> list[str]:
    """The letters of a normalised text in any order, without white space and what is written for it."""
    return sorted("".join(text.split()).replace("▁", ""))


def aligned(normalizer: normalizers.Normalizer, text: str) -> list[Span]:
    """For every character of the normalised text the characters that it is aligned with, in code points."""
    tokenizer = Tokenizer(models.WordLevel({"": 0}, unk_token=""))
    tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = pre_tokenizers.Split(ONE_CHARACTER, "isolated")
    return tokenizer.encode(text).offsets


def drops_unknown(tokenizer: Tokenizer) -> bool:
    """Whether a vocabulary leaves out what it has no piece for, without a token in its place."""
    model = tokenizer.model
    return isinstance(model, models.BPE) and model.unk_token is None and not model.byte_fallback


@cache
def byte_letters() -> list[str]:
    """The character that byte-level vocabularies write for each byte."""
    kept = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]  # as GPT-2 has it: these stand for themselves
    others = iter(range(0x100, 0x200))
    return [chr(byte if byte in kept else next(others)) for byte in range(0x100)]


def laid_along(tokenizer: Tokenizer, text: str, pieces: list[str]) -> list[Span] | None:
    """Spans of the pieces of a text, of which what has no piece was left out; None if nothing was, or they do not fit.

    Each piece's letters are looked for in order; between them only white space and what has no piece may stand.
    """
    normalizer, model = tokenizer.normalizer, tokenizer.model
    normal = text if normalizer is None else normalizer.normalize_str(text)
    in_bytes = "ByteLevel" in repr(tokenizer.pre_tokenizer)
    written = {each: in_byte_letters(each) if in_bytes else each for each in set(normal)}
    known = {letter: model.token_to_id(letter) is not None for each in written.values() for letter in each}
    if all(has or letter.isspace() for letter, has in known.items()):
        return None
    sources = [(i, i + 1) for i in range(len(text))] if normalizer is None else aligned(normalizer, text)
    units = [(letter, i) for i, character in enumerate(normal) for letter in written[character]]
    found: list[Span] = []
    at = 0
    for piece in pieces:
        owners: list[int] = []
        for letter in _letters(piece, model, in_bytes=in_bytes):
            after = at
            while after < len(units) and units[after][0] != letter and not (letter == "▁" and units[after][0] == " "):
                if known[units[after][0]] and not units[after][0].isspace():
                    break
                after += 1
            if after < len(units) and (units[after][0] == letter or (letter == "▁" and units[after][0] == " ")):
                owners.append(units[after][1])
                at = after + 1
            elif letter not in SPACES or owners:
                return None
        here = sources[units[at][1]][0] if at < len(units) else len(text)
        found.append((sources[owners[0]][0], sources[owners[-1]][1]) if owners else (here, here))
    return found


def in_byte_letters(text: str) -> str:
    """A text as byte-level vocabularies write it."""
    return "".join(byte_letters()[byte] for byte in text.encode())


def _letters(piece: str, model: models.BPE, *, in_bytes: bool) -> str:
    """A piece without the marks of a word's inside or end, and in letters for bytes where the vocabulary has these."""
    plain = piece.removeprefix(model.continuing_subword_prefix or "").removesuffix(model.end_of_word_suffix or "")
    return in_byte_letters(plain) if in_bytes and not set(plain) <= set(byte_letters()) else plain
