"""Request bodies in JSON, looked at once, before any route: what Python reads and JSON does not know is refused."""

import json
import math
import re
from typing import Any, NoReturn

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..errors import FieldError, HeadsGatesError, InvalidRequest, LimitPassed, NotJson
from .problems import is_json, problem_response

MAX_DEPTH = 32  # brackets inside brackets; no request needs more than four
MAX_DIGITS = 309  # of a whole number: as many as the largest float64 has
# a string goes on to its end or the body's: every byte is looked at once
TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]', re.DOTALL)
HOLDS = (str, dict, list)  # what has characters in it
HALF = re.compile("[\ud800-\udfff]")


class JsonBody:
    """Refuses a JSON body that is not UTF-8, no JSON, too deep, or names a key twice. Other bodies pass."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        if scope["type"] != "http" or not is_json(Headers(scope=scope).get("content-type", "")):
            await self.app(scope, receive, send)
            return
        chunks: list[bytes] = []
        message: Message = {"more_body": True}
        while message.get("more_body", False):
            message = await receive()
            if message["type"] == "http.disconnect":
                break
            chunks.append(message.get("body", b""))
        else:
            message = {"type": "http.request", "body": b"".join(chunks), "more_body": False}
            error = fault_of(message["body"]) if message["body"] else None
            if error is not None:
                await problem_response(error, scope["path"])(scope, receive, send)
                return
        first: list[Message] = [message]

        async def again() -> Message:
            return first.pop() if first else await receive()

        await self.app(scope, again, send)


def fault_of(body: bytes) -> HeadsGatesError | None:
    """What is wrong with a body as JSON (RFC 8259), if anything."""
    try:
        deepest = depth_of(body)
        if deepest > MAX_DEPTH:
            detail = f"The body is nested {deepest:,} deep; the limit is {MAX_DEPTH}."
            return LimitPassed(detail, limit=MAX_DEPTH, got=deepest)
        _check_strings(_read(body))
    except HeadsGatesError as error:
        return error
    except UnicodeDecodeError as error:
        return NotJson(f"The body is not JSON in UTF-8: byte {error.start} cannot be read.")
    except json.JSONDecodeError as error:
        return NotJson(f"The body is not JSON: it cannot be read from character {error.pos} on.")
    return None


def depth_of(body: bytes) -> int:
    """How many brackets stand inside one another at most, strings left out."""
    if body.count(b"[") + body.count(b"{") <= MAX_DEPTH:
        return 0  # it cannot be deeper than that
    depth = deepest = 0
    for found in TOKEN.finditer(body):
        token = found[0]
        if token in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif token in b"]}":
            depth -= 1
    return deepest


def _read(body: bytes) -> Any:
    text = body.decode()
    return json.loads(text, parse_constant=_constant, parse_float=_float, parse_int=_int, object_pairs_hook=_object)


def _constant(written: str) -> NoReturn:
    raise NotJson(f"The body is not JSON: {written} is no number there. Write null, or leave the field out.")


def _float(written: str) -> float:
    value = float(written)
    if math.isinf(value):
        raise NotJson(f"The number {written[:40]} is larger than a float64 holds.")
    return value


def _int(written: str) -> int:
    if len(written.lstrip("-")) > MAX_DIGITS:
        raise NotJson(f"A number has {len(written.lstrip('-')):,} digits; the limit is {MAX_DIGITS}.")
    return int(written)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        name = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        detail = f"{name[:80]} stands twice in one object; one value is wanted."
        raise InvalidRequest(detail, errors=[FieldError(f"/{name[:80]}", detail)])
    return found


def _check_strings(value: Any) -> None:
    """Refuse half a surrogate pair, wherever it stands: it is no character, and UTF-8 cannot hold it."""
    waiting: list[tuple[str, Any]] = [("", value)]
    while waiting:
        pointer, one = waiting.pop()
        if isinstance(one, str):
            if half := HALF.search(one):
                detail = f"Character {half.start()} is half a surrogate pair (U+{ord(half[0]):04X}), not a character."
                raise InvalidRequest(f"{pointer or 'The body'}: {detail}", errors=[FieldError(pointer, detail)])
        elif isinstance(one, dict):
            waiting += [(pointer, name) for name in one]
            waiting += [
                (f"{pointer}/{name[:100]}", each) for name, each in one.items() if isinstance(each, (str, dict, list))
            ]
        elif isinstance(one, list):
            waiting += [(f"{pointer}/{i}", each) for i, each in enumerate(one) if isinstance(each, (str, dict, list))]
