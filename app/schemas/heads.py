"""Heads: which one, what one does, which are changed."""

from typing import Annotated, Literal

from pydantic import Field

from .common import (
    MAX_CHANGES,
    Strict,
    Whole,
)

Part = Literal["encoder", "decoder", "cross"]
Habit = Literal["previous", "next", "self", "first", "separator", "same-word", "broad", "narrow"]
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
