"""The route that gives the cards of the recurrent nets."""

import asyncio
from typing import Annotated, get_args

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from pydantic import WithJsonSchema

from ..models.recurrent import shipped
from ..schemas import Card, CardId, Problem
from .etags import etag_of, not_modified
from .openapi import NOT_MODIFIED, problem_answers
from .query import GET_CACHE

CARD_HEADERS = {"Vary": "Accept-Encoding", "Cache-Control": GET_CACHE}


def router() -> APIRouter:
    """The route; the caller gives the prefix."""
    routes = APIRouter()

    @routes.get("/cards/{id}", response_model=Card, responses=problem_answers(Problem, 404, 422, 500) | NOT_MODIFIED)
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
        return not_modified(request, headers) or Response(body, media_type="application/json", headers=headers)

    return routes
