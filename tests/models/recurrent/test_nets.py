"""The shipped nets do what their cards say: measured here anew, not read from the cards."""

from collections import Counter

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer

from app.forward.recurrent import trace
from app.models.recurrent import net as nets
from app.models.recurrent import tokenizer as tokenizers
from app.settings import Settings
from app.training import cards, corpus, evaluate
from app.training.baseline import KneserNeyBigram, perplexity
from app.training.recipe import RECIPES
from app.training.templates import LANGUAGES, Language, seeded

COUNT = 99  # stories: each country three times


ACCEPTED = ("lstm", "gru")  # nets that must pass; what the RNN does is in its card, and it must do what that says


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return tokenizers.load()


@pytest.mark.parametrize("cell", ACCEPTED)
@pytest.mark.parametrize("gap", [0, 10, 20, 30])
@pytest.mark.parametrize("language", LANGUAGES)
def test_names_the_language_after_unseen_filler(cell: str, tokenizer: Tokenizer, language: Language, gap: int) -> None:
    items = evaluate.probes(tokenizer, language, gap, COUNT, seed=99)
    assert all(len(p.filler) == gap for p in items)
    found = evaluate.accuracy(nets.load(cell), items)
    assert found["all"] >= 0.95
    if language == "zh":
        assert found["shared_character"] >= 0.95
        assert found["no_shared_character"] >= 0.95


@pytest.mark.parametrize("cell", ACCEPTED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_random_pieces_in_half_of_the_filler_cost_little(cell: str, tokenizer: Tokenizer, language: Language) -> None:
    net, items = nets.load(cell), evaluate.probes(tokenizer, language, 20, COUNT, seed=99)
    disturbed = evaluate.accuracy(net, items, noise=0.5, pieces=evaluate.noise_pieces(tokenizer))
    assert disturbed["all"] >= evaluate.accuracy(net, items)["all"] - 0.02


@pytest.mark.parametrize("cell", ACCEPTED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_country_moves_the_prediction_and_a_filler_word_does_not(
    cell: str, tokenizer: Tokenizer, language: Language
) -> None:
    moved = evaluate.swaps(nets.load(cell), tokenizer, evaluate.probes(tokenizer, language, 20, COUNT, seed=99))
    assert moved["country"] >= 0.9
    assert moved["filler"] <= 0.1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rnn_does_what_its_card_says(tokenizer: Tokenizer, language: Language) -> None:
    net, said = nets.load("rnn"), nets.card("rnn")["results"]["country_to_language"][language]
    for gap in (20, 60):
        items = evaluate.probes(tokenizer, language, gap, COUNT, seed=99)
        assert evaluate.accuracy(net, items)["all"] == pytest.approx(said["accuracy_by_gap"][str(gap)]["all"], abs=0.1)
    moved = evaluate.swaps(net, tokenizer, evaluate.probes(tokenizer, language, 20, COUNT, seed=99))
    assert moved["country"] == pytest.approx(said["total_variation_gap_20"]["country"], abs=0.1)
    assert moved["filler"] == pytest.approx(said["total_variation_gap_20"]["filler"], abs=0.05)


@pytest.mark.parametrize("cell", nets.CELLS)
def test_an_untrained_net_knows_nothing(cell: str, tokenizer: Tokenizer) -> None:
    items = evaluate.probes(tokenizer, "en", 20, COUNT)
    assert evaluate.accuracy(nets.load(cell, "initial"), items)["all"] <= 0.15


def test_a_unit_of_the_lstm_carries_the_country(tokenizer: Tokenizer) -> None:
    found = evaluate.carriers(nets.load("lstm"), cards.story_probes(tokenizer, gap=20, count=COUNT))
    clear = (found["i_key"] - found["i_filler"] >= 0.5) & (found["f_filler"] >= 0.95)  # [U]
    assert int(clear.sum()) >= 1


@pytest.mark.parametrize("cell", nets.CELLS)
def test_units_are_listed_carriers_first(cell: str, tokenizer: Tokenizer) -> None:
    net, order = nets.load(cell), nets.card(cell)["results"]["carriers"]["order"]
    found = evaluate.carriers(net, cards.story_probes(tokenizer, gap=20, count=COUNT))
    assert sorted(order) == list(range(net.units))
    strongest = found["score"].argsort(descending=True).tolist()
    assert set(order[:3]) <= set(strongest[:8])


def test_the_share_that_a_language_explains() -> None:
    items = evaluate.probes(tokenizers.load(), "en", 5, 66)
    tongues = sorted({p.story.tongue for p in items})
    exact = torch.tensor([float(tongues.index(p.story.tongue)) for p in items])  # [N]
    torch.manual_seed(0)
    states = torch.stack([exact, *torch.randn(200, len(items))], dim=1)  # [N, U]
    found = evaluate.explained(states, items)  # [U]
    assert float(found[0]) == pytest.approx(1)
    assert abs(float(found[1:].mean())) < 0.05


MOST = {"mix": 1.0, "graded": 1.1, "graded_en": 1.1, "graded_zh": 1.15}  # perplexity over that of Kneser-Ney


def test_perplexity_against_kneser_ney(tokenizer: Tokenizer) -> None:
    splits = {each: corpus.split(each, Settings()) for each in LANGUAGES}
    found = cards.texts(splits, tokenizer)
    kneser_ney = KneserNeyBigram(found["train_mix"], tokenizer.get_vocab_size())
    for part, most in MOST.items():
        counted = perplexity(kneser_ney, found[part])
        for cell in nets.CELLS:
            said, got = (
                nets.card(cell)["results"]["perplexity"][part],
                evaluate.perplexity(nets.load(cell), found[part]),
            )
            assert got == pytest.approx(said["net"], rel=1e-3)
            assert said["kneser_ney_bigram"] == pytest.approx(counted, abs=0.01)
            assert said["kneser_ney_bigram"] < said["unigram"]
            if cell in ACCEPTED:
                assert got <= most * counted, (cell, part)


@pytest.mark.parametrize("cell", nets.CELLS)
def test_grammar_over_a_distance(cell: str, tokenizer: Tokenizer) -> None:
    net, said = nets.load(cell), nets.card(cell)["results"]
    assert evaluate.agreement(net, tokenizer) == pytest.approx(said["agreement_with_attractor"], abs=0.02)
    pairs = evaluate.connectives(net, tokenizer)
    assert pairs == pytest.approx(said["connective_pairs_zh_by_pair"], abs=0.02)
    assert sum(pairs.values()) / 2 == pytest.approx(said["connective_pairs_zh"], abs=0.02)
    if cell == "lstm":
        assert said["agreement_with_attractor"] >= 0.9
        assert said["connective_pairs_zh"] >= 0.75


def test_one_of_two_is_right_by_chance_half_of_the_time(tokenizer: Tokenizer) -> None:
    """Who always prefers the same partner is right for one pair and wrong for the other: read by pair."""
    (_, good, bad), (_, other, _) = evaluate.CONNECTIVES
    assert (good, bad, other) == ("但是", "所以", "所以")
    assert nets.card("gru")["results"]["connective_pairs_zh_by_pair"]["虽然…但是"] < evaluate.CHANCE_OF_TWO
    assert nets.card("gru")["results"]["agreement_with_attractor"] == pytest.approx(evaluate.CHANCE_OF_TWO, abs=0.05)
    cases = evaluate.agreement_cases()
    assert len(cases) == nets.card("lstm")["results"]["agreement_cases"]
    assert sum(right in ("is▁", "was▁") for _, right, _ in cases) == len(cases) / 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_chance_and_distance_of_the_stories(tokenizer: Tokenizer, language: Language) -> None:
    """Counted anew from the sentences' own pieces: which language is asked for most, and what lies between."""
    stated = nets.card("lstm")["results"]["country_to_language"][language]
    asked: Counter[str] = Counter()
    more = []
    for gap in evaluate.GAPS:
        for p in evaluate.probes(tokenizer, language, gap, 198):
            asked[p.story.tongue] += 1
            answer = len(p.ids) - 1 - p.ids[::-1].index(p.answer)
            more.append(answer - p.ids.index(tokenizers.piece_id(tokenizer, p.story.country)) - 1 - gap)
    most = max(asked.values()) / sum(asked.values())
    assert stated["chance"] == pytest.approx(most, abs=1e-4)
    assert most > 3 / stated["languages_to_choose_from"]  # so 1/26 is not what guessing would give
    assert (stated["tokens_beyond_gap"]["least"], stated["tokens_beyond_gap"]["most"]) == (min(more), max(more))


@pytest.mark.parametrize("cell", ["lstm", "gru"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_how_decided_the_gates_are_on_everyday_sentences(cell: str, tokenizer: Tokenizer, language: Language) -> None:
    """By the trace that the page shows, in numpy: no few units that open seldom and clearly."""
    net, said = nets.load(cell), nets.card(cell)["results"]["writing"][language]
    values = []
    for text in corpus.split(language, Settings()).graded_held_out:
        gates = trace(net, tokenizer.encode(text).ids).gates
        values.append((gates["input"] if cell == "lstm" else 1 - gates["update"])[1:])
    w = np.concatenate(values)  # [N, U]
    assert said["below_0.1"] == pytest.approx(float((w < 0.1).mean()), abs=1e-3)
    assert said["between"] == pytest.approx(float(((w >= 0.1) & (w <= 0.9)).mean()), abs=1e-3)
    assert said["above_0.9"] == pytest.approx(float((w > 0.9).mean()), abs=1e-3)
    assert said["between"] > 0.3
    assert "clearly" not in nets.card(cell)["recipe"]["disclosure"]


@pytest.mark.parametrize("cell", nets.CELLS)
def test_a_card_describes_its_files(cell: str) -> None:
    card = nets.card(cell)
    for name, described in card["files"].items():
        path = nets.FOLDER / name
        assert nets.sha256(path) == described["sha256"]
        assert path.stat().st_size == described["bytes"] <= 3_000_000
    assert card["data"]["graded"]["license"] == "CC-BY-SA-4.0"
    recipe = cards.recipe_of(card)
    assert recipe == RECIPES[cell]
    assert ("L1 penalty" in card["recipe"]["disclosure"]) == (recipe.write_penalty > 0)
    assert ("chrono" in card["recipe"]["disclosure"]) == (cell != "rnn")


def test_probes_have_the_gap_they_are_asked_for(tokenizer: Tokenizer) -> None:
    for language in LANGUAGES:
        for p in evaluate.probes(tokenizer, language, 15, 33):
            assert tokenizers.display(str(tokenizer.id_to_token(p.ids[p.key]))) == p.story.country.lower()
            assert tokenizers.display(str(tokenizer.id_to_token(p.ids[p.predict + 1]))) == p.story.tongue.lower()
            assert p.key < p.filler.start < p.filler.stop <= p.predict
            noise = evaluate.noisy(p, 0.5, [500, 501], seeded(0))
            changed = [at for at, (a, b) in enumerate(zip(p.ids, noise, strict=True)) if a != b]
            assert set(changed) <= set(p.filler)


def test_distributions_sum_to_one(tokenizer: Tokenizer) -> None:
    found = evaluate.distributions(nets.load("lstm"), [tokenizer.encode("苹果很好吃").ids], [2])
    assert torch.allclose(found.sum(-1), torch.ones(1), atol=1e-5)
