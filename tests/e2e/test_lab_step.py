"""The step player as readers meet it: numbers, keys, motion and terms, held against the API."""

import math
import re
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.weights]

TEXT = "I grew up in France, so I speak fluent French."
FRANCE = 5
CELLS = ("lstm", "gru", "rnn")
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
    return page.locator(".step .says[aria-live=polite]").inner_text()


def table_of(page: Page, summary: str) -> list[list[str]]:
    """The rows of a table that is opened."""
    details = page.locator(".step details", has=page.locator("summary", has_text=re.compile(f"^{summary}$")))
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    rows: list[list[str]] = details.locator("tbody").evaluate(
        "body => [...body.rows].map(row => [...row.cells].map(cell => cell.textContent))"
    )
    return rows


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
    expect(page.locator(".step-cell h3")).to_contain_text(f"“France”, token {FRANCE} (13 in all), unit {unit[0]}")
    shown = [number(row[1]) for row in table_of(page, "The step in numbers")]
    for value in values_of(answer):
        assert value in shown, value
    drawn = page.locator(".step-cell svg text").all_text_contents()
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
        page.locator(".step-terms").get_by_role("button", name=named).click()
    gate = answer["gates"][chosen]
    count = len(gate["input_terms"]) + len(gate["recurrent_terms"])
    expect(page.locator(".step-terms .note").first).to_contain_text(
        f"{len(gate['input_terms'])} + {len(gate['recurrent_terms'])} terms"
    )
    expect(page.locator(".step-terms svg text", has_text=re.compile(r"^[xh] \d+"))).to_have_count(10)
    page.get_by_role("button", name=f"Show all {count}").click()
    expect(page.locator(".step-terms svg text", has_text=re.compile(r"^[xh] \d+"))).to_have_count(count)

    rows = table_of(page, "Every term, every digit")
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
    check = page.locator(".step .check tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.textContent))"
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
    heading, sentence = page.locator(".step-cell h3"), page.locator(".step .says")
    expect(heading).to_have_text(f"LSTM at “I”, token 1 (13 in all), unit {units[0]}")
    page.locator(".step-cell .picture-box").focus()
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
    page = open_page(text=TEXT, view="step", at=str(FRANCE)).page
    running = "document.getAnimations().filter(each => each.playState === 'running').length"
    expect(page.locator(".step .press.play")).to_be_hidden()
    page.locator(".step-cell .picture-box").focus()
    page.keyboard.press("Space")
    expect(page.locator(".step .says")).to_contain_text("Move 2 of 4")
    assert page.evaluate(running) == 0
    assert page.locator(".flow path").count() == 0
    page.wait_for_timeout(3200)
    assert "Move 2 of 4" in says(page)
    assert page.evaluate(running) == 0


def test_where_motion_is_wanted_it_plays_and_pauses(open_page: Open) -> None:
    page = open_page(text=TEXT, view="step", at=str(FRANCE)).page
    page.emulate_media(reduced_motion="no-preference")
    play = page.locator(".step .press.play")
    play.click()
    expect(play).to_have_text(re.compile("Pause"))
    running = "document.querySelector('.flow').getAnimations({subtree: true}).length"
    assert page.evaluate(running) > 0
    expect(page.locator(".step .says")).to_contain_text("Move 2 of 4")
    expect(page.locator(".step .says")).to_contain_text("Move 3 of 4")
    page.locator(".step-cell .picture-box").focus()
    page.keyboard.press("Space")
    expect(play).to_have_text(re.compile("Play"))
    assert page.evaluate(running) == 0
    said = says(page)
    page.wait_for_timeout(3200)
    assert says(page) == said


def test_a_token_is_chosen_in_the_player_or_anywhere_on_the_page(open_page: Open) -> None:
    page = open_page(text=TEXT, view="step").page
    heading = page.locator(".step-cell h3")
    page.get_by_role("radio", name="France").click()
    expect(heading).to_contain_text("“France”, token 5")
    expect(page).to_have_url(re.compile("at=5"))
    page.locator("#strip svg text", has_text=re.compile("^fluent$")).last.click()
    expect(heading).to_contain_text("“fluent”, token 10")
    page.get_by_role("button", name="RNN", exact=True).click()
    expect(heading).to_contain_text("RNN at “fluent”, token 10")
    expect(page.locator(".step .says")).to_contain_text("The whole step is one move")
    page.locator("#text").fill("Short text.")
    expect(heading).to_contain_text("(4 in all), unit")


@pytest.mark.parametrize(
    ("cell", "width", "lang", "theme"),
    [
        ("lstm", 1440, "en", "light"),
        ("lstm", 390, "zh", "dark"),
        ("gru", 1440, "zh", "dark"),
        ("gru", 390, "en", "light"),
        ("rnn", 1440, "en", "dark"),
        ("rnn", 390, "zh", "light"),
    ],
)
def test_the_player_is_accessible_and_fits(open_page: Open, cell: str, width: int, lang: str, theme: str) -> None:
    page = open_page(width=width, lang=lang, theme=theme, text=TEXT, view="step", cell=cell, at=str(FRANCE)).page
    for summary in page.locator("summary:visible").all():
        summary.click()
    found = Axe().run(page, options={"rules": {"target-size": {"enabled": True}}})
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    sizes = page.locator(".step svg text").evaluate_all(
        "all => all.map(one => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert min(sizes) >= 11
