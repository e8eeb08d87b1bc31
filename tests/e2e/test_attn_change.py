"""Interventions and comparisons as readers meet them, held against the API and against numpy."""

import re
from typing import Any

import httpx
import numpy as np
import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Open
from tests.e2e.pages import figure
from tests.e2e.said import announced, focus_grid, percent, row_said, shown

pytestmark = [pytest.mark.browser, pytest.mark.weights]

TIRED = "The animal didn't cross the street because it was too tired."
WIDE = "The animal didn't cross the street because it was too wide."
EATEN, EATER = "我吃苹果", "苹果吃我"
Matrix = np.ndarray[Any, np.dtype[np.float64]]


def ask(client: httpx.Client, layer: int = 3, head: int = 1, **fields: Any) -> dict[str, Any]:
    """One head's answer, with whatever else the request says."""
    body = {"text": TIRED, "model": "minilm", "layers": [layer], "heads": [head], **fields}
    found: dict[str, Any] = client.post("/api/v1/attention", json=body).raise_for_status().json()
    return found


def weights(answer: dict[str, Any]) -> Matrix:
    """[query, key] of the one head that was asked for."""
    found: Matrix = np.array(answer["attention"]["values"], np.float64)[0, 0]
    return found


def number(value: float) -> str:
    """Three significant digits of a number that may be small."""
    if value == 0:
        return "0"
    if abs(value) < 0.001:
        digits, power = f"{value:.2e}".split("e")
        return f"{digits}e{int(power)}".replace("-", "−")
    return f"{float(f'{value:.3g}'):.10g}".replace("-", "−")


def points(value: float) -> str:
    """A difference in percentage points, with its sign."""
    sign = "−" if value < 0 else "+" if value > 0 else ""
    hundredth = abs(value) * 100
    if hundredth and hundredth < 0.001:
        digits, power = f"{hundredth:.1e}".split("e")
        return f"{sign}{digits}e−{abs(int(power))} points"
    return f"{sign}{float(f'{hundredth:.3g}'):.10g} points"


def divergence(p: Matrix, q: Matrix) -> float:
    """Jensen–Shannon divergence in bits: the entropy of the mean less the mean of the entropies."""

    def entropy(row: Matrix) -> float:
        kept = row[row > 0]
        return float(-(kept * np.log2(kept)).sum())

    p, q = p / p.sum(), q / q.sum()
    return entropy((p + q) / 2) - (entropy(p) + entropy(q)) / 2


def test_a_masked_token_before_after_and_between(open_page: Open, client: httpx.Client) -> None:
    page = open_page(view="change", mask="2", model="minilm").page
    before = ask(client)
    after = ask(client, mask=[2], include=["effect"])
    tokens = [shown(token) for token in before["tokens"]]
    was, now = weights(before), weights(after)
    assert tokens[2] == "animal"
    assert now[:, 2].max() == 0
    query = tokens.index("it")
    for grid in ("Before", "After", "After − before"):
        for key, said in enumerate(row_said(page, f"{grid}. ", query, len(tokens))):
            start = (
                f"“it” → “{tokens[key]}”: before {percent(was[query, key])}; after, nobody may look at “animal”, so 0 %"
            )
            plain = f"“it” → “{tokens[key]}”: before {percent(was[query, key])}, after {percent(now[query, key])}"
            assert said == f"{start if key == 2 else plain}, difference {points(now[query, key] - was[query, key])}"
    between = np.abs(now - was)
    bits = [divergence(was[row], now[row]) for row in range(len(tokens))]
    best = int(np.argmax([0 if token["special"] else bits[row] for row, token in enumerate(before["tokens"])]))
    summary = figure(page, "before and after", "note")
    expect(summary).to_contain_text(f"over the 256 cells of this head: {number(float(between.mean()))} (derived)")
    expect(summary).to_contain_text(f"changed most (special tokens aside) is “{tokens[best]}”: {bits[best]:.4f} bits")
    drawn = figure(page, "before and after", "words")
    for row in range(len(tokens)):
        expect(drawn.filter(has_text=re.compile(rf"^{re.escape(f'{bits[row]:.2f}'[1:])}$")).first).to_be_attached()


def test_how_far_each_token_moved(open_page: Open, client: httpx.Client) -> None:
    page = open_page(view="change", mask="2", ablate="2.3-2.4", model="minilm").page
    heads = [{"layer": 2, "head": 3}, {"layer": 2, "head": 4}]
    effect = ask(client, mask=[2], ablate=heads, include=["effect"])["effect"]
    tokens = [shown(token) for token in ask(client)["tokens"]]
    for name, values in (("1 − cosine", effect["moved"]), ("relative distance", effect["distance"])):
        said = row_said(page, f"{name}. ", 0, len(tokens))
        assert said == [f"{token}: {name} {number(value)}" for token, value in zip(tokens, values, strict=True)]
    best = 1 + int(np.argmax(effect["moved"][1:-1]))  # [CLS] and [SEP] aside
    expect(figure(page, "how far tokens moved", "note")).to_contain_text(
        f"By 1 − cosine, the final vector of “{tokens[best]}” moved most (special tokens aside): "
        f"{number(effect['moved'][best])}, before against after; "
        f"its relative distance is {number(effect['distance'][best])}."
    )
    expect(figure(page, "before and after")).to_contain_text("masked: animal · off: 2.3, 2.4")
    expect(figure(page, "change")).to_contain_text(effect["definition_moved"])


def test_the_board_says_where_a_change_arrives_and_switches_heads(open_page: Open, client: httpx.Client) -> None:
    page = open_page(view="change", ablate="3.1", model="minilm").page
    expect(figure(page, "before and after", "note")).to_have_text("Not one weight of this head differs.")
    whole: dict[str, Any] = {"layers": None, "heads": None}
    before = np.array(ask(client, **whole)["attention"]["values"], np.float64)
    after = ask(client, **whole, ablate=[{"layer": 3, "head": 1}])
    moved = np.abs(np.array(after["attention"]["values"], np.float64) - before).mean(axis=(2, 3))
    assert moved[:4].max() == 0 < moved[4:].min()
    said = row_said(page, "All heads: which are off", 4, 12)
    for head, words in enumerate(said):
        assert (
            words == f"Layer 4, head {head}: on; its weights changed by {number(moved[4, head])} on average (derived)"
        )
    layer, head = (int(i) for i in np.unravel_index(int(moved.argmax()), moved.shape))
    page.get_by_role("button", name=f"Look at layer {layer}, head {head}, which changed most").click()
    expect(figure(page, "before and after", "note")).to_contain_text(number(moved[layer, head]))
    assert f"layer={layer}" in page.url
    focus_grid(page, "All heads: which are off")
    page.keyboard.press("Enter")
    expect(figure(page, "before and after")).to_contain_text("off: 0.0, 3.1")
    page.wait_for_function("location.search.includes('ablate=0.0-3.1')")
    page.get_by_role("button", name="Take the last one back").click()
    expect(figure(page, "before and after")).not_to_contain_text("off: 0.0")
    page.get_by_role("button", name="Reset").click()
    expect(figure(page, "before and after", "note")).to_contain_text("Nothing is changed yet")
    page.wait_for_function("!location.search.includes('ablate')")


def test_what_a_decoder_expects_before_and_after(open_page: Open, client: httpx.Client) -> None:
    page = open_page(view="change", model="smollm2", mask="1", layer="8", head="3").page
    answer = ask(client, 8, 3, model="smollm2", mask=[1], include=["effect"], top=20)
    effect, tokens = answer["effect"], answer["tokens"]

    def hold(token: int) -> None:
        old, new = effect["predictions_before"][token], effect["predictions_after"][token]
        words = list(dict.fromkeys(one["text"] for one in [*old[:5], *new[:5]]))
        focus_grid(page, f"Next after “{shown(tokens[token])}”")
        for word in words:
            shares = []
            for listed in (old, new):
                found = next((one["probability"] for one in listed if one["text"] == word), None)
                shares.append(percent(found) if found is not None else f"≤ {percent(listed[-1]['probability'])}")
            assert announced(page).endswith(f": before {shares[0]}, after {shares[1]}")
            page.keyboard.press("ArrowDown")
        total = number(effect["total_variation"][token])
        expect(figure(page, "expected before and after", "note")).to_contain_text(
            f"Total variation at this token: {total} "
        )

    hold(len(tokens) - 1)
    focus_grid(page, "total variation")
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    assert announced(page) == f"{shown(tokens[4])}: total variation {number(effect['total_variation'][4])}"
    page.keyboard.press("Enter")
    hold(4)


def test_masking_by_click_and_a_refusal_in_words(open_page: Open) -> None:
    opened = open_page(view="change", model="smollm2", refused=True)
    page = opened.page
    strip = page.get_by_role("group", name="Mask tokens")
    strip.get_by_role("button", name="The", exact=True).click()
    box = page.locator(".refused")
    expect(box).to_contain_text("reads from left to right, and its first token can look at nothing but itself")
    expect(box).to_contain_text("With these tokens masked, token 0 has nothing left to attend to.")
    expect(page.locator(".trouble .problem, .trouble [role=alert]")).to_have_count(0)
    box.get_by_role("button", name="Take the last one back").click()
    expect(box).to_be_hidden()
    expect(strip.get_by_role("button", name="The", exact=True)).to_have_attribute("aria-pressed", "false")
    strip.get_by_role("button", name="animal", exact=True).click()
    expect(figure(page, "before and after")).to_contain_text("masked: animal")
    page.wait_for_function("location.search.includes('mask=1')")
    # On another sentence it would be of another token: it is let go.
    page.get_by_role("button", name="The apple was delicious, so I bought three pounds.").click()
    expect(figure(page, "before and after", "note")).to_contain_text("Nothing is changed yet")
    page.wait_for_function("!location.search.includes('mask')")


def test_two_sentences_cell_by_cell(open_page: Open, client: httpx.Client) -> None:
    page = open_page(view="compare", text_b=WIDE, model="minilm").page
    first, second = ask(client), ask(client, text=WIDE)
    a, b = weights(first), weights(second)
    tokens = [shown(token) for token in first["tokens"]]
    tired = tokens.index("tired")
    axis = [*tokens[:tired], "tired (A)", "wide (B)", *tokens[tired + 1 :]]
    spots = [
        *((i, i) for i in range(tired)),
        (tired, None),
        (None, tired),
        *((i, i) for i in range(tired + 1, len(tokens))),
    ]
    query = tokens.index("it")
    for grid in ("A", "B", "B − A"):
        for key, said in enumerate(row_said(page, f"{grid}. ", query, len(axis))):
            one, two = spots[key]
            link = f"“it” → “{axis[key]}”: "
            if two is None:
                assert said == f"{link}A {percent(a[query, tired])}; B has no such cell"
            elif one is None:
                assert said == f"{link}B {percent(b[query, tired])}; A has no such cell"
            else:
                x, y = a[query, one], b[query, two]
                assert said == f"{link}A {percent(x)}, B {percent(y)}, B − A {points(y - x)}"
    kept = [i for i in range(len(tokens)) if i != tired]
    common = np.ix_(kept, kept)
    between = (b - a)[common]
    bits = [divergence(a[common][row], b[common][row]) for row in range(len(kept))]
    summary = figure(page, "A and B", "note")
    expect(summary).to_contain_text(f"{len(kept)} tokens are in both sentences, 1 only in A, 1 only in B.")
    expect(summary).to_contain_text(
        f"over the {between.size} cells that both have: {number(float(np.abs(between).mean()))}."
    )
    expect(summary).to_contain_text(f"Mean divergence of a row: {float(np.mean(bits)):.4f} bits")
    names = [tokens[i] for i in kept]
    rows = figure(page, "largest differences", "rows")
    expect(rows).to_have_count(8)
    free = np.abs(between)
    free[[0, -1]] = free[:, [0, -1]] = 0  # [CLS] and [SEP] say nothing of a head
    for line, place in enumerate(np.argsort(-free, axis=None, kind="stable")[:8]):
        row, column = divmod(int(place), len(kept))
        cells = [f"{names[row]} → {names[column]}", percent(a[common][row, column]), percent(b[common][row, column])]
        assert rows.nth(line).locator("th, td").all_inner_texts() == [*cells, points(between[row, column])]


def test_words_in_another_order_apart_and_matched(open_page: Open, client: httpx.Client) -> None:
    page = open_page(view="compare", text=EATEN, text_b=EATER, model="e5").page
    first, second = (ask(client, text=text, model="e5") for text in (EATEN, EATER))
    a, b = weights(first), weights(second)
    expect(figure(page, "A and B", "note")).to_contain_text("3 tokens are in both sentences, 2 only in A, 3 only in B.")
    page.get_by_role("button", name="matched").click()
    expect(figure(page, "A and B", "note")).to_contain_text("5 tokens are matched, 2 of them at another place")
    page.wait_for_function("location.search.includes('matched=moved')")
    at = {shown(token): i for i, token in enumerate(second["tokens"])}
    names = [shown(token) for token in first["tokens"]]
    row = names.index("我")
    said = row_said(page, "B − A. ", row, 6)
    for key, word in enumerate(names):
        x, y = a[row, key], b[at["我"], at[word]]
        assert f"“我” → “{word}”: A {percent(x)}, B {percent(y)}, B − A {points(y - x)}" in said


def test_two_models_share_an_axis_of_characters(open_page: Open, client: httpx.Client) -> None:
    page = open_page(view="compare", against="model", model="minilm", model_b="smollm2", layer_b="5", head_b="3").page
    first, second = ask(client), ask(client, 5, 3, model="smollm2")
    a, b = weights(first), weights(second)
    whole = [(token["start"], token["end"]) for token in second["tokens"]]
    own = [[i for i, t in enumerate(first["tokens"]) if t["end"] > s and t["start"] < e] for s, e in whole]
    assert [len(group) for group in own].count(2) == 1  # ' and t are one token of SmolLM2
    names = [shown(token) for token in second["tokens"]]
    row = names.index("'t")
    said = row_said(page, "B − A. ", row + 1, len(names) + 2)
    for key, word in enumerate(names[: row + 1]):
        x = float(np.float32(np.mean([sum(a[query, i] for i in own[key]) for query in own[row]])))
        y = b[row, key]
        assert said[key + 1] == f"“'t” → “{word}”: A {percent(x)}, B {percent(y)}, B − A {points(y - x)}"
    assert said[0].endswith("B has no such cell")  # [CLS] is MiniLM's alone
    assert said[row + 2].endswith("B has no such cell")  # after the decoder's query
    expect(figure(page, "A and B", "note")).to_contain_text("16 tokens of minilm and 13 of smollm2")
    page.get_by_label("Model (B)").select_option("e5")
    expect(figure(page, "A and B", "note")).to_contain_text("16 tokens of minilm and 16 of e5")
    e5 = weights(ask(client, 5, 3, model="e5"))
    words = row_said(page, "B. ", 1, 1)[0]
    assert words == f"“The” → “[CLS]”: A {percent(a[1, 0])}, B {percent(e5[1, 0])}, B − A {points(e5[1, 0] - a[1, 0])}"


def test_two_heads_and_the_cursor_in_all_three_pictures(open_page: Open, client: httpx.Client) -> None:
    page = open_page(view="compare", against="head", layer_b="2", head_b="4", model="minilm").page
    a, b = weights(ask(client)), weights(ask(client, 2, 4))
    between = np.abs(b - a)
    expect(figure(page, "A and B", "note")).to_contain_text(
        f"over the {between.size} cells that both have: {number(float(between.mean()))}."
    )
    focus_grid(page, "A. ")
    lit = figure(page, "A and B").locator(".over .lit-cells").first
    # A frame along the row and one down the column, in each of the three.
    expect(lit).to_have_attribute("d", re.compile(r"^(M[^M]+){6}$"))
    page.get_by_role("button", name="Swap A and B").click()
    expect(figure(page, "A and B", "words", has_text="A · layer 2, head 4")).to_have_count(1)
    page.get_by_label("Layer (B)").select_option("2")
    page.get_by_label("Head (B)").select_option("4")
    expect(figure(page, "A and B", "note")).to_contain_text("A and B are the same head")


def test_comparing_begins_with_something_to_click(open_page: Open) -> None:
    page = open_page(view="compare").page
    expect(figure(page, "A and B")).to_be_hidden()
    expect(figure(page, "compare")).to_contain_text("Type a second sentence, or begin with one of these.")
    page.get_by_role("button", name=f"{EATEN} / {EATER}").click()
    expect(figure(page, "A and B")).to_contain_text("5 tokens are matched")
    page.get_by_label("Second sentence (B)").fill("我吃梨")
    expect(figure(page, "A and B")).to_contain_text("我吃梨")
