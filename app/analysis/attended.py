"""What was read of a sentence from a Transformer, and what an extra of /attention is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeVar, cast

from ..capture.attention import UNCHANGED, Intervention
from ..capture.layout import Kind
from ..forward.reading import Candidates, Inputs, Weights
from ..models.loading import LoadedTransformer
from ..schemas import AttentionFields, Family, Prediction, Token
from .extra import Extra

Result = TypeVar("Result")
TEXT = "The animal didn't cross the street because it was too tired."


@dataclass
class Attended:
    """Everything that was read from a Transformer for one request, to be put into an answer.

    ``found`` has what each work of an extra gave.
    """

    request: AttentionFields
    model: LoadedTransformer
    tokens: list[Token]
    inputs: Inputs
    weights: Weights
    change: Intervention = UNCHANGED
    text_pair: str | None = None
    target_tokens: list[Token] | None = None
    found: dict[Callable[["Attended"], object], object] = field(default_factory=dict)

    def of(self, work: Callable[["Attended"], Result]) -> Result:
        """What a work gave."""
        return cast(Result, self.found[work])

    def chosen(self, kind: Kind) -> tuple[list[int], list[int], list[int]]:
        """The layers and heads that exist among those asked for, which have been checked; and the layers' places."""
        numbers, most = self.model.layout.numbers(kind), max(self.model.layout.heads(kind))
        asked, heads = self.request.layers, self.request.heads
        layers = numbers if asked is None else [number for number in asked if number in numbers]
        return (
            layers,
            list(range(most)) if heads is None else [head for head in heads if head < most],
            [numbers.index(number) for number in layers],
        )


class AttentionExtra(Extra[Attended, LoadedTransformer]):
    """An extra of /attention.

    ``families`` are those of the models that have it, ``needs_values`` says whether weights alone are not enough.
    """

    families: ClassVar[tuple[Family, ...]] = ("encoder", "decoder")
    needs_values: ClassVar[bool] = False
    needs: ClassVar[str] = "an encoder or a decoder"
    example: ClassVar[dict[str, Any]] = {"text": TEXT, "model": "minilm", "layers": []}

    def refusal(self, request: AttentionFields, model: LoadedTransformer) -> str | None:  # noqa: ARG002 - some need it
        """Why this model does not have it, or not for this request; None where it does."""
        name = model.ref.id
        if model.family not in self.families:
            return f"{name} is an {model.family} model: {self.name} is for {_listed(self.families)}."
        if self.needs_values and model.reading != "everything":
            return f"{name} gives attention weights only: {self.name} needs its values."
        return None


def _listed(families: Sequence[Family]) -> str:
    return " and ".join(f"{family}s" for family in families)


def predictions_of(found: Candidates, text_of: Callable[[int], str]) -> list[list[Prediction]]:
    """Candidates as text, by token."""
    return [
        [
            Prediction(text=text_of(index), probability=float(probability))
            for index, probability in zip(row, probabilities, strict=True)
        ]
        for row, probabilities in zip(found.ids, found.probabilities, strict=True)
    ]
