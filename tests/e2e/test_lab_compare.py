"""Three cells, accuracy by gap, cost and word order as readers meet them, held against the API and against numpy."""

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

FRANCE = "I grew up in France, so I speak fluent French."
EATEN, EATER = "我吃苹果", "苹果吃我"
NAMES = {
    "gates.input": "input gate",
    "gates.reset": "reset gate",
    "gates.forget": "forget gate",
    "gates.update": "update gate",
    "gates.candidate": "candidate",
    "gates.output": "output gate",
    "states.cell": "cell state",
    "states.hidden": "hidden state",
}


def gates(client: httpx.Client, **params: str) -> dict[str, Any]:
    """A net's answer, with what it expects and the order of its units."""
    answer = client.get("/api/v1/gates", params={"include": "predictions,units", **params})
    found: dict[str, Any] = answer.raise_for_status().json()
    return found


def number(value: float) -> str:
    """Four decimals, as the page prints a value."""
    return f"{value:.4f}".replace("-", "−")


def ordinal(rank: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th."""
    ends = {1: "st", 2: "nd", 3: "rd"}
    return f"{rank}{'th' if 10 < rank % 100 < 14 else ends.get(rank % 10, 'th')}"


def arrays_of(answer: dict[str, Any]) -> dict[str, np.ndarray[Any, np.dtype[np.float32]]]:
    """Gates and states by the page's names, [token, unit]."""
    return {
        name: np.array(answer[name.split(".")[0]][name.split(".")[1]], np.float32)
        for name in NAMES
        if name.split(".")[1] in answer[name.split(".")[0]]
    }


def comparison() -> dict[str, Any]:
    """A made card of the comparison: each seed falls off along its own line. It never leaves this test."""
    gaps = [0, 6, 12, 20, 30, 45, 60]
    falls = {"lstm": [0.004, 0.006], "gru": [0.002, 0.003], "rnn": [0.009, 0.013], "rnn_identity": [0.001, 0.002]}
    curves = {
        cell: {str(seed): [round(1 - fall * gap, 4) for gap in gaps] for seed, fall in enumerate(seeds, start=1)}
        for cell, seeds in falls.items()
    }
    means = {cell: np.mean(list(lines.values()), axis=0).round(4).tolist() for cell, lines in curves.items()}
    by_seed = {seed: round(curves["lstm"][seed][4] - curves["rnn"][seed][4], 4) for seed in ("1", "2")}
    return {
        "id": "comparison",
        "chance": 0.0625,
        "trained_gaps": [0, 12],
        "gaps": gaps,
        "seeds": [1, 2],
        "definition": "Accuracy: made for a test.",
        "recipe": {"disclosure": "One recipe for all cells."},
        "extra": {"rnn_identity": {"disclosure": "Begun as the identity."}},
        "parameters": {"lstm": 21000, "gru": 20900, "rnn": 21100},
        "curves": curves,
        "mean": means,
        "lstm_minus_rnn_gap_30": {"by_seed": by_seed, "mean": round(sum(by_seed.values()) / 2, 4)},
    }


def test_three_cells_say_what_they_expected_and_what_came(open_page: Open, client: httpx.Client) -> None:
    page = open_page(text=FRANCE, view="cells").page
    summary = figure(page, "cells", "note")
    for cell in ("lstm", "gru", "rnn"):
        answer = gates(client, text=FRANCE, cell=cell)
        tokens, following = answer["tokens"], answer["following"]
        said = row_said(page, f"{cell.upper()}: ", 0, len(tokens))
        for token, guesses, came, words in zip(tokens, answer["predictions"], following, said, strict=True):
            listed = ", ".join(f"{one['text'].strip()} {percent(one['probability'])}" for one in guesses[:3])
            expected = f"{cell.upper()} after “{shown(token)}” expected {listed}"
            if came is None:
                assert words == f"{expected}; nothing came after it"
                continue
            assert words == (
                f"{expected}; what came, “{came['text'].strip()}”, had {percent(came['probability'])}, "
                f"{ordinal(came['rank'])} likeliest: {number(came['bits'])} bits"
            )
            assert came["bits"] == pytest.approx(-np.log2(came["probability"]), rel=1e-4)
        bits = sum(came["bits"] for came in following if came)
        expect(summary).to_contain_text(f"{bits:.1f} bits for the {cell.upper()}")
        drawn = figure(page, "cells", "words", has_text=f"{bits:.1f} bits for the {len(tokens) - 1} tokens that came")
        expect(drawn).to_have_count(1)


def test_three_cells_show_their_gates_in_brief(open_page: Open, client: httpx.Client) -> None:
    page = open_page(text=FRANCE, view="cells").page
    for cell in ("lstm", "gru", "rnn"):
        answer = gates(client, text=FRANCE, cell=cell)
        tokens, arrays = answer["tokens"], arrays_of(answer)
        unit, units = answer["units"]["order"][0], len(answer["units"]["order"])
        at = next(i for i, token in enumerate(tokens) if token["text"] == "France")
        focus_grid(page, f"{cell.upper()}: ")
        page.keyboard.press("ArrowDown")
        for _ in range(at):
            page.keyboard.press("ArrowRight")
        for name in [name for name in arrays if name in NAMES]:
            page.keyboard.press("ArrowDown")
            mean = float(arrays[name][at].astype(np.float64).mean())
            head = f"{cell.upper()}, {NAMES[name]} at France: "
            assert announced(page) == f"{head}mean over {units} units {number(mean)}"
            page.keyboard.press("ArrowDown")
            assert announced(page) == f"{head}unit {unit}, carrier rank 1: {number(float(arrays[name][at, unit]))}"


def test_the_cursor_reads_all_three_cells_at_one_step(open_page: Open, client: httpx.Client) -> None:
    page = open_page(text=FRANCE, view="cells").page
    readouts = figure(page, "cells").locator(".side-by-side > div")
    expect(readouts).to_have_count(3)
    expect(readouts.first).to_contain_text("nothing came after it")
    focus_grid(page, "GRU: ")
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    for place, cell in enumerate(("lstm", "gru", "rnn")):
        answer = gates(client, text=FRANCE, cell=cell)
        guesses, came = answer["predictions"][4], answer["following"][4]
        box = readouts.nth(place)
        expect(box).to_contain_text(f"what came: “{came['text'].strip()}”, {percent(came['probability'])}, ")
        expect(box).to_contain_text(f"{ordinal(came['rank'])} likeliest, {number(came['bits'])} bits")
        assert box.locator(".value").all_inner_texts() == [percent(one["probability"]) for one in guesses]
    page.get_by_role("group", name="Weights").get_by_role("button", name="torch's default").click()
    untrained = gates(client, text=FRANCE, cell="rnn", checkpoint="initial")
    bits = sum(came["bits"] for came in untrained["following"] if came)
    expect(figure(page, "cells", "note")).to_contain_text(f"{bits:.1f} bits for the RNN")


def test_two_sentences_stand_token_by_token_with_their_difference(open_page: Open, client: httpx.Client) -> None:
    page = open_page(text=FRANCE, view="order").page
    expect(page.locator(".order-empty")).to_contain_text("French fluent speak I so, France in up grew I.")
    page.locator(".order-empty").get_by_role("button", name=f"{EATEN} / {EATER}").click()
    expect(figure(page, "order", "words", has_text="At the end")).to_be_visible()
    a, b = gates(client, text=EATEN, cell="lstm"), gates(client, text=EATER, cell="lstm")
    assert [shown(one) for one in a["tokens"]] == ["<s>", "我", "吃", "苹果"]
    assert [shown(one) for one in b["tokens"]] == ["<s>", "苹果", "吃", "我"]
    # 吃 is in the same place of both; 我 and 苹果 are not, and are not said to have moved.
    columns = [(0, 0), (1, None), (None, 1), (2, 2), (3, None), (None, 3)]
    first, second = arrays_of(a), arrays_of(b)
    units = len(a["units"]["order"])
    for name in ("gates.forget", "states.cell"):
        page.get_by_role("group", name="Shown").get_by_role("button", name=NAMES[name]).click()
        expect(page).to_have_url(re.compile(f"track={name}"))
        for rank, unit in enumerate(a["units"]["order"][:2], start=1):
            whose = f"unit {unit}, carrier rank {rank} of {units}: "
            said = {block: row_said(page, f"{block}: {NAMES[name]}", rank, 6) for block in ("A", "B", "B − A")}
            for at, (i, j) in enumerate(columns):
                own = None if i is None else first[name][i, unit]
                other = None if j is None else second[name][j, unit]
                token = shown(a["tokens"][i] if i is not None else b["tokens"][j or 0])
                for block, value, lacks in (("A", own, "B"), ("B", other, "A")):
                    if value is None:
                        assert said[block][at] == f"{token} is only in {lacks}: nothing to show for {block} here"
                    else:
                        assert said[block][at] == f"{block}, {NAMES[name]} at {token}: {whose}{number(float(value))}"
                if own is None or other is None:
                    assert said["B − A"][at] == f"{token} is only in {'B' if own is None else 'A'}: no difference here"
                else:
                    between = number(float(np.float32(other - own)))
                    assert said["B − A"][at] == (
                        f"B − A, {NAMES[name]} at {token}: {whose}{between} "
                        f"(A {number(float(own))}, B {number(float(other))})"
                    )


def test_the_order_leaves_another_memory_and_other_expectations(open_page: Open, client: httpx.Client) -> None:
    page = open_page(text=EATEN, text_b=EATER, view="order", cell="gru").page
    a, b = gates(client, text=EATEN, cell="gru"), gates(client, text=EATER, cell="gru")
    x, y = (np.array(one["states"]["hidden"][-1], np.float64) for one in (a, b))
    words = figure(page, "order", "words")
    distance = number(float(np.linalg.norm(x - y)))
    expect(words.get_by_text(f"The last hidden states are {distance} apart")).to_be_visible()
    lengths = f"A {number(float(np.linalg.norm(x)))}, B {number(float(np.linalg.norm(y)))}."
    expect(words.get_by_text(lengths)).to_be_visible()
    cosine = float(x @ y / np.linalg.norm(x) / np.linalg.norm(y))
    expect(words.get_by_text(f"The cosine between them: {number(cosine)}.")).to_be_visible()
    note = figure(page, "order", "note")
    expect(note).to_contain_text(f"The same 4 tokens in both sentences, 2 of them in the same order: yet the last {''}")
    expect(note).to_contain_text(distance)
    for letter, answer in (("A", a), ("B", b)):
        focus_grid(page, f"{letter}: At the end")
        for rank, one in enumerate(answer["predictions"][-1], start=1):
            likeliest = f"{percent(one['probability'])}, {ordinal(rank)} likeliest"
            assert announced(page) == f"{letter}: {one['text'].strip()} {likeliest}"
            page.keyboard.press("ArrowDown")
    page.locator("#text-b").fill("苹果吃了我")
    expect(note).to_contain_text("stand only in A and")


def test_accuracy_by_gap_is_the_cards(open_page: Open, client: httpx.Client) -> None:
    card = comparison()
    page = open_page(text=FRANCE, view="cells").page
    page.route("**/api/v1/cards/comparison", lambda route: route.fulfill(json=card))
    page.get_by_role("tab", name="Accuracy by gap").click()
    titles = {"lstm": "LSTM", "gru": "GRU", "rnn": "RNN", "rnn_identity": "RNN, identity"}
    for row, (cell, title) in enumerate(titles.items()):
        lines = list(card["curves"][cell].values())
        for at, words in enumerate(row_said(page, "Compared", row, len(card["gaps"]))):
            low, high = (number(f(line[at] for line in lines)) for f in (min, max))
            mean = number(card["mean"][cell][at])
            assert words == f"gap {card['gaps'][at]}: {title} {mean} ({low}–{high} over 2 seeds)"
    stated = card["lstm_minus_rnn_gap_30"]
    note = figure(page, "gaps", "note")
    expect(note).to_contain_text(f"At a gap of 30, LSTM minus RNN is +{number(stated['mean'])} on average")
    expect(figure(page, "gaps")).to_contain_text("LSTM 21,000, GRU 20,900, RNN 21,100")
    disclosed = "Accuracy: made for a test. One recipe for all cells. Begun as the identity."
    defined = figure(page, "gaps").locator(".definitions")
    defined.locator("summary").click()
    expect(defined.locator("[lang=en]", has_text=disclosed)).to_be_visible()
    expect(figure(page, "gaps", "words", has_text="trained on gaps 0–12")).to_be_visible()
    for lang, label in (("en", "The nets on this page, English"), ("zh", "The nets on this page, Chinese")):
        for row, cell in enumerate(("lstm", "gru", "rnn")):
            own = client.get(f"/api/v1/cards/{cell}").raise_for_status().json()
            by_gap = own["results"]["country_to_language"][lang]["accuracy_by_gap"]
            said = row_said(page, label, row, len(by_gap))
            gaps = sorted(by_gap, key=int)
            assert said == [f"gap {gap}: {cell.upper()} {number(by_gap[gap]['all'])}" for gap in gaps]


def test_cost_is_what_was_measured_and_can_be_measured_again(open_page: Open) -> None:
    page = open_page(text=FRANCE, view="cells").page
    with page.expect_response(re.compile("/api/v1/cost")) as measured:
        page.get_by_role("tab", name="Cost").click()
    answers = [measured.value.json()]
    expect(figure(page, "cost", "words", has_text="Milliseconds, measured")).to_be_visible()
    for _ in range(2):
        found = answers[-1]
        expect(figure(page, "cost", "note")).to_contain_text(f"the median of {found['repeats']} runs")
        ways = {"attention": "attention", "cell_fused": "LSTM, fused", "cell_unrolled": "LSTM, unrolled"}
        for row, (way, name) in enumerate(ways.items()):
            said = row_said(page, "Milliseconds", row, len(found["lengths"]))
            for at, words in enumerate(said):
                begin = f"{found['lengths'][at]} tokens: {name} "
                assert words.startswith(begin)
                took = float(words.removeprefix(begin).removesuffix(" milliseconds"))
                assert took == pytest.approx(found[way]["milliseconds"][at], rel=6e-4)
        if len(answers) == 1:
            with page.expect_response(re.compile("/api/v1/cost")) as again:
                page.get_by_role("button", name="Measure again").click()
            answers.append(again.value.json())
            expect(figure(page, "cost")).not_to_have_class(re.compile("stale"))
    assert answers[0]["attention"]["milliseconds"] != answers[1]["attention"]["milliseconds"]
    found = answers[-1]
    for row, (values, name) in enumerate(
        [
            (found["attention"]["multiply_adds"], "attention"),
            (found["cell_fused"]["multiply_adds"], "LSTM"),
            (found["attention"]["pairs"], "pairs n²"),
        ]
    ):
        said = row_said(page, "Multiplications", row, len(values))
        assert said == [
            f"{n} tokens, multiplications and pairs: {name} {value:,}"
            for n, value in zip(found["lengths"], values, strict=True)
        ]
    assert row_said(page, "Steps", 1, 3) == [f"{n} tokens, steps one after the other: LSTM {n}" for n in (8, 16, 32)]
    expect(figure(page, "cost").locator(":scope > p").first).to_contain_text(
        "14² = 196 pairs in each head, all in 1 step a layer"
    )
