"""What the OpenAPI document says beyond what FastAPI finds out by itself: problems, as every error answers."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel

from ..schemas import Problem
from .problems import MEDIA_TYPE

Responses = dict[int | str, dict[str, Any]]

DESCRIPTIONS = {
    400: "The body is not JSON",
    404: "There is no such thing",
    406: "None of the accepted media types can be given",
    413: "The body is too large",
    422: "The request cannot be answered as it is",
    500: "The server failed",
    501: "There is no such format",
    503: "The model cannot be had now, or the server is busy or not ready",
    507: "The disk is full",
}


def problem_answers(model: type[BaseModel], *statuses: int) -> Responses:
    """The error answers of a route."""
    schema = {"$ref": f"#/components/schemas/{model.__name__}"}
    return {
        status: {"description": DESCRIPTIONS[status], "content": {MEDIA_TYPE: {"schema": schema}}}
        for status in statuses
    }


def install(app: FastAPI) -> None:
    """Make ``app.openapi()`` complete."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            found = get_openapi(title=app.title, version=app.version, summary=app.summary, routes=app.routes)
            schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
            parts = schema.pop("$defs", {})
            found["components"]["schemas"] |= {**parts, "Problem": schema}
            app.openapi_schema = found
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]
