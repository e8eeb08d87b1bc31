"""Every error has one shape, names the limit and what was got, and gives away nothing of the sentence."""

import http.client
import re
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from app.errors import LimitPassed, problem, problem_kinds
from tests.built import address

ATTENTION = "/api/v1/attention"
GATES = "/api/v1/gates"

pytestmark = pytest.mark.weights


def check(response: httpx.Response, status: int, slug: str) -> dict[str, Any]:
    """The problem's shape; returns its members."""
    assert response.headers["content-type"] == "application/problem+json", response.text
    found: dict[str, Any] = response.json()
    assert response.status_code == status == found["status"], found
    assert found["type"] == f"/docs#{slug}"
    assert {"title", "detail", "instance"} <= set(found)
    assert "?" not in found["instance"]
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["x-request-id"]
    return found


BAD_BODIES: list[tuple[dict[str, Any], str, str]] = [
    ({"text": ""}, "empty-text", "/text"),
    ({"text": " \n\t\u3000"}, "empty-text", "/text"),
    ({"text": "Hi", "model": "gpt-9"}, "unknown-model", "/model"),
    ({"text": "Hi", "layers": [0, 6]}, "index-out-of-range", "/layers/1"),
    ({"text": "Hi", "heads": [-1]}, "index-out-of-range", "/heads/0"),
    ({"text": "Hi", "heads": [2, 2]}, "index-out-of-range", "/heads/1"),
    ({}, "invalid-request", "/text"),
    ({"text": 5}, "invalid-request", "/text"),
    ({"text": "Hi", "layers": "0"}, "invalid-request", "/layers"),
    ({"text": "Hi", "layers": ["0"]}, "invalid-request", "/layers/0"),
    ({"text": "Hi", "layers": [True]}, "invalid-request", "/layers/0"),
    ({"text": "Hi", "layer": 0}, "invalid-request", "/layer"),
    ({"text": "Hi", "decimals": 99}, "invalid-request", "/decimals"),
    ({"text": "Hi", "include": ["everything"]}, "invalid-request", "/include/0"),
    ({"text": "Hi", "format": "xml"}, "invalid-request", "/format"),
    ({"text": "Hi", "dtype": "float16"}, "invalid-request", "/dtype"),
    ({"text": "Hi", "format": "safetensors", "decimals": 3}, "invalid-request", "/decimals"),
]


@pytest.mark.parametrize(("body", "slug", "pointer"), BAD_BODIES)
def test_bad_fields_are_pointed_to(client: httpx.Client, body: dict[str, Any], slug: str, pointer: str) -> None:
    found = check(client.post(ATTENTION, json=body), 422, slug)
    assert pointer in [error["pointer"] for error in found["errors"]]


@pytest.mark.parametrize(
    ("cell", "pointer"), [({"cell": "transformer"}, "/cell"), ({"checkpoint": "best"}, "/checkpoint")]
)
def test_gates_refuse_what_does_not_exist(client: httpx.Client, cell: dict[str, str], pointer: str) -> None:
    found = check(client.post(GATES, json={"text": "Hi", **cell}), 422, "invalid-request")
    assert [error["pointer"] for error in found["errors"]] == [pointer]


def test_signed_numbers_do_not_fit_uint8(client: httpx.Client) -> None:
    body = {"text": "Hi", "format": "safetensors", "dtype": "uint8"}
    found = check(client.post(GATES, json=body), 422, "invalid-request")
    assert [error["pointer"] for error in found["errors"]] == ["/dtype"]


def test_a_flood_of_items_is_refused_before_it_is_looked_at(client: httpx.Client) -> None:
    found = check(client.post(ATTENTION, json={"text": "Hi", "layers": [0] * 300_000}), 422, "invalid-request")
    assert [error["pointer"] for error in found["errors"]] == ["/layers"]
    assert "256" in found["detail"]


@pytest.mark.parametrize("text", ["\u200b", "\u00ad\u200d"])
def test_text_of_which_the_model_reads_nothing(client: httpx.Client, text: str) -> None:
    assert "reads nothing" in check(client.post(ATTENTION, json={"text": text}), 422, "empty-text")["detail"]


@pytest.mark.parametrize("address", [ATTENTION, GATES])
def test_too_many_tokens(client: httpx.Client, address: str) -> None:
    found = check(client.post(address, json={"text": "cat " * 600}), 422, "text-too-long")
    assert found["limit"] == 512
    assert found["got"] >= 601
    assert "512" in found["detail"]


@pytest.mark.parametrize("address", [ATTENTION, GATES])
def test_too_many_characters(client: httpx.Client, address: str) -> None:
    found = check(client.post(address, json={"text": "苹" * 20_001}), 422, "text-too-long")
    assert (found["limit"], found["got"]) == (20_000, 20_001)


def test_too_large_an_answer_points_to_safetensors(client: httpx.Client) -> None:
    found = check(client.post(ATTENTION, json={"text": "cat " * 400}), 422, "answer-too-large")
    assert found["limit"] == 20_000_000 < found["got"]
    assert "safetensors" in found["detail"]
    one = client.post(ATTENTION, json={"text": "cat " * 400, "layers": [0], "heads": [0]})
    assert one.json()["attention"]["shape"] == [1, 1, 402, 402]
    everything = client.post(ATTENTION, json={"text": "cat " * 400, "format": "safetensors", "dtype": "uint8"})
    assert everything.status_code == 200


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b'{"text": "a"', b"text=a"])
def test_a_body_that_is_not_json(client: httpx.Client, body: bytes) -> None:
    check(client.post(ATTENTION, content=body, headers={"Content-Type": "application/json"}), *NOT_JSON[body])


NOT_JSON = {
    b"": (422, "invalid-request"),
    b"{": (400, "not-json"),
    b"\xff\xfe": (400, "not-json"),
    b'{"text": "a"': (400, "not-json"),
    b"text=a": (400, "not-json"),
}


@pytest.mark.parametrize("body", [b"[1]", b'"text"', b"5", b"null"])
def test_a_body_that_is_json_but_no_object(client: httpx.Client, body: bytes) -> None:
    check(client.post(ATTENTION, content=body, headers={"Content-Type": "application/json"}), 422, "invalid-request")


def test_a_body_that_is_not_said_to_be_json(client: httpx.Client) -> None:
    check(client.post(ATTENTION, data={"text": "Hi"}), 400, "not-json")
    check(client.post(ATTENTION, content=b'{"text": "Hi"}'), 400, "not-json")


def test_a_deep_body_is_answered(client: httpx.Client) -> None:
    body = b'{"text":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    response = client.post(ATTENTION, content=body, headers={"Content-Type": "application/json"})
    assert response.status_code in {400, 422}
    assert response.headers["content-type"] == "application/problem+json"


def test_a_lone_surrogate_is_refused(client: httpx.Client) -> None:
    response = client.post(ATTENTION, content=rb'{"text": "a\ud800b"}', headers={"Content-Type": "application/json"})
    check(response, 422, "invalid-request")


@pytest.mark.parametrize("size", [1_048_577, 5_000_000])
def test_a_body_too_large_is_answered(client: httpx.Client, size: int) -> None:
    body = b'{"text": "' + b"a" * (size - 12) + b'"}'
    found = check(
        client.post(ATTENTION, content=body, headers={"Content-Type": "application/json"}), 413, "body-too-large"
    )
    assert (found["limit"], found["got"]) == (1_048_576, size)


def test_a_body_too_large_whose_length_was_not_announced(server_url: str) -> None:
    address = urlsplit(server_url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=30)
    connection.request("POST", ATTENTION, body=(b"x" * 65_536 for _ in range(40)), encode_chunked=True,
                       headers={"Content-Type": "application/json", "Transfer-Encoding": "chunked"})  # fmt: skip
    response = connection.getresponse()
    assert (response.status, response.headers["Content-Type"]) == (413, "application/problem+json")
    assert b'"limit":1048576' in response.read().replace(b" ", b"")


def test_bytes_that_are_no_utf8_are_not_guessed_at(client: httpx.Client) -> None:
    assert "not UTF-8" in check(client.get(f"{ATTENTION}?text=caf%E9"), 422, "invalid-request")["detail"]


def test_wrong_method(client: httpx.Client) -> None:
    for path, allowed in {ATTENTION: "GET, HEAD, POST", "/api/v1/models": "GET, HEAD", "/healthz": "GET, HEAD"}.items():
        response = client.delete(path)
        check(response, 405, "method-not-allowed")
        assert response.headers["allow"] == allowed
    check(client.post("/api/v1/models"), 405, "method-not-allowed")
    check(client.post(address("main.js")), 405, "method-not-allowed")


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/api/v1/nothing",
        "/api/v2/attention",
        "/static/nothing.js",
        "/static/src/main.ts",
        "/static/dist/nothing.js",
        "/static/dist/manifest.json",
        "/static/../app/main.py",
        "/docs/models/gpt",
        "/api/v1/models/",
    ],
)
def test_unknown_path(client: httpx.Client, path: str) -> None:
    check(client.get(path), 404, "not-found")


@pytest.mark.parametrize(
    ("query", "slug", "pointer"),
    [
        ("", "invalid-request", "/text"),
        ("text=", "empty-text", "/text"),
        ("text=Hi&layers=1,b", "invalid-request", "/layers"),
        ("text=Hi&layers=-1", "index-out-of-range", "/layers/0"),
        ("text=Hi&body=1", "invalid-request", "/body"),
        ("text=one&text=two", "invalid-request", "/text"),
        ("text=Hi&model=", "invalid-request", "/model"),
        ("text=Hi&layers=9", "index-out-of-range", "/layers/0"),
        ("text=Hi&colour=red", "invalid-request", "/colour"),
        ("text=Hi&decimals=many", "invalid-request", "/decimals"),
    ],
)
def test_bad_queries(client: httpx.Client, query: str, slug: str, pointer: str) -> None:
    found = check(client.get(f"{ATTENTION}?{query}"), 422, slug)
    assert [error["pointer"] for error in found["errors"]] == [pointer]


def test_every_problem_type_is_an_anchor_of_the_documentation(client: httpx.Client) -> None:
    anchors = set(re.findall(r'id="([^"]+)"', client.get("/docs").text))
    for kind in problem_kinds():
        assert problem(kind("x", limit=1, got=2) if issubclass(kind, LimitPassed) else kind("x"), "/")["type"] == (
            f"/docs#{kind.slug}"
        )
        assert kind.slug in anchors


def test_the_input_is_not_echoed(client: httpx.Client) -> None:
    private = "my private sentence"
    response = client.post(ATTENTION, json={"text": [private], "layers": private})
    assert private not in response.text
