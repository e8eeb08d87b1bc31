"""The comparison of the three cells: one plain recipe, the same stories, about as many parameters, several seeds.

These nets do not ship: their curves do, in ``comparison.json``. They learn from gaps up to ``gap_end`` words and are
tested far beyond, with clauses that training never showed.
"""

import copy
import json
import math
import platform
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from ..models.recurrent.net import CELLS, RecurrentNet
from ..settings import Settings
from . import compare_stories as stories
from .compare_measure import (
    Array,
    Case,
    cases,
    distributions,
    majority,
    reach,
    right,
    swaps,
    total_variation,
)
from .progress import Progress
from .templates import seeded
from .train import one_thread

GAPS = (0, 3, 5, 8, 10, 12, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60)  # in words
Batch = tuple[Tensor, Tensor, Tensor]
MOVED = 0.9  # total variation from which a swap counts as having changed the prediction altogether


@dataclass(frozen=True)
class Recipe:
    """Everything that training and tests depend on. It is the same for all cells; gaps are in words."""

    lstm_units: int = 32  # the other cells have as many as give about the same number of parameters
    embedding: int = 32
    steps: int = 4_000
    batch: int = 64  # stories per step
    learning_rate: float = 3e-3  # Adam's, falling to 0 along half a cosine
    clip: float = 1.0
    answer_weight: float = 10.0  # of the language, in the loss
    gap_start: int = 3  # the longest gap at first
    gap_end: int = 12  # and in the end
    gap_ramp: float = 0.6  # share of the steps after which it has grown
    seeds: tuple[int, ...] = (1, 2, 3, 4, 5)
    stories_a_country: int = 8  # in tests of accuracy and of swaps, at each gap
    gradient_stories: int = 6  # at each gap, of those


class Variant(NamedTuple):
    """A cell and how its recurrent matrix begins."""

    cell: str
    recurrent: Literal["orthogonal", "identity"] = "orthogonal"


VARIANTS = {cell: Variant(cell) for cell in CELLS} | {"rnn_identity": Variant("rnn", "identity")}


@dataclass(frozen=True)
class Measured:
    """One net: by gap, accuracy and total variation; ln of gradient norms by distance; cases by gap."""

    accuracy: list[float]
    swap: list[float]
    initial: Array
    trained: Array
    cases: list[list[Case]]


def parameters(cell: str, units: int, embedding: int) -> int:
    """How many numbers training sets in a net, embeddings and output included."""
    with torch.device("meta"):
        net = RecurrentNet(len(stories.vocabulary()), embedding, units, cell)
    return sum(p.numel() for p in net.parameters())


def units_of(cell: str, recipe: Recipe) -> int:
    """As many units as bring the cell nearest to the LSTM's number of parameters."""
    target = parameters("lstm", recipe.lstm_units, recipe.embedding)
    return min(range(1, 8 * recipe.lstm_units), key=lambda u: abs(parameters(cell, u, recipe.embedding) - target))


def build(variant: Variant, recipe: Recipe, seed: int) -> RecurrentNet:
    """A net before training: torch's default, but each block of the recurrent matrix orthogonal, or the identity."""
    torch.manual_seed(seed)
    units = units_of(variant.cell, recipe)
    net = RecurrentNet(len(stories.vocabulary()), recipe.embedding, units, variant.cell)
    with torch.no_grad():
        for block in net.layer.weight_hh.chunk(len(net.layer.weight_hh) // units):  # [U, U]
            (nn.init.eye_ if variant.recurrent == "identity" else nn.init.orthogonal_)(block)
    return net


def batches(recipe: Recipe, seed: int) -> list[Batch]:
    """What every net of one seed reads, in this order: stories with a gap that grows."""
    rng = seeded("comparison training", seed)
    found = []
    for step in range(recipe.steps):
        most = recipe.gap_start + (recipe.gap_end - recipe.gap_start) * min(1.0, step / recipe.steps / recipe.gap_ramp)
        gaps = stories.gaps_that_exist(int(most))
        drawn = [stories.story(rng.choice(gaps), held_out=False, rng=rng) for _ in range(recipe.batch)]
        found.append(stories.batch(drawn, recipe.answer_weight))
    return found


def train(net: RecurrentNet, data: list[Batch], recipe: Recipe, report: Callable[[], None] | None = None) -> None:
    """Trains ``net`` in place on the weighted cross-entropy of the next word; ``report`` is called after each step."""
    with one_thread():
        optimizer = torch.optim.Adam(net.parameters(), lr=recipe.learning_rate)
        for step, (ids, targets, weights) in enumerate(data):
            for group in optimizer.param_groups:
                group["lr"] = recipe.learning_rate * (1 + math.cos(math.pi * step / len(data))) / 2
            real = targets >= 0  # [B, T]
            losses = functional.cross_entropy(net(ids)[0][real], targets[real], reduction="none")  # [N]
            torch.autograd.backward((losses * weights[real]).sum() / weights.sum())
            nn.utils.clip_grad_norm_(net.parameters(), recipe.clip)
            optimizer.step()
            optimizer.zero_grad()
            if report:
                report()


def measure(initial: RecurrentNet, net: RecurrentNet, recipe: Recipe) -> Measured:
    """A net before and after training."""
    accuracy, swap, every = [], [], []
    for gap in GAPS:
        items = stories.probes(gap, recipe.stories_a_country)
        others = swaps(items, gap)
        found = distributions(net, items)  # [N, V]
        accuracy.append(float(right(found, items).float().mean()))
        swap.append(float(total_variation(found, distributions(net, others)).mean()))
        few = slice(recipe.gradient_stories)
        every.append(cases(net, items[few], others[few]))
    longest = stories.probes(GAPS[-1], recipe.stories_a_country)[: recipe.gradient_stories]
    return Measured(accuracy, swap, reach(initial, longest), reach(net, longest), every)


def results(recipe: Recipe) -> dict[str, dict[int, Measured]]:
    """Trains and measures every variant with every seed; a progress bar goes to standard error."""
    shown = Progress(recipe.steps * len(recipe.seeds) * len(VARIANTS), "training comparison")
    done = iter(range(shown.steps))
    found: dict[str, dict[int, Measured]] = {name: {} for name in VARIANTS}
    for seed in recipe.seeds:
        data = batches(recipe, seed)
        for name, variant in VARIANTS.items():
            net = build(variant, recipe, seed)
            initial = copy.deepcopy(net)
            train(net, data, recipe, lambda: shown(next(done)))
            found[name][seed] = measure(initial, net.eval(), recipe)
    return found


def run(out_dir: Path, settings: Settings, quick: bool = False) -> None:  # noqa: ARG001 - as every net's run
    """Trains and measures the comparison nets and writes ``comparison.json`` into ``out_dir``.

    ``quick`` takes a few steps of two seeds: it shows that the machinery runs, and gives a card that says nothing.
    """
    recipe = Recipe()
    if quick:
        recipe = replace(recipe, steps=5, seeds=(1, 2), stories_a_country=1, gradient_stories=1)
    started, worked = time.monotonic(), time.process_time()
    with one_thread():
        found = results(recipe)
    seconds = {"wall_seconds": time.monotonic() - started, "cpu_seconds": time.process_time() - worked}
    training = {name: round(value) for name, value in seconds.items()} | {"threads": 1}
    out_dir.mkdir(parents=True, exist_ok=True)
    text = json.dumps(card(recipe, found, training), ensure_ascii=False, indent=1)
    (out_dir / "comparison.json").write_text(text + "\n", encoding="utf-8")


def card(recipe: Recipe, found: dict[str, dict[int, Measured]], training: dict[str, Any]) -> dict[str, Any]:
    """The card: how the nets were made, and every curve by seed."""
    curves = {name: _curves(each) for name, each in found.items()}
    units = {name: units_of(variant.cell, recipe) for name, variant in VARIANTS.items()}
    at = GAPS.index(30)
    apart = {str(s): round(curves["lstm"][str(s)][at] - curves["rnn"][str(s)][at], 4) for s in recipe.seeds}
    return {
        "id": "comparison",
        "title": "LSTM, GRU and RNN compared: one plain recipe, several seeds",
        "license": "Apache-2.0",
        "recipe": asdict(recipe)
        | {
            "disclosure": "One recipe for all cells: torch's default initialisation with orthogonal recurrent blocks, "
            "the same batches in the same order for each seed, no penalty, no chrono initialisation, no gate bias. "
            "It was not tuned for any cell, and another recipe gives other curves.",
            "recurrent": {name: variant.recurrent for name, variant in VARIANTS.items()},
        },
        "data": _data(recipe),
        "training": training,
        "libraries": {"python": platform.python_version(), **{name: version(name) for name in ("torch", "numpy")}},
        "chance": majority(stories.probes(30, recipe.stories_a_country)),
        "trained_gaps": [0, recipe.gap_end],
        "gaps": list(GAPS),
        "units": units,
        "parameters": {name: parameters(VARIANTS[name].cell, units[name], recipe.embedding) for name in VARIANTS},
        "seeds": list(recipe.seeds),
        "definition": "Accuracy: share of stories in which the right language is the likeliest of all words. The gap "
        "is the number of words, commas included, between the clause with the country and the clause with the "
        "language; chance is the accuracy of always naming the most frequent language.",
        "curves": curves,
        "mean": {name: _mean(each) for name, each in curves.items()},
        "lstm_minus_rnn_gap_30": {"by_seed": apart, "mean": round(sum(apart.values()) / len(apart), 4)},
        "reach": {name: _reach(each) for name, each in found.items()},
        "reach_definition": "norms[k] = ‖∂h_T/∂x_(T-k)‖, Frobenius, T the word before the language, through all the "
        f"cell's states, at gap {GAPS[-1]}; geometric mean over seeds and {recipe.gradient_stories} stories.",
        "swap": {name: {"by_gap": _swap(each)} for name, each in found.items()},
        "swap_definition": "Total variation of the distribution over the language's place when the country is "
        "replaced by another: mean over stories and seeds.",
        "memory_without_gradient": _memory(recipe, found),
        "extra": {
            "rnn_identity": {
                "title": "RNN, recurrent matrix begun as the identity",
                "of": "rnn",
                "disclosure": "Not part of the comparison: the same recipe and units as the RNN, but the recurrent "
                "matrix starts as the identity (after Le, Jaitly & Hinton 2015, 1504.00941, who use it with rectified "
                "units). What an RNN can do depends on how it begins.",
            }
        },
    }


def _data(recipe: Recipe) -> dict[str, Any]:
    seen, unseen = stories.clauses(False), stories.clauses(True)
    return {
        "license": "Apache-2.0, this project's own",
        "words": len(stories.vocabulary()),
        "countries": len(stories.pairs()),
        "languages": len({tongue for _, tongue in stories.pairs()}),
        "clauses": sum(len(each) for each in seen.values()),
        "held_out_clauses": sum(len(each) for each in unseen.values()),
        "stories_a_gap": recipe.stories_a_country * len(stories.pairs()),
        "stories": "Drawn anew at every step. Tests use held-out clauses only: every word is known, no clause is.",
    }


def _curves(by_seed: dict[int, Measured]) -> dict[str, list[float]]:
    return {str(seed): [round(value, 4) for value in each.accuracy] for seed, each in by_seed.items()}


def _mean(curves: dict[str, list[float]]) -> list[float]:
    return [round(float(value), 4) for value in np.mean(list(curves.values()), axis=0)]


def _swap(by_seed: dict[int, Measured]) -> list[float]:
    return [round(float(value), 4) for value in np.mean([each.swap for each in by_seed.values()], axis=0)]


def _reach(by_seed: dict[int, Measured]) -> dict[str, Any]:
    table = {}
    for name in ("initial", "trained"):
        logs = np.mean([getattr(each, name) for each in by_seed.values()], axis=0)  # [K]
        table[name] = {"distances": list(range(len(logs))), "norms": _significant(np.exp(logs))}
    return table


def _significant(values: Array) -> list[float]:
    return [float(f"{value:.4g}") for value in values]


def _memory(recipe: Recipe, found: dict[str, dict[int, Measured]]) -> dict[str, Any]:
    """By variant and gap, the gradient at the country beside what a swap moves; and the clearest case of each."""
    table: dict[str, Any] = {}
    clearest: dict[str, Any] = {}
    for name, by_seed in found.items():
        every = [[case for each in by_seed.values() for case in each.cases[n]] for n in range(len(GAPS))]
        table[name] = {
            "gradient": _significant(np.exp([np.mean([np.log(c.gradient) for c in at]) for at in every])),
            "relative_gradient": _significant(np.exp([np.mean([np.log(c.relative) for c in at]) for at in every])),
            "total_variation": [round(float(np.mean([c.total_variation for c in at])), 4) for at in every],
        }
        moved = [
            (case.gradient, seed, gap, case)
            for seed, each in by_seed.items()
            for gap, at in zip(GAPS, each.cases, strict=True)
            for case in at
            if case.right and case.total_variation >= MOVED
        ]
        clearest[name] = None
        if moved:
            _, seed, gap, case = min(moved, key=lambda m: m[:3])
            numbers = ("gradient", "relative", "total_variation")
            clearest[name] = asdict(case) | {"seed": seed, "gap": gap}
            clearest[name] |= {key: float(f"{getattr(case, key):.4g}") for key in numbers}
    return {
        "definition": "The gradient of the state before the language with respect to the country's embedding, "
        "‖∂h_T/∂x_country‖ (Frobenius; relative: over ‖∂h_T/∂x_T‖), geometric mean over seeds and "
        f"{recipe.gradient_stories} stories a gap; beside it the mean total variation when the country of the same "
        "stories is replaced. A case is the story with the smallest gradient of those in which the right language is "
        f"the likeliest before and after the swap and the total variation is at least {MOVED}.",
        "gaps": list(GAPS),
        "cells": table,
        "cases": clearest,
    }
