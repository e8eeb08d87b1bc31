"""Other models, pairs, words, predictions and contexts as readers meet them, held against the API."""

import re
from typing import Any

import httpx
import pytest
from playwright.sync_api import Route, expect

from tests.e2e.conftest import Open
from tests.e2e.pages import figure, panel
from tests.e2e.said import CHINESE, attention, focus_grid, percent, row_said, shown

pytestmark = [pytest.mark.browser, pytest.mark.weights]

STORE = "When Mary and John went to the store, John gave a drink to"
FIRST, SECOND = "The apple was sweet.", "It fell from the incomprehensible tree."
APPLES = {"text": FIRST, "text_b": "Apple released a phone.", "text_c": "She ate a juicy apple.", "model": "minilm"}


def read(client: httpx.Client, **params: str | int) -> dict[str, Any]:
    """An answer of /api/v1/attention."""
    found: dict[str, Any] = client.get("/api/v1/attention", params=params).raise_for_status().json()
    return found


def test_a_chinese_sentence_is_read_by_the_model_that_reads_chinese(open_page: Open, client: httpx.Client) -> None:
    page = open_page().page
    page.get_by_role("button", name=CHINESE).click()
    expect(page.locator("#model option:checked")).to_contain_text("multilingual-e5-small")
    expect(panel(page, "attention", "intro")).to_contain_text("quantised to 4 bits")
    expect(panel(page, "strip", "words", has_text=re.compile("^很好$"))).to_be_visible()
    expect(panel(page, "notices").locator(".notice")).to_have_count(0)
    answer = attention(client, CHINESE, 3, 1)
    assert answer["model"]["id"] == "e5"
    tokens, weights = answer["tokens"], answer["attention"]["values"][0][0]
    said = row_said(page, "Attention of layer 3, head 1", 2, len(tokens))
    assert [shown(token) for token in tokens[:4]] == ["<s>", "▁", "苹果", "很好"]
    for token, weight, words in zip(tokens, weights[2], said, strict=True):
        assert words.startswith(f"苹果 attends to {shown(token)}: {percent(weight)}, ")


def test_what_a_decoder_expects_is_what_the_api_says_and_warmth_is_the_servers(
    open_page: Open, client: httpx.Client
) -> None:
    page = open_page(text=STORE, model="smollm2").page
    for temperature in ("1", "2"):
        answer = read(client, text=STORE, model="smollm2", layers="", include="predictions", temperature=temperature)
        guesses = answer["predictions"][-1]
        bars = figure(page, "heatmap").locator(".readout ul").last.locator("li:not(.soft)")
        expect(bars.first.locator(".value")).to_have_text(percent(guesses[0]["probability"]))
        for bar, guess in zip(bars.all(), guesses, strict=True):
            expect(bar).to_contain_text(guess["text"].strip())
            expect(bar.locator(".value")).to_have_text(percent(guess["probability"]))
        if temperature == "1":
            assert guesses[0]["text"] == " Mary"
            assert round(guesses[0]["probability"], 2) == 0.92
            page.get_by_role("group", name="Temperature").get_by_role("button", name="2", exact=True).click()
    expect(page).to_have_url(re.compile("temperature=2"))
    expect(figure(page, "heatmap", "note").first).to_contain_text("at temperature 2")


def test_a_decoder_has_nothing_above_the_diagonal(open_page: Open, client: httpx.Client) -> None:
    page = open_page(text=STORE, model="smollm2", layer="29", head="8").page
    answer = attention(client, STORE, 29, 8, model="smollm2")
    tokens, weights = answer["tokens"], answer["attention"]["values"][0][0]
    said = row_said(page, "Attention of layer 29, head 8", 3, len(tokens))
    for key, words in enumerate(said):
        if key <= 3:
            assert f": {percent(weights[3][key])}, " in words
            assert "of 4, layer" in words
        else:
            assert "cannot look at" in words
            assert weights[3][key] == 0
    expect(figure(page, "heatmap", "words", has_text="masked: a decoder does not look ahead")).to_be_visible()
    expect(page.get_by_role("grid", name=re.compile("^Attention of every head"))).to_have_attribute(
        "aria-rowcount", "30"
    )
    figure(page, "heatmap").locator("details:not(.definitions) summary").click()
    expect(figure(page, "heatmap", "rows")).to_have_count(len(tokens))
    cells = figure(page, "heatmap", "rows").nth(2).locator("td").all_inner_texts()
    assert cells == [f"{weight:.4f}" if key <= 2 else "" for key, weight in enumerate(weights[2])]


def test_a_second_sentence_is_read_with_the_first_and_each_quarter_is_its_own(
    open_page: Open, client: httpx.Client
) -> None:
    opened = open_page(text=FIRST)
    page = opened.page
    page.get_by_role("button", name="Add a second sentence").click()
    page.locator("#text-pair").fill(SECOND)
    expect(panel(page, "strip", "words", has_text="tree")).to_be_visible()
    opened.wait()
    for name in ("aa", "ab", "ba", "bb"):
        answer = read(client, text=FIRST, text_pair=SECOND, layers=3, heads=1, quarter=name)
        tokens, found = answer["tokens"], answer["attention"]
        page.get_by_role("button", name=f"{name[0]}→{name[1]}".upper()).click()
        expect(page).to_have_url(re.compile(f"quarter={name}"))
        grid = page.get_by_role("grid", name=re.compile("^Attention of layer 3, head 1"))
        expect(grid).to_have_attribute("aria-colcount", str(len(found["keys"])))
        expect(grid).to_have_attribute("aria-rowcount", str(len(found["queries"])))
        said = row_said(page, "Attention of layer 3, head 1", 1, len(found["keys"]))
        query = shown(tokens[found["queries"][1]])
        for key, weight, words in zip(found["keys"], found["values"][0][0][1], said, strict=True):
            assert words.startswith(f"{query} attends to {shown(tokens[key])}: {percent(weight)}, ")
    page.reload()
    expect(page.locator("#text-pair")).to_have_value(SECOND)
    expect(page.get_by_role("button", name="B→B")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Remove the second sentence").click()
    expect(page.get_by_role("button", name="B→B")).to_have_count(0)
    expect(page).not_to_have_url(re.compile("quarter|text_pair"))


def test_words_are_the_apis_words_and_said_to_be_derived(open_page: Open, client: httpx.Client) -> None:
    page = open_page(text=SECOND, model="minilm").page
    page.get_by_role("button", name="words", exact=True).click()
    answer = read(client, text=SECOND, model="minilm", layers=3, heads=1, include="words")
    groups, values = answer["words"]["words"], answer["words"]["values"][0][0]
    label = "Attention between words of layer 3, head 1"
    expect(page.get_by_role("grid", name=re.compile(f"^{label}"))).to_have_attribute("aria-rowcount", str(len(groups)))
    said = row_said(page, label, 5, len(groups))
    assert said[5].startswith("incomprehensible attends to incomprehensible: ")
    for value, words in zip(values[5], said, strict=True):
        assert f": {percent(value)}, " in words
    expect(figure(page, "heatmap", "words", has_text="derived: sum over the keys")).to_be_visible()
    expect(page).to_have_url(re.compile("by=words"))


def test_one_word_in_two_sentences(open_page: Open, client: httpx.Client) -> None:
    page = open_page(view="context").page
    page.get_by_role("button", name="apple", exact=True).click()
    pairs = [("Apple released a phone.", 1), ("She ate a juicy apple.", 5)]
    answers = [
        client.post(
            "/api/v1/context", json={"text_a": FIRST, "token_a": 2, "text_b": text, "token_b": token, "model": "minilm"}
        ).json()["cosine"]["values"]
        for text, token in pairs
    ]
    assert [round(answer[-1], 2) for answer in answers] == [0.74, 0.93]
    expect(panel(page, "context").locator(".stage rect.f-band")).to_have_count(3)
    said = row_said(page, "One word in two sentences, as minilm reads it", 0, 7)
    for layer, words in enumerate(said):
        assert f"{answers[0][layer]:.4f}" in words
        assert f"{answers[1][layer]:.4f}" in words
    printed = panel(page, "context").locator(".stage text").all_text_contents()
    for value in (value for answer in answers for value in answer):
        assert f"{value:.3f}".removeprefix("0") in printed
    focus_grid(page, "Sentences")
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("token_a=4"))
    expect(panel(page, "context", "any note").first).to_contain_text("“sweet” in A and “Apple” in B")
    twin = panel(page, "context").get_by_role("link", name="JSON").get_attribute("href") or ""
    value = client.get(twin).raise_for_status().json()["cosine"]["values"][-1]
    expect(panel(page, "context", "any note").first).to_contain_text(f"{value:.4f} after the last layer")


def test_an_address_restores_a_comparison(open_page: Open) -> None:
    chosen = {"token_a": "4", "token_b": "4", "token_c": "1"}
    page = open_page(view="context", axis="close", lang="zh", **APPLES, **chosen).page
    for name, value in {"text": "text", "text-b": "text_b", "text-c": "text_c"}.items():
        expect(page.locator(f"#{name}")).to_have_value(APPLES[value])
    expect(panel(page, "context", "any note").first).to_contain_text("A 中的“sweet”与 B 中的“phone”")
    expect(page.get_by_role("button", name="放大")).to_have_attribute("aria-pressed", "true")


def test_picking_a_model_that_is_not_on_disk_shows_bytes_and_stage(open_page: Open, client: httpx.Client) -> None:
    page = open_page().page
    listing = client.get("/api/v1/models").json()
    smollm2 = next(model for model in listing["models"] if model["id"] == "smollm2")
    smollm2 |= {"state": "to fetch", "progress": None}
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        if waiting:
            route.continue_()
        else:
            waiting.append(route)

    page.route("**/api/v1/models", lambda route: route.fulfill(json=listing))
    page.route("**/api/v1/attention", hold)
    page.get_by_label("Transformer", exact=True).select_option("smollm2")
    expect(page.locator("#model option[value=smollm2]")).to_have_text(re.compile("30 × 9 heads · to fetch, 93 MB$"))
    status = panel(page, "attention", "status")
    for stage, says in {
        "wait": "Waiting for another download",
        "download": "Downloading SmolLM2-135M-Instruct (Q4_1): 46 of 93 MB",
        "verify": "Checking what was downloaded",
        "extract": "Unpacking",
        "convert": "Converting",
    }.items():
        progress = {"stage": stage, "done_bytes": 46_000_000, "total_bytes": 93_000_000}
        smollm2 |= {"state": "fetching", "progress": progress}
        expect(status).to_contain_text(says)
    expect(panel(page, "attention").locator("progress")).to_have_attribute("max", "93000000")
    expect(page.locator("#model option[value=smollm2]")).to_have_text(re.compile("fetching, 49 %$"))
    expect(figure(page, "heatmap", "canvas")).to_be_visible()  # the last picture stays, dimmed
    expect(panel(page, "attention")).to_have_class(re.compile("stale"))
    page.unroute("**/api/v1/models")
    waiting[0].continue_()
    expect(status).to_be_empty()
    expect(panel(page, "attention", "intro")).to_contain_text("SmolLM2")


def test_one_step_of_the_net_that_covers_several_tokens_shows_them_all(open_page: Open, client: httpx.Client) -> None:
    text = "I didn't."
    page = open_page(text=text, model="minilm").page
    steps = client.get("/api/v1/gates", params={"text": text}).json()["tokens"]
    step = next(token for token in steps if token["text"] == "didn't")
    answer = attention(client, text, 3, 1, model="minilm")
    met = [t for t in answer["tokens"] if t["start"] < step["end"] and step["start"] < t["end"]]
    assert len(met) == 3
    focus_grid(page, "cell state. ")
    for _ in range(step["index"]):
        page.keyboard.press("ArrowRight")
    readout = figure(page, "heatmap", "readout")
    expect(readout.locator(".says")).to_contain_text("3 tokens share these characters: didn ' t")
    for token, bar in zip(met, readout.locator("ul").first.locator("li:not(.soft):visible").all(), strict=True):
        best = max(answer["attention"]["values"][0][0][token["index"]])
        expect(bar).to_contain_text(f"{shown(token)} → ")
        expect(bar.locator(".value")).to_have_text(percent(best))


def test_a_problem_is_titled_in_the_readers_language(open_page: Open) -> None:
    page = open_page(model="nonesuch", lang="zh", refused=True).page
    expect(panel(page, "attention").locator("[role=alert] h3")).to_have_text("没有这个模型")


def test_a_decoder_leaves_a_second_sentence_out_and_says_so(open_page: Open) -> None:
    page = open_page(text=FIRST, text_pair=SECOND, model="smollm2", refused=True).page
    expect(panel(page, "attention", "intro")).to_contain_text("the second sentence was left out")
    expect(figure(page, "heatmap", "canvas")).to_be_visible()
