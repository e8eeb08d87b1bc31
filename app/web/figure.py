"""Figures as files: /api/v1/figure.svg, .png, .html, .json and .csv, of any view."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from ..draw.figures import Figures
from ..draw.pages import snapshot_json
from ..draw.wanted import Wanted
from ..errors import FieldError, InvalidRequest, NotJson
from ..models.library import Library
from ..models.recurrent import shipped
from ..schemas import Problem, Snapshot
from ..settings import Settings
from .etags import etag_of, not_modified
from .leaving import ClientLeft, while_connected
from .links import links_of
from .openapi import NOT_MODIFIED, Responses, problem_answers
from .problems import from_validation
from .query import GET_CACHE, readable_query

Kind = Literal["svg", "png", "html", "json", "csv"]
MEDIA_TYPES: dict[Kind, str] = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
}
SAYS: dict[Kind, str] = {
    "svg": "The view as an SVG document: vector text, light and dark inside unless `theme` is one of them.",
    "png": "The view as a PNG.",
    "html": "The view as one file that opens from disk without a network and is still interactive.",
    "json": "The view frozen: picture, tables, and every answer that it was drawn from, with whose numbers they are.",
    "csv": "The numbers of the view's tables in full.",
}
CARD_WIDTH = 600  # CSS px of the figure in a link preview
LEFT = 499  # as nginx logs it: nobody reads this answer
MEASURED = {"cost"}  # views whose numbers are measured when they are asked for: nothing to keep


def _plain(value: Any) -> Any:
    """Numbers as they are written, and nothing else that Python takes for one."""
    if isinstance(value, bool):
        raise ValueError("write a number such as 2")  # noqa: TRY004 - pydantic reports a ValueError
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,17})?", value):
        raise ValueError(f"write a number such as 2; got {value[:20]!r}")
    return value


class FigureOptions(BaseModel):
    """What a figure takes beside the view state."""

    model_config = ConfigDict(frozen=True)

    width: Annotated[int, Field(ge=240, le=2000), BeforeValidator(_plain)] | None = Field(
        default=None, description="Width of the figure in CSS pixels; 720 if left out, 600 with `card`."
    )
    ratio: Annotated[float, Field(ge=1, le=4), BeforeValidator(_plain)] = Field(
        default=2, description="PNG: pixels a CSS pixel; `card` makes it nothing."
    )
    card: str | None = Field(
        default=None,
        pattern="^[0-9]{3,4}x[0-9]{2,4}$",
        description="PNG: its exact size in pixels, as 1200x630; the figure is scaled to fit inside.",
    )
    download: Literal["1"] | None = Field(default=None, description="1: as an attachment, to be saved as a file.")

    @property
    def card_size(self) -> tuple[int, int] | None:
        """Width and height in pixels.

        Raises:
            InvalidRequest: one of them is out of range.

        """
        if self.card is None:
            return None
        width, height = map(int, self.card.split("x"))
        if not (120 <= width <= 2400 and 63 <= height <= 2400):
            detail = f"card is 120 to 2400 by 63 to 2400 pixels; got {self.card}."
            raise InvalidRequest(detail, errors=[FieldError("/card", detail)])
        return width, height


OPTIONS = frozenset(FigureOptions.model_fields)


@dataclass(frozen=True)
class Asked:
    """A request for a figure: the view state as the drawing code reads it, and the rest."""

    query: str
    state: dict[str, str]
    options: FigureOptions

    def wanted(self) -> Wanted:
        """What is to be drawn."""
        width = self.options.width or (CARD_WIDTH if self.options.card else 720)
        theme = self.state.get("theme", "auto")
        theme = theme if theme in {"light", "dark"} else "auto"
        return Wanted(self.query, width, theme, fresh=self.is_measured)

    @property
    def is_measured(self) -> bool:
        """Whether its numbers are measured when they are asked for: nothing to keep."""
        view = self.state.get("view", "")
        return (view or self.state.get("lab")) in MEASURED


def asked_in_query(query: str) -> Asked:
    """Read a query without its question mark. The drawing code says what is wrong with the view state.

    Raises:
        InvalidRequest: an option is wrong.

    """
    pairs = parse_qsl(query, keep_blank_values=True)
    own = {key: value for key, value in pairs if key in OPTIONS}
    state = [(key, value) for key, value in pairs if key not in OPTIONS]
    return Asked(f"?{urlencode(state)}" if state else "", dict(state), _options(own, "query"))


async def asked_in_body(request: Request) -> Asked:
    """Read a JSON object of the same keys.

    Raises:
        NotJson: the body is no JSON object.
        InvalidRequest: an option is wrong.

    """
    kind = request.headers.get("content-type", "")
    if not re.match(r"application/([\w.-]+\+)?json\s*(;|$)", kind.lower()):
        raise NotJson(f"The body must be JSON with Content-Type: application/json; got {kind[:80] or 'none'}.")
    try:
        body = json.loads(await request.body())
    except ValueError as error:
        raise NotJson("The body is not JSON.") from error
    if not isinstance(body, dict):
        raise InvalidRequest("The body must be an object of the view state's keys.")
    own = {key: value for key, value in body.items() if key in OPTIONS}
    state = {key: value for key, value in body.items() if key not in OPTIONS}
    plain = {key: value for key, value in state.items() if isinstance(value, str)}
    return Asked(json.dumps(state), plain, _options(own, "body"))


def _options(own: dict[str, Any], place: str) -> FigureOptions:
    try:
        options = FigureOptions.model_validate(own)
    except ValidationError as error:
        raise from_validation([{**one, "loc": (place, *one["loc"])} for one in error.errors()]) from error
    _ = options.card_size
    return options


async def made(figures: Figures, kind: Kind, asked: Asked, home: str | None) -> tuple[bytes, dict[str, str]]:
    """A figure as a file, and the headers that it needs; ``home`` is the address of the page, for a link back.

    Raises:
        HeadsGatesError: whatever is wrong with it, or with what it asks the API for.

    """
    wanted = asked.wanted()
    if kind == "svg":
        return await figures.svg(wanted), {}
    if kind == "png":
        return await figures.png(wanted, ratio=asked.options.ratio, card=asked.options.card_size), {}
    if kind == "csv":
        return await figures.csv(wanted), {}
    if kind == "json":
        snapshot = await figures.snapshot(wanted)
        return await asyncio.to_thread(snapshot_json, snapshot), {}
    page, policy = await figures.html(wanted, home)
    return page, {"Content-Security-Policy": policy}


def router(figures: Figures, library: Library, settings: Settings) -> APIRouter:
    """The routes under /api/v1."""
    api = APIRouter(prefix="/api/v1", tags=["Figures"], dependencies=[Depends(readable_query)])

    async def answer(kind: Kind, asked: Asked, request: Request) -> Response:
        headers = {"Vary": "Accept-Encoding", "Cache-Control": "no-store"}
        if asked.options.download:
            name = f"heads-and-gates-{asked.state.get('view') or 'figure'}"
            headers["Content-Disposition"] = f'attachment; filename="{re.sub("[^a-z-]", "", name)}.{kind}"'
        if request.method == "GET" and not asked.is_measured:
            headers["Cache-Control"] = GET_CACHE
            if (identity := library.fingerprint()) is not None:
                nets = [shipped.card(cell) for cell in shipped.available()]
                headers["ETag"] = etag_of(identity, nets, kind, asked, links_of(request, settings))
                if unchanged := not_modified(request, headers):
                    return unchanged
        try:
            making = made(figures, kind, asked, links_of(request, settings).page(""))
            body, own = await while_connected(request, making)
        except ClientLeft:
            return Response(status_code=LEFT)
        return Response(body, headers=headers | own, media_type=MEDIA_TYPES[kind])

    def add(kind: Kind) -> None:
        async def get_figure(request: Request) -> Response:
            return await answer(kind, asked_in_query(request.scope["query_string"].decode()), request)

        async def post_figure(request: Request) -> Response:
            return await answer(kind, await asked_in_body(request), request)

        _add_route(api, kind, get_figure, "GET", figures)
        _add_route(api, kind, post_figure, "POST", figures)

    for kind in MEDIA_TYPES:
        add(kind)
    return api


def _add_route(
    api: APIRouter, kind: Kind, handler: Callable[[Request], Awaitable[Response]], method: str, figures: Figures
) -> None:
    """One route, documented from the keys of the view state."""
    options = FigureOptions.model_json_schema()["properties"]
    if kind != "png":
        options = {key: schema for key, schema in options.items() if key not in {"ratio", "card"}}
    properties = {**figures.kits.keys(), **options}
    responses: Responses = problem_answers(Problem, 422, 500, 503, 507)
    if method == "POST":
        responses |= problem_answers(Problem, 400, 413)
        schema = {"type": "object", "additionalProperties": False, "properties": properties}
        extra: dict[str, Any] = {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}
    else:
        responses |= NOT_MODIFIED
        extra = {
            "parameters": [
                {"name": name, "in": "query", "description": schema.get("description", ""), "schema": schema}
                for name, schema in properties.items()
            ]
        }
    content = {MEDIA_TYPES[kind].partition(";")[0]: {"schema": {"type": "string"}}}
    responses[200] = {"description": SAYS[kind]} | ({"model": Snapshot} if kind == "json" else {"content": content})
    api.add_api_route(
        f"/figure.{kind}",
        handler,
        methods=[method],
        summary=SAYS[kind].partition(":")[0].rstrip("."),
        description=f"{SAYS[kind]} The parameters are the page's own: what stands in its address.",
        responses=responses,
        response_class=Response,
        operation_id=f"{method.lower()}_figure_{kind}",
        openapi_extra=extra,
    )
