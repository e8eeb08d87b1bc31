"""Batches for training: graded sentences, grammar sentences and stories with a growing gap."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from torch import Tensor

from ..models.recurrent.tokenizer import END_ID, START_ID, piece_id
from .corpus import Split
from .recipe import Recipe
from .templates import LANGUAGES, Language, grammar, seeded


@dataclass(frozen=True)
class Example:
    """A sentence as ids, the loss weight of each, and its rates of dropout: of features, and of whole pieces."""

    ids: list[int]
    weights: list[float]
    dropout: float = 0.0
    piece_dropout: float = 0.0


@dataclass(frozen=True)
class Batch:
    """Sentences of similar length, padded: a target below 0 is padding."""

    ids: Tensor  # [B, T]
    targets: Tensor  # [B, T]
    weights: Tensor  # [B, T]
    dropout: Tensor  # [B]
    piece_dropout: Tensor  # [B]


def pad(examples: Sequence[Example]) -> Batch:
    """One batch: each sentence is read from ``<s>`` on and must predict its own pieces and ``</s>``."""
    longest = max(len(e.ids) for e in examples) + 1
    ids = torch.full((len(examples), longest), START_ID)  # [B, T]
    targets = torch.full((len(examples), longest), -100)  # [B, T]
    weights = torch.zeros(len(examples), longest)  # [B, T]
    for row, example in enumerate(examples):
        n = len(example.ids)
        ids[row, 1 : n + 1] = torch.tensor(example.ids)
        targets[row, : n + 1] = torch.tensor([*example.ids, END_ID])
        weights[row, : n + 1] = torch.tensor([*example.weights, 1.0])
    rates = torch.tensor([[e.dropout, e.piece_dropout] for e in examples])  # [B, 2]
    return Batch(ids, targets, weights, rates[:, 0], rates[:, 1])


class Batches:
    """An endless, seeded stream of training examples."""

    def __init__(self, splits: dict[Language, Split], tokenizer: Tokenizer, recipe: Recipe) -> None:
        self.recipe = recipe
        self.rng = seeded(recipe.seed)
        self.tokenizer = tokenizer
        self.splits = splits
        self.names = {piece_id(tokenizer, n) for each in LANGUAGES for pair in grammar(each).pairs for n in pair}
        encode = self.encode
        self.graded = [ids for s in splits.values() for ids in encode(s.graded)]
        self.templates = [ids for s in splits.values() for ids in encode(s.templates)]
        self.plain = {
            each: [t for t, ids in zip(s.graded, encode(s.graded), strict=True) if not self.names & set(ids)]
            for each, s in splits.items()
        }
        self._queue: dict[str, list[list[int]]] = {"graded": [], "templates": []}

    def encode(self, texts: Sequence[str]) -> list[list[int]]:
        """Piece ids without ``<s>``."""
        return [e.ids for e in self.tokenizer.encode_batch(list(texts), add_special_tokens=False)]

    def sentences(self, kind: str, count: int) -> list[Example]:
        """The next sentences of a shuffled, endless reading of ``graded`` or ``templates``."""
        found: list[Example] = []
        queue = self._queue[kind]
        recipe = self.recipe
        graded = kind == "graded"
        rates = (recipe.dropout_graded, recipe.piece_dropout_graded) if graded else (recipe.dropout, 0.0)
        while len(found) < count:
            if not queue:
                queue += getattr(self, kind)
                self.rng.shuffle(queue)
            ids = queue.pop()
            found.append(Example(ids, [1.0] * len(ids), *rates))
        return found

    def story(self, gap: float) -> Example:
        """A story whose filler has about U(0, ``gap``) pieces; the language has the answer's weight."""
        rng = self.rng
        language: Language = rng.choice(LANGUAGES)
        rules = grammar(language)
        want, fillers, got = rng.uniform(0, gap), list[str](), 0
        whole = rng.random() < 0.35
        while True:
            filler = rng.choice(self.plain[language]) if whole else rules.make("filler", rng)
            got += len(self.encode([filler])[0]) + 1
            if got > want + 3:
                break
            fillers.append(filler)
        story = rules.story(rng, fillers)
        ids = self.encode([story.text])[0]
        weights = [1.0] * len(ids)
        places = [at for at, piece in enumerate(ids) if piece in self.names]
        if len(places) >= 2:
            weights[places[-1]] = self.recipe.answer_weight
            if rng.random() < self.recipe.noise_share:
                self._disturb(ids, weights, places[0] + 2, places[-1] - 7)
        if rng.random() < 0.15:
            before = self.encode([rules.sentence(rng) if rng.random() < 0.5 else rules.story(rng, fillers[:1]).text])[0]
            ids, weights = before + ids, [1.0] * len(before) + weights
        return Example(ids, weights, self.recipe.dropout)

    def _disturb(self, ids: list[int], weights: list[float], start: int, end: int) -> None:
        """Replaces up to half of the pieces between two positions by random ones, which nothing has to predict."""
        share = self.rng.uniform(0, 0.5)
        for at in range(start, end):
            if self.rng.random() < share:
                piece = self.rng.randrange(3, self.tokenizer.get_vocab_size())
                if piece not in self.names:
                    ids[at], weights[at] = piece, 0.0

    def step(self, gap: float, chunk: int = 28) -> list[Batch]:
        """One training step's batches, each of sentences of similar length."""
        recipe = self.recipe
        examples = self.sentences("graded", recipe.graded) + self.sentences("templates", recipe.templates)
        examples += [self.story(gap) for _ in range(recipe.stories)]
        examples.sort(key=lambda e: len(e.ids))
        return [pad(examples[n : n + chunk]) for n in range(0, len(examples), chunk)]
