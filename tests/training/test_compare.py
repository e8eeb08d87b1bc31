"""The comparison card follows from its curves, and the comparison is fair: same stories, same size, unseen clauses."""

import copy
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from app.analysis.gates.reach import reach
from app.models.recurrent import net as nets
from app.models.recurrent.net import CELLS
from app.settings import Settings
from app.training import compare, compare_measure, compare_report
from app.training import compare_stories as stories
from app.training.templates import grammar, seeded

SMALL = compare.Recipe(lstm_units=6, embedding=5, steps=30, batch=4, seeds=(1,), stories_a_country=1)
DOCUMENT = Path(__file__).parents[2] / "docs" / "models" / "comparison.md"
BLOCKS = {"lstm": 4, "gru": 3, "rnn": 1, "rnn_identity": 1}


@pytest.fixture(scope="module")
def card() -> dict[str, Any]:
    return nets.card("comparison")


def words(story: stories.Story) -> str:
    names = list(stories.vocabulary())
    return " ".join(names[i] for i in story.ids)


def test_every_seed_has_a_curve_and_means_follow_from_them(card: dict[str, Any]) -> None:
    assert set(card["curves"]) == set(card["mean"]) == {*CELLS, "rnn_identity"}
    assert set(card["extra"]) == {"rnn_identity"}
    assert len(card["seeds"]) >= 3
    for cell, by_seed in card["curves"].items():
        assert sorted(by_seed) == sorted(str(seed) for seed in card["seeds"])
        curves = np.array(list(by_seed.values()))
        assert curves.shape == (len(card["seeds"]), len(card["gaps"]))
        assert 0 <= curves.min() <= curves.max() <= 1
        assert np.allclose(curves.mean(0), card["mean"][cell], atol=1e-4)
        counts = curves * card["data"]["stories_a_gap"]
        assert np.allclose(counts, counts.round(), atol=0.05)  # shares of so many stories


def test_the_gap_at_30_follows_from_the_curves(card: dict[str, Any]) -> None:
    at = card["gaps"].index(30)
    apart = [card["curves"]["lstm"][str(s)][at] - card["curves"]["rnn"][str(s)][at] for s in card["seeds"]]
    assert list(card["lstm_minus_rnn_gap_30"]["by_seed"].values()) == pytest.approx(apart, abs=1e-4)
    assert card["lstm_minus_rnn_gap_30"]["mean"] == pytest.approx(sum(apart) / len(apart), abs=1e-4)


def test_chance_is_one_of_the_languages(card: dict[str, Any]) -> None:
    languages = {tongue for _, tongue in grammar("en").pairs}
    assert card["chance"] == pytest.approx(1 / len(languages))
    assert card["data"]["languages"] == card["data"]["countries"] == len(languages) >= 16
    items = stories.probes(30, 2)
    assert {items[0].ids[items[0].tongue]} != {s.ids[s.tongue] for s in items}
    doubled = [*items, items[0], items[0]]
    assert compare_measure.majority(doubled) == pytest.approx(4 / len(doubled))


def test_sizes_are_as_stated_and_about_the_same(card: dict[str, Any]) -> None:
    v, e = card["data"]["words"], card["recipe"]["embedding"]
    for name, got in card["parameters"].items():
        u = card["units"][name]
        assert got == v * e + BLOCKS[name] * u * (e + u + 2) + e * u + e + v
        assert got == pytest.approx(card["parameters"]["lstm"], rel=0.02)


def test_reach_and_swaps_have_every_cell(card: dict[str, Any]) -> None:
    for cell in card["curves"]:
        for checkpoint in ("initial", "trained"):
            found = card["reach"][cell][checkpoint]
            assert found["distances"] == list(range(len(found["norms"])))
            assert len(found["norms"]) > card["gaps"][-1]
            assert min(found["norms"]) > 0
        assert len(card["swap"][cell]["by_gap"]) == len(card["gaps"])
    memory = card["memory_without_gradient"]
    for cell, found in memory["cells"].items():
        assert {len(values) for values in found.values()} == {len(card["gaps"])}
        if case := memory["cases"][cell]:
            assert case["right"]
            assert case["total_variation"] >= 0.9
            assert case["swapped_for"] not in case["story"].split()


def test_training_reads_no_held_out_clause_and_tests_read_no_other() -> None:
    seen = {c for each in stories.clauses(False).values() for c in each}
    unseen = {c for each in stories.clauses(True).values() for c in each}
    assert not seen & unseen
    assert len(unseen) > 0.15 * len(seen)
    known = {word for clause in seen for word in clause.split()}
    assert {word for clause in unseen for word in clause.split()} <= known
    rng = seeded("test")
    for held_out, clauses in ((False, seen), (True, unseen)):
        for gap in (3, 12, 20):
            parts = " ".join(stories.filler(gap, held_out, rng)).split(" ,")[:-1]
            assert {f"{part.strip()} ," for part in parts} <= clauses
            assert sum(len(part.split()) + 1 for part in parts) == gap


def test_probes_have_the_gap_they_are_asked_for() -> None:
    for gap in compare.GAPS:
        for item in stories.probes(gap, 1):
            text = words(item)
            assert sum(text.count(key.split("} ")[1].split(" {")[0]) for key in stories.KEYS) == 1
            assert text.split().index("so") - item.country - 2 == gap
            country, tongue = (list(stories.vocabulary())[item.ids[at]] for at in (item.country, item.tongue))
            assert (country, tongue) in stories.pairs()
    with pytest.raises(ValueError, match="2 words"):
        stories.filler(2, held_out=False, rng=seeded("test"))


def test_swapping_changes_the_country_and_its_language_only() -> None:
    items = stories.probes(12, 1)
    for one, other in zip(items, compare_measure.swaps(items, 12), strict=True):
        changed = [at for at, (a, b) in enumerate(zip(one.ids, other.ids, strict=True)) if a != b]
        assert changed == [one.country, one.tongue]


def test_the_gap_grows_and_stays_within_the_trained_one() -> None:
    data = compare.batches(compare.Recipe(steps=40, batch=8), 1)
    lengths = [int((targets[row] >= 0).sum()) for _, targets, _ in data for row in range(8)]
    longest = 1 + 5 + 1 + 12 + 5 + 1  # <s>, clause, comma, filler, answer, full stop
    assert max(lengths[:16]) <= longest - 9
    assert longest - 2 <= max(lengths) <= longest
    heavy = [(targets[w == 10], w) for _, targets, w in data]
    tongues = {stories.vocabulary()[tongue] for _, tongue in stories.pairs()}
    assert all(len(found) == 8 and set(found.tolist()) <= tongues for found, _ in heavy)


@pytest.mark.parametrize("name", list(compare.VARIANTS))
def test_recurrent_blocks_begin_orthogonal_or_as_the_identity(name: str) -> None:
    net = compare.build(compare.VARIANTS[name], SMALL, 1)
    blocks = net.layer.weight_hh.detach().chunk(BLOCKS[name])  # [U, U] each
    for block in blocks:
        assert torch.allclose(block @ block.T, torch.eye(net.units), atol=1e-5)
        assert bool(torch.equal(block, torch.eye(net.units))) == (name == "rnn_identity")


@pytest.mark.parametrize("name", list(compare.VARIANTS))
def test_training_twice_gives_the_same_weights_to_the_last_bit(name: str) -> None:
    found = []
    for seed in (1, 1, 2):
        net = compare.build(compare.VARIANTS[name], SMALL, seed)
        before = copy.deepcopy(net)
        compare.train(net, compare.batches(SMALL, seed), SMALL)
        assert not torch.equal(before.embedding.weight, net.embedding.weight)
        found.append(net.state_dict())
    assert all(torch.equal(value, found[1][key]) for key, value in found[0].items())
    assert not torch.equal(found[0]["embedding.weight"], found[2]["embedding.weight"])


@pytest.mark.parametrize("name", list(compare.VARIANTS))
def test_gradients_are_the_norms_of_the_jacobian(name: str) -> None:
    net = compare.build(compare.VARIANTS[name], SMALL, 1)
    (story, *_) = stories.probes(5, 1)
    layer = copy.deepcopy(net.cell).double()
    x = net.embedding.weight.detach()[story.ids[: story.tongue]].double().requires_grad_()  # [T + 1, E]
    last = layer(x[None])[0][0, -1]  # [U]
    jacobian = torch.stack([torch.autograd.grad(h, x, retain_graph=True)[0] for h in last])  # [U, T + 1, E]
    norms = jacobian.norm(dim=(0, 2)).flip(0).numpy()  # [T + 1]
    assert compare_measure.gradients(net, story) == pytest.approx(norms, rel=1e-9)
    assert reach(net, story.ids, story.tongue - 1).norms == pytest.approx(norms, rel=1e-9)
    (case,) = compare_measure.cases(net, [story], compare_measure.swaps([story], 5))
    assert case.gradient == pytest.approx(norms[story.tongue - 1 - story.country])
    assert case.relative == pytest.approx(case.gradient / norms[0])


def test_distributions_are_read_where_the_language_stands() -> None:
    net = compare.build(compare.VARIANTS["gru"], SMALL, 1)
    items = [stories.probes(0, 1)[3], stories.probes(12, 1)[4]]
    found = compare_measure.distributions(net, items)  # [N, V]
    for row, item in zip(found, items, strict=True):
        alone = net(torch.tensor([item.ids[: item.tongue]]))[0][0, -1].softmax(-1)  # [V]
        assert torch.allclose(row, alone, atol=1e-6)
    moved = compare_measure.total_variation(found[:1], found[1:])
    assert float(moved) == pytest.approx(float(np.abs(found[0].numpy() - found[1].numpy()).sum() / 2), abs=1e-6)
    sure = torch.nn.functional.one_hot(torch.tensor([i.ids[i.tongue] for i in items]), found.shape[1]).float()
    assert compare_measure.right(sure, items).tolist() == [True, True]
    assert compare_measure.right(sure.flip(0), items).tolist() == [False, False]


def test_run_writes_a_card(tmp_path: Path, capsys: pytest.CaptureFixture[str], card: dict[str, Any]) -> None:
    compare.run(tmp_path, Settings(), quick=True)
    assert "40/40 steps" in capsys.readouterr().err
    quick = nets.card("comparison", tmp_path)
    assert quick["seeds"] == [1, 2]
    assert set(quick) == set(card)
    assert quick["parameters"] == card["parameters"]
    assert quick["gaps"] == card["gaps"]


@pytest.mark.parametrize("part", list(compare_report.PARTS))
def test_the_document_says_what_the_card_says(card: dict[str, Any], part: str) -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    inside = text.split(f"<!-- {part} -->\n")[1].split(f"\n<!-- /{part} -->")[0]
    assert inside == compare_report.PARTS[part](card)


def test_the_tables_hold_the_curves(card: dict[str, Any]) -> None:
    rows = [line.strip("| ").split(" | ") for line in compare_report.accuracy_table(card).splitlines()]
    at = rows[0].index("30")
    assert float(rows[2][at]) == pytest.approx(card["mean"]["lstm"][card["gaps"].index(30)], abs=0.005)
    least, most = (float(value) for value in rows[3][at].split(" … "))
    assert least <= float(rows[2][at]) <= most
