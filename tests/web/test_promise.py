"""A picture that oEmbed or a page's head names is one that can be had: asked for at the address that is named."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import httpx
import pytest
from noto_cjk_sans_otc import FONT_PATH

from app.draw import fonts
from app.web import promise
from tests.web.asgi import OWN, Client

GOOD = [
    {"text": "He sat by the bank."},
    {"text": "He sat by the bank.", "view": "heatmap", "layer": "2", "head": "3", "heads": "1.1"},
    {"text": "I grew up in France, so I speak fluent", "view": "gates", "cell": "gru"},
    {"text": "苹果很好吃", "view": "step"},
    {"text": "The cat sat.", "view": "order", "text_b": "Sat the cat."},
    {"text": "The cat sat.", "view": "find", "habit": "previous"},
    {"text": "The cat sat.", "view": "lens", "model": "smollm2"},
    {"view": "gaps"},
]
BAD = [
    {"text": " "},
    {"text": "cat " * 700, "view": "heatmap"},
    {"text": "cat " * 700, "view": "gates"},
    {"text": "cat " * 90, "view": "reach"},
    {"text": "cat " * 90, "view": "lens", "model": "smollm2"},
    {"text": "cat", "model": "nosuch"},
    {"text": "cat", "view": "nosuch"},
    {"text": "cat", "layer": "-1"},
    {"text": "cat", "view": "heatmap", "layer": "9"},
    {"text": "cat", "view": "lens", "model": "minilm"},
    {"text": "cat", "view": "find"},
    {"text": "cat", "view": "context"},
    {"text": "cat", "view": "shares", "cell": "rnn"},
    {"text": "xyz", "view": "gates", "cell": "counter"},
]
# only drawing finds these: oEmbed draws, a page's head does not
BEYOND = [
    {"text": "The cat sat.", "view": "heatmap", "mask": "99"},
    {"text": "The cat sat.", "view": "heatmap", "heads": "77.0"},
    {"text": "The cat sat.", "view": "heatmap", "ablate": "7.0"},
]


def promised(client: httpx.Client, query: dict[str, str]) -> dict[str, str]:
    """The pictures that are named for a view, by who names them."""
    page = client.get("/", params=query)
    own = unescape(re.findall(r'<link rel="canonical" href="([^"]*)"', page.text + '<link rel="canonical" href="">')[0])
    found = {"page": page.text, "embed": client.get("/embed", params=query).text}
    named = {who: re.findall(r'property="og:image" content="([^"]*)"', text) for who, text in found.items()}
    pictures = {who: unescape(images[0]) for who, images in named.items() if images}
    if own:
        answer = client.get("/oembed", params={"url": own})
        assert answer.status_code == 200, answer.text
        if "thumbnail_url" in answer.json():
            pictures["oembed"] = answer.json()["thumbnail_url"]
    return pictures


def drawn(client: httpx.Client, address: str) -> httpx.Response:
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}")


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are waited for on a busy machine too."""
    monkeypatch.setattr(promise, "PATIENCE_SECONDS", 60.0)


@pytest.mark.weights
@pytest.mark.usefixtures("smollm2_dir", "patient")
def test_what_can_be_drawn_is_promised(client: httpx.Client) -> None:
    for query in GOOD:
        if "model" not in query:  # auto: the English encoder is loaded, so that nothing is left to be guessed
            client.get("/api/v1/attention", params={"text": "Hi", "layers": "0"}).raise_for_status()
        else:
            client.get("/api/v1/attention", params={"text": "Hi", "model": query["model"]}).raise_for_status()
        pictures = promised(client, query)
        assert set(pictures) == {"page", "embed", "oembed"}, query
        for address in set(pictures.values()):
            picture = drawn(client, address)
            assert (picture.status_code, picture.headers["content-type"]) == (200, "image/png"), query


@pytest.mark.weights
@pytest.mark.usefixtures("smollm2_dir")
@pytest.mark.parametrize("query", BAD, ids=lambda query: urlencode(query)[:40])
def test_what_cannot_be_drawn_is_not_promised(client: httpx.Client, query: dict[str, str]) -> None:
    refused = client.get("/api/v1/figure.png", params={**query, "card": "1200x630"})
    assert refused.status_code in {414, 422}
    assert promised(client, query) == {}


@pytest.mark.parametrize("text", ["Good 👍", "שלום עולם", "مرحبا"])
def test_characters_that_no_font_has_are_not_promised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    """On a machine whose only font is the packaged one, which has Latin and Chinese."""
    client = Client(tmp_path)
    monkeypatch.setattr(promise, "installed", lambda: fonts.arranged([Path(str(FONT_PATH))]))
    for said, names in ((text, False), ("Good 好", True)):
        query = {"text": said, "view": "gates"}
        url = f"{OWN}/?{urlencode(query)}"
        assert ("og:image" in client.get(f"/?{urlencode(query)}").text) is names
        assert ("thumbnail_url" in client.get("/oembed", params={"url": url}).json()) is names


@pytest.mark.weights
@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("text", ["Good 👍", "שלום עולם", "مرحبا"])
def test_what_is_promised_on_this_machine_can_be_drawn_with_its_fonts(client: httpx.Client, text: str) -> None:
    has_none = bool(fonts.installed().missing(text))
    answer = client.get("/api/v1/figure.png", params={"text": text, "view": "gates", "card": "1200x630"})
    assert (answer.status_code == 422) is has_none
    pictures = promised(client, {"text": text, "view": "gates"})
    assert set(pictures) == (set() if has_none else {"page", "embed", "oembed"})


@pytest.mark.weights
@pytest.mark.parametrize("query", BEYOND, ids=lambda query: urlencode(query)[-12:])
def test_oembed_makes_the_picture_before_it_names_it(client: httpx.Client, query: dict[str, str]) -> None:
    client.get("/api/v1/attention", params={"text": "Hi", "layers": "0"}).raise_for_status()
    assert client.get("/api/v1/figure.png", params={**query, "card": "1200x630"}).status_code == 422
    assert "oembed" not in promised(client, query)


def test_weights_that_may_not_be_fetched_are_no_picture(tmp_path: Path) -> None:
    for url, names in ((f"{OWN}/?text=Hi&view=heatmap", False), (f"{OWN}/?text=Hi&view=gates", True)):
        answer = Client(tmp_path).get("/oembed", params={"url": url})
        assert ("thumbnail_url" in answer.json()) is names
        assert ("og:image" in Client(tmp_path).get(url.removeprefix(OWN)).text) is names


def test_a_tokenizer_that_is_not_there_is_not_guessed_at(tmp_path: Path) -> None:
    """One byte makes one token at most: so much is known of every tokenizer."""
    client = Client(tmp_path, fetch_on_demand=True)
    for text, names in (("word " * 90, True), ("word " * 110, False)):
        page = client.get(f"/?{urlencode({'text': text, 'view': 'heatmap'})}").text
        assert ("og:image" in page) is names


def test_what_a_view_lacks() -> None:
    assert promise.lacks("compare", {"against": "text", "text_b": " "})
    assert not promise.lacks("compare", {"against": "head", "text_b": ""})
    cell = {"habit": "", "from": "", "to": "", "pin": ""}
    assert promise.lacks("find", cell)
    assert promise.lacks("find", cell | {"from": "1"})
    assert promise.lacks("find", cell | {"pin": "a7"})
    assert not promise.lacks("find", cell | {"pin": "a7.2"})
