"""The step player as readers meet it: numbers, keys, motion and terms, held against the API."""

import math
import re
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Open
from tests.e2e.pages import figure, panel, table_rows

pytestmark = [pytest.mark.browser, pytest.mark.weights]

TEXT = "I grew up in France, so I speak fluent French."
FRANCE = 5
CELLS = ("lstm", "gru", "rnn")
A_MOVE_MS = 3200  # a little more than the player gives to one
FILLED = {
    "lstm": ("previous", "kept", "written", "cell", "squashed", "hidden"),
    "gru": ("previous", "kept", "written", "hidden"),
    "rnn": ("previous", "hidden"),
}


def step(client: httpx.Client, **params: str | int) -> dict[str, Any]:
    """An answer of /api/v1/gates/steps."""
    found: dict[str, Any] = client.get("/api/v1/gates/steps", params=params).raise_for_status().json()
    return found


def number(printed: str) -> float:
    """A number as the page prints it."""
    return float(printed.replace("−", "-"))


def says(page: Page) -> str:
    """The sentence of the move, which is a live region."""
    return figure(page, "unit step").locator(".says[aria-live=polite]").inner_text()


def values_of(answer: dict[str, Any]) -> list[float]:
    """Every number that the table must have."""
    gates, update = answer["gates"].values(), answer["update"]
    names = ("input_sum", "recurrent_sum", "input_bias", "recurrent_bias", "sum", "activation")
    return [gate[name] for gate in gates for name in names] + [update[name] for name in FILLED[answer["kind"]]]


@pytest.mark.parametrize("cell", CELLS)
def test_numbers_on_the_page_are_the_apis(open_page: Open, client: httpx.Client, cell: str) -> None:
    unit = client.get("/api/v1/gates", params={"text": TEXT, "cell": cell, "include": "units"}).json()["units"]["order"]
    answer = step(client, text=TEXT, cell=cell, token=FRANCE, unit=unit[0])
    page = open_page(text=TEXT, cell=cell, view="step", at=str(FRANCE)).page
    expect(figure(page, "cell of a step", "heading")).to_contain_text(
        f"“France”, token {FRANCE} (13 in all), unit {unit[0]}"
    )
    shown = [number(row[1]) for row in table_rows(page, "unit step", "The step in numbers")[1:]]
    for value in values_of(answer):
        assert value in shown, value
    drawn = figure(page, "cell of a step", "words").all_text_contents()
    for name in FILLED[cell]:
        value = answer["update"][name]
        if 0.1 <= abs(value) < 0.999:
            assert f"{value:.3f}".replace("-", "−") in drawn, name
    for gate in answer["gates"].values():
        if 0.1 <= abs(gate["activation"]) < 0.999:
            assert f"{gate['activation']:.3f}".replace("-", "−") in drawn


@pytest.mark.parametrize("cell", CELLS)
def test_terms_listed_sum_to_the_sum_shown(open_page: Open, client: httpx.Client, cell: str) -> None:
    answer = step(client, text=TEXT, cell=cell, token=FRANCE, unit=4)
    page = open_page(text=TEXT, cell=cell, view="step", at=str(FRANCE), unit="4").page
    chosen = {"lstm": "input", "gru": "candidate", "rnn": "hidden"}[cell]
    named = {"lstm": "input gate", "gru": "candidate", "rnn": "new state"}[cell]
    if cell != "rnn":
        figure(page, "terms of a sum").get_by_role("button", name=named).click()
    gate = answer["gates"][chosen]
    count = len(gate["input_terms"]) + len(gate["recurrent_terms"])
    expect(figure(page, "terms of a sum", "any note").first).to_contain_text(
        f"{len(gate['input_terms'])} + {len(gate['recurrent_terms'])} terms"
    )
    expect(figure(page, "terms of a sum", "words", has_text=re.compile(r"^[xh] \d+"))).to_have_count(10)
    page.get_by_role("button", name=f"Show all {count}").click()
    expect(figure(page, "terms of a sum", "words", has_text=re.compile(r"^[xh] \d+"))).to_have_count(count)

    rows = table_rows(page, "unit step", "Every term, every digit")[1:]
    assert len(rows) == count
    terms = {row[0]: [number(cell) for cell in row[1:]] for row in rows}
    for letter, values, weights, products in (
        ("x", answer["input"], gate["input_weights"], gate["input_terms"]),
        ("h", answer["hidden_before"], gate["recurrent_weights"], gate["recurrent_terms"]),
    ):
        for index, (value, weight, product) in enumerate(zip(values, weights, products, strict=True)):
            assert terms[f"{letter} {index}"][:3] == [weight, value, product]
            assert math.isclose(weight * value, product, rel_tol=1e-6, abs_tol=1e-9)
    sizes = [abs(row[-1]) for row in terms.values()]
    assert sizes == sorted(sizes, reverse=True)

    reset = 1.0 if gate["reset"] is None else gate["reset"]
    total = math.fsum(row[-1] for row in terms.values()) + gate["input_bias"] + reset * gate["recurrent_bias"]
    check = (
        figure(page, "unit step")
        .locator(".check tbody tr")
        .evaluate_all("rows => rows.map(row => [...row.cells].map(cell => cell.textContent))")
    )
    assert math.isclose(number(check[2][1]), total, abs_tol=1e-6)
    assert math.isclose(number(check[2][2]), gate["sum"], abs_tol=1e-6)
    assert math.isclose(number(check[3][2]), gate["activation"], abs_tol=1e-6)
    for row in check:
        assert number(row[3]) < 1e-5
        assert math.isclose(abs(number(row[1]) - number(row[2])), number(row[3]), abs_tol=2e-6)


def test_the_keyboard_moves_through_moves_tokens_and_units(open_page: Open, client: httpx.Client) -> None:
    units = client.get("/api/v1/gates", params={"text": TEXT, "include": "units"}).json()["units"]["order"]
    page = open_page(text=TEXT, view="step").page
    heading, sentence = figure(page, "cell of a step", "heading"), figure(page, "unit step", "says")
    expect(heading).to_have_text(f"LSTM at “I”, token 1 (13 in all), unit {units[0]}")
    figure(page, "cell of a step", "picture box").focus()
    for move in ("2 of 4, choose and write", "3 of 4, update", "4 of 4, report"):
        page.keyboard.press("ArrowRight")
        expect(sentence).to_contain_text(f"Move {move}")
    page.keyboard.press("ArrowRight")
    expect(heading).to_contain_text("“grew”, token 2")
    expect(sentence).to_contain_text("Move 1 of 4, erase")
    expect(page).to_have_url(re.compile("at=2"))
    page.keyboard.press("ArrowLeft")
    expect(heading).to_contain_text("“I”, token 1")
    expect(sentence).to_contain_text("Move 4 of 4")
    page.keyboard.press("Shift+ArrowRight")
    expect(heading).to_contain_text("“grew”, token 2")
    page.keyboard.press("ArrowDown")
    expect(heading).to_contain_text(f"unit {units[1]}")
    expect(page.get_by_label("Unit", exact=True)).to_have_value(str(units[1]))
    page.keyboard.press("ArrowUp")
    expect(heading).to_contain_text(f"unit {units[0]}")
    page.keyboard.press("End")
    expect(heading).to_contain_text("“.”, token 12 (13 in all)")
    page.keyboard.press("ArrowRight")  # report is the last move of the last token
    expect(page.get_by_role("button", name="Next", exact=True)).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("Home")
    expect(heading).to_contain_text("“<s>”, token 0")
    expect(page.locator(".truths")).to_contain_text("old c and old h are zero")
    expect(page.get_by_role("radio", checked=True)).to_have_text("<s>")
    assert page.evaluate("document.activeElement.classList.contains('picture-box')")


def test_a_move_is_announced_with_its_numbers(open_page: Open, client: httpx.Client) -> None:
    answer = step(client, text=TEXT, token=FRANCE, unit=8)
    page = open_page(text=TEXT, view="step", at=str(FRANCE), unit="8").page
    erase = says(page)
    found = re.fullmatch(
        r"Move 1 of 4, erase: the forget gate, (\S+), keeps (\S+) × \(?([^)\s]+)\)? = (\S+) of the cell\.", erase
    )
    assert found, erase
    gate, again, previous, kept = (number(each) for each in found.groups())
    assert gate == again
    assert math.isclose(gate, answer["gates"]["forget"]["activation"], abs_tol=6e-4)
    assert math.isclose(previous, answer["update"]["previous"], abs_tol=6e-4)
    assert math.isclose(kept, answer["update"]["kept"], abs_tol=6e-4)
    page.get_by_role("button", name="report").click()
    expect(page.locator(".truths")).to_contain_text("not at c")
    page.get_by_role("button", name="GRU", exact=True).click()
    page.get_by_role("button", name="keep and write").click()
    expect(page.locator(".truths")).to_contain_text("as forget gate z keeps, as input gate 1−z writes")


def test_nothing_moves_for_those_who_want_no_motion(open_page: Open) -> None:
    page = open_page(clock=True, text=TEXT, view="step", at=str(FRANCE)).page
    running = "document.getAnimations().filter(each => each.playState === 'running').length"
    expect(figure(page, "unit step").locator(".press.play")).to_be_hidden()
    figure(page, "cell of a step", "picture box").focus()
    page.keyboard.press("Space")
    expect(figure(page, "unit step", "says")).to_contain_text("Move 2 of 4")
    assert page.evaluate(running) == 0
    assert page.locator(".flow path").count() == 0
    page.clock.run_for(A_MOVE_MS)
    assert "Move 2 of 4" in says(page)
    assert page.evaluate(running) == 0


def test_where_motion_is_wanted_it_plays_and_pauses(open_page: Open) -> None:
    page = open_page(clock=True, text=TEXT, view="step", at=str(FRANCE)).page
    page.emulate_media(reduced_motion="no-preference")
    play = figure(page, "unit step").locator(".press.play")
    play.click()
    expect(play).to_have_text(re.compile("Pause"))
    running = "document.querySelector('.flow').getAnimations({subtree: true}).length"
    assert page.evaluate(running) > 0
    for move in ("Move 2 of 4", "Move 3 of 4"):
        page.clock.run_for(A_MOVE_MS)
        expect(figure(page, "unit step", "says")).to_contain_text(move)
    figure(page, "cell of a step", "picture box").focus()
    page.keyboard.press("Space")
    expect(play).to_have_text(re.compile("Play"))
    assert page.evaluate(running) == 0
    said = says(page)
    page.clock.run_for(A_MOVE_MS)
    assert says(page) == said


def test_a_token_is_chosen_in_the_player_or_anywhere_on_the_page(open_page: Open) -> None:
    page = open_page(text=TEXT, view="step").page
    heading = figure(page, "cell of a step", "heading")
    page.get_by_role("radio", name="France").click()
    expect(heading).to_contain_text("“France”, token 5")
    expect(page).to_have_url(re.compile("at=5"))
    panel(page, "strip", "words", has_text=re.compile("^fluent$")).last.click()
    expect(heading).to_contain_text("“fluent”, token 10")
    page.get_by_role("button", name="RNN", exact=True).click()
    expect(heading).to_contain_text("RNN at “fluent”, token 10")
    expect(figure(page, "unit step", "says")).to_contain_text("The whole step is one move")
    page.locator("#text").fill("Short text.")
    expect(heading).to_contain_text("(4 in all), unit")
