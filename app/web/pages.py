"""The page, and its documentation, which is made from the code."""

from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import FileResponse, PlainTextResponse, Response
from fastapi.templating import Jinja2Templates

from .. import __version__
from ..analysis.attention import ATTENTION
from ..analysis.gates import GATES
from ..draw.kits import Kits
from ..errors import NotFound, problem_kinds
from ..models.architectures import ARCHITECTURES
from ..places import CARDS, FAVICON, TEMPLATES, program
from ..settings import Settings
from .in_query import query_of
from .links import links_of, view_pairs
from .preview import preview_of
from .promise import Promises

# it names files that another build has not
REVALIDATED = {"Cache-Control": "no-cache"}


def router(app: FastAPI, settings: Settings, promises: Promises, kits: Kits) -> APIRouter:
    """The routes that answer with HTML, outside the API and its OpenAPI document."""
    pages = APIRouter(include_in_schema=False)
    templates = Jinja2Templates(TEMPLATES)
    described = kits.described()

    @pages.get("/")
    async def index(request: Request) -> Response:
        query = request.scope["query_string"].decode("utf-8", "replace")
        context = {
            "version": __version__,
            "max_text_chars": settings.max_text_chars,
            "preview": await promises.said(preview_of(query, links_of(request, settings), described, kits.keys())),
            "preload": kits.preload(view_pairs(query, kits.keys())),
            "files": kits.addresses(),
            "public_url": settings.public_url,
            "program": program(),
        }
        return templates.TemplateResponse(request, "index.html", context, headers=REVALIDATED)

    @pages.get("/docs")
    def docs(request: Request) -> Response:
        context = {
            "files": kits.addresses(),
            "version": __version__,
            "base_url": links_of(request, settings).base,
            "operations": operations(app.openapi()),
            "schemas": app.openapi()["components"]["schemas"],
            "extras": [
                {"path": f"/api/v1/{name}", "extra": extra, "query": query_of(extra.example)}
                for name, extras in (("attention", ATTENTION), ("gates", GATES))
                for extra in extras
            ],
            "problems": problem_kinds(),
            "settings": Settings.model_fields,
            "architectures": ARCHITECTURES,
            "program": program(),
            "cards": sorted(path.stem for path in CARDS.glob("*.md")),
        }
        return templates.TemplateResponse(request, "docs.html", context, headers=REVALIDATED)

    @pages.get("/docs/models/{name}")
    def card(name: str) -> Response:
        known = {path.stem: path for path in CARDS.glob("*.md")}
        if name not in known:
            raise NotFound(f"There is no card for {name[:80]!r}. Cards: {', '.join(sorted(known))}.")
        return PlainTextResponse(known[name].read_text("utf-8"), headers={"Cache-Control": "no-cache"})

    @pages.get("/static/favicon.svg")
    @pages.get("/favicon.ico")
    def favicon() -> Response:
        return FileResponse(FAVICON, media_type="image/svg+xml", headers=REVALIDATED)

    return pages


def operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The operations of an OpenAPI document in its own order, each with its path and method."""
    return [
        {"path": path, "method": method.upper(), **operation}
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
