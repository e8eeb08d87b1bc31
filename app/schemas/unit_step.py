"""One unit of a recurrent net at one token, in full."""

from typing import Literal

from pydantic import ConfigDict, Field

from .arrays import Vector
from .common import (
    Answer,
    Whole,
)
from .nets import Check, NetAnswer, NetRequest


class StepsRequest(NetRequest):
    """One unit at one step of a recurrent net: every product and sum."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"text": "I grew up in France.", "cell": "lstm", "token": 5, "unit": 8, "decimals": 5},
                {"text": "我在法国长大。", "cell": "gru", "token": 3, "unit": 0},
            ]
        }
    )

    token: Whole = Field(description="The step, counted from 0; 0 is the start token.")
    unit: Whole = Field(description="The unit, counted from 0.")


class StepGate(Answer):
    """One gate of one unit at one step. In safetensors the lists are tensors, `gates.input.input_weights` and so on."""

    input_weights: Vector = Field(description="[dim] the unit's row of weight_ih for this gate.")
    input_terms: Vector = Field(description="[dim] input_weights times the embedding.")
    input_bias: float
    input_sum: float = Field(description="Sum of input_terms.")
    recurrent_weights: Vector = Field(description="[unit] the unit's row of weight_hh for this gate.")
    recurrent_terms: Vector = Field(description="[unit] recurrent_weights times the hidden state before.")
    recurrent_bias: float
    recurrent_sum: float = Field(description="Sum of recurrent_terms.")
    reset: float | None = Field(
        description="Candidate of a GRU: the reset gate, which multiplies recurrent_sum + recurrent_bias; else null."
    )
    sum: float = Field(description="What the function is applied to: both sums and both biases.")
    activation: float
    function: Literal["sigmoid", "tanh"]


class StepUpdate(Answer):
    """How the unit's state is made from its gates; null where the cell has no such part."""

    previous: float = Field(description="The state carried over: c of the step before (LSTM), h (GRU, RNN).")
    kept: float | None = Field(description="f·c (LSTM), z·h (GRU) of the step before.")
    written: float | None = Field(description="i·g (LSTM), (1-z)·n (GRU).")
    cell: float | None = Field(description="kept + written (LSTM).")
    squashed: float | None = Field(description="tanh c (LSTM).")
    hidden: float = Field(description="o·tanh c (LSTM), kept + written (GRU), tanh of the sum (RNN).")


class StepsAnswer(NetAnswer):
    """POST /api/v1/gates/steps."""

    token: int
    unit: int
    input: Vector = Field(description="[dim] the token's embedding x; null in safetensors.")
    hidden_before: Vector = Field(description="[unit] h of the step before, 0 before the first; null in safetensors.")
    cell_before: float | None = Field(description="This unit's c of the step before (LSTM).")
    gates: dict[str, StepGate] = Field(
        description="input, forget, candidate, output (LSTM); reset, update, candidate (GRU); hidden (RNN)."
    )
    update: StepUpdate
    encoding: str
    max_abs_error: float = Field(description="Largest difference of a number in a list from the float32 number.")
    definition: str
    check: Check
