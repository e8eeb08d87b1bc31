"""Putting what was read from a model into the shape of an answer."""

from .attention import attention_answer, context_answer, quarter_of, select
from .cost import cost_answer
from .gates import gates_answer, unit_step_answer
from .heads import find_answer, head_steps_answer

__all__ = [
    "attention_answer",
    "context_answer",
    "cost_answer",
    "find_answer",
    "gates_answer",
    "head_steps_answer",
    "quarter_of",
    "select",
    "unit_step_answer",
]
