"""Requests and answers about Transformers: attention, and one word in two contexts."""

from typing import Literal

from pydantic import ConfigDict, Field

from .attention_extras import Contributions, Effect, HeadStats, LayersArray, Lens, NormsArray, Thumbnails, WordsArray
from .common import (
    MAX_CHANGES,
    MAX_LIST,
    Answer,
    ArrayAnswer,
    DerivedArray,
    Encoding,
    ModelId,
    ModelRef,
    Notice,
    Prediction,
    Text,
    Token,
    Whole,
)
from .heads import Family, HeadRef

Quarter = Literal["aa", "ab", "ba", "bb"]
Predicts = Literal["next", "masked"]
Reading = Literal["everything", "weights"]


class AttentionFields(Encoding):
    """What to read from a Transformer; `app.requests` says what may be included."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "text": "The animal didn't cross the street because it was too tired.",
                    "model": "minilm",
                    "layers": [2],
                    "heads": [0, 1],
                    "decimals": 4,
                },
                {
                    "text": "The animal didn't cross the street because it was too tired.",
                    "model": "minilm",
                    "layers": [],
                    "include": ["head_stats", "effect"],
                    "mask": [2],
                    "ablate": [{"layer": 3, "head": 1}],
                },
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
        description="Layers to give in full, counted from 0; null means all that attend, [] none. Of an "
        "encoder-decoder model, layers that one of its parts lacks are left out there.",
    )
    heads: list[Whole] | None = Field(
        default=None, max_length=MAX_LIST, description="Heads to give in full, counted from 0; null means all, [] none."
    )
    include: list[str] = Field(default_factory=list, max_length=MAX_LIST)
    quarter: Quarter | None = Field(
        default=None,
        description="With `text_pair`: only from the first (a) or second (b) sentence, to the first or second.",
    )
    mask: list[Whole] = Field(
        default_factory=list,
        max_length=MAX_CHANGES,
        description="Tokens that no query may attend to, in any layer: the sentence is run again without them. "
        "Everything in the answer is of that run. For encoders and decoders of which everything can be read.",
    )
    ablate: list[HeadRef] = Field(
        default_factory=list,
        max_length=MAX_CHANGES,
        description="Heads that are switched off: their output is set to zero before the output projection. Their "
        "weights are given as ever; rollout, value_norms and contributions count them as zero. In a query string "
        "written layer.head, as in 3.1,4.0. For the same models as mask.",
    )
    top: Whole = Field(default=5, ge=1, le=50, description="How many predictions for each token.")
    temperature: float = Field(
        default=1.0,
        ge=0.05,
        le=20,
        description="Divides the logits before the softmax of `predictions`, `lens` and `effect`; 1 is the model's "
        "own.",
    )


class AttentionArray(ArrayAnswer):
    """Attention weights: each query's row over all keys sums to 1."""

    layers: list[int]
    heads: list[int]
    queries: list[int] = Field(description="Token indices of the rows.")
    keys: list[int] = Field(description="Token indices of the columns.")


class AttentionAnswer(Answer):
    """POST /api/v1/attention."""

    model: ModelRef
    family: Family
    text: str
    text_pair: str | None = Field(description="The second sentence; what the decoder wrote, if it was left to write.")
    tokens: list[Token]
    notices: list[Notice]
    layers_total: int = Field(
        description="How many layers the model has, attending or not; of an encoder-decoder, its encoder."
    )
    attending: list[int] = Field(description="The layers that attend, ascending; the others mix tokens in another way.")
    heads_by_layer: list[int] = Field(
        description="How many heads each of `attending` has. Arrays have the most, zeros where there are fewer."
    )
    attention: AttentionArray
    target_tokens: list[Token] | None = Field(description="Encoder-decoder models: the tokens of the decoder.")
    target_attention: AttentionArray | None = Field(description="Encoder-decoder models: decoder to decoder.")
    cross_attention: AttentionArray | None = Field(
        description="Encoder-decoder models: from decoder (query) to encoder."
    )
    forced: list[list[int]] = Field(
        description="By layer that attends: the tokens whose query may see one key only, so that its weight is 1 "
        "whatever the head. A decoder's first token, or one beside masked ones. Of `attention`."
    )
    thumbnails: Thumbnails | None
    words: WordsArray | None
    predictions: list[list[Prediction]] | None = Field(
        description="For each token (of the decoder, where there is one), likeliest first."
    )
    mask: list[int] = Field(description="Tokens that nobody could attend to.")
    ablate: list[HeadRef] = Field(description="Heads that were switched off.")
    rollout: LayersArray | None = Field(description="[layer, query, key]: after each layer that attends.")
    head_stats: HeadStats | None
    value_norms: NormsArray | None = Field(description="[layer, head, query, key], for the layers and heads asked for.")
    contributions: Contributions | None
    lens: Lens | None
    effect: Effect | None
    predicts: Predicts | None = Field(description="`next` token or the token at a `masked` position; null: no head.")


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
