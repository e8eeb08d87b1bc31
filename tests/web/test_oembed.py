"""oEmbed as others use it: a published client, WordPress's way of discovery, and hostile sentences."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit
from urllib.request import Request
from xml.etree import ElementTree

import httpx
import micawber
import micawber.providers
import pytest

from tests.web.asgi import OWN, Client

# https://oembed.com, section 2.3.4: what is required of every answer, and what type rich adds
REQUIRED = {"type", "version", "html", "width", "height"}
OPTIONAL = {"title", "author_name", "author_url", "provider_name", "provider_url", "cache_age"}
OPTIONAL |= {"thumbnail_url", "thumbnail_width", "thumbnail_height"}
# what WordPress leaves of a provider that it does not know
KEPT = {"src", "width", "height", "frameborder", "marginwidth", "marginheight", "scrolling", "title", "class"}
HOSTILE = [
    "</script><img src=x onerror=alert(1)>",
    "]]>",
    '"><svg onload=alert(1)>',
    "' onload='alert(1)",
    "{{ 7 * 7 }} {% raw %}",
    "\u202eevil\u202c \u2066x\u2069 \u200f",
    "tab\tand\nnew line\x00\x07\x1b",
    "100% %zz %",
    "&amp;lt; & < >",
    "\ufffe\uffff",
    "苹果很好吃 👩‍👩‍👧 e\u0301",
    "long " * 300,
]


class Elements(HTMLParser):
    """Every start tag with its attributes, and the text that stands outside of them."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), "an attribute stands twice"
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Client:
    return Client(tmp_path_factory.mktemp("empty"), fetch_on_demand=True)  # pictures that could be drawn are promised


def page(text: str, **more: str) -> str:
    return f"{OWN}/?{urlencode({'text': text, **more})}"


def asked(client: Client, url: str, **params: Any) -> dict[str, Any]:
    answer = client.get("/oembed", params={"url": url, **params})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def frame(found: dict[str, Any]) -> dict[str, str]:
    """The attributes of the one element that the answer's html is."""
    elements = Elements(found["html"])
    assert elements.text == ""
    [(tag, attributes)] = elements.found
    assert tag == "iframe"
    return {name: value or "" for name, value in attributes.items()}


def xml_of(answer: httpx.Response) -> dict[str, str]:
    """The fields of an answer in XML."""
    assert answer.headers["content-type"].partition(";")[0] == "text/xml"
    root = ElementTree.fromstring(answer.content)  # noqa: S314 - our own
    assert root.tag == "oembed"
    assert len({child.tag for child in root}) == len(root)
    return {child.tag: child.text or "" for child in root}


def view_of(url: str | None) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url or "").query, keep_blank_values=True, errors="strict"))


def test_the_answer_has_what_the_specification_asks_for(ours: Client) -> None:
    found = asked(ours, page("The cat sat.", view="heatmap", layer="2"))
    assert REQUIRED <= set(found) <= REQUIRED | OPTIONAL
    assert (found["type"], found["version"]) == ("rich", "1.0")
    assert found["title"] == "“The cat sat.” · Attention of one head"
    assert found["provider_url"] == f"{OWN}/"
    assert all(type(found[name]) is int for name in ["width", "height", "thumbnail_width", "thumbnail_height"])
    attributes = frame(found)
    assert (attributes["width"], attributes["height"]) == (str(found["width"]), str(found["height"]))
    assert urlsplit(attributes["src"])[:3] == ("http", "127.0.0.1:8000", "/embed")
    assert view_of(attributes["src"]) == {"text": "The cat sat.", "view": "heatmap", "layer": "2"}
    assert set(attributes) <= KEPT
    thumbnail = view_of(found["thumbnail_url"])
    assert thumbnail.pop("card") == f"{found['thumbnail_width']}x{found['thumbnail_height']}"
    assert thumbnail == view_of(attributes["src"])


def test_no_model_is_there_and_none_is_asked_for(ours: Client) -> None:
    states = {model["id"]: model["state"] for model in ours.get("/api/v1/models").json()["models"]}
    assert "ready" not in [states["minilm"], states["e5"], states["smollm2"]]
    asked(ours, page("The cat sat.", model="e5"))
    asked(ours, page("The cat sat.", model="nothing-of-this-name"))
    after = {model["id"]: model["state"] for model in ours.get("/api/v1/models").json()["models"]}
    assert after == states


@pytest.mark.parametrize(
    ("maxwidth", "maxheight"), [(500, None), (None, 200), (300, 1000), (10, 10), (1, 1), (9999, 9999)]
)
def test_nothing_is_larger_than_the_maxima(ours: Client, maxwidth: int | None, maxheight: int | None) -> None:
    maxima = {"maxwidth": maxwidth, "maxheight": maxheight}
    found = asked(ours, page("Hi"), **{name: value for name, value in maxima.items() if value is not None})
    for side, most in [("width", maxwidth), ("height", maxheight)]:
        for name in [side, f"thumbnail_{side}"]:
            assert 1 <= found.get(name, 1) <= (most or 720 * 2)
    assert {name in found for name in ["thumbnail_url", "thumbnail_width", "thumbnail_height"]} == {
        min(maxwidth or 10_000, maxheight or 10_000) > 10
    }


def test_xml_says_the_same(ours: Client) -> None:
    for text in HOSTILE:
        as_json = asked(ours, page(text))
        answer = ours.get("/oembed", params={"url": page(text), "format": "xml"})
        assert xml_of(answer) == {name: str(value) for name, value in as_json.items()}


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/?text=Hi",
        "http://127.0.0.1:8001/?text=Hi",
        "http://127.0.0.1:8000@example.com/?text=Hi",
        "http://me@127.0.0.1:8000/?text=Hi",
        "http://127.0.0.1:8000.example.com/",
        "http://127.0.0.1:8000\\@example.com/",
        "http://127.0.0.1:port/",
        "http://[::1/",
        "ftp://127.0.0.1:8000/",
        "javascript:alert(1)",
        "//127.0.0.1:8000/",
        "/?text=Hi",
        "",
        f"{OWN}/docs",
        f"{OWN}/embed/",
        f"{OWN}/embed.js",
        f"{OWN}/api/v1/gates?text=Hi",
        f"{OWN}//",
    ],
)
def test_an_address_that_is_not_ours_is_404(ours: Client, url: str) -> None:
    answer = ours.get("/oembed", params={"url": url})
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert "example.com" not in answer.text


@pytest.mark.parametrize(
    "url", [OWN, f"{OWN}/", f"{OWN}/embed", "http://localhost:8000/", "HTTP://127.0.0.1:8000/#pictures"]
)
def test_an_address_that_is_ours(ours: Client, url: str) -> None:
    assert frame(asked(ours, url))["src"] == f"{OWN}/embed"


def test_other_refusals_say_why(ours: Client) -> None:
    unsupported = ours.get("/oembed", params={"url": OWN, "format": "yaml"})
    assert (unsupported.status_code, unsupported.headers["content-type"]) == (501, "application/problem+json")
    long = ours.get("/oembed", params={"url": page("a" * 4000)})
    assert (long.status_code, long.json()["limit"]) == (422, 4000)
    assert long.json()["got"] > 4000
    refused = [
        {"url": f"{OWN}/?text=%E9"},
        {"url": f"{OWN}/?text=#t=abc"},
        {"url": f"{OWN}/?text=+"},
        {},
        {"url": OWN, "maxwidth": "0"},
    ]
    refused += [{"url": OWN, "maxwidth": wrong} for wrong in ["-1", "1_0", " 5", "5.5", "wide", ""]]
    for params in refused:
        answer = ours.get("/oembed", params=params)
        assert (answer.status_code, len(answer.json()["errors"])) == (422, 1), params


def test_what_consumers_add_is_passed_over(ours: Client) -> None:
    assert asked(ours, page("Hi"), dnt="1", callback="f") == asked(ours, page("Hi"))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_sentence_breaks_out_of_its_attribute(ours: Client, text: str) -> None:
    found = asked(ours, page(text))
    attributes = frame(found)
    assert set(attributes) == {"src", "width", "height", "title", "frameborder"}
    assert attributes["title"] == found["title"]
    assert view_of(attributes["src"]) == {"text": text}
    assert re.fullmatch(r"[!-~]+", attributes["src"])
    assert not re.search("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]", found["title"])
    assert len(found["title"]) < 130


def test_our_address_is_the_setting_and_never_the_host_header(ours: Client, tmp_path: Path) -> None:
    spoofed = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    for path in ["/", f"/oembed?{urlencode({'url': OWN})}", "/docs"]:
        answer = ours.get(path, headers=spoofed)
        assert answer.status_code == 200
        assert "evil.example" not in answer.text
        assert OWN in answer.text
    public = Client(tmp_path, public_url="https://example.org/heads/", fetch_on_demand=True)
    found = asked(public, "https://EXAMPLE.org:443/heads/?text=Hi")
    assert frame(found)["src"] == "https://example.org/heads/embed?text=Hi"
    assert found["thumbnail_url"].startswith("https://example.org/heads/api/v1/figure.png?text=Hi&card=")
    assert asked(public, "http://example.org/heads?text=Hi") == found
    for wrong in [page("Hi"), "https://example.org/?text=Hi", "https://example.org/headsx/", "http://localhost/heads/"]:
        assert public.get("/oembed", params={"url": wrong}).status_code == 404, wrong


@pytest.fixture
def client_of_micawber(ours: Client, monkeypatch: pytest.MonkeyPatch) -> micawber.ProviderRegistry:
    """micawber, with its one function that goes to the network put on the application."""

    def fetch(request: Request, *_: object, **__: object) -> str:
        answer = ours.get(request.full_url)
        answer.raise_for_status()
        return answer.content.decode("utf-8")

    monkeypatch.setattr(micawber.providers, "fetch", fetch)
    registry = micawber.ProviderRegistry()
    registry.register(rf"{re.escape(OWN)}/(embed)?\?\S*", micawber.Provider(f"{OWN}/oembed"))
    return registry


def test_a_published_client_reads_it(client_of_micawber: micawber.ProviderRegistry, ours: Client) -> None:
    url = page("苹果很好吃 & it's <good>?", view="arcs")
    urls, found = micawber.extract(f"See {url} there, not https://example.com/", client_of_micawber, maxwidth=640)
    assert urls == [url, "https://example.com/"]
    assert list(found) == [url]
    assert found[url]["type"] == "rich"
    assert found[url]["width"] == 640
    assert view_of(frame(found[url])["src"]) == {"text": "苹果很好吃 & it's <good>?", "view": "arcs"}
    text = micawber.parse_text(url, client_of_micawber, maxwidth=640)
    assert text == found[url]["html"]
    in_html = Elements(micawber.parse_html(f"<p>{url.replace('&', '&amp;')}</p>", client_of_micawber))
    assert [view_of(each["src"]) for each in in_html.all("iframe")] == [view_of(url)]
    with pytest.raises(httpx.HTTPStatusError, match="422"):
        client_of_micawber.request(page("a" * 4000))


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("kind", ["application/json+oembed", "text/xml+oembed"])
def test_discovery_as_wordpress_does_it(ours: Client, text: str, kind: str) -> None:
    """Finds the link with a regular expression in the head, asks with arguments of its own, and filters the html."""
    url = page(text)
    head = ours.get(url.removeprefix(OWN)).content[:153_600].decode().partition("</head>")[0]
    links = [Elements(f"<link {inner}>").all("link")[0] for inner in re.findall(r"<link([^<>]+)/?>", head)]
    [link] = [link for link in links if link.get("type") == kind]
    assert link["rel"] == "alternate"
    endpoint, _, query = (link["href"] or "").partition("?")
    given = {name: values[0] for name, values in parse_qs(query, strict_parsing=True).items()}
    assert given["url"] == url
    more = {"url": url, "maxwidth": "600", "maxheight": "900", "dnt": "1"}
    answer = ours.get(f"{endpoint}?{urlencode({**given, **more})}")
    found = xml_of(answer) if kind.startswith("text/xml") else json.loads(answer.content)
    assert link["title"] == found["title"]
    matched = re.search(r"(<iframe.*?></iframe>)", found["html"], re.DOTALL)
    assert matched is not None
    assert matched[0] == found["html"]
    attributes = frame({"html": matched[0]})
    assert set(attributes) <= KEPT
    assert re.fullmatch(r"[A-Za-z0-9~+_.?#=!&;,/:%@$|*'()\[\]-]+", attributes["src"])  # what esc_url leaves as it is
    assert int(attributes["width"]) == 600
    assert 200 <= int(attributes["height"]) <= 900
    assert view_of(attributes["src"]) == {"text": text}
