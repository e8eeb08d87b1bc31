"""The command ``figure``: draws without a server, by asking an application in the same process."""

import asyncio
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import TextIO
from urllib.parse import parse_qsl, urlencode

import httpx

from .draw.asking import BASE
from .main import create_app
from .schemas import ModelsAnswer
from .settings import Settings
from .terminal import ProgressPrinter
from .web.figure import Kind, asked_in_query, made

SECONDS_BETWEEN_LOOKS = 0.2


def figure(settings: Settings, kind: Kind, query: str, changes: Mapping[str, str]) -> bytes:
    """Draw one figure and return the file's bytes. Missing weights are fetched, unless the settings forbid it.

    Args:
        settings: used as by a server on the loopback interface.
        kind: the kind of file.
        query: the page's query without its question mark; it may hold options of figures, such as ``width``.
        changes: keys and values that replace those of the query.

    Raises:
        HeadsGatesError: the query is wrong, or the figure cannot be drawn.

    """
    pairs = [(key, value) for key, value in parse_qsl(query, keep_blank_values=True) if key not in changes]
    asked = asked_in_query(urlencode([*pairs, *changes.items()]))

    async def draw() -> bytes:
        app = create_app(settings, warm_up=False)
        async with app.router.lifespan_context(app):
            watching = asyncio.create_task(_watch(httpx.ASGITransport(app), sys.stderr))
            try:
                body, _ = await made(app.state.figures, kind, asked, settings.public_url and f"{settings.public_url}/")
            finally:
                watching.cancel()
                with suppress(asyncio.CancelledError):
                    await watching
        return body

    return asyncio.run(draw())


async def _watch(transport: httpx.ASGITransport, stream: TextIO) -> None:
    """Show the progress of models that are being fetched, until cancelled."""
    printers: dict[str, ProgressPrinter] = {}
    async with httpx.AsyncClient(transport=transport, base_url=BASE) as client:
        while True:
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
            listed = ModelsAnswer.model_validate_json((await client.get("/api/v1/models")).content)
            for model in listed.models:
                if model.progress is not None:
                    printers.setdefault(model.id, ProgressPrinter(model.id, stream))(model.progress)
                elif model.id in printers and model.state != "fetching":
                    printers.pop(model.id).close(model.state)
