"""The built front end over HTTP: files whose names say what they hold, which a browser keeps for good.

They were compressed when they were built, as small as can be; here the form is chosen that a browser takes.
"""

import re

from fastapi import APIRouter, Request
from fastapi.responses import Response

from ..draw.kits import ADDRESS, Kits
from ..errors import NotFound
from .etags import is_known

FOREVER = "public, max-age=31536000, immutable"
MEDIA_TYPES = {
    "js": "text/javascript; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}
# the smallest first
FORMS = {"br": ".br", "gzip": ".gz"}


def router(kits: Kits) -> APIRouter:
    """The routes."""
    files = APIRouter(include_in_schema=False)

    @files.get(ADDRESS + "{name}")
    def file(request: Request, name: str) -> Response:
        return file_answer(request, kits, name, FOREVER)

    return files


def file_answer(request: Request, kits: Kits, name: str, kept: str) -> Response:
    """A file of the front end, in a form that the request takes; 304 where the client has it.

    Args:
        name: of the file.
        kept: what Cache-Control says.

    Raises:
        NotFound: there is no such file.

    """
    kind = MEDIA_TYPES.get(name.rpartition(".")[2])
    if kind is None or kits.file(name) is None:
        raise NotFound(f"There is no file {name[:80]!r} here.")
    taken = accepted(request.headers.getlist("accept-encoding"))
    form = next((form for form in FORMS if form in taken and kits.file(name + FORMS[form]) is not None), None)
    body = kits.file(name + FORMS[form] if form else name)
    tag = f'"{name}{FORMS[form] if form else ""}"'
    headers = {"Cache-Control": kept, "ETag": tag}
    if is_known(request, tag) or is_known(request, f"W/{tag}"):  # something on the way may have weakened it
        return Response(status_code=304, headers={**headers, "Vary": "Accept-Encoding"})
    if form:
        headers |= {"Content-Encoding": form, "Vary": "Accept-Encoding"}
    return Response(body, media_type=kind, headers=headers)  # in full, the layer that compresses says what it varies by


def accepted(lines: list[str]) -> set[str]:
    """The content codings that an Accept-Encoding header allows by name (RFC 9110, 12.5.3)."""
    parts = [part.strip().lower() for line in lines for part in line.split(",")]
    found = {part.partition(";")[0].strip() for part in parts if not re.search(r";\s*q\s*=\s*0(\.0*)?\s*$", part)}
    return found - {"", "identity", "*"}
