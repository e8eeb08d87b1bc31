"""What no honest client sends is refused with a problem, by every address: never a crash, never a freeze."""

import asyncio
import json
from typing import Any

import httpx
import pytest
from starlette.requests import Request
from starlette.types import Message, Receive, Scope, Send

from app.errors import InvalidRequest, LimitPassed, NotJson
from app.web.body import MAX_DEPTH, JsonBody, depth_of, fault_of
from app.web.middleware import MAX_PATH_CHARS, NoCookies
from app.web.query import MAX_PARAMETERS, readable_query
from tests.built import address
from tests.web.asgi import Client

KINDS = ("svg", "png", "html", "json", "csv")
JSON = {"content-type": "application/json"}
POSTS = [
    f"/api/v1/{name}" for name in ("attention", "attention/steps", "attention/find", "context", "gates", "gates/steps")
]
POSTS += [f"/api/v1/figure.{kind}" for kind in KINDS]
GETS = [
    *POSTS,
    "/",
    "/docs",
    "/embed",
    "/embed/gates.js",
    "/oembed",
    "/openapi.json",
    "/healthz",
    "/readyz",
    address("main.js"),
]
GETS += ["/api/v1/models", "/api/v1/cost", "/api/v1/cards/lstm"]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Client:
    return Client(tmp_path_factory.mktemp("empty"))


def answered(response: httpx.Response) -> dict[str, Any]:
    """A crash is a 500; that weights are not on this machine is a 503 of its own kind."""
    if response.headers["content-type"] != "application/problem+json":
        assert response.status_code in {200, 422, 503}  # a page says in its own words what is wrong
        return {}
    found: dict[str, Any] = response.json()
    assert response.status_code < 500 or found["type"].startswith("/docs#weights") or "not-ready" in found["type"], (
        found
    )
    return found


# name → body, status and kind of problem on every address; None where it goes by the address
BODIES: dict[str, tuple[bytes, int | None, str | None]] = {
    "NaN": (b'{"text":"Hi","view":"gates","width":NaN}', 400, "not-json"),
    "Infinity": (b'{"text":"Hi","forget_bias":Infinity}', 400, "not-json"),
    "-Infinity in a list": (b'{"text":"Hi","layers":[-Infinity]}', 400, "not-json"),
    "a float beyond float64": (b'{"text":"Hi","width":1e999}', 400, "not-json"),
    "a number of 5,000 digits": (b'{"text":"Hi","token":' + b"9" * 5000 + b"}", 400, "not-json"),
    "a number of 300 digits": (b'{"text":"Hi","width":' + b"9" * 300 + b"}", 422, None),
    "a list nested 900 deep": (b'{"text":"Hi","layers":' + b"[" * 900 + b"]" * 900 + b"}", 422, "limit-passed"),
    "an object nested 900 deep": (b'{"view":' * 900 + b"1" + b"}" * 900, 422, "limit-passed"),
    "nested 100,000 deep, not closed": (b"[" * 100_000, 422, "limit-passed"),
    "nested as deep as may be": (b'{"text":' + b"[" * 31 + b"]" * 31 + b"}", 422, None),
    "half a pair": (rb'{"text":"a\ud800b","view":"gates"}', 422, "invalid-request"),
    "half a pair in a key": (rb'{"te\udc00xt":"Hi"}', 422, "invalid-request"),
    "half a pair in a list": (rb'{"text":"Hi","include":["\udfff"]}', 422, "invalid-request"),
    "half a pair as bytes": (b'{"text":"\xed\xa0\x80"}', 400, "not-json"),
    "UTF-16": ('{"text":"Hi"}'.encode("utf-16"), 400, "not-json"),
    "Latin-1": (b'{"text":"caf\xe9"}', 400, "not-json"),
    "NUL": (rb'{"text":"Hi\u0000there","view":"gates","cell":"lstm"}', None, None),
    "NUL in a key": (rb'{"\u0000":1}', 422, "invalid-request"),
    "NUL in a name": (rb'{"text":"Hi","model":"\u0000","view":"heatmap"}', 422, None),
    "a key twice": (b'{"text":"Hi","text":"Ho"}', 422, "invalid-request"),
    "a key twice, deeper": (b'{"text":"Hi","ablate":[{"layer":1,"layer":2}]}', 422, "invalid-request"),
    "white space": (b"  \n", 400, "not-json"),
    "a list": (b"[1]", 422, "invalid-request"),
    "a string": (b'"text"', 422, "invalid-request"),
    "null": (b"null", 422, "invalid-request"),
    "quotes that escape": (b'{"text":"' + b'\\"' * 100_000, 400, "not-json"),
    "quotes": (b'"' * 100_001, 400, "not-json"),
    "wrong types": (b'{"text":true,"view":[],"width":{},"layer":"x"}', 422, "invalid-request"),
    "nulls": (b'{"text":null,"view":null,"width":null,"ratio":null,"card":null}', 422, None),
    "many items": (b'{"text":"Hi","include":[' + b"1," * 9999 + b"1]}", 422, "invalid-request"),
    "many keys": (b"{" + b",".join(b'"k%d":1' % i for i in range(5000)) + b"}", 422, "invalid-request"),
    "largest numbers": (b'{"text":"Hi","view":"gates","layer":1e308,"unit":-1e308}', 422, None),
}  # fmt: skip


@pytest.mark.parametrize("name", BODIES)
def test_no_body_is_too_much(hostile: Client, name: str) -> None:
    body, status, kind = BODIES[name]
    for path in POSTS:
        response = hostile.raw("POST", path, headers=JSON, body=body)
        found = answered(response)
        assert status in {None, response.status_code}, (path, found)
        assert kind is None or found["type"] == f"/docs#{kind}", (path, found)


QUERIES = {
    "201 parameters": b"&".join(b"a%d=1" % i for i in range(201)),
    "ampersands": b"&" * 255_000,
    "a name that stands often": b"layers=0&" * 28_000,
    "an endless name": b"a" * 255_000,
    "an endless list of layers": b"text=Hi&layers=" + b"1," * 100_000,
    "an endless list of words": b"text=Hi&include=" + b"a," * 100_000,
    "an endless mask": b"text=Hi&mask=" + b"0," * 100_000,
    "endless heads": b"text=Hi&ablate=" + b"0.0," * 60_000,
    "endless lengths": b"lengths=" + b"9," * 100_000,
    "an endless number": b"text=Hi&view=gates&unit=" + b"9" * 200_000,
    "percent signs": b"text=" + b"%" * 100_000,
    "brackets": b"text=Hi&heads=" + b"[" * 100_000,
    "NaN": b"text=Hi&forget_bias=nan&recurrent_scale=inf&checkpoint=initial",
    "no width": b"text=Hi&view=gates&width=nan&ratio=inf",
    "NUL": b"text=Hi%00&view=gates&cell=lstm&card=%00",
    "half a pair": b"text=%ED%A0%80",
    "no UTF-8": b"text=caf%E9&%FF=1",
    "an address": b"url=http%3A%2F%2F127.0.0.1%3A8000%2F%3F" + b"a%26" * 900,
}


@pytest.mark.parametrize("name", QUERIES)
def test_no_query_is_too_much(hostile: Client, name: str) -> None:
    for path in GETS:
        answered(hostile.raw("GET", path, QUERIES[name]))


HEADERS = {
    "accept": "a/b;q=1," * 30_000,
    "accept-encoding": "gzip," * 50_000,
    "if-none-match": '"a",' * 60_000,
    "range": "bytes=" + "0-1," * 60_000,
    "content-type": "application/" + "a." * 100_000,
    "origin": "http://x" * 30_000,
    "cookie": 'a="' + "\\" * 200_000 + '"',
}


@pytest.mark.parametrize("name", HEADERS)
def test_no_header_is_too_much(hostile: Client, name: str) -> None:
    for path in ["/", "/api/v1/gates", address("main.js"), "/api/v1/models"]:
        for method in ("GET", "POST", "OPTIONS"):
            more = {"access-control-request-method": "GET"} if method == "OPTIONS" else {}
            response = hostile.raw(method, path, b"text=Hi", {name: HEADERS[name], **more})
            assert response.status_code < 500


PATHS = [
    "/static/dist/a\0b",
    "/static/dist/../../app/main.py",
    "/static/../app/main.py",
    "/docs/models/a\0",
    "/embed/a\0.js",
    "/api/v1/cards/\0",
    "/\0",
    "/static/dist/\udc80",
]


@pytest.mark.parametrize("path", PATHS)
def test_no_path_is_too_much(hostile: Client, path: str) -> None:
    assert hostile.raw("GET", path).status_code == 404


def test_an_endless_path_is_not_looked_for(hostile: Client) -> None:
    response = hostile.raw("GET", "/static/" + "a/" * 125_000)
    assert response.status_code == 404
    assert f"{MAX_PATH_CHARS:,}" in response.json()["detail"]
    assert "250,008" in response.json()["detail"]
    assert len(response.content) < 2000
    assert "has more than" not in hostile.raw("GET", "/static/" + "a" * (MAX_PATH_CHARS - 8)).json()["detail"]


def asked(query: bytes) -> Request:
    return Request({"type": "http", "query_string": query, "headers": []})


def test_a_query_has_at_most_200_parameters() -> None:
    most = b"&".join(b"layers=0" for _ in range(MAX_PARAMETERS))
    readable_query(asked(most))
    with pytest.raises(LimitPassed, match="201 parameters; the limit is 200") as caught:
        readable_query(asked(most + b"&layers=0"))
    assert (caught.value.limit, caught.value.got) == (200, 201)
    with pytest.raises(InvalidRequest, match="text stands 3 times"):
        readable_query(asked(b"text=a&layers=1&text=b&layers=1&text=c"))
    readable_query(asked(b""))


def test_a_query_of_255_kb_is_counted_and_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """It was read once for each of its names: 46 seconds."""
    monkeypatch.setattr(Request, "query_params", property(lambda _: pytest.fail("it was read")))
    with pytest.raises(LimitPassed):
        readable_query(asked(b"&".join(b"n%d" % i for i in range(40_000))))


def test_the_app_never_sees_a_cookie(hostile: Client) -> None:
    seen: list[Any] = []

    async def app(scope: Scope, _: Receive, __: Send) -> None:
        seen.extend(name for name, _ in scope["headers"])

    inner = hostile.app
    hostile.app = NoCookies(app)  # type: ignore[assignment]
    try:
        with pytest.raises(IndexError):  # this app answers nothing
            hostile.raw("GET", "/", headers={"cookie": "a=1", "accept": "*/*"})
    finally:
        hostile.app = inner
    assert seen == [b"host", b"accept"]
    assert "NoCookies" in [getattr(each.cls, "__name__", "") for each in inner.user_middleware]


@pytest.mark.parametrize(
    ("body", "depth"),
    [
        (b"[" * 40 + b"]" * 40, 40),
        (b'{"a":[' * 20 + b"]}" * 20, 40),
        (b'["[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["]', 1),
        (b'["' + b'\\"[' * 50 + b'"]', 1),
        (b"[" + b"[]," * 50 + b"[]]", 2),
        (b'["\\\\"' + b",[]" * 40 + b"]", 2),
        (b'"' + b"[" * 50, 0),
    ],
)
def test_depth_is_of_brackets_outside_strings(body: bytes, depth: int) -> None:
    assert depth_of(body) == depth


def test_what_json_is_passes() -> None:
    for value in [{}, [], {"a": [1, -0.5, 1e300, True, None, "苹果 😀 \u2028"]}, "x", 5, 10**308]:
        assert fault_of(json.dumps(value).encode()) is None
        assert fault_of(json.dumps(value, ensure_ascii=False).encode()) is None
    deepest = b"[" * MAX_DEPTH + b"]" * MAX_DEPTH
    assert fault_of(deepest) is None
    fault = fault_of(b"[" + deepest + b"]")
    assert isinstance(fault, LimitPassed)
    assert (fault.limit, fault.got) == (32, 33)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        (rb'{"a": {"b": ["x", "\ud800"]}}', "/a/b/1"),
        (rb'{"a": 1, "b": 2, "a": 3}', "/a"),
        (rb'["\udc00"]', "/0"),
    ],
)
def test_a_field_at_fault_is_pointed_to(body: bytes, pointer: str) -> None:
    fault = fault_of(body)
    assert isinstance(fault, InvalidRequest)
    assert [error.pointer for error in fault.errors] == [pointer]


def test_a_fault_in_json_says_where() -> None:
    fault = fault_of(b'{"text": "Hi",}')
    assert isinstance(fault, NotJson)
    assert "character 14" in fault.detail


def test_a_body_that_comes_in_pieces_is_put_together() -> None:
    got: list[bytes] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        got.append(await Request(scope, receive).body())

    async def run(parts: list[Message]) -> None:
        async def receive() -> Message:
            return parts.pop(0)

        async def send(_: Message) -> None:
            pytest.fail("nothing is wrong with it")

        scope = {"type": "http", "method": "POST", "path": "/", "headers": [(b"content-type", b"application/json")]}
        await JsonBody(app)(scope, receive, send)

    parts = (b'{"a', b'":', b"1", b"}")
    asyncio.run(run([{"type": "http.request", "body": part, "more_body": part != b"}"} for part in parts]))
    assert got == [b'{"a":1}']
