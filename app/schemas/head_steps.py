"""One head in full, as one token of it looks."""

from typing import Literal

from pydantic import ConfigDict, Field

from .arrays import Matrix, Vector
from .common import (
    Answer,
    Encoding,
    ModelId,
    ModelRef,
    Notice,
    Text,
    Token,
    Whole,
)
from .heads import Ablate, Family, HeadRef, Mask, Part

HeadsDtype = Literal["float32", "float16"]


class HeadRequest(Encoding):
    """One head, as one token of it looks."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "text": "The animal didn't cross the street because it was too tired.",
                    "model": "minilm",
                    "layer": 3,
                    "head": 1,
                    "query": 10,
                    "decimals": 4,
                }
            ]
        }
    )

    dtype: HeadsDtype | None = Field(
        default=None,
        description="Element type of arrays in safetensors, float32 if left out. No uint8: vectors are signed.",
    )
    text: Text
    text_pair: Text | None = Field(default=None, description="As for /api/v1/attention.")
    model: ModelId = Field(default="auto", description="Id of a model, or `auto`.")
    layer: Whole = Field(description="Counted from 0.")
    head: Whole = Field(description="Counted from 0.")
    query: Whole = Field(description="Index of the token that looks; of the decoder's tokens for its parts.")
    part: Part | None = Field(
        default=None,
        description="For an encoder-decoder model: the encoder's attention, the decoder's own, or from the decoder "
        "across to the encoder; the encoder's if left out. Other models have one part only, their own.",
    )
    mask: Mask = Field(default_factory=list)
    ablate: Ablate = Field(default_factory=list)


class Added(Answer):
    """What every head of the layer adds to this token after the output projection."""

    definition: str
    norms: list[float] = Field(description="By head: the norm of its part.")
    shares: list[float] = Field(description="By head: its part along the sum, as a share of the sum's length.")
    bias_share: float = Field(description="The projection bias's share; all shares and this add up to 1.")


class HeadAnswer(Answer):
    """POST /api/v1/attention/steps: every number between a query and its output."""

    model: ModelRef
    family: Family
    text: str
    text_pair: str | None
    tokens: list[Token]
    target_tokens: list[Token] | None
    notices: list[Notice]
    layer: int
    head: int
    query_token: int = Field(description="Index of the token that looks.")
    part: Part
    query: Vector = Field(
        description="q, [dim], after position treatment. This and the arrays below are null in safetensors, whose "
        "tensors have their names."
    )
    keys: Matrix = Field(description="k of every token looked at, [key][dim].")
    values: Matrix = Field(description="v of every token looked at, [key][dim].")
    raw_scores: Vector = Field(description="q·k, [key].")
    scale: float = Field(description="What the raw scores are multiplied by; 1/sqrt(d_head) in most models.")
    cap: float | None = Field(description="Scaled scores are capped to cap·tanh(score/cap); null: they are not.")
    masked: list[bool] = Field(description="[key]: the query may not see this token.")
    added: list[float | None] | None = Field(
        description="[key]: what is added to the scaled (and capped) score, such as a position bias, null where "
        "masked; null as a whole where nothing is added."
    )
    scores: list[float | None] = Field(
        description="[key]: what goes into the softmax, never rounded; null where masked."
    )
    weights: Vector = Field(description="[key]: softmax of the scores; they sum to 1, up to the rounding of float32.")
    weighted_values: Matrix = Field(
        description="[key][dim]: weight times v, each key's part of the output, before the output projection "
        "(value_norms of /api/v1/attention are norms after it); zero where the head is switched off."
    )
    output: Vector = Field(description="[dim]: the sum of the weighted values, before the output projection.")
    mask: list[int] = Field(description="Tokens that nobody could attend to.")
    ablate: list[HeadRef] = Field(description="Heads that were switched off.")
    contributions: Added | None = Field(description="Null where no plain output projection follows.")
    definition: str
    encoding: str
    max_abs_error: float
