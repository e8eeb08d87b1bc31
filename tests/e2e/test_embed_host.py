"""embed.js in a blog of another origin with a strict content policy, and what a framed page tells its host.

Two servers of the standard library stand for the blog and for the application. The application's one serves the real
scripts, and at /embed a page whose height is the `layer` that it is asked for, so that a test can say what it expects.
"""

import base64
import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from string import Template
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import built
from tests.built import VIEWS
from tests.e2e.sites import Site, serving, until

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
HOSTS = Path(__file__).parent / "hosts"
REPORTS = (
    '<script type="module">import { reportHeight } from "/height.js"; reportHeight(document.documentElement);</script>'
)
HIDDEN, SHOWN = "hidden", "visible"

# Notes what is heard in every window. Init scripts stand above the content policy.
EARS = """
window.heard = []; window.resized = []; window.shifts = [];
const noted = new PerformanceObserver(list => shifts.push(...list.getEntries().map(({ value }) => value)));
noted.observe({ type: "layout-shift", buffered: true });
addEventListener("message", ({ data }) => heard.push(data));
addEventListener("hg-resize", ({ target, detail }) => resized.push([target.id, detail.height]));
"""


def framed(query: dict[str, str]) -> str:
    """A figure's page: `layer` pixels high, silent with text=silent, higher than its frame with text=circle."""
    text, theme = query.get("text", ""), query.get("theme", "auto")
    return Template((HOSTS / "framed.html").read_text()).substitute(
        scheme="light dark" if theme == "auto" else theme,
        height="calc(100vh + 10px)" if text == "circle" else f"{query.get('layer', '300')}px",
        script="" if text == "silent" else REPORTS,
    )


@pytest.fixture(scope="module")
def figures() -> Iterator[Site]:
    """The application's origin."""
    source = ROOT / "static/src/apps/embed/height.ts"
    command: list[str | Path] = [
        ROOT / "node_modules/.bin/esbuild",
        source,
        "--bundle",
        "--format=esm",
        "--log-level=warning",
    ]
    height = subprocess.run(command, capture_output=True, check=True).stdout

    def answer(path: str, query: dict[str, str]) -> tuple[str, bytes] | None:
        if path == "/embed":
            return "text/html; charset=utf-8", framed(query).encode()
        if path == "/embed.js":
            return "text/javascript", built.text("embed.js").encode()
        if path == "/height.js":
            return "text/javascript", height
        return None

    yield from serving("127.0.0.1", answer, "")


@dataclass
class Blog:
    """Opens posts of the blog, which is another site than the application."""

    browser: Browser
    site: Site
    app: str
    posts: dict[str, str] = field(default_factory=dict)
    opened: list[Page] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def post(self, body: str, *, scheme: str = "light", clock: bool = False) -> Page:
        """A page with `body`; `clock` lets the test move its time on."""
        path = f"/{len(self.posts)}"
        self.posts[path] = body
        context = self.browser.new_context(
            viewport={"width": 700, "height": 800}, color_scheme="dark" if scheme == "dark" else "light"
        )
        page = context.new_page()
        page.add_init_script(EARS)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", lambda line: self.faults.append(line.text) if line.type in {"error", "warning"} else None)
        self.opened.append(page)
        if clock:
            page.clock.install()
        page.goto(self.site.url + path)
        return page


@pytest.fixture
def blog(browser: Browser, figures: Site) -> Iterator[Blog]:
    """The blog; a test fails for every error and every breach of its policy."""
    policy = (
        f"default-src 'none'; script-src {figures.url}; frame-src {figures.url} data:; style-src 'self'; img-src data:"
    )
    made: list[Blog] = []

    def answer(path: str, _query: dict[str, str]) -> tuple[str, bytes] | None:
        if path == "/blog.css":
            return "text/css", (HOSTS / "blog.css").read_bytes()
        page = Template((HOSTS / "blog.html").read_text())
        return "text/html; charset=utf-8", page.substitute(app=figures.url, body=made[0].posts[path]).encode()

    for site in serving("localhost", answer, policy):
        made.append(Blog(browser, site, figures.url))
        yield made[0]
        for page in made[0].opened:
            page.context.close()
    assert made[0].faults == []


def figure(name: str = "one", **data: str) -> str:
    """A placeholder with a fallback."""
    given = "".join(f' data-{key.replace("_", "-")}="{value}"' for key, value in data.items())
    return f'<div data-heads-gates id="{name}"{given}><p>fallback of {name}</p></div>'


def heights(page: Page, selector: str = "[data-heads-gates] > iframe") -> list[float]:
    """The boxes' heights, in CSS pixels."""
    found: list[float] = page.eval_on_selector_all(
        selector, "all => all.map(one => one.getBoundingClientRect().height)"
    )
    return found


def settle(page: Page, *expected: float) -> None:
    """Until the frames are as high as that."""
    boxes = (
        "[...document.querySelectorAll('[data-heads-gates] > iframe')].map(one => one.getBoundingClientRect().height)"
    )
    until(page, boxes, list(expected))


def test_the_frame_is_as_high_as_the_figure_says(blog: Blog) -> None:
    """It grows and shrinks with it, one event a change; the fallback goes when the figure is there."""
    page = blog.post(figure(layer="320", text="The cat sat", theme="dark"))
    settle(page, 320)
    frame = page.locator("#one > iframe")
    expect(frame).to_have_css("visibility", SHOWN)
    expect(page.get_by_text("fallback of one")).to_have_count(0)
    assert heights(page, "#one") == [320]
    assert frame.bounding_box() == {"x": 0, "y": 0, "width": 700, "height": 320}
    got = frame.evaluate(
        "f => [f.title, f.loading, f.referrerPolicy, f.allow, f.hasAttribute('sandbox'), f.style.colorScheme]"
    )
    assert got == ["Heads & Gates: The cat sat", "lazy", "no-referrer", "", False, "dark"]
    inside = page.frames[1]
    for height in (700, 200):
        inside.evaluate("height => { document.querySelector('main').style.height = `${height}px` }", height)
        settle(page, height)
    assert page.evaluate("resized") == [["one", 320], ["one", 700], ["one", 200]]
    inside.evaluate("document.querySelector('main').style.height = '9000px'")
    settle(page, 5000)
    inside.evaluate("document.querySelector('main').style.height = '20px'")
    settle(page, 100)


def test_far_figures_wait_and_have_their_place(blog: Blog, figures: Site) -> None:
    """Of thirty figures only those near what is seen are loaded, and the last stands where it will stand."""
    page = blog.post("")
    page.wait_for_load_state(
        "networkidle"
    )  # the script is there, so that what moves does not move because it came late
    figures.asked.clear()
    thirty = "".join(figure(f"f{n}", layer="600", height="600") for n in range(30))
    page.evaluate("markup => document.body.insertAdjacentHTML('beforeend', markup)", thirty)
    expect(page.locator("#f0 > iframe")).to_have_css("visibility", SHOWN)
    page.wait_for_load_state("networkidle")
    assert heights(page, "[data-heads-gates]") == [600] * 30
    assert 1 <= figures.asked.count("/embed") < 10
    expect(page.locator("#f29 > p")).to_be_visible()
    expect(page.locator("#f29 > iframe")).to_have_css("visibility", HIDDEN)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(page.locator("#f29 > iframe")).to_have_css("visibility", SHOWN)
    assert heights(page, "[data-heads-gates]") == [600] * 30
    assert page.evaluate("shifts") == []
    assert figures.asked.count("/embed") < 20


def test_a_figure_has_its_height_before_it_is_seen(blog: Blog) -> None:
    """A browser does not draw frames that are out of sight, so that they observe no sizes; they are measured once."""
    page = blog.post(figure("far", height="1500", text="silent") + figure("near", layer="321"))
    until(page, "document.querySelector('#near > iframe').getBoundingClientRect().height", 321)
    assert page.evaluate("document.querySelector('#near').getBoundingClientRect().top") == 1500


def test_space_is_reserved_by_view(blog: Blog) -> None:
    """As much as oEmbed asks for; what data-height asks for is bounded, and nonsense gives the usual height."""
    page = blog.post(
        figure("far", height="5000", text="silent")
        + "".join(figure(f"view-{view}", view=view) for view in VIEWS)
        + figure("nonsense", view="constructor", height="tall")
        + figure("most", height="1e9")
    )
    page.wait_for_selector("#most > iframe", state="attached")
    reserved = [view.height for view in VIEWS.values()]
    assert heights(page, "[data-heads-gates]") == [5000, *reserved, VIEWS[""].height, 5000]


def test_only_ones_own_frame_is_believed(blog: Blog, figures: Site) -> None:
    """Neither another frame of the same origin, nor malformed heights, nor the host's own window move anything."""
    page = blog.post(figure(layer="320") + f'<iframe name="rogue" src="{figures.url}/embed?text=silent"></iframe>')
    settle(page, 320)
    rogue = page.frame(name="rogue")
    assert rogue is not None
    (own,) = [frame for frame in page.frames[1:] if frame is not rogue]
    rogue.evaluate("parent.postMessage({ type: 'heads-gates:height', height: 900 }, '*')")
    page.evaluate("postMessage({ type: 'heads-gates:height', height: 900 }, '*')")
    own.evaluate(
        """() => {
          const bad = ["900", null, NaN, Infinity, -5, 0, undefined, [900], { valueOf: 900 }, 900n, true];
          for (const height of bad) parent.postMessage({ type: "heads-gates:height", height }, "*");
          for (const data of [null, 900, "heads-gates:height", [], { height: 900 }]) parent.postMessage(data, "*");
          parent.postMessage("last", "*");
        }"""
    )
    until(page, "heard.includes('last')")
    assert page.evaluate("resized") == [["one", 320]]
    assert heights(page, "[data-heads-gates] > iframe") == [320]


def test_a_frame_led_elsewhere_is_not_believed(blog: Blog) -> None:
    """A page of another origin in the figure's frame, as after a click on a link in it, cannot size it."""
    page = blog.post(figure(layer="320"))
    settle(page, 320)
    page.frames[1].goto("data:text/html,<p>elsewhere</p>")
    page.frames[1].evaluate("parent.postMessage({ type: 'heads-gates:height', height: 900 }, '*')")
    page.frames[1].evaluate("parent.postMessage('last', '*')")
    until(page, "heard.includes('last')")
    assert page.evaluate("heard.filter(one => one.height === 900).length") == 1
    assert page.evaluate("resized") == [["one", 320]]


def test_a_height_that_follows_the_frame_comes_to_rest(blog: Blog) -> None:
    """A page that is always ten pixels higher than its frame does not grow to the limit."""
    page = blog.post(figure(text="circle", height="400"))
    until(page, "resized.length >= 3")
    thirty_frames = (
        "new Promise(done => { let n = 30; (function next() { n-- ? requestAnimationFrame(next) : done(); })(); })"
    )
    page.frames[1].evaluate(thirty_frames)
    assert heights(page)[0] <= 400 + 10 * 5
    before = heights(page)
    page.frames[1].evaluate("document.querySelector('main').style.height = '777px'")
    settle(page, 777)
    assert before != [777]


def test_sandboxed_frames(blog: Blog) -> None:
    """In an opaque origin heights work; where no script runs the figure is shown at the height reserved for it."""
    page = blog.post(figure("scripts", sandbox="allow-scripts", layer="320") + figure("bare", sandbox="", height="250"))
    settle(page, 320, 250)
    for name in ("scripts", "bare"):
        expect(page.locator(f"#{name} > iframe")).to_have_css("visibility", SHOWN)
        expect(page.get_by_text(f"fallback of {name}")).to_have_count(0)
    assert page.frames[1].evaluate("origin") == "null"
    blog.faults[:] = [fault for fault in blog.faults if "sandboxed" not in fault]  # the browser's note on the second


def test_the_fallback_stays_where_no_figure_comes(blog: Blog) -> None:
    """A page that says nothing, such as a browser's error page, is not shown; if it speaks later, it is."""
    page = blog.post(figure(text="silent"), clock=True)
    page.wait_for_load_state()
    frame = page.locator("#one > iframe")
    expect(page.get_by_text("fallback of one")).to_be_visible()
    expect(frame).to_have_css("visibility", HIDDEN)
    page.clock.run_for(6000)
    expect(page.locator("#one")).to_have_attribute("data-hg-error", "load")
    expect(page.get_by_text("fallback of one")).to_be_visible()
    page.frames[1].evaluate("parent.postMessage({ type: 'heads-gates:height', height: 410 }, '*')")
    settle(page, 410)
    expect(frame).to_have_css("visibility", SHOWN)
    expect(page.get_by_text("fallback of one")).to_have_count(0)
    assert page.locator("#one").get_attribute("data-hg-error") is None


def test_later_placeholders_and_a_second_script(blog: Blog, figures: Site) -> None:
    """However often the script comes, a placeholder gets one frame; so does one that comes later, with its link."""
    again = f'<script async src="{figures.url}/embed.js?again"></script>'
    figures.asked.clear()
    page = blog.post(figure("early", layer="320") + again * 2)
    settle(page, 320)
    page.wait_for_load_state("networkidle")
    page.evaluate(
        """link => {
          const later = document.createElement("section");
          const holder = document.createElement("div");
          holder.dataset.headsGates = link;
          holder.dataset.layer = "420";
          later.append(holder);
          document.body.append(later);
        }""",
        f"{figures.url}/?text=a%26b&layer=9&head=2",
    )
    settle(page, 320, 420)
    assert figures.asked.count("/embed") == 2
    address = urlsplit(page.locator("section iframe").get_attribute("src") or "")
    assert address.path == "/embed"
    assert dict(parse_qsl(address.query)) == {"text": "a&b", "layer": "420", "head": "2", "width": "680"}


def test_links_elsewhere_are_not_framed(blog: Blog) -> None:
    """Only the application's own figures are framed."""
    links = ["https://elsewhere.example/embed", "javascript:alert(1)", "/docs", "http://["]
    page = blog.post("".join(f'<div data-heads-gates="{link}">fallback</div>' for link in links))
    expect(page.locator("[data-hg-error=address]")).to_have_count(len(links))
    expect(page.locator("iframe")).to_have_count(0)
    expect(page.get_by_text("fallback")).to_have_count(len(links))


def test_every_key_of_a_link_may_be_an_attribute(blog: Blog) -> None:
    """Whatever the value; attributes of other tools are left alone."""
    page = blog.post("")
    keys = list(built.kits().keys())
    assert {"text_pair", "theme", "lang", "recurrent_scale"} <= set(keys)
    value = 'a&b=c+d#"e" 苹果 😀 false'
    page.wait_for_load_state("networkidle")
    page.evaluate(
        """([keys, value]) => {
          const holder = document.createElement("div");
          for (const key of keys) holder.setAttribute(`data-${key.replaceAll("_", "-")}`, value);
          holder.setAttribute("data-aos", "fade-up");
          holder.setAttribute("data-heads-gates", "");
          document.body.append(holder);
        }""",
        [keys, value],
    )
    sent = parse_qs(urlsplit(page.locator("iframe").get_attribute("src") or "").query, keep_blank_values=True)
    assert sent == {key: [value] for key in keys} | {"width": ["680"]}  # of 700, in steps


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_blog_shows_through_in_every_theme(blog: Blog, scheme: str) -> None:
    """Frame and document have the same colour scheme; else the frame would be filled with white or black."""
    themes = ("light", "dark", "auto")
    page = blog.post("".join(figure(theme, theme=theme, layer="200") for theme in themes), scheme=scheme)
    settle(page, 200, 200, 200)
    picture = base64.b64encode(page.screenshot()).decode()
    reader = page.context.new_page()
    colours = reader.evaluate(
        """async ([picture, rows]) => {
          const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${picture}`)).blob());
          const pen = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
          pen.drawImage(bitmap, 0, 0);
          return rows.map(y => [...pen.getImageData(350, y, 1, 1).data]);
        }""",
        [picture, [100, 300, 500]],
    )
    assert colours == [[200, 120, 40, 255]] * 3


def test_other_hosts_are_told_in_their_own_words(blog: Blog, figures: Site) -> None:
    """What WordPress, AMP and Embedly listen to, and WordPress's question, which needs its secret."""
    src = f"{figures.url}/embed?layer=333#?secret=aB3dE6gH9k"
    page = blog.post(f'<iframe src="{src}"></iframe>')
    until(page, "heard.length >= 4")
    assert page.evaluate("heard.filter(one => typeof one === 'object')") == [
        {"type": "heads-gates:height", "height": 333},
        {"sentinel": "amp", "type": "embed-size", "height": 333},
        {"message": "height", "value": 333, "secret": "aB3dE6gH9k"},
    ]
    (text,) = page.evaluate("heard.filter(one => typeof one === 'string')")
    assert json.loads(text) == {"src": src, "context": "iframe.resize", "height": 333}
    page.evaluate(
        """() => {
          heard.length = 0;
          const { contentWindow } = document.querySelector("iframe");
          for (const secret of [undefined, "wrongwrong", "aB3dE6gH9k"])
            contentWindow.postMessage({ message: "ready", secret }, "*");
        }"""
    )
    until(page, "heard.length >= 1")
    page.frames[1].evaluate("postMessage({ message: 'ready', secret: 'aB3dE6gH9k' })")  # not the host's question
    page.frames[1].evaluate("parent.postMessage('last', '*')")
    until(page, "heard.includes('last')")
    assert page.evaluate("heard") == [{"message": "height", "value": 333, "secret": "aB3dE6gH9k"}, "last"]


def test_a_secret_that_comes_later(blog: Blog, figures: Site) -> None:
    """WordPress's script adds it to the address of a frame that is already there."""
    page = blog.post(f'<iframe src="{figures.url}/embed?layer=333"></iframe>')
    until(page, "heard.length >= 3")
    assert page.evaluate("heard.filter(one => one.message)") == []
    page.evaluate("document.querySelector('iframe').src += '#?secret=abcdefghij'")
    until(page, "heard.some(one => one.message)")
    assert page.evaluate("heard.at(-1)") == {"message": "height", "value": 333, "secret": "abcdefghij"}
