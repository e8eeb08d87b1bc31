"""Text that would like to be more than text: wherever it stands, it stays text, and nothing runs."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, BrowserContext, Dialog, Frame, Page

from tests.e2e.sites import serving, until
from tests.e2e.test_share import open_dialog, ways

pytestmark = [pytest.mark.browser, pytest.mark.weights]

HOSTILE = " ".join(
    [
        "</script><img src=x onerror=hit(1)>",
        "</title></style></textarea><script>hit(2)</script>",
        "]]><!--",
        '"><svg onload=hit(3)>',
        "' onfocus=hit(4) autofocus='",
        "{{7*7}} ${7*7} <%= 7*7 %>",
        "javascript:hit(5)",
        "\u202edlrow\u202c \u2066x\u2028y\u0000z\u0008",
        "&lt;b&gt;",
    ]
)
HARMLESS = "The cat sat on the mat."
QUERY = {"view": "heatmap", "lang": "en"}
# before anything of the page runs: hit() tells of itself, and so does whatever a policy held back
TRAP = """
window.hits = [];
window.hit = (which) => hits.push(`hit ${which}`);
for (const name of ["alert", "confirm", "prompt"]) window[name] = () => hits.push(name);
addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
  hits.push(`${violatedDirective} ${blockedURI}`);
}, true);
"""
# What could run or load, in shadow roots too: how many there are of each, and what no element of ours has.
LIVE = """() => {
  const LOUD = "script img iframe object embed base meta link style form foreignObject".split(" ");
  const ADDRESSES = ["href", "src", "action", "xlink:href"];
  const roots = [document];
  const found = { elements: {}, wrong: [] };
  for (const root of roots) {
    for (const one of root.querySelectorAll("*")) {
      if (one.shadowRoot) roots.push(one.shadowRoot);
      const name = one.localName;
      if (LOUD.includes(name)) found.elements[name] = (found.elements[name] ?? 0) + 1;
      for (const { name: attribute, value } of one.attributes) {
        if (attribute.startsWith("on")) found.wrong.push(`${name} ${attribute}`);
        if (ADDRESSES.includes(attribute) && /^\\s*javascript:/i.test(value)) found.wrong.push(value);
      }
    }
  }
  return found;
}"""


@dataclass
class Trapped:
    """A browser in which whatever runs is heard of."""

    context: BrowserContext
    heard: list[str] = field(default_factory=list)

    def page(self) -> Page:
        page = self.context.new_page()
        page.on("dialog", self._hear)
        page.on("pageerror", lambda error: self.heard.append(str(error)))
        return page

    def _hear(self, dialog: Dialog) -> None:
        self.heard.append(dialog.message)
        dialog.dismiss()

    def live(self, where: Page | Frame) -> Any:
        """What could run or load there; fails if anything did run."""
        assert where.evaluate("window.hits") == []
        found = where.evaluate(LIVE)
        assert found["wrong"] == []
        return found["elements"]


@pytest.fixture
def trapped(browser: Browser) -> Iterator[Trapped]:
    context = browser.new_context(viewport={"width": 1000, "height": 800}, locale="en-US", reduced_motion="reduce")
    context.set_default_timeout(30_000)
    context.add_init_script(TRAP)
    made = Trapped(context)
    yield made
    context.close()
    assert made.heard == []


def asked(text: str, **more: str) -> str:
    return urlencode({**QUERY, "text": text, **more})


def test_the_trap_catches_what_it_is_for(trapped: Trapped) -> None:
    page = trapped.page()
    page.goto("about:blank")
    page.set_content(f"<body><a href='javascript:hit(5)'>x</a>{HOSTILE}")
    until(page, "hits.length > 1")
    assert {"hit 1", "hit 2"} <= set(page.evaluate("hits"))
    assert {"img onerror", "javascript:hit(5)"} <= set(page.evaluate(LIVE)["wrong"])


def test_the_page_and_its_codes(trapped: Trapped, server_url: str) -> None:
    found = []
    for text in (HARMLESS, HOSTILE):
        page = trapped.page()
        page.goto(f"{server_url}/?{asked(text)}")
        for panel in ("attention", "gates"):
            page.wait_for_selector(f"#{panel}[aria-busy=false]", state="attached")
        page.wait_for_selector("#attention .stage svg", state="attached")
        before = trapped.live(page)
        dialog = open_dialog(page, "embed")
        codes = {way: BeautifulSoup(f"<p>{code}", "html.parser") for way, code in ways(dialog)}
        assert len(codes) > 2
        written = {way: [(one.name, sorted(one.attrs)) for one in code.find_all()] for way, code in codes.items()}
        found.append((before, written, trapped.live(page)))
        if text == HOSTILE:
            head = BeautifulSoup(page.content(), "html.parser").head
            assert head is not None
            (title,) = head.select('meta[property="og:title"]')
            assert "<img src=x onerror=hit(1)>" in str(title["content"])
    assert found[0] == found[1]


def test_the_embed_with_and_without_its_script(trapped: Trapped, server_url: str) -> None:
    found = []
    for text in (HARMLESS, HOSTILE):
        page = trapped.page()
        page.goto(f"{server_url}/embed?{asked(text)}")
        page.wait_for_selector("#player:not(.waiting) .stage svg", state="attached")
        found.append(trapped.live(page))
        if text == HARMLESS:
            continue
        assert "onerror=hit(1)" in page.title()
        page.route("**/embed/*.js*", lambda route: route.abort())
        page.goto(f"{server_url}/embed?{asked(text)}")
        assert page.locator("#drawn svg text").count() > 20
        trapped.live(page)
    assert found[0] == found[1]


def test_the_picture_as_a_document_and_inside_another(
    trapped: Trapped, server_url: str, client: httpx.Client, tmp_path: Path
) -> None:
    made = {text: client.get(f"/api/v1/figure.svg?{asked(text)}") for text in (HARMLESS, HOSTILE)}
    trapped.page().goto(f"{server_url}/api/v1/figure.svg?{asked(HOSTILE)}")  # nothing may run there at all
    found = []
    for text, answer in made.items():
        assert answer.status_code == 200
        file = tmp_path / "figure.svg"
        file.write_bytes(answer.content)
        page = trapped.page()
        page.goto(file.as_uri())  # no policy holds anything back from disk
        assert page.evaluate("document.documentElement.localName") == "svg"
        assert page.locator("parsererror").count() == 0
        alone = trapped.live(page)
        page.goto("about:blank")
        page.set_content(f"<!doctype html><body><p id=before></p>{answer.text}<p id=after></p>")
        page.wait_for_timeout(100)
        assert page.evaluate("document.querySelector('#before').nextElementSibling.localName") == "svg"
        assert page.evaluate("document.querySelector('#after').previousElementSibling.localName") == "svg"
        found.append((alone, trapped.live(page)))
        if text == HOSTILE:
            assert "onerror=hit(1)" in str(page.evaluate("document.querySelector('svg title').textContent"))
    assert found[0] == found[1]


def test_the_frozen_page_served_and_from_disk(
    trapped: Trapped, server_url: str, client: httpx.Client, tmp_path: Path
) -> None:
    found = []
    for text in (HARMLESS, HOSTILE):
        file = tmp_path / "figure.html"
        file.write_bytes(client.get(f"/api/v1/figure.html?{asked(text)}").content)
        both = []
        for address in (file.as_uri(), f"{server_url}/api/v1/figure.html?{asked(text)}"):
            page = trapped.page()
            page.goto(address)
            page.wait_for_selector("#player:not(.waiting) .stage svg", state="attached")
            both.append(trapped.live(page))
        found.append(both)
    assert found[0] == found[1]


def test_other_pages_frames_and_elements(trapped: Trapped, server_url: str, client: httpx.Client) -> None:
    """What oEmbed gives to a blog, and the element whose attributes a careful blog wrote."""
    texts = {"harmless": HARMLESS, "hostile": HOSTILE}

    def post(path: str, _query: dict[str, str]) -> tuple[str, bytes] | None:
        text = texts.get(path[1:])
        if text is None:
            return None
        given = client.get("/oembed", params={"url": f"{server_url}/?{asked(text)}"}).json()["html"]
        blog = BeautifulSoup("<!doctype html><meta charset=utf-8><body></body>", "html.parser")
        element = blog.new_tag("heads-gates", attrs={"text": text.replace("\0", ""), "view": "heatmap", "lang": "en"})
        blog.append(element)
        script = f'<script type="module" src="{server_url}/heads-gates.js"></script>'
        return "text/html; charset=utf-8", f"{blog}{given}{script}".encode()

    found = []
    for site in serving("localhost", post, ""):
        for name in texts:
            page = trapped.page()
            page.goto(f"{site.url}/{name}")
            until(page, "!!document.querySelector('heads-gates').shadowRoot?.querySelector('.stage svg')")
            (frame,) = page.frames[1:]
            frame.wait_for_selector("#player:not(.waiting) .stage svg", state="attached")
            found.append((trapped.live(page), trapped.live(frame)))
    assert found[0] == found[1]


@pytest.mark.parametrize("key", ["text_pair", "text_b", "model", "lang", "theme", "track", "by_piece", "view", "pin"])
def test_every_other_part_of_an_address(trapped: Trapped, server_url: str, client: httpx.Client, key: str) -> None:
    query = asked(HARMLESS, **{key: HOSTILE})
    page = trapped.page()
    answer = page.goto(f"{server_url}/embed?{query}")
    assert answer is not None
    assert answer.status in {200, 422}
    page.wait_for_selector("#player:not(.waiting), .problem", state="attached")
    elements = trapped.live(page)
    assert elements.get("img", 0) == elements.get("iframe", 0) == 0
    assert elements.get("script", 0) <= 2
    drawn = client.get(f"/api/v1/figure.svg?{query}")
    assert drawn.status_code in {200, 422}
    if drawn.status_code == 422:
        assert drawn.headers["content-type"] == "application/problem+json"
        assert drawn.headers["x-content-type-options"] == "nosniff"


def test_a_page_asked_for_nonsense_in_every_key_is_still_a_page(trapped: Trapped, server_url: str) -> None:
    keys = ["model", "lang", "theme", "track", "by_piece", "pin", "layer", "heads", "unknown<svg onload=hit(9)>"]
    page = trapped.page()
    page.goto(f"{server_url}/?{asked(HARMLESS, **dict.fromkeys(keys, HOSTILE))}")
    page.wait_for_selector("#attention[aria-busy=false]", state="attached")
    elements = trapped.live(page)
    assert elements.get("img", 0) == elements.get("iframe", 0) == 0


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("cat+" * 2500, "text-too-long"),
        ("a%ED%A0%80b", "invalid-request"),
        ("a%FF%FEb", "invalid-request"),
        ("a%00b%08", None),
    ],
    ids=["10000 characters", "half a surrogate", "no UTF-8", "NUL"],
)
def test_text_that_is_hardly_text_is_drawn_or_refused_in_words(
    trapped: Trapped, server_url: str, client: httpx.Client, text: str, slug: str | None
) -> None:
    drawn = client.get(f"/api/v1/figure.svg?view=heatmap&text={text}")
    assert drawn.status_code == (422 if slug else 200), drawn.text
    if slug:
        assert drawn.json()["type"] == f"/docs#{slug}"
    page = trapped.page()
    answer = page.goto(f"{server_url}/embed?view=heatmap&text={text}")
    assert answer is not None
    assert answer.status == drawn.status_code
    if slug:
        assert page.locator("[role=alert] p").inner_text() == drawn.json()["detail"]
    trapped.live(page)
    page.goto(f"{server_url}/?view=heatmap&text={text}")
    page.wait_for_selector("#attention[aria-busy=false]", state="attached")
    trapped.live(page)
