"""What /gates includes where it is asked for."""

from typing import Annotated, Any

from pydantic import Field

from ..shapes import Axis, ExactArray, FloatArray
from .arrays import Vector, Written
from .common import (
    Answer,
    DerivedArray,
    Prediction,
)


class Saturation(Answer):
    """How often a gate is nearly shut or nearly open, for every unit."""

    low: list[float] = Field(description="[unit] share of steps at which the gate is below 0.1.")
    high: list[float] = Field(description="[unit] share of steps at which the gate is above 0.9.")


class Units(Answer):
    """What the units of a net do over a sentence."""

    order: list[int] = Field(description="Unit indices, the strongest carrier first.")
    definition: str
    saturation: dict[str, Saturation] = Field(
        description="By gate, sigmoid gates only: input, forget, output (LSTM); reset, update (GRU); none (RNN)."
    )
    saturation_definition: str
    half_life: list[float | None] = Field(
        description="[unit] in tokens; null where there is no keeping gate, or its geometric mean is 1; below 1 less "
        "than half is left after a single token."
    )
    half_life_definition: str


class Shares(DerivedArray):
    """What each state still holds of each step: [token][source], 0 where the source comes later.

    In safetensors the tensors are `shares` and `shares.kept`.
    """

    unit: int | None = Field(description="The unit; null: projected on what was predicted.")
    predicted: list[str] | None = Field(description="What each row is projected on: the likeliest next token.")
    rivals: list[list[str]] | None = Field(description="What the likeliest one is compared with: the next four.")
    totals: list[float] = Field(
        description="[token] what the row must add up to, computed apart from the shares. For the projection: the "
        "score of the likeliest token minus the mean score of its rivals, both without biases, so that it can be "
        "negative."
    )
    rebuild_error: float = Field(description="Largest difference of a row's sum from its total.")
    kept: Annotated[FloatArray | None, Written(list[Any] | None)] = Field(
        description="[token][source] for a unit: the product of its keeping gates after the source up to the token, "
        "which is what survives of the writing; null for the projection and in safetensors."
    )


class Reach(Answer):
    """How much a state depends on the inputs before it, as its gradient says.

    Its numbers span many orders of magnitude, so they are never rounded. In safetensors `reach.norms` and
    `reach.ratios` stand beside this list as float32, NaN for null.
    """

    token: int = Field(description="The step T whose hidden state is differentiated.")
    axes: list[Axis]
    shape: list[int]
    distances: list[int] = Field(description="k: how many tokens before T.")
    norms: Annotated[ExactArray, Written(list[float | None])] = Field(
        description="[k] ‖∂h_T/∂x_(T-k)‖, Frobenius, absolute; null where float64 cannot hold it."
    )
    ratios: Annotated[ExactArray, Written(list[float | None])] = Field(
        description="[k] norms[k] / norms[0]; null as there, and where norms[0] is 0."
    )
    slope: float | None = Field(description="Least squares of ln ratio on k, per token; null below three points.")
    r_squared: float | None = Field(description="How much of the variance of ln ratio the line explains.")
    half_life: float | None = Field(
        description="In tokens, from the slope; null unless it falls by more than two standard errors. With `doubling` "
        "null too there is no significant trend over these points: it is not said that nothing decays."
    )
    doubling: float | None = Field(
        description="In tokens, from the slope; null unless it rises by more than two standard errors."
    )
    first_apart: int | None = Field(
        description="The first token, counted from 0, after which two float64 computations of the state, torch's fused "
        "layer and the unrolled one, differ as `check.first_apart` has it; null where none up to T do. With a number "
        "here even float64 has lost the state at T, and no norm is to be trusted."
    )
    definition: str


class Replacement(Answer):
    """A token that was put in another's place."""

    id: int
    text: str
    total_variation: float = Field(description="Between 0 and 1: how far the prediction moved.")
    predictions: list[Prediction] = Field(description="The five likeliest with the replacement in place.")


class Counterfactual(Answer):
    """How far the prediction after a token moves when a token up to it is replaced; the start token never is.

    In safetensors the tensors are `counterfactual` and `counterfactual.unknown`.
    """

    token: int = Field(description="The step after which the prediction is made.")
    axes: list[Axis]
    shape: list[int]
    values: Vector = Field(description="[source] mean total variation over the replacements; null in safetensors.")
    unknown: Vector = Field(
        description="[source] total variation when the token's embedding is replaced by zeros; null in safetensors."
    )
    encoding: str
    max_abs_error: float = Field(description="Largest difference from the float32 number.")
    replacements: list[list[Replacement]] = Field(description="By source; empty for the start token.")
    baseline: list[Prediction] = Field(description="The five likeliest for the sentence as it is.")
    definition: str


class Following(Answer):
    """What a net gave to the piece that really came next."""

    id: int
    text: str
    probability: float
    rank: int = Field(description="1: it was the likeliest; of equally likely ones the smaller index comes first.")
    bits: float = Field(description="-log2 of the probability, from the logits, so that it is never infinite.")
