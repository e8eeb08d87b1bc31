"""What a page that embeds one of ours by its address is told: oEmbed 1.0."""

from typing import Literal

from pydantic import Field

from .common import Answer


class OEmbed(Answer):
    """GET /oembed: the names are those of the oEmbed 1.0 specification, type rich."""

    type: Literal["rich"] = "rich"
    version: Literal["1.0"] = "1.0"
    title: str = Field(description="The sentence, cut short, and what is shown of it.")
    provider_name: str
    provider_url: str
    cache_age: int = Field(description="How long this answer may be kept, in seconds.")
    html: str = Field(description="One iframe.")
    width: int = Field(description="Of the iframe, in CSS pixels; at most `maxwidth`.")
    height: int = Field(description="Of the iframe, in CSS pixels; at most `maxheight`.")
    thumbnail_url: str | None = Field(
        default=None, description="A PNG of the whole figure; left out where the maxima leave no room for one."
    )
    thumbnail_width: int | None = Field(default=None, description="In pixels; left out with `thumbnail_url`.")
    thumbnail_height: int | None = Field(default=None, description="In pixels; left out with `thumbnail_url`.")
