"""What an intervention changed: how far each token's final vector moved, how much each prediction."""

from dataclasses import dataclass

import numpy as np
import torch

from ..capture.attention import Intervention
from ..forward.reading import Candidates, Inputs, candidates, distributions, ends
from ..models.loading import LoadedTransformer
from ..shapes import FloatArray

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
