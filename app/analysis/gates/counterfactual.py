"""Another word in a token's place: how far the next-token distribution moves. What a gradient cannot see, this does."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar

import numpy as np
import torch
from tokenizers import Tokenizer

from ... import schemas
from ...models.recurrent.net import RecurrentNet
from ...shapes import FloatArray
from ..gates_read import GatesExtra, GatesRead

RIVALS = 4
LIKELIEST = 5
_NO_WORD = re.compile(r"<(s|/s|unk|pad|0x[0-9A-F]{2})>")
DEFINITION = (
    "Each token after <s> is replaced by its rivals, the four likeliest other pieces where it stands by the net's own "
    "prediction (special and byte pieces left out), and the sentence is read again: total variation ½ Σ |p − q| of "
    "the next-token distribution after token T, 0 the same, 1 nothing in common; `values` is the mean over the rivals, "
    "`unknown` is with a zero vector in place of the embedding (erasure: Li, Monroe & Jurafsky 2016, 1612.08220). "
    "Float32. About 0.15 s at 64 tokens on one thread."
)


@dataclass(frozen=True)
class Predicted:
    """The likeliest next pieces, likeliest first: vocabulary indices and probabilities."""

    ids: list[int]
    probabilities: list[float]


@dataclass(frozen=True)
class Replacement:
    """One piece in a token's place, what it moved, and what is predicted then."""

    id: int
    total_variation: float
    predicted: Predicted


@dataclass(frozen=True)
class Counterfactual:
    """By token j ≤ T: the mean total variation over its rivals, that of the unknown word, and the rivals one by one.

    ``<s>``, token 0, is never replaced: 0 and nothing.
    """

    token: int
    values: list[float]
    unknown: list[float]
    replacements: list[list[Replacement]]
    baseline: Predicted
    definition: str = DEFINITION


@torch.inference_mode()
def counterfactual(
    net: RecurrentNet, ids: list[int], probabilities: FloatArray, token: int, excluded: Sequence[int]
) -> Counterfactual:
    """Replace every token up to ``token`` and read on, all in one batch.

    Args:
        net: reads the replacements.
        ids: piece ids, ``<s>`` first.
        probabilities: of the piece after each token, [T, V], from the trace of ``ids``.
        token: T, counted from 0.
        excluded: vocabulary indices that are no rivals: special and byte pieces.

    """
    rivals = [[], *(rivals_of(probabilities[j - 1], ids[j], excluded) for j in range(1, token + 1))]
    places = [j for j in range(1, token + 1) for _ in rivals[j]]  # [R]
    pieces = [piece for row in rivals for piece in row]  # [R]
    table = net.embedding.weight  # [V, D]
    sentence = table[ids[: token + 1]]  # [T + 1, D]
    count = 1 + len(places) + token
    x = sentence.repeat(count, 1, 1)  # [B, T + 1, D]: as it is, each replacement, each token unknown
    x[range(1, 1 + len(places)), places] = table[pieces]
    x[range(1 + len(places), count), range(1, token + 1)] = 0
    hidden, _ = net.cell(x)  # [B, T + 1, U]
    after = torch.softmax(net.logits(hidden[:, -1]), dim=-1)  # [B, V]
    moved = (after - after[0]).abs().sum(dim=-1).div(2).tolist()  # [B]
    best = torch.topk(after, min(LIKELIEST, net.vocab))  # [B, 5] twice
    predicted = [Predicted(*pair) for pair in zip(best.indices.tolist(), best.values.tolist(), strict=True)]  # [B]
    replacements: list[list[Replacement]] = [[] for _ in range(token + 1)]
    for row, (place, piece) in enumerate(zip(places, pieces, strict=True), start=1):
        replacements[place].append(Replacement(piece, moved[row], predicted[row]))
    return Counterfactual(
        token=token,
        values=[float(np.mean([r.total_variation for r in row])) if row else 0.0 for row in replacements],
        unknown=[0.0, *moved[1 + len(places) :]],
        replacements=replacements,
        baseline=predicted[0],
    )


def no_words(pieces: Sequence[str | None]) -> list[int]:
    """The special and byte pieces of a vocabulary, by index: ``<s>``, ``<0x0A>`` and the like."""
    return [index for index, piece in enumerate(pieces) if _NO_WORD.fullmatch(piece or "")]


def rivals_of(probabilities: FloatArray, piece: int, excluded: Sequence[int]) -> list[int]:
    """The likeliest other pieces, likeliest first, fewer where the vocabulary has no more. [V] → up to 4 indices."""
    allowed = probabilities.astype(np.float64)  # [V]
    allowed[[*excluded, piece]] = -1
    best = np.argsort(-allowed, kind="stable")[:RIVALS]
    return [int(index) for index in best if allowed[index] >= 0]


def replaced(read: GatesRead) -> Counterfactual:
    """Every token up to the one asked about, replaced."""
    excluded = _no_words_of(read.net.tokenizer, read.net.net.vocab)
    return counterfactual(read.net.net, read.ids, read.traced.probabilities, read.token, excluded)


@lru_cache(maxsize=8)
def _no_words_of(tokenizer: Tokenizer, vocab: int) -> tuple[int, ...]:
    return tuple(no_words([tokenizer.id_to_token(index) for index in range(vocab)]))


class CounterfactualExtra(GatesExtra):
    """Total variations by source, and each replacement with what is predicted then."""

    name = "counterfactual"
    description = "how much the prediction moves when a token is replaced"
    cost = "at 64 tokens as long as ten to twenty traces"
    example: ClassVar[dict[str, Any]] = {**GatesExtra.example, "include": ["counterfactual"], "token": 5}
    order = 50
    limit = "max_gradient_tokens"
    works = (replaced,)

    def answer(self, read: GatesRead) -> dict[str, Any]:
        """By source, in float32."""
        found, text_of = read.of(replaced), read.net.text_of
        answer = schemas.Counterfactual(
            token=found.token,
            axes=["source"],
            shape=[len(found.values)],
            values=np.array(found.values, dtype=np.float32),  # [J]
            unknown=np.array(found.unknown, dtype=np.float32),  # [J]
            encoding=schemas.IDENTITY,
            max_abs_error=0.0,
            replacements=[
                [
                    schemas.Replacement(
                        id=each.id,
                        text=text_of(each.id),
                        total_variation=each.total_variation,
                        predictions=_predictions(each.predicted, text_of),
                    )
                    for each in row
                ]
                for row in found.replacements
            ],
            baseline=_predictions(found.baseline, text_of),
            definition=found.definition,
        )
        return {"counterfactual": answer}


def _predictions(found: Predicted, text_of: Callable[[int], str]) -> list[schemas.Prediction]:
    return [
        schemas.Prediction(text=text_of(index), probability=probability)
        for index, probability in zip(found.ids, found.probabilities, strict=True)
    ]
