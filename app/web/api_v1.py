"""The API, version 1. GET and POST of a resource share one request model and one answer."""

import asyncio
import hashlib
import re
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema

from app import __version__
from app.encode.payload import Payload
from app.models.library import Library, net_ref
from app.pipeline import Pipeline, Timing
from app.schemas import (
    AttentionAnswer,
    AttentionInclude,
    AttentionRequest,
    Encoding,
    GatesAnswer,
    GatesInclude,
    GatesRequest,
    ModelsAnswer,
    Problem,
)
from app.settings import Settings
from app.web.negotiate import MEDIA_TYPES, Form, resolve
from app.web.openapi import Responses, problem_answers

GET_CACHE = "public, max-age=86400, stale-while-revalidate=604800"
Asked = TypeVar("Asked", bound=Encoding)


def _names(values: Any) -> Any:
    """On GET a list is comma-separated, repeated, or both."""
    return [part for value in values for part in value.split(",")] if isinstance(values, list) else values


def _indices(values: Any) -> Any:
    """As _names, for indices; an empty list is written ``layers=``, and empty items are passed over."""
    parts = _names(values)
    if not isinstance(parts, list):
        return parts
    # int() alone would take "+1", " 1" and "1_0" too
    return [int(part) if re.fullmatch("[0-9]{1,9}", part) else [part] for part in parts if part]


def _listed(item: str) -> WithJsonSchema:
    """What the OpenAPI document says of such a list: each repetition holds items with commas between them."""
    return WithJsonSchema({"type": "array", "items": {"type": "string", "pattern": f"^{item}(,{item})*$"}})


INDEX_LIST = _listed("[0-9]{0,9}")


def _as_in(model: type[Encoding], name: str) -> Any:
    """The same default and description as a request's own field."""
    field = model.model_fields[name]
    if field.default_factory is list:
        return Field(default_factory=list, description=field.description)
    return Field(default=field.default, description=field.description)


class AttentionQuery(AttentionRequest):
    """AttentionRequest as query parameters: strings are parsed, lists are split at commas."""

    model_config = ConfigDict(strict=False)

    layers: Annotated[list[int] | None, BeforeValidator(_indices), INDEX_LIST] = _as_in(AttentionRequest, "layers")
    heads: Annotated[list[int] | None, BeforeValidator(_indices), INDEX_LIST] = _as_in(AttentionRequest, "heads")
    include: Annotated[list[AttentionInclude], BeforeValidator(_names), _listed("thumbnails")] = _as_in(
        AttentionRequest, "include"
    )


class GatesQuery(GatesRequest):
    """GatesRequest as query parameters."""

    model_config = ConfigDict(strict=False)

    include: Annotated[list[GatesInclude], BeforeValidator(_names), _listed("(predictions|units)")] = _as_in(
        GatesRequest, "include"
    )


def router(library: Library, pipeline: Pipeline, settings: Settings) -> APIRouter:
    """The routes under /api/v1."""
    api = APIRouter(prefix="/api/v1", tags=["API, version 1"])

    async def answer(
        request: Request,
        asked: Asked,
        weights: dict[str, str],
        run: Callable[[Asked, Timing], Awaitable[Payload]],
    ) -> Response:
        form = resolve(asked, request.headers.get("accept", ""))
        headers = {"Vary": "Accept"}
        if request.method == "GET":
            headers |= {"ETag": _etag(asked, form, weights), "Cache-Control": GET_CACHE}
            if _matches(request.headers.get("if-none-match", ""), headers["ETag"]):
                return Response(status_code=304, headers=headers)
        else:
            headers["Cache-Control"] = "no-store"
        timing = Timing()
        payload = await run(asked, timing)
        with timing.stage("encode"):
            body = await asyncio.to_thread(form.encode, payload, settings.max_json_bytes)
        headers["Server-Timing"] = ", ".join(f"{name};dur={ms:.1f}" for name, ms in timing.stages_ms.items())
        return Response(body, media_type=form.media_type, headers=headers)

    def transformer_weights(asked: AttentionRequest) -> dict[str, str]:
        packaged = library.resolve(asked.model)
        return {packaged.id: packaged.weights_sha256}

    def net_weights(asked: GatesRequest) -> dict[str, str]:
        return {asked.cell: net_ref(asked.cell, asked.checkpoint).weights_sha256}

    @api.get("/models", responses=problem_answers(Problem, 500))
    def models() -> ModelsAnswer:
        """List the models, with the state of each: ready, on disk, to fetch, fetching, loading or failed."""
        return library.listing()

    @api.post("/attention", response_model=AttentionAnswer, responses=_responses(body=True))
    async def post_attention(request: Request, asked: AttentionRequest) -> Response:
        """Attention weights of every head, or of those asked for: a row of weights over the keys sums to 1."""
        return await answer(request, asked, transformer_weights(asked), pipeline.attention)

    @api.get("/attention", response_model=AttentionAnswer, responses=_responses())
    async def get_attention(request: Request, asked: Annotated[AttentionQuery, Query()]) -> Response:
        """As POST, with the fields in the query; a list is comma-separated or repeated. Cacheable."""
        return await answer(request, asked, transformer_weights(asked), pipeline.attention)

    @api.post("/gates", response_model=GatesAnswer, responses=_responses(body=True))
    async def post_gates(request: Request, asked: GatesRequest) -> Response:
        """Gates and states of a recurrent net after each token, and how far they are from torch's fused layer."""
        return await answer(request, asked, net_weights(asked), pipeline.gates)

    @api.get("/gates", response_model=GatesAnswer, responses=_responses())
    async def get_gates(request: Request, asked: Annotated[GatesQuery, Query()]) -> Response:
        """As POST, with the fields in the query. Cacheable."""
        return await answer(request, asked, net_weights(asked), pipeline.gates)

    return api


def _etag(asked: Encoding, form: Form, weights: dict[str, str]) -> str:
    """A weak ETag made from the inputs: the answer is a pure function of them, so it need not be computed."""
    inputs = f"{__version__} {sorted(weights.items())} {type(asked).__name__} {asked.model_dump_json()}".encode()
    return f'W/"{hashlib.sha256(inputs + form.key()).hexdigest()[:32]}"'


def _matches(header: str, etag: str) -> bool:
    return header.strip() == "*" or etag in [tag.strip() for tag in header.split(",")]


def _responses(*, body: bool = False) -> Responses:
    statuses = (400, 406, 413, 422, 500, 503, 507) if body else (406, 422, 500, 503, 507)
    found = problem_answers(Problem, *statuses)
    found[200] = {"content": {MEDIA_TYPES["safetensors"]: {"schema": {"type": "string", "format": "binary"}}}}
    return found
