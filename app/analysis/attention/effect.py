"""What an intervention changed: how far each token's final vector moved, how much each prediction."""

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import torch

from ...capture.attention import Intervention
from ...forward.reading import Candidates, Inputs, candidates, distributions, ends
from ...models.loading import LoadedTransformer
from ...schemas import AttentionFields, Effect
from ...settings import Settings
from ...shapes import FloatArray
from ..attended import Attended, AttentionExtra, predictions_of
from .predictions import tokens_that_fit

MOVED = "1 − cosine of the token's final vector (after the last layer and its norm) before and after; 0 where equal."
DISTANCE = "‖after − before‖ / ‖before‖ of the token's final vector."
VARIATION = "Total variation ½·Σ|p − q| of the distribution over the vocabulary at each token, before and after."


def moved(before: FloatArray, after: FloatArray) -> FloatArray:
    """1 − a·b / (‖a‖ ‖b‖) of every token; 1 where one of both is all zeros. [T, D] twice → [T]."""
    a, b = before.astype(np.float64), after.astype(np.float64)
    norms = np.linalg.norm(a, axis=1) * np.linalg.norm(b, axis=1)
    stayed = (before == after).all(axis=1)  # [T]: rounding must not move them
    cosine = np.divide((a * b).sum(axis=1), norms, out=np.zeros(len(a)), where=norms > 0)  # [T]
    return np.asarray(np.where(stayed, 0, np.maximum(1 - cosine, 0)), dtype=np.float32)


def distances(before: FloatArray, after: FloatArray) -> FloatArray:
    """‖b − a‖ / ‖a‖ of every token. [T, D] twice → [T]."""
    a, b = before.astype(np.float64), after.astype(np.float64)
    return np.asarray(np.linalg.norm(b - a, axis=1) / np.linalg.norm(a, axis=1), dtype=np.float32)


def total_variation(before: FloatArray, after: FloatArray) -> FloatArray:
    """½·Σ|p − q| of every token. [T, V] twice → [T]."""
    return np.asarray(np.abs(before - after).sum(axis=1, dtype=np.float64) / 2, dtype=np.float32)


@dataclass(frozen=True)
class Effects:
    """By token, [T]: how far the final vector moved, and the distribution; with the likeliest before and after."""

    moved: FloatArray
    distance: FloatArray
    total_variation: FloatArray | None
    candidates_before: Candidates | None
    candidates_after: Candidates | None


def effects(loaded: LoadedTransformer, inputs: Inputs, change: Intervention, count: int, temperature: float) -> Effects:
    """What a change does to every token's final vector, and to every prediction where the model predicts.

    Two forward passes, each of which leaves logits [T, V] in memory.
    """
    before, after = ends(loaded, inputs), ends(loaded, inputs, change)
    vectors = moved(before.vectors, after.vectors), distances(before.vectors, after.vectors)  # [T] each
    if before.logits is None or after.logits is None:
        return Effects(*vectors, None, None, None)
    with torch.inference_mode():
        pairs = zip(distributions(before.logits, temperature), distributions(after.logits, temperature), strict=True)
        variation = np.concatenate([total_variation(p.numpy(), q.numpy()) for p, q in pairs])  # [T]
    best = [candidates(each.logits, count, temperature) for each in (before, after) if each.logits is not None]
    return Effects(*vectors, variation, *best)


def changed(read: Attended) -> Effects:
    """What the request's mask and ablate change."""
    return effects(read.model, read.inputs, read.change, read.request.top, read.request.temperature)


class EffectExtra(AttentionExtra):
    """What an intervention changed, against the same sentence unchanged."""

    name = "effect"
    description = "what mask and ablate changed"
    needs = "an encoder or a decoder of which everything can be read, and `mask` or `ablate`"
    cost = "two forward passes, and scores over the whole vocabulary for each where the model predicts"
    example: ClassVar[dict[str, Any]] = {**AttentionExtra.example, "mask": [2], "include": ["effect"]}
    order = 90
    limit = "max_vocabulary_bytes"
    works = (changed,)

    def refusal(self, request: AttentionFields, model: LoadedTransformer) -> str | None:
        """As of every extra; it needs a change."""
        if refused := super().refusal(request, model):
            return refused
        return None if request.mask or request.ablate else "effect says what mask or ablate changed: give one of them."

    def most_tokens(self, model: LoadedTransformer, settings: Settings) -> int | None:
        """As many as have room for their scores before and after."""
        return tokens_that_fit(model, settings, 2)

    def answer(self, read: Attended) -> dict[str, Any]:
        """By token."""
        found, text_of = read.of(changed), read.model.text_of
        before, after = found.candidates_before, found.candidates_after
        effect = Effect(
            moved=found.moved.tolist(),
            definition_moved=MOVED,
            distance=found.distance.tolist(),
            definition_distance=DISTANCE,
            total_variation=None if found.total_variation is None else found.total_variation.tolist(),
            definition_variation=VARIATION,
            predictions_before=None if before is None else predictions_of(before, text_of),
            predictions_after=None if after is None else predictions_of(after, text_of),
        )
        return {"effect": effect}
