"""Real embeds in real frames: of every view, on another site, in a sandbox, without scripts, in the dark."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page, expect

from tests.built import VIEWS
from tests.e2e.said import attention, percent
from tests.e2e.sites import Site, serving, until

pytestmark = [pytest.mark.browser, pytest.mark.weights]

TEXT = "The animal didn't cross the street because it was too tired."
OTHER = {"text_b": "The street crossed the animal."}
EXTRA = {
    "find": {"habit": "previous"},
    "lens": {"model": "smollm2"},
    "compare": OTHER,
    "order": OTHER,
    "context": {"text": "He sat by the bank.", "text_b": "He went to the bank.", "token_a": "5", "token_b": "5"},
}
# Every table that the server wrote, and every table of the player once it is opened: rows of words.
ROWS = "table => [...table.rows].map(row => [...row.cells].map(cell => cell.textContent))"
WRITTEN = f"""async () => {{
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  return [...page.querySelectorAll("#drawn table")].map({ROWS});
}}"""
PLAYED = f"""async () => {{
  const closed = [...document.querySelectorAll("#player details")];
  for (const one of closed) one.open = true;
  const seen = closed.filter(one => one.checkVisibility() && one.querySelector(":scope > .table-box"));
  while (seen.some(one => !one.querySelector("table"))) await new Promise(done => setTimeout(done, 20));
  return [...document.querySelectorAll("#player .table-box table")].map({ROWS});
}}"""
HYDRATED = "#player:not(.waiting)"


@dataclass
class Host:
    """A blog on another site than the application, under a strict policy, and what went wrong there."""

    browser: Browser
    site: Site
    app: str
    posts: dict[str, str] = field(default_factory=dict)
    contexts: list[BrowserContext] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def page(self, **options: Any) -> Page:
        """A page that fails the test for what it logs."""
        context = self.browser.new_context(**{"viewport": {"width": 720, "height": 800}, "locale": "en-US"} | options)
        context.set_default_timeout(20_000)
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", lambda line: self.faults.append(line.text) if line.type in {"error", "warning"} else None)
        return page

    def post(self, body: str, **options: Any) -> Page:
        """A page of the blog with ``body``."""
        path = f"/{len(self.posts)}"
        self.posts[path] = body
        page = self.page(**options)
        page.add_init_script("window.heard = []; addEventListener('message', ({ data }) => heard.push(data))")
        page.goto(self.site.url + path)
        return page

    def embed(self, fragment: str = "", **query: str) -> str:
        """The address of an embed."""
        return f"{self.app}/embed?{urlencode({'lang': 'en', **query})}{fragment}"


@pytest.fixture(scope="module", autouse=True)
def warm(client: httpx.Client) -> None:
    """Models are loaded and the drawing code is linked: no embed is too slow to be waited for."""
    client.get("/api/v1/figure.svg").raise_for_status()


@pytest.fixture
def host(browser: Browser, server_url: str) -> Iterator[Host]:
    """A blog; a test fails for every error and every breach of a policy, its own or the embed's."""
    policy = f"default-src 'none'; script-src {server_url}; frame-src {server_url}; style-src 'self'"
    posts: dict[str, str] = {}

    def answer(path: str, _query: dict[str, str]) -> tuple[str, bytes] | None:
        if path == "/blog.css":
            return "text/css", b"body { margin: 0; } [data-scheme=dark] { color-scheme: dark; background: #402060; }"
        if path not in posts:
            return None
        page = f'<!doctype html><title>blog</title><link rel="stylesheet" href="/blog.css"><body>{posts[path]}'
        return "text/html; charset=utf-8", page.encode()

    for site in serving("localhost", answer, policy):
        made = Host(browser, site, server_url, posts)
        yield made
        for context in made.contexts:
            context.close()
        assert [fault for fault in made.faults if "favicon" not in fault] == []


def hydrated(where: Page | Frame) -> None:
    """Until the player stands where the server's picture stood, and waits for no model."""
    where.wait_for_selector(HYDRATED, timeout=30_000)
    expect(where.locator("#player .panel.stale, #player [aria-busy=true]")).to_have_count(0, timeout=60_000)


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_shows_what_the_server_drew(host: Host, client: httpx.Client, view: str) -> None:
    """It answers, is drawn, comes alive without a fault, and its tables are the server's, number for number."""
    if view == "lens":
        attention(client, TEXT, 0, 0, model="smollm2")  # loaded: nothing is waited for below
    page = host.page(viewport={"width": 900, "height": 600})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/api/" in request.url else None)
    answer = page.goto(host.embed(**({"view": view} if view else {}), **EXTRA.get(view, {})))
    assert answer is not None
    assert answer.status == 200
    hydrated(page)
    expect(page.locator("#drawn")).to_have_count(0)
    expect(page.locator("#player .problem")).to_have_count(0)
    # All that it asks for at first came with the page. The step after the one that is shown is fetched ahead.
    if view != "lens":  # of which some machines are too slow to wait for the picture
        assert [url for url in asked if view != "step" or not url.endswith("/gates/steps")] == []
    written = page.evaluate(WRITTEN)
    assert written
    if view == "table":  # drawn as far as it is in sight
        first = page.locator("#player .weights tbody tr").first.locator("td").nth(2)
        assert any(first.inner_text() in row for row in written[0])
        return
    played = page.evaluate(PLAYED)
    assert played
    if view == "cost":  # measured anew whenever it is asked for
        played = [table[0] for table in played]
        written = [table[0] for table in written]
    assert [table[:2] for table in played if table not in written] == []


def test_on_another_site(host: Host, client: httpx.Client) -> None:
    """With the loader under a strict policy: as high as it is, keyboard and label inside, another head from the API."""
    holder = f'<div data-heads-gates data-view="heatmap" data-lang="en" data-text="{TEXT}">fallback</div>'
    page = host.post(f'{holder}<script async src="{host.app}/embed.js"></script>')
    page.wait_for_selector("iframe")
    frame = page.frames[1]
    hydrated(frame)
    until(page, "document.querySelector('iframe').style.visibility", "visible")
    inside = frame.evaluate("Math.ceil(document.documentElement.getBoundingClientRect().height)")
    until(page, "document.querySelector('iframe').getBoundingClientRect().height", inside)
    told = [one["height"] for one in page.evaluate("heard.filter(one => one.type === 'heads-gates:height')")]
    assert told == [inside]  # the server's picture was not reported: one change, from what was reserved
    frame.locator("[role=gridcell]").focus()
    page.keyboard.press("Control+Home")
    page.keyboard.press("ArrowDown")
    weights = attention(client, TEXT, 3, 1)["attention"]["values"][0][0]
    said = frame.locator(":focus").get_attribute("aria-label") or ""
    assert percent(weights[1][0]) in said
    expect(frame.locator(".tip")).to_have_text(said)
    frame.get_by_role("combobox", name="Layer").select_option("5")
    frame.get_by_role("combobox", name="Head").select_option("11")
    expect(frame.get_by_role("heading", name="Layer 5, head 11")).to_be_visible()
    frame.locator("[role=gridcell]").focus()
    page.keyboard.press("Control+Home")
    weights = attention(client, TEXT, 5, 11)["attention"]["values"][0][0]
    assert percent(weights[0][0]) in (frame.locator(":focus").get_attribute("aria-label") or "")
    assert "layer=5" in (frame.locator("#open").get_attribute("href") or "")


def test_in_a_sandbox_with_a_secret(host: Host) -> None:
    """As WordPress frames it: an opaque origin, in which it still answers, and asks the API for another head."""
    address = host.embed("#?secret=aB3dE6gH9k", view="heatmap")
    page = host.post(f'<iframe sandbox="allow-scripts" width="720" height="600" src="{address}"></iframe>')
    page.wait_for_selector("iframe")
    frame = page.frames[1]
    hydrated(frame)
    assert frame.evaluate("origin") == "null"
    until(page, "heard.some(one => one.message === 'height' && one.secret === 'aB3dE6gH9k')")
    frame.get_by_role("combobox", name="Layer").select_option("0")
    expect(frame.get_by_role("heading", name="Layer 0, head 1")).to_be_visible()
    expect(frame.locator("#player .problem")).to_have_count(0)


def test_without_scripts(host: Host, client: httpx.Client) -> None:
    """The server's picture as wide as it was asked for, its words, and the numbers as a table."""
    page = host.page(java_script_enabled=False, viewport={"width": 400, "height": 600})
    page.goto(host.embed(view="heatmap", width="400"))
    box = page.locator("#drawn svg").bounding_box()
    assert box
    assert (box["x"], box["width"]) == (0, 400)
    page.locator("#drawn details summary").click()
    cell = page.locator("#drawn table tbody tr").first.locator("td").first
    weights = attention(client, TEXT, 3, 1)["attention"]["values"][0][0]
    assert cell.inner_text() == f"{weights[0][0]:.4f}"
    assert page.locator("#player").bounding_box() == {"x": 10, "y": 6, "width": 380, "height": 0}


@pytest.mark.parametrize("theme", ["auto", "light", "dark"])
def test_in_a_dark_page(host: Host, theme: str) -> None:
    """The frame has the figure's own paper in every theme, before and after it comes alive."""
    style = "dark" if theme == "auto" else theme
    holder = f'<main data-scheme="dark"><div data-heads-gates data-view="heatmap" data-theme="{theme}"></div></main>'
    page = host.post(f'{holder}<script async src="{host.app}/embed.js"></script>', color_scheme="dark")
    page.wait_for_selector("iframe")
    hydrated(page.frames[1])
    until(page, "document.querySelector('iframe').style.visibility", "visible")
    paper = {"light": [251, 251, 249, 255], "dark": [21, 24, 28, 255]}[style]
    assert pixel(host, page, 4, 40) == paper
    ground = page.frames[1].evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert ground == f"rgb({', '.join(map(str, paper[:3]))})"


def pixel(host: Host, page: Page, x: int, y: int) -> list[int]:
    """The colour at a place of the window, as red, green, blue, alpha."""
    picture = base64.b64encode(page.screenshot()).decode()
    reader = host.page()
    found: list[int] = reader.evaluate(
        """async ([picture, x, y]) => {
          const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${picture}`)).blob());
          const pen = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
          pen.drawImage(bitmap, 0, 0);
          return [...pen.getImageData(x, y, 1, 1).data];
        }""",
        [picture, x, y],
    )
    return found


def test_thirty_figures(host: Host) -> None:
    """Only those near the window are loaded; scrolling brings the others."""
    holders = "".join(
        f'<div data-heads-gates id="f{n}" data-view="heatmap" data-layer="{n % 6}" data-head="{n % 12}"></div>'
        for n in range(30)
    )
    page = host.page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/embed?" in request.url else None)
    host.posts["/thirty"] = f'{holders}<script async src="{host.app}/embed.js"></script>'
    page.goto(f"{host.site.url}/thirty")
    until(page, "document.querySelector('#f0 iframe')?.style.visibility", "visible")
    assert 1 <= len(asked) < 10
    page.evaluate("document.querySelector('#f29').scrollIntoView()")
    until(page, "document.querySelector('#f29 iframe').style.visibility", "visible")
    assert len(asked) < 20
