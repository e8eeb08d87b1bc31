"""What the OpenAPI document says beyond what FastAPI finds out by itself: problems, as every error answers."""

import json
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
NOT_MODIFIED: Responses = {304: {"description": "What the ETag in If-None-Match names is still right"}}


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


def file_text(document: dict[str, Any]) -> str:
    """What ``openapi.json`` of the repository holds, of the document that the app serves: the same, sorted.

    Operations that draw figures are left out. Their parameters are the keys of the view state, which the front end
    declares: a new view changes no file of the API.
    """
    paths = {
        path: operations
        for path, operations in document["paths"].items()
        if all("Figures" not in operation.get("tags", ()) for operation in operations.values())
    }
    return json.dumps(document | {"paths": paths}, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
