"""Figures that cannot be had: what is refused, how it is said, and that nothing is drawn for it."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.web.figures import BASE, GATES, TEXT, figure, run

BAD = [
    ("?view=nonsense", "invalid-request", "/view"),
    ("?colour=red", "invalid-request", "/colour"),
    ("?layer=-1", "invalid-request", "/layer"),
    ("?layer=1.5", "invalid-request", "/layer"),
    ("?layer=%2B1", "invalid-request", "/layer"),
    ("?renormalise=yes", "invalid-request", "/renormalise"),
    ("?pin=z9", "invalid-request", "/pin"),
    ("?theme=blue", "invalid-request", "/theme"),
    ("?nokey=1", "invalid-request", "/nokey"),
    ("?__proto__=1", "invalid-request", "/__proto__"),
    ("?view=gates&view=gates", "invalid-request", "/view"),
    ("?width=400&width=400", "invalid-request", "/width"),
    ("?width=239", "invalid-request", "/width"),
    ("?width=2001", "invalid-request", "/width"),
    ("?width=", "invalid-request", "/width"),
    ("?width=1e3", "invalid-request", "/width"),
    ("?width=400.5", "invalid-request", "/width"),
    ("?width=%E0%A5%A8%E0%A5%AA%E0%A5%A6", "invalid-request", "/width"),
    ("?ratio=0.5", "invalid-request", "/ratio"),
    ("?ratio=5", "invalid-request", "/ratio"),
    ("?ratio=nan", "invalid-request", "/ratio"),
    ("?card=10x10", "invalid-request", "/card"),
    ("?card=9999x9999", "invalid-request", "/card"),
    ("?card=1200", "invalid-request", "/card"),
    ("?download=yes", "invalid-request", "/download"),
    ("?text=%FF", "invalid-request", None),
    ("?view=gates&text=", "empty-text", "/text"),
    ("?view=gates&text=%20%0A", "empty-text", "/text"),
    ("?view=heatmap&model=nosuch", "unknown-model", "/model"),
    ("?view=gates&text=" + "cat+" * 600, "text-too-long", "/text"),
]


def test_what_is_wrong_is_said_and_nothing_is_drawn(tmp_path: Path) -> None:
    async def scenario(client: httpx.AsyncClient, _: list[Any]) -> None:
        for query, slug, pointer in BAD:
            answer = await client.get(f"/api/v1/figure.png{query}")
            assert answer.status_code == 422, query
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.headers["cache-control"] == "no-store"
            assert "etag" not in answer.headers
            problem = answer.json()
            assert problem["type"] == f"/docs#{slug}", (query, problem)
            assert problem["instance"] == "/api/v1/figure.png"
            if pointer:
                assert pointer in [one["pointer"] for one in problem["errors"]], (query, problem)

    run(tmp_path, scenario)


def test_a_body_is_read_as_strictly(tmp_path: Path) -> None:
    bodies: list[tuple[Any, int, str]] = [
        ({"layer": "3"}, 422, "invalid-request"),
        ({"layer": True}, 422, "invalid-request"),
        ({"layer": None}, 422, "invalid-request"),
        ({"renormalise": "true"}, 422, "invalid-request"),
        ({"text": 3}, 422, "invalid-request"),
        ({"nokey": 1}, 422, "invalid-request"),
        ({"width": 100}, 422, "invalid-request"),
        ({"width": True}, 422, "invalid-request"),
        ([], 422, "invalid-request"),
        ("?view=gates", 422, "invalid-request"),
    ]

    async def scenario(client: httpx.AsyncClient, _: list[Any]) -> None:
        for body, status, slug in bodies:
            answer = await client.post("/api/v1/figure.svg", json=body)
            assert (answer.status_code, answer.json()["type"]) == (status, f"/docs#{slug}"), body
        json_type = {"Content-Type": "application/json"}
        for content, headers in ((b"{", json_type), (b"\xff", json_type), (b"{}", {"Content-Type": "text/plain"})):
            answer = await client.post("/api/v1/figure.svg", content=content, headers=headers)
            assert (answer.status_code, answer.json()["type"]) == (400, "/docs#not-json"), content
        large = await client.post("/api/v1/figure.svg", json={"text": "x" * 2_000_000})
        assert (large.status_code, large.json()["type"]) == (413, "/docs#body-too-large")

    run(tmp_path, scenario)


def test_weights_that_are_not_there_are_the_apis_own_problem(tmp_path: Path) -> None:
    async def scenario(client: httpx.AsyncClient, _: list[Any]) -> None:
        direct = await client.get("/api/v1/attention", params={"text": TEXT})
        drawn = await client.get("/api/v1/figure.svg", params={**BASE, "view": "heatmap"})
        assert drawn.status_code == direct.status_code == 503
        assert {**drawn.json(), "instance": ""} == {**direct.json(), "instance": ""}
        assert drawn.headers["cache-control"] == "no-store"

    run(tmp_path, scenario)


@pytest.mark.weights
@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({"view": "shares", "cell": "rnn"}, "A plain RNN has no surviving shares"),
        ({"view": "lens", "model": "minilm"}, "predicts no next token"),
        ({"view": "compare"}, "no second sentence"),
        ({"view": "find"}, "Nothing is asked yet"),
    ],
)
def test_a_view_with_nothing_to_show_says_why(client: httpx.Client, query: dict[str, str], says: str) -> None:
    answer = figure(client, **query)
    assert answer.status_code == 422
    assert answer.json()["type"] == "/docs#nothing-to-draw"
    assert says in answer.json()["detail"]


def test_limits_of_size_name_themselves(tmp_path: Path) -> None:
    async def scenario(client: httpx.AsyncClient, _: list[Any]) -> None:
        for kind, slug in (("json", "limit-passed"), ("html", "limit-passed"), ("png", "picture-too-large")):
            answer = await client.get(f"/api/v1/figure.{kind}", params=GATES)
            problem = answer.json()
            assert (answer.status_code, problem["type"]) == (422, f"/docs#{slug}")
            assert problem["limit"] == 1000 < problem["got"]

    run(tmp_path, scenario, max_snapshot_bytes=1000, max_png_pixels=1000)
