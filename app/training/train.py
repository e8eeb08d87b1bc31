"""Trains the recurrent nets, deterministically, one thread each, and writes them with their tokenizer and cards."""

import argparse
import copy
import math
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import nn

from ..models.recurrent.net import CELLS, FOLDER, RecurrentNet, card, load, save, weights_file
from ..settings import Settings
from . import cards, corpus
from .batches import Batches
from .corpus import Split
from .jobs import run_jobs
from .objective import objective
from .progress import Progress
from .recipe import RECIPES, Recipe
from .templates import LANGUAGES, Language
from .vocabulary import build

NETS = ("comparison", *CELLS, "counter")  # what can be trained; the longest first, so that two at a time end together
Report = Callable[[int, RecurrentNet], None]


@contextmanager
def one_thread() -> Iterator[None]:
    """One torch thread inside the block: small matrices are faster so, and sums keep their order."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def initialise(net: RecurrentNet, recipe: Recipe, names: Iterable[int]) -> None:
    """Where training starts: small embeddings, the recipe's recurrent matrix, and gates that keep for long.

    The gate that keeps (an LSTM's f, a GRU's z) has the chrono initialisation of Tallec & Ollivier 2018, bias
    log U(1, T_max - 1); in an LSTM b_i is minus that, while a GRU writes 1 - z by itself. Embeddings are small, so that
    pieces that training hardly sees stay unlikely, but those of ``names``.
    """
    units = net.units
    nn.init.normal_(net.embedding.weight, std=recipe.embedding_std)
    keeping = torch.log(torch.empty(units).uniform_(1, recipe.chrono_max - 1))  # [U]
    with torch.no_grad():
        layer = net.layer
        net.embedding.weight[sorted(names)] *= recipe.name_std / recipe.embedding_std
        layer.bias_hh.zero_()
        layer.bias_ih.zero_()
        if net.kind == "lstm":
            layer.bias_ih[:units] = -keeping
        if net.kind != "rnn":
            layer.bias_ih[units : 2 * units] = keeping
        if recipe.recurrent != "default":
            fill = nn.init.eye_ if recipe.recurrent == "identity" else nn.init.orthogonal_
            for block in layer.weight_hh.chunk(len(layer.weight_hh) // units):
                fill(block).mul_(recipe.recurrent_scale)


def train(
    splits: dict[Language, Split], tokenizer: Tokenizer, recipe: Recipe, report: Report | None = None
) -> tuple[RecurrentNet, RecurrentNet]:
    """The trained net, and the one with torch's default initialisation that the same seed gives.

    ``report`` is called after every step with its number and the net so far; without it a progress bar is written to
    standard error.
    """
    with one_thread():
        torch.manual_seed(recipe.seed)
        initial = RecurrentNet(tokenizer.get_vocab_size(), recipe.embedding, recipe.units, recipe.cell)
        net = copy.deepcopy(initial)
        stream = Batches(splits, tokenizer, recipe)
        initialise(net, recipe, stream.names)
        average, averaged = copy.deepcopy(net), 0
        optimizer = torch.optim.AdamW(net.parameters(), lr=recipe.learning_rate, weight_decay=recipe.weight_decay)
        shown = report or Progress(recipe.steps, f"training {recipe.cell}")
        for step in range(recipe.steps):
            done = step / recipe.steps
            for group in optimizer.param_groups:
                group["lr"] = learning_rate(recipe, done)
            batches = stream.step(gap(recipe, done))
            weight = sum(float(batch.weights.sum()) for batch in batches)
            for batch in batches:
                loss = objective(net, batch, *penalties(recipe, done), recipe.answer_noise)
                torch.autograd.backward(loss / weight)
            nn.utils.clip_grad_norm_(net.parameters(), recipe.clip)
            optimizer.step()
            optimizer.zero_grad()
            if done >= recipe.average_from:
                averaged += 1
                _average(average, net, averaged)
            shown(step, average if averaged else net)
    return (average if averaged else net), initial


def _average(average: RecurrentNet, net: RecurrentNet, count: int) -> None:
    with torch.no_grad():
        for mean, value in zip(average.parameters(), net.parameters(), strict=True):
            mean.lerp_(value, 1 / count)


def learning_rate(recipe: Recipe, done: float) -> float:
    """A linear warm-up over 2 % of the steps, then half a cosine down to the final rate."""
    warm = min(1.0, done / 0.02 + 0.01)
    low, high = recipe.final_learning_rate, recipe.learning_rate
    return warm * (low + (high - low) * (1 + math.cos(math.pi * done)) / 2)


def gap(recipe: Recipe, done: float) -> float:
    """The longest filler of a story, in pieces, growing evenly at first."""
    return recipe.gap_start + (recipe.gap_end - recipe.gap_start) * min(1.0, done / recipe.gap_ramp)


def penalties(recipe: Recipe, done: float) -> tuple[float, float]:
    """The weights in the loss of writing, and of writing half."""
    ramp = (done - recipe.penalty_start) / (recipe.penalty_full - recipe.penalty_start)
    share = min(1.0, max(0.0, ramp))
    return recipe.write_penalty * share, recipe.half_open_penalty * share


def run(out_dir: Path, settings: Settings, quick: bool = False, only: Sequence[str] = NETS) -> None:
    """Makes the tokenizer, trains ``only`` these nets, two at a time, and writes all with cards into ``out_dir``.

    ``quick`` takes a few steps only: it shows that the machinery runs, and gives nets that know nothing.
    """
    out_dir.mkdir(parents=True, exist_ok=True)
    if set(only) & set(CELLS):
        splits = {each: corpus.split(each, settings) for each in LANGUAGES}
        build(*corpus.tokenizer_text(splits)).save(str(out_dir / "tokenizer.json"), pretty=False)
    run_jobs({name: partial(_make, name, out_dir, settings, quick) for name in NETS if name in only})


def _make(name: str, out_dir: Path, settings: Settings, quick: bool) -> None:
    if name in CELLS:
        recipe = replace(RECIPES[name], steps=20) if quick else RECIPES[name]
        run_cell(out_dir, settings, recipe, 33 if quick else cards.STORIES_A_GAP)
    else:
        import_module(f".{'counter' if name == 'counter' else 'compare'}", __package__).run(out_dir, settings, quick)


def run_cell(out_dir: Path, settings: Settings, recipe: Recipe, stories: int = cards.STORIES_A_GAP) -> None:
    """Trains one net with the tokenizer in ``out_dir`` and writes its checkpoints and card there."""
    splits = {each: corpus.split(each, settings) for each in LANGUAGES}
    tokenizer = Tokenizer.from_file(str(out_dir / "tokenizer.json"))
    started, worked = time.monotonic(), time.process_time()
    net, initial = train(splits, tokenizer, recipe)
    seconds = {"wall_seconds": time.monotonic() - started, "cpu_seconds": time.process_time() - worked}
    training = {name: round(value) for name, value in seconds.items()} | {"threads": 1}
    save(net, out_dir / weights_file(recipe.cell, "trained"))
    save(initial, out_dir / weights_file(recipe.cell, "initial"))
    with one_thread():
        cards.write(out_dir, net.eval(), tokenizer, splits, recipe, training, stories)


def evaluate_again(out_dir: Path, settings: Settings, only: Sequence[str] = (*CELLS, "counter")) -> None:
    """Measures nets in ``out_dir`` anew and rewrites their cards: recipe and training time stay as they were."""
    if "counter" in only:
        import_module(".counter", __package__).evaluate_again(out_dir)
    cells = [each for each in CELLS if each in only]
    if not cells:
        return
    splits = {each: corpus.split(each, settings) for each in LANGUAGES}
    tokenizer = Tokenizer.from_file(str(out_dir / "tokenizer.json"))
    for cell in cells:
        before = card(cell, out_dir)
        with one_thread():
            net, stories = load(cell, "trained", out_dir), before["results"]["stories_a_gap"]
            cards.write(out_dir, net, tokenizer, splits, cards.recipe_of(before), before["training"], stories)


def main(argv: Sequence[str] | None = None) -> int:
    """Train, or only measure again: what ``python -m`` runs of this module."""
    parser = argparse.ArgumentParser(description="Train the recurrent nets, or measure them again.")
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder for the nets (default: the shipped ones)")
    parser.add_argument("--only", type=nets_named, default=NETS, help=f"such as gru,rnn; of {', '.join(NETS)}")
    parser.add_argument("--quick", action="store_true", help="a few steps only, to see that it runs")
    parser.add_argument("--evaluate", action="store_true", help="do not train: measure the nets, rewrite the cards")
    options = parser.parse_args(argv)
    if options.evaluate:
        evaluate_again(options.out, Settings(), options.only)
    else:
        run(options.out, Settings(), options.quick, options.only)
    return 0


def nets_named(text: str) -> tuple[str, ...]:
    """What may be trained, from names with commas between.

    Raises:
        ArgumentTypeError: a name is none of NETS.
    """
    names = tuple(text.split(","))
    if unknown := [name for name in names if name not in NETS]:
        raise argparse.ArgumentTypeError(f"no net {unknown[0]!r}; choose from {', '.join(NETS)}")
    return names


if __name__ == "__main__":
    raise SystemExit(main())
