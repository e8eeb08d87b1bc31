"""The likeliest tokens at every position, by the model's own head."""

from typing import Any, ClassVar

from ...forward.reading import Candidates, predict
from ...models.loading import LoadedTransformer
from ...schemas import AttentionFields, Family
from ...settings import Settings
from ..attended import Attended, AttentionExtra, predictions_of

BYTES = 4  # of a score, float32


def predicted(read: Attended) -> Candidates:
    """The likeliest tokens, under the request's temperature."""
    return predict(read.model, read.inputs, read.request.top, read.request.temperature, read.change)


def tokens_that_fit(model: LoadedTransformer, settings: Settings, times: int = 1) -> int | None:
    """For how many tokens the scores of a whole vocabulary fit into the memory set aside for them, ``times`` over.

    None where the model scores no vocabulary.
    """
    if model.predicts is None:
        return None
    return settings.max_vocabulary_bytes // (BYTES * model.vocabulary) // times


class PredictionsExtra(AttentionExtra):
    """softmax(logits / temperature), the largest at every position."""

    name = "predictions"
    description = (
        "the likeliest next tokens after each token of a decoder, or the likeliest tokens at each position of an "
        "encoder that has a head for it"
    )
    needs = "a model with a head that predicts tokens"
    cost = "a forward pass, and scores over the whole vocabulary"
    example: ClassVar[dict[str, Any]] = {**AttentionExtra.example, "model": "smollm2", "include": ["predictions"]}
    order = 20
    limit = "max_vocabulary_bytes"
    families: ClassVar[tuple[Family, ...]] = ("encoder", "decoder", "encoder-decoder")
    works = (predicted,)

    def refusal(self, request: AttentionFields, model: LoadedTransformer) -> str | None:
        """As of every extra; it needs a head that predicts."""
        if model.predicts is None:
            return f"{model.ref.id} has no head that predicts tokens."
        return super().refusal(request, model)

    def most_tokens(self, model: LoadedTransformer, settings: Settings) -> int | None:
        """As many as have room for their scores."""
        return tokens_that_fit(model, settings)

    def answer(self, read: Attended) -> dict[str, Any]:
        """By token, likeliest first."""
        return {"predictions": predictions_of(read.of(predicted), read.model.text_of)}
