import argparse
import dataclasses
import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import torch

from app.errors import WeightsMissing, WrongHash
from app.models.recurrent import net as nets
from app.models.recurrent import tokenizer as tokenizers
from app.settings import Settings
from app.training import cards, corpus, train, vocabulary
from app.training.batches import Batches, Example, pad
from app.training.check import compare, train_and_compare
from app.training.objective import gates, objective, writing
from app.training.recipe import RECIPES, Recipe
from app.training.templates import LANGUAGES, Language

SMALL = Recipe(steps=6, units=8, embedding=6, graded=6, templates=6, stories=4)


def few(language: Language, settings: Settings) -> corpus.Split:
    """A language's sentences, the first few of every kind."""
    whole = corpus.split(language, settings)
    kinds = ("graded", "graded_held_out", "templates", "templates_held_out")
    return dataclasses.replace(whole, **{kind: getattr(whole, kind)[:200] for kind in kinds})


@pytest.fixture(scope="module")
def splits() -> dict[Language, corpus.Split]:
    return {each: few(each, Settings()) for each in LANGUAGES}


def run_here(jobs: Mapping[str, Callable[[], None]]) -> None:
    """In the place of processes of their own."""
    for job in jobs.values():
        job()


def silent(step: int, net: nets.RecurrentNet) -> None:
    pass


def test_training_twice_gives_the_same_weights_to_the_last_bit(splits: dict[Language, corpus.Split]) -> None:
    tokenizer = tokenizers.load()
    first, second = (train.train(splits, tokenizer, SMALL, silent) for _ in range(2))
    for one, two in zip(first, second, strict=True):
        for name, value in one.state_dict().items():
            assert torch.equal(value, two.state_dict()[name]), name
    assert not torch.equal(first[0].embedding.weight, first[1].embedding.weight)
    other, _ = train.train(splits, tokenizer, dataclasses.replace(SMALL, seed=2), silent)
    assert not torch.equal(first[0].embedding.weight, other.embedding.weight)


def test_the_tokenizer_that_is_built_is_the_shipped_one() -> None:
    splits = {each: corpus.split(each, Settings()) for each in LANGUAGES}
    built = vocabulary.build(*corpus.tokenizer_text(splits))
    shipped = (tokenizers.FOLDER / "tokenizer.json").read_text(encoding="utf-8")
    assert json.loads(built.to_str()) == json.loads(shipped)


def test_stories_weigh_the_language_and_stay_in_their_gap(splits: dict[Language, corpus.Split]) -> None:
    stream = Batches(splits, tokenizers.load(), SMALL)
    for _ in range(100):
        story = stream.story(10)
        heavy = [i for i, w in zip(story.ids, story.weights, strict=True) if w == SMALL.answer_weight]
        assert len(heavy) == 1
        assert heavy[0] in stream.names


def test_padding_changes_no_loss() -> None:
    torch.manual_seed(0)
    net = nets.RecurrentNet(300, 6, 8)
    one, two = Example([260, 261, 262], [1.0, 2.0, 1.0]), Example([263] * 9, [1.0] * 9)
    apart = sum(float(objective(net, pad([e]), 0.0).detach()) for e in (one, two))
    assert float(objective(net, pad([one, two]), 0.0).detach()) == pytest.approx(apart, rel=1e-5)


def test_the_penalised_gate_is_the_input_gate_of_the_fused_lstm() -> None:
    torch.manual_seed(0)
    net = nets.RecurrentNet(300, 6, 8)
    x = net.embedding(torch.randint(0, 300, (2, 7)))  # [B, T, E]
    hidden, _ = net.cell(x)  # [B, T, U]
    found = gates(net, x, hidden)
    i, f, o = (found[name] for name in ("input", "forget", "output"))  # [B, T, U] each
    assert torch.equal(i, writing(net, x, hidden))
    layer = net.layer
    g = torch.tanh((x[:, 0] @ layer.weight_ih.T + layer.bias_ih + layer.bias_hh)[:, 16:24])  # [B, U]
    cell = i[:, 0] * g  # [B, U]
    assert torch.allclose(hidden[:, 0], o[:, 0] * torch.tanh(cell), atol=1e-6)
    assert float(f.detach().min()) > 0


def test_the_penalised_share_is_what_the_fused_gru_writes() -> None:
    torch.manual_seed(0)
    net = nets.RecurrentNet(300, 6, 8, "gru")
    x = net.embedding(torch.randint(0, 300, (2, 7)))  # [B, T, E]
    hidden, _ = net.cell(x)  # [B, T, U]
    w, r = writing(net, x, hidden), gates(net, x, hidden)["reset"]  # [B, T, U] each
    layer, previous = net.layer, torch.nn.functional.pad(hidden[:, :-1], (0, 0, 1, 0))  # [B, T, U]
    from_state = previous @ layer.weight_hh[16:].T + layer.bias_hh[16:]  # [B, T, U]
    n = torch.tanh(x @ layer.weight_ih[16:].T + layer.bias_ih[16:] + r * from_state)  # [B, T, U]
    assert torch.allclose(hidden, w * n + (1 - w) * previous, atol=1e-6)


def test_the_penalised_share_of_an_rnn_is_half_of_its_states_change() -> None:
    torch.manual_seed(0)
    net = nets.RecurrentNet(300, 6, 8, "rnn")
    x = net.embedding(torch.randint(0, 300, (2, 7)))  # [B, T, E]
    hidden, _ = net.cell(x)  # [B, T, U]
    found = writing(net, x, hidden)
    assert gates(net, x, hidden) == {}
    assert torch.allclose(found[:, 0] * 2, hidden[:, 0].abs())
    assert torch.allclose(found[:, 3] * 2, (hidden[:, 3] - hidden[:, 2]).abs())


@pytest.mark.parametrize("cell", nets.CELLS)
def test_penalties_are_added_as_written(cell: str) -> None:
    torch.manual_seed(0)
    net = nets.RecurrentNet(300, 6, 8, cell)
    batch = pad([Example([260, 261, 262], [1.0, 2.0, 1.0]), Example([263, 264], [1.0, 1.0])])
    plain, both = (float(objective(net, batch, *weights).detach()) for weights in ((0.0, 0.0), (0.3, 0.2)))
    read = (net.embedding(torch.tensor([ids])) for ids in ([0, 260, 261, 262], [0, 263, 264]))  # [1, T, E] each
    w = torch.cat([writing(net, x, net.cell(x)[0])[0] for x in read]).detach()  # [N, U]
    assert both - plain == pytest.approx(
        float((0.3 * w + 0.2 * w * (1 - w)).mean()) * 8, rel=1e-3
    )  # the weights add up to 8


def test_noise_meets_answers_only() -> None:
    torch.manual_seed(0)
    net = nets.RecurrentNet(300, 6, 8)
    for weight, moved in ((1.0, False), (10.0, True)):
        batch = pad([Example([260, 261, 262], [1.0, weight, 1.0])])
        quiet, loud = (float(objective(net, batch, 0.0, 0.0, noise).detach()) for noise in (0.0, 0.5))
        assert (abs(quiet - loud) > 1e-3) == moved


def test_chrono_initialisation() -> None:
    net = nets.RecurrentNet(300, 6, 40)
    train.initialise(net, Recipe(units=40, embedding=6, chrono_max=60), names=[7])
    bias = net.layer.bias_ih.detach()
    assert torch.equal(bias[:40], -bias[40:80])
    norms = net.embedding.weight.detach().norm(dim=1)  # [V]
    assert float(norms[7]) > 2 * float(norms.mean())
    assert 0 <= float(bias[40:80].min()) <= float(bias[40:80].max()) <= 4.08
    assert float(net.layer.bias_hh.detach().abs().max()) == 0


def test_a_gru_begins_orthogonal_with_a_z_that_keeps() -> None:
    net = nets.RecurrentNet(300, 6, 40, "gru")
    train.initialise(net, Recipe(cell="gru", recurrent="orthogonal", chrono_max=60), names=[7])
    layer = net.layer
    for block in layer.weight_hh.detach().chunk(3):
        assert torch.allclose(block @ block.T, torch.eye(40), atol=1e-5)
    r, z, n = layer.bias_ih.detach().chunk(3)
    assert 0 <= float(z.min()) <= float(z.max()) <= 4.08
    assert float(r.abs().max()) == float(n.abs().max()) == float(layer.bias_hh.detach().abs().max()) == 0


def test_an_rnn_begins_with_a_scaled_identity() -> None:
    net = nets.RecurrentNet(300, 6, 40, "rnn")
    train.initialise(net, Recipe(cell="rnn", recurrent="identity", recurrent_scale=0.9), names=[7])
    assert torch.equal(net.layer.weight_hh.detach(), 0.9 * torch.eye(40))


def test_schedules_grow_and_fall() -> None:
    recipe = Recipe()
    assert train.gap(recipe, 0) == recipe.gap_start
    assert train.gap(recipe, 0.9) == recipe.gap_end
    assert train.penalties(recipe, 0) == (0, 0)
    assert train.penalties(recipe, 1) == (recipe.write_penalty, recipe.half_open_penalty)
    rates = [train.learning_rate(recipe, done) for done in (0, 0.02, 0.5, 1)]
    assert rates[0] < rates[3] < rates[2] < rates[1] <= recipe.learning_rate


def test_threads_are_as_before_afterwards(one_thread: None) -> None:
    torch.set_num_threads(3)  # one is what it would be anyway
    with train.one_thread():
        assert torch.get_num_threads() == 1
    assert torch.get_num_threads() == 3


def test_run_evaluate_and_refusal(
    splits: dict[Language, corpus.Split], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is held against Kneser-Ney and the like is little text: measuring it all again takes half a minute."""
    monkeypatch.setattr(corpus, "split", lambda language, _settings: splits[language])
    monkeypatch.setattr(train, "build", lambda *_text: tokenizers.load())  # that of all text
    monkeypatch.setattr(cards, "HELD_OUT_STORIES", 12)
    monkeypatch.setattr(train, "run_jobs", run_here)
    assert train.main(["--quick", "--only", "gru", "--out", str(tmp_path)]) == 0
    card = nets.card("gru", tmp_path)
    assert card["recipe"]["steps"] == 20
    assert train.main(["--evaluate", "--only", "gru", "--out", str(tmp_path)]) == 0
    assert nets.card("gru", tmp_path) == card
    weights = tmp_path / "gru.safetensors"
    whole = weights.read_bytes()
    weights.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    nets.load.cache_clear()
    with pytest.raises(WrongHash):
        nets.load("gru", "trained", tmp_path)
    (tmp_path / "gru.safetensors").unlink()
    with pytest.raises(WeightsMissing):
        nets.load("gru", "trained", tmp_path)
    with pytest.raises(WeightsMissing):
        nets.card("lstm", tmp_path)


def test_a_second_training_is_compared_with_the_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert train.main(["--quick", "--only", "counter", "--out", str(tmp_path)]) == 0
    assert "counter: done in" in capsys.readouterr().err
    said = io.StringIO()
    assert train_and_compare(Settings(), ("counter",), tmp_path, quick=True, stream=said)
    assert "counter.json: the same" in said.getvalue()
    other = tmp_path / "other"
    other.mkdir()
    card = (tmp_path / "counter.json").read_text(encoding="utf-8")
    (other / "counter.json").write_text(card.replace('"seed": ', '"seed": 1'), encoding="utf-8")
    assert not compare(tmp_path, other, io.StringIO())


def test_names_of_nets() -> None:
    assert train.nets_named("gru,comparison") == ("gru", "comparison")
    with pytest.raises(argparse.ArgumentTypeError, match="transformer"):
        train.nets_named("gru,transformer")


def test_every_recipe_is_its_cells() -> None:
    assert {name: recipe.cell for name, recipe in RECIPES.items()} == {name: name for name in nets.CELLS}
