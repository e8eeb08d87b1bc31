"""Figures asked for over HTTP, and an app that counts what it draws."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx

from app.main import create_app
from app.settings import Settings
from tests.web.asgi import OWN

TEXT = "He sat by the bank."
BASE = {"text": TEXT, "lang": "en"}
# what some views need besides a sentence
NEEDS = {
    "context": {"text_b": "He went to the bank."},
    "compare": {"text_b": "He went to the bank."},
    "order": {"text_b": "The bank sat by him."},
    "find": {"habit": "previous"},
    "change": {"mask": "2"},
    "lens": {"model": "smollm2"},
}
GATES = {**BASE, "view": "gates", "cell": "gru"}


def figure(client: httpx.Client, kind: str = "svg", **query: Any) -> httpx.Response:
    return client.get(f"/api/v1/figure.{kind}", params={**BASE, **query})


def run(folder: Path, scenario: Callable[[httpx.AsyncClient, list[Any]], Awaitable[Any]], **settings: Any) -> Any:
    """What a scenario returns. It gets a client of an app without weights, and a list of the jobs that it draws."""

    async def whole() -> Any:
        chosen = Settings(cache_dir=folder, wheel_dir=folder, **settings)
        app = create_app(chosen, loopback=False, warm_up=False)
        engine, jobs = app.state.figures._engine, list[Any]()
        draw = engine.draw

        async def counted(job: Any, ask: Any) -> Any:
            jobs.append(job)
            return await draw(job, ask)

        engine.draw = counted
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=OWN) as client,
        ):
            return await scenario(client, jobs)

    return asyncio.run(whole())
