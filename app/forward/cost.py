"""One head of self-attention against one recurrent cell, measured on sentences of several lengths.

Attention compares every token with every other, all at once: n² pairs in one step, of which a causal model masks those
that lie ahead. A recurrent cell compares none and takes n steps, each of which waits for the one before it.
"""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

import torch
from torch import Tensor, nn

from ..models.loading import LoadedTransformer
from ..models.recurrent.net import RecurrentNet
from .cells import BLOCKS, kind_of, unroll

BUDGET_SECONDS = 1.5
MAX_ROUNDS = 30
QUERY_KEY_VALUE = (
    ("query", "key", "value"),
    ("q_proj", "k_proj", "v_proj"),
    ("query_proj", "key_proj", "value_proj"),
    ("q_lin", "k_lin", "v_lin"),
    ("q", "k", "v"),
)
WAYS = ("attention", "cell_unrolled", "cell_fused")
DEFINITION = (
    "Milliseconds are the median over `repeats` rounds; in a round every length is read in every way, one after the "
    "other, twice, of which the second time counts, so that whatever else the machine does hits all alike; rounds end "
    f"after {BUDGET_SECONDS} s in all. "
    "Float32, without gradients, one sentence. What is read is random, which costs what words cost. Multiply-adds "
    "count the matrix products alone: n·3·D·d + 2·n²·d for a head of width d over vectors of width D, "
    "n·G·U·(E + U) for a cell of G blocks of U units over embeddings of width E. The head is measured without its "
    "mask, so that it computes all n² pairs, of a causal model too, and without rotary positions."
)


@dataclass(frozen=True)
class Head:
    """The projections of one head, and which model they come from."""

    weights: tuple[Tensor, Tensor, Tensor]  # [d, D] each
    biases: tuple[Tensor | None, Tensor | None, Tensor | None]  # [d] each
    what: str

    @property
    def width(self) -> int:
        """Components of a query, a key or a value."""
        return self.weights[0].shape[0]

    @property
    def hidden(self) -> int:
        """Components of the vectors that are projected."""
        return self.weights[0].shape[1]

    def attend(self, x: Tensor) -> Tensor:
        """softmax(q·kᵀ / √d)·v of vectors x. [T, D] → [T, d]."""
        q, k, v = (
            nn.functional.linear(x, weight, bias) for weight, bias in zip(self.weights, self.biases, strict=True)
        )  # [T, d] each
        return torch.softmax(q @ k.T / math.sqrt(self.width), dim=-1) @ v  # [T, d]


def head_of(model: LoadedTransformer) -> Head:
    """The first head of the first layer; where its projections cannot be found, random ones of the same width."""
    config = model.model.config.get_text_config()
    hidden = int(getattr(config, "hidden_size", None) or config.d_model)
    for module in model.model.modules():
        for names in QUERY_KEY_VALUE:
            found = [part for name in names if isinstance(part := getattr(module, name, None), nn.Linear)]
            if len(found) == len(names) and all(part.in_features == hidden for part in found):
                width = found[0].out_features // model.heads
                q, k, v = (part.weight[:width].detach() for part in found)
                bq, bk, bv = (None if part.bias is None else part.bias[:width].detach() for part in found)
                return Head((q, k, v), (bq, bk, bv), _what(model, width, hidden, "its own weights"))
    width = int(getattr(config, "head_dim", None) or hidden // model.heads)
    drawn = torch.Generator().manual_seed(0)
    q, k, v = (torch.randn(width, hidden, generator=drawn) / math.sqrt(hidden) for _ in range(3))
    return Head((q, k, v), (None, None, None), _what(model, width, hidden, "random weights of that shape"))


def _what(model: LoadedTransformer, width: int, hidden: int, weights: str) -> str:
    return (
        f"one head of self-attention of {model.ref.id}, {weights}: projections of vectors of width {hidden} to q, k "
        f"and v of width {width}, scores, softmax, weighted sum"
    )


class Race:
    """A head and a cell over the same lengths. ``rounds`` holds the seconds of each round, by way and length."""

    def __init__(self, head: Head, net: RecurrentNet, lengths: Sequence[int]) -> None:
        self.head, self.net, self.lengths = head, net, lengths
        self.rounds: list[dict[str, list[float]]] = []
        self.seconds, self.threads = 0.0, 0

    @property
    def over(self) -> bool:
        """Whether the time is used up."""
        return len(self.rounds) >= MAX_ROUNDS or self.seconds >= BUDGET_SECONDS

    @torch.inference_mode()
    def run_round(self) -> None:
        """Measure every way at every length once."""
        began = time.perf_counter()
        drawn = torch.Generator().manual_seed(0)
        table = self.net.embedding.weight  # [V, E]
        found: dict[str, list[float]] = {name: [] for name in WAYS}
        for length in self.lengths:
            vectors = torch.randn(length, self.head.hidden, generator=drawn)  # [T, D]
            x = table[torch.randint(len(table), (length,), generator=drawn)]  # [T, E]
            for name, seconds in self._read(vectors, x).items():
                found[name].append(seconds)
        self.rounds.append(found)
        self.threads = torch.get_num_threads()
        self.seconds += time.perf_counter() - began

    def _read(self, vectors: Tensor, x: Tensor) -> dict[str, float]:
        kind, layer, net = kind_of(self.net), self.net.layer, self.net
        return {
            "attention": _seconds(lambda: self.head.attend(vectors)),
            "cell_unrolled": _seconds(lambda: unroll(kind, x, layer)),
            "cell_fused": _seconds(lambda: net.cell(x)),
        }

    def milliseconds(self, way: str) -> list[float]:
        """The median over the rounds, by length."""
        return [1000 * median(times) for times in zip(*(found[way] for found in self.rounds), strict=True)]

    def multiply_adds(self, way: str) -> list[int]:
        """Multiplications and additions of the matrix products, by length."""
        if way == "attention":
            hidden, width = self.head.hidden, self.head.width
            return [3 * n * hidden * width + 2 * n * n * width for n in self.lengths]
        units, blocks = self.net.units, len(BLOCKS[kind_of(self.net)])
        return [n * blocks * units * (self.net.embedding.embedding_dim + units) for n in self.lengths]


def visible_pairs(length: int, *, causal: bool) -> int:
    """The pairs of a query and a key that a mask leaves: all, or each token with itself and those before it."""
    return length * (length + 1) // 2 if causal else length**2


def what_of(net: RecurrentNet, cell: str, way: str) -> str:
    """The name of what is measured, for a kind of cell."""
    kind = kind_of(net)
    shape = f"{net.units} units over embeddings of width {net.embedding.embedding_dim}"
    how = "step by step in Python, as gates are read" if way == "cell_unrolled" else f"by torch.nn.{kind.upper()}"
    return f"the recurrent layer of {cell}, its own weights, {shape}, {how}"


def _seconds(work: Callable[[], object]) -> float:
    """Seconds of the second of two runs: the first one fills the processor's caches."""
    work()
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
