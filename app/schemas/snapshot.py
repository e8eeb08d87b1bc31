"""figure.json: a figure frozen, with everything that it was drawn from."""

from typing import Any, Literal

from pydantic import Field

from .common import Answer, ModelRef


class Number(Answer):
    """A cell of a table that is a number."""

    value: float | None = Field(description="In full; null where there is none.")
    shown: str = Field(description="As the page shows it, rounded.")


class Table(Answer):
    """A table of a figure: the numbers that its picture shows."""

    title: str
    caption: str
    head: list[str] = Field(description="What the columns are.")
    rows: list[list[str | Number]] = Field(description="The first cell of a row is its heading.")


class PictureWords(Answer):
    """What is said of one picture of a figure."""

    heading: str
    summary: str
    notes: list[str]
    definitions: list[str] = Field(description="How the numbers are defined.")


class Recorded(Answer):
    """A question that the figure put to this API, and its answer."""

    path: str
    method: Literal["GET", "POST"]
    body: str | None
    status: int
    type: str = Field(description="Media type of the answer.")
    base64: bool = Field(description="Whether `data` is base64, of an answer that is no text.")
    data: str


class Snapshot(Answer):
    """GET /api/v1/figure.json: the view as it was, readable without this server."""

    format: Literal["heads-and-gates/1"]
    version: str = Field(description="Version of the application.")
    made: str | None = Field(
        description="When, in ISO 8601, UTC, where numbers are measured anew each time; else null, so that the same "
        "question has the same bytes."
    )
    query: str = Field(description="The view's query in the page's address; empty for the default view.")
    state: dict[str, Any] = Field(description="Every key of the view state, as the page holds it.")
    lang: Literal["en", "zh"]
    width: int = Field(description="That the figure could take, in CSS pixels.")
    title: str
    description: str
    intro: str
    words: list[PictureWords]
    models: list[ModelRef] = Field(description="Whose numbers these are.")
    svg: str
    tables: list[Table]
    answers: list[Recorded]
