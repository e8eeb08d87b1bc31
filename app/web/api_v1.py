"""The API, version 1. GET and POST of a resource share one request model and one answer."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar, get_args

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from pydantic import BeforeValidator, ConfigDict

from ..encode.document import nbytes_of
from ..models.library import Library
from ..models.recurrent import shipped
from ..pipeline import Pipeline, Timing
from ..requests import AttentionInclude, AttentionRequest, GatesInclude, GatesRequest
from ..schemas import (
    Answer,
    AttentionAnswer,
    ContextAnswer,
    ContextRequest,
    Encoding,
    GatesAnswer,
    ModelsAnswer,
    NetRequest,
    Problem,
    StepsAnswer,
    StepsRequest,
)
from ..settings import Settings
from . import cards, cost, heads
from .budget import AnswerBudget, ReservedResponse
from .etags import etag_of, is_known
from .lists import INDEX_LIST, HeadRefs, Indices, as_in, listed
from .negotiate import MEDIA_TYPES, resolve
from .openapi import Responses, problem_answers
from .query import GET_CACHE, FormInQuery, indices, names, readable_query, with_form

Asked = TypeVar("Asked", bound=Encoding)


ATTENTION_EXTRAS, GATES_EXTRAS = ("|".join(get_args(each)) for each in (AttentionInclude, GatesInclude))


class AttentionQuery(AttentionRequest):
    """AttentionRequest as query parameters: strings are parsed, lists are split at commas."""

    model_config = ConfigDict(strict=False)

    layers: Annotated[list[int] | None, BeforeValidator(indices), INDEX_LIST] = as_in(AttentionRequest, "layers")
    heads: Annotated[list[int] | None, BeforeValidator(indices), INDEX_LIST] = as_in(AttentionRequest, "heads")
    include: Annotated[list[AttentionInclude], BeforeValidator(names), listed(ATTENTION_EXTRAS)] = as_in(
        AttentionRequest, "include"
    )
    mask: Indices = as_in(AttentionRequest, "mask")
    ablate: HeadRefs = as_in(AttentionRequest, "ablate")


class ContextQuery(ContextRequest):
    """ContextRequest as query parameters."""

    model_config = ConfigDict(strict=False)


class GatesQuery(GatesRequest):
    """GatesRequest as query parameters."""

    model_config = ConfigDict(strict=False)

    include: Annotated[list[GatesInclude], BeforeValidator(names), listed(GATES_EXTRAS)] = as_in(
        GatesRequest, "include"
    )


class StepsQuery(StepsRequest):
    """StepsRequest as query parameters."""

    model_config = ConfigDict(strict=False)


def router(library: Library, pipeline: Pipeline, settings: Settings) -> APIRouter:
    """The routes under /api/v1."""
    budget = AnswerBudget(settings.max_answers_bytes)
    api = APIRouter(prefix="/api/v1", tags=["API, version 1"], dependencies=[Depends(readable_query)])

    async def answer(
        request: Request,
        asked: Asked,
        computed_by: Callable[[Asked], str | None],
        run: Callable[[Asked, Timing], Awaitable[Answer]],
    ) -> Response:
        form = resolve(asked, ", ".join(request.headers.getlist("accept")))
        headers = {"Vary": "Accept, Accept-Encoding"}
        cacheable = request.method == "GET"
        headers["Cache-Control"] = GET_CACHE if cacheable else "no-store"
        if cacheable and (known := computed_by(asked)) is not None:
            headers["ETag"] = etag_of(known, type(asked).__name__, asked.model_dump_json(), form)
            if is_known(request, headers["ETag"]):
                return Response(status_code=304, headers=headers)
        timing = Timing()
        found = await run(asked, timing)
        # once more: a model that the settings name has hashes when it is loaded
        if cacheable and (known := computed_by(asked)) is not None:
            headers["ETag"] = etag_of(known, type(asked).__name__, asked.model_dump_json(), form)
        room = budget.reserve(nbytes_of(found))
        try:
            with timing.stage("encode"):
                body = await asyncio.to_thread(form.encode, found, settings.max_json_bytes)
        except BaseException:
            room.release()
            raise
        room.resize(len(body))
        headers["Server-Timing"] = timing.header()
        return ReservedResponse(body, room, form.media_type, headers)

    def transformer(asked: AttentionRequest) -> str | None:
        return library.identity(library.resolve(asked.model, asked.text + (asked.text_pair or "")).id)

    def context(asked: ContextRequest) -> str | None:
        return library.identity(library.resolve(asked.model, asked.text_a + asked.text_b).id)

    def net(asked: NetRequest) -> str:
        return repr(shipped.card(asked.cell))

    @api.get("/models", responses=problem_answers(Problem, 500, 503))
    def models() -> ModelsAnswer:
        """List the models, with the state of each: ready, on disk, to fetch, fetching, loading or failed."""
        return library.listing()

    @api.post("/attention", response_model=AttentionAnswer, responses=_responses(body=True))
    async def post_attention(request: Request, asked: AttentionRequest, form: FormInQuery) -> Response:
        """Attention weights of every head, or of those asked for: a row of weights over the keys sums to 1."""
        asked = with_form(asked, form)
        return await answer(request, asked, transformer, pipeline.attention)

    @api.get("/attention", response_model=AttentionAnswer, responses=_responses())
    async def get_attention(request: Request, asked: Annotated[AttentionQuery, Query()]) -> Response:
        """As POST, with the fields in the query; a list is comma-separated or repeated. Cacheable."""
        return await answer(request, asked, transformer, pipeline.attention)

    @api.post("/context", response_model=ContextAnswer, responses=_responses(body=True))
    async def post_context(request: Request, asked: ContextRequest, form: FormInQuery) -> Response:
        """One word in two sentences: the cosine of its vectors at every layer."""
        return await answer(request, with_form(asked, form), context, pipeline.context)

    @api.get("/context", response_model=ContextAnswer, responses=_responses())
    async def get_context(request: Request, asked: Annotated[ContextQuery, Query()]) -> Response:
        """As POST, with the fields in the query. Cacheable."""
        return await answer(request, asked, context, pipeline.context)

    @api.post("/gates", response_model=GatesAnswer, responses=_responses(body=True))
    async def post_gates(request: Request, asked: GatesRequest, form: FormInQuery) -> Response:
        """Gates and states of a recurrent net after each token, and how far they are from torch's fused layer.

        `include` adds what is derived from them, each with its formula and source in `definition`: surviving shares,
        the reach of gradients, counterfactuals. Before training (checkpoint=initial) the forget bias and the scale of
        the recurrent matrix may be changed.
        """
        asked = with_form(asked, form)
        return await answer(request, asked, net, pipeline.gates)

    @api.get("/gates", response_model=GatesAnswer, responses=_responses())
    async def get_gates(request: Request, asked: Annotated[GatesQuery, Query()]) -> Response:
        """As POST, with the fields in the query. Cacheable."""
        return await answer(request, asked, net, pipeline.gates)

    @api.post("/gates/steps", response_model=StepsAnswer, responses=_responses(body=True))
    async def post_steps(request: Request, asked: StepsRequest, form: FormInQuery) -> Response:
        """One unit of a recurrent net at one token: every weight, product and sum that made its new state."""
        return await answer(request, with_form(asked, form), net, pipeline.steps)

    @api.get("/gates/steps", response_model=StepsAnswer, responses=_responses())
    async def get_steps(request: Request, asked: Annotated[StepsQuery, Query()]) -> Response:
        """As POST, with the fields in the query. Cacheable."""
        return await answer(request, asked, net, pipeline.steps)

    api.include_router(heads.router(library, pipeline, answer, (_responses(), _responses(body=True))))
    api.include_router(cost.router(pipeline))
    api.include_router(cards.router())
    return api


def _responses(*, body: bool = False) -> Responses:
    statuses = (400, 406, 413, 422, 500, 503, 507) if body else (406, 422, 500, 503, 507)
    found = problem_answers(Problem, *statuses)
    if not body:
        found[304] = {"description": "What the ETag in If-None-Match names is still right"}
    found[200] = {"content": {MEDIA_TYPES["safetensors"]: {"schema": {"type": "string", "format": "binary"}}}}
    return found
