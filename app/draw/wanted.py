"""What a figure is asked for with."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Wanted:
    """One figure.

    Attributes:
        query: the view state: a query with its question mark, or a JSON object of its keys.
        width: of the whole figure, in CSS px.
        theme: auto, light or dark.
        lang: of the words, where the query names none: en or zh.
        fresh: whether it is drawn anew, because its numbers are measured when they are asked for.

    """

    query: str
    width: int = 720
    theme: str = "auto"
    lang: str = "en"
    fresh: bool = False
