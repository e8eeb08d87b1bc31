"""The small world of the comparison nets: stories of country → language over a vocabulary of whole words.

Countries and languages are those of the English grammar, one country a language. What stands between them are short
clauses; one clause in five is held out, and tests of accuracy use nothing else, so that every word of a test is known
and no clause of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from random import Random

import torch
from torch import Tensor

from .templates import grammar, seeded

START_ID, END_ID = 0, 1
HELD_OUT_EVERY = 5  # one clause in this many is never trained on
WHO = (("i", "speak"), ("you", "speak"), ("we", "speak"), ("they", "speak"), ("she", "speaks"), ("he", "speaks"))
KEYS = ("{who} grew up in {country}", "{who} lived in {country}", "{who} came from {country}")
ANSWERS = ("so {who} {speak} {tongue}", "so {who} {speak} fluent {tongue}", "so {who} can read {tongue}")
_SLOTS = {
    "name": ("anna", "tom", "mary", "jack", "everyone", "nobody"),
    "slept": ("slept", "laughed", "waited", "sang", "danced", "left"),
    "animal": ("dog", "cat", "horse", "bird", "teacher", "child"),
    "saw": ("saw", "bought", "found", "lost", "painted", "wanted"),
    "thing": ("bike", "book", "table", "lamp", "map", "clock"),
    "big": ("big", "old", "red", "new", "small", "cheap"),
    "place": ("garden", "kitchen", "street", "park", "school", "shop"),
}
_CLAUSES = (  # two to six words, as many clauses of each length as the words allow
    "{name} {slept}",
    "the {animal} {slept}",
    "{name} {saw} the {thing}",
    "the {animal} {saw} a {thing}",
    "{name} {slept} in the {place}",
    "{name} {saw} a {big} {thing}",
    "the {animal} {saw} a {big} {thing}",
    "the {animal} {slept} in the {place}",
)


@dataclass(frozen=True)
class Story:
    """A story as word ids after ``<s>``: where the country stands, and where its language does."""

    ids: list[int]
    country: int
    tongue: int


@cache
def pairs() -> tuple[tuple[str, str], ...]:
    """One country for each language of the English grammar, the first that it names."""
    first: dict[str, str] = {}
    for country, tongue in grammar("en").pairs:
        first.setdefault(tongue.lower(), country.lower())
    return tuple((country, tongue) for tongue, country in first.items())


@cache
def clauses(held_out: bool) -> dict[int, tuple[str, ...]]:
    """Clauses by their length in words, a comma after each included."""
    every: dict[int, list[str]] = {}
    for pattern in _CLAUSES:
        names = [name for name in _SLOTS if f"{{{name}}}" in pattern]
        for words in product(*(_SLOTS[name] for name in names)):
            clause = pattern.format(**dict(zip(names, words, strict=True))) + " ,"
            every.setdefault(len(clause.split()), []).append(clause)
    found: dict[int, tuple[str, ...]] = {}
    for length, list_of in sorted(every.items()):
        seeded("held out", length).shuffle(list_of)
        cut = len(list_of) // HELD_OUT_EVERY
        found[length] = tuple(list_of[:cut] if held_out else list_of[cut:])
    return found


@cache
def vocabulary() -> dict[str, int]:
    """Every word and its id; the start and the end come first."""
    text = " ".join([*KEYS, *ANSWERS, *_CLAUSES, ", ."])
    words = {word for word in text.split() if not word.startswith("{")}
    words |= {w for pair in pairs() for w in pair} | {w for pair in WHO for w in pair}
    words |= {w for slot in _SLOTS.values() for w in slot}
    return {word: n for n, word in enumerate(["<s>", "</s>", *sorted(words)])}


def filler(gap: int, held_out: bool, rng: Random) -> list[str]:
    """Clauses of exactly ``gap`` words together, commas included.

    Raises:
        ValueError: no clauses have that many words.

    """
    pools, found, left = clauses(held_out), list[str](), gap
    shortest = min(pools)
    while left:
        fitting = [n for n in pools if n == left or left - n >= shortest]
        if not fitting:
            raise ValueError(f"no clauses have {gap} words together")
        length = rng.choice(fitting)
        found.append(rng.choice(pools[length]))
        left -= length
    return found


def story(gap: int, held_out: bool, rng: Random, pair: tuple[str, str] | None = None) -> Story:
    """A story whose filler has ``gap`` words; ``pair`` fixes country and language, else they are drawn."""
    country, tongue = pair or rng.choice(pairs())
    who, speak = rng.choice(WHO)
    key = rng.choice(KEYS).format(who=who, country=country)
    answer = rng.choice(ANSWERS).format(who=who, speak=speak, tongue=tongue)
    words = " ".join(["<s>", key, ",", *filler(gap, held_out, rng), answer, "."]).split()
    ids = [vocabulary()[word] for word in words]
    return Story(ids, words.index(country), len(words) - 1 - words[::-1].index(tongue))


def batch(stories: Sequence[Story], answer_weight: float) -> tuple[Tensor, Tensor, Tensor]:
    """Word ids, targets (-100 where there is nothing to predict) and loss weights, each [B, T]."""
    longest = max(len(s.ids) for s in stories)
    ids = torch.full((len(stories), longest), END_ID)  # [B, T]
    targets = torch.full((len(stories), longest), -100)  # [B, T]
    weights = torch.zeros(len(stories), longest)  # [B, T]
    for row, each in enumerate(stories):
        n = len(each.ids)
        ids[row, :n] = torch.tensor(each.ids)
        targets[row, :n] = torch.tensor([*each.ids[1:], END_ID])
        weights[row, :n] = 1.0
        weights[row, each.tongue - 1] = answer_weight
    return ids, targets, weights


def gaps_that_exist(most: int) -> list[int]:
    """The gaps up to ``most`` that clauses can fill."""
    shortest = min(clauses(False))
    return [0, *range(shortest, most + 1)]


@cache
def probes(gap: int, count: int) -> tuple[Story, ...]:
    """Stories with held-out clauses, every country as often as the others: ``count`` each."""
    rng = seeded("comparison", gap)
    return tuple(story(gap, True, rng, pair) for _ in range(count) for pair in pairs())
