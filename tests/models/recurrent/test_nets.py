"""The shipped LSTM does what its card says: measured here anew, not read from the card."""

from typing import Any

import pytest
import torch
from tokenizers import Tokenizer

from app.models.recurrent import cards, corpus, evaluate
from app.models.recurrent import net as nets
from app.models.recurrent import tokenizer as tokenizers
from app.models.recurrent.templates import LANGUAGES, Language, seeded
from app.settings import Settings

COUNT = 99  # stories: each country three times


@pytest.fixture(scope="module")
def net() -> nets.RecurrentNet:
    return nets.load("lstm")


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return tokenizers.load()


@pytest.fixture(scope="module")
def card() -> dict[str, Any]:
    return nets.card("lstm")


@pytest.mark.parametrize("gap", [0, 10, 20, 30])
@pytest.mark.parametrize("language", LANGUAGES)
def test_names_the_language_after_unseen_filler(
    net: nets.RecurrentNet, tokenizer: Tokenizer, language: Language, gap: int
) -> None:
    items = evaluate.probes(tokenizer, language, gap, COUNT, seed=99)
    assert all(len(p.filler) == gap for p in items)
    found = evaluate.accuracy(net, items)
    assert found["all"] >= 0.95
    if language == "zh":
        assert found["shared_character"] >= 0.95
        assert found["no_shared_character"] >= 0.95


@pytest.mark.parametrize("language", LANGUAGES)
def test_random_pieces_in_half_of_the_filler_cost_little(
    net: nets.RecurrentNet, tokenizer: Tokenizer, language: Language
) -> None:
    items = evaluate.probes(tokenizer, language, 20, COUNT, seed=99)
    disturbed = evaluate.accuracy(net, items, noise=0.5, pieces=evaluate.noise_pieces(tokenizer))
    assert disturbed["all"] >= evaluate.accuracy(net, items)["all"] - 0.02


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_country_moves_the_prediction_and_a_filler_word_does_not(
    net: nets.RecurrentNet, tokenizer: Tokenizer, language: Language
) -> None:
    moved = evaluate.swaps(net, tokenizer, evaluate.probes(tokenizer, language, 20, COUNT, seed=99))
    assert moved["country"] >= 0.9
    assert moved["filler"] <= 0.1


def test_the_untrained_net_knows_nothing(tokenizer: Tokenizer) -> None:
    items = evaluate.probes(tokenizer, "en", 20, COUNT)
    assert evaluate.accuracy(nets.load("lstm", "initial"), items)["all"] <= 0.15


def test_a_unit_carries_the_country(net: nets.RecurrentNet, tokenizer: Tokenizer, card: dict[str, Any]) -> None:
    found = evaluate.carriers(net, cards.story_probes(tokenizer, gap=20, count=COUNT))
    clear = (found["i_key"] - found["i_filler"] >= 0.5) & (found["f_filler"] >= 0.95)  # [U]
    assert int(clear.sum()) >= 1
    order = card["results"]["carriers"]["order"]
    assert sorted(order) == list(range(net.units))
    strongest = found["score"].argsort(descending=True).tolist()
    assert set(order[:3]) <= set(strongest[:6])


def test_perplexity_against_kneser_ney(net: nets.RecurrentNet, tokenizer: Tokenizer, card: dict[str, Any]) -> None:
    splits = {each: corpus.split(each, Settings()) for each in LANGUAGES}
    table = cards.perplexities(net, cards.texts(splits, tokenizer))
    for part, most in {"mix": 1.0, "graded": 1.1, "graded_en": 1.1, "graded_zh": 1.15}.items():
        row = table[part]
        assert row["net"] <= most * row["kneser_ney_bigram"], part
        assert row["unigram"] > row["kneser_ney_bigram"], part
        assert row["net"] == pytest.approx(card["results"]["perplexity"][part]["net"], rel=1e-3)
        assert row["kneser_ney_bigram"] == card["results"]["perplexity"][part]["kneser_ney_bigram"]


def test_grammar_over_a_distance(net: nets.RecurrentNet, tokenizer: Tokenizer) -> None:
    assert evaluate.agreement(net, tokenizer) >= 0.9
    assert evaluate.connectives(net, tokenizer) >= 0.75


def test_the_card_describes_the_files(card: dict[str, Any]) -> None:
    for name, described in card["files"].items():
        path = nets.FOLDER / name
        assert nets.sha256(path) == described["sha256"]
        assert path.stat().st_size == described["bytes"] <= 3_000_000
    assert card["data"]["graded"]["license"] == "CC-BY-SA-4.0"
    assert card["recipe"]["write_penalty"] > 0
    assert "L1 penalty" in card["recipe"]["disclosure"]


def test_probes_have_the_gap_they_are_asked_for(tokenizer: Tokenizer) -> None:
    for language in LANGUAGES:
        for p in evaluate.probes(tokenizer, language, 15, 33):
            assert tokenizers.display(str(tokenizer.id_to_token(p.ids[p.key]))) == p.story.country.lower()
            assert tokenizers.display(str(tokenizer.id_to_token(p.ids[p.predict + 1]))) == p.story.tongue.lower()
            assert p.key < p.filler.start < p.filler.stop <= p.predict
            noise = evaluate.noisy(p, 0.5, [500, 501], seeded(0))
            changed = [at for at, (a, b) in enumerate(zip(p.ids, noise, strict=True)) if a != b]
            assert set(changed) <= set(p.filler)


def test_distributions_sum_to_one(net: nets.RecurrentNet, tokenizer: Tokenizer) -> None:
    found = evaluate.distributions(net, [tokenizer.encode("苹果很好吃").ids], [2])
    assert torch.allclose(found.sum(-1), torch.ones(1), atol=1e-5)
