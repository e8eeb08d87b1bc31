"""What an intervention changed: how far each token's final vector moved, how much each prediction."""

import numpy as np

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
