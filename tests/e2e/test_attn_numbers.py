"""Numbers on the attention panel: whatever the scale, the filter and the colours, what is said is what the API has."""

import re
from typing import Any

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Open
from tests.e2e.pages import box_at_rest, figure, panel, point_at, tip
from tests.e2e.said import LONG, announced, attention, focus_grid, percent, shown

pytestmark = [pytest.mark.browser, pytest.mark.weights]

TEXT = "The animal didn't cross the street because it was too tired."
# Of four scales and five filters, which tests/js/matrix-said.test.ts has in every combination.
CHOICES: list[tuple[str, dict[str, str]]] = [
    ("row", {"filter": "least", "least": "0.1"}),
    ("log", {"special": "hide", "renormalise": "true", "filter": "mass", "mass": "0.8"}),
]


def first_of(answer: dict[str, Any], part: str = "attention") -> list[list[float]]:
    """The one matrix of an answer."""
    found: list[list[float]] = answer[part]["values"][0][0]
    return found


def cell_in_focus(page: Page, grid: Locator, row: int, column: int) -> Locator:
    """Goes to a cell by the keyboard: where the focus is then."""
    grid.get_by_role("gridcell").focus()
    page.keyboard.press("Control+Home")
    for _ in range(row):
        page.keyboard.press("ArrowDown")
    for _ in range(column):
        page.keyboard.press("ArrowRight")
    return page.locator(":focus")


@pytest.mark.parametrize(("scale", "choice"), CHOICES)
def test_the_tooltip_says_the_models_own_number(
    open_page: Open, client: httpx.Client, scale: str, choice: dict[str, str]
) -> None:
    page = open_page(text=TEXT, view="heatmap", scale=scale, colour="viridis", layer="3", head="1", **choice).page
    answer = attention(client, TEXT, 3, 1)
    tokens, rows = answer["tokens"], first_of(answer)
    hide = choice.get("special") == "hide"
    kept = [index for index, token in enumerate(tokens) if not (hide and token["special"])]
    grid = page.get_by_role("grid", name=re.compile("^Attention of layer 3, head 1"))
    legend = {"row": "row's largest", "log": "logarithmic"}[scale]
    expect(figure(page, "heatmap", "words", has_text=legend).first).to_be_attached()
    expect(figure(page, "heatmap", "words", has_text="viridis").first).to_be_attached()
    for row, column in [(2, 0), (9, 1), (5, 12)]:
        query, key = kept[row], kept[column]
        point_at(cell_in_focus(page, grid, row, column))
        page.evaluate("document.activeElement.blur()")
        seen = [rows[query][index] for index in kept]
        said = f"{shown(tokens[query])} attends to {shown(tokens[key])}: {percent(rows[query][key])}, "
        about = tip(page)
        expect(about).to_have_text(re.compile("^" + re.escape(said)))
        words = about.inner_text()
        if choice.get("renormalise"):
            share = rows[query][key] / sum(seen)
            assert f"derived: {percent(share)}" in words
        else:
            assert "renormalised" not in words
        drawn = True
        if choice.get("filter") == "least":
            drawn = rows[query][key] >= float(choice["least"])
        elif choice.get("filter") == "mass":
            needed, held = float(choice["mass"]) * sum(seen), 0.0
            above = sorted((value for value in seen if value > rows[query][key]), reverse=True)
            held = sum(above)
            drawn = held < needed
        assert ("not drawn" in words) is not drawn, (words, drawn)
    if hide:
        row = 4
        cell_in_focus(page, grid, row, 0)
        given = sum(weight for weight, token in zip(rows[kept[row]], tokens, strict=True) if token["special"])
        expect(figure(page, "heatmap", "readout")).to_contain_text(
            f"{percent(given)} of the row goes to special tokens"
        )


@pytest.mark.parametrize("mix", ["apart", "mean"])
def test_several_heads_say_their_own_numbers_or_their_mean(open_page: Open, client: httpx.Client, mix: str) -> None:
    page = open_page(text=TEXT, attend="heatmap", layer="3", head="1", heads="0.2-5.11", mix=mix).page
    matrices = [first_of(attention(client, TEXT, layer, head)) for layer, head in [(3, 1), (0, 2), (5, 11)]]
    expect(figure(page, "heatmap")).to_have_count(1 if mix == "mean" else 3)
    if mix == "mean":
        expect(page.get_by_role("heading", name="Mean of 3 heads: 3.1, 0.2, 5.11")).to_be_visible()
        cell_in_focus(page, page.get_by_role("grid", name=re.compile("^Mean attention of 3 heads")), 10, 2)
        mean = sum(matrix[10][2] for matrix in matrices) / 3
        assert f"it attends to animal: {percent(mean)} in the mean of 3 heads (derived)" in announced(page)
        return
    for (layer, head), matrix in zip([(3, 1), (0, 2), (5, 11)], matrices, strict=True):
        name = re.compile(f"^Attention of layer {layer}, head {head} of")
        cell_in_focus(page, figure(page, "heatmap").get_by_role("grid", name=name), 10, 2)
        assert f"it attends to animal: {percent(matrix[10][2])}, " in announced(page)
        # One cursor: the pictures of the other heads light up with it.
        expect(figure(page, "heatmap").locator(".lit-cells[d^=M]")).to_have_count(3)
    page.get_by_role("button", name="Without layer 0, head 2").click()
    expect(figure(page, "heatmap")).to_have_count(2)
    expect(page).to_have_url(re.compile(r"heads=5\.11"))


def test_a_head_is_added_from_the_grid_by_keyboard(open_page: Open) -> None:
    page = open_page(text=TEXT).page
    grid = page.get_by_role("grid", name=re.compile("^Attention of every head"))
    grid.get_by_role("gridcell").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+Enter")
    expect(page.get_by_role("heading", name="Layer 3, head 2")).to_be_visible()
    expect(page.get_by_role("heading", name="Layer 3, head 1")).to_be_visible()
    assert "heads=3.2" in page.url
    page.keyboard.press("Shift+Enter")
    expect(page.get_by_role("heading", name="Layer 3, head 2")).to_have_count(0)


def test_zooming_keeps_every_number_and_the_keyboard_reaches_every_cell(open_page: Open, client: httpx.Client) -> None:
    text = LONG.strip()
    page = open_page(text=text, view="heatmap").page
    answer = attention(client, text, 3, 1)
    tokens, rows = answer["tokens"], first_of(answer)
    heatmap = figure(page, "heatmap")
    grid = focus_grid(page, "Attention of layer 3, head 1")
    before = heatmap.locator("svg text", has_text="keeper").count()
    for _ in range(5):
        page.keyboard.press("+")
    where = heatmap.locator("svg text", has_text=re.compile(rf"of {len(tokens)}, keys"))
    expect(where).to_have_count(1)
    assert heatmap.locator("svg text", has_text="keeper").count() != before
    assert grid.get_attribute("aria-rowcount") == str(len(tokens))
    page.keyboard.press("Control+End")
    last = len(tokens) - 1
    assert percent(rows[last][last]) in announced(page)
    expect(where).to_contain_text(f"–{last} of {len(tokens)}, keys")
    page.keyboard.press("ArrowUp")
    assert f"{shown(tokens[last - 1])} attends to {shown(tokens[last])}: {percent(rows[last - 1][last])}" in announced(
        page
    )
    # The pointer reads the cell that the keyboard's frame is on.
    box = box_at_rest(page.locator(":focus"))
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(tip(page)).to_contain_text(percent(rows[last - 1][last]))
    # Dragging pans, and pins nothing.
    seen = where.text_content() or ""
    page.mouse.move(box["x"] - 300, box["y"] - 100)
    page.mouse.down()
    page.mouse.move(box["x"] - 200, box["y"] - 90, steps=3)
    page.mouse.move(box["x"] - 50, box["y"], steps=3)
    page.mouse.up()
    expect(where).not_to_have_text(seen)
    assert "pin=" not in page.url
    # The wheel alone scrolls the page; with Ctrl it zooms.
    seen = where.text_content() or ""
    page.mouse.move(box["x"] - 100, box["y"] - 100)
    scrolled = page.evaluate("scrollY")
    page.mouse.wheel(0, -20)
    page.wait_for_function("before => scrollY !== before", arg=scrolled)
    expect(where).to_have_text(seen)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -100)
    page.keyboard.up("Control")
    expect(where).not_to_have_text(seen)
    heatmap.get_by_role("button", name="Whole picture").click()
    expect(where).to_have_count(0)


def test_the_table_has_every_weight_with_the_digits_of_the_api(open_page: Open, client: httpx.Client) -> None:
    opened = open_page(text=TEXT, view="table", layer="3", head="1")
    page = opened.page
    answer = attention(client, TEXT, 3, 1)
    tokens, rows = answer["tokens"], first_of(answer)
    count = len(tokens)
    table = page.get_by_role("table", name="Table")
    expect(table).to_have_attribute("aria-rowcount", str(count * count + 1))
    by_weight = sorted(((q, k) for q in range(count) for k in range(count)), key=lambda at: -rows[at[0]][at[1]])
    body = table.locator("tbody tr")
    assert body.count() < 40  # a window only
    for line, (query, key) in zip(body.all()[:8], by_weight, strict=False):
        cells = line.locator("td")
        assert cells.nth(0).inner_text() == f"{shown(tokens[query])} {query}"
        assert cells.nth(1).inner_text() == f"{shown(tokens[key])} {key}"
        assert cells.nth(2).inner_text() == f"{rows[query][key]:.6f}"
    body.first.focus()
    page.keyboard.press("End")
    expect(page.locator(":focus")).to_have_attribute("aria-rowindex", str(count * count + 1))
    least = by_weight[-1]
    expect(page.locator(":focus").locator("td").nth(2)).to_have_text(f"{rows[least[0]][least[1]]:.6f}")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"pin=a{least[0]}\.{least[1]}"))
    table.get_by_role("button", name="key").click()
    expect(table.locator("th[aria-sort=ascending]")).to_contain_text("key")
    expect(body.nth(1).locator("td").nth(2)).to_have_text(f"{rows[1][0]:.6f}")
    figure(page, "table").get_by_label("query").fill("anim")
    expect(table).to_have_attribute("aria-rowcount", str(count + 1))
    animal = next(token["index"] for token in tokens if token["text"] == "animal")
    expect(body.first.locator("td").nth(2)).to_have_text(f"{rows[animal][0]:.6f}")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy as TSV").click()
    expect(figure(page, "table", "status")).to_have_text(f"{count} rows copied.")
    lines = page.evaluate("navigator.clipboard.readText()").rstrip("\n").split("\n")
    assert lines[0] == "head\tquery_index\tquery\tkey_index\tkey\tweight"
    for line, key in zip(lines[1:], range(count), strict=True):
        found = line.split("\t")
        assert found[:5] == ["3.1", str(animal), "animal", str(key), shown(tokens[key])]
        assert float(found[5]) == pytest.approx(rows[animal][key], rel=1e-7)


def test_quarters_and_the_parts_of_an_encoder_decoder_say_their_numbers(open_page: Open, client: httpx.Client) -> None:
    text, pair = "The cat sat.", "It was tired."
    page = open_page(text=text, text_pair=pair, view="heatmap", quarter="ba", special="hide", renormalise="true").page
    answer = attention(client, text, 3, 1, text_pair=pair)
    tokens, rows = answer["tokens"], first_of(answer)
    queries = [t for t in tokens if t["sequence"] == 1 and not t["special"]]
    keys = [t for t in tokens if t["sequence"] == 0 and not t["special"]]
    grid = focus_grid(page, "Attention of layer 3, head 1")
    assert grid.get_attribute("aria-rowcount") == str(len(queries))
    cell_in_focus(page, grid, 1, 2)
    query, key = queries[1], keys[2]
    weight = rows[query["index"]][key["index"]]
    share = weight / sum(rows[query["index"]][token["index"]] for token in keys)
    said = announced(page)
    assert said.startswith(f"{shown(query)} attends to {shown(key)}: {percent(weight)}, ")
    assert f"derived: {percent(share)}" in said


def test_the_top_row_has_four_pages_and_each_panel_keeps_its_view(open_page: Open) -> None:
    page = open_page(text=TEXT, attend="table", lab="unit").page
    assert page.locator("#views a").all_inner_texts() == [
        "Everything",
        "Attention",
        "Memory",
        "One word in two sentences",
    ]
    expect(page.get_by_role("tab", name="Table", exact=True)).to_have_attribute("aria-selected", "true")
    page.get_by_role("link", name="Attention", exact=True).click()
    expect(panel(page, "gates")).to_be_hidden()
    assert "view=table" in page.url
    page.get_by_role("tab", name="One head").click()
    assert "view=heatmap" in page.url
    page.get_by_role("link", name="Memory", exact=True).click()
    assert "view=unit" in page.url
    page.get_by_role("link", name="Everything").click()
    expect(page.get_by_role("tab", name="One head")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("tab", name="One unit")).to_have_attribute("aria-selected", "true")
    page.get_by_role("tab", name="Table", exact=True).click()
    assert "attend=table" in page.url
    assert "view=" not in page.url
