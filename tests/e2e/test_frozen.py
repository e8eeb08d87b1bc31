"""Frozen figures: pages that open from a disk without a network, and answer from what they hold."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.pages import point_at
from tests.e2e.said import attention, percent

pytestmark = [pytest.mark.browser, pytest.mark.weights]

TEXT = "The animal didn't cross the street because it was too tired."
# Twenty tokens for MiniLM, [CLS] and [SEP] among them.
TWENTY = "The old grey animal didn't cross the wide street because it was far too tired."


@pytest.fixture
def disk(browser: Browser, client: httpx.Client, tmp_path: Path) -> Iterator["Disk"]:
    """Saves figures and opens them; a test fails for every error and everything that is asked of any host."""
    made = Disk(browser, client, tmp_path)
    yield made
    for page in made.pages:
        page.context.close()
    assert made.faults == []


class Disk:
    """A folder of saved figures, and what went wrong in them."""

    def __init__(self, browser: Browser, client: httpx.Client, folder: Path) -> None:
        self._browser, self._client, self._folder = browser, client, folder
        self.faults: list[str] = []
        self.pages: list[Page] = []

    def save(self, **query: str) -> Path:
        """A figure as a file."""
        answer = self._client.get("/api/v1/figure.html", params=query).raise_for_status()
        saved = self._folder / "figure.html"
        saved.write_bytes(answer.content)
        return saved

    def open(self, saved: Path, *, scripts: bool = True, url: str = "") -> Page:
        """Opens it where there is no network."""
        context = self._browser.new_context(
            viewport={"width": 800, "height": 700}, java_script_enabled=scripts, locale="en-US"
        )
        context.set_default_timeout(20_000)
        page = context.new_page()
        self.pages.append(page)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", lambda line: self.faults.append(line.text) if line.type in {"error", "warning"} else None)
        if not url:
            context.set_offline(True)
            page.on(
                "request", lambda asked: self.faults.append(asked.url) if not asked.url.startswith("file:") else None
            )
        page.goto(url or saved.as_uri())
        if scripts:
            page.wait_for_selector("#player:not(.waiting)")
        return page


@pytest.mark.parametrize(("text", "kind"), [(TEXT, np.float32), (TWENTY, np.float16)])
def test_any_head_from_a_file(disk: Disk, client: httpx.Client, text: str, kind: type[np.floating[Any]]) -> None:
    """Every head of MiniLM is inside, exactly or as float16: another one has the API's numbers to their digits."""
    page = disk.open(disk.save(text=text, view="heatmap"))
    expect(page.get_by_role("heading", name="Layer 3, head 1")).to_be_visible()
    page.get_by_role("combobox", name="Layer").select_option("5")
    page.get_by_role("combobox", name="Head").select_option("11")
    expect(page.get_by_role("heading", name="Layer 5, head 11")).to_be_visible()
    weights = np.array(attention(client, text, 5, 11)["attention"]["values"][0][0], kind)
    page.locator("[role=gridcell]").focus()
    page.keyboard.press("Control+Home")
    for column in range(3):
        said = page.locator(":focus").get_attribute("aria-label") or ""
        assert percent(float(weights[0, column])) in said
        page.keyboard.press("ArrowRight")
    point_at(page.locator(".heatmaps .stage"), 0, 0, dx=90, dy=120)
    expect(page.locator(".tip")).to_contain_text("layer 5 head 11")


@pytest.mark.parametrize(("lang", "title"), [("en", "Not in this figure"), ("zh", "这幅图里没有")])
def test_what_is_not_in_the_file_is_said(disk: Disk, lang: str, title: str) -> None:
    """The inspector asks the API about each head; one that was not saved is refused in words, without trying again."""
    page = disk.open(disk.save(text=TEXT, view="steps", lang=lang))
    page.get_by_role("combobox").first.select_option("0")
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    expect(page.locator(".problem button")).to_have_count(0)


@pytest.mark.parametrize("view", ["heads", "heatmap"])
def test_it_is_small(disk: Disk, client: httpx.Client, view: str) -> None:
    """Twenty tokens with all 72 heads, picture, tables, styles and the player, in less than 500 kB."""
    assert len(attention(client, TWENTY, 0, 0)["tokens"]) == 20
    saved = disk.save(text=TWENTY, view=view)
    assert saved.stat().st_size < 500_000
    page = disk.open(saved, scripts=False)
    expect(page.locator("#drawn svg").first).to_be_visible()
    expect(page.locator("#drawn table")).not_to_have_count(0)


def test_from_the_server_in_a_sandbox(disk: Disk, server_url: str) -> None:
    """Opened where it is made, under its own policy: scripts run by their hashes, in an origin of their own."""
    page = disk.open(Path(), url=f"{server_url}/api/v1/figure.html?view=heatmap&lang=en")
    assert page.evaluate("origin") == "null"
    expect(page.get_by_role("heading", name="Layer 3, head 1")).to_be_visible()


@pytest.mark.parametrize("view", ["gates", "steps", "shares", "reach", "cells", "unit", "step", "rollout", "gaps"])
def test_nothing_is_lacking_at_first(disk: Disk, view: str) -> None:
    """Whatever a view asks for when it is opened is in its file."""
    page = disk.open(disk.save(text=TEXT, view=view))
    expect(page.locator("#player .panel.stale, #player [aria-busy=true]")).to_have_count(0)
    expect(page.locator("#player .problem")).to_have_count(0)
    expect(page.locator("#drawn")).to_have_count(0)
