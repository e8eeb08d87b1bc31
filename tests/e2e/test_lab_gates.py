"""The memory panel, the gates of every cell and one unit's tracks as readers meet them, held against the API."""

import itertools
import re
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Open
from tests.e2e.pages import figure, panel
from tests.e2e.said import announced, focus_grid, shown

pytestmark = [pytest.mark.browser, pytest.mark.weights]

FRANCE = "I grew up in France, so I speak fluent"
BANDS = {
    "lstm": {
        "input gate": ("gates", "input"),
        "forget gate": ("gates", "forget"),
        "candidate": ("gates", "candidate"),
        "output gate": ("gates", "output"),
        "cell state": ("states", "cell"),
        "hidden state": ("states", "hidden"),
    },
    "gru": {
        "reset gate": ("gates", "reset"),
        "update gate": ("gates", "update"),
        "candidate": ("gates", "candidate"),
        "hidden state": ("states", "hidden"),
    },
    "rnn": {"hidden state": ("states", "hidden")},
}


def gates(client: httpx.Client, **params: str) -> dict[str, Any]:
    """The gates from the API, with what it knows of the units."""
    answer = client.get("/api/v1/gates", params={"include": "units", **params})
    found: dict[str, Any] = answer.raise_for_status().json()
    return found


def number(value: float) -> str:
    """Four decimals, as the page prints a value."""
    return f"{value:.4f}".replace("-", "−")


def units_said(page: Page, label: str, count: int) -> list[int]:
    """The units of a band's first rows, as they are announced."""
    focus_grid(page, label)
    said = []
    for _ in range(count):
        page.keyboard.press("ArrowDown")
        found = re.search(r"unit (\d+)", announced(page))
        assert found is not None
        said.append(int(found[1]))
    return said


@pytest.mark.parametrize("cell", ["gru", "rnn"])
def test_every_gate_and_state_of_a_cell_reads_as_the_api_has_it(
    open_page: Open, client: httpx.Client, cell: str
) -> None:
    answer = gates(client, text=FRANCE, cell=cell)
    tokens, order = answer["tokens"], answer["units"]["order"]
    page = open_page(text=FRANCE, view="gates").page
    page.get_by_role("group", name="Cell").get_by_role("button", name=cell.upper()).click()
    expect(page).to_have_url(re.compile(f"cell={cell}"))
    expect(panel(page, "gates", "heading").first).to_have_text(cell.upper())
    expect(panel(page, "gates", "intro")).to_contain_text(cell.upper())
    expect(panel(page, "gates").locator("[role=grid]")).to_have_count(len(BANDS[cell]))
    token = next(i for i, one in enumerate(tokens) if one["text"] == "France")
    for band, (kind, name) in BANDS[cell].items():
        values = answer[kind][name]
        focus_grid(page, f"{band}. ")
        for _ in range(token):
            page.keyboard.press("ArrowRight")
        mean = sum(values[token]) / len(order)
        assert announced(page) == f"{band} at France: mean {number(mean)} over {len(order)} units"
        for rank, unit in enumerate(order[:4], start=1):
            page.keyboard.press("ArrowDown")
            said = f"{band} at France: {number(values[token][unit])}, unit {unit}, carrier rank {rank} of {len(order)}"
            assert announced(page) == said
    keeps = panel(page, "gates", "any note", has_text="Here z keeps")
    expect(keeps).to_be_visible() if cell == "gru" else expect(keeps).to_have_count(0)


def test_units_stand_in_the_order_that_is_chosen(open_page: Open, client: httpx.Client) -> None:
    answer = gates(client, text=FRANCE, cell="lstm")
    steps = answer["gates"]["output"]
    units = range(len(steps[0]))
    about = answer["units"]
    change = [sum(abs(b[u] - a[u]) for a, b in itertools.pairwise(steps)) / (len(steps) - 1) for u in units]
    mean = [sum(step[u] for step in steps) / len(steps) for u in units]
    # A gate is below 0.1 or above 0.9 at so many of the steps; what the page sorts by is their mean.
    ends = list(about["saturation"].values())
    saturated = [sum(one["low"][u] + one["high"][u] for one in ends) / len(ends) for u in units]
    lasting = [float("inf") if half is None else half for half in about["half_life"]]
    page = open_page(text=FRANCE, view="gates", track="gates.output").page
    keys = {"mean": mean, "change": change, "saturation": saturated, "half-life": lasting}
    for name, key in keys.items():
        page.get_by_role("group", name="Units by").get_by_role("button", name=name, exact=True).click()
        expect(page).to_have_url(re.compile(f"sort={name}"))
        expect(panel(page, "gates", "words", has_text=re.compile("^units by"))).to_contain_text(name)
        said = units_said(page, "output gate. ", 8)
        got = [key[unit] for unit in said]
        assert got == pytest.approx(sorted(key, reverse=True)[:8], abs=1e-6), name
    heading = panel(page, "gates", "words", has_text=re.compile("^units by"))
    page.get_by_role("group", name="Units by").get_by_role("button", name="index").click()
    expect(heading).to_contain_text("index")
    assert units_said(page, "output gate. ", 5) == [0, 1, 2, 3, 4]
    page.get_by_role("group", name="Units by").get_by_role("button", name="carrier").click()
    expect(heading).to_contain_text("carrier")
    assert units_said(page, "output gate. ", 5) == about["order"][:5]


def test_a_unit_shows_its_tracks_and_where_it_is_on(open_page: Open, client: httpx.Client) -> None:
    answer = gates(client, text=FRANCE, cell="lstm")
    tokens, order = answer["tokens"], answer["units"]["order"]
    page = open_page(text=FRANCE, view="gates").page
    focus_grid(page, "input gate. ")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    unit = order[0]
    expect(page).to_have_url(re.compile(f"unit={unit}(&|$)"))
    expect(page.get_by_role("heading", name=f"Unit {unit} of the LSTM")).to_be_visible()
    for row, (band, (kind, name)) in enumerate(BANDS["lstm"].items()):
        focus_grid(page, f"Tracks of unit {unit}")
        for _ in range(row):
            page.keyboard.press("ArrowDown")
        for token, step in zip(tokens, answer[kind][name], strict=True):
            assert announced(page).startswith(f"{band} at {shown(token)}: {number(step[unit])}, unit {unit}, ")
            page.keyboard.press("ArrowRight")
    page.get_by_role("group", name="On from").get_by_role("button", name="forget gate f").click()
    slider = page.get_by_role("slider", name="On from")
    slider.focus()
    for _ in range(7):
        page.keyboard.press("PageUp")
    threshold = float(slider.input_value())
    assert threshold > 0.5
    expect(page).to_have_url(re.compile(f"threshold={threshold:g}".replace(".", r"\.")))
    on = [step[unit] >= threshold for step in answer["gates"]["forget"]]
    says = figure(page, "unit").locator(".on")
    if any(on):
        expect(says).to_contain_text(f"{sum(on)} of {len(on)} steps")
    step_width = figure(page, "unit").locator(".keyboard-grid [role=gridcell]").evaluate("cell => cell.offsetWidth")
    shades = (
        figure(page, "unit")
        .locator(".picture rect.f-band")
        .evaluate_all("all => all.map((one) => one.width.baseVal.value)")
    )
    assert sum(shades) == pytest.approx(sum(on) * step_width, abs=1)
    page.get_by_role("button", name="Close").click()
    expect(figure(page, "unit")).to_have_count(0)
    expect(page).not_to_have_url(re.compile("unit="))


def test_an_address_restores_a_unit_and_its_neighbours_are_a_button_away(open_page: Open, client: httpx.Client) -> None:
    query = {"text": FRANCE, "cell": "gru", "sort": "index", "unit": "5", "track": "gates.update", "threshold": "0.9"}
    answer = gates(client, text=FRANCE, cell="gru")
    page = open_page(view="unit", **query).page
    expect(page.get_by_role("heading", name="Unit 5 of the GRU")).to_be_visible()
    on = [step[5] >= 0.9 for step in answer["gates"]["update"]]
    expect(figure(page, "unit").locator(".on")).to_contain_text("update gate z at .9 or more")
    expect(figure(page, "unit").locator(".on")).to_contain_text(
        f"{sum(on)} of {len(on)} steps" if any(on) else "no step"
    )
    ends = answer["units"]["saturation"]["update"]
    note = figure(page, "unit", "any note").first
    low, high = (f"{float(f'{100 * ends[end][5]:.3g}'):g} %" for end in ("low", "high"))
    expect(note).to_contain_text(f"update gate z below 0.1 at {low} of the steps and above 0.9 at {high}")
    half = answer["units"]["half_life"][5]
    expect(note).to_contain_text(f"{float(f'{half:.3g}'):g} tokens" if half is not None else "none, as")
    page.get_by_role("button", name="Next unit in this order").click()
    expect(page.get_by_role("heading", name="Unit 6 of the GRU")).to_be_visible()
    page.get_by_role("combobox", name="Unit").select_option("0")
    page.get_by_role("button", name="Previous unit in this order").click()
    last = len(answer["states"]["hidden"][0]) - 1
    expect(page.get_by_role("heading", name=f"Unit {last} of the GRU")).to_be_visible()
    page.get_by_role("group", name="Cell").get_by_role("button", name="RNN").click()
    expect(figure(page, "unit", "any note").first).to_contain_text("no gates")
    expect(page).not_to_have_url(re.compile("unit="))
    page.go_back()  # past the cell; the units before were no steps
    expect(page.get_by_role("heading", name=f"Unit {last} of the GRU")).to_be_visible()


def test_the_memory_panel_changes_its_view_in_place_or_stands_alone(open_page: Open) -> None:
    page = open_page(text=FRANCE).page
    page.get_by_role("tab", name="Gates").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="One unit")).to_be_focused()
    expect(page).to_have_url(re.compile("lab=unit"))
    expect(page.get_by_role("heading", name=re.compile("Unit .* of the LSTM"))).to_be_visible()
    expect(figure(page, "heads")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("grid", name=re.compile("^input gate"))).to_be_attached()
    page.get_by_role("navigation", name="Views").get_by_role("link", name="Memory").click()
    expect(page).to_have_url(re.compile("view=gates"))
    expect(panel(page, "attention")).to_be_hidden()
    expect(page.get_by_role("link", name="Memory")).to_have_attribute("aria-current", "page")
    page.get_by_role("tab", name="One unit").click()
    expect(page).to_have_url(re.compile("view=unit"))
    page.get_by_role("link", name="Everything").click()
    expect(panel(page, "attention")).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("Unit .* of the LSTM"))).to_be_visible()


def test_the_counter_reads_letters_and_the_others_read_on(open_page: Open) -> None:
    opened = open_page(text=FRANCE, view="gates")
    page = opened.page
    page.get_by_role("group", name="Cell").get_by_role("button", name="counter").click()
    expect(page.get_by_label("Sentence", exact=True)).to_have_value("aaaabbbb")
    opened.wait()
    expect(panel(page, "gates", "alert")).to_have_count(0)
    expect(panel(page, "gates", "canvas")).to_be_visible()
    page.get_by_role("group", name="Cell").get_by_role("button", name="LSTM").click()
    expect(page.get_by_label("Sentence", exact=True)).to_have_value(FRANCE)
    page.get_by_role("button", name="aaaabbbb").click()
    expect(page).to_have_url(re.compile("cell=counter"))
    page.get_by_role("button", name="我在法国学习了十年法语").click()
    expect(page).not_to_have_url(re.compile("cell="))
    expect(panel(page, "gates", "words", has_text="法国").first).to_be_visible()


def test_an_untrained_net_is_said_to_be_untrained_and_a_trained_one_how(open_page: Open, client: httpx.Client) -> None:
    page = open_page(text=FRANCE, view="gates", cell="gru").page
    recipe = client.get("/api/v1/cards/gru").raise_for_status().json()["recipe"]
    notes = panel(page, "gates").locator(".notes")
    expect(notes).to_contain_text(f"Trained for {recipe['steps']} steps from seed {recipe['seed']}")
    if recipe["write_penalty"] > 0:
        expect(notes).to_contain_text(f"{recipe['write_penalty']} times the mean of 1 − z")
    expect(notes.get_by_role("link", name="How it was trained")).to_have_attribute("href", "/docs/models/gru")
    page.get_by_role("button", name="torch's default").click()
    expect(notes).to_contain_text("Training of the net did not begin from them")
    expect(panel(page, "gates", "intro")).to_contain_text("torch's default initialisation")
