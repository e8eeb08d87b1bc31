"""Routes that look into a Transformer's heads: one head in full, and heads ranked by a link or a habit."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema

from ..models.library import Library
from ..pipeline import Pipeline, Timing
from ..schemas import FindAnswer, FindRequest, HeadAnswer, HeadRequest, Problem
from .etags import etag_of, is_known
from .lists import HeadRefs, Indices, as_in
from .openapi import Responses, problem_answers
from .query import GET_CACHE, FormInQuery, indices, with_form

Answering = Callable[[Request, Any, Callable[[Any], str | None], Callable[[Any, Timing], Awaitable[Any]]], Any]
_SPAN = WithJsonSchema({"type": "string", "pattern": "^[0-9]{1,6}(,[0-9]{1,6})?$"})
HEADERS = {"Vary": "Accept-Encoding"}
_WORDS = {name: field.description for name, field in FindRequest.model_fields.items()}


class HeadQuery(HeadRequest):
    """HeadRequest as query parameters: lists are split at commas."""

    model_config = ConfigDict(strict=False)

    mask: Indices = as_in(HeadRequest, "mask")
    ablate: HeadRefs = as_in(HeadRequest, "ablate")


def _span(values: Any) -> Any:
    """A span is written first,last, or as one token."""
    parts = indices(values)
    return parts * 2 if isinstance(parts, list) and len(parts) == 1 else parts


Span = Annotated[list[int] | None, BeforeValidator(_span), _SPAN]


class FindQuery(FindRequest):
    """FindRequest as query parameters: a span is written 4,6."""

    model_config = ConfigDict(strict=False)

    looking: Span = Field(default=None, alias="from", min_length=2, max_length=2, description=_WORDS["looking"])
    to: Span = Field(default=None, min_length=2, max_length=2, description=_WORDS["to"])
    mask: Indices = as_in(FindRequest, "mask")
    ablate: HeadRefs = as_in(FindRequest, "ablate")


def router(
    library: Library, pipeline: Pipeline, answer: Answering, with_arrays: tuple[Responses, Responses]
) -> APIRouter:
    """The routes; the caller gives the prefix, and how it answers with arrays (GET and POST)."""
    routes = APIRouter()
    on_get, on_post = with_arrays

    def transformer(asked: HeadRequest | FindRequest) -> str | None:
        return library.identity(library.resolve(asked.model, asked.text + (asked.text_pair or "")).id)

    @routes.post("/attention/steps", response_model=HeadAnswer, responses=on_post)
    async def post_steps(request: Request, asked: HeadRequest, form: FormInQuery) -> Response:
        """One head as one token of it looks: q, every k and v, scores, weights, output, and what all heads add."""
        found: Response = await answer(request, with_form(asked, form), transformer, pipeline.head)
        return found

    @routes.get("/attention/steps", response_model=HeadAnswer, responses=on_get)
    async def get_steps(request: Request, asked: Annotated[HeadQuery, Query()]) -> Response:
        """As POST, with the fields in the query. Cacheable."""
        found: Response = await answer(request, asked, transformer, pipeline.head)
        return found

    async def find(asked: FindRequest, headers: dict[str, str]) -> Response:
        timing = Timing()
        found = await pipeline.find(asked, timing)
        headers["Server-Timing"] = timing.header()
        return Response(found.model_dump_json(by_alias=True), media_type="application/json", headers=headers)

    def tag_of(asked: FindRequest) -> str | None:
        known = transformer(asked)
        return None if known is None else etag_of(known, "find", asked.model_dump_json())

    statuses = (422, 500, 503, 507)

    @routes.post("/attention/find", response_model=FindAnswer, responses=problem_answers(Problem, 400, 413, *statuses))
    async def post_find(asked: FindRequest) -> Response:
        """Every head of a model, ranked by how much these tokens look at those, or by a habit, on this sentence."""
        return await find(asked, HEADERS | {"Cache-Control": "no-store"})

    get_answers = problem_answers(Problem, *statuses)
    get_answers[304] = {"description": "What the ETag in If-None-Match names is still right"}

    @routes.get("/attention/find", response_model=FindAnswer, responses=get_answers)
    async def get_find(request: Request, asked: Annotated[FindQuery, Query()]) -> Response:
        """As POST, with the fields in the query; a span is written first,last. Cacheable."""
        headers = HEADERS | {"Cache-Control": GET_CACHE}
        if (tag := tag_of(asked)) is not None and is_known(request, tag):
            return Response(status_code=304, headers=headers | {"ETag": tag})
        response = await find(asked, headers)
        # once more: a model that the settings name has hashes when it is loaded
        if (tag := tag_of(asked)) is not None:
            response.headers["ETag"] = tag
        return response

    return routes
