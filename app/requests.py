"""The requests that may include extras: `include` has the names and the documentation of those that there are."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from .analysis.attention import ATTENTION
from .analysis.extra import Extras
from .analysis.gates import GATES
from .schemas import MAX_LIST, AttentionFields, GatesFields

if TYPE_CHECKING:  # which names there are is known when the program runs
    AttentionInclude = str
    GatesInclude = str
else:
    AttentionInclude, GatesInclude = Literal[ATTENTION.names], Literal[GATES.names]


def _include(extras: Extras[Any], also: str) -> Any:
    return Field(default_factory=list, max_length=MAX_LIST, description=f"{extras.described} {also}")


def _listed(names: Sequence[str]) -> str:
    *rest, last = (f"`{name}`" for name in names)
    return f"{', '.join(rest)} and {last}" if rest else last


_SHORT = _listed([each.name for each in GATES if each.limit == "max_gradient_tokens"])


class AttentionRequest(AttentionFields):
    """What to read from a Transformer."""

    include: list[AttentionInclude] = _include(ATTENTION, "Each states its formula and source in `definition`.")


class GatesRequest(GatesFields):
    """What to read from a recurrent net."""

    include: list[GatesInclude] = _include(
        GATES, f"{_SHORT} are for short texts (setting `max_gradient_tokens`). {GATES.costs}"
    )
