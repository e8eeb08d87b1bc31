"""Putting what was read from a model into the shape of an answer."""

from .attention import Attended, context_payload, quarter_of, select
from .cost import cost_answer
from .gates import GatesRead, gates_payload, steps_payload
from .heads import find_answer, head_payload

__all__ = [
    "Attended",
    "GatesRead",
    "context_payload",
    "cost_answer",
    "find_answer",
    "gates_payload",
    "head_payload",
    "quarter_of",
    "select",
    "steps_payload",
]
