"""What /attention includes where it is asked for."""

from typing import Literal

from pydantic import Field

from .common import (
    Answer,
    ArrayAnswer,
    DerivedArray,
    Prediction,
)


class LayersArray(DerivedArray):
    """An array of every layer that attends, derived."""

    layers: list[int] = Field(description="The layers of its first axis.")


class LargestWeight(Answer):
    """One weight a head: the largest of some, by layer and head as in `thumbnails`, never rounded."""

    definition: str
    weights: list[list[float | None]]
    queries: list[list[int | None]] = Field(description="Token indices.")
    keys: list[list[int | None]] = Field(description="Token indices.")


class Thumbnails(LayersArray):
    """A small picture of every head, and beside it what a picture of rounded codes cannot tell."""

    largest: LargestWeight
    largest_free: LargestWeight = Field(
        description="The largest weight that says something about the head: without what is forced, without special "
        "tokens."
    )


class WordsArray(DerivedArray):
    """Attention between words, derived from that between pieces."""

    layers: list[int]
    heads: list[int]
    words: list[list[int]] = Field(description="Token indices of each word.")


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


class NormsArray(ArrayAnswer):
    """Value-weighted attention, for the layers and heads asked for: norms after the output projection."""

    definition: str
    layers: list[int]
    heads: list[int]


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
