"""Putting what was read from a model into the shape of an answer."""

from app.answers.attention import Attended, context_payload, quarter_of, select
from app.answers.cost import cost_answer
from app.answers.gates import GatesRead, gates_payload, steps_payload
from app.answers.heads import find_answer, head_payload

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
