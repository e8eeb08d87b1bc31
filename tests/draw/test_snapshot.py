"""What a frozen figure keeps: every answer as it was, and the weights of all heads where they are few enough."""

import asyncio
import base64
import json
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save

from app.draw.engine import Answer, Asked, Drawn
from app.draw.snapshot import ATTENTION, FULL_BYTES, HALF_BYTES, SAFETENSORS, recorded, snapshot_of
from app.draw.wanted import Wanted

RESULT: dict[str, Any] = dict.fromkeys(("query", "lang", "title", "description", "intro", "svg"), "") | {
    "state": {}, "words": [], "models": [], "tables": [],
}  # fmt: skip


def answered(tokens: int, layers: int, heads: int, **fields: Any) -> Asked:
    """The answer that a picture of all heads is drawn from."""
    body = {"text": "苹果", "model": "auto", "layers": [0], "heads": [0], "include": ["thumbnails"], **fields}
    tensors = {"thumbnails": np.zeros((layers, heads, 2, 2), np.uint8)}
    data = save(tensors, {"tokens": json.dumps([{}] * tokens)})
    return Asked(ATTENTION, "POST", json.dumps(body), SAFETENSORS, Answer(200, SAFETENSORS, data))


def frozen(*asked: Asked) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The snapshot, and what was asked for it besides."""
    besides: list[dict[str, Any]] = []

    async def ask(path: str, method: str, body: str | None, accept: str) -> Answer:
        assert (path, method, accept) == (ATTENTION, "POST", SAFETENSORS)
        besides.append(json.loads(body or ""))
        return Answer(200, SAFETENSORS, b"all")

    made = asyncio.run(snapshot_of(Drawn(RESULT, tuple(asked)), Wanted("", 500), ask, "1.2.3"))
    return made, besides


@pytest.mark.parametrize(
    ("tokens", "dtype"),
    [(2, "float32"), (18, "float32"), (19, "float16"), (144, "float16"), (145, None)],
)
def test_all_heads_as_far_as_they_fit(tokens: int, dtype: str | None) -> None:
    """Exactly up to 100 kB, as float16 up to 6 MB, then not at all: 72 heads of so many tokens."""
    _, besides = frozen(answered(tokens, 6, 12))
    weights = 72 * tokens**2 * 4
    assert dtype == ("float32" if weights <= FULL_BYTES else "float16" if weights <= HALF_BYTES else None)
    assert besides == ([] if dtype is None else [{"text": "苹果", "model": "auto", "dtype": dtype}])


def test_each_answer_once() -> None:
    """Text is kept as text, bytes as base64, and a question that was asked twice stands there once."""
    card = Asked("/api/v1/cards/lstm", "GET", None, "", Answer(404, "application/problem+json", '{"a": "苹"}'.encode()))
    made, besides = frozen(card, card, answered(3, 1, 1))
    assert [one["path"] for one in made["answers"]] == ["/api/v1/cards/lstm", ATTENTION, ATTENTION]
    first, _, whole = made["answers"]
    assert (first["status"], first["base64"], first["data"]) == (404, False, '{"a": "苹"}')
    assert (whole["base64"], base64.b64decode(whole["data"])) == (True, b"all")
    assert len(besides) == 1
    assert (made["format"], made["version"], made["width"]) == ("heads-and-gates/1", "1.2.3", 500)
    json.dumps(made)


def test_nothing_besides_where_no_heads_are_shown() -> None:
    """A net's figure, or a refused one, needs no Transformer."""
    refused = answered(3, 1, 1)
    refused = Asked(refused.path, "POST", refused.body, SAFETENSORS, Answer(422, "application/problem+json", b"{}"))
    gates = Asked("/api/v1/gates", "POST", '{"include": ["units"]}', SAFETENSORS, Answer(200, SAFETENSORS, b""))
    for one in (refused, gates):
        assert frozen(one)[1] == []
        assert recorded(one)["status"] == one.answer.status
