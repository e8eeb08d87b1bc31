"""Sentences from two small grammars, ``grammar/en.txt`` and ``grammar/zh.txt``.

A rule draws one of its alternatives afresh wherever it is named; a table keeps its row for the rest of the alternative
(the story's country and person: of the sentence), so that a country agrees with its language and a subject with its
verb. Everything is drawn from a ``random.Random``: the
same seed gives the same sentences.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Literal

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")
FOLDER = Path(__file__).parent / "grammar"

_HEADER = re.compile(r"^\[(\w+)(?:: ([\w ]+))?\]$")
_WEIGHT = re.compile(r"^(\d+)\* ")
_SLOT = re.compile(r"\{(\w+)(?::(\d+))?(?:\.(\w+))?\}")
_SHARED = ("pair", "who")  # tables whose row holds for the whole sentence; the others hold for one alternative
_ARTICLE = re.compile(r"\b([Aa]) (?=[aeio]|u(?!ni|se))")


@dataclass
class Rule:
    """Alternatives and their weights; a table has ``columns``, and rows of as many cells."""

    columns: tuple[str, ...] = ()
    rows: list[tuple[str, ...]] = field(default_factory=list)
    weights: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Story:
    """A sentence that names a country, then something else, then the country's language."""

    language: Language
    country: str
    tongue: str
    key: str
    fillers: tuple[str, ...]
    answer: str
    clauses: bool

    @property
    def text(self) -> str:
        """The whole sentence: joined by commas if ``clauses``, else as sentences of their own."""
        if self.language == "zh":
            return (",".join if self.clauses else "。".join)([self.key, *self.fillers, self.answer]) + "。"
        parts = [self.key, *self.fillers, self.answer]
        if self.clauses:
            return _sentence(", ".join(parts) + ".")
        return " ".join(_sentence(p if p.endswith((".", "?", "!")) else p + ".") for p in parts)


class Grammar:
    """The rules of one language."""

    def __init__(self, language: Language, source: str) -> None:
        self.language = language
        self.rules: dict[str, Rule] = {}
        rule = Rule()
        for raw in source.splitlines():
            line = raw.strip()
            if not line or line.startswith("#"):
                continue
            if header := _HEADER.match(line):
                rule = self.rules[header[1]] = Rule(columns=tuple((header[2] or "").split()))
                continue
            weight = _WEIGHT.match(line)
            body = line[weight.end() :] if weight else line
            rows = [tuple(body.split(" / "))] if rule.columns else [(b,) for b in body.split(" | ")]
            rule.rows += rows
            rule.weights += [int(weight[1]) if weight else 1] * len(rows)
        self.pairs = [(row[0], row[1]) for row in self.rules["pair"].rows]

    def make(self, name: str, rng: Random, bound: dict[str, tuple[str, ...]] | None = None) -> str:
        """One sentence or phrase from the rule ``name``; ``bound`` carries the table rows chosen so far."""
        text = self._expand("{" + name + "}", rng, bound or {})
        return _ARTICLE.sub(r"\1n ", text) if self.language == "en" else text

    def sentence(self, rng: Random) -> str:
        """A sentence with its capital and full stop; now and then a short one about a country and its language."""
        text = self.make("story_short" if rng.random() < 0.08 else "sentence", rng)
        if self.language == "en":
            return _sentence(text if text.endswith((".", "?", "!", '"')) else text + ".")
        return text if text.endswith(("。", "?", "!", "」", "”")) else text + "。"

    def story(self, rng: Random, fillers: Sequence[str], pair: tuple[str, ...] | None = None) -> Story:
        """A country, the ``fillers`` and the country's language; ``pair`` fixes which, else it is drawn."""
        bound = {"pair": pair or self._row("pair", rng), "who": self._row("who", rng)}
        key, answer = self.make("story_key", rng, bound), self.make("story_answer", rng, bound)
        whole = any(f.endswith((".", "?", "!", "。")) for f in fillers)
        clauses = not whole and rng.random() < 0.6
        country, tongue = bound["pair"][:2]
        strip = tuple(f.rstrip("。") if self.language == "zh" else f for f in fillers)
        return Story(self.language, country, tongue, key, strip, answer, clauses)

    def _row(self, table: str, rng: Random) -> tuple[str, ...]:
        rule = self.rules[table]
        return rng.choices(rule.rows, rule.weights)[0]

    def _expand(self, text: str, rng: Random, bound: dict[str, tuple[str, ...]]) -> str:
        def replace(slot: re.Match[str]) -> str:
            name, label, column = slot[1], slot[2] or "", slot[3]
            rule = self.rules[name]
            if not rule.columns:
                inner = {table: chosen for table, chosen in bound.items() if table in _SHARED}
                return self._expand(self._row(name, rng)[0], rng, inner)
            row = bound.get(name + label)
            if row is None:
                taken = [r for key, r in bound.items() if key.rstrip("0123456789") == name]
                free = [(r, w) for r, w in zip(rule.rows, rule.weights, strict=True) if r not in taken]
                row = bound[name + label] = rng.choices([r for r, _ in free], [w for _, w in free])[0]
            return self._expand(row[rule.columns.index(column)], rng, bound)

        return _SLOT.sub(replace, text)


def _sentence(text: str) -> str:
    """The text with its first letter as a capital."""
    at = next((i for i, c in enumerate(text) if c.isalpha()), 0)
    return text[:at] + text[at : at + 1].upper() + text[at + 1 :]


def seeded(*parts: str | int) -> Random:
    """A source of chance that depends on nothing but ``parts``."""
    return Random("/".join(str(part) for part in parts))  # noqa: S311


@cache
def grammar(language: Language) -> Grammar:
    """The grammar of a language, read once."""
    return Grammar(language, (FOLDER / f"{language}.txt").read_text(encoding="utf-8"))


@cache
def held_out_fillers(language: Language) -> tuple[str, ...]:
    """Clauses used in evaluation only."""
    blocks = (FOLDER / "held_out_fillers.txt").read_text(encoding="utf-8").split(f"[{language}]")[1]
    return tuple(line for line in blocks.split("[")[0].splitlines() if line)
