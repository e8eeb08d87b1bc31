"""The inspector as readers meet it: numbers, keys, the toy without a scale, held against the API and numpy."""

import math
import re
from typing import Any

import httpx
import numpy as np
import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import Open
from tests.e2e.pages import figure, panel, point_at, table_rows, to_view

pytestmark = [pytest.mark.browser, pytest.mark.weights]

TEXT = "The animal didn't cross the street because it was too tired."
IT, ANIMAL = 10, 2
STORE = "When Mary and John went to the store, John gave a drink to"
LONG = (
    "The old man who lived by the sea told the children a story about a storm, and when he came to the end of it "
    "nobody spoke, because the wind outside had begun to rise and the lamps were low; then the smallest child asked "
    "him whether the boat was ever found."
)


def steps(client: httpx.Client, **params: str | int) -> dict[str, Any]:
    """An answer of /api/v1/attention/steps."""
    found: dict[str, Any] = client.get("/api/v1/attention/steps", params=params).raise_for_status().json()
    return found


def number(printed: str) -> float:
    """A number as the page prints it."""
    return float(printed.replace("−", "-").replace("∞", "inf"))


def short(value: float) -> str:
    """How the picture prints a number of ordinary size."""
    size = abs(value)
    digits = 4 if size < 0.1 else 3 if size < 10 else 2 if size < 100 else 1
    return f"{value:.{digits}f}".replace("-", "−")


def drawn(page: Page, name: str) -> list[str]:
    """All words of a picture."""
    return figure(page, name, "picture words").all_text_contents()


def point_at_line(page: Page, line: int) -> None:
    """Moves the pointer to a line of the list, counted from 0: among the products q·k of a wide page."""
    point_at(figure(page, "keys of a head", "stage"), 0, 0, dx=380, dy=38 + 24 + line * 20 + 10)


def test_the_list_has_the_apis_numbers(open_page: Open, client: httpx.Client) -> None:
    answer = steps(client, text=TEXT, model="minilm", layer=3, head=1, query=IT)
    page = open_page(text=TEXT, view="steps", pin=f"a{IT}").page
    expect(figure(page, "keys of a head", "heading")).to_contain_text("“it”, token 10 (16 in all), in layer 3, head 1")
    rows = table_rows(page, "head steps", "The step in numbers")[1:]
    assert len(rows) == 16 + 1
    for key, row in enumerate(rows[:-1]):
        raw, scaled, score, weight = (number(cell) for cell in row[1:])
        assert raw == answer["raw_scores"][key]
        assert score == answer["scores"][key]
        assert weight == answer["weights"][key]
        assert math.isclose(scaled, raw * answer["scale"], rel_tol=1e-12)
    assert math.isclose(number(rows[-1][-1]), math.fsum(answer["weights"]), rel_tol=1e-12)
    words = drawn(page, "keys of a head")
    for value in [*answer["raw_scores"], *answer["scores"]]:
        assert short(value) in words
    assert "Σ = 100 %" in words
    assert "67.7 %" in words
    expect(figure(page, "head steps", "says").nth(1)).to_contain_text(
        "“it” matches “animal” best: q·k = 21.69 × 0.177 = 3.834"
    )


def test_the_dimensions_of_the_hovered_key_sum_to_its_product(open_page: Open, client: httpx.Client) -> None:
    answer = steps(client, text=TEXT, model="minilm", layer=3, head=1, query=IT)
    page = open_page(text=TEXT, view="steps", pin=f"a{IT}").page
    heading = figure(page, "dimensions of a key", "heading")
    expect(heading).to_have_text("Which dimensions made “it” · “animal”")
    point_at_line(page, 6)
    expect(heading).to_have_text("Which dimensions made “it” · “cross”")
    note = figure(page, "dimensions of a key", "any note").first
    expect(note).to_contain_text("32 products sum to")
    said = re.search(r"sum to (−?[\d.]+); the model's q·k is (−?[\d.]+)", note.inner_text())
    assert said
    assert math.isclose(number(said[1]), float(np.dot(answer["query"], answer["keys"][6])), rel_tol=1e-7)
    assert math.isclose(number(said[2]), answer["raw_scores"][6], rel_tol=1e-7)
    # The same token is lit on the ruler over the panels.
    expect(panel(page, "strip").locator(".lit-labels")).to_have_attribute("d", re.compile("M"))

    point_at_line(page, ANIMAL)
    page.mouse.down()
    page.mouse.up()
    expect(page).to_have_url(re.compile(rf"pin=a{IT}\.{ANIMAL}"))
    rows = table_rows(page, "head steps", "The vectors in numbers")[1:]
    assert len(rows) == 32 + 1
    for d, row in enumerate(rows[:-1]):
        q, k, product, v, part, output = (number(cell) for cell in row[1:])
        assert (q, k) == (answer["query"][d], answer["keys"][ANIMAL][d])
        assert math.isclose(product, q * k, rel_tol=1e-12)
        assert v == answer["values"][ANIMAL][d]
        assert part == answer["weighted_values"][ANIMAL][d]
        assert output == answer["output"][d]
    assert math.isclose(number(rows[-1][3]), answer["raw_scores"][ANIMAL], rel_tol=1e-6)


def test_the_keyboard_chooses_queries_and_keys(open_page: Open) -> None:
    page = open_page(text=TEXT, view="steps", pin=f"a{IT}").page
    heading = figure(page, "keys of a head", "heading")
    expect(heading).to_contain_text("“it”, token 10")
    page.locator(".query-choice [aria-checked=true]").focus()
    page.keyboard.press("ArrowRight")
    expect(heading).to_contain_text("“was”, token 11")
    expect(page).to_have_url(re.compile(r"pin=a11"))
    page.keyboard.press("Home")
    expect(heading).to_contain_text("“[CLS]”, token 0")
    expect(page.get_by_role("button", name="previous")).to_have_attribute("aria-disabled", "true")
    figure(page, "keys of a head", "cell").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(figure(page, "dimensions of a key", "heading")).to_have_text("Which dimensions made “[CLS]” · “animal”")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"pin=a0\.2"))
    page.keyboard.press("Shift+ArrowRight")
    expect(heading).to_contain_text("“The”, token 1")
    expect(page).to_have_url(re.compile(r"pin=a1\.2"))
    page.keyboard.press("Enter")  # a second time lets the key go, and the query stays
    expect(page).to_have_url(re.compile(r"pin=a1(?:&|$)"))
    expect(heading).to_contain_text("“The”, token 1")


def test_what_a_decoder_masks_is_hatched_and_said(open_page: Open, client: httpx.Client) -> None:
    answer = steps(client, text=STORE, model="smollm2", layer=3, head=1, query=8)
    page = open_page(text=STORE, model="smollm2", view="steps", pin="a8").page
    says = figure(page, "head steps", "says").nth(1)
    expect(says).to_contain_text("Masked, so that this query may not see them: 5 of 14 tokens.")
    words = drawn(page, "keys of a head")
    assert words.count("−∞") == sum(answer["masked"]) == 5
    for raw in answer["raw_scores"]:  # the product is there for masked keys too: it counts for nothing
        assert short(raw) in words
    rows = table_rows(page, "head steps", "The step in numbers")[1:]
    for key, row in enumerate(rows[:-1]):
        assert number(row[-1]) == answer["weights"][key]
        assert (row[-2] == "−∞") == answer["masked"][key]
    # Nothing pinned: a decoder's last token, which says what comes next.
    page = open_page(text=STORE, model="smollm2", view="steps").page
    expect(figure(page, "keys of a head", "heading")).to_contain_text("“to”, token 13")


def test_without_the_scale_it_is_a_toy_and_says_so(open_page: Open, client: httpx.Client) -> None:
    answer = steps(client, text=TEXT, model="minilm", layer=3, head=1, query=IT)
    page = open_page(text=TEXT, view="steps", pin=f"a{IT}").page
    warning = figure(page, "keys of a head").locator(".toy-label")
    expect(warning).to_be_hidden()
    page.get_by_role("button", name="switched off (toy)").click()
    expect(warning).to_contain_text("not what the model computes")
    raw = np.array(answer["raw_scores"])
    weights = np.exp(raw - raw.max()) / np.exp(raw - raw.max()).sum()
    words = drawn(page, "keys of a head")
    strongest = weights.max()
    expected = f"{math.floor(strongest * 1e6) / 1e4:.{4 if strongest > 0.99995 else 2}f} %"
    assert expected in words, expected
    expect(warning).to_contain_text(f"“animal” takes {expected} instead of 67.7 %")
    assert words.count("toy") == 3
    # The table stays the model's.
    assert number(table_rows(page, "head steps", "The step in numbers")[1:][ANIMAL][-1]) == answer["weights"][ANIMAL]
    page.get_by_role("button", name="as in the model").click()
    expect(warning).to_be_hidden()
    assert "67.7 %" in drawn(page, "keys of a head")


def test_the_learners_own_four_numbers(open_page: Open) -> None:
    page = open_page(text=TEXT, view="steps").page
    toy = figure(page, "made-up scores")
    expect(toy.locator(".toy-label")).to_contain_text("four made-up scores, no model")

    def column(at: int) -> list[str]:
        return toy.locator(f".toy-numbers tbody tr td:nth-child({at})").all_text_contents()

    assert column(4) == ["94.6 %", "4.7 %", "0.1 %", "0.6 %", "100.0 %"]
    scores = np.array([8, 5, 1, 3]) / math.sqrt(32)
    scaled = np.exp(scores) / np.exp(scores).sum()
    assert column(3)[:4] == [f"{share * 100:.1f} %" for share in scaled]
    expect(toy).to_contain_text("No factor gives that")
    toy.get_by_label("Score 2").fill("9")
    expect(toy.get_by_text("No factor gives that")).to_be_hidden()
    raw = np.exp([8.0, 9.0, 1.0, 3.0])
    # What is more than nothing never reads as nothing.
    assert column(4)[:4] == [f"{share * 100:.{1 if share >= 0.0005 else 2}f} %" for share in raw / raw.sum()]
    toy.get_by_role("button", name="Back to 8, 5, 1, 3").click()
    assert column(4)[0] == "94.6 %"


def test_what_the_heads_of_the_layer_add(open_page: Open, client: httpx.Client) -> None:
    answer = steps(client, text=TEXT, model="minilm", layer=3, head=1, query=IT)["contributions"]
    page = open_page(text=TEXT, view="steps", pin=f"a{IT}").page
    rows = table_rows(page, "head steps", "The heads in numbers")[1:]
    assert [number(row[1]) for row in rows[:12]] == answer["norms"]
    assert [number(row[2]) for row in rows[:12]] == answer["shares"]
    assert number(rows[12][2]) == answer["bias_share"]
    assert math.isclose(number(rows[13][2]), 1, abs_tol=1e-6)
    expect(figure(page, "heads of a layer", "any note").first).to_contain_text("before any norm that follows")
    words = drawn(page, "heads of a layer")
    assert all(short(norm) in words for norm in answer["norms"])
    figure(page, "heads of a layer", "cell").focus()
    for _ in range(7):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("head=7"))
    expect(figure(page, "keys of a head", "heading")).to_contain_text("“it”, token 10 (16 in all), in layer 3, head 7")


def test_a_long_sentence_says_what_is_not_listed(open_page: Open, client: httpx.Client) -> None:
    page = open_page(text=LONG, model="smollm2", view="steps", layer="5", head="2").page
    expect(figure(page, "keys of a head", "heading")).to_contain_text("layer 5, head 2")
    count = int(re.findall(r"\((\d+) in all\)", figure(page, "keys of a head", "heading").inner_text())[0])
    answer = steps(client, text=LONG, model="smollm2", layer=5, head=2, query=count - 1)
    expect(figure(page, "keys of a head")).to_contain_text(f"{count - 16} of {count} tokens")
    words = drawn(page, "keys of a head")
    rest = math.fsum(sorted(answer["weights"])[: count - 16])
    assert f"{count - 16} more" in words
    assert f"{rest * 100:.2f} %" in words or f"{rest * 100:.1f} %" in words
    page.get_by_role("button", name=f"Show all {count} tokens").click()
    box = figure(page, "keys of a head", "picture box")
    assert box.evaluate("box => box.scrollHeight > box.clientHeight + 200 && box.clientHeight <= 640")
    words = drawn(page, "keys of a head")
    assert all(short(raw) in words for raw in answer["raw_scores"])


def test_a_model_that_gives_weights_alone_is_said_why(open_page: Open) -> None:
    opened = open_page(text=TEXT, view="heads", refused=True)
    problem = {
        "type": "/docs#attention-not-readable",
        "title": "Attention not readable",
        "status": 422,
        "detail": "minilm gives attention weights only: its q, k and v cannot be read.",
    }

    def refuse(route: Route) -> None:
        route.fulfill(status=422, content_type="application/problem+json", json=problem)

    opened.page.route("**/api/v1/attention/steps", refuse)
    to_view(opened.page, "steps")
    expect(figure(opened.page, "head steps").locator(":scope > .says")).to_contain_text("gives its weights alone")
    expect(figure(opened.page, "keys of a head")).to_be_hidden()
