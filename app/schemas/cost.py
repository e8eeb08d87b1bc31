"""What attention and a recurrent cell cost, and the cards of the recurrent nets."""

from typing import Annotated, Any, Literal

from pydantic import Field

from .common import Answer, ModelId, ModelRef, Strict, Whole
from .nets import Cell, Kind

MAX_COST_LENGTHS = 8
MAX_COST_TOKENS = 512
COST_LENGTHS = (8, 16, 32, 64, 128, 256, 512)
CardId = Literal["lstm", "gru", "rnn", "counter", "comparison"]
Card = dict[str, Any]


class CostRequest(Strict):
    """What to measure."""

    model: ModelId = Field(default="auto", description="Id of a Transformer, one head of which is measured.")
    cell: Cell = Field(default="lstm", description="The recurrent net whose cell is measured.")
    lengths: list[Annotated[Whole, Field(ge=1, le=MAX_COST_TOKENS)]] = Field(
        default_factory=lambda: list(COST_LENGTHS),
        min_length=1,
        max_length=MAX_COST_LENGTHS,
        description=f"Lengths in tokens, at most {MAX_COST_LENGTHS} of 1 to {MAX_COST_TOKENS}, with commas between "
        f"them; {', '.join(map(str, COST_LENGTHS))} if left out.",
    )


class CostSeries(Answer):
    """What one way of reading costs, by length."""

    what: str
    sequential_depth: list[int] = Field(description="Steps of which each needs the one before it.")
    pairs: list[int] | None = Field(
        description="Pairs of tokens that are compared, those that a causal model masks included; null where none are."
    )
    visible_pairs: list[int] | None = Field(
        description="Of these pairs the ones that the model's mask leaves: all of them, or, where the model is causal, "
        "n(n + 1)/2, a token with itself and with those before it; a window leaves fewer. Null where none are compared."
    )
    milliseconds: list[float] = Field(description="Median of the repeats.")
    multiply_adds: list[int] = Field(description="Of the matrix products, by the formula in `definition`.")


class CostAnswer(Answer):
    """GET /api/v1/cost: measured while it was asked, so no two answers are alike."""

    model: ModelRef = Field(description="The Transformer.")
    net: ModelRef = Field(description="The recurrent net.")
    cell: Cell
    kind: Kind
    lengths: list[int]
    repeats: int
    threads: int
    measured_at: str = Field(description="When, in UTC, as ISO 8601 writes it: 2026-11-22T23:40:05+00:00.")
    attention: CostSeries
    cell_unrolled: CostSeries
    cell_fused: CostSeries
    definition: str
