"""Every head of a model, ranked by a link or a habit."""

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from .common import (
    Answer,
    ModelId,
    ModelRef,
    Notice,
    Strict,
    Text,
    Token,
    Whole,
)
from .heads import Ablate, Habit, HeadRef, Mask


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
