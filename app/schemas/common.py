"""What requests and answers of every route share."""

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from ..shapes import Axis, ByteArray, FloatArray
from .arrays import IDENTITY, Written


def _whole_characters(text: str) -> str:
    """Refuse half a surrogate pair: it is no character, and UTF-8 cannot hold it."""
    for i, character in enumerate(text):
        if "\ud800" <= character <= "\udfff":
            raise ValueError(f"character {i} is half a surrogate pair (U+{ord(character):04X}), not a character")
    return text


def _whole_number(value: Any) -> Any:
    """JSON knows one kind of number: 24.0 is the integer 24."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Whole = Annotated[int, BeforeValidator(_whole_number)]
Text = Annotated[
    str,
    AfterValidator(_whole_characters),
    Field(
        description="The sentence, English or Chinese. Offsets in the answer count its Unicode code points.",
        examples=["The animal didn't cross the street because it was too tired.", "苹果很好吃,我买了三斤。"],
        # said here, checked in the pipeline, which has an error of its own for it
        json_schema_extra={"minLength": 1, "pattern": r"\S"},
    ),
]
Format = Literal["json", "safetensors"]
Dtype = Literal["float32", "float16", "uint8"]
MAX_LIST = 256  # items of a list in a request: more than any model has layers or heads
MAX_CHANGES = 1024  # tokens that are masked, heads that are switched off
ModelId = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(_whole_characters)]


class Strict(BaseModel):
    """A request: unknown fields and wrong types are refused rather than ignored or guessed at."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Answer(BaseModel):
    """An answer: every field is always present, null where it does not apply."""

    model_config = ConfigDict(frozen=True)


class Encoding(Strict):
    """How the arrays of an answer are written."""

    format: Format | None = Field(
        default=None, description="`json`, or `safetensors` for large arrays; left out, the Accept header decides."
    )
    dtype: Dtype | None = Field(
        default=None,
        description="Element type of arrays in safetensors, float32 if left out. "
        "`uint8` is on a square-root scale, value = (code/255)², for numbers between 0 and 1 only.",
    )
    decimals: Whole | None = Field(
        default=None,
        ge=0,
        le=10,
        description="Round the numbers of arrays in JSON to so many decimals; left out, float32 is unrounded.",
    )


class Token(Answer):
    """One position on a model's token axis."""

    index: int = Field(description="Position, counted from 0.")
    id: int = Field(description="Index into the model's vocabulary.")
    text: str = Field(description="text[start:end] of the sentence as submitted; empty for special tokens.")
    piece: str = Field(description="The raw vocabulary piece.")
    start: int = Field(description="First character, in Unicode code points.")
    end: int = Field(description="One past the last character, in Unicode code points.")
    sequence: int | None = Field(description="0 for the first sentence, 1 for the second; null for special tokens.")
    special: bool = Field(description="Added by the tokenizer rather than read from the sentence.")
    unknown: bool = Field(description="The model saw only its unknown token here.")
    fragment: bool = Field(description="Part of a character: several tokens share these characters.")
    part: int = Field(description="Which of the tokens that share these characters, counted from 0.")
    parts: int = Field(description="How many tokens share these characters; 1 for a token on its own.")
    type: int | None = Field(
        default=None, description="Token type that the model is given with it; null where it is given none."
    )


class Notice(Answer):
    """Something that a reader must know before reading the numbers."""

    code: Literal[
        "unknown-tokens",
        "unread-characters",
        "control-tokens",
        "byte-pieces",
        "split-words",
        "other-tokenizer",
        "weights-only",
        "layers-without-attention",
        "left-out",
    ] = Field(
        description="unknown-tokens: the model saw its unknown token only; unread-characters: no token stands for "
        "them; control-tokens: the sentence spells a control token out; byte-pieces: characters were read as their "
        "UTF-8 bytes; split-words: words that a recurrent net read in smaller pieces; other-tokenizer: transformers "
        "builds another tokenizer for the folder than its tokenizer.json; weights-only: q, k and v are not available; "
        "layers-without-attention: these do not attend; left-out: a part of the folder's model is not read."
    )
    detail: str
    tokens: list[int] = Field(description="Indices of the tokens concerned.")
    spans: list[tuple[int, int]] = Field(description="[start, end) of the characters concerned, in code points.")
    layers: list[int] = Field(default_factory=list, description="The layers concerned.")
    names: list[str] = Field(
        default_factory=list,
        description="Names in the detail: of `left-out`, the class that the folder names and that read.",
    )


class ModelRef(Answer):
    """Which numbers these are: enough to compute them again."""

    id: str
    revision: str
    weights_sha256: str = Field(description="sha256 of the source file of the weights.")
    converted_from: str | None = Field(description="The source's format, where the weights were converted.")
    dtype: str = Field(description="Element type of the computation.")
    libraries: dict[str, str] = Field(description="Versions of the libraries that computed.")
    changed: str | None = Field(
        default=None, description="What the request changed in these weights before computing; null: nothing."
    )


class ArrayAnswer(Answer):
    """An array with named axes. In safetensors, ``values`` is a tensor of the field's name."""

    axes: list[Axis]
    shape: list[int]
    values: Annotated[FloatArray | ByteArray, Written(list[Any] | None)] = Field(
        description="Nested lists in the order of the axes; null in safetensors."
    )
    encoding: str = Field(description="`identity`, or how to decode the stored codes.")
    max_abs_error: float = Field(description="Largest difference from the model's float32 number.")

    @classmethod
    def of(cls, values: FloatArray, axes: list[Axis], **fields: Any) -> Self:
        """The model's own numbers, whose error is what an encoder will make of them; ``fields``: the other ones."""
        return cls(axes=axes, shape=list(values.shape), values=values, encoding=IDENTITY, max_abs_error=0.0, **fields)


class DerivedArray(ArrayAnswer):
    """An array computed from the model's own numbers, with its definition."""

    definition: str


class Prediction(Answer):
    """One candidate for a token."""

    text: str
    probability: float


class ProblemField(Answer):
    """One invalid field of a request."""

    pointer: str = Field(description="JSON pointer to the field; empty for the request as a whole.")
    detail: str


class Problem(Answer):
    """An error, as RFC 9457 has it."""

    type: str = Field(description="Address of the error's entry in the documentation.")
    title: str
    status: int
    detail: str
    instance: str = Field(description="The path that was asked for, without its query.")
    errors: list[ProblemField] = Field(default=[], description="Invalid fields, if any.")
    limit: int | None = Field(default=None, description="The limit that was passed, if one was.")
    got: int | None = Field(default=None, description="What was got, in the limit's unit.")


class Health(Answer):
    """GET /healthz and /readyz."""

    status: Literal["ok", "ready"]
