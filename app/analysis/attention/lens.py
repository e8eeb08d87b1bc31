"""What a decoder would predict if it stopped after a layer."""

from typing import Any, ClassVar

from ...forward.lens import DEFINITION
from ...forward.lens import lens as read_lens
from ...forward.reading import Candidates
from ...models.loading import LoadedTransformer
from ...schemas import AttentionFields, Lens
from ..attended import Attended, AttentionExtra, predictions_of


def by_layer(read: Attended) -> list[Candidates]:
    """The likeliest tokens by layer, the embedding first."""
    return read_lens(read.model, read.inputs, read.request.top, read.request.temperature, read.change)


class LensExtra(AttentionExtra):
    """The logit lens."""

    name = "lens"
    description = "what a decoder would predict after each layer"
    needs = "a decoder that predicts the next token"
    cost = "a forward pass, and scores over the whole vocabulary once a layer"
    example: ClassVar[dict[str, Any]] = {**AttentionExtra.example, "model": "smollm2", "include": ["lens"]}
    order = 80
    limit = "max_lens_tokens"
    works = (by_layer,)

    def refusal(self, request: AttentionFields, model: LoadedTransformer) -> str | None:
        """As of every extra; it needs a decoder that predicts the next token."""
        if refused := super().refusal(request, model):
            return refused
        if model.predicts != "next" or model.family != "decoder":
            return f"{model.ref.id} is no decoder that predicts the next token: no logit lens."
        return None

    def answer(self, read: Attended) -> dict[str, Any]:
        """By layer and token, likeliest first."""
        layers = [predictions_of(layer, read.model.text_of) for layer in read.of(by_layer)]
        return {"lens": Lens(definition=DEFINITION, layers=layers)}
