"""A net of ten units that counts: an LSTM language model of aⁿbⁿ, trained on short ones.

After n times a and n times b the word must end, so the net has to count (Gers & Schmidhuber 2001; Weiss, Goldberg &
Yahav 2018, 1805.04908). Several seeds are trained, and the one that counts furthest ships; the card lists them all.
"""

import copy
import dataclasses
import json
import math
import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import torch
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors
from torch import Tensor, nn
from torch.nn import functional

from ..models.recurrent.net import RecurrentNet, load, save, sha256, weights_file
from ..models.recurrent.net import card as stated
from ..models.recurrent.tokenizer import END, END_ID, START, START_ID, UNKNOWN
from ..settings import Settings
from .counter_measure import A_ID, B_ID, carriers, ends_after, shares, steps_of
from .progress import Progress
from .templates import seeded
from .train import one_thread

VOCABULARY = {START: START_ID, END: END_ID, UNKNOWN: 2, "a": A_ID, "b": B_ID}
TOKENIZER_FILE = "counter-tokenizer.json"
LONGEST_TESTED = 255  # 2n + 1 tokens: what 512 have room for
SHIFTS = (-10, -5, -2, -1, 0, 1, 2, 5, 10)  # in counts, of the counting unit's cell
SHIFTED_AT = 30  # after so many a


@dataclass(frozen=True)
class Recipe:
    """Everything that training depends on."""

    units: int = 10
    embedding: int = 8
    longest: int = 50  # n is drawn from 1 to this
    steps: int = 2_000
    batch: int = 16  # words a step
    learning_rate: float = 1e-2  # Adam's, falling to 0 along half a cosine
    clip: float = 1.0
    seeds: tuple[int, ...] = (1, 2, 3, 4, 5, 6, 7, 8)


class Tried(NamedTuple):
    """What became of a seed: every n up to ``right_up_to`` is right; its counting unit, and how well that counts."""

    right_up_to: int
    unit: int
    correlation: float


def build_tokenizer() -> Tokenizer:
    """Letters a and b, of either case; every other character is dropped, so that it is said to be unread."""
    tokenizer = Tokenizer(models.WordLevel(VOCABULARY, unk_token=UNKNOWN))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Lowercase(), normalizers.Replace(Regex("[^ab]"), "")],
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex("[ab]"), "isolated")
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{START} $A", pair=f"{START} $A $B", special_tokens=[(START, START_ID)]
    )
    return tokenizer


def word(n: int) -> list[int]:
    """``<s>`` aⁿ bⁿ ``</s>`` as ids."""
    return [START_ID, *[A_ID] * n, *[B_ID] * n, END_ID]


def batch(lengths: list[int]) -> tuple[Tensor, Tensor]:
    """Words with so many a each, without their ends, and what comes next (-100 where nothing does): [B, T] both."""
    longest = 2 * max(lengths) + 1
    ids = torch.full((len(lengths), longest), END_ID)  # [B, T]
    targets = torch.full((len(lengths), longest), -100)  # [B, T]
    for row, n in enumerate(lengths):
        symbols = torch.tensor(word(n))  # [2n + 2]
        ids[row, : 2 * n + 1], targets[row, : 2 * n + 1] = symbols[:-1], symbols[1:]
    return ids, targets


def train(recipe: Recipe, seed: int, report: Callable[[], None] | None = None) -> tuple[RecurrentNet, RecurrentNet]:
    """The trained net and the one that it began as, torch's default; ``report`` is called after each step."""
    with one_thread():
        torch.manual_seed(seed)
        initial = RecurrentNet(len(VOCABULARY), recipe.embedding, recipe.units)
        net = copy.deepcopy(initial)
        rng = seeded("counter", seed)
        optimizer = torch.optim.Adam(net.parameters(), lr=recipe.learning_rate)
        for step in range(recipe.steps):
            for group in optimizer.param_groups:
                group["lr"] = recipe.learning_rate * (1 + math.cos(math.pi * step / recipe.steps)) / 2
            ids, targets = batch([rng.randint(1, recipe.longest) for _ in range(recipe.batch)])
            torch.autograd.backward(functional.cross_entropy(net(ids)[0].flatten(0, 1), targets.flatten()))
            nn.utils.clip_grad_norm_(net.parameters(), recipe.clip)
            optimizer.step()
            optimizer.zero_grad()
            if report:
                report()
    return net.eval(), initial.eval()


def right_up_to(right: list[bool]) -> int:
    """The largest n such that every word up to it is right; ``right`` begins with n = 1."""
    return next((n for n, each in enumerate(right) if not each), len(right))


def run(out_dir: Path, settings: Settings, quick: bool = False) -> None:  # noqa: ARG001 - as every net's run
    """Trains the counter with every seed and writes the best, its tokenizer and its card into ``out_dir``.

    ``quick`` takes a few steps of two seeds: it shows that the machinery runs, and gives a net that cannot count.
    """
    recipe = replace(Recipe(), steps=5, seeds=(1, 2)) if quick else Recipe()
    started, worked = time.monotonic(), time.process_time()
    shown = Progress(recipe.steps * len(recipe.seeds), "training counter")
    done = iter(range(shown.steps))
    tried: dict[int, Tried] = {}
    nets = {}
    with one_thread():
        for seed in recipe.seeds:
            nets[seed] = train(recipe, seed, lambda: shown(next(done)))
            tried[seed] = _try(nets[seed][0], recipe)
        seconds = {"wall_seconds": time.monotonic() - started, "cpu_seconds": time.process_time() - worked}
        best = max(recipe.seeds, key=lambda seed: tried[seed].right_up_to)  # the first of equals
        net, initial = nets[best]
        out_dir.mkdir(parents=True, exist_ok=True)
        build_tokenizer().save(str(out_dir / TOKENIZER_FILE), pretty=False)
        save(net, out_dir / weights_file("counter", "trained"))
        save(initial, out_dir / weights_file("counter", "initial"))
        training = {name: round(value) for name, value in seconds.items()} | {"threads": 1}
        found = card(out_dir, net, recipe, best, tried, training)
    _write(out_dir, found)


def evaluate_again(out_dir: Path) -> None:
    """Measures the counter in ``out_dir`` anew and rewrites its card; training and the seeds tried stay."""
    before = stated("counter", out_dir)
    said = before["recipe"]
    seeds = {int(seed): Tried(**each) for seed, each in said["seeds_tried"].items()}
    fields = {f.name: said[f.name] for f in dataclasses.fields(Recipe) if f.name in said}
    with one_thread():
        net = load("counter", "trained", out_dir)
        found = card(out_dir, net, Recipe(**fields, seeds=tuple(seeds)), said["seed"], seeds, before["training"])
    _write(out_dir, found)


def _write(out_dir: Path, found: dict[str, Any]) -> None:
    text = json.dumps(found, ensure_ascii=False, indent=1)
    (out_dir / "counter.json").write_text(text + "\n", encoding="utf-8")


def _try(net: RecurrentNet, recipe: Recipe) -> Tried:
    right = [shares(net, word(n))["determined"] == 1 for n in range(1, LONGEST_TESTED + 1)]
    units = _units(net, range(1, recipe.longest + 1))
    best = max(range(net.units), key=lambda u: abs(units[u]["correlation"]))
    return Tried(right_up_to(right), best, round(units[best]["correlation"], 5))


def _units(net: RecurrentNet, lengths: Sequence[int]) -> list[dict[str, float]]:
    return carriers([steps_of(net, word(n)[:-1]) for n in lengths])


def card(
    folder: Path, net: RecurrentNet, recipe: Recipe, seed: int, tried: dict[int, Tried], training: dict[str, Any]
) -> dict[str, Any]:
    """What ``counter.json`` says of the files beside it, which must be there already."""
    files = (TOKENIZER_FILE, weights_file("counter", "trained"), weights_file("counter", "initial"))
    stated = {name: value for name, value in asdict(recipe).items() if name != "seeds"}
    return {
        "id": "counter",
        "title": "LSTM of ten units that counts aⁿbⁿ",
        "license": "Apache-2.0",
        "languages": [],
        "architecture": {
            "cell": "torch.nn.LSTM, one layer",
            "vocab": net.vocab,
            "embedding": net.embedding.embedding_dim,
            "units": net.units,
            "parameters": sum(p.numel() for p in net.parameters()),
            "output": "a linear projection to the embedding's width, compared with the embeddings (tied), plus a bias",
        },
        "data": {
            "license": "Apache-2.0, this project's own",
            "words": f"aⁿbⁿ, n drawn evenly from 1 to {recipe.longest}",
        },
        "recipe": stated
        | {
            "seed": seed,
            "seeds_tried": {str(s): each._asdict() for s, each in tried.items()},
            "disclosure": f"Plain next-symbol training on aⁿbⁿ with n up to {recipe.longest}: no penalty, torch's "
            f"default initialisation. Of {len(tried)} seeds the one that is right for the longest run of n ships "
            "(seeds_tried: how far each is, and its counting unit), so its reach beyond training is a best case.",
            "initial_checkpoint": "torch's default initialisation from the same seed; training started from it.",
            "training_began_at_initial": True,
        },
        "training": training,
        "libraries": {
            "python": platform.python_version(),
            **{name: version(name) for name in ("torch", "tokenizers", "safetensors", "numpy")},
        },
        "files": {name: {"sha256": sha256(folder / name), "bytes": (folder / name).stat().st_size} for name in files},
        "results": results(net, recipe),
    }


def results(net: RecurrentNet, recipe: Recipe) -> dict[str, Any]:
    """Accuracy by n, the counting unit, and what shifting its cell does."""
    every = {n: shares(net, word(n)) for n in range(1, LONGEST_TESTED + 1)}
    right = [found["determined"] == 1 for found in every.values()]
    within, longest = range(1, recipe.longest + 1), recipe.longest
    beyond = range(longest + 1, 2 * longest + 1)
    columns = {
        name: {
            part: _mean([every[n][name] for n in lengths]) for part, lengths in (("within", within), ("beyond", beyond))
        }
        for name in ("end", "determined")
    }
    units, further = _units(net, within), _units(net, beyond)
    order = sorted(range(net.units), key=lambda u: (-abs(units[u]["correlation"]), u))
    best = order[0]
    ends = [ends_after(net, SHIFTED_AT, best, by * units[best]["slope"]) for by in SHIFTS]
    return {
        "trained_n": [1, longest],
        "beyond_n": [beyond[0], beyond[-1]],
        "tested_n": [1, LONGEST_TESTED],
        "right_up_to": right_up_to(right),
        "wrong": [n for n, each in enumerate(right, start=1) if not each],
        "accuracy": columns,
        "definition": "A word is right if every symbol that its beginning determines is the likeliest: the first a, "
        "each b after the first, and the end. end: the share of words whose end is predicted after the last b and not "
        "before; determined: the share of those symbols. right_up_to: every n up to it is right.",
        "carriers": {
            "definition": "Units by the absolute correlation of their cell state with #a - #b, largest first, over "
            f"every position of aⁿbⁿ with n from 1 to {longest}.",
            "order": order,
            "strongest": [{"unit": u} | _rounded(units[u]) for u in order],
            "counting_unit": {
                "unit": best,
                "within": _rounded(units[best]),
                "beyond": _rounded(further[best]),
            },
        },
        "shift": {
            "unit": best,
            "after_a": SHIFTED_AT,
            "counts": list(SHIFTS),
            "ends_after_b": ends,
            "definition": f"After {SHIFTED_AT} a the counting unit's cell is moved by so many counts (counts times its "
            "slope), and b is read until the net predicts the end: after how many. null: not within 256.",
        },
    }


def _mean(values: list[float]) -> float:
    return round(sum(values) / len(values), 4)


def _rounded(values: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 5) for name, value in values.items()}
