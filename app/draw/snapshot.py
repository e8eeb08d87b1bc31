"""A figure frozen: its state, its picture, and every answer of the API that it was drawn from.

It outlives the server: a player (static/src/apps/embed) shows it again from these answers, and `models` says whose
numbers they are.
"""

import base64
import json
from datetime import UTC, datetime
from typing import Any

from .engine import TEXT, Ask, Asked, Drawn
from .wanted import Wanted

FORMAT = "heads-and-gates/1"
ATTENTION = "/api/v1/attention"
SAFETENSORS = "application/vnd.safetensors"
# all heads in full up to here, then as float16, then only those that are shown
FULL_BYTES, HALF_BYTES = 100_000, 6_000_000


async def snapshot_of(drawn: Drawn, wanted: Wanted, ask: Ask, version: str) -> dict[str, Any]:
    """The snapshot of a figure, ready for JSON.

    ``answers`` holds each question once. Where the figure shows a Transformer's heads, the weights of all of them are
    added if they are few enough, so that any head can be chosen: exactly up to 100 kB, rounded to float16 up to 6 MB.
    Only numbers that are measured have a time: the same question gives the same bytes, whose hash others can check.
    """
    asked = [*drawn.asked, *await _all_heads(drawn.asked, ask)]
    found = {(one.method, one.path, one.body): recorded(one) for one in asked}
    result = drawn.result
    return {
        "format": FORMAT,
        "version": version,
        "made": datetime.now(UTC).isoformat(timespec="seconds") if wanted.fresh else None,
        "query": result["query"],
        "state": result["state"],
        "lang": result["lang"],
        "width": wanted.width,
        "title": result["title"],
        "description": result["description"],
        "intro": result["intro"],
        "words": result["words"],
        "models": result["models"],
        "svg": result["svg"],
        "tables": result["tables"],
        "answers": list(found.values()),
    }


def recorded(asked: Asked) -> dict[str, Any]:
    """One answer as a player reads it: text as it is, bytes in base64."""
    answer = asked.answer
    text = answer.media_type.startswith(TEXT)
    data = answer.body.decode() if text else base64.b64encode(answer.body).decode()
    return {
        "path": asked.path,
        "method": asked.method,
        "body": asked.body,
        "status": answer.status,
        "type": answer.media_type,
        "base64": not text,
        "data": data,
    }


async def _all_heads(asked: tuple[Asked, ...], ask: Ask) -> list[Asked]:
    """The weights of every head, where small pictures of them are shown."""
    for one in asked:
        fields = json.loads(one.body) if one.path == ATTENTION and one.body else {}
        if one.answer.status == 200 and "thumbnails" in fields.get("include", ()):
            break
    else:
        return []
    body = {key: value for key, value in fields.items() if key not in {"layers", "heads", "include"}}
    tokens, grid = _shape(one.answer.body)
    weights_bytes = 4 * grid * tokens**2
    if weights_bytes > HALF_BYTES:
        return []
    body |= {"dtype": "float32" if weights_bytes <= FULL_BYTES else "float16"}
    written = json.dumps(body, ensure_ascii=False)
    answer = await ask(ATTENTION, "POST", written, SAFETENSORS)
    return [Asked(ATTENTION, "POST", written, SAFETENSORS, answer)] if answer.status == 200 else []


def _shape(safetensors: bytes) -> tuple[int, int]:
    """How many tokens, and how many heads in all, an answer with small pictures is about."""
    length = int.from_bytes(safetensors[:8], "little")
    header = json.loads(safetensors[8 : 8 + length])
    layers, heads, *_ = header["thumbnails"]["shape"]
    tokens = json.loads(header["__metadata__"]["tokens"])
    return len(tokens), layers * heads
