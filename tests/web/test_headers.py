"""Who may run, frame and read what: by kind of answer and by path."""

from collections.abc import Mapping
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from fastapi.responses import Response

from app.web.headers import SecurityHeaders
from tests.built import address
from tests.web.asgi import Client


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Client:
    return Client(tmp_path_factory.mktemp("empty"))


class Bare(Client):
    """The layer alone, over an application that answers any path with one kind of thing."""

    def __init__(self, media_type: str, headers: Mapping[str, str] | None = None) -> None:
        inner = FastAPI(openapi_url=None)

        @inner.get("/{path:path}")
        def answer(path: str) -> Response:
            return Response(b"", media_type=media_type, headers=dict(headers or {}))

        inner.add_middleware(SecurityHeaders)
        self.app = inner
        self.at = "http://127.0.0.1:8000"


def policy(answer: httpx.Response) -> dict[str, list[str]]:
    """The directives of the content policy, each of which stands once."""
    parts = [part.split() for part in answer.headers["content-security-policy"].split(";")]
    found = {name: values for name, *values in parts}
    assert len(found) == len(parts)
    return found


def test_a_page_may_be_framed_by_ourselves_alone() -> None:
    found = policy(Bare("text/html; charset=utf-8").get("/"))
    assert found["frame-ancestors"] == found["frame-src"] == found["script-src"] == found["style-src"] == ["'self'"]
    assert found["default-src"] == found["object-src"] == found["base-uri"] == ["'none'"]


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "application/problem+json"])
def test_an_embed_may_be_framed_by_anybody_and_runs_only_our_scripts(kind: str) -> None:
    answer = Bare(kind).get("/embed?text=Hi")
    found = policy(answer)
    assert found["frame-ancestors"] == ["*"]
    assert found["script-src"] == found["connect-src"] == ["'self'"]
    assert found["style-src"] == ["'self'", "'unsafe-inline'"]
    assert found["default-src"] == found["object-src"] == found["base-uri"] == ["'none'"]
    assert "x-frame-options" not in answer.headers


def test_a_picture_opened_by_itself_runs_nothing() -> None:
    found = policy(Bare("image/svg+xml").get("/api/v1/figure.svg"))
    assert found == {"default-src": ["'none'"], "style-src": ["'unsafe-inline'"], "img-src": ["data:"], "sandbox": []}


def test_what_an_answer_brings_itself_stays() -> None:
    own = {"Content-Security-Policy": "sandbox allow-scripts", "Cross-Origin-Resource-Policy": "same-origin"}
    answer = Bare("image/png", own).get("/x")
    assert {name: answer.headers[name] for name in own} == own


@pytest.mark.parametrize(
    ("path", "kind", "shared"),
    [
        ("/static/dist/main.js", "text/javascript", True),
        ("/embed", "text/html", True),
        ("/embed/heatmap.js", "text/javascript", True),
        ("/embed.js", "text/javascript", True),
        ("/heads-gates.js", "text/javascript", True),
        ("/api/v1/figure.png", "image/png", True),
        ("/api/v1/figure.svg", "image/svg+xml", True),
        ("/", "text/html", False),
        ("/embedded", "text/html", False),
        ("/docs", "text/html", False),
        ("/api/v1/attention", "application/json", False),
    ],
)
def test_what_other_origins_use_says_so_to_everybody(path: str, kind: str, shared: bool) -> None:
    headers = Bare(kind).get(path).headers
    assert (headers.get("cross-origin-resource-policy") == "cross-origin") is shared
    assert (headers.get("access-control-allow-origin") == "*") is shared
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("origin", ["https://blog.example", "null"])
def test_any_origin_may_read_and_ask_also_a_sandboxed_frame(ours: Client, origin: str) -> None:
    for path in [
        address("main.js"),
        address("page.css"),
        "/api/v1/models",
        "/oembed",
        "/healthz",
        "/static/no.js",
    ]:
        answer = ours.get(path, headers={"Origin": origin})
        assert answer.headers["access-control-allow-origin"] == "*", path
        assert "access-control-allow-credentials" not in answer.headers
        assert answer.headers["x-content-type-options"] == "nosniff"
    asks = {"Origin": origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    for path in ["/api/v1/attention", "/api/v1/figure.svg"]:
        preflight = ours.request("OPTIONS", path, headers=asks)
        assert preflight.status_code == 200
        assert preflight.headers["access-control-allow-origin"] == "*"
        assert "POST" in preflight.headers["access-control-allow-methods"].split(", ")
        assert "content-type" in preflight.headers["access-control-allow-headers"].lower().split(", ")
    refused = {**asks, "Access-Control-Request-Method": "DELETE"}
    assert ours.request("OPTIONS", "/api/v1/attention", headers=refused).status_code == 400


def test_the_layer_is_on_the_application(ours: Client, tmp_path: Path) -> None:
    assert policy(ours.get("/"))["frame-ancestors"] == ["'self'"]
    assert policy(ours.get("/embed"))["frame-ancestors"] == ["*"]
    assert ours.get("/static/favicon.svg").headers["cross-origin-resource-policy"] == "cross-origin"
