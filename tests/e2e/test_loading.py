"""What a page asks for besides the API: little at first, a view's code when it is shown, a language's words once."""

import json
import re

import pytest
from playwright.sync_api import Browser, Request, expect

from app.places import DIST
from tests.e2e.conftest import Open
from tests.e2e.pages import panel

pytestmark = [pytest.mark.browser, pytest.mark.weights]

KB = 1000


# The script of each view, as the build names it: by its hash alone.
SCRIPTS: dict[str, list[str]] = json.loads((DIST / "manifest.json").read_text("utf-8"))["preload"]["views"]


def named(url: str) -> str:
    """A file of the build: the script of a view by its view, others without their hash."""
    name = url.rpartition("/")[2]
    views = [view for view, scripts in SCRIPTS.items() if name in scripts]
    return f"{views[0]}.js" if views else re.sub(r"-[A-Za-z0-9]+(\.\w+)$", r"\1", name)


@pytest.mark.parametrize(("locale", "lang", "other"), [("en-US", "en", "zh"), ("zh-CN", "zh", "en")])
def test_a_first_load_is_small_and_in_one_language(
    browser: Browser, server_url: str, locale: str, lang: str, other: str
) -> None:
    page = browser.new_context(locale=locale, viewport={"width": 1440, "height": 900}).new_page()
    asked: list[Request] = []
    page.on("requestfinished", lambda one: asked.append(one) if "/api/" not in one.url else None)
    page.goto(server_url)
    for name in ("attention", "gates"):
        page.wait_for_selector(f"#{name}[aria-busy=false]")
    kinds = [one for one in asked if one.resource_type in {"script", "stylesheet"}]
    assert len(asked) <= 10
    assert sum(one.sizes()["responseBodySize"] for one in kinds) < 150 * KB
    names = {named(one.url) for one in asked}
    assert f"words-{lang}.js" in names
    assert f"words-{other}.js" not in names
    assert {"heads.js", "gates.js"} < names

    def scripts() -> list[str]:
        return [named(one.url) for one in asked if one.resource_type == "script"]

    asked.clear()
    button = {"en": "English", "zh": "中文"}
    title = {"en": "Attention", "zh": "注意力"}
    with page.expect_request_finished(lambda one: named(one.url) == f"words-{other}.js"):
        page.get_by_role("button", name=button[other]).click()
    expect(panel(page, "attention", "title")).to_have_text(title[other])
    for chosen in (lang, other):
        page.get_by_role("button", name=button[chosen]).click()
        expect(panel(page, "attention", "title")).to_have_text(title[chosen])
    assert scripts() == [f"words-{other}.js"]

    asked.clear()
    with page.expect_request_finished(lambda one: named(one.url) == "tokens.js"):
        panel(page, "attention").locator("[role=tab]").nth(3).click()
    expect(page.locator("#attention-view .attn-tokens")).to_be_visible()
    assert scripts() == ["tokens.js"]
    page.context.close()


def test_code_that_does_not_come_is_said_and_asked_for_again(open_page: Open) -> None:
    page = open_page(refused=True).page
    (script,) = SCRIPTS["rollout"]
    page.route(f"**/static/dist/{script}", lambda route: route.abort())
    page.get_by_role("tab", name="Rollout").click()
    box = panel(page, "attention", "alert")
    expect(box).to_contain_text("No answer from the server")
    expect(page.locator("#attention-view figure")).to_have_count(0)
    page.unroute(f"**/static/dist/{script}")
    box.get_by_role("button", name="Try again").click()
    expect(page.locator("#attention-view figure").first).to_be_visible()
    expect(box).to_have_count(0)
    assert "attend=rollout" in page.url
