"""A client of the application in this process: no server, no weights, and no model is ever loaded."""

import asyncio
from pathlib import Path
from typing import Any

import httpx

from app.main import create_app
from app.settings import Settings

OWN = "http://127.0.0.1:8000"


class Client:
    """Asks one application. It listens, as far as it knows, on the address ``at``."""

    def __init__(self, folder: Path, at: str = OWN, **settings: Any) -> None:
        # loopback=False: nothing is fetched on demand, and the folder holds no weights
        self.app = create_app(Settings(cache_dir=folder, wheel_dir=folder, **settings), loopback=False)
        self.at = at

    def request(self, method: str, url: str, **more: Any) -> httpx.Response:
        async def ask() -> httpx.Response:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url=self.at) as client:
                return await client.request(method, url, **more)

        return asyncio.run(ask())

    def get(self, url: str, **more: Any) -> httpx.Response:
        return self.request("GET", url, **more)
