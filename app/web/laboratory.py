"""Routes of the recurrent laboratory that answer without arrays: the nets' cards, and what reading costs."""

import asyncio
from typing import Annotated, Any, get_args

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response
from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema

from app.models.recurrent import shipped
from app.pipeline import Pipeline
from app.schemas import (
    COST_LENGTHS,
    MAX_COST_LENGTHS,
    MAX_COST_TOKENS,
    Card,
    CardId,
    CostAnswer,
    CostRequest,
    Problem,
)
from app.web.etags import etag_of, is_known
from app.web.openapi import problem_answers
from app.web.query import GET_CACHE, indices

CARD_HEADERS = {"Vary": "Accept-Encoding", "Cache-Control": GET_CACHE}
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
    """The routes; the caller gives the prefix."""
    laboratory = APIRouter()

    @laboratory.get("/cost", responses=problem_answers(Problem, 422, 500, 503, 507))
    async def cost(asked: Annotated[CostQuery, Query()], response: Response) -> CostAnswer:
        """What one head of self-attention and one recurrent cell cost, measured now, on this machine.

        Attention compares every token with every other in one step: n² pairs, depth 1; of a causal model n(n + 1)/2 are
        visible. A recurrent cell compares none, and its n steps wait for one another. Takes about two seconds.
        """
        response.headers["Cache-Control"] = "no-store"
        return await pipeline.cost(asked)

    card_answers: dict[int | str, dict[str, Any]] = problem_answers(Problem, 404, 422, 500)
    card_answers[304] = {"description": "What the ETag in If-None-Match names is still right"}

    @laboratory.get("/cards/{id}", response_model=Card, responses=card_answers)
    async def card(
        request: Request,
        card_id: Annotated[
            str, Path(alias="id", description="Whose card."), WithJsonSchema({"enum": list(get_args(CardId))})
        ],
    ) -> Response:
        """The card of a recurrent net: its data, recipe, training, results and the sha256 of its files.

        `comparison` is the card of nets that were trained alike, several seeds a cell, to be compared: curves of
        accuracy over the gap between cause and effect, without weights.
        """
        body = await asyncio.to_thread(shipped.card_json, card_id)
        headers = {**CARD_HEADERS, "ETag": etag_of(body)}
        if is_known(request, headers["ETag"]):
            return Response(status_code=304, headers=headers)
        return Response(body, media_type="application/json", headers=headers)

    return laboratory
