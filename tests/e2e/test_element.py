"""`<heads-gates>` in pages of another site: with their own policies and styles, with a server and with a file alone."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.said import attention, gates
from tests.e2e.sites import Site, serving, until

pytestmark = [pytest.mark.browser, pytest.mark.weights]

TEXT = "The animal didn't cross the street because it was too tired."
OTHER = "The cat sat on the mat."
# Notes every event, with the id of its element.
EARS = """
window.said = [];
for (const name of ["hg-ready", "hg-select", "hg-error"])
  addEventListener(name, event => said.push([name, event.target.id, event.detail]));
"""
HOSTILE = (
    "* { color: red !important; font: 40px serif !important; letter-spacing: 1em; text-transform: uppercase;"
    " border: 3px solid red !important; margin: 20px !important; box-sizing: content-box !important }"
    " button, select, svg { display: none !important }"
)


@dataclass
class Host:
    """A site whose pages hold elements, and what went wrong in them."""

    browser: Browser
    site: Site
    app: str
    posts: dict[str, tuple[str, bytes]]
    contexts: list[BrowserContext] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def post(self, body: str, *, module: str = "", **options: Any) -> Page:
        """A page with ``body`` and the module, the application's if no other is named."""
        path = f"/{len(self.posts)}"
        script = f'<script type="module" src="{module or f"{self.app}/heads-gates.js"}"></script>'
        page_text = f'<!doctype html><html lang="en"><title>blog</title>{script}<body>{body}'
        self.posts[path] = ("text/html; charset=utf-8", page_text.encode())
        context = self.browser.new_context(**{"viewport": {"width": 1000, "height": 800}, "locale": "en-US"} | options)
        context.set_default_timeout(20_000)
        self.contexts.append(context)
        page = context.new_page()
        page.add_init_script(EARS)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", lambda line: self.faults.append(line.text) if line.type in {"error", "warning"} else None)
        page.goto(self.site.url + path)
        return page


def hosts(browser: Browser, app: str, policy: str) -> Iterator[Host]:
    """A site; the test fails for every error and every breach of its policy."""
    posts: dict[str, tuple[str, bytes]] = {"/favicon.ico": ("image/png", b"")}
    for site in serving("localhost", lambda path, _query: posts.get(path), policy):
        made = Host(browser, site, app, posts)
        yield made
        for context in made.contexts:
            context.close()
        assert made.faults == []


@pytest.fixture
def strict(browser: Browser, server_url: str) -> Iterator[Host]:
    """A blog that lets nothing in but the module, and what it asks."""
    yield from hosts(
        browser, server_url, f"default-src 'none'; script-src {server_url}; connect-src {server_url}; img-src data:"
    )


@pytest.fixture
def alone(browser: Browser, server_url: str) -> Iterator[Host]:
    """A site that may ask nobody but itself."""
    yield from hosts(browser, server_url, "default-src 'self'; style-src 'unsafe-inline'")


def element(name: str = "one", inside: str = "", **attributes: str) -> str:
    """An element with its fallback."""
    given = "".join(f' {key.replace("_", "-")}="{value}"' for key, value in attributes.items())
    return f'<heads-gates id="{name}"{given}>{inside}</heads-gates>'


def ready(page: Page, name: str = "one", times: int = 1) -> None:
    """Until the element has said so often that it is there."""
    until(page, f"said.filter(one => one[0] === 'hg-ready' && one[1] === '{name}').length >= {times}")


def test_attributes_events_and_methods(strict: Host, client: httpx.Client) -> None:
    """Under a strict policy on another site: state and attributes are one, and what is chosen has the API's numbers."""
    page = strict.post(element(inside="<p>soon</p>", text=TEXT, view="heatmap", layer="3", head="1"))
    ready(page)
    expect(page.get_by_text("soon")).to_be_hidden()
    page.locator("#one [role=gridcell]").focus()
    page.keyboard.press("Control+Home")
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    until(page, "said.some(one => one[0] === 'hg-select')")
    chosen = page.evaluate("said.find(one => one[0] === 'hg-select')[2]")
    weights = attention(client, TEXT, 3, 1)["attention"]["values"][0][0]
    assert {key: chosen[key] for key in ("layer", "head", "query", "key")} == {
        "layer": 3,
        "head": 1,
        "query": 2,
        "key": 1,
    }
    assert chosen["weight"] == pytest.approx(weights[2][1], abs=1e-7)
    assert page.locator("#one").get_attribute("pin") == "a2.1"
    # A storm of attributes: the last holds, and nothing is asked for what came before.
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if one.url.endswith("/attention") else None)
    page.evaluate(
        "for (let n = 0; n < 60; n++) { one.setAttribute('layer', n % 6); one.setAttribute('head', n % 12); }"
    )
    expect(page.get_by_role("heading", name="Layer 5, head 11")).to_be_visible()
    assert len(asked) <= 1
    assert page.evaluate("[one.getState().layer, one.getState().head]") == [5, 11]
    page.locator("#one").get_by_role("combobox", name="Layer").select_option("2")
    until(page, "one.getAttribute('layer')", "2")
    page.evaluate("one.setState({ layer: 3, view: 'arcs' })")
    until(page, "one.getState().view", "arcs")
    assert page.evaluate("[one.hasAttribute('layer'), one.getAttribute('view')]") == [False, "arcs"]  # 3 is the default
    refused = "(() => { try { one.setState(%s); } catch (error) { return `${error.name}: ${error.message}`; } })()"
    assert page.evaluate(refused % "{ nonsense: 1 }") == "RangeError: unknown key nonsense"
    assert str(page.evaluate(refused % "{ layer: -1 }")).startswith("RangeError: layer")
    page.evaluate("one.setAttribute('colour', 'mauve')")
    until(page, "said.some(one => one[0] === 'hg-error' && one[2].title === 'colour')")


def test_pictures(strict: Host) -> None:
    """The figure as it stands as SVG and as PNG, at the width and scale asked for."""
    page = strict.post(element(text=OTHER, view="heatmap", theme="light", lang="en"))
    ready(page)
    svg = page.evaluate("one.toSVG({ width: 500, theme: 'dark' })")
    assert 'width="500"' in svg
    assert "The cat sat on the mat." in svg
    size = page.evaluate(
        "async () => { const made = await createImageBitmap(await one.toPNG(3, { width: 400 })); return made.width }"
    )
    assert size == 1200
    assert page.evaluate("one.toPNG(9).catch(error => error.name)") == "RangeError"


def test_several_on_a_page(strict: Host, client: httpx.Client) -> None:
    """Different views and sentences beside each other, one that fails, one far below that waits."""
    shown = [
        element("one", text=TEXT, view="heatmap"),
        element("two", text=OTHER, view="gates", cell="gru"),
        element("wrong", inside="<p>instead</p>", text=TEXT, view="heatmap", model="nobody"),
        element("bare", text=TEXT, view="heatmap", model="nobody"),
        "<br>" * 300,
        element("far", text=OTHER, view="heatmap", loading="lazy"),
    ]
    page = strict.post("".join(shown))
    strict.faults.clear()
    ready(page, "one")
    ready(page, "two")
    until(page, "said.filter(one => one[0] === 'hg-error').length >= 2")
    expect(page.get_by_text("instead")).to_be_visible()
    expect(page.locator("#bare .problem h3")).to_be_visible()
    page.locator("#two [role=gridcell]").first.focus()
    page.keyboard.press("Control+Home")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    until(page, "said.some(one => one[1] === 'two' && one[0] === 'hg-select')")
    chosen = page.evaluate("said.find(one => one[1] === 'two' && one[0] === 'hg-select')[2]")
    net = gates(client, OTHER, cell="gru")
    if chosen["unit"] is not None:
        name = chosen["array"].split(".")
        values = net[name[0]][name[1]]["values"]
        assert chosen["value"] == pytest.approx(values[chosen["token"]][chosen["unit"]], abs=1e-6)
    assert chosen["token"] == 1
    assert page.evaluate("said.filter(one => one[1] === 'far')") == []
    page.locator("#far").scroll_into_view_if_needed()
    ready(page, "far")
    # Taken out and put elsewhere it begins again, with the state that it had.
    page.evaluate("far.setAttribute('layer', '1'); const away = far; away.remove(); document.body.append(away)")
    ready(page, "far", 2)
    assert page.evaluate("document.querySelector('#far').getState().layer") == 1
    strict.faults[:] = [fault for fault in strict.faults if "status of 404" not in fault and "422" not in fault]


def test_a_file_without_a_server(alone: Host, client: httpx.Client) -> None:
    """Module and figure from a plain server, the application out of reach: interactive, all heads from the file."""
    module = client.get("/heads-gates.js").raise_for_status()
    alone.posts["/heads-gates.js"] = ("text/javascript", module.content)
    query = {"text": TEXT, "view": "heatmap", "layer": "4", "lang": "en"}
    frozen = client.get(f"/api/v1/figure.json?{urlencode(query)}").raise_for_status()
    alone.posts["/figure.json"] = ("application/json", frozen.content)
    alone.posts["/none.json"] = ("application/json", b'{"format": "another"}')
    page = alone.post(
        element(src="figure.json")
        + element("other", src="none.json")
        + element("lost", "<p>kept</p>", src="lost.json"),
        module="/heads-gates.js",
    )
    ready(page)
    expect(page.get_by_role("heading", name="Layer 4, head 1")).to_be_visible()
    page.evaluate("one.setState({ layer: 5, head: 11 })")
    expect(page.get_by_role("heading", name="Layer 5, head 11")).to_be_visible()
    page.locator("#one [role=gridcell]").focus()
    page.keyboard.press("Control+Home")
    page.keyboard.press("Enter")
    until(page, "said.some(one => one[0] === 'hg-select')")
    weight = page.evaluate("said.find(one => one[0] === 'hg-select')[2].weight")
    own = attention(client, TEXT, 5, 11)["attention"]["values"][0][0][0][0]
    assert weight == pytest.approx(own, abs=1e-7)
    until(page, "said.some(one => one[1] === 'other' && /no figure/.test(one[2]?.detail))")
    expect(page.get_by_text("kept")).to_be_visible()
    assert [path for path in alone.site.asked if path.startswith("/api")] == []
    alone.faults[:] = [fault for fault in alone.faults if "404" not in fault]  # of lost.json, which the browser reports


def test_a_page_that_styles_everything(alone: Host, client: httpx.Client) -> None:
    """Nothing of it comes in; what it may set does; and a narrow column counts, not the wide window."""
    alone.posts["/heads-gates.js"] = ("text/javascript", client.get("/heads-gates.js").content)
    alone.posts["/figure.json"] = (
        "application/json",
        client.get(f"/api/v1/figure.json?view=heatmap&text={TEXT}").content,
    )
    style = f"<style>{HOSTILE} #two {{ --hg-ink: #123456; --hg-paper: #ffeedd; width: 420px }}</style>"
    page = alone.post(
        style + element(src="figure.json", theme="light") + element("two", src="figure.json", theme="light"),
        module="/heads-gates.js",
    )
    ready(page, "one")
    ready(page, "two")
    looks = """name => {
      const root = document.querySelector(name).shadowRoot;
      const words = getComputedStyle(root.querySelector("h3"));
      return [words.color, words.fontSize, words.letterSpacing, words.textTransform, words.borderTopWidth,
        getComputedStyle(root.querySelector("select")).display, getComputedStyle(root.querySelector("svg")).display];
    }"""
    plain = ["15px", "normal", "none", "0px", "block", "block"]
    assert page.evaluate(looks, "#one") == ["rgb(29, 33, 38)", *plain]
    assert page.evaluate(looks, "#two") == ["rgb(18, 52, 86)", *plain]
    assert page.evaluate("getComputedStyle(two).backgroundColor") == "rgb(255, 238, 221)"
    readout = "name => getComputedStyle(document.querySelector(name).shadowRoot.querySelector('.readout')).height"
    assert [page.evaluate(readout, name) for name in ("#one", "#two")] == ["68px", "126px"]
    # What has the focus keeps it when its row of choices is drawn anew.
    page.locator("#one").get_by_role("combobox", name="Layer").select_option("1")
    expect(page.locator("#one").get_by_role("heading", name="Layer 1, head 1")).to_be_visible()
    assert page.evaluate("document.documentElement.className") == ""
