"""ASGI layers around the app: no cookies, short paths, a request id, a last resort for crashes, a limit on bodies."""

import logging
import secrets

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..errors import BodyTooLarge, HeadsGatesError, NotFound
from .problems import problem_response

log = logging.getLogger(__name__)
MAX_PATH_CHARS = 1000  # far longer than any address here
DRAIN_TIMES = 16  # how many limits' worth of a too large body is read and dropped, so that the answer gets through


class NoCookies:
    """Takes the cookies off a request: nothing here uses them, and reading them can take minutes.

    The standard library's reader is quadratic in backslashes up to Python 3.11.9 (CVE-2024-7592).
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        if scope["type"] == "http":
            scope = {**scope, "headers": [(name, value) for name, value in scope["headers"] if name != b"cookie"]}
        await self.app(scope, receive, send)


class ShortPath:
    """Answers 404 to paths of more than 1,000 characters: no address here is as long, and none need be looked for."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        if scope["type"] == "http" and len(scope["path"]) > MAX_PATH_CHARS:
            detail = f"No path here has more than {MAX_PATH_CHARS:,} characters; this one has {len(scope['path']):,}."
            await problem_response(NotFound(detail), scope["path"][:MAX_PATH_CHARS])(scope, receive, send)
            return
        await self.app(scope, receive, send)


class RequestId:
    """Gives every answer an X-Request-ID, which the log names when a request fails."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = request_id

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["X-Request-ID"] = request_id
            await send(message)

        await self.app(scope, receive, send_with_id)


class LastResort:
    """Answers a crash with a problem that names the request, inside the layers that add headers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception:
            request_id = scope["state"]["request_id"]
            log.exception("request %s to %s failed", request_id, scope["path"])
            if started:
                raise
            error = HeadsGatesError(f"The server failed to answer; its log names request {request_id}.")
            await problem_response(error, scope["path"])(scope, receive, watched)


class HeadAsGet:
    """Answers HEAD with the headers of GET."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app({**scope, "method": "GET"}, receive, without_body)


class BodyLimit:
    """Refuses request bodies over ``max_bytes`` with a problem, whether or not their length was announced."""

    def __init__(self, app: ASGIApp, max_bytes: int) -> None:
        self.app = app
        self.max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "")
        if announced.isdigit() and int(announced) > self.max_bytes:
            if "expect" not in Headers(scope=scope):  # else the client waits for a word before it sends the body
                await self._drain(receive, 0)
            await self._refuse(int(announced), "", scope, receive, send)
            return
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self.max_bytes:
                await self._drain(receive, read)
                return {"type": "http.disconnect"}
            return message

        async def watched(message: Message) -> None:
            # what the app says of a body it could not read to its end is not what is wrong
            if read <= self.max_bytes:
                await send(message)

        try:
            await self.app(scope, counted, watched)
        except ClientDisconnect:
            if read <= self.max_bytes:
                raise
        if read > self.max_bytes:
            await self._refuse(read, "at least ", scope, receive, send)

    async def _refuse(self, got: int, bound: str, scope: Scope, receive: Receive, send: Send) -> None:
        error = BodyTooLarge(
            f"The body has {bound}{got:,} bytes; the limit is {self.max_bytes:,}.", limit=self.max_bytes, got=got
        )
        await problem_response(error, scope["path"], {"Connection": "close"})(scope, receive, send)

    async def _drain(self, receive: Receive, read: int) -> None:
        """Read on for a while: an answer sent while the client still writes may never reach it."""
        while read <= DRAIN_TIMES * self.max_bytes:
            message = await receive()
            read += len(message.get("body", b""))
            if message["type"] == "http.disconnect" or not message.get("more_body", False):
                return
