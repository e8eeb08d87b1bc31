"""A resource of the API, declared once: what it takes and gives by GET and POST, and when a client has it already."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from inspect import cleandoc
from typing import Annotated, Any, Generic, TypeVar

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from ..encode.document import nbytes_of
from ..schemas import Answer, Encoding, Problem, Strict
from ..settings import Settings
from ..timing import Timing
from .budget import AnswerBudget, ReservedResponse
from .etags import etag_of, not_modified
from .in_query import as_query
from .negotiate import MEDIA_TYPES, Form, resolve
from .openapi import NOT_MODIFIED, Responses, problem_answers
from .query import GET_CACHE, FormInQuery, PostForm, with_form

Asked = TypeVar("Asked", bound=Strict)


@dataclass(frozen=True)
class Resource(Generic[Asked]):
    """A resource that computes an answer to a request.

    Attributes:
        path: below the API's.
        request: the body of POST; GET has its fields in the query. One that is an ``Encoding`` says how arrays are
            written; of another the answer is JSON.
        answer: what both give.
        says: what it is, for the documentation.
        compute: the answer, and how long each stage took.
        identity: which weights decide the answer, in words that change with them; None where they are not known yet.
        lists: how a list is written in the query, where the documentation of GET says so.

    """

    path: str
    request: type[Asked]
    answer: type[Answer]
    says: str
    compute: Callable[[Any, Timing], Awaitable[Answer]]
    identity: Callable[[Any], str | None]
    lists: str = ""

    @property
    def has_arrays(self) -> bool:
        """Whether the answer comes as safetensors too."""
        return issubclass(self.request, Encoding)

    def add_to(self, api: APIRouter, budget: AnswerBudget, settings: Settings) -> None:
        """Add both methods. Answers take room from ``budget`` until they are sent."""

        async def answered(request: Request, asked: Any) -> Response:
            return await _Answering(self, request, asked).response(budget, settings.max_json_bytes)

        async def get(request: Request, asked: Any) -> Response:
            return await answered(request, asked)

        async def post(request: Request, asked: Any) -> Response:
            return await answered(request, asked)

        async def post_in_form(request: Request, asked: Any, form: PostForm) -> Response:
            return await answered(request, with_form(asked, form))

        posting: Callable[..., Awaitable[Response]] = post_in_form if self.has_arrays else post
        posting.__annotations__["asked"] = self.request
        post_in_form.__annotations__["form"] = FormInQuery
        get.__annotations__["asked"] = Annotated[as_query(self.request), Query()]
        written = f"; {self.lists}" if self.lists else ""
        self._add(api, "POST", posting, self.says, problem_answers(Problem, *self._statuses(400, 413)))
        says = f"As POST, with the fields in the query{written}. Cacheable."
        self._add(api, "GET", get, says, problem_answers(Problem, *self._statuses()) | NOT_MODIFIED)

    def _statuses(self, *more: int) -> list[int]:
        return sorted({422, 500, 503, 507, *more, *([406] if self.has_arrays else [])})

    def _add(self, api: APIRouter, method: str, handler: Callable[..., Any], says: str, responses: Responses) -> None:
        if self.has_arrays:
            safetensors = {"schema": {"type": "string", "format": "binary"}}
            responses[200] = {"content": {MEDIA_TYPES["safetensors"]: safetensors}}
        api.add_api_route(
            self.path,
            handler,
            methods=[method],
            name=f"{method.lower()}_{self.path.rpartition('/')[2]}",
            description=cleandoc(says),
            response_model=self.answer,
            responses=responses,
        )


class _Answering:
    """One request to a resource."""

    def __init__(self, resource: Resource[Any], request: Request, asked: Any) -> None:
        self.resource, self.request, self.asked = resource, request, asked
        self.form, varies = Form("json", "float32", None), "Accept-Encoding"
        if resource.has_arrays:
            self.form = resolve(asked, ", ".join(request.headers.getlist("accept")))
            varies = f"Accept, {varies}"
        self.is_cacheable = request.method == "GET"
        self.headers = {"Vary": varies, "Cache-Control": GET_CACHE if self.is_cacheable else "no-store"}

    async def response(self, budget: AnswerBudget, max_json_bytes: int) -> Response:
        """304 where the client has the answer, else the answer."""
        self._tag()
        if "ETag" in self.headers and (unchanged := not_modified(self.request, self.headers)):
            return unchanged
        timing = Timing()
        answer = await self.resource.compute(self.asked, timing)
        self._tag()  # once more: a model that the settings name has hashes when it is loaded
        room = budget.reserve(nbytes_of(answer))
        try:
            with timing.stage("encode"):
                body = await asyncio.to_thread(self.form.encode, answer, max_json_bytes)
        except BaseException:
            room.release()
            raise
        room.resize(len(body))
        self.headers["Server-Timing"] = timing.header()
        return ReservedResponse(body, room, self.form.media_type, self.headers)

    def _tag(self) -> None:
        """A GET answer's ETag, of whatever decides it."""
        if self.is_cacheable and (known := self.resource.identity(self.asked)) is not None:
            asked = self.asked
            self.headers["ETag"] = etag_of(known, type(asked).__name__, asked.model_dump_json(), self.form)
