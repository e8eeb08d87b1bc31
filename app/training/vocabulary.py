"""Builds the one tokenizer of the recurrent nets: a Unigram model over lower-cased text, with byte fallback.

Latin words end in ``▁``, so that a word differs from the same letters inside a longer one; Chinese needs no mark.
Countries and languages have the score 0, the best there is, so that each is always one piece. Characters outside the
vocabulary stand alone and become their UTF-8 bytes, each of which spans the whole character: nothing is unknown.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

from ..models.recurrent.tokenizer import END, START, START_ID, UNKNOWN, WORD_END
from .templates import LANGUAGES, grammar

LATIN = "abcdefghijklmnopqrstuvwxyz0123456789'"
PUNCTUATION = '.,!?;:-"()[]…。「」『』《》“”、%$&+/=—~·*#@'
MIN_COUNT = 2
FRAGMENTS = 320  # pieces for rare Latin words
_WORD = re.compile(r"[a-z0-9']+")
_BYTE_SCORE, _CHARACTER_SCORE = -30.0, -16.0


def build(latin: Iterable[str], words: Iterable[str], text: Sequence[str], rounds: int = 3) -> Tokenizer:
    """A tokenizer for ``text``.

    ``latin`` is English text and ``words`` Chinese text cut into words by spaces: both propose pieces. Scores are log
    frequencies, counted anew ``rounds`` times along the best segmentation of ``text``; pieces rarer than MIN_COUNT go.
    """
    fixed = _names()
    singles = _singles(text)
    counts = _proposals(latin, words)
    for _ in range(rounds):
        tokenizer = _assemble(fixed, counts, singles)
        found: Counter[str] = Counter()
        for encoding in tokenizer.encode_batch(list(text), add_special_tokens=False):
            found.update(encoding.tokens)
        counts = Counter({p: n for p, n in found.items() if p in counts and n >= MIN_COUNT})
        singles = {s: max(found[s], 1) for s in singles}
    return _assemble(fixed, counts, singles)


def _names() -> list[str]:
    """Every country and language of both grammars, as pieces."""
    names = {name for each in LANGUAGES for pair in grammar(each).pairs for name in pair}
    return sorted(n.lower() + WORD_END if n.isascii() else n for n in names)


def _singles(text: Sequence[str]) -> dict[str, int]:
    """Single characters: the Latin ones with and without the mark, punctuation, and every Chinese one in ``text``."""
    han = Counter(c for line in text for c in line if "\u4e00" <= c <= "\u9fff")
    latin = {c + mark: 1 for c in LATIN for mark in ("", WORD_END)}
    return latin | dict.fromkeys(PUNCTUATION, 1) | dict(sorted(han.items()))


def _proposals(latin: Iterable[str], words: Iterable[str]) -> Counter[str]:
    """Whole words that are frequent enough, and fragments for the rest."""
    english = Counter(w for line in latin for w in _WORD.findall(line.lower()))
    chinese = Counter(w for line in words for w in line.split() if len(w) > 1 and not w.isascii())
    counts = Counter({w + WORD_END: n for w, n in english.items() if n >= MIN_COUNT and len(w) > 1})
    counts.update({w: n for w, n in chinese.items() if n >= MIN_COUNT})
    parts: Counter[str] = Counter()
    for word, n in english.items():
        for size in range(2, min(len(word), 6)):
            parts[word[:size]] += min(n, 2)
            parts[word[-size:] + WORD_END] += min(n, 2)
    best = sorted(parts, key=lambda p: (-parts[p] * (len(p) - 1), p))
    counts.update({p: 1 + parts[p] // 8 for p in [b for b in best if b not in counts][:FRAGMENTS]})
    return counts


def _assemble(fixed: Sequence[str], counts: Counter[str], singles: dict[str, int]) -> Tokenizer:
    total = sum(counts.values()) + sum(singles.values())
    scores = {p: math.log(n / total) for p, n in counts.items()}
    scores |= {s: max(math.log(n / total), _CHARACTER_SCORE) - 1 for s, n in singles.items()}
    scores |= dict.fromkeys(fixed, 0.0)
    vocabulary = [(START, 0.0), (END, 0.0), (UNKNOWN, 0.0), *((f"<0x{b:02X}>", _BYTE_SCORE) for b in range(256))]
    vocabulary += sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=2, byte_fallback=True))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.NFKD(),
            normalizers.StripAccents(),
            normalizers.NFKC(),
            normalizers.Lowercase(),
            normalizers.Replace(Regex("[’‘]"), "'"),
            normalizers.Replace(Regex(f"(?<=[{LATIN}])(?![{LATIN}])"), WORD_END),
        ]
    )
    han = "".join(sorted({c for p in scores for c in p if "\u4e00" <= c <= "\u9fff"}))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(r"\s+"), "removed"),
            pre_tokenizers.Split(Regex(f"[^{LATIN}{WORD_END}{han}]"), "isolated"),
        ]
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{START} $A", pair=f"{START} $A $B", special_tokens=[(START, START_ID)]
    )
    return tokenizer
