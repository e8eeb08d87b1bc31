"""Surviving shares, gradient reach and swapped words as readers meet them, held against the API."""

import re
from typing import Any

import httpx
import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Open
from tests.e2e.pages import box_at_rest, figure, panel, point_at, tip
from tests.e2e.said import announced, focus_grid, percent, row_said, shown

pytestmark = [pytest.mark.browser, pytest.mark.weights]

FRANCE = "I grew up in France, so I speak fluent"
PIECES = "The incomprehensible keys are rusty."
CELLS = ("lstm", "gru", "rnn")
SHARES = "Surviving shares of the LSTM"
REACH = "Gradient of the state at"
MEMORY = "Gradient and effect of swapping"


def read(client: httpx.Client, include: str, text: str = FRANCE, **params: str | float) -> dict[str, Any]:
    """An answer of /api/v1/gates."""
    answer = client.get("/api/v1/gates", params={"text": text, "include": include, **params})
    found: dict[str, Any] = answer.raise_for_status().json()
    return found


def signed(value: float) -> str:
    """Four decimals with a true minus."""
    return f"{value:.4f}".replace("-", "−")


def significant(value: float | None) -> str:
    """Four significant digits; powers of ten outside what is easily read."""
    if value is None:
        return "—"
    if value != 0 and (abs(value) < 1e-3 or abs(value) >= 1e5):
        digits, power = f"{value:.3e}".split("e")
        return f"{digits}e{int(power)}".replace("-", "−")
    return f"{float(f'{value:.4g}'):.10g}"


def point_at_lit(page: Page, name: str) -> None:
    """Moves the pointer to where the lit row and the lit column of a picture cross."""
    box_at_rest(figure(page, name, "stage"))  # what is lit follows the last key in the next frame
    outline = figure(page, name, "lit cells").first
    expect(outline).to_have_attribute("d", re.compile("M.*M"))
    boxes = re.findall(r"M([-\d.]+) ([-\d.]+)h([\d.]+)v([\d.]+)", outline.get_attribute("d") or "")
    (_, top, _, down), (left, _, across, _) = [tuple(map(float, box)) for box in boxes]
    point_at(figure(page, name, "stage"), 0, 0, dx=left + across / 2, dy=top + down / 2)


def test_every_share_of_a_row_reads_as_the_api_has_it(open_page: Open, client: httpx.Client) -> None:
    page = open_page(text=FRANCE, lab="shares").page
    answer = read(client, "shares")
    tokens, found = answer["tokens"], answer["shares"]
    row = len(tokens) - 1
    said = row_said(page, SHARES, row, len(tokens))
    rivals = ", ".join(f"“{rival}”" for rival in found["rivals"][row])
    for token, value, words in zip(tokens, found["values"][row], said, strict=True):
        assert words == (
            f"in the state at fluent, what was written at {shown(token)} amounts to {signed(value)}, "
            f"towards “{found['predicted'][row]}” and away from {rivals}"
        )
    printed = figure(page, "shares").locator(".stage text").all_text_contents()
    for total, predicted in zip(found["totals"], found["predicted"], strict=True):
        assert f"{total:.2f}".replace("-", "−") in printed
        assert predicted in printed
    digits, power = f"{found['rebuild_error']:.1e}".split("e")
    expect(figure(page, "shares", "note")).to_contain_text(f"to {digits}e{int(power)}".replace("-", "−"))
    assert abs(sum(found["values"][row]) - found["totals"][row]) <= found["rebuild_error"] + 1e-9


def test_a_cell_of_one_picture_lights_the_same_cell_of_the_other(open_page: Open) -> None:
    page = open_page(text=FRANCE, lab="shares").page
    focus_grid(page, SHARES)
    for key in ["ArrowDown"] * 10 + ["ArrowRight"] * 5:
        page.keyboard.press(key)
    assert "fluent" in announced(page)
    assert "France" in announced(page)
    point_at_lit(page, "heatmap")
    expect(tip(page)).to_contain_text("fluent attends to France: ")
    focus_grid(page, "Attention of layer 3, head 1")
    for key in ["ArrowDown"] * 9 + ["ArrowRight"] * 5:
        page.keyboard.press(key)
    assert announced(page).startswith("speak attends to France")
    point_at_lit(page, "shares")
    expect(tip(page)).to_contain_text("in the state at speak, what was written at France")


def test_on_words_both_pictures_have_the_same_axes_and_the_numbers_follow(
    open_page: Open, client: httpx.Client
) -> None:
    page = open_page(text=PIECES, view="shares", model="minilm").page
    answer = read(client, "shares", PIECES)
    tokens, values = answer["tokens"], np.array(answer["shares"]["values"])
    params: dict[str, str | int] = {"text": PIECES, "model": "minilm", "layers": 3, "heads": 1, "include": "words"}
    words = client.get("/api/v1/attention", params=params).raise_for_status().json()
    groups, between = words["words"]["words"], words["words"]["values"][0][0]
    spans = [
        (min(words["tokens"][i]["start"] for i in group), max(words["tokens"][i]["end"] for i in group))
        for group in groups[1:-1]
    ]
    own = [[0], *([t["index"] for t in tokens[1:] if start <= t["start"] < end] for start, end in spans)]
    assert sum(map(len, own)) == len(tokens) > len(own)
    grid = page.get_by_role("grid", name=re.compile(f"^{SHARES}"))
    head = page.get_by_role("grid", name=re.compile("^Attention between words of layer 3, head 1"))
    for each in (grid, head):
        expect(each).to_have_attribute("aria-rowcount", str(len(groups)))
        expect(each).to_have_attribute("aria-colcount", str(len(groups)))
    row = 2  # incomprehensible
    predicted = answer["shares"]["predicted"]
    states = own[row] if len({predicted[token] for token in own[row]}) == 1 else own[row][-1:]
    said = row_said(page, SHARES, row, len(groups))
    for column, words_said in enumerate(said):
        if column <= row:
            value = values[np.ix_(states, own[column])].sum(axis=1).mean()
            assert f"amounts to {signed(value)}, " in words_said
            count = len(states)
            assert (
                f"mean over {count} states" if count > 1 else f"the last of its {len(own[row])} pieces"
            ) in words_said
        elif column < len(own):
            assert "not yet read" in words_said
        else:
            assert words_said == "the recurrent net has no such token"
    for value, words_said in zip(
        between[row], row_said(page, "Attention between words", row, len(groups)), strict=True
    ):
        assert f": {percent(value)}, " in words_said
    sizes = [figure(page, name, "cell") for name in ("attention beside shares", "shares")]
    boxes = [each.bounding_box() for each in sizes]
    assert boxes[0] is not None
    assert boxes[1] is not None
    assert boxes[0]["width"] == boxes[1]["width"] > 20
    page.get_by_role("group", name="Between").get_by_role("button", name="pieces").click()
    expect(grid).to_have_attribute("aria-rowcount", str(len(tokens)))
    expect(page).to_have_url(re.compile("joint=pieces"))


def test_what_is_kept_of_a_unit_is_the_product_of_its_keeping_gates(open_page: Open, client: httpx.Client) -> None:
    page = open_page(text=FRANCE, lab="shares", share="kept", unit="3", cell="gru").page
    answer = read(client, "shares", cell="gru", unit=3)
    gate = np.array(answer["gates"]["update"])[:, 3].astype(np.float64)
    row = 6
    said = row_said(page, "What unit 3 of the GRU keeps", row, row + 1)
    for j, words in enumerate(said):
        product = float(np.prod(gate[j + 1 : row + 1]))
        assert abs(product - answer["shares"]["kept"][row][j]) < 1e-6
        assert f", {signed(answer['shares']['kept'][row][j])} is kept at" in words


def test_a_plain_rnn_has_no_shares_and_the_page_says_why(open_page: Open, client: httpx.Client) -> None:
    page = open_page(text=FRANCE, view="shares", cell="rnn").page
    refused = client.get("/api/v1/gates", params={"text": FRANCE, "include": "shares", "cell": "rnn"})
    assert refused.status_code == 422
    why = page.locator(".why")
    expect(why).to_contain_text("tanh")
    expect(why).to_contain_text("This does not say that nothing of a word is left")
    expect(figure(page, "shares").locator(".stage svg").first).to_be_hidden()
    why.get_by_role("button", name="Swap a word").click()
    expect(page).to_have_url(re.compile("view=reach"))
    page.get_by_role("grid", name=re.compile(f"^{MEMORY}")).wait_for(state="attached")


def test_every_curve_reads_as_the_api_has_it(open_page: Open, client: httpx.Client) -> None:
    page = open_page(text=FRANCE, view="reach").page
    rows = figure(page, "reach in numbers", "rows")
    expect(rows).to_have_count(6)
    last = 10
    for at, (checkpoint, name) in enumerate((("trained", "trained"), ("initial", "default"))):
        for i, cell in enumerate(CELLS):
            answer = read(client, "reach", cell=cell, checkpoint=checkpoint)
            found = answer["reach"]
            curve = 3 * at + i
            said = row_said(page, REACH, curve, last + 1)
            for token, words in enumerate(said):
                k = last - token
                assert words == (
                    f"{cell.upper()} {name}, {shown(answer['tokens'][token])}, distance {k}: "
                    f"norm {significant(found['norms'][k])}, ratio {significant(found['ratios'][k])}"
                )
            cells = rows.nth(curve).locator("td").all_inner_texts()
            if found["half_life"] is not None:
                assert cells[0] == significant(found["half_life"])
            elif found["doubling"] is not None:
                assert cells[0] == f"grows: doubles every {significant(found['doubling'])}"
            else:
                assert cells[0] == "no significant trend"
            assert cells[1] == f"{found['r_squared']:.3f}"


def test_sliders_unroll_the_untrained_nets_anew_from_the_keyboard(open_page: Open, client: httpx.Client) -> None:
    page = open_page(text=FRANCE, view="reach").page
    row = figure(page, "reach in numbers", "rows")
    expect(row).to_have_count(6)
    trained = row.nth(0).inner_text()
    slider = page.get_by_role("slider", name=re.compile("Bias of the keeping gate"))
    expect(slider).to_have_attribute("aria-valuetext", "torch's")
    slider.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "0.5")
    found = read(client, "reach", checkpoint="initial", forget_bias=0.5)["reach"]
    expect(row.nth(3)).to_contain_text(significant(found["norms"][10]))
    expect(row.nth(3)).to_contain_text(significant(found["half_life"]))
    expect(page).to_have_url(re.compile(r"forget_bias=0\.5"))
    assert row.nth(0).inner_text() == trained

    presets = page.get_by_role("group", name="Presets")
    presets.get_by_role("button", name="recurrent × 3").click()
    exploded = read(client, "reach", cell="rnn", checkpoint="initial", recurrent_scale=3)["reach"]
    expect(row.nth(5)).to_contain_text(significant(exploded["norms"][10]))
    assert exploded["norms"][10] > exploded["norms"][0]
    presets.get_by_role("button", name="b_f = 3").click()
    kept = read(client, "reach", checkpoint="initial", forget_bias=3)["reach"]
    expect(row.nth(3)).to_contain_text(significant(kept["norms"][10]))
    page.reload()
    expect(presets.get_by_role("button", name="b_f = 3")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Reset").click()
    plain = read(client, "reach", checkpoint="initial")["reach"]
    expect(row.nth(3)).to_contain_text(significant(plain["norms"][10]))
    expect(page).not_to_have_url(re.compile("forget_bias|recurrent_scale"))


def test_another_token_can_be_t(open_page: Open, client: httpx.Client) -> None:
    page = open_page(text=FRANCE, view="reach").page
    focus_grid(page, REACH)
    for _ in range(7):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("at=7"))
    expect(page.get_by_role("grid", name=re.compile(f"^{REACH} so "))).to_be_attached()
    found = read(client, "reach", token=7)["reach"]
    said = row_said(page, REACH, 0, 9)
    assert said[0].endswith(f"norm {significant(found['norms'][7])}, ratio {significant(found['ratios'][7])}")
    assert "nothing flows back" in said[8]
    page.get_by_role("button", name="absolute").click()
    expect(page).to_have_url(re.compile("measure=norm"))
    page.get_by_role("button", name="back to the last token").click()
    expect(page).not_to_have_url(re.compile("at="))


def test_gradient_and_effect_stand_side_by_side_with_the_apis_numbers(open_page: Open, client: httpx.Client) -> None:
    page = open_page(text=FRANCE, view="reach").page
    for row, cell in enumerate(CELLS):
        answer = read(client, "reach,counterfactual", cell=cell)
        found, reach = answer["counterfactual"], answer["reach"]
        said = row_said(page, MEMORY, row, 11)
        assert "never replaced" in said[0]
        for token in range(1, 11):
            assert said[token] == (
                f"{cell.upper()}, {shown(answer['tokens'][token])}, distance {10 - token}: swapped, the prediction "
                f"moves by {found['values'][token]:.4f} (mean over its rivals); unknown, by "
                f"{found['unknown'][token]:.4f}; gradient {significant(reach['norms'][10 - token])}, "
                f"ratio {significant(reach['ratios'][10 - token])}"
            )
        best = max(range(1, 10), key=lambda token: found["values"][token])
        line = page.locator(".measured li").nth(row)
        expect(line).to_contain_text(f"swapping “{shown(answer['tokens'][best])}”, {10 - best} back")
        expect(line).to_contain_text(f"by {found['values'][best]:.4f} (total variation)")
        expect(line).to_contain_text(f"Its gradient is {significant(reach['norms'][10 - best])}")


def test_swapping_a_word_shows_before_and_after_in_every_cell(open_page: Open, client: httpx.Client) -> None:
    page = open_page(text=FRANCE, view="reach").page
    focus_grid(page, MEMORY)
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("replaced=5"))
    answers = {cell: read(client, "counterfactual", cell=cell)["counterfactual"] for cell in CELLS}
    rivals = page.get_by_role("group", name="“France” becomes")
    named = {one["text"] for found in answers.values() for one in found["replacements"][5]}
    expect(rivals.get_by_role("button")).to_have_count(len(named) + 1)
    chosen = answers["lstm"]["replacements"][5][1]
    rivals.locator(f"button[data-piece='{chosen['text']}']").click()
    expect(page).to_have_url(re.compile("by_piece="))
    for cell, found in answers.items():
        box = page.locator(f".swap-cell[aria-label={cell.upper()}]")
        before, after = box.locator("ul").nth(0), box.locator("ul").nth(1)
        for bar, guess in zip(before.locator("li:not(.soft)").all(), found["baseline"], strict=True):
            expect(bar.locator(".value")).to_have_text(percent(guess["probability"]))
        own = next((one for one in found["replacements"][5] if one["id"] == chosen["id"]), None)
        if own is None:
            # None of this net's rivals: the sentence with the piece in it, read anew.
            text = FRANCE.replace("France", chosen["text"])
            guesses = read(client, "predictions", text, cell=cell)["predictions"][-1]
            expect(box.locator(".moved")).to_contain_text("own rivals")
        else:
            guesses = own["predictions"]
            expect(box.locator(".moved")).to_have_text(f"moves by {own['total_variation']:.4f}")
        expect(after.locator("li:not(.soft):visible")).to_have_count(5)
        for bar, guess in zip(after.locator("li:not(.soft)").all(), guesses, strict=True):
            expect(bar).to_contain_text(guess["text"].strip())
            expect(bar.locator(".value")).to_have_text(percent(guess["probability"]))
    rivals.get_by_role("button", name="unknown").click()
    for cell, found in answers.items():
        box = page.locator(f".swap-cell[aria-label={cell.upper()}]")
        expect(box.locator(".moved")).to_have_text(f"moves by {found['unknown'][5]:.4f}")


@pytest.mark.parametrize("view", ["shares", "reach"])
def test_too_many_tokens_are_refused_with_limit_and_got(open_page: Open, client: httpx.Client, view: str) -> None:
    text = "the old keeper told the children about the storm and they did not believe him " * 6
    page = open_page(text=text, view=view, refused=True).page
    refused = client.get("/api/v1/gates", params={"text": text, "include": view}).json()
    box = panel(page, "gates", "problem")
    expect(box).to_contain_text(f"limit {refused['limit']}, got {refused['got']}")
    assert refused["limit"] == 64
    page.get_by_label("Sentence", exact=True).fill(FRANCE)
    expect(box).to_have_count(0)
    expect(panel(page, "gates").locator(".stage svg").first).to_be_attached()
