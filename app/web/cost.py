"""The route that measures what reading costs."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema

from ..pipeline import Pipeline
from ..schemas import (
    COST_LENGTHS,
    MAX_COST_LENGTHS,
    MAX_COST_TOKENS,
    CostAnswer,
    CostRequest,
    Problem,
)
from .in_query import indices
from .openapi import problem_answers

_LENGTH = "([1-9]|[1-9][0-9]|[1-4][0-9]{2}|50[0-9]|51[0-2])"
_LENGTHS = WithJsonSchema({"type": "string", "pattern": f"^{_LENGTH}(,{_LENGTH}){{0,{MAX_COST_LENGTHS - 1}}}$"})
_FIELD = CostRequest.model_fields["lengths"]


class CostQuery(CostRequest):
    """CostRequest as query parameters."""

    model_config = ConfigDict(strict=False)

    lengths: Annotated[list[Annotated[int, Field(ge=1, le=MAX_COST_TOKENS)]], BeforeValidator(indices), _LENGTHS] = (
        Field(
            default_factory=lambda: list(COST_LENGTHS),
            min_length=1,
            max_length=MAX_COST_LENGTHS,
            description=_FIELD.description,
        )
    )


def router(pipeline: Pipeline) -> APIRouter:
    """The route; the caller gives the prefix."""
    routes = APIRouter()

    @routes.get("/cost", responses=problem_answers(Problem, 422, 500, 503, 507))
    async def cost(asked: Annotated[CostQuery, Query()], response: Response) -> CostAnswer:
        """What one head of self-attention and one recurrent cell cost, measured now, on this machine.

        Attention compares every token with every other in one step: n² pairs, depth 1; of a causal model n(n + 1)/2 are
        visible. A recurrent cell compares none, and its n steps wait for one another. Takes about two seconds.
        """
        response.headers["Cache-Control"] = "no-store"
        return await pipeline.cost(asked)

    return routes
