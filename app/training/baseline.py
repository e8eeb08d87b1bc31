"""Count-based language models to compare the nets with: the same pieces, the same text, no state.

Each gives the probability of every piece of a sentence and of its end, in the context of the piece before (``<s>``
before the first).
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from ..models.recurrent.tokenizer import END_ID, START_ID

Sentences = Sequence[Sequence[int]]


def bigrams(sentence: Sequence[int]) -> list[tuple[int, int]]:
    """(previous piece, piece) for each piece and for the end."""
    return list(zip([START_ID, *sentence], [*sentence, END_ID], strict=True))


class Unigram:
    """Add-one unigram: p(w) = (n(w) + 1) / (N + V)."""

    def __init__(self, train: Sentences, vocab: int) -> None:
        self.counts = Counter(w for s in train for _, w in bigrams(s))
        self.total, self.vocab = sum(self.counts.values()), vocab

    def probability(self, _before: int, piece: int) -> float:
        """The probability of ``piece``, whatever comes before."""
        return (self.counts[piece] + 1) / (self.total + self.vocab)


class AddOneBigram:
    """Add-one bigram: p(w | v) = (n(v, w) + 1) / (n(v) + V)."""

    def __init__(self, train: Sentences, vocab: int) -> None:
        self.pairs = Counter(pair for s in train for pair in bigrams(s))
        self.before = Counter(v for s in train for v, _ in bigrams(s))
        self.vocab = vocab

    def probability(self, before: int, piece: int) -> float:
        """The probability of ``piece`` after ``before``."""
        return (self.pairs[before, piece] + 1) / (self.before[before] + self.vocab)


class KneserNeyBigram:
    """Interpolated Kneser-Ney bigram (Chen & Goodman 1999), with the discount D = n1 / (n1 + 2 n2).

    p(w | v) = max(n(v, w) - D, 0) / n(v) + D · t(v) / n(v) · q(w), where t(v) is how many pieces follow v. The
    continuation probability q counts the pieces that w follows, discounted likewise and completed by 1/V.
    """

    def __init__(self, train: Sentences, vocab: int) -> None:
        self.pairs = Counter(pair for s in train for pair in bigrams(s))
        self.before: Counter[int] = Counter()
        self.followers: Counter[int] = Counter()
        self.preceders: Counter[int] = Counter()
        for (v, w), n in self.pairs.items():
            self.before[v] += n
            self.followers[v] += 1
            self.preceders[w] += 1
        self.discount = self._estimate(self.pairs.values())
        self.low_discount = self._estimate(self.preceders.values())
        self.types, self.vocab = len(self.pairs), vocab

    @staticmethod
    def _estimate(counts: Iterable[int]) -> float:
        of = Counter(counts)
        return of[1] / (of[1] + 2 * of[2]) if of[1] and of[2] else 0.5

    def continuation(self, piece: int) -> float:
        """q(w): how many different pieces it follows, discounted, and an even share of the rest."""
        rest = self.low_discount * len(self.preceders) / self.types / self.vocab
        return max(self.preceders[piece] - self.low_discount, 0) / self.types + rest

    def probability(self, before: int, piece: int) -> float:
        """The probability of ``piece`` after ``before``."""
        seen = self.before[before]
        if not seen:
            return self.continuation(piece)
        rest = self.discount * self.followers[before] / seen
        return max(self.pairs[before, piece] - self.discount, 0) / seen + rest * self.continuation(piece)


def perplexity(model: Unigram | AddOneBigram | KneserNeyBigram, held_out: Sentences) -> float:
    """exp of the mean negative log probability over every piece and every end of ``held_out``."""
    logs = [math.log(model.probability(v, w)) for s in held_out for v, w in bigrams(s)]
    return math.exp(-sum(logs) / len(logs))
