"""Heads found, sorted, weighed and read layer by layer, as readers meet them, held against the API."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Open
from tests.e2e.pages import click_at, drag, figure, panel, table_rows, violations
from tests.e2e.said import announced, focus_grid, percent, shown

pytestmark = [pytest.mark.browser, pytest.mark.weights]

ANIMAL = "The animal didn't cross the street because it was too tired."
IT, ANIMAL_AT = 10, 2
NAMES = {
    "previous": "previous token",
    "next": "next token",
    "self": "itself",
    "first": "first token",
    "separator": "separator",
    "same-word": "same word",
    "broad": "broad",
    "narrow": "narrow",
    "entropy": "entropy",
    "distance": "distance",
}


def attention(client: httpx.Client, include: str, text: str = ANIMAL, **params: str) -> dict[str, Any]:
    """Extras of the attention of a sentence, no head in full."""
    query = {"text": text, "layers": "", "heads": "", "include": include, **params}
    found: dict[str, Any] = client.get("/api/v1/attention", params=query).raise_for_status().json()
    return found


def find(client: httpx.Client, **params: str) -> dict[str, Any]:
    """All heads, ranked."""
    found: dict[str, Any] = (
        client.get("/api/v1/attention/find", params={"text": ANIMAL, **params}).raise_for_status().json()
    )
    return found


def amount(unit: str, value: float) -> str:
    """As the page prints a statistic; halves go up, as in a browser."""
    places = Decimal("0.001") if unit == "share" else Decimal("0.01")
    return str(Decimal(float(value)).quantize(places, ROUND_HALF_UP))


def said_along(page: Page, count: int) -> list[str]:
    """What is announced from the first cell of the grid in focus on, row after row."""
    grid = page.locator(":focus").locator("xpath=ancestor::*[@role='grid']")
    columns = int(grid.get_attribute("aria-colcount") or 1)
    said = []
    for i in range(count):
        said.append(announced(page))
        if (i + 1) % columns == 0:
            page.keyboard.press("Home")
            page.keyboard.press("ArrowDown")
        else:
            page.keyboard.press("ArrowRight")
    return said


def mostly(one: dict[str, Any]) -> str:
    """What is said of a head's strongest habit."""
    own = one["strongest_habit"]
    return f"; mostly {NAMES[own['name']]}, {own['share']:.4f} (chance {own['chance']:.4f})" if own else ""


def habit_cells(one: dict[str, Any]) -> list[str]:
    """The same in the table."""
    own = one["strongest_habit"]
    return [NAMES[own["name"]], f"{own['share']:.4f}", f"{own['chance']:.4f}"] if own else ["", "", ""]


def test_which_heads_link_these_two_is_two_clicks_from_the_heatmap(open_page: Open, client: httpx.Client) -> None:
    opened = open_page(view="heatmap")
    page = opened.page
    opened.wait()
    focus_grid(page, "Attention of layer 3, head 1")
    for _ in range(IT):
        page.keyboard.press("ArrowDown")
    for _ in range(ANIMAL_AT):
        page.keyboard.press("ArrowRight")
    click_at(page.locator(":focus"))  # one
    page.get_by_role("button", name="Which heads link it → animal?").click()  # two
    expect(page.get_by_role("tab", name="Find heads")).to_have_attribute("aria-selected", "true")
    expect(figure(page, "find", "heading")).to_have_text("Which heads link it → animal?")
    answer = find(client, **{"from": str(IT), "to": str(ANIMAL_AT)})
    assert (answer["heads"][0]["layer"], answer["heads"][0]["head"]) == (3, 1)
    focus_grid(page, "Which heads link it → animal?")
    for rank, (one, said) in enumerate(zip(answer["heads"], said_along(page, 8), strict=False), start=1):
        assert said == (
            f"{rank} of 72: layer {one['layer']}, head {one['head']}, {one['score']:.4f}; "
            f"chance {answer['chance_by_layer'][one['layer']]:.4f}{mostly(one)}"
        )


def test_the_finders_table_has_every_head_as_the_api_ranks_it_and_a_click_goes_there(
    open_page: Open, client: httpx.Client
) -> None:
    opened = open_page(view="find", **{"from": "10", "to": "1,2"})
    page = opened.page
    opened.wait()
    answer = find(client, **{"from": "10", "to": "1,2"})
    heads = answer["heads"]
    rows = table_rows(page, "find")
    chance = f"{answer['chance']:.4f}"
    assert rows[1:] == [
        [str(i), str(one["layer"]), str(one["head"]), f"{one['score']:.4f}", chance, *habit_cells(one)]
        for i, one in enumerate(heads, start=1)
    ]
    above = sum(one["score"] > answer["chance"] for one in heads)
    expect(figure(page, "find", "note")).to_contain_text(f"{above} of 72 heads are above chance")
    expect(page.locator(".formula")).to_contain_text(chance)
    second = heads[1]
    focus_grid(page, "Which heads link it → The animal?")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(figure(page, "heatmap", "heading").first).to_have_text(f"Layer {second['layer']}, head {second['head']}")
    query = parse_qs(urlsplit(page.url).query)
    assert (query["layer"], query["head"]) == ([str(second["layer"])], [str(second["head"])])
    assert query["pin"] == ["a10.1"]


def test_tokens_are_picked_by_click_drag_shift_and_keys(open_page: Open, client: httpx.Client) -> None:
    opened = open_page(view="find")
    page = opened.page
    opened.wait()
    looks, looked_at = page.get_by_role("listbox", name="looks"), page.get_by_role("listbox", name="is looked at")
    looks.get_by_role("option", name="it", exact=True).click()
    expect(figure(page, "find")).to_be_hidden()
    looked_at.get_by_role("option", name="animal", exact=True).click()
    expect(figure(page, "find", "heading")).to_have_text("Which heads link it → animal?")
    looked_at.get_by_role("option", name="street", exact=True).click(modifiers=["Shift"])
    expect(figure(page, "find", "heading")).to_have_text("Which heads link it → animal didn ' t cross the street?")
    drag(looks.get_by_role("option", name="was", exact=True), looks.get_by_role("option", name="tired", exact=True))
    expect(figure(page, "find", "heading")).to_contain_text("link was too tired →")
    assert looks.get_by_role("option", selected=True).count() == 3
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    expect(figure(page, "find", "heading")).to_contain_text("link The animal →")
    answer = find(client, **{"from": "1,2", "to": "2,8"})
    best = answer["heads"][0]
    expect(figure(page, "find", "note")).to_contain_text(
        f"layer {best['layer']} head {best['head']}, has {best['score']:.4f}"
    )


@pytest.mark.parametrize("habit", ["previous", "same-word", "broad"])
def test_a_habit_has_its_formula_its_number_and_its_chance(open_page: Open, client: httpx.Client, habit: str) -> None:
    opened = open_page(view="find")
    page = opened.page
    opened.wait()
    page.get_by_role("button", name=NAMES[habit], exact=True).click()
    expect(figure(page, "find", "heading")).to_have_text(f"Which heads have the habit “{NAMES[habit]}” here?")
    answer = find(client, habit=habit)
    expect(page.locator(".formula")).to_contain_text(f"{answer['chance']:.4f}")
    rows = table_rows(page, "find")
    assert [row[1:4] for row in rows[1:]] == [
        [str(one["layer"]), str(one["head"]), f"{one['score']:.4f}"] for one in answer["heads"]
    ]


def test_a_sentence_without_the_habit_or_the_tokens_says_so(open_page: Open) -> None:
    opened = open_page(view="find", habit="same-word", text="Nothing stands here twice.")
    opened.wait()
    expect(opened.page.locator(".formula")).to_contain_text("This sentence has nothing to measure it on.")
    again = open_page(view="find", refused=True, text="Too short.", **{"from": "40", "to": "41"})
    again.wait()
    expect(again.page.locator(".formula")).to_have_text("This sentence has no such tokens: pick them anew.")


@pytest.mark.parametrize("name", ["previous", "entropy"])
def test_the_sorted_grid_is_in_the_apis_order_with_its_numbers(
    open_page: Open, client: httpx.Client, name: str
) -> None:
    opened = open_page(view="heads")
    page = opened.page
    opened.wait()
    page.get_by_label("Statistic").select_option(name)
    found = attention(client, "head_stats")["head_stats"]["statistics"]
    own = next(one for one in found if one["name"] == name)
    values = np.array(own["values"])
    order = sorted(np.ndindex(*values.shape), key=lambda at: -values[at])
    focus_grid(page, "All heads of minilm by")
    for rank, (at, said) in enumerate(zip(order, said_along(page, 20), strict=False), start=1):
        value = amount(own["unit"], float(values[at]))
        assert said == f"{rank} of 72: layer {at[0]}, head {at[1]}, {NAMES[name]} {value}"
    above, even = int((values > own["chance"]).sum()), amount(own["unit"], own["chance"])
    note = figure(page, "heads", "note")
    if own["chance_is"] == "level":
        expect(note).to_contain_text(f"{above} of 72 heads are above chance")
        expect(note).to_contain_text(f"may see: {even}.")
    else:
        expect(note).to_contain_text(f"evenly has {even}, the largest there can be: no head lies above.")
        expect(note).not_to_contain_text("above chance")
    page.get_by_role("button", name="layer by layer").click()
    expect(figure(page, "heads", "picture")).to_contain_text(f"Bar under a picture: {NAMES[name]}")
    focus_grid(page, "Attention of every head")


def test_the_table_of_statistics_has_the_apis_digits_and_sorts_by_any(open_page: Open, client: httpx.Client) -> None:
    opened = open_page(view="heads", order="first")
    page = opened.page
    opened.wait()
    expect(figure(page, "heads", "heading")).to_contain_text("strongest first")
    answer = attention(client, "head_stats,contributions")
    found = answer["head_stats"]["statistics"]
    norms = np.array(answer["contributions"]["values"])  # [L, H, T]
    shares = (norms / norms.sum(axis=1, keepdims=True)).mean(axis=2)  # [L, H]
    columns = [(one["unit"], np.array(one["values"]), one["chance"]) for one in found] + [("share", shares, 1 / 12)]
    rows = table_rows(page, "heads")
    assert [words.rstrip(" ↑↓") for words in rows[0]] == ["layer.head", *NAMES.values(), "contribution"]
    assert rows[1] == ["evenly spread", *(amount(unit, chance) for unit, _, chance in columns)]
    expected = [
        [f"{layer}.{head}", *(amount(unit, values[layer, head]) for unit, values, _ in columns)]
        for layer, head in np.ndindex(6, 12)
    ]
    assert rows[2:] == expected
    page.get_by_role("button", name="sort by distance").click()
    table = figure(page, "heads").locator("details table")
    expect(table.locator("[aria-sort=descending]")).to_contain_text("distance")
    first = table.locator("tbody tr").first.locator("th")
    far = np.array(next(one for one in found if one["name"] == "distance")["values"])
    layer, head = np.unravel_index(far.argmax(), far.shape)
    expect(first).to_have_text(f"{layer}.{head}")


def test_weights_times_values_are_the_apis_norms(open_page: Open, client: httpx.Client) -> None:
    opened = open_page(view="heatmap")
    page = opened.page
    opened.wait()
    page.get_by_role("button", name="weights × projected values").click()
    expect(figure(page, "heatmap", "picture").first).to_contain_text("norm of weight × projected value")
    answer = attention(client, "value_norms", layers="3", heads="1")
    values = answer["value_norms"]["values"][0][0]
    tokens = answer["tokens"]
    focus_grid(page, "Weights times the norms of projected values, layer 3, head 1")
    for _ in range(IT):
        page.keyboard.press("ArrowDown")
    for key, value in enumerate(values[IT][:6]):
        said = announced(page)
        assert said.startswith(f"it takes from {shown(tokens[key])} a vector of norm {float(f'{value:.4g}'):.10g} ")
        page.keyboard.press("ArrowRight")


def test_what_heads_contribute_is_the_apis_norms_over_what_the_layer_read(
    open_page: Open, client: httpx.Client
) -> None:
    opened = open_page(view="contributions", layer="5", head="11")
    page = opened.page
    opened.wait()
    answer = attention(client, "contributions")
    norms = np.array(answer["contributions"]["values"])
    residual = np.array(answer["contributions"]["residual"]["values"])
    relative = norms / residual[:, None, :]
    focus_grid(page, "What the heads of layer 5")
    page.keyboard.press("ArrowDown")
    for token in range(5):
        word = shown(answer["tokens"][token])
        assert announced(page) == (
            f"layer 5, head 1 at {word}: norm {float(f'{norms[5, 1, token]:.4g}'):.10g}, "
            f"{percent(relative[5, 1, token])} of what the layer read ({float(f'{residual[5, token]:.4g}'):.10g})"
        )
        page.keyboard.press("ArrowRight")
    focus_grid(page, "What each head of minilm adds")
    shares = (norms / norms.sum(axis=1, keepdims=True)).mean(axis=2)
    assert announced(page) == (
        f"layer 0, head 0 adds {percent(relative[0, 0].mean())} of what its layer read, mean over 16 tokens; "
        f"{percent(shares[0, 0])} of the norms of its layer's heads together"
    )
    expect(figure(page, "contributions of a layer", "note")).to_contain_text("Kobayashi")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(figure(page, "contributions of a layer", "heading")).to_have_text("Layer 1: its heads at every token")


def test_an_encoder_has_no_lens_and_the_page_says_why(open_page: Open) -> None:
    opened = open_page(view="lens")
    opened.wait()
    expect(opened.page.locator(".lens-no")).to_contain_text("predicts no next token")
    expect(figure(opened.page, "lens")).to_be_hidden()


STORE = "When Mary and John went to the store, John gave a drink to"


def words(text: str) -> str:
    """A candidate as the page prints it."""
    return {"\n": "⏎", "\t": "⇥"}.get(text, text.replace("\n", "⏎").strip() or "␣")


def listed(candidates: list[dict[str, Any]]) -> str:
    """Candidates with their probabilities, as they are announced."""
    return ", ".join(f"{words(one['text'])} {percent(one['probability'])}" for one in candidates)


def test_the_lens_reads_as_the_api_has_it_and_ends_with_the_prediction(open_page: Open, client: httpx.Client) -> None:
    answer = attention(client, "lens,predictions", text=STORE, model="smollm2")
    layers, tokens = answer["lens"]["layers"], answer["tokens"]
    assert [one["text"] for one in layers[-1][-1]] == [one["text"] for one in answer["predictions"][-1]]
    opened = open_page(view="lens", model="smollm2", text=STORE)
    page = opened.page
    expect(figure(page, "lens", "picture")).to_be_visible(timeout=60_000)
    grid = focus_grid(page, "smollm2 (quantised to 4 and 8 bits), layer by layer")
    assert (grid.get_attribute("aria-rowcount"), grid.get_attribute("aria-colcount")) == ("31", str(len(tokens)))
    page.keyboard.press("End")
    last = shown(tokens[-1])
    for at, layer in enumerate(layers):
        where = f"layer {at - 1}" if at else "embedding alone"
        assert announced(page) == f"after “{last}”, {where}: {listed(layer[-1])}"
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Control+End")
    end = layers[-1][-1][0]
    expect(figure(page, "lens", "readout")).to_contain_text(percent(end["probability"]))
    summary = figure(page, "lens of one token", "note")
    expect(summary).to_contain_text(f"it says “{words(end['text'])}” in the end ({percent(end['probability'])})")
    settled = len(layers) - 1
    while layers[settled - 1][-1][0]["text"] == end["text"]:
        settled -= 1
    expect(summary).to_contain_text(f"likeliest from layer {settled - 1} on")
    rows = table_rows(page, "lens of one token")
    assert rows[1:] == [
        [
            str(at - 1) if at else "embedding",
            *(said for c in layer[-1] for said in (words(c["text"]), percent(c["probability"]))),
        ]
        for at, layer in enumerate(layers)
    ]
    second = layers[-1][-1][1]
    page.locator(".candidates button").nth(1).click()
    expect(page.locator(".candidates button").nth(1)).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".candidates button").nth(1)).to_contain_text(percent(second["probability"]))
    expect(figure(page, "lens", "note")).to_contain_text("only the last row is what the model predicts")
    panel(page, "strip", "stage").click(position={"x": 5, "y": 5})
    assert violations(page) == ""


def test_too_long_a_sentence_for_the_lens_is_refused_with_the_limit(open_page: Open) -> None:
    opened = open_page(view="lens", model="smollm2", refused=True, text="the cat sat on the mat " * 20)
    opened.wait()
    expect(panel(opened.page, "attention", "problem")).to_contain_text("at most 64 tokens", timeout=60_000)
    expect(figure(opened.page, "lens")).to_be_hidden()


def test_chinese_words_stand_where_english_ones_do(open_page: Open) -> None:
    opened = open_page(view="find", locale="zh-CN", habit="previous")
    opened.wait()
    expect(figure(opened.page, "find", "heading")).to_have_text("哪些头在这里有“前一个词元”的习惯？")
    expect(opened.page.locator(".formula")).to_contain_text("随机水平")
    assert not re.search(r"[A-Za-z]{4,}", opened.page.locator(".formula").inner_text())
