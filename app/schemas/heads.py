"""Requests and answers that look into heads: one in full, all by link or habit, and what changing them does."""

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from .arrays import Matrix, Vector
from .common import (
    MAX_CHANGES,
    Answer,
    ArrayAnswer,
    DerivedArray,
    Encoding,
    ModelId,
    ModelRef,
    Notice,
    Prediction,
    Strict,
    Text,
    Token,
    Whole,
)

Part = Literal["encoder", "decoder", "cross"]
Habit = Literal["previous", "next", "self", "first", "separator", "same-word", "broad", "narrow"]
HeadsDtype = Literal["float32", "float16"]
Family = Literal["encoder", "decoder", "encoder-decoder"]


class HeadRef(Strict):
    """A head of a layer."""

    layer: Whole = Field(description="Counted from 0.")
    head: Whole = Field(description="Counted from 0.")


Mask = Annotated[
    list[Whole],
    Field(
        max_length=MAX_CHANGES,
        description="As for /api/v1/attention: tokens that no query may attend to. The answer is of that run.",
    ),
]
Ablate = Annotated[
    list[HeadRef],
    Field(
        max_length=MAX_CHANGES,
        description="As for /api/v1/attention: heads that are switched off, in a query string 3.1,4.0. The answer is "
        "of that run.",
    ),
]


class Statistic(Answer):
    """One number a head, on this sentence."""

    name: str
    habit: bool = Field(description="A habit lies between 0 and 1.")
    unit: Literal["share", "bits", "tokens"]
    definition: str
    chance: float | None = Field(
        description="What a head has here that spreads its attention evenly over what it may see; null where layers "
        "differ in that (some see a window only), or where there is nothing to measure."
    )
    chance_is: Literal["level", "largest", "smallest"] = Field(
        description="`level`: heads lie above or below it. `largest`, `smallest`: even attention has the most, or the "
        "least, that there can be, so that to lie below or above it says nothing."
    )
    chance_by_layer: list[float | None]
    values: list[list[float | None]] = Field(
        description="By layer that attends and head; null where the sentence has nothing to measure it on, and where "
        "a layer has fewer heads than others."
    )


class HeadStats(Answer):
    """What every head does on this sentence, in one number each."""

    layers: list[int] = Field(description="The layers that `values` and `chance_by_layer` are of: those that attend.")
    statistics: list[Statistic]


class Contributions(DerivedArray):
    """What each head adds to the residual stream, [layer, head, token]."""

    layers: list[int] = Field(description="The layers of the first axis: those that attend.")
    residual: ArrayAnswer = Field(description="Norm of the vector that each layer read, [layer, token].")


class Lens(Answer):
    """What a decoder would predict if it stopped after a layer."""

    definition: str
    layers: list[list[list[Prediction]]] = Field(description="By layer, the embedding first, and token.")


class Effect(Answer):
    """What `mask` and `ablate` changed, against the same sentence unchanged."""

    moved: list[float] = Field(description="By token.")
    definition_moved: str
    distance: list[float] = Field(description="By token.")
    definition_distance: str
    total_variation: list[float] | None = Field(description="By token; null where the model predicts nothing.")
    definition_variation: str
    predictions_before: list[list[Prediction]] | None
    predictions_after: list[list[Prediction]] | None


def _span(value: Any) -> Any:
    """One token is the span from itself to itself."""
    if value is None or isinstance(value, list):
        return value
    if isinstance(value, bool) or not (isinstance(value, int) or (isinstance(value, float) and value.is_integer())):
        raise ValueError("a span is the index of a token, or [first, last]")
    if value < 0:
        raise ValueError("tokens count from 0")
    return [value, value]


_INDEX: dict[str, Any] = {"type": "integer", "minimum": 0}
SPAN_SCHEMA = {
    "anyOf": [_INDEX, {"type": "array", "items": _INDEX, "minItems": 2, "maxItems": 2}],
    "examples": [9, [2, 3]],
}
Span = Annotated[
    list[Annotated[Whole, Field(ge=0)]],
    Field(min_length=2, max_length=2),
    BeforeValidator(_span),
    WithJsonSchema(SPAN_SCHEMA),
]


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


class FindRequest(Strict):
    """Which heads have this link, or this habit: `from` and `to`, or `habit`."""

    model_config = ConfigDict(
        serialize_by_alias=True,
        json_schema_extra={
            "examples": [
                {
                    "text": "The animal didn't cross the street because it was too tired.",
                    "model": "minilm",
                    "from": 10,
                    "to": 2,
                },
                {
                    "text": "The cat saw the dog, and the dog saw the cat.",
                    "model": "minilm",
                    "habit": "same-word",
                },
            ]
        },
    )

    text: Text
    text_pair: Text | None = Field(default=None, description="A second sentence, read with the first by an encoder.")
    model: ModelId = Field(default="auto", description="Id of a model, or `auto`.")
    looking: Span | None = Field(
        default=None,
        alias="from",
        description="The token that looks (query), or a span [first, last]; in a query string first,last.",
    )
    to: Span | None = Field(
        default=None, description="The token that is looked at (key), or a span [first, last]; as `from`."
    )
    habit: Habit | None = Field(default=None, description="A habit, instead of a link.")
    mask: Mask = Field(default_factory=list)
    ablate: Ablate = Field(default_factory=list)

    @model_validator(mode="after")
    def _one_question(self) -> Self:
        link = (self.looking is not None) + (self.to is not None)
        if self.habit is None and link != 2:
            raise ValueError("give from and to, or habit")
        if self.habit is not None and link:
            raise ValueError("give from and to, or habit, not both")
        return self


class HeadHabit(Answer):
    """What a head does most on this sentence, of what habits measure on certain tokens."""

    name: Habit
    share: float
    chance: float = Field(description="Of a head that spreads its attention evenly over what it may see.")


class Scored(Answer):
    """A head and its score."""

    layer: int
    head: int
    score: float
    strongest_habit: HeadHabit | None = Field(
        description="Where a link is asked for: what the head does most on the whole sentence, so that a link is not "
        "taken for what the head is about. Null where no habit is above chance, and where a habit is asked for."
    )


class FindAnswer(Answer):
    """POST /api/v1/attention/find."""

    model_config = ConfigDict(frozen=True, serialize_by_alias=True)

    model: ModelRef
    text: str
    text_pair: str | None
    tokens: list[Token]
    notices: list[Notice]
    looking: list[int] | None = Field(serialization_alias="from", description="[first, last] of the tokens that look.")
    to: list[int] | None = Field(description="[first, last] of the tokens that are looked at.")
    habit: Habit | None
    mask: list[int] = Field(description="Tokens that nobody could attend to.")
    ablate: list[HeadRef] = Field(description="Heads that were switched off.")
    chance: float | None = Field(
        description="The score of a head that spreads its attention evenly over what it may see; null where layers "
        "differ in that, or where there is nothing to measure."
    )
    chance_is: Literal["level", "largest", "smallest"] = Field(description="As in `head_stats`; of a link `level`.")
    chance_by_layer: list[float | None] = Field(description="By layer that attends.")
    layers: list[int] = Field(description="The layers that attend.")
    definition: str
    definition_habit: str | None = Field(description="What `strongest_habit` is; null where a habit is asked for.")
    heads: list[Scored] = Field(description="Every head, strongest first; none where there is nothing to measure.")


class NormsArray(ArrayAnswer):
    """Value-weighted attention, for the layers and heads asked for: norms after the output projection."""

    definition: str
    layers: list[int]
    heads: list[int]
