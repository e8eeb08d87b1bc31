"""Cards of the recurrent nets over real HTTP."""

import json

import httpx
import pytest

from app.models.recurrent.net import FOLDER

pytestmark = pytest.mark.weights


@pytest.mark.parametrize("name", [name for name in ("lstm", "gru", "rnn", "counter", "comparison")
                                  if (FOLDER / f"{name}.json").exists()])  # fmt: skip
def test_cards_are_their_files(client: httpx.Client, name: str) -> None:
    path = f"/api/v1/cards/{name}"
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json() == json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    assert answer.json()["id"] == name
    assert answer.headers["cache-control"].startswith("public")
    again = client.get(path, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", answer.headers["etag"])
    assert client.get(path, headers={"If-None-Match": '"other", W/"x"'}).status_code == 200
    assert client.head(path).headers["content-type"] == "application/json"


@pytest.mark.parametrize("name", ["minilm", "tokenizer", "..%2Frecipe", "LSTM", "lstm.json", "x" * 300])
def test_a_card_that_is_not_there(client: httpx.Client, name: str) -> None:
    answer = client.get(f"/api/v1/cards/{name}")
    problem = answer.json()
    assert (answer.status_code, problem["type"]) == (404, "/docs#not-found")
    assert answer.headers["content-type"] == "application/problem+json"
    if "%" not in name:
        assert "Cards: lstm" in problem["detail"]


def test_nets_are_listed_as_their_cards_say(client: httpx.Client) -> None:
    listed = {m["id"]: m for m in client.get("/api/v1/models").json()["models"] if m["family"] == "recurrent"}
    assert {"lstm", "gru", "rnn"} <= set(listed)
    for name, model in listed.items():
        card = client.get(f"/api/v1/cards/{name}").json()
        assert (model["units"], model["title"]) == (card["architecture"]["units"], card["title"])
        assert model["weights_sha256"] == card["files"][f"{name}.safetensors"]["sha256"]
        assert model["checkpoints"] == ["trained", "initial"]
