"""The example post in a browser, served as plain files from another site than the application."""

import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.e2e.said import attention, percent
from tests.e2e.sites import until

pytestmark = [pytest.mark.browser, pytest.mark.weights]

BLOG = Path(__file__).parents[2] / "examples" / "blog"
SENTENCE = "The animal didn't cross the street because it was too tired."
LAYER, HEAD, IT, ANIMAL = 3, 1, 10, 2
FIGURES = ["iframe.heads", ".arcs", "#heatmap", "picture img", "#frozen"]
A_LINE_OR_TWO = 40  # CSS px: fonts of another machine may break a note elsewhere


class Quiet(SimpleHTTPRequestHandler):
    """The standard library's file server, without its log."""

    def log_message(self, *_args: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def blog(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The built post, with the frozen figures as they are kept, on localhost: the application is on 127.0.0.1."""
    site = tmp_path_factory.mktemp("blog")
    subprocess.run([sys.executable, BLOG / "build.py", "--server", server_url, "--out", site], check=True, timeout=120)
    for name in ("figure.json", "france-light.svg", "france-dark.svg"):
        shutil.copy(BLOG / name, site / name)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=site)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://localhost:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


@pytest.fixture
def contexts() -> Iterator[list[BrowserContext]]:
    """Browser contexts to close."""
    made: list[BrowserContext] = []
    yield made
    for context in made:
        context.close()


@pytest.fixture
def faults() -> Iterator[list[str]]:
    """What a page logs; the test fails for each line that it does not take out."""
    found: list[str] = []
    yield found
    assert found == []


Open = Callable[..., Page]


@pytest.fixture
def open_post(browser: Browser, blog: str, contexts: list[BrowserContext], faults: list[str]) -> Open:
    """Opens the post; a lost server answers nothing."""

    def open_it(*, width: int = 1200, scheme: str = "light", lost: str = "", scripts: bool = True) -> Page:
        dark = scheme == "dark"
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            locale="en-US",
            reduced_motion="reduce",
            java_script_enabled=scripts,
        )
        contexts.append(context)
        context.set_default_timeout(20_000)
        if lost:
            context.route(f"{lost}/**", lambda route: route.abort())
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: faults.append(line.text) if line.type in {"error", "warning"} else None)
        page.goto(blog)
        return page

    return open_it


def told(page: Page, grid: Locator, *keys: str) -> str:
    """What a screen reader hears of the cell that the keys lead to, from the first one on."""
    grid.scroll_into_view_if_needed()
    grid.get_by_role("gridcell").first.focus()
    for key in ("Control+Home", *keys):
        page.keyboard.press(key)
    return grid.locator(":focus").get_attribute("aria-label") or ""


def frozen_answers(page: Page) -> None:
    """The frozen figure reads out the input gate at 法国, whose value the post names."""
    grid = page.locator("#frozen").get_by_role("grid")
    assert "法国 处的输入门：0.98" in told(page, grid, *["ArrowRight"] * 3)


def heights(page: Page) -> dict[str, float]:
    """How tall each figure is, in CSS px; without scripts: the room that is kept for it."""
    boxes = {figure: page.locator(figure).bounding_box() for figure in FIGURES}
    return {figure: box["height"] for figure, box in boxes.items() if box}


@pytest.mark.parametrize(("width", "scheme"), [(1200, "light"), (360, "dark")])
def test_every_figure_of_the_post_answers(
    open_post: Open, client: httpx.Client, server_url: str, width: int, scheme: str
) -> None:
    """All five are there and speak, each as tall as the room kept for it, and nothing is wider than the page."""
    page = open_post(width=width, scheme=scheme)
    row = attention(client, SENTENCE, LAYER, HEAD)["attention"]["values"][0][0][IT]
    assert max(row) == row[ANIMAL]

    heads = page.frame_locator("iframe.heads")
    page.locator("iframe.heads").scroll_into_view_if_needed()
    assert "layer 1 head 0" in told(page, heads.get_by_role("grid").first, "ArrowDown")

    page.locator(".arcs").scroll_into_view_if_needed()
    arcs = page.frame_locator(".arcs iframe")
    said = told(page, arcs.get_by_role("grid"), *["ArrowDown"] * IT)
    assert f"“it” looks at animal {percent(row[ANIMAL])}" in said
    arcs.locator("text:text-is('street')").first.hover()
    expect(arcs.locator(".says")).to_contain_text("“street” looks at [CLS]")

    heatmap = page.locator("#heatmap")
    keys = [*["ArrowDown"] * IT, *["ArrowRight"] * ANIMAL]
    assert told(page, heatmap.get_by_role("grid"), *keys).startswith(f"it attends to animal: {percent(row[ANIMAL])}")
    page.keyboard.press("Enter")
    sentence = f"Head 3.1: from “it”, {row[ANIMAL]:.3f} of the weight goes to “animal”."
    expect(page.locator("#chosen")).to_have_text(sentence)

    picture = page.locator("picture img")
    picture.scroll_into_view_if_needed()
    until(page, "document.querySelector('picture img').complete")
    assert str(picture.evaluate("image => image.currentSrc")).endswith(f"france-{scheme}.svg")
    assert picture.evaluate("image => image.naturalWidth") == 400

    frozen_answers(page)
    inside = page.frames[2].evaluate("Math.ceil(document.documentElement.getBoundingClientRect().height)")
    until(page, "document.querySelector('.arcs iframe').getBoundingClientRect().height", inside)
    before = heights(open_post(width=width, scheme=scheme, scripts=False))
    assert heights(page) == pytest.approx(before, abs=A_LINE_OR_TWO)
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_frozen_figure_outlives_the_server(open_post: Open, faults: list[str], server_url: str) -> None:
    """Without its server the post keeps its text, a link where each live figure was, and the frozen ones, alive."""
    page = open_post(lost=server_url)
    frozen_answers(page)
    expect(page.locator("#heatmap > p > a")).to_be_visible()
    expect(page.locator(".arcs > p > a")).to_be_visible()
    assert page.locator("picture img").evaluate("image => image.naturalWidth") == 400
    assert faults
    faults[:] = [fault for fault in faults if "net::ERR_FAILED" not in fault]
