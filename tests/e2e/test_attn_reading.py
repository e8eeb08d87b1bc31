"""Arcs, running text and rollout as readers meet them, held against the API."""

import re
from typing import Any

import httpx
import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Open
from tests.e2e.pages import figure, panel, point_at, tip
from tests.e2e.said import LONG, announced, attention, focus_grid, percent, shown

pytestmark = [pytest.mark.browser, pytest.mark.weights]

TEXT = "The animal didn't cross the street because it was too tired."
IT = 10
ARCS = "Lines of attention"
READING = "The sentence shaded by attention"


def weights(client: httpx.Client, layer: int = 3, head: int = 1, **params: str) -> tuple[list[dict[str, Any]], Any]:
    """Tokens and one head's matrix, [query][key]."""
    answer = attention(client, params.pop("text", TEXT), layer, head, **params)
    return answer["tokens"], np.array(answer["attention"]["values"][0][0])


def numbers(page: Page) -> list[str]:
    """What is printed at the ends of one token's lines, in reading order."""
    return figure(page, "arcs", "one token's numbers").all_text_contents()


def at_token(page: Page, name: str, token: str, which: int = 0) -> Locator:
    """A token's own label in a picture."""
    return figure(page, name, "picture words").filter(has_text=re.compile(f"^{re.escape(token)}$")).nth(which)


def said(page: Page) -> str:
    """What the tooltip says."""
    return tip(page).text_content() or ""


def strongest(tokens: list[dict[str, Any]], row: Any, most: int) -> str:
    """The largest weights of a row as the page lists them."""
    order = sorted(range(len(row)), key=lambda at: (-row[at], at))
    listed = []
    for at in order[:most]:
        name = shown(tokens[at])
        quoted = f"“{name}”" if re.fullmatch(r"[^\w\s\[\]]+", name) else name
        listed.append(f"{quoted} {percent(row[at])}")
    return ", ".join(listed)


def test_a_tokens_lines_carry_the_apis_numbers_both_ways(open_page: Open, client: httpx.Client) -> None:
    page = open_page(text=TEXT, view="arcs").page
    tokens, values = weights(client)
    lines = figure(page, "arcs").locator(".picture > svg > g").first
    expect(lines).to_be_visible()
    point_at(at_token(page, "arcs", "it"))
    expect(figure(page, "arcs", "one token's numbers")).to_have_count(len(tokens))
    assert numbers(page) == [percent(weight) for weight in values[IT]]
    expect(lines).to_be_hidden()
    expect(tip(page)).to_contain_text(f"“it” looks at {strongest(tokens, values[IT], 5)}")
    point_at(at_token(page, "arcs", "it", 1))
    expect(tip(page)).to_contain_text(f"“it” is looked at by {strongest(tokens, values[:, IT], 5)}")
    assert numbers(page) == [percent(weight) for weight in values[:, IT]]
    page.mouse.move(5, 5)
    expect(lines).to_be_visible()
    assert numbers(page) == []


def test_arcs_are_walked_through_with_the_keyboard_and_pinned(open_page: Open, client: httpx.Client) -> None:
    page = open_page(text=TEXT, view="arcs").page
    tokens, values = weights(client)
    focus_grid(page, ARCS)
    for _ in range(IT):
        page.keyboard.press("ArrowDown")
    assert f"“it” looks at {strongest(tokens, values[IT], 5)}" in announced(page)
    page.keyboard.press("ArrowRight")
    assert f"“it” is looked at by {strongest(tokens, values[:, IT], 5)}" in announced(page)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"pin=a{IT}"))
    # Pinned, the other column reads off single links: every number that the API has.
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Control+Home")
    page.keyboard.press("ArrowRight")
    for key, weight in enumerate(values[IT]):
        assert f"it attends to {shown(tokens[key])}: {percent(weight)}," in announced(page)
        page.keyboard.press("ArrowDown")
    page.reload()
    expect(figure(page, "arcs", "one token's numbers").first).to_be_attached()
    page.get_by_role("button", name="what it looks at").click()
    expect(figure(page, "arcs", "one token's numbers")).to_have_count(len(tokens))
    assert numbers(page) == [percent(weight) for weight in values[IT]]


def test_several_heads_lie_over_each_other_or_are_one_mean(open_page: Open, client: httpx.Client) -> None:
    page = open_page(text=TEXT, view="arcs", heads="1.0", pin=f"a{IT}", direction="from").page
    tokens, first = weights(client)
    _, second = weights(client, 1, 0)
    expect(figure(page, "arcs", "one token's numbers")).to_have_count(2 * len(tokens))
    found = figure(page, "arcs", "one token's numbers")
    for hue, values in (("hue-0", first), ("hue-1", second)):
        own = figure(page, "arcs").locator(f".one-token text.f-{hue}").all_text_contents()
        assert own == [percent(weight) for weight in values[IT]]
    dashes = {path.get_attribute("stroke-dasharray") for path in figure(page, "arcs").locator(".one-token path").all()}
    assert len(dashes) == 2
    page.get_by_role("button", name="mean", exact=True).click()
    expect(found).to_have_count(len(tokens))
    mean = (first[IT].astype(np.float32) + second[IT].astype(np.float32)) / 2
    for words, weight in zip(numbers(page), mean, strict=True):
        assert float(words.split()[0]) == pytest.approx(weight * 100, rel=6e-3)
    expect(figure(page, "arcs")).to_contain_text("mean of 2 heads, derived")


def test_what_is_not_drawn_is_counted_and_its_mass_said(open_page: Open, client: httpx.Client) -> None:
    text = LONG[:220]
    page = open_page(text=text, view="arcs").page
    _, values = weights(client, text=text)
    flat = np.sort(values.ravel())[::-1]
    assert len(flat) > 400
    rest = flat[400:].sum() / flat.sum()
    words = figure(page, "arcs", "any note").first
    expect(words).to_contain_text(
        f"The 400 strongest of {len(flat)} lines are drawn; the {len(flat) - 400} others hold"
    )
    mass = float(re.search(r"hold ([\d.]+) %", words.text_content() or "")[1])  # type: ignore[index]
    assert mass == pytest.approx(rest * 100, rel=6e-3)


def test_arcs_on_one_line_have_the_same_numbers(open_page: Open, client: httpx.Client) -> None:
    page = open_page(text=TEXT, view="arcs", layout="line", direction="from").page
    tokens, values = weights(client)
    focus_grid(page, ARCS)
    for _ in range(IT):
        page.keyboard.press("ArrowRight")
    assert f"“it” looks at {strongest(tokens, values[IT], 5)}" in announced(page)
    wanted = [f"{weight:.2f}".removeprefix("0") for weight in values[IT] if weight >= 0.005]
    # the lines follow in the next frame
    expect(figure(page, "arcs", "one token's numbers")).to_have_text(wanted)


def test_the_sentence_is_shaded_by_the_token_under_the_pointer(open_page: Open, client: httpx.Client) -> None:
    page = open_page(text=TEXT, view="tokens", numbers="true").page
    tokens, values = weights(client)
    for token in (IT, 2):
        point_at(at_token(page, "tokens", shown(tokens[token])))
        expect(figure(page, "tokens", "picture")).to_contain_text(f"what “{shown(tokens[token])}” looks at")
        printed = [
            words for words in figure(page, "tokens", "picture words").all_text_contents() if words.endswith("%")
        ]
        assert printed == [percent(weight) for weight in [*values[token], *values[:, token]]]
        expect(tip(page)).to_contain_text(f"looks at {strongest(tokens, values[token], 5)}")


def test_a_held_token_stays_while_others_are_read_off(open_page: Open, client: httpx.Client) -> None:
    page = open_page(text=TEXT, view="tokens", pin=f"a{IT}").page
    tokens, values = weights(client)
    focus_grid(page, READING)
    for key, weight in enumerate(values[IT]):
        assert f"it attends to {shown(tokens[key])}: {percent(weight)}," in announced(page)
        page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    for query in range(len(tokens)):
        assert f"{shown(tokens[query])} attends to it: {percent(values[query][IT])}," in announced(page)
        page.keyboard.press("ArrowRight")
    expect(figure(page, "tokens", "picture")).to_contain_text("what looks at “it”")
    page.keyboard.press("Escape")
    expect(page).not_to_have_url(re.compile("pin="))


def test_chinese_is_shaded_without_spaces_and_the_table_has_every_number(open_page: Open, client: httpx.Client) -> None:
    text = "苹果很好吃。"
    page = open_page(text=text, view="tokens", pin="a2", lang="zh").page
    tokens, values = weights(client, text=text)
    expect(figure(page, "tokens", "picture")).to_contain_text("看向谁")
    figure(page, "tokens").locator("details:not(.definitions) summary").click()
    rows = figure(page, "tokens").locator("table tbody tr")
    expect(rows).to_have_count(len(tokens))
    for at, row in enumerate(rows.all()):
        cells = row.locator("td").all_text_contents()
        assert cells == [percent(values[2][at]), percent(values[at][2])]


def rollout(client: httpx.Client) -> tuple[list[dict[str, Any]], Any, Any]:
    """Tokens, rollout [layer][query][key], and the mean over heads of every layer."""
    answer = client.get("/api/v1/attention", params={"text": TEXT, "include": "rollout"}).raise_for_status().json()
    mean = np.array(answer["attention"]["values"], dtype=np.float64).mean(axis=1)
    return answer["tokens"], np.array(answer["rollout"]["values"]), mean


def test_rollout_and_the_mean_beside_it_are_the_apis(open_page: Open, client: httpx.Client) -> None:
    page = open_page(text=TEXT, view="rollout", layer="2").page
    tokens, values, mean = rollout(client)
    focus_grid(page, "Attention rollout after layer 2")
    for _ in range(IT):
        page.keyboard.press("ArrowDown")
    for key, weight in enumerate(values[2][IT]):
        assert (
            announced(page) == f"after layer 2, {percent(weight)} of it is input token {shown(tokens[key])} (rollout)"
        )
        page.keyboard.press("ArrowRight")
    focus_grid(page, "Mean attention of the 12 heads of layer 2")
    for key, weight in enumerate(mean[2][0]):
        words = announced(page)
        assert words.startswith(f"in layer 2, [CLS] looks at {shown(tokens[key])} with ")
        printed = float(re.search(r"with ([\d.e-]+) %", words)[1])  # type: ignore[index]
        assert printed == pytest.approx(weight * 100, rel=6e-3)
        page.keyboard.press("ArrowRight")
    expect(figure(page, "rollout")).to_contain_text("Abnar & Zuidema 2020")


def test_a_tokens_rows_through_the_layers_and_the_slider(open_page: Open, client: httpx.Client) -> None:
    page = open_page(text=TEXT, view="rollout", layer="2", pin=f"a{IT}").page
    tokens, values, _ = rollout(client)
    focus_grid(page, "“it” through the layers of minilm: Rollout")
    for layer in range(len(values)):
        for key in (0, 2, IT):
            page.keyboard.press("Home")
            for _ in range(key):
                page.keyboard.press("ArrowRight")
            name = shown(tokens[key])
            assert announced(page) == (
                f"after layer {layer}, {percent(values[layer][IT][key])} of it is input token {name} (rollout)"
            )
        page.keyboard.press("ArrowDown")
    slider = page.get_by_role("slider", name="after layer")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", name="Rollout after layer 3")).to_be_visible()
    expect(page).to_have_url(re.compile("pin=a10"))
    page.keyboard.press("End")
    expect(page).to_have_url(re.compile("layer=5"))
    expect(page.get_by_role("grid", name=re.compile("^Attention rollout after layer 5"))).to_be_attached()


def test_the_pictures_follow_a_token_that_is_pointed_at_elsewhere(open_page: Open, client: httpx.Client) -> None:
    page = open_page(text=TEXT, view="arcs", direction="from").page
    _, values = weights(client)
    point_at(panel(page, "strip").locator(".picture text", has_text="tired").first)
    expect(figure(page, "arcs", "one token's numbers").first).to_be_attached()
    assert numbers(page) == [percent(weight) for weight in values[13]]
    page.get_by_role("tab", name="On the tokens").click()
    # the page grows when the view comes: what is pointed at before then may move from under the pointer
    expect(figure(page, "tokens", "picture")).to_contain_text("what “")
    point_at(panel(page, "strip").locator(".picture text", has_text="street").first)
    expect(figure(page, "tokens", "picture")).to_contain_text("what “street” looks at")
