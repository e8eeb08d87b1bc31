"""Every error leaves as ``application/problem+json``, whoever raised it."""

import json
import re
from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Match

from ..errors import (
    Busy,
    FieldError,
    HeadsGatesError,
    HttpProblem,
    InvalidRequest,
    MethodNotAllowed,
    NotFound,
    NotJson,
    problem,
)

MEDIA_TYPE = "application/problem+json"
JSON_KIND = re.compile(r"application/([\w.-]+\+)?json\s*(;|$)")
MAX_FIELD_ERRORS = 20


def is_json(content_type: str) -> bool:
    """Whether a body is said to be JSON."""
    return JSON_KIND.match(content_type.lower()) is not None


def problem_response(error: HeadsGatesError, path: str, headers: dict[str, str] | None = None) -> Response:
    """The answer for an error."""
    headers = {"Cache-Control": "no-store", **(headers or {})}
    if isinstance(error, Busy):
        headers["Retry-After"] = str(error.retry_after_seconds)
    # ASCII only: a field's name may hold half a surrogate pair, which UTF-8 cannot
    body = json.dumps(problem(error, path), ensure_ascii=True)
    return Response(body, error.status, headers, MEDIA_TYPE)


def from_validation(errors: Sequence[Any]) -> HeadsGatesError:
    """One of our errors for what pydantic found. The input's values are left out: they may be large or private."""
    if any(e["type"] == "json_invalid" for e in errors):
        where = next(e["loc"][-1] for e in errors if e["type"] == "json_invalid")
        return NotJson(f"The body is not JSON: it cannot be read from character {where} on.")
    fields = [FieldError(_pointer(e["loc"]), _detail(e)) for e in errors[:MAX_FIELD_ERRORS]]
    more = f" And {len(errors) - 1} more." if len(errors) > 1 else ""
    return InvalidRequest(f"{fields[0].pointer or 'The body'}: {fields[0].detail}{more}", errors=fields)


def _pointer(loc: Sequence[str | int]) -> str:
    parts = [str(part).replace("~", "~0").replace("/", "~1") for part in loc[1:]]  # the first says body or query
    return "".join(f"/{part[:100]}" for part in parts)


def _detail(error: Any) -> str:
    if error["type"] == "extra_forbidden":
        return "There is no such field."
    return f"{error['msg'].removeprefix('Value error, ')}."


def install(app: FastAPI) -> None:
    """Register the handlers."""

    @app.exception_handler(HeadsGatesError)
    async def _ours(request: Request, error: HeadsGatesError) -> Response:
        return problem_response(error, request.url.path)

    @app.exception_handler(RequestValidationError)
    async def _invalid(request: Request, error: RequestValidationError) -> Response:
        kind = request.headers.get("content-type", "")
        if request.method == "POST" and not is_json(kind):
            return problem_response(
                NotJson(f"The body must be JSON with Content-Type: application/json; got {kind[:80] or 'none'}."),
                request.url.path,
            )
        return problem_response(from_validation(error.errors()), request.url.path)

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> Response:
        path = request.url.path
        kinds: dict[int, tuple[type[HttpProblem], str]] = {
            400: (NotJson, "The body is not JSON in UTF-8, or holds a number too long to be read."),
            404: (NotFound, f"There is nothing at {path[:200]}."),
            405: (MethodNotAllowed, f"{request.method} does not work at {path[:200]}."),
        }
        headers = {name: value for name, value in (error.headers or {}).items() if name.lower() != "allow"}
        if error.status_code not in kinds:
            return problem_response(HttpProblem(str(error.detail), status=error.status_code), path, headers)
        kind, detail = kinds[error.status_code]
        if kind is MethodNotAllowed:
            headers["Allow"] = ", ".join(allowed_methods(app.routes, request)) or "GET, HEAD"
        return problem_response(kind(detail), path, headers)


def allowed_methods(routes: Sequence[BaseRoute], request: Request) -> list[str]:
    """Every method that some route answers at the request's path: one route knows only its own."""
    found: set[str] = set()
    for route in routes:
        inner = getattr(getattr(route, "original_router", None), "routes", None)
        if inner is not None:
            found.update(allowed_methods(inner, request))
        elif route.matches(request.scope)[0] != Match.NONE:
            found.update(getattr(route, "methods", None) or ())
    if "GET" in found:
        found.add("HEAD")
    return sorted(found)
