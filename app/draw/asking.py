"""Asks the app itself, in process: what a figure is drawn from is what the API answers."""

import httpx
from starlette.types import ASGIApp

from .engine import Answer, Ask

BASE = "http://figure.invalid"  # never resolved: no connection is made


def ask_app(app: ASGIApp) -> Ask:
    """An ``Ask`` that goes through the whole app, with its limits and queues, but over no network."""
    # the app turns crashes into problems before they get here; what does get here is for the log
    transport = httpx.ASGITransport(app=app)

    async def ask(path: str, method: str, body: str | None, accept: str) -> Answer:
        headers = {"Accept": accept, "Accept-Encoding": "identity"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        async with httpx.AsyncClient(transport=transport, base_url=BASE, timeout=None) as client:  # noqa: S113
            response = await client.request(method, path, content=body, headers=headers)
        return Answer(response.status_code, response.headers.get("content-type", ""), response.content)

    return ask
