"""The counter does what its card says: measured here anew, with the LSTM's equations in numpy."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import torch

from app.models.recurrent import net as nets
from app.settings import Settings
from app.tokens.notices import notices
from app.tokens.spans import tokens_of
from app.training import counter, counter_measure

SMALL = counter.Recipe(steps=30, batch=4, longest=6)
DOCUMENT = Path(__file__).parents[2] / "docs" / "models" / "counter.md"
Array = npt.NDArray[np.float64]


@pytest.fixture(scope="module")
def net() -> nets.RecurrentNet:
    return nets.load("counter")


@pytest.fixture(scope="module")
def card() -> dict[str, Any]:
    return nets.card("counter")


def by_hand(
    net: nets.RecurrentNet, symbols: list[int], at: int = -1, unit: int = 0, shift: float = 0.0
) -> tuple[Array, Array]:
    """Cells, [T, U], and next-symbol scores, [T, V], from the equations; after symbol ``at`` a cell is shifted."""
    w = {name: value.double().numpy() for name, value in net.state_dict().items()}
    h, c = np.zeros(net.units), np.zeros(net.units)
    cells, scores = [], []
    for t, symbol in enumerate(symbols):
        x = w["embedding.weight"][symbol]
        sums = w["cell.weight_ih_l0"] @ x + w["cell.bias_ih_l0"] + w["cell.weight_hh_l0"] @ h + w["cell.bias_hh_l0"]
        i, f, g, o = np.split(sums, 4)
        c = c / (1 + np.exp(-f)) + np.tanh(g) / (1 + np.exp(-i))
        h = np.tanh(c) / (1 + np.exp(-o))
        if t == at:
            c = c + shift * (np.arange(net.units) == unit)
        cells.append(c)
        scores.append(w["embedding.weight"] @ (w["project.weight"] @ h + w["project.bias"]) + w["output_bias"])
    return np.stack(cells), np.stack(scores)


def ids(a: int, b: int) -> list[int]:
    return [0, *[3] * a, *[4] * b]


def is_right(net: nets.RecurrentNet, n: int) -> bool:
    best = by_hand(net, ids(n, n))[1].argmax(-1)
    return bool(best[0] == 3 and (best[n + 1 : 2 * n] == 4).all() and best[2 * n] == 1)


def test_is_right_as_far_as_the_card_says_and_no_further(net: nets.RecurrentNet, card: dict[str, Any]) -> None:
    found = card["results"]
    far = found["right_up_to"]
    assert far >= 2 * found["trained_n"][1]
    assert all(is_right(net, n) for n in (1, 2, 3, 7, 20, 49, 50, 51, 77, 100, far - 1, far))
    if far < found["tested_n"][1]:
        assert found["wrong"][0] == far + 1
        assert not is_right(net, far + 1)


def test_shares_are_those_of_the_card(net: nets.RecurrentNet, card: dict[str, Any]) -> None:
    found = card["results"]
    for part, (low, high) in (("within", found["trained_n"]), ("beyond", found["beyond_n"])):
        each = [is_right(net, n) for n in range(low, high + 1)]
        assert np.mean(each) == pytest.approx(found["accuracy"]["end"][part], abs=1e-3)


def test_the_end_is_foretold_nowhere_else(net: nets.RecurrentNet) -> None:
    for n in (5, 30):
        best = by_hand(net, ids(n, n))[1].argmax(-1)
        assert np.flatnonzero(best == 1).tolist() == [2 * n]


def test_a_share_counts_symbols_that_are_wrong() -> None:
    torch.manual_seed(0)
    net = nets.RecurrentNet(5, 8, 10)
    torch.nn.init.zeros_(net.project.weight)
    torch.nn.init.zeros_(net.project.bias)
    with torch.no_grad():
        net.output_bias[4] = 1.0  # it always says b: right for the n - 1 last b of n + 1 symbols
    assert counter_measure.shares(net, counter.word(4)) == {"determined": pytest.approx(3 / 5), "end": 0.0}


@pytest.mark.parametrize(("part", "lengths"), [("within", range(1, 51)), ("beyond", range(51, 101))])
def test_the_unit_that_is_named_counts(net: nets.RecurrentNet, card: dict[str, Any], part: str, lengths: range) -> None:
    named = card["results"]["carriers"]["counting_unit"]
    cells = np.concatenate([by_hand(net, ids(n, n))[0] for n in lengths])  # [N, U]
    counts = np.concatenate([[*range(n + 1), *range(n - 1, -1, -1)] for n in lengths])  # [N]
    found = [float(np.corrcoef(counts, cells[:, u])[0, 1]) for u in range(net.units)]
    assert abs(found[named["unit"]]) >= abs(named[part]["correlation"]) - 1e-4 >= 0.99
    slope, start = np.polyfit(counts, cells[:, named["unit"]], 1)
    assert (slope, start) == pytest.approx((named[part]["slope"], named[part]["start"]), abs=1e-3)
    if part == "within":
        order = card["results"]["carriers"]["order"]
        assert order == sorted(range(net.units), key=lambda u: -abs(found[u]))
        assert order[0] == named["unit"]


def test_moving_the_counting_cell_moves_the_end(net: nets.RecurrentNet, card: dict[str, Any]) -> None:
    shift = card["results"]["shift"]
    unit, after = shift["unit"], shift["after_a"]
    slope = card["results"]["carriers"]["counting_unit"]["within"]["slope"]
    for by, ends in zip(shift["counts"], shift["ends_after_b"], strict=True):
        best = by_hand(net, ids(after, after + 20), after, unit, by * slope)[1].argmax(-1)
        assert int(np.flatnonzero(best[after:] == 1)[0]) == ends


def test_training_began_at_torchs_default(card: dict[str, Any]) -> None:
    """Unlike that of the other nets: its `initial` file is where the seed's training started."""
    recipe = counter.Recipe()
    stated = card["recipe"]
    trained, initial = counter.train(replace(recipe, steps=1, learning_rate=1e-9), stated["seed"])
    shipped = nets.load("counter", "initial")
    for name, value in shipped.state_dict().items():
        assert torch.equal(value, initial.state_dict()[name]), name
        assert torch.allclose(value, trained.state_dict()[name], rtol=0, atol=1e-6), name
    assert stated["training_began_at_initial"] is True


def test_a_card_that_is_measured_again_says_the_same(card: dict[str, Any], tmp_path: Path) -> None:
    for name in ("counter.json", *card["files"]):
        shutil.copy(nets.FOLDER / name, tmp_path / name)
    counter.evaluate_again(tmp_path)
    again = nets.card("counter", tmp_path)
    assert {k: v for k, v in again.items() if k != "libraries"} == {k: v for k, v in card.items() if k != "libraries"}


def test_the_untrained_net_cannot_count() -> None:
    initial = nets.load("counter", "initial")
    assert not any(is_right(initial, n) for n in range(1, 20))


def test_the_card_describes_the_files(card: dict[str, Any]) -> None:
    for name, described in card["files"].items():
        path = nets.FOLDER / name
        assert nets.sha256(path) == described["sha256"]
        assert path.stat().st_size == described["bytes"]
    tried = card["recipe"]["seeds_tried"]
    best = tried[str(card["recipe"]["seed"])]
    assert best["right_up_to"] == max(each["right_up_to"] for each in tried.values()) == card["results"]["right_up_to"]
    named = card["results"]["carriers"]["counting_unit"]
    assert (best["unit"], best["correlation"]) == (named["unit"], named["within"]["correlation"])


def test_the_document_says_what_the_card_says(card: dict[str, Any]) -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    found = card["results"]
    tried = card["recipe"]["seeds_tried"]
    rows = {
        "seed": list(tried),
        "right up to n =": [str(each["right_up_to"]) for each in tried.values()],
        "correlation of its counting unit": [f"{each['correlation']:.5f}".replace("-", "−") for each in tried.values()],
    }
    for name, cells in rows.items():
        assert f"| {name} | {' | '.join(cells)} |" in text
    said = " ".join(text.split())
    named = found["carriers"]["counting_unit"]
    assert f"**Unit {named['unit']} counts.**" in said
    for part in ("within", "beyond"):
        assert f"at {named[part]['correlation']:.5f}".replace("-", "−") in said
        assert f"{named[part]['error_counts']:.2f}" in said
    assert f"moves by {named['within']['slope']:.3f} for each a".replace("-", "−") in said
    assert f"Every n up to {found['right_up_to']} is right" in said
    assert f"{card['architecture']['parameters']} parameters" in said
    assert f"{found['carriers']['strongest'][1]['correlation']:.2f}".replace("-", "−") in said


def test_the_tokenizer_that_is_built_is_the_shipped_one() -> None:
    shipped = json.loads((nets.FOLDER / counter.TOKENIZER_FILE).read_text(encoding="utf-8"))
    assert json.loads(counter.build_tokenizer().to_str()) == shipped


def test_other_characters_are_dropped_and_the_reader_is_told() -> None:
    text = "𝒳 aA苹bÁ😀 B"
    encoding = counter.build_tokenizer().encode(text)
    assert encoding.ids == [0, 3, 3, 4, 4]
    tokens = tokens_of(encoding, text, None, 2)
    assert [(t.text, t.start, t.unknown) for t in tokens[1:]] == [
        ("a", 2, False),
        ("A", 3, False),
        ("b", 5, False),
        ("B", 9, False),
    ]
    (notice,) = notices(tokens, text, "counter", counter.build_tokenizer())
    assert notice.code == "unread-characters"
    assert notice.spans == [(0, 1), (4, 5), (6, 8)]
    assert counter.build_tokenizer().encode("苹果 </s>").ids == [0]


def test_training_twice_gives_the_same_weights_to_the_last_bit() -> None:
    first, second = (counter.train(SMALL, 1) for _ in range(2))
    for one, two in zip(first, second, strict=True):
        for name, value in one.state_dict().items():
            assert torch.equal(value, two.state_dict()[name]), name
    other, _ = counter.train(SMALL, 2)
    assert not torch.equal(first[0].embedding.weight, other.embedding.weight)
    assert not torch.equal(first[0].embedding.weight, first[1].embedding.weight)


def test_padding_changes_no_prediction(net: nets.RecurrentNet) -> None:
    together, targets = counter.batch([2, 9])
    assert targets[0].tolist() == [3, 3, 4, 4, 1] + [-100] * 14
    with torch.no_grad():
        apart = net(torch.tensor([ids(2, 2)]))[0][0]
        assert torch.allclose(net(together)[0][0, :5], apart, atol=1e-5)


def test_run_writes_a_net_that_loads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    counter.run(tmp_path, Settings(), quick=True)
    assert "10/10 steps" in capsys.readouterr().err
    card = nets.card("counter", tmp_path)
    assert set(card["recipe"]["seeds_tried"]) == {"1", "2"}
    assert nets.load("counter", "trained", tmp_path).units == card["architecture"]["units"] == 10
    assert nets.load("counter", "initial", tmp_path).kind == "lstm"
    assert set(card) == set(nets.card("counter"))
    assert set(card["results"]) == set(nets.card("counter")["results"])
