"""Writes the nets' folder: tokenizer, weights and the card that says what they are and what was measured."""

import dataclasses
import json
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from ..models.recurrent.net import RecurrentNet, sha256, weights_file
from . import corpus
from .baseline import AddOneBigram, KneserNeyBigram, Sentences, Unigram
from .baseline import perplexity as counted_perplexity
from .batches import Batches
from .corpus import Split
from .evaluate import (
    CHANCE_OF_TWO,
    GAPS,
    Probe,
    accuracy,
    agreement,
    agreement_cases,
    always_one,
    beyond_filler,
    carriers,
    connectives,
    decided,
    noise_pieces,
    perplexity,
    probes,
    swaps,
)
from .recipe import RECIPES, Recipe
from .templates import LANGUAGES, Language, grammar, held_out_fillers

STORIES_A_GAP = 198  # six times every country
HELD_OUT_STORIES = 150  # per language, in the held-out mix
TITLES = {"lstm": "LSTM", "gru": "GRU", "rnn": "RNN"}
_OVER = "over stories with 20 pieces of unseen filler, English and Chinese alike."
CARRIER_DEFINITIONS = {
    "lstm": "Units by (mean input gate at the country's name - mean input gate on the filler) x (mean forget gate on "
    f"the filler), largest first, {_OVER}",
    "gru": "Units by (mean of 1 - z at the country's name - mean of 1 - z on the filler) x (mean z on the filler), "
    f"largest first, where the update gate z keeps, {_OVER}",
    "rnn": "An RNN has no gates. Units by the share of the variance of their state at the filler's end that the "
    f"story's language explains (epsilon squared, mean of English and Chinese), largest first, {_OVER}",
}

COUNTRY_DEFINITION = (
    "Accuracy: share of stories in which the right language is the likeliest of all pieces. The gap is the filler's "
    "length in pieces; between the country and the language lie tokens_beyond_gap more, the rest of their two clauses. "
    "chance is the accuracy of always naming the language that most stories ask for."
)
GRAMMAR_DEFINITION = (
    "Share of cases in which the right one of two pieces is the likelier, so that chance_of_two is chance. Agreement: "
    "two frames with nouns of the grammar that the net was trained on, such as 'the keys near the cabinet'. "
    "Connectives: one clause after 虽然 or 因为, the clauses never seen in training; but a net that always prefers one "
    "of the two partners has 1 for one pair and 0 for the other: read them by pair."
)
_SENTENCES = "over every unit and every piece of the held-out graded sentences of a language"
WRITING_DEFINITIONS = {
    "lstm": f"Shares of the input gate's values that are below 0.1, between and above 0.9, {_SENTENCES}; and their "
    "mean.",
    "gru": "Shares of the values of 1 - z, what is written, that are below 0.1, between and above 0.9, "
    f"{_SENTENCES}; and their mean.",
}


def texts(splits: dict[Language, Split], tokenizer: Tokenizer) -> dict[str, Sentences]:
    """Training and held-out sentences as ids: the ``mix`` has graded and grammar sentences and stories.

    Stories are drawn as the LSTM's recipe says, so that every net is held against the same count models.
    """

    def encode(lines: list[str]) -> list[list[int]]:
        return [e.ids for e in tokenizer.encode_batch(lines, add_special_tokens=False)]

    every = list(splits.values())
    graded = encode([t for s in every for t in s.graded])
    recipe = RECIPES["lstm"]
    stream = Batches(splits, tokenizer, recipe)
    stories = [stream.story(recipe.gap_end).ids for _ in range(recipe.stories * len(graded) // recipe.graded)]
    unseen = [p.ids[1:] for p in story_probes(tokenizer, gap=20, count=HELD_OUT_STORIES)]
    found: dict[str, Sentences] = {
        "train_graded": graded,
        "train_mix": graded + encode([t for s in every for t in s.templates]) + stories,
        "graded": encode([t for s in every for t in s.graded_held_out]),
        "templates": encode([t for s in every for t in s.templates_held_out]),
        "stories": unseen,
    }
    for language, each in splits.items():
        found[f"graded_{language}"] = encode(list(each.graded_held_out))
    found["mix"] = [*found["graded"], *found["templates"], *found["stories"]]
    return found


def recipe_of(card: dict[str, Any]) -> Recipe:
    """The recipe that a card states."""
    fields = {f.name for f in dataclasses.fields(Recipe)}
    return Recipe(**{name: value for name, value in card["recipe"].items() if name in fields})


def story_probes(tokenizer: Tokenizer, gap: int, count: int) -> list[Probe]:
    """Stories with unseen filler in both languages."""
    return [p for each in LANGUAGES for p in probes(tokenizer, each, gap, count)]


def perplexities(net: RecurrentNet, found: dict[str, Sentences]) -> dict[str, Any]:
    """The net beside count models, on the held-out mix, its parts, and the graded sentences by language."""
    table: dict[str, Any] = {}
    parts = ("mix", "graded", "graded_en", "graded_zh", "templates", "stories")
    counted: dict[str, Unigram | AddOneBigram | KneserNeyBigram] = {
        "unigram": Unigram(found["train_mix"], net.vocab),
        "add_one_bigram": AddOneBigram(found["train_mix"], net.vocab),
        "kneser_ney_bigram": KneserNeyBigram(found["train_mix"], net.vocab),
        "kneser_ney_bigram_graded_only": KneserNeyBigram(found["train_graded"], net.vocab),
    }
    for part in parts:
        row = {"net": perplexity(net, found[part])}
        row |= {name: counted_perplexity(model, found[part]) for name, model in counted.items()}
        table[part] = {name: round(value, 2) for name, value in row.items()}
        table[part]["net_over_kneser_ney"] = round(row["net"] / row["kneser_ney_bigram"], 3)
    return table


def results(net: RecurrentNet, tokenizer: Tokenizer, found: dict[str, Sentences], stories: int) -> dict[str, Any]:
    """Everything that the card reports, with so many ``stories`` a gap and language."""
    languages: dict[str, Any] = {}
    for language in LANGUAGES:
        by_gap, by_gap_noisy = {}, {}
        every: list[Probe] = []
        for gap in GAPS:
            items = probes(tokenizer, language, gap, stories)
            every += items
            by_gap[str(gap)] = _round(accuracy(net, items))
            if gap:
                by_gap_noisy[str(gap)] = _round(accuracy(net, items, noise=0.5, pieces=noise_pieces(tokenizer)))
        items = probes(tokenizer, language, 20, stories)
        languages[language] = {
            "languages_to_choose_from": len({tongue for _, tongue in grammar(language).pairs}),
            "chance": round(always_one(every), 4),
            "tokens_beyond_gap": beyond_filler(every),
            "accuracy_by_gap": by_gap,
            "accuracy_by_gap_half_of_filler_random": by_gap_noisy,
            "total_variation_gap_20": _round(swaps(net, tokenizer, items)),
        }
    found_carriers = carriers(net, story_probes(tokenizer, gap=20, count=stories))
    order = found_carriers["score"].argsort(descending=True, stable=True).tolist()
    means = {name: round(float(values.mean()), 3) for name, values in found_carriers.items()}
    best = [{"unit": u} | {n: round(float(v[u]), 3) for n, v in found_carriers.items()} for u in order[:12]]
    pairs = connectives(net, tokenizer)
    gated = {"writing": _writing(net, found)} if net.kind in WRITING_DEFINITIONS else {}
    return {
        "perplexity": perplexities(net, found),
        "stories_a_gap": stories,
        "country_to_language": languages,
        "country_to_language_definition": COUNTRY_DEFINITION,
        "agreement_with_attractor": round(agreement(net, tokenizer), 3),
        "agreement_cases": len(agreement_cases()),
        "connective_pairs_zh": round(sum(pairs.values()) / len(pairs), 3),
        "connective_pairs_zh_by_pair": {pair: round(share, 3) for pair, share in pairs.items()},
        "connective_cases_a_pair": len(held_out_fillers("zh")),
        "chance_of_two": CHANCE_OF_TWO,
        "grammar_definition": GRAMMAR_DEFINITION,
        **gated,
        "carriers": {
            "definition": CARRIER_DEFINITIONS[net.kind],
            "order": order,
            "strongest": best,
            "mean_over_units": means,
        },
    }


def _writing(net: RecurrentNet, found: dict[str, Sentences]) -> dict[str, Any]:
    """How decided the gate that writes is, on held-out graded sentences of each language."""
    by_language: dict[str, Any] = {each: _round(decided(net, found[f"graded_{each}"])) for each in LANGUAGES}
    return {**by_language, "definition": WRITING_DEFINITIONS[net.kind]}


def _round(values: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in values.items()}


def disclosure(recipe: Recipe) -> str:
    """What was done so that the net can be read, in a sentence or two."""
    name = TITLES[recipe.cell]
    written = {"lstm": "the input gate", "gru": "1 - z, the share that is written,", "rnn": "the state's change"}
    penalties = []
    if recipe.write_penalty:
        penalties.append(
            f"an L1 penalty on {written[recipe.cell]} (write_penalty times its mean over units and pieces)"
        )
    if recipe.half_open_penalty:
        penalties.append("a penalty where that is neither 0 nor 1 (half_open_penalty times the mean of w(1 - w))")
    if recipe.answer_noise:
        penalties.append("noise on the states that predict a story's language (of deviation answer_noise)")
    starts = []
    if recipe.cell != "rnn":
        starts.append(f"chrono initialisation of the {'gate biases' if recipe.cell == 'lstm' else 'bias of z'}")
    if recipe.recurrent != "default":
        scaled = f", scaled by {recipe.recurrent_scale:g}" if recipe.recurrent_scale != 1 else ""
        kind = "the identity" if recipe.recurrent == "identity" else "orthogonal matrices"
        starts.append(f"recurrent weights that begin as {kind}{scaled}")
    said = f"Training has {'; '.join(penalties)}" if penalties else "Training has no penalty for legibility"
    purpose = ", meant to make units write seldom: how often they do is under results.writing" if penalties else ""
    return f"{said}; and {' and '.join(starts)}{purpose}. The net itself is a plain torch.nn.{name}."


def write(
    folder: Path,
    net: RecurrentNet,
    tokenizer: Tokenizer,
    splits: dict[Language, Split],
    recipe: Recipe,
    training: dict[str, Any],
    stories: int = STORIES_A_GAP,
) -> None:
    """Writes the net's card, such as ``lstm.json``, beside the files that it describes, which must be there already."""
    cell = recipe.cell
    files = ("tokenizer.json", weights_file(cell, "trained"), weights_file(cell, "initial"))
    found = texts(splits, tokenizer)
    data = {
        "graded": {
            "package": corpus.PACKAGE,
            "version": corpus.VERSION,
            "license": corpus.LICENSE,
            "sha256": corpus.SHA256,
            "sentences": {each: len(s.graded) for each, s in splits.items()},
            "held_out": {each: len(s.graded_held_out) for each, s in splits.items()},
        },
        "templates": {
            "license": "Apache-2.0, this project's own",
            "sentences": {each: len(s.templates) for each, s in splits.items()},
            "held_out": {each: len(s.templates_held_out) for each, s in splits.items()},
        },
        "stories": "drawn anew at every step of training from the same grammars",
        "pieces": {part: sum(len(s) for s in sentences) for part, sentences in found.items()},
    }
    card = {
        "id": cell,
        "title": f"{TITLES[cell]} language model, English and Chinese",
        "license": "CC-BY-SA-4.0",
        "languages": list(LANGUAGES),
        "architecture": {
            "cell": f"torch.nn.{TITLES[cell]}, one layer",
            "kind": cell,
            "vocab": net.vocab,
            "embedding": net.embedding.embedding_dim,
            "units": net.units,
            "parameters": sum(p.numel() for p in net.parameters()),
            "output": "a linear projection to the embedding's width, compared with the embeddings (tied), plus a bias",
        },
        "data": data,
        "recipe": dataclasses.asdict(recipe)
        | {
            "disclosure": disclosure(recipe),
            "initial_checkpoint": "torch's default initialisation from the same seed; training started from the "
            "initialisation above and small embeddings instead.",
            "training_began_at_initial": False,
        },
        "training": training,
        "libraries": {
            "python": platform.python_version(),
            **{name: version(name) for name in ("torch", "tokenizers", "safetensors", "numpy")},
        },
        "files": {name: {"sha256": sha256(folder / name), "bytes": (folder / name).stat().st_size} for name in files},
        "results": results(net, tokenizer, found, stories),
    }
    text = json.dumps(card, ensure_ascii=False, indent=1)
    (folder / f"{cell}.json").write_text(text + "\n", encoding="utf-8")
