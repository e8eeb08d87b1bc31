"""A figure of a head that the model lacks is refused: the page shows another and says so, a file would be wrong."""

import httpx
import pytest

pytestmark = pytest.mark.weights
HAS = "minilm has 6 layers of 12 heads each, counted from 0"


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ({"layer": "6"}, [("/layer", f"{HAS}; got layer 6")]),
        ({"head": "12", "layer": "99"}, [("/layer", f"{HAS}; got layer 99"), ("/head", f"{HAS}; got head 12")]),
        ({"heads": "5.11-6.0"}, [("/heads", f"{HAS}; got 6.0")]),
    ],
)
def test_a_head_that_is_not_there(client: httpx.Client, query: dict[str, str], errors: list[tuple[str, str]]) -> None:
    asked = {"text": "The cat sat.", "view": "heatmap", **query}
    for answer in (
        client.get("/api/v1/figure.svg", params=asked),
        client.get("/embed", params=asked | {"theme": "dark"}),
        client.post(
            "/api/v1/figure.svg", json=asked | {key: int(asked[key]) for key in ("layer", "head") if key in asked}
        ),
    ):
        assert answer.status_code == 422
    problem = answer.json()
    assert problem["type"] == "/docs#index-out-of-range"
    assert [(error["pointer"], error["detail"]) for error in problem["errors"]] == errors


def test_the_last_head_is_there(client: httpx.Client) -> None:
    answer = client.get(
        "/api/v1/figure.svg", params={"text": "The cat sat.", "view": "heatmap", "layer": 5, "head": 11}
    )
    assert answer.status_code == 200
    assert "layer 5, head 11" in answer.text.lower()
