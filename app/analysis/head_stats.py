"""What a head does on one sentence, in one number each: its habits, all in [0, 1], and its entropy and distance.

Every number stands beside the same number of a head that spreads its attention evenly over what it may see: the chance
level of that sentence. Where a layer sees a window only, or tokens are masked, that is less. Habits follow Clark et al.
2019 (1906.04341) and Kovaleva et al. 2019 (1908.08593).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from ..schemas import Token
from ..shapes import BoolArray, FloatArray


@dataclass(frozen=True)
class Sentence:
    """What the formulas need to know of a sentence's tokens.

    ``words`` are the tokens' texts with case folded, None for those that are no word; ``special`` marks what the
    tokenizer added; ``visible`` says which keys each query may see, [Q, K], or [L, Q, K] where layers are told apart.
    """

    words: Sequence[str | None]
    special: Sequence[bool]
    visible: BoolArray

    @property
    def even(self) -> FloatArray:
        """Attention spread evenly over what may be seen, [..., Q, K]."""
        seen = self.visible.sum(axis=-1, keepdims=True)
        return np.asarray(self.visible / np.maximum(seen, 1), dtype=np.float32)


def sentence_of(tokens: Sequence[Token], visible: BoolArray) -> Sentence:
    """What the formulas need to know of the tokens, and of what may be seen, [L, Q, K]."""
    return Sentence([_word(token) for token in tokens], [token.special for token in tokens], visible)


def _word(token: Token) -> str | None:
    if token.special or not token.text:
        return None
    # pieces of one character share its text, without being the same word
    return token.text.casefold() + (f"\0{token.part}" if token.parts > 1 else "")


Formula = Callable[[FloatArray, Sentence], FloatArray]


def _mean_over(values: FloatArray, queries: BoolArray) -> FloatArray:
    """The mean over the chosen queries, [..., Q] → [...]; NaN where there are none."""
    if not queries.any():
        return np.full(values.shape[:-1], np.nan, np.float32)
    return np.asarray(values[..., queries].mean(axis=-1, dtype=np.float64), dtype=np.float32)


def _to(targets: BoolArray) -> Formula:
    """The mean, over queries that see a target and another key, of what all targets get. ``targets`` [Q, K]."""

    def formula(weights: FloatArray, sentence: Sentence) -> FloatArray:
        reached = targets & sentence.visible  # [Q, K]
        got = np.einsum("...qk,qk->...q", weights, reached.astype(np.float32))  # [..., Q], without an array of products
        return _mean_over(got, reached.any(axis=1) & _choosing(sentence))

    return formula


def _choosing(sentence: Sentence) -> BoolArray:
    """Queries that see more than one key, [Q]: the others have no choice."""
    return np.asarray(sentence.visible.sum(axis=1) > 1)


def previous(weights: FloatArray, sentence: Sentence) -> FloatArray:
    """[..., Q, K] → [...]."""
    return _to(np.eye(len(sentence.words), k=-1, dtype=np.bool_))(weights, sentence)


def following(weights: FloatArray, sentence: Sentence) -> FloatArray:
    """[..., Q, K] → [...]."""
    return _to(np.eye(len(sentence.words), k=1, dtype=np.bool_))(weights, sentence)


def itself(weights: FloatArray, sentence: Sentence) -> FloatArray:
    """[..., Q, K] → [...]."""
    return _to(np.eye(len(sentence.words), dtype=np.bool_))(weights, sentence)


def first(weights: FloatArray, sentence: Sentence) -> FloatArray:
    """[..., Q, K] → [...]."""
    count = len(sentence.words)
    targets = np.zeros((count, count), dtype=np.bool_)
    targets[1:, 0] = True
    return _to(targets)(weights, sentence)


def separator(weights: FloatArray, sentence: Sentence) -> FloatArray:
    """[..., Q, K] → [...]."""
    marks = np.array(sentence.special, dtype=np.bool_)  # [K]
    marks[0] = False
    queries = ~np.array(sentence.special, dtype=np.bool_)  # [Q]
    return _to(queries[:, None] & marks[None, :])(weights, sentence)


def same_word(weights: FloatArray, sentence: Sentence) -> FloatArray:
    """[..., Q, K] → [...]."""
    numbers = {word: number for number, word in enumerate(dict.fromkeys(sentence.words))}
    at = np.array([-1 if word is None else numbers[word] for word in sentence.words])  # [T]
    targets = (at[:, None] == at) & (at >= 0) & ~np.eye(len(at), dtype=np.bool_)  # [Q, K]
    return _to(targets)(weights, sentence)


def entropies(weights: FloatArray) -> FloatArray:
    """−Σ α·log₂ α of every row, in bits. [..., Q, K] → [..., Q]."""
    logs = np.zeros_like(weights)
    np.log2(weights, out=logs, where=weights > 0)
    return np.asarray(-(weights * logs).sum(axis=-1, dtype=np.float64), dtype=np.float32)


def entropy(weights: FloatArray, sentence: Sentence) -> FloatArray:
    """[..., Q, K] → [...], in bits."""
    return _mean_over(entropies(weights), _choosing(sentence))


def broad(weights: FloatArray, sentence: Sentence) -> FloatArray:
    """[..., Q, K] → [...]."""
    most = np.log2(np.maximum(sentence.visible.sum(axis=1), 2)).astype(np.float32)  # [Q]
    return _mean_over(entropies(weights) / most, _choosing(sentence))


def narrow(weights: FloatArray, sentence: Sentence) -> FloatArray:
    """[..., Q, K] → [...]."""
    return _mean_over(weights.max(axis=-1), _choosing(sentence))


def distance(weights: FloatArray, sentence: Sentence) -> FloatArray:
    """[..., Q, K] → [...], in tokens."""
    at = np.arange(len(sentence.words))
    apart = np.abs(at[:, None] - at).astype(np.float32)  # [Q, K]
    return _mean_over((weights * apart).sum(axis=-1), _choosing(sentence))


Extreme = Literal["largest", "smallest"]


@dataclass(frozen=True)
class Statistic:
    """One number a head: its formula in words, in [0, 1] where it is a habit.

    ``extreme`` says where even attention has the largest, or the smallest, number that there can be: its number is then
    a bound, and to lie above or below it says nothing about a head.
    """

    habit: bool
    unit: str
    definition: str
    formula: Formula
    extreme: Extreme | None = None


_OVER = "mean over the queries that see more than one token"
_OVER_ITS = "mean over the queries that see it and at least one other"
STATISTICS: dict[str, Statistic] = {
    "previous": Statistic(True, "share", f"Weight on the token before: {_OVER_ITS}.", previous),
    "next": Statistic(True, "share", f"Weight on the token after: {_OVER_ITS}.", following),
    "self": Statistic(True, "share", f"Weight on the token itself: {_OVER_ITS}.", itself),
    "first": Statistic(
        True, "share", f"Weight on the first token, such as [CLS]: {_OVER_ITS}, the first left out.", first
    ),
    "separator": Statistic(
        True,
        "share",
        "Weight on all special tokens but the first, such as [SEP]: mean over the queries that are no special tokens "
        "and see one of these and at least one other token. No value where there are none.",
        separator,
    ),
    "same-word": Statistic(
        True,
        "share",
        "Weight on other tokens with the same text, case folded: mean over the queries that see one and at least one "
        "other token. No value where no text stands twice.",
        same_word,
    ),
    "broad": Statistic(
        True,
        "share",
        f"Entropy of the row over the largest that it could have, log2 of what it sees: {_OVER}.",
        broad,
        "largest",
    ),
    "narrow": Statistic(True, "share", f"The row's largest weight: {_OVER}.", narrow, "smallest"),
    "entropy": Statistic(False, "bits", f"Entropy of the row in bits, −Σ α·log2 α: {_OVER}.", entropy, "largest"),
    "distance": Statistic(
        False, "tokens", f"Distance to what is looked at in tokens, Σ α·|query − key|: {_OVER}.", distance
    ),
}
# what a head may be said to do mostly: weight on certain tokens, measured against even attention
ON_TOKENS = ("previous", "next", "self", "first", "separator", "same-word")


def statistic(
    name: str, weights: FloatArray, sentence: Sentence, heads: Sequence[int] | None = None
) -> tuple[FloatArray, list[float | None]]:
    """A statistic of every head, [L, H], and by layer what a head has that spreads its attention evenly.

    ``weights`` are [L, H, Q, K], ``sentence.visible`` is [L, Q, K], and ``heads`` says how many heads each layer has,
    where that is not H.
    NaN, and None, where a layer has nothing to measure it on; NaN too for heads that a layer does not have.
    """
    formula, found, chances = STATISTICS[name].formula, list[FloatArray](), list[float | None]()
    for layer, visible in enumerate(sentence.visible):
        here = replace(sentence, visible=visible)
        found.append(formula(weights[layer], here))  # [H]
        if layer and np.array_equal(visible, sentence.visible[layer - 1]):
            chances.append(chances[-1])
            continue
        chance = float(formula(here.even, here))
        chances.append(None if np.isnan(chance) else chance)
    values = np.stack(found)
    return (values if heads is None else only_there(values, heads)), chances


def only_there(values: FloatArray, heads: Sequence[int]) -> FloatArray:
    """Values of heads, [L, H], with NaN for those that a layer does not have."""
    there = np.arange(values.shape[1]) < np.array(heads)[:, None]  # [L, H]
    return np.where(there, values, np.float32(np.nan))


@dataclass(frozen=True)
class Strongest:
    """A head's strongest habit: its name, its share, and that of a head that spreads its attention evenly."""

    name: str
    share: float
    chance: float


STRONGEST = (
    "The habit, of previous, next, self, first, separator and same-word, that has the largest share and more than "
    "chance; null where none has more than chance. Each is a mean over its own queries."
)


def strongest_habits(
    weights: FloatArray, sentence: Sentence, heads: Sequence[int] | None = None
) -> list[list[Strongest | None]]:
    """The strongest habit of every head, None where none is above chance. Arguments as for ``statistic``."""
    best: list[list[Strongest | None]] = [[None] * len(layer) for layer in weights]
    for name in ON_TOKENS:
        found, chances = statistic(name, weights, sentence, heads)
        for (layer, head), share in np.ndenumerate(found):
            chance, so_far = chances[layer], best[layer][head]
            if chance is not None and share > chance and (so_far is None or share > so_far.share):
                best[layer][head] = Strongest(name, float(share), chance)
    return best


def common(chances: Sequence[float | None]) -> float | None:
    """The chance level of all layers, None where they differ."""
    return chances[0] if len(set(chances)) == 1 else None
