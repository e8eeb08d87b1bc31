"""The page as tests reach it: windows that are used one after the other, the page in a state, places on it."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, CDPSession, ConsoleMessage, Error, Locator, Page, Request

PANELS = ("attention", "gates", "context")
# Where the figures of the views are, and the pictures that stand apart in them.
FIGURES = {
    "heads": ".all-heads",
    "heatmap": ".one-head",
    "arcs": ".attn-arcs",
    "tokens": ".attn-tokens",
    "rollout": ".attn-rollouts",
    "table": ".weight-table",
    "find": ".find",
    "contributions": ".contributions",
    "contributions of a layer": ".contributions-layer",
    "lens": ".lens",
    "lens of one token": ".lens-one",
    "lens of all tokens": ".lens-all",
    "head steps": ".inspector",
    "keys of a head": ".inspect-list",
    "dimensions of a key": ".inspect-dims",
    "heads of a layer": ".inspect-heads",
    "made-up scores": ".inspect-toy",
    "change": ".attn-change",
    "before and after": ".change-pair",
    "how far tokens moved": ".change-moved",
    "expected before and after": ".change-expected",
    "compare": ".attn-compare",
    "A and B": ".compare-pair",
    "largest differences": ".compare-largest",
    "unit": ".tracks",
    "unit step": ".step",
    "cell of a step": ".step-cell",
    "terms of a sum": ".step-terms",
    "shares": ".shares-gates",
    "attention beside shares": ".shares-attention",
    "reach in numbers": ".reach-numbers",
    "cells": ".cells",
    "gaps": ".gaps",
    "cost": ".cost",
    "order": ".order",
}
# What a figure or a panel has.
PARTS = {
    "heading": "h3",
    "title": "h2",
    "note": "> .note",
    "any note": ".note",
    "picture": ".picture",
    "picture box": ".picture-box",
    "words": "svg text",
    "picture words": ".picture text",
    "stage": ".stage",
    "canvas": ".stage canvas",
    "readout": ".readout",
    "readout says": ".readout .says",
    "says": ".says",
    "rows": "tbody tr",
    "summary": "summary",
    "lit cells": ".lit-cells",
    "one token's numbers": ".one-token text",
    "cell": "[role=gridcell]",
    "alert": "[role=alert]",
    "status": "[role=status]",
    "intro": ".intro",
    "problem": ".problem",
}
LEFT_BEHIND = "try { localStorage.clear(); sessionStorage.clear(); } catch {}"
# Two frames after which a box is where it was, with nothing left to load.
AT_REST = """element => new Promise((done, failed) => {
  element.scrollIntoView({ block: "nearest", inline: "nearest" });
  const until = performance.now() + 20_000;
  let before = "";
  (function look() {
    const { x, y, width, height } = element.getBoundingClientRect();
    const now = [x, y, width, height].join();
    if (now === before && !document.querySelector("[aria-busy=true]")) done({ x, y, width, height });
    else if (performance.now() > until) failed(new Error("it never came to rest"));
    else { before = now; requestAnimationFrame(() => requestAnimationFrame(look)); }
  })();
})"""

# Of each table, three rows of every markup, whatever their words and numbers.
THINNED = """() => {
  for (const body of document.querySelectorAll("tbody")) {
    const seen = new Map();
    for (const row of [...body.rows]) {
      const markup = row.outerHTML.replace(/>[^<]*</g, "><").replace(/[0-9.]+/g, "0");
      const count = (seen.get(markup) ?? 0) + 1;
      seen.set(markup, count);
      if (count > 3) row.remove();
    }
  }
}"""


class Window:
    """A context with one page, which keeps its process and its cache from test to test, and nothing else."""

    def __init__(self, browser: Browser, locale: str) -> None:
        self.locale = locale
        self.context: BrowserContext = browser.new_context(locale=locale)
        self.page: Page = self.context.new_page()
        self._protocol: CDPSession = self.context.new_cdp_session(self.page)

    def prepare(self, width: int, scheme: str) -> None:
        """Its size and its colours."""
        self.page.set_default_timeout(30_000)
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")

    def clean(self) -> None:
        """As if nobody had been there: no other page, route, permission, storage, history, and no pointer in it."""
        for other in self.context.pages:
            if other is not self.page:
                other.close()
        self.page.unroute_all(behavior="ignoreErrors")
        self.context.clear_permissions()
        self.context.clear_cookies()
        self.page.evaluate(LEFT_BEHIND)
        self.page.goto("about:blank")
        self._protocol.send("Page.resetNavigationHistory")
        self.page.mouse.move(0, 0)


class Windows:
    """Windows of one browser, by language: a new one costs more than the page that it shows."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._idle: dict[str, list[Window]] = defaultdict(list)

    def lend(self, locale: str, width: int, scheme: str) -> Window:
        """A clean one. Scripts that run at the begin of every document and faked clocks stay: close it after those."""
        idle = self._idle[locale]
        window = idle.pop() if idle else Window(self._browser, locale)
        window.prepare(width, scheme)
        return window

    def take_back(self, window: Window, *, used_up: bool) -> None:
        """Cleans it for the next test; one that is used up, or cannot be cleaned, is closed."""
        try:
            if not used_up:
                window.clean()
                self._idle[window.locale].append(window)
                return
        except Error:
            pass
        window.context.close()


@dataclass
class Opened:
    """A page of the application, and what it did that it should not have done."""

    page: Page
    own: str
    refused: bool
    faults: list[str] = field(default_factory=list)

    def listen(self) -> None:
        """Notes errors, warnings, and what is asked of others."""
        self.page.on("pageerror", self._error)
        self.page.on("console", self._console)
        self.page.on("request", self._request)

    def leave(self) -> None:
        """Notes nothing more."""
        self.page.remove_listener("pageerror", self._error)
        self.page.remove_listener("console", self._console)
        self.page.remove_listener("request", self._request)

    def _error(self, error: Error) -> None:
        self.faults.append(str(error))

    def _console(self, line: ConsoleMessage) -> None:
        if line.type not in {"error", "warning"}:
            return
        if not (self.refused and line.text.startswith("Failed to load resource")):
            self.faults.append(line.text)

    def _request(self, request: Request) -> None:
        if not request.url.startswith(self.own):
            self.faults.append(request.url)

    def wait(self) -> None:
        """Until the panels have finished loading, well or badly."""
        for panel in PANELS:
            self.page.wait_for_selector(f"#{panel}[aria-busy=false]", state="attached", timeout=60_000)


def figure(page: Page, name: str, part: str = "", **having: Any) -> Locator:
    """A figure by its name, or a part of it by its own; ``having`` is that of a locator."""
    return page.locator(f"{FIGURES[name]} {PARTS[part] if part else ''}", **having)


def panel(page: Page, name: str, part: str = "", **having: Any) -> Locator:
    """The panel of attention, gates or context, the strip over them or the notices; or a part of it."""
    return page.locator(f"#{name} {PARTS[part] if part else ''}", **having)


def tip(page: Page) -> Locator:
    """What is said of the place under the pointer or of the cell in focus, beside it."""
    return page.locator(".tip")


def to_view(page: Page, name: str) -> None:
    """Chooses a view of the panel by its tab."""
    page.locator(f"#tab-{name}").click()


def open_details(page: Page, name: str, summary: str = "") -> Locator:
    """The table under a figure, opened where it is closed: the first, or the one that is called so."""
    details = figure(page, name).locator("details")
    if summary:
        details = details.filter(has=page.locator("summary", has_text=re.compile(rf"(^|: ){re.escape(summary)}")))
    found = details.first
    if found.get_attribute("open") is None:
        found.locator("summary").click()
    return found


def table_rows(page: Page, name: str, summary: str = "") -> list[list[str]]:
    """What stands in the cells of that table, heading first, row by row."""
    rows: list[list[str]] = (
        open_details(page, name, summary)
        .locator("table")
        .evaluate("table => [...table.rows].map(row => [...row.cells].map(cell => cell.textContent))")
    )
    return rows


def box_at_rest(where: Locator) -> dict[str, float]:
    """Where it is in the window once nothing loads and the layout has come to rest; scrolls there.

    Views arrive after the page, and what they draw moves what stands below: a place measured before that is wrong.
    """
    found: dict[str, float] = where.evaluate(AT_REST)
    return found


def point_at(where: Locator, right: float = 0.5, down: float = 0.5, *, dx: float = 0, dy: float = 0) -> None:
    """Moves the pointer there: to a part of its width and height, and so many CSS pixels further.

    Moves it again where what the pointer does moves the place from under it.
    """
    for _ in range(5):
        box = box_at_rest(where)
        where.page.mouse.move(box["x"] + right * box["width"] + dx, box["y"] + down * box["height"] + dy)
        if box_at_rest(where) == box:
            return
    raise AssertionError("the place moves whenever the pointer comes")


def click_at(where: Locator, right: float = 0.5, down: float = 0.5) -> None:
    """Points there and clicks, whatever lies over it."""
    point_at(where, right, down)
    where.page.mouse.down()
    where.page.mouse.up()


def drag(first: Locator, last: Locator) -> None:
    """Presses the button on the one, lets it go on the other."""
    point_at(first)
    first.page.mouse.down()
    box = last.bounding_box()  # as things stand: scrolling would move what is held
    assert box is not None
    first.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=6)
    first.page.mouse.up()


def thin_tables(page: Page) -> None:
    """Leaves three rows of every kind in each table: axe looks at every cell, and hundreds are alike."""
    page.evaluate(THINNED)


def violations(page: Page, where: str | None = None) -> str:
    """What axe finds wrong with the page, or with one part of it, in words; nothing where all is well."""
    options: dict[str, Any] = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
    found = Axe().run(page, context=where, options=options)
    return str(found.generate_report()) if found.violations_count else ""


def sideways(page: Page) -> int:
    """How many CSS pixels the page is wider than the window."""
    found: int = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return found
