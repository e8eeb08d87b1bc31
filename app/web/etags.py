"""Entity tags: an answer that is a pure function of its inputs has a tag made from them."""

import hashlib

from fastapi import Request
from fastapi.responses import Response

from .. import __version__
from ..models.loading import library_versions


def etag_of(*inputs: object) -> str:
    """A weak ETag from whatever decides an answer, this version and that of the libraries: it need not be computed."""
    known = [__version__, *library_versions().items(), *inputs]
    return f'W/"{hashlib.sha256(repr(known).encode()).hexdigest()[:32]}"'


def is_known(request: Request, tag: str) -> bool:
    """Whether the client has what the tag names.

    ``*`` matches nothing here: it would vouch for a request never validated.
    """
    lines = request.headers.getlist("if-none-match")
    return tag in [each.strip() for line in lines for each in line.split(",")]


def not_modified(request: Request, headers: dict[str, str]) -> Response | None:
    """304 with these headers where the client has what their ETag names; None where it has not."""
    return Response(status_code=304, headers=headers) if is_known(request, headers["ETag"]) else None
