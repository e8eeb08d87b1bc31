"""Servers of the standard library that stand for pages of other people, and waiting where a policy forbids eval."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import Frame, Page


@dataclass
class Site:
    """A server on a free port, and the paths that it was asked for."""

    url: str = ""
    asked: list[str] = field(default_factory=list)


def serving(
    host: str, answer: Callable[[str, dict[str, str]], tuple[str, bytes] | None], policy: str
) -> Iterator[Site]:
    """Serves answer(path, query) → (media type, bytes); None is 404. An empty policy is none."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = urlsplit(self.path)
            site.asked.append(address.path)
            found = answer(address.path, dict(parse_qsl(address.query)))
            media_type, body = found or ("text/plain", b"not found")
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Access-Control-Allow-Origin", "*")
            if policy:
                self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        site.url = f"http://{host}:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield site
        server.shutdown()
        thread.join()


def until(page: Page | Frame, expression: str, wanted: object = True) -> None:
    """Until the expression is that. Not wait_for_function: it needs eval, which the blog's policy forbids."""
    patience = time.monotonic() + 20
    while (found := page.evaluate(expression)) != wanted:
        assert time.monotonic() < patience, f"{expression} is {found}, not {wanted}"
        time.sleep(0.02)
