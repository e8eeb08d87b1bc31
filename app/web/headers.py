"""Headers that depend on what kind of thing is answered: who may run what, frame it and read it."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PAGE_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "font-src 'self'",
        "frame-src 'self'",  # the share dialog shows what an embed will look like
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'self'",
    ]
)
EMBED_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",  # a server-drawn SVG brings its style element
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "font-src 'self'",
        "form-action 'none'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors *",
    ]
)
SVG_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
SCRIPTS = ("/embed.js", "/heads-gates.js")


def policy_of(path: str, media_type: str) -> str:
    """The content policy of an answer that brings none of its own."""
    if path == "/embed":
        return EMBED_POLICY  # errors too: a frame that may not show one stays blank
    if media_type.startswith("text/html"):
        return PAGE_POLICY
    return SVG_POLICY if media_type.startswith("image/svg+xml") else DATA_POLICY


def is_shared(path: str, media_type: str) -> bool:
    """Whether pages of other origins use it: scripts and styles, embeds and pictures."""
    return (
        path.startswith(("/static/", "/embed/"))
        or path == "/embed"
        or path in SCRIPTS
        or media_type.startswith("image/")
    )


class SecurityHeaders:
    """Adds the content policy and its companions to every answer that does not bring its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = scope["path"]

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                kind = headers.get("content-type", "")
                headers.setdefault("Content-Security-Policy", policy_of(path, kind))
                headers.setdefault("X-Content-Type-Options", "nosniff")
                headers.setdefault("Referrer-Policy", "no-referrer")
                if is_shared(path, kind):
                    headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin")
                    # said to all, so that what a cache got without an Origin serves a sandboxed frame too
                    headers.setdefault("Access-Control-Allow-Origin", "*")
            await send(message)

        await self.app(scope, receive, with_headers)
