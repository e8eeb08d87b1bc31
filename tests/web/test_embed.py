"""/embed as it is answered: what stands in it, its status, its caching, and what it says of what went wrong."""

import asyncio
import json
import re
from typing import Any

import httpx
import pytest

import app.web.embed as embedding
from app.draw.figures import Figures

pytestmark = pytest.mark.weights

TEXT = 'It is <b>bold</b> & "quoted" </script><script>alert(1)</script> 苹果 \u2028'


@pytest.fixture(scope="module", autouse=True)
def warm(client: httpx.Client) -> None:
    """Models are loaded and the drawing code is linked: nothing below is too slow to be waited for."""
    client.get("/api/v1/figure.svg").raise_for_status()


def carried(page: str) -> dict[str, Any]:
    """What the page hands its script."""
    (found,) = re.findall(r'<script type="application/json" id="figure-data">(.*?)</script>', page, re.DOTALL)
    data: dict[str, Any] = json.loads(found)
    return data


def test_what_stands_in_it(client: httpx.Client) -> None:
    """Picture, table and answers; nothing that a sentence holds is markup; addresses of scripts that are kept."""
    answer = client.get("/embed", params={"text": TEXT, "view": "heatmap", "theme": "dark"})
    assert answer.status_code == 200
    assert answer.headers["cache-control"].startswith("public, max-age=")
    assert "frame-ancestors *" in answer.headers["content-security-policy"]
    assert "x-frame-options" not in answer.headers
    assert answer.headers["access-control-allow-origin"] == "*"
    page = answer.text
    assert "alert(1)</script>" not in page
    assert len(re.findall("<script", page)) == 2
    assert '<meta name="color-scheme" content="dark">' in page
    assert "<svg" in page
    assert "<table>" in page
    data = carried(page)
    assert (data["frozen"], len(data["answers"])) == (False, 2)
    assert json.loads(data["answers"][1]["body"])["text"] == TEXT
    for found in re.findall(r'(?:href|src)="(/embed/[^"]+)"', page):
        script = client.get(found.replace("&amp;", "&"))
        assert script.status_code == 200
        assert "immutable" in script.headers["cache-control"]
        assert client.get(found.split("?")[0]).headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ({"view": "heatmap", "model": "nobody"}, 422, "nobody"),
        ({"view": "heatmap", "text": "word " * 2000, "model": "minilm"}, 422, "512"),
        ({"view": "shares", "cell": "rnn"}, 422, "RNN"),
        ({"view": "heatmap", "text": ""}, 422, ""),
        ({"view": "order"}, 422, "text_b"),
    ],
)
def test_problems_are_said(client: httpx.Client, query: dict[str, str], status: int, words: str) -> None:
    """In words, with the status of the API, without a script that would ask again, and not kept."""
    answer = client.get("/embed", params=query)
    found = client.get("/api/v1/figure.svg", params=query).json()
    assert answer.status_code == found["status"] == status
    assert answer.headers["cache-control"] == "no-store"
    assert 'role="alert"' in answer.text
    assert words in answer.text
    assert "<script" not in answer.text


def test_what_is_no_value_is_the_default(client: httpx.Client) -> None:
    """A frame has nobody to correct its address: unknown keys and a nonsensical width do no harm."""
    plain = client.get("/embed?view=heatmap").text
    for more in ("utm_source=x", "width=wide", "width=-5", "width=٣٠٠"):
        answer = client.get(f"/embed?view=heatmap&{more}")
        assert (answer.status_code, answer.text) == (200, plain)
    pages = {width: client.get(f"/embed?view=heatmap&width={width}").text for width in (1, 240, 500, 2000, 9999)}
    assert pages[1] == pages[240]
    assert pages[9999] == pages[2000]
    for width in (240, 500):
        (drawn,) = re.findall(r'<svg [^>]*?width="(\d+)"', pages[width])
        assert width - 10 < int(drawn) <= width


def test_measured_numbers_are_not_kept(client: httpx.Client) -> None:
    """What is measured when it is asked for is measured by each who asks."""
    for query in ("view=cost", "lab=cost"):
        assert client.get(f"/embed?{query}").headers["cache-control"] == "no-store"
    assert client.get("/embed?view=heatmap&lab=cost").headers["cache-control"].startswith("public")


@pytest.mark.parametrize(("lang", "words"), [("en", "The model is being loaded"), ("zh", "模型正在加载")])
def test_while_a_model_is_loaded(client: httpx.Client, monkeypatch: pytest.MonkeyPatch, lang: str, words: str) -> None:
    """A frame does not stay empty: it says what is waited for, and its script asks by itself."""

    async def never(*_args: object, **_more: object) -> None:
        await asyncio.sleep(60)

    monkeypatch.setattr(Figures, "draw", never)
    monkeypatch.setattr(embedding, "PATIENCE_SECONDS", 0.01)
    answer = client.get("/embed", params={"view": "heatmap", "lang": lang, "layer": "2"})
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert words in answer.text
    data = carried(answer.text)
    assert (data["answers"], data["lang"]) == ([], lang)
    assert "layer=2" in data["query"]


@pytest.mark.parametrize("path", ["/embed/nonsense.js", "/embed/heads+gates+arcs.js", "/embed/..js", "/embed/.js"])
def test_scripts_of_what_is_no_view(client: httpx.Client, path: str) -> None:
    """A problem, as everywhere."""
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.json()["status"] == 404


@pytest.mark.parametrize("path", ["/embed.js", "/heads-gates.js"])
def test_scripts_for_other_pages(client: httpx.Client, path: str) -> None:
    """Readable by every page, module or not."""
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
