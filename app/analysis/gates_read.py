"""What was read of a sentence from a recurrent net, and what an extra of /gates is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeVar, cast

from ..forward.recurrent import Trace
from ..models.recurrent.shipped import LoadedNet
from ..schemas import GatesFields, Token
from .extra import Extra

Result = TypeVar("Result")


@dataclass
class GatesRead:
    """Everything that was read from a recurrent net for one request, to be put into an answer.

    ``net`` is as the request changed it, ``found`` has what each work of an extra gave.
    """

    request: GatesFields
    net: LoadedNet
    tokens: list[Token]
    traced: Trace
    found: dict[Callable[["GatesRead"], object], object] = field(default_factory=dict)

    def of(self, work: Callable[["GatesRead"], Result]) -> Result:
        """What a work gave."""
        return cast(Result, self.found[work])

    @property
    def ids(self) -> list[int]:
        """The pieces that the net read."""
        return [token.id for token in self.tokens]

    @property
    def token(self) -> int:
        """The step that is asked about: the last one, where none is named."""
        return len(self.tokens) - 1 if self.request.token is None else self.request.token


class GatesExtra(Extra[GatesRead, LoadedNet]):
    """An extra of /gates."""

    needs: ClassVar[str] = "any of the nets"
    example: ClassVar[dict[str, Any]] = {"text": "I grew up in France, so I speak fluent", "cell": "lstm"}

    def refusal(self, request: GatesFields) -> str | None:  # noqa: ARG002 - some need it
        """Why this cell does not have it; None where it does."""
        return None
