"""What an intervention changed: how far each token's final vector moved, how much each prediction."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from app.forward.attention import Intervention
from app.forward.reading import Candidates, Inputs, distributions, states
from app.models.loading import LoadedTransformer
from app.shapes import FloatArray

MOVED = "1 − cosine of the token's final vector before and after the intervention; 0 where it did not move."
DISTANCE = "‖after − before‖ / ‖before‖ of the token's final vector."
VARIATION = "Total variation ½·Σ|p − q| of the distribution over the vocabulary at each token, before and after."


def moved(before: FloatArray, after: FloatArray) -> FloatArray:
    """1 − a·b / (‖a‖ ‖b‖) of every token. [T, D] twice → [T]."""
    a, b = before.astype(np.float64), after.astype(np.float64)
    norms = np.linalg.norm(a, axis=1) * np.linalg.norm(b, axis=1)
    return np.asarray(np.maximum(1 - (a * b).sum(axis=1) / norms, 0), dtype=np.float32)


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
    """What a change does to every token's final vector, and to every prediction where the model predicts."""
    before, after = states(loaded, inputs)[-1], states(loaded, inputs, change)[-1]  # [T, D]
    vectors = moved(before, after), distances(before, after)  # [T] each
    if loaded.predicts is None:
        return Effects(*vectors, None, None, None)
    p = distributions(loaded, inputs, temperature)  # [T, V]
    q = distributions(loaded, inputs, temperature, change)  # [T, V]
    with torch.inference_mode():
        best = [_best(each, count) for each in (p, q)]
    return Effects(*vectors, total_variation(p.numpy(), q.numpy()), *best)


def _best(probabilities: Tensor, count: int) -> Candidates:
    found = probabilities.topk(count, dim=-1)
    return Candidates(found.indices.tolist(), found.values.numpy())
