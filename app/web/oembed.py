"""oEmbed 1.0: what a blog needs to show one of our pages from its address alone. Answers without any model."""

import html
import re
from typing import Annotated, Any
from xml.etree.ElementTree import Element, SubElement, tostring

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from ..draw.kits import Kits
from ..errors import EmptyText, FieldError, HttpProblem
from ..schemas import Problem
from ..schemas.oembed import OEmbed
from ..settings import Settings
from .links import CARD, MAX_URL_CHARS, links_of
from .openapi import Responses, problem_answers
from .preview import Preview, preview_of
from .promise import Promises
from .query import GET_CACHE, readable_query

WIDTH = 720  # CSS pixels of an embed whose page says nothing of its own width
SMALLEST_CARD = (120, 63)  # below, a picture of a figure shows nothing
CACHE_AGE_SECONDS = 86_400
FORMATS = {"json": "application/json", "xml": "text/xml"}


def _digits(value: Any) -> int:
    """Plain digits, where int() alone would take "+1", " 1" and "1_0" too."""
    if not re.fullmatch("[0-9]{1,9}", str(value)):
        raise ValueError(f"write a whole number of pixels; got {str(value)[:20]!r}")
    return int(value)


Pixels = Annotated[
    Annotated[int, BeforeValidator(_digits), Field(ge=1)] | None,
    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 999_999_999}),
]


class OEmbedQuery(BaseModel):
    """The parameters of the specification. Others are passed over: consumers send their own beside them."""

    model_config = ConfigDict(frozen=True)

    url: Annotated[str, WithJsonSchema({"type": "string", "maxLength": MAX_URL_CHARS})] = Field(
        description="Address of a page of this server, `/?…` or `/embed?…`."
    )
    maxwidth: Pixels = Field(default=None, description="Greatest width of the iframe and the thumbnail.")
    maxheight: Pixels = Field(default=None, description="Greatest height of the iframe and the thumbnail.")
    format: Annotated[str, WithJsonSchema({"enum": list(FORMATS), "default": "json"})] = Field(
        default="json", description="`json` or `xml`; another is refused with 501, as the specification says."
    )


def router(settings: Settings, promises: Promises, kits: Kits) -> APIRouter:
    """The route. ``kits`` know the views and the keys of their state."""
    oembed = APIRouter(tags=["Embedding"], dependencies=[Depends(readable_query)])
    responses: Responses = problem_answers(Problem, 404, 422, 501)
    responses[200] = {"content": {FORMATS["xml"]: {"schema": {"type": "string"}}}}

    described = kits.described()

    @oembed.get("/oembed", response_model=OEmbed, responses=responses)
    async def answer(request: Request, asked: Annotated[OEmbedQuery, Query()]) -> Response:
        """How to embed a page of this server, as oEmbed 1.0 has it: `html` is one iframe.

        Pages name this address in a `link` element. It answers soon, whether or not a model is loaded. A thumbnail is
        named where the view can be drawn, as far as can be known then.
        """
        if asked.format not in FORMATS:
            raise HttpProblem(f"oEmbed comes as json or xml; got {asked.format[:40]!r}.", status=501)
        links = links_of(request, settings)
        preview = preview_of(links.query_of(asked.url), links, described, kits.keys())
        if preview.is_empty:
            detail = "The address has no sentence: a very long one is in its fragment, which a server never sees."
            raise EmptyText(detail, errors=[FieldError("/url", detail)])
        card = card_within(asked.maxwidth, asked.maxheight)
        pictured = card is not None and await promises.holds(preview, card, draw=True)
        found = describe(preview, asked.maxwidth, asked.maxheight, card if pictured else None)
        body = as_xml(found) if asked.format == "xml" else found.model_dump_json(exclude_none=True).encode()
        headers = {"Cache-Control": GET_CACHE, "Vary": "Accept-Encoding"}
        return Response(body, media_type=FORMATS[asked.format], headers=headers)

    return oembed


def card_within(maxwidth: int | None, maxheight: int | None) -> tuple[int, int] | None:
    """Width and height of the thumbnail in pixels, within the maxima; None: it would be too small to show anything."""
    scale = min(1, (maxwidth or CARD[0]) / CARD[0], (maxheight or CARD[1]) / CARD[1])
    card = (int(CARD[0] * scale), int(CARD[1] * scale))
    return card if card[0] >= SMALLEST_CARD[0] and card[1] >= SMALLEST_CARD[1] else None


def describe(preview: Preview, maxwidth: int | None, maxheight: int | None, card: tuple[int, int] | None) -> OEmbed:
    """The answer for one view, within the maxima (CSS pixels, at least 1; None: there is none).

    ``card``: the size of its thumbnail; None: no picture is promised.
    """
    width, height = min(WIDTH, maxwidth or WIDTH), min(preview.height, maxheight or preview.height)
    src = preview.links.embed(preview.query)
    frame = {"src": src, "width": width, "height": height, "title": preview.title, "frameborder": 0}
    attributes = " ".join(f'{name}="{html.escape(str(value))}"' for name, value in frame.items())
    return OEmbed(
        title=preview.title,
        provider_name="Heads & Gates",
        provider_url=f"{preview.links.base}/",
        cache_age=CACHE_AGE_SECONDS,
        html=f"<iframe {attributes}></iframe>",
        width=width,
        height=height,
        thumbnail_url=preview.links.card(preview.query, card) if card else None,
        thumbnail_width=card[0] if card else None,
        thumbnail_height=card[1] if card else None,
    )


def as_xml(answer: OEmbed) -> bytes:
    """The same answer as an XML document in UTF-8."""
    root = Element("oembed")
    for name, value in answer.model_dump(exclude_none=True).items():
        SubElement(root, name).text = str(value)
    body: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return body
