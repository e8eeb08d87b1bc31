"""The page, and its documentation, which is made from the code."""

from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import FileResponse, PlainTextResponse, Response
from fastapi.templating import Jinja2Templates

from app import __version__
from app.errors import HttpProblem, NotFound, problem_kinds
from app.settings import Settings

PAGE_METHODS = ["GET", "HEAD"]


def router(app: FastAPI, settings: Settings, root: Path) -> APIRouter:
    """The routes that answer with HTML, outside the API and its OpenAPI document."""
    pages = APIRouter(include_in_schema=False)
    templates = Jinja2Templates(root / "templates")
    cards = root / "docs" / "models"

    @pages.api_route("/", methods=PAGE_METHODS)
    def index(request: Request) -> Response:
        context = {"version": __version__, "max_text_chars": settings.max_text_chars}
        return templates.TemplateResponse(request, "index.html", context)

    @pages.api_route("/docs", methods=PAGE_METHODS)
    def docs(request: Request) -> Response:
        context = {
            "version": __version__,
            "operations": operations(app.openapi()),
            "schemas": app.openapi()["components"]["schemas"],
            "problems": [kind for kind in problem_kinds() if kind is not HttpProblem],
            "settings": Settings.model_fields,
            "cards": sorted(path.stem for path in cards.glob("*.md")),
        }
        return templates.TemplateResponse(request, "docs.html", context)

    @pages.api_route("/docs/models/{name}", methods=PAGE_METHODS)
    def card(name: str) -> Response:
        known = {path.stem: path for path in cards.glob("*.md")}
        if name not in known:
            raise NotFound(f"There is no card for {name[:80]!r}. Cards: {', '.join(sorted(known))}.")
        return PlainTextResponse(known[name].read_text("utf-8"), headers={"Cache-Control": "no-cache"})

    @pages.api_route("/favicon.ico", methods=PAGE_METHODS)
    def favicon() -> Response:
        return FileResponse(root / "static" / "favicon.svg", media_type="image/svg+xml")

    return pages


def operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The operations of an OpenAPI document in its own order, each with its path and method."""
    return [
        {"path": path, "method": method.upper(), **operation}
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
