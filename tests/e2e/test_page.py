"""The page as its readers meet it: pictures, cursor, keyboard and errors, held against the API."""

import json
import re

import httpx
import pytest
from playwright.sync_api import Route, expect

from tests.draw.by_node import SRC, run
from tests.e2e.conftest import Open
from tests.e2e.pages import box_at_rest, figure, panel, tip
from tests.e2e.said import CHINESE, LONG, announced, attention, focus_grid, gates, percent, shown

pytestmark = [pytest.mark.browser, pytest.mark.weights]


def test_every_cell_of_a_row_reads_as_the_api_has_it(open_page: Open, client: httpx.Client) -> None:
    opened = open_page(layer="2", head="5")
    page = opened.page
    text = "The cat that the dogs chased was hungry."
    page.get_by_label("Sentence", exact=True).fill(text)
    expect(panel(page, "strip").locator(".stage svg", has_text="hungry").first).to_be_visible()
    opened.wait()
    answer = attention(client, text, 2, 5)
    tokens, rows = answer["tokens"], answer["attention"]["values"][0][0]
    grid = focus_grid(page, "Attention of layer 2, head 5")
    assert grid.get_attribute("aria-rowcount") == grid.get_attribute("aria-colcount") == str(len(tokens))
    query = 3
    for _ in range(query):
        page.keyboard.press("ArrowDown")
    for key, weight in enumerate(rows[query]):
        rank = 1 + sum(other > weight for other in rows[query])
        suffix = {1: "st", 2: "nd", 3: "rd"}.get(rank if rank < 20 else rank % 10, "th")
        assert announced(page) == (
            f"{shown(tokens[query])} attends to {shown(tokens[key])}: {percent(weight)}, "
            f"{rank}{suffix} of {len(tokens)}, layer 2 head 5"
        )
        assert page.locator(":focus").get_attribute("aria-colindex") == str(key + 1)
        page.keyboard.press("ArrowRight")
    expect(figure(page, "heatmap", "readout")).to_contain_text(f"row sums to {sum(rows[query]):.4f}")


def test_every_gate_of_a_step_reads_as_the_api_has_it(open_page: Open, client: httpx.Client) -> None:
    opened = open_page(text=CHINESE, lang="en")
    answer = gates(client, CHINESE)
    token, order = 3, answer["units"]["order"]
    word = shown(answer["tokens"][token])
    bands = {
        **{f"{name} gate": answer["gates"][name] for name in ("input", "forget", "output")},
        "candidate": answer["gates"]["candidate"],
        "cell state": answer["states"]["cell"],
        "hidden state": answer["states"]["hidden"],
    }
    page = opened.page
    for band, values in bands.items():
        grid = focus_grid(page, f"{band}. ")
        assert grid.get_attribute("aria-rowcount") == str(len(order) + 1)
        for _ in range(token):
            page.keyboard.press("ArrowRight")
        mean = sum(values[token]) / len(order)
        assert announced(page).startswith(f"{band} at {word}: mean {mean:.4f} over".replace("-", "−"))
        for rank, unit in enumerate(order, start=1):
            page.keyboard.press("ArrowDown")
            number = f"{values[token][unit]:.4f}".replace("-", "−")
            assert announced(page) == f"{band} at {word}: {number}, unit {unit}, carrier rank {rank} of {len(order)}"
            if rank == 12 and band != "input gate":
                break


def test_the_likeliest_next_tokens_are_those_of_the_api(open_page: Open, client: httpx.Client) -> None:
    text = "I grew up in France, so I speak fluent"
    page = open_page(text=text).page
    answer = gates(client, text)
    focus_grid(page, "input gate. ")
    page.keyboard.press("End")
    bars = panel(page, "gates").locator(".readout li:not(.soft)")
    expect(bars).to_have_count(5)
    for bar, guess in zip(bars.all(), answer["predictions"][-1], strict=True):
        expect(bar.locator(".value")).to_have_text(percent(guess["probability"]))
        expect(bar).to_contain_text(guess["text"].strip())


def test_a_token_lights_up_in_every_panel(open_page: Open, client: httpx.Client) -> None:
    page = open_page().page
    text = page.get_by_label("Sentence", exact=True).input_value()
    lit = page.locator(".stage .lit-labels[d^=M], .stage .lit-cells[d^=M], .stage .lit-small[d^=M]")
    expect(lit).to_have_count(0)
    focus_grid(page, "Attention of layer 3, head 1")
    ours = attention(client, text, 3, 1)["tokens"]
    theirs = gates(client, text)["tokens"]
    expect(panel(page, "gates", "lit cells")).to_have_attribute("d", "")  # [CLS] stands for no character
    first = next(token for token in ours if token["text"] == "didn")
    page.keyboard.press("Control+Home")
    for _ in range(first["index"]):
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowRight")
    # ruler, small pictures, large picture (labels and cells), gates (labels and cells)
    expect(lit).to_have_count(6)
    met = [t for t in theirs if t["start"] < first["end"] and first["start"] < t["end"]]
    assert met
    expect(panel(page, "gates").locator(".readout b")).to_have_text(shown(met[0]))
    focus_grid(page, "cell state. ")
    for _ in range(met[0]["index"]):
        page.keyboard.press("ArrowRight")
    expect(figure(page, "heatmap", "readout says")).to_contain_text("didn")
    page.keyboard.press("Escape")
    expect(lit).to_have_count(0)


def test_pointing_at_a_picture_reads_the_cell_under_the_pointer(open_page: Open, client: httpx.Client) -> None:
    page = open_page(text="The animal was tired", layer="1", head="4").page
    answer = attention(client, "The animal was tired", 1, 4)
    tokens, rows = answer["tokens"], answer["attention"]["values"][0][0]
    focus_grid(page, "Attention of layer 1, head 4")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    box = box_at_rest(page.locator(":focus"))
    page.keyboard.press("Escape")
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    says = f"{shown(tokens[1])} attends to {shown(tokens[2])}: {percent(rows[1][2])}"
    expect(tip(page)).to_contain_text(says)
    expect(figure(page, "heatmap", "readout says")).to_contain_text(says)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page).to_have_url(re.compile(r"[?&]pin=a1\.2"))
    page.mouse.move(5, 5)
    expect(figure(page, "heatmap", "readout says")).to_contain_text(says)
    figure(page, "heatmap").get_by_role("button", name="Unpin").click()
    expect(page).not_to_have_url(re.compile("pin="))


def test_a_head_chosen_while_a_sentence_loads_is_the_one_that_is_shown(open_page: Open, client: httpx.Client) -> None:
    page = open_page().page
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/api/v1/attention", hold, times=1)
    text = "The cat sat down."
    page.get_by_label("Sentence", exact=True).fill(text)
    grid = page.get_by_role("grid", name=re.compile("^Attention of every head"))
    while not held:
        page.wait_for_timeout(20)
    grid.get_by_role("gridcell").focus()
    page.keyboard.press("Control+Home")
    page.keyboard.press("Enter")
    held[0].continue_()
    expect(page.get_by_role("heading", name="Layer 0, head 0")).to_be_visible()
    focus_grid(page, "Attention of layer 0, head 0")
    page.keyboard.press("ArrowRight")
    answer = attention(client, text, 0, 0)
    assert percent(answer["attention"]["values"][0][0][0][1]) in announced(page)


def test_chinese_is_never_drawn_as_if_minilm_had_seen_it(open_page: Open, client: httpx.Client) -> None:
    page = open_page(text=CHINESE, model="minilm", locale="zh-CN").page
    expect(page.locator("html")).to_have_attribute("lang", "zh")
    answer = attention(client, CHINESE, 3, 1, model="minilm")
    unknown = [token for token in answer["tokens"] if token["unknown"]]
    assert len(unknown) >= 5
    notice = panel(page, "notices").locator(".notice")
    expect(notice).to_contain_text(str(len(unknown)))
    box, picture = notice.bounding_box(), figure(page, "heads", "picture box").bounding_box()
    assert box is not None
    assert picture is not None
    assert box["y"] < picture["y"]
    marked = figure(page, "heatmap").locator("svg text[text-decoration]")
    expect(marked).to_have_count(2 * len(unknown))
    assert set(marked.all_text_contents()) <= {"[UNK]"}
    assert "苹" not in "".join(panel(page, "attention", "words").all_text_contents())
    expect(panel(page, "strip").locator("svg text[text-decoration]")).to_have_count(len(unknown))
    expect(panel(page, "gates", "words", has_text="苹果").first).to_be_visible()


@pytest.mark.parametrize(("text", "says"), [("word " * 700, "limit 512, got"), ("   ", "white space")])
def test_a_refusal_is_explained_and_the_sentence_kept(open_page: Open, text: str, says: str) -> None:
    opened = open_page(refused=True)
    page = opened.page
    picture = figure(page, "heatmap", "canvas")
    expect(picture).to_be_visible()
    page.get_by_label("Sentence", exact=True).fill(text)
    for name in ("attention", "gates"):
        expect(panel(page, name, "alert")).to_contain_text(says)
        expect(panel(page, name).get_by_role("button", name="Try again")).to_be_visible()
    expect(page.get_by_label("Sentence", exact=True)).to_have_value(text)
    expect(picture).to_be_visible()
    expect(panel(page, "attention")).to_have_class(re.compile("stale"))
    page.get_by_role("button", name="The apple was delicious, so I bought three pounds.").click()
    expect(page.locator("[role=alert]")).to_have_count(0)


def test_an_unknown_model_is_named_and_another_can_be_chosen(open_page: Open) -> None:
    page = open_page(model="nonesuch", refused=True).page
    expect(panel(page, "attention", "alert")).to_contain_text("nonesuch")
    page.get_by_label("Transformer", exact=True).select_option("minilm")
    expect(figure(page, "heatmap", "canvas")).to_be_visible()
    expect(panel(page, "attention", "alert")).to_have_count(0)


def test_a_server_that_is_gone_is_said_to_be_gone(open_page: Open) -> None:
    page = open_page(refused=True).page
    page.route("**/api/**", lambda route: route.abort())
    page.get_by_label("Sentence", exact=True).fill("Nobody is listening.")
    expect(panel(page, "attention", "alert")).to_contain_text("No answer from the server")
    expect(page.get_by_label("Sentence", exact=True)).to_have_value("Nobody is listening.")
    page.unroute("**/api/**")
    panel(page, "attention").get_by_role("button", name="Try again").click()
    expect(page.locator("[role=alert]")).to_have_count(0)
    expect(panel(page, "strip", "words", has_text="listening").first).to_be_visible()


def test_loading_a_model_shows_its_progress(open_page: Open, client: httpx.Client) -> None:
    page = open_page().page
    listing = client.get("/api/v1/models").json()
    progress = {"stage": "fetching", "done_bytes": 30_000_000, "total_bytes": 90_000_000}
    listing["models"][0] |= {"state": "fetching", "progress": progress}
    waiting: list[Route] = []
    released = False

    def hold(route: Route) -> None:
        if released:  # the page may ask anew at any time
            route.continue_()
        else:
            waiting.append(route)

    page.route("**/api/v1/models", lambda route: route.fulfill(json=listing))
    page.route("**/api/v1/attention", hold)
    with page.expect_request("**/api/v1/attention"):
        page.get_by_label("Sentence", exact=True).fill("A slow day.")
    expect(panel(page, "attention", "status")).to_contain_text("30 of 90 MB")
    expect(panel(page, "attention").locator("progress")).to_have_attribute("max", "90000000")
    expect(figure(page, "heatmap", "canvas")).to_be_visible()  # the last good picture stays, dimmed
    page.unroute("**/api/v1/models")
    assert waiting
    released = True
    for route in list(waiting):
        route.continue_()
    expect(panel(page, "attention", "status")).to_be_empty()


def test_tables_and_twins_carry_the_same_numbers(open_page: Open, client: httpx.Client) -> None:
    page = open_page(text="The animal was tired", layer="5", head="0").page
    figure(page, "heatmap").locator("details:not(.definitions) summary").click()
    expect(figure(page, "heatmap", "rows")).not_to_have_count(0)
    cells = figure(page, "heatmap", "rows").nth(2).locator("td").all_inner_texts()
    link = panel(page, "attention").get_by_role("link", name="JSON").get_attribute("href") or ""
    answer = client.get(link).raise_for_status().json()
    assert cells == [f"{weight:.4f}" for weight in answer["attention"]["values"][0][0][2]]
    figure(page, "heads").locator("details:not(.definitions) summary").click()
    expect(figure(page, "heads", "rows")).to_have_count(6 * 12)
    panel(page, "gates").locator("figure details:not(.definitions) summary").click()
    expect(panel(page, "gates", "rows")).not_to_have_count(0)
    twin = client.get(panel(page, "gates").get_by_role("link", name="JSON").get_attribute("href") or "").json()
    cells = panel(page, "gates", "rows").nth(1).locator("td").all_inner_texts()
    mean = sum(twin["gates"]["input"][1]) / len(twin["gates"]["input"][1])
    assert cells[0] == f"{mean:.4f}"
    for name in ("attention", "gates"):
        href = panel(page, name).get_by_role("link", name="safetensors").get_attribute("href") or ""
        assert client.get(href).headers["content-type"].startswith("application/vnd.safetensors")


def test_dark_and_light_differ_where_it_counts(open_page: Open) -> None:
    look = "getComputedStyle(document.documentElement).backgroundColor"
    pixel = """(() => {
        const copy = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
        copy.drawImage(document.querySelector('.all-heads canvas'), 0, 0);
        return [...copy.getImageData(60, 50, 1, 1).data];
    })()"""
    light, dark = open_page(scheme="light").page, open_page(scheme="dark").page
    assert light.evaluate(look) == "rgb(251, 251, 249)"
    assert dark.evaluate(look) == "rgb(21, 24, 28)"
    assert light.evaluate(pixel) != dark.evaluate(pixel)
    dark.get_by_role("button", name="Light", exact=True).click()
    expect(dark.locator("html")).to_have_attribute("data-theme", "light")
    assert dark.evaluate(look) == light.evaluate(look)
    assert dark.evaluate(pixel) == light.evaluate(pixel)


def test_everything_can_be_reached_and_done_by_keyboard(open_page: Open) -> None:
    page = open_page().page
    page.locator("body").click(position={"x": 2, "y": 2})
    reached = []
    for _ in range(140):
        page.keyboard.press("Tab")
        at = page.locator(":focus")
        if at.count() == 0:
            break
        reached.append((at.get_attribute("role") or at.evaluate("e => e.tagName"), at.evaluate("e => e.id")))
    roles = [role for role, _ in reached]
    assert roles.count("gridcell") == 1 + 1 + 1 + 6  # ruler, all heads, one head, six bands: one stop each
    assert ("TEXTAREA", "text") in reached
    assert ("SELECT", "model") in reached


def test_two_hundred_tokens_draw_and_the_cursor_keeps_up(open_page: Open, client: httpx.Client) -> None:
    page = open_page(text=LONG.strip()).page
    tokens = attention(client, LONG.strip(), 3, 1)["tokens"]
    assert len(tokens) > 200
    focus_grid(page, "Attention of layer 3, head 1")
    page.keyboard.press("Control+End")
    assert f"of {len(tokens)}" in announced(page)
    box = box_at_rest(figure(page, "heatmap", "stage"))
    page.evaluate("""() => {
        window.drawn = 0;
        for (const name of ['putImageData', 'drawImage']) {
            const real = CanvasRenderingContext2D.prototype[name];
            CanvasRenderingContext2D.prototype[name] = function (...all) {
                window.drawn += 1;
                return real.apply(this, all);
            };
        }
    }""")
    for step in range(30):
        page.mouse.move(box["x"] + 120 + 12 * step, box["y"] + 120 + 10 * step)
    expect(tip(page)).to_be_visible()
    assert page.evaluate("window.drawn") == 0  # moving the cursor redraws no heatmap
    assert page.evaluate("document.documentElement.scrollWidth") <= 1440


def test_widths_of_text_are_within_a_tenth_of_chromium(open_page: Open) -> None:
    samples = [
        [text, bold]
        for bold in (False, True)
        for text in [
            "The animal didn't cross the street",
            "incomprehensibilities",
            "[CLS]",
            "[SEP]",
            "WAMMY",
            "illicit",
            "0.4142 100 %",
            "苹果很好吃,我买了三斤。",
            "layer 3, head 11",
            "naïve café",
            "−1.00",
            "e\u0301a\u0300",
            "注意力权重（颜色：蓝）",
        ]
    ]
    ours = f"{json.dumps(samples)}.map(([text, bold]) => all.textWidth(text, 100, bold))"
    font, widths = json.loads(run(SRC / "core/scene/text.ts", f"JSON.stringify([all.FONT, {ours}])"))
    theirs = open_page().page.evaluate(
        """([font, samples]) => {
            const context = document.createElement('canvas').getContext('2d');
            return samples.map(([text, bold]) => {
                context.font = `${bold ? 'bold ' : ''}100px ${font}`;
                return context.measureText(text).width;
            });
        }""",
        [font, samples],
    )
    ratios = [(text, own / other) for (text, _), own, other in zip(samples, widths, theirs, strict=True)]
    for text, ratio in ratios:
        assert 0.9 <= ratio <= 1.1, (text, ratio)
