"""The models that a server lists, and the state of each."""

from typing import Literal

from pydantic import Field

from .attention import Predicts, Reading
from .common import Answer
from .heads import Family

State = Literal["ready", "loading", "on disk", "fetching", "to fetch", "failed"]


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
    layers: int | None = Field(
        description="How many layers the model has; null until a model the settings name is loaded."
    )
    attending: list[int] | None = Field(
        description="The layers of a Transformer that attend; null until a model the settings name is loaded."
    )
    heads: int | None = Field(
        description="How many heads a layer has, at most; null until a model the settings name is loaded."
    )
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
