"""One view without a page around it, for a frame; and the scripts that put it into other pages."""

import asyncio
import hashlib
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response
from fastapi.templating import Jinja2Templates

from ..draw.figures import Figures
from ..draw.pages import carried, in_script, picture, scheme
from ..draw.snapshot import recorded
from ..draw.wanted import Wanted
from ..errors import HeadsGatesError, problem
from ..places import TEMPLATES
from ..settings import Settings
from .dist import FOREVER, file_answer
from .figure import MEASURED
from .links import links_of, view_pairs
from .preview import preview_of
from .promise import Promises
from .query import GET_CACHE, readable_query

# a frame that stays empty for longer is taken for broken: the player then waits, and says for what
PATIENCE_SECONDS = 5
HOUR = "public, max-age=3600"
SCRIPT = "text/javascript; charset=utf-8"
USUAL_WIDTH, LEAST_WIDTH, MOST_WIDTH = 720, 240, 2000  # CSS px


def router(figures: Figures, settings: Settings, promises: Promises) -> APIRouter:
    """The routes."""
    pages = APIRouter(include_in_schema=False)
    template = Jinja2Templates(TEMPLATES).get_template("embed.html")
    kits = figures.kits
    described = kits.described()

    @pages.get("/embed")
    async def embed(request: Request) -> Response:
        query = request.scope["query_string"].decode("utf-8", "replace")
        links = links_of(request, settings)
        preview = await promises.said(preview_of(query, links, described, kits.keys()))
        state = view_pairs(query, kits.keys())
        theme = state.get("theme", "auto") if state.get("theme") in {"light", "dark"} else "auto"
        context: dict[str, Any] = {"preview": preview, "lang": preview.lang, "theme": theme, "scheme": scheme(theme)}
        status = 200
        is_measured = bool(MEASURED & set(kits.views(state)))
        try:
            readable_query(request)
            wanted = Wanted(f"?{preview.query}" if preview.query else "", _width(request), theme, fresh=is_measured)
            found = await _drawn(figures, settings, wanted)
        except HeadsGatesError as error:
            found, status = {}, error.status
            context["problem"] = problem(error, "/embed")
        is_wrong = 400 <= status < 500
        if not is_wrong:
            views = kits.views(state)
            script = await asyncio.to_thread(kits.player, views, preview.lang)
            made = found or {"query": f"?{preview.query}", "lang": preview.lang, "version": kits.version, "answers": []}
            context["script"] = f"{'+'.join(views)}.js?{urlencode({'lang': preview.lang, 'v': script.tag})}"
            home = links.page("")
            context["carried"] = await asyncio.to_thread(lambda: in_script(carried(made, frozen=False, home=home)))
        if found:
            context["figure"] = picture(found)
        styles = kits.styles()
        context["styles_tag"] = hashlib.sha256(styles.encode()).hexdigest()[:16]
        context["base"] = ""
        kept = GET_CACHE if found and not is_measured else "no-store"
        headers = {"Cache-Control": kept, "Vary": "Accept-Encoding"}
        # a page may have megabytes: others are answered meanwhile
        body = await asyncio.to_thread(template.render, context)
        return Response(body, status, headers, "text/html")

    @pages.get("/embed/styles.css")
    def styles(request: Request) -> Response:
        kept = {"Cache-Control": FOREVER if request.query_params.get("v") else "no-cache", "Vary": "Accept-Encoding"}
        return Response(kits.styles(), media_type="text/css", headers=kept)

    @pages.get("/embed/{views}.js")
    async def player(request: Request, views: str) -> Response:
        script = await asyncio.to_thread(kits.player, tuple(views.split("+")), request.query_params.get("lang"))
        kept = FOREVER if request.query_params.get("v") == script.tag else "no-cache"
        return Response(script.text, media_type=SCRIPT, headers={"Cache-Control": kept, "Vary": "Accept-Encoding"})

    @pages.get("/static/embed/embed.js")  # where early pages have it from
    @pages.get("/embed.js")
    def loader(request: Request) -> Response:
        return file_answer(request, kits, kits.named("embed.js"), HOUR)

    @pages.get("/heads-gates.js")
    def element(request: Request) -> Response:
        return file_answer(request, kits, kits.named("element.js"), HOUR)

    return pages


async def _drawn(figures: Figures, settings: Settings, wanted: Wanted) -> dict[str, Any]:
    """A figure with its answers; nothing where that takes long."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            drawn = await figures.draw(wanted, tables=True)
    except TimeoutError:
        return {}
    size = sum(len(one.answer.body) for one in drawn.asked)
    # what is too much to carry is asked for again by the player
    kept = drawn.asked if size <= settings.max_snapshot_bytes else ()
    answers = await asyncio.to_thread(lambda: [recorded(one) for one in kept])
    return {**drawn.result, "version": figures.kits.version, "answers": answers}


def _width(request: Request) -> int:
    """How wide the frame is said to be, in CSS px: the usual width for whatever is none; any frame can show it."""
    given = request.query_params.get("width", "")
    known = given.isascii() and given.isdigit() and len(given) <= 4
    return min(max(int(given), LEAST_WIDTH), MOST_WIDTH) if known else USUAL_WIDTH
