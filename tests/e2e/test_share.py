"""The share dialog: by keyboard, its codes read by a real parser, their addresses and files by a client of ours."""

import csv
import json
import shlex
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.built import VIEWS
from tests.draw.by_node import SRC, run
from tests.e2e.conftest import Open
from tests.e2e.pages import panel, violations

pytestmark = [pytest.mark.browser, pytest.mark.weights]

TABS = ("link", "embed", "image", "freeze", "numbers")
TEXT = 'Say "hi" & </script><img src=x onerror=alert(1)> \u202e\n"><svg onload=alert(1)> `*_[]` 苹果'
# Few tokens, and far more than an address holds: each of these spaces takes nine characters.
LONG = "The cat sat." + "\u3000" * 250


def open_dialog(page: Page, tab: str = "link") -> Locator:
    """Open the dialog of the page at one of its tabs."""
    page.locator("#share").click()
    page.locator(f"#tab-share-{tab}").click()
    dialog = page.get_by_role("dialog", name="Share")
    expect(dialog.locator("#share-panel > *")).to_be_visible()
    return dialog


def ways(dialog: Locator) -> Iterator[tuple[str, str]]:
    """Every way of the tab that is open, with its code."""
    for way in dialog.locator(".share-row .segments button").all():
        way.click()
        expect(dialog.locator(".share-row .segments [aria-pressed=true]")).to_have_text(way.inner_text())
        yield way.inner_text(), dialog.locator("code").text_content() or ""


class Read(HTMLParser):
    """The elements of a code with their attributes."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(code)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def addresses(self) -> list[str]:
        """What a page with this code would ask for or lead to."""
        return [str(value) for _, own in self.found for key, value in own.items() if key in {"src", "srcset", "href"}]


def query_of(address: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(address).query, keep_blank_values=True, strict_parsing=True))


def test_it_is_used_by_keyboard_and_gives_the_focus_back(open_page: Open) -> None:
    page = open_page(width=320).page
    page.locator("#share").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Share")
    expect(dialog).to_be_visible()
    page.locator("#tab-share-link").focus()
    for tab in TABS:
        expect(page.locator(f"#tab-share-{tab}")).to_be_focused()
        expect(dialog.get_by_role("tabpanel")).to_have_attribute("aria-labelledby", f"tab-share-{tab}")
        expect(dialog.locator("#share-panel > *")).to_be_visible()
        assert violations(page, ".share-dialog") == ""
        assert dialog.evaluate("node => node.scrollWidth - node.clientWidth") == 0
        page.keyboard.press("ArrowRight")
    for _ in range(16):  # more stops than there are: the rest of the page is out of reach
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.locator("#share")).to_be_focused()


def test_a_panel_shares_its_own_view_alone(open_page: Open, server_url: str) -> None:
    page = open_page(attend="arcs", scheme="dark", lang="zh", layer="0").page
    panel(page, "attention").get_by_role("button", name="分享").click()
    dialog = page.get_by_role("dialog", name="分享")
    link = dialog.get_by_role("textbox", name="链接")
    expect(link).to_have_value(f"{server_url}/?view=arcs&layer=0&lang=zh")
    dialog.get_by_role("button", name="全部").click()
    expect(link).to_have_value(f"{server_url}/?attend=arcs&layer=0&lang=zh")
    dialog.get_by_role("button", name="记忆：门").click()
    expect(link).to_have_value(f"{server_url}/?view=gates&layer=0&lang=zh")
    assert violations(page, ".share-dialog") == ""
    dialog.get_by_role("button", name="关闭").click()
    expect(panel(page, "attention").get_by_role("button", name="分享")).to_be_focused()


def test_every_code_says_the_view_to_a_parser_and_its_addresses_answer(
    open_page: Open, server_url: str, client: httpx.Client
) -> None:
    page = open_page(text=TEXT, view="heatmap", layer="2").page
    state = {"text": TEXT, "view": "heatmap", "layer": "2"}
    dialog = open_dialog(page, "embed")
    shapes = {
        "Frame": ["iframe"], "Script": ["div", "a", "img", "script"], "Element": ["heads-gates", "a", "script"],
        "README": ["a", "picture", "source", "img"], "Web page": ["a", "img"], "Mail": ["a", "img"],
    }  # fmt: skip
    types = {
        "/": "text/html",
        "/embed": "text/html",
        "/embed.js": "text/javascript",
        "/heads-gates.js": "text/javascript",
    }
    types |= {f"/api/v1/figure.{kind}": media for kind, media in {"svg": "image/svg+xml", "png": "image/png"}.items()}
    asked: dict[str, str] = {}
    blank = page.context.new_page()  # without a content policy of its own
    for tab in ("embed", "image"):
        page.locator(f"#tab-share-{tab}").click()
        for way, code in ways(dialog):
            if way == "Address":
                assert query_of(code) == state
                continue
            elements = blank.evaluate(  # as a browser reads it, in a document that runs nothing
                "code => [...new DOMParser().parseFromString(code, 'text/html').body.querySelectorAll('*')]"
                ".map(one => [one.localName, Object.fromEntries([...one.attributes].map(a => [a.name, a.value]))])",
                code,
            )
            assert [name for name, _ in elements] == shapes[way]
            assert not any(name.startswith("on") for _, own in elements for name in own)
            for address in Read(code).addresses():
                asked[urlsplit(address).path] = address
                if urlsplit(address).path not in {"/embed.js", "/heads-gates.js"}:
                    assert {key: query_of(address)[key] for key in state} == state, way
            for name, own in elements:
                if name in {"div", "heads-gates"}:
                    given = {key.removeprefix("data-"): value for key, value in own.items()}
                    assert {key: given[key] for key in state} == state
    assert set(asked) == set(types)
    for path, address in asked.items():
        assert address.startswith(server_url)
        answer = client.get(address)
        assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, types[path]), address


def test_the_numbers_come_by_shell_and_by_python(open_page: Open, client: httpx.Client) -> None:
    page = open_page(text='It\'s "so" \\ tired', view="heatmap").page
    dialog = open_dialog(page, "numbers")
    codes = dict(ways(dialog))
    curl = shlex.split(codes["curl"])
    answer = client.get(curl[-1])
    assert answer.headers["content-type"].startswith("text/csv")
    ran = subprocess.run(
        [sys.executable, "-c", codes["Python"] + "\nprint(json.dumps(tables))"],
        capture_output=True,
        check=True,
        text=True,
    )
    tables = json.loads(ran.stdout)
    rows = list(csv.reader(answer.content.decode("utf-8-sig").splitlines()))
    assert rows[0] == tables[0]["head"]
    assert float(rows[1][1]) == pytest.approx(tables[0]["rows"][0][1]["value"], rel=1e-6)  # float32 in its own digits
    assert query_of(shlex.split(codes["Command line"])[4]) == query_of(page.url)


def test_files_have_names_and_types_and_a_refusal_is_said_in_words(open_page: Open, tmp_path: Path) -> None:
    page = open_page(text="The cat sat.", view="heatmap", refused=True).page
    dialog = open_dialog(page, "image")
    said = dialog.locator(".share-saved [role=status]")

    def saved(name: str) -> tuple[str, bytes]:
        with page.expect_download() as download:
            dialog.get_by_role("button", name=name, exact=True).click()
        path = tmp_path / name
        download.value.save_as(path)
        expect(said).to_contain_text(download.value.suggested_filename)
        return download.value.suggested_filename, path.read_bytes()

    dialog.get_by_label("Width").fill("300")
    dialog.get_by_label("PNG pixels").select_option("3")
    name, drawn = saved("Download PNG")
    assert name == "heads-and-gates-heatmap.png"
    assert drawn[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(drawn[16:20]) == 900
    name, drawn = saved("Download SVG")
    assert (name, drawn[:4]) == ("heads-and-gates-heatmap.svg", b"<svg")
    dialog.get_by_label("Width").fill("20")
    expect(dialog.get_by_role("alert")).to_contain_text("240 to 2000")
    page.locator("#tab-share-freeze").click()
    name, drawn = saved("Download figure.json")
    assert name == "figure.json"
    assert json.loads(drawn)["format"] == "heads-and-gates/1"
    assert saved("Download heads-gates.js")[0] == "heads-gates.js"
    name, drawn = saved("Download HTML")
    assert (name, drawn[:15].lower()) == ("heads-and-gates-heatmap.html", b"<!doctype html>")
    page.locator("#tab-share-numbers").click()
    assert saved("Download CSV")[0] == "heads-and-gates-heatmap.csv"
    assert saved("Attention, safetensors")[0] == "attention.safetensors"
    page.route("**/figure.csv*", lambda route: route.continue_(url=f"{route.request.url}&layer=none"), times=1)
    dialog.get_by_role("button", name="Download CSV").click()
    expect(dialog.get_by_role("alert")).to_contain_text("layer")
    dialog.get_by_role("alert").get_by_role("button").click()
    expect(said).to_contain_text(".csv")


def test_what_is_too_long_for_an_address_is_posted_or_frozen(open_page: Open) -> None:
    page = open_page(text=LONG, view="heatmap").page
    dialog = open_dialog(page)
    link = dialog.get_by_role("textbox", name="Link").input_value()
    assert urlsplit(link).fragment.startswith("t=")
    page.locator("#tab-share-embed").click()
    expect(dialog.locator("code")).to_be_hidden()
    dialog.get_by_role("button", name="Element").click()
    expect(dialog.locator("code")).to_contain_text("heads-gates")
    (_, element), *_ = Read(dialog.locator("code").text_content() or "").found
    assert element["text"] == LONG
    page.locator("#tab-share-image").click()
    with page.expect_download() as download:
        dialog.get_by_role("button", name="Download SVG").click()
    assert "<svg" in download.value.path().read_text("utf-8")
    dialog.get_by_role("button", name="Freeze it instead").click()
    expect(page.locator("#tab-share-freeze")).to_have_attribute("aria-selected", "true")


def test_a_code_is_copied_with_and_without_the_clipboard_of_safe_pages(open_page: Open) -> None:
    page = open_page(view="gates", text="The cat sat.").page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sentence = page.get_by_label("Sentence", exact=True)
    for way in ("Frame", "Element"):
        dialog = open_dialog(page, "embed")
        dialog.get_by_role("button", name=way).click()
        expect(dialog.locator("code")).to_contain_text("iframe" if way == "Frame" else "heads-gates")
        code = dialog.locator("code").text_content() or ""
        dialog.get_by_role("button", name="Copy").click()
        expect(dialog.get_by_role("status")).to_have_text("Copied")
        page.keyboard.press("Escape")
        sentence.fill("")
        sentence.press("Control+V")
        expect(sentence).to_have_value(code)
        page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")


def test_the_code_of_a_picture_that_the_server_refuses_is_not_handed_out_in_silence(open_page: Open) -> None:
    page = open_page(text="   ", view="tokens", refused=True).page
    dialog = open_dialog(page, "image")
    dialog.get_by_role("button", name="Mail").click()
    expect(dialog.get_by_role("alert")).to_contain_text("white space")


def test_a_frame_is_as_high_as_oembed_says_until_the_preview_tells_its_height(open_page: Open) -> None:
    page = open_page(text="The cat sat.", view="heatmap").page
    dialog = open_dialog(page, "embed")
    before = Read(dialog.locator("code").text_content() or "").found[0][1]
    assert dialog.locator("iframe").count() == 0
    heights = json.loads(
        run(SRC / "apps/page/share/codes.ts", f"JSON.stringify({json.dumps(list(VIEWS))}.map(all.heightOf))")
    )
    assert dict(zip(VIEWS, heights, strict=True)) == {name: view.height for name, view in VIEWS.items()}
    assert before["height"] == str(VIEWS["heatmap"].height)
    dialog.get_by_role("button", name="Preview").click()
    expect(dialog.frame_locator("iframe").get_by_role("heading", name="Layer 3, head 1")).to_be_visible()
    expect(dialog.locator("code")).not_to_contain_text(f'height="{before["height"]}"')
    after = Read(dialog.locator("code").text_content() or "").found[0][1]
    assert after == {**before, "height": str(round(dialog.locator("iframe").bounding_box()["height"]))}  # type: ignore[index]
