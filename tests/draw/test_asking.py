"""The app is asked in process, as any client would ask it."""

import asyncio
import json
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app.draw.asking import ask_app
from app.draw.engine import Answer
from app.main import create_app
from app.settings import Settings


async def told(request: Request) -> Response:
    return JSONResponse(
        {
            "method": request.method,
            "path": str(request.url.path),
            "query": request.url.query,
            "accept": request.headers["accept"],
            "type": request.headers.get("content-type"),
            "body": (await request.body()).decode(),
        }
    )


def test_a_question_arrives_as_it_was_put() -> None:
    ask = ask_app(Starlette(routes=[Route("/a/{b}", told, methods=["GET", "POST"])]))

    async def both() -> tuple[Answer, Answer]:
        return await asyncio.gather(
            ask("/a/b?text=%E8%AF%8D+x&n=1", "GET", None, "application/json"),
            ask("/a/c", "POST", '{"text": "词"}', "application/vnd.safetensors"),
        )

    got, posted = asyncio.run(both())
    assert (got.status, got.media_type) == (200, "application/json")
    assert json.loads(got.body) == {
        "method": "GET",
        "path": "/a/b",
        "query": "text=%E8%AF%8D+x&n=1",
        "accept": "application/json",
        "type": None,
        "body": "",
    }
    assert json.loads(posted.body) == {
        "method": "POST",
        "path": "/a/c",
        "query": "",
        "accept": "application/vnd.safetensors",
        "type": "application/json",
        "body": '{"text": "词"}',
    }


def test_the_real_app_answers_and_refuses(tmp_path: Path) -> None:
    ask = ask_app(create_app(Settings(cache_dir=tmp_path, wheel_dir=tmp_path), loopback=False))

    async def both() -> tuple[Answer, Answer]:
        return await asyncio.gather(
            ask("/api/v1/models", "GET", None, "application/json"),
            ask("/api/v1/attention", "POST", '{"txt": 1}', "application/json"),
        )

    models, refused = asyncio.run(both())
    assert models.status == 200
    assert {"minilm"} <= {model["id"] for model in json.loads(models.body)["models"]}
    assert (refused.status, refused.media_type) == (422, "application/problem+json")
    assert json.loads(refused.body)["type"] == "/docs#invalid-request"
