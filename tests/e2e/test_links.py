"""Links and history: what the page's address holds, what comes back from it, and what is a step to go back from."""

import re

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Open
from tests.e2e.pages import figure, panel
from tests.e2e.said import announced, attention, focus_grid, percent

pytestmark = [pytest.mark.browser, pytest.mark.weights]

# More than six thousand characters, which no compression makes short, with what addresses and sentences trip over.
LONG = "".join(f"{i * 7919 % 10007:x} & 苹果=+%#? “🍎”\n" for i in range(330))


def test_a_long_sentence_stands_in_the_fragment_and_survives_a_reload(open_page: Open) -> None:
    # The models refuse so long a sentence: that is not what is looked at.
    page = open_page(refused=True, view="gates").page
    box = page.get_by_label("Sentence", exact=True)
    box.fill(LONG)
    expect(page).to_have_url(re.compile(r"/\?text=&view=gates#t=[\w-]+$"))
    page.reload()
    expect(box).to_have_value(LONG)
    expect(page.locator(".notices .notice", has_text="The link is damaged")).to_have_count(0)
    # A link to another view, opened in another tab, has the sentence with it.
    other = page.get_by_role("link", name="Attention", exact=True)
    expect(other).to_have_attribute("href", re.compile(r"^/\?text=&view=heads#t=[\w-]+$"))
    with page.context.expect_page() as opening:
        other.click(modifiers=["Control"])
    expect(opening.value.get_by_label("Sentence", exact=True)).to_have_value(LONG)
    opening.value.close()
    # A place on the page is not another sentence.
    page.evaluate("location.hash = '#pictures'")
    expect(page).to_have_url(re.compile(r"#t=[\w-]+$"))
    expect(box).to_have_value(LONG)
    # What is cut off on its way is said, and a new sentence takes the address back.
    page.evaluate("location.hash = location.hash.slice(0, 40)")
    notice = page.get_by_role("alert").filter(has_text="The link is damaged")
    expect(notice).to_be_visible()
    expect(box).to_have_value("")
    box.fill("I ate an apple.")
    expect(notice).to_have_count(0)
    expect(page).to_have_url(re.compile(r"/\?text=I\+ate\+an\+apple\.&view=gates$"))
    page.go_back()
    expect(notice).to_be_visible()
    page.go_back()
    expect(box).to_have_value(LONG)


def test_an_address_restores_the_whole_view(open_page: Open) -> None:
    query = {
        "text": 'Tom & "Ann" = 100 % <b>ok</b>? 是 🍎',
        "layer": "0",
        "head": "11",
        "checkpoint": "initial",
        "scale": "linear",
        "theme": "dark",
        "lang": "zh",
        "view": "heatmap",
        "pin": "a2.0",
    }
    page = open_page(**query).page
    expect(page.locator("#text")).to_have_value(query["text"])
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.get_by_role("heading", name="第 0 层，第 11 头")).to_be_visible()
    expect(page.get_by_label("标度")).to_have_value("linear")
    expect(figure(page, "heatmap", "lit cells")).to_have_attribute("d", re.compile("^M"))
    expect(figure(page, "heads")).to_be_hidden()
    expect(page.locator("b", has_text=re.compile("^ok$"))).to_have_count(0)  # markup in a sentence stays text
    page.get_by_role("link", name="记忆", exact=True).click()
    expect(page.get_by_role("tab", name="门", exact=True)).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("button", name="torch 默认初始化")).to_have_attribute("aria-pressed", "true")
    assert "view=gates" in page.url
    page.go_back()
    expect(figure(page, "heatmap")).to_be_visible()


def test_choosing_a_head_shows_it_and_is_a_step_to_go_back_from(open_page: Open, client: httpx.Client) -> None:
    page = open_page().page
    text = page.get_by_label("Sentence", exact=True).input_value()
    grid = page.get_by_role("grid", name=re.compile("^Attention of every head"))
    grid.get_by_role("gridcell").focus()
    assert announced(page).startswith("layer 3 head 1: its largest weight (special tokens aside) is ")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Layer 4, head 2")).to_be_visible()
    focus_grid(page, "Attention of layer 4, head 2")
    answer = attention(client, text, 4, 2)
    assert percent(answer["attention"]["values"][0][0][0][0]) in announced(page)
    page.go_back()
    expect(page.get_by_role("heading", name="Layer 3, head 1")).to_be_visible()
    expect(page.get_by_role("grid", name=re.compile("^Attention of layer 3, head 1"))).to_be_attached()


def test_a_zoomed_picture_comes_back_from_its_address_and_its_figure_shows_the_same(
    open_page: Open, client: httpx.Client
) -> None:
    words = "The apple was delicious, so I bought three pounds."
    page = open_page(text=words, view="heatmap", model="minilm").page
    where = figure(page, "heatmap", "words", has_text=re.compile(r"^queries \d"))
    expect(where).to_have_count(0)
    focus_grid(page, "Attention of layer 3, head 1")
    for key in ["+", "+", "Control+End"]:
        page.keyboard.press(key)
    # the picture follows the keys, and the address the picture: of the last key, not of the first
    expect(figure(page, "heatmap", "words").filter(has_text="[SEP]").first).to_be_attached()
    seen = where.text_content() or ""
    first = seen.removeprefix("queries ").partition("–")[0]
    expect(page).to_have_url(re.compile(rf"window=r{first}-\d+\.c{first}-\d+"))
    labels = figure(page, "heatmap", "words").all_text_contents()
    assert "[SEP]" in labels
    assert "[CLS]" not in labels
    page.reload()
    expect(where).to_have_text(seen)
    assert figure(page, "heatmap", "words").all_text_contents() == labels
    drawn = client.get("/api/v1/figure.svg?" + page.url.partition("?")[2]).raise_for_status().text
    texts = re.findall(r"<text[^>]*>([^<]+)</text>", drawn)
    assert seen in texts
    assert "[SEP]" in texts
    assert "[CLS]" not in texts  # though a sentence about the strongest weight may name it
    # A part of one sentence is no part of another.
    page.get_by_label("Sentence", exact=True).fill("The pear was delicious, so I bought three pounds.")
    expect(page).not_to_have_url(re.compile("window="))
    expect(where).to_have_count(0)
    page.go_back()
    expect(where).to_have_text(seen)


def test_made_up_scores_and_the_lines_of_the_inspector_come_back_from_the_address(open_page: Open) -> None:
    page = open_page(view="steps", model="minilm").page
    toy = figure(page, "made-up scores")
    toy.locator("input").first.fill("-2.5")
    page.get_by_role("button", name="strongest first", exact=True).click()
    expect(page).to_have_url(re.compile(r"(?=.*toy=-2\.5%2C5%2C1%2C3)(?=.*lines=weight)"))
    said = toy.locator("tbody").inner_text()
    page.reload()
    expect(toy.locator("input").first).to_have_value("-2.5")
    expect(page.get_by_role("button", name="strongest first", exact=True)).to_have_attribute("aria-pressed", "true")
    assert toy.locator("tbody").inner_text() == said
    toy.get_by_role("button", name=re.compile("8, 5, 1, 3")).click()
    expect(page).not_to_have_url(re.compile("toy="))
    expect(toy.locator("input").first).to_have_value("8")


def test_heads_that_the_model_lacks_are_left_out_and_the_reader_is_told(open_page: Open) -> None:
    page = open_page(layer="29", head="8", heads="0.2-9.9", model="minilm", refused=True).page
    expect(page.get_by_role("heading", name="Layer 0, head 0")).to_be_visible()
    expect(page.get_by_role("heading", name="Layer 0, head 2")).to_be_visible()
    expect(figure(page, "heatmap", "canvas")).to_have_count(2)
    expect(page.locator(".chosen-heads button")).to_have_count(1)
    notice = panel(page, "notices").locator(".notice", has_text="Heads left out")
    expect(notice).to_contain_text(re.compile(r"29\.8, 9\.9.*6 layers of 12 heads"))
    # There is nothing there to go back to.
    expect(page).to_have_url(re.compile(r"(?=.*heads=0\.2(&|$))(?!.*29)"))
    assert page.evaluate("history.length") == 2  # about:blank, and this


def test_a_theme_in_the_address_holds_before_any_style_sheet_has_come(open_page: Open) -> None:
    page = open_page(theme="dark", refused=True).page
    page.route("**/*.css", lambda route: route.abort())
    page.reload()
    canvas = "document.body.style.color = 'CanvasText', getComputedStyle(document.body).color"
    assert page.evaluate(canvas) == "rgb(255, 255, 255)"
