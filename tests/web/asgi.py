"""A client of the application in this process: no server, no weights, and no model is ever loaded."""

import asyncio
from collections.abc import Mapping
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

    def raw(
        self, method: str, path: str, query: bytes = b"", headers: Mapping[str, str] | None = None, body: bytes = b""
    ) -> httpx.Response:
        """A request that no client would send: ``path`` is unquoted, ``query`` as long as it likes."""

        async def ask() -> httpx.Response:
            sent: list[Any] = []
            parts = [{"type": "http.request", "body": body, "more_body": False}]
            given = {"host": "x", **(headers or {})}

            async def receive() -> Any:
                return parts.pop() if parts else await asyncio.sleep(3600)

            async def send(message: Any) -> None:
                sent.append(message)

            scope = {
                "type": "http",
                "asgi": {"version": "3.0"},
                "http_version": "1.1",
                "method": method,
                "scheme": "http",
                "path": path,
                "raw_path": b"",
                "root_path": "",
                "query_string": query,
                "headers": [(name.encode(), value.encode()) for name, value in given.items()],
                "client": ("127.0.0.1", 9),
                "server": ("127.0.0.1", 8000),
            }
            await self.app(scope, receive, send)
            content = b"".join(message.get("body", b"") for message in sent)
            return httpx.Response(sent[0]["status"], headers=sent[0]["headers"], content=content)

        return asyncio.run(ask())
