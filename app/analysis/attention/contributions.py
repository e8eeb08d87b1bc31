"""What each head adds to the residual stream, from the norms of a forward pass."""

from typing import Any, ClassVar

from ...schemas import ArrayAnswer, Contributions
from ..attended import Attended, AttentionExtra
from .value_norms import norms

DEFINITION = (
    "‖output_h · W_O^h‖: the norm of what the head adds to the sum over heads, before any norm that follows; beside it "
    "the norm of the vector that the layer read (`residual`)."
)


class ContributionsExtra(AttentionExtra):
    """What every head adds, and what it is added to."""

    name = "contributions"
    description = "what each head adds to the residual stream"
    needs = "an encoder or a decoder of which everything can be read"
    cost = "a forward pass, the same for `value_norms` and `contributions`"
    example: ClassVar[dict[str, Any]] = {**AttentionExtra.example, "include": ["contributions"]}
    order = 70
    needs_values = True
    works = (norms,)

    def answer(self, read: Attended) -> dict[str, Any]:
        """[layer, head, token], and [layer, token] of what each layer read."""
        found = read.of(norms)
        contributions = Contributions.of(
            found.parts,
            ["layer", "head", "token"],
            definition=DEFINITION,
            layers=read.model.layout.numbers("own"),
            residual=ArrayAnswer.of(found.residual, ["layer", "token"]),
        )
        return {"contributions": contributions}
