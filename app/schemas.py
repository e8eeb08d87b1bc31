"""Requests and answers: the public contract of the API, version 1. Additive changes only."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from app.shapes import Axis


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
GatesDtype = Literal["float32", "float16"]
MAX_LIST = 256  # items of a list in a request: more than any model has layers or heads
AttentionInclude = Literal["thumbnails", "predictions", "words"]
Quarter = Literal["aa", "ab", "ba", "bb"]
GatesInclude = Literal["predictions", "units"]
Cell = Literal["lstm"]
Checkpoint = Literal["trained", "initial"]
Family = Literal["encoder", "decoder", "encoder-decoder"]
Predicts = Literal["next", "masked"]
Reading = Literal["everything", "weights"]
State = Literal["ready", "loading", "on disk", "fetching", "to fetch", "failed"]
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


class AttentionRequest(Encoding):
    """What to read from a Transformer."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "text": "The animal didn't cross the street because it was too tired.",
                    "model": "minilm",
                    "layers": [2],
                    "heads": [0, 1],
                    "decimals": 4,
                }
            ]
        }
    )

    text: Text
    text_pair: Text | None = Field(
        default=None,
        description="A second sentence, read with the first by an encoder; for an encoder-decoder model the sentence "
        "that its decoder reads, which it writes itself where this is left out.",
    )
    model: ModelId = Field(
        default="auto",
        description="Id of a model, or `auto`: text with letters that are not Latin goes to the model for about 100 "
        "languages, the rest to the default.",
    )
    layers: list[Whole] | None = Field(
        default=None,
        max_length=MAX_LIST,
        description="Layers to give in full, counted from 0; null means all, [] none.",
    )
    heads: list[Whole] | None = Field(
        default=None, max_length=MAX_LIST, description="Heads to give in full, counted from 0; null means all, [] none."
    )
    include: list[AttentionInclude] = Field(
        default_factory=list,
        max_length=MAX_LIST,
        description="Extras: `thumbnails`, a small picture of every head of every layer; `predictions`, the likeliest "
        "next tokens after each token of a decoder, or the likeliest tokens at each position of an encoder that has a "
        "head for it; `words`, weights between words instead of pieces (sum over keys, mean over queries).",
    )
    quarter: Quarter | None = Field(
        default=None,
        description="With `text_pair`: only from the first (a) or second (b) sentence, to the first or second.",
    )
    top: Whole = Field(default=5, ge=1, le=50, description="How many predictions for each token.")
    temperature: float = Field(
        default=1.0,
        ge=0.05,
        le=20,
        description="Divides the logits before the softmax of `predictions`; 1 is the model's own.",
    )


class GatesRequest(Encoding):
    """What to read from a recurrent net."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"text": "苹果很好吃,我买了三斤。", "cell": "lstm", "include": ["predictions"], "decimals": 4}]
        }
    )

    dtype: GatesDtype | None = Field(
        default=None,
        description="Element type of arrays in safetensors, float32 if left out. No uint8: states are signed.",
    )
    text: Text
    cell: Cell = Field(default="lstm", description="The recurrent cell.")
    checkpoint: Checkpoint = Field(default="trained", description="Trained weights, or those before training.")
    include: list[GatesInclude] = Field(
        default_factory=list,
        max_length=MAX_LIST,
        description="Extras: `predictions`, the likeliest next tokens after each token; `units`, the carrier order.",
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


class Notice(Answer):
    """Something that a reader must know before reading the numbers."""

    code: Literal["unknown-tokens", "unread-characters", "control-tokens", "weights-only"]
    detail: str
    tokens: list[int] = Field(description="Indices of the tokens concerned.")
    spans: list[tuple[int, int]] = Field(description="[start, end) of the characters concerned, in code points.")


class ModelRef(Answer):
    """Which numbers these are: enough to compute them again."""

    id: str
    revision: str
    weights_sha256: str = Field(description="sha256 of the source file of the weights.")
    converted_from: str | None = Field(description="The source's format, where the weights were converted.")
    dtype: str = Field(description="Element type of the computation.")
    libraries: dict[str, str] = Field(description="Versions of the libraries that computed.")


class Progress(Answer):
    """How far a download or a load is."""

    stage: str
    done_bytes: int
    total_bytes: int


class ModelInfo(Answer):
    """A model as /api/v1/models lists it."""

    id: str
    title: str
    family: Family | Literal["recurrent"] | None = Field(description="Null until a model the settings name is loaded.")
    languages: list[str]
    layers: int | None
    heads: int | None
    units: int | None
    max_tokens: int | None
    revision: str
    weights_sha256: str | None
    license: str | None
    state: State
    progress: Progress | None
    problem: str | None = Field(description="Why the model could not be loaded, if it could not.")
    description: str
    checkpoints: list[str] = Field(description="Checkpoints of a recurrent net; empty for a Transformer.")
    predicts: Predicts | None = Field(description="What the model predicts: `next` or `masked` tokens, or nothing.")
    reading: Reading | None = Field(
        description="`everything`: weights, q, k and v; `weights` alone; null: not known yet."
    )
    fetch_bytes: int | None = Field(description="What fetching the weights downloads, about; null: nothing to fetch.")


class ModelsAnswer(Answer):
    """GET /api/v1/models."""

    default: str
    models: list[ModelInfo]


class ArrayAnswer(Answer):
    """An array with named axes. In safetensors, ``values`` is a tensor of the field's name."""

    axes: list[Axis]
    shape: list[int]
    values: list[Any] | None = Field(description="Nested lists in the order of the axes; null in safetensors.")
    encoding: str = Field(description="`identity`, or how to decode the stored codes.")
    max_abs_error: float = Field(description="Largest difference from the model's float32 number.")


class AttentionArray(ArrayAnswer):
    """Attention weights: each query's row over all keys sums to 1."""

    layers: list[int]
    heads: list[int]
    queries: list[int] = Field(description="Token indices of the rows.")
    keys: list[int] = Field(description="Token indices of the columns.")


class DerivedArray(ArrayAnswer):
    """An array computed from the model's own numbers, with its definition."""

    definition: str


class WordsArray(DerivedArray):
    """Attention between words, derived from that between pieces."""

    layers: list[int]
    heads: list[int]
    words: list[list[int]] = Field(description="Token indices of each word.")


class Prediction(Answer):
    """One candidate for a token."""

    text: str
    probability: float


class AttentionAnswer(Answer):
    """POST /api/v1/attention."""

    model: ModelRef
    family: Family
    text: str
    text_pair: str | None = Field(description="The second sentence; what the decoder wrote, if it was left to write.")
    tokens: list[Token]
    notices: list[Notice]
    attention: AttentionArray
    target_tokens: list[Token] | None = Field(description="Encoder-decoder models: the tokens of the decoder.")
    target_attention: AttentionArray | None = Field(description="Encoder-decoder models: decoder to decoder.")
    cross_attention: AttentionArray | None = Field(
        description="Encoder-decoder models: from decoder (query) to encoder."
    )
    thumbnails: DerivedArray | None
    words: WordsArray | None
    predictions: list[list[Prediction]] | None = Field(
        description="For each token (of the decoder, where there is one), likeliest first."
    )
    predicts: Predicts | None = Field(description="`next` token or the token at a `masked` position; null: no head.")


class UnitOrder(Answer):
    """The units in carrier order."""

    order: list[int] = Field(description="Unit indices, the strongest carrier first.")
    definition: str


class ContextRequest(Encoding):
    """One word in two sentences."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "text_a": "The apple was sweet and juicy.",
                    "token_a": 2,
                    "text_b": "Apple released a new phone.",
                    "token_b": 1,
                    "model": "minilm",
                }
            ]
        }
    )

    text_a: Text
    token_a: Whole = Field(description="Index of the token in the first sentence, special tokens counted.")
    text_b: Text
    token_b: Whole = Field(description="Index of the token in the second sentence, special tokens counted.")
    model: ModelId = Field(default="auto", description="Id of a model, or `auto`.")


class ContextAnswer(Answer):
    """POST /api/v1/context."""

    model: ModelRef
    text_a: str
    text_b: str
    tokens_a: list[Token]
    tokens_b: list[Token]
    notices: list[Notice]
    token_a: int
    token_b: int
    cosine: DerivedArray = Field(description="[layer]: the embedding first, then the output of each layer.")


class Check(Answer):
    """How far our unrolled cell is from torch's own fused layer, on this very input."""

    against: str
    max_abs_error: float
    tolerance: float


class GatesAnswer(Answer):
    """POST /api/v1/gates. Arrays are [token][unit]."""

    model: ModelRef
    cell: Cell
    checkpoint: Checkpoint
    text: str
    tokens: list[Token]
    notices: list[Notice]
    axes: list[Axis]
    shape: list[int]
    gates: dict[str, list[Any]] | None = Field(description="input, forget, candidate, output; null in safetensors.")
    states: dict[str, list[Any]] | None = Field(description="cell, hidden; null in safetensors.")
    encoding: str
    max_abs_error: float
    predictions: list[list[Prediction]] | None
    units: UnitOrder | None
    check: Check


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
