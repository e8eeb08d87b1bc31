"""What a trained net can do, measured: perplexity, country → language over a gap, swaps, carrier units, grammar."""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from ..models.recurrent.net import RecurrentNet
from ..models.recurrent.tokenizer import FIRST_PIECE, START_ID, piece_id
from .batches import Example, pad
from .objective import before, gates, writing
from .templates import LANGUAGES, Language, Story, grammar, held_out_fillers, seeded

GAPS = (0, 5, 10, 15, 20, 25, 30, 40, 60)


@dataclass(frozen=True)
class Probe:
    """A story as ids with ``<s>``: where the country is, where the filler runs, and where the language is predicted."""

    story: Story
    ids: list[int]
    key: int
    filler: range
    predict: int
    answer: int


def perplexity(net: RecurrentNet, sentences: Sequence[Sequence[int]], size: int = 64) -> float:
    """exp of the mean negative log probability over every piece and every end."""
    ordered = sorted(sentences, key=len)
    total, count = 0.0, 0
    with torch.no_grad():
        for n in range(0, len(ordered), size):
            batch = pad([Example(list(s), [1.0] * len(s)) for s in ordered[n : n + size]])
            real = batch.targets >= 0  # [B, T]
            logits = net(batch.ids)[0][real]  # [N, V]
            total += float(functional.cross_entropy(logits, batch.targets[real], reduction="sum").double())
            count += int(real.sum())
    return math.exp(total / count)


def probe(tokenizer: Tokenizer, story: Story) -> Probe:
    """Where the parts of a story lie among its pieces."""
    length = _length(tokenizer)
    ids = tokenizer.encode(story.text).ids
    country, tongue = piece_id(tokenizer, story.country), piece_id(tokenizer, story.tongue)
    start = 1 + length(story.key) + 1
    stop = start + sum(length(f) + (not f.endswith((".", "?", "!"))) for f in story.fillers)
    answer = len(ids) - 1 - ids[::-1].index(tongue)
    return Probe(story, ids, ids.index(country), range(start, stop), answer - 1, tongue)


def _length(tokenizer: Tokenizer) -> Callable[[str], int]:
    return lambda text: len(tokenizer.encode(text, add_special_tokens=False).ids)


def choose_fillers(sizes: Sequence[tuple[str, int]], gap: int, rng: Random) -> list[str]:
    """Different fillers with ``gap`` pieces altogether; ``sizes`` has the pool, each with its pieces and separator."""
    for _ in range(10_000):
        chosen: list[str] = []
        left = gap
        for filler, size in rng.sample(sizes, len(sizes)):
            if size <= left:
                chosen.append(filler)
                left -= size
        if left == 0:
            return chosen
    raise ValueError(f"no fillers have {gap} pieces altogether")


def probes(tokenizer: Tokenizer, language: Language, gap: int, count: int, seed: int = 7) -> list[Probe]:
    """``count`` stories with unseen filler of exactly ``gap`` pieces, every country in turn."""
    rng = seeded(language, gap, seed)
    rules, length = grammar(language), _length(tokenizer)
    sizes = [(filler, length(filler) + 1) for filler in held_out_fillers(language)]
    found = []
    for n in range(count):
        fillers = choose_fillers(sizes, gap, rng)
        found.append(probe(tokenizer, rules.story(rng, fillers, rules.pairs[n % len(rules.pairs)])))
    return found


def distributions(
    net: RecurrentNet, sequences: Sequence[Sequence[int]], places: Sequence[int], size: int = 64
) -> Tensor:
    """The net's distribution after one place of each sequence, [N, V]; sequences begin with ``<s>``."""
    rows = []
    with torch.no_grad():
        for n in range(0, len(sequences), size):
            at = torch.tensor(places[n : n + size])  # [B]
            ids = torch.zeros(len(at), int(at.max()) + 1, dtype=torch.long)  # [B, T]
            for row, sequence in enumerate(sequences[n : n + size]):
                read = torch.tensor(sequence[: int(at[row]) + 1])  # [t]
                ids[row, : len(read)] = read
            hidden, _ = net.cell(net.embedding(ids))  # [B, T, U]
            rows.append(net.logits(hidden[torch.arange(len(at)), at]).softmax(-1))  # [B, V]
    return torch.cat(rows)


def noise_pieces(tokenizer: Tokenizer) -> list[int]:
    """What filler may be replaced by: every piece but special ones, bytes, and the countries and languages."""
    names = {piece_id(tokenizer, n) for each in LANGUAGES for pair in grammar(each).pairs for n in pair}
    return [i for i in range(FIRST_PIECE, tokenizer.get_vocab_size()) if i not in names]


def noisy(item: Probe, share: float, pieces: Sequence[int], rng: Random) -> list[int]:
    """The story's ids with a share of its filler replaced by random ``pieces``."""
    ids = list(item.ids)
    for at in item.filler:
        if rng.random() < share:
            ids[at] = rng.choice(pieces)
    return ids


def accuracy(
    net: RecurrentNet, items: Sequence[Probe], noise: float = 0.0, pieces: Sequence[int] = ()
) -> dict[str, float]:
    """Share of stories whose language is the likeliest piece: all, and by whether the names share a character.

    A share ``noise`` of each filler is first replaced by random ``pieces``.
    """
    rng = seeded(3)
    sequences = [noisy(p, noise, pieces, rng) if noise else p.ids for p in items]
    best = distributions(net, sequences, [p.predict for p in items]).argmax(-1)  # [N]
    right = [int(b) == p.answer for b, p in zip(best, items, strict=True)]
    shares = [bool(set(p.story.country) & set(p.story.tongue)) for p in items]
    groups = {"all": right}
    if items[0].story.language == "zh":
        groups["shared_character"] = [r for r, s in zip(right, shares, strict=True) if s]
        groups["no_shared_character"] = [r for r, s in zip(right, shares, strict=True) if not s]
    return {name: sum(values) / len(values) for name, values in groups.items()}


def swaps(net: RecurrentNet, tokenizer: Tokenizer, items: Sequence[Probe], seed: int = 5) -> dict[str, float]:
    """Mean total variation of the predicted distribution when the country, or one filler piece, is replaced.

    The country is replaced by another whose language differs; the filler piece by a random word of another filler.
    """
    rng = seeded(seed)
    other_words = sorted({i for p in items for at, i in enumerate(p.ids) if at in p.filler})
    by_country, by_filler = [], []
    for p in items:
        pairs = [c for c, t in grammar(p.story.language).pairs if t != p.story.tongue]
        by_country.append(_with(p.ids, p.key, piece_id(tokenizer, rng.choice(pairs))))
        by_filler.append(_with(p.ids, rng.choice(p.filler), rng.choice(other_words)))
    places = [p.predict for p in items]
    base = distributions(net, [p.ids for p in items], places)  # [N, V]
    variation = [(distributions(net, s, places) - base).abs().sum(-1) / 2 for s in (by_country, by_filler)]  # [N] each
    return {"country": float(variation[0].mean()), "filler": float(variation[1].mean())}


def _with(ids: Sequence[int], at: int, piece: int) -> list[int]:
    return [*ids[:at], piece, *ids[at + 1 :]]


def carriers(net: RecurrentNet, items: Sequence[Probe]) -> dict[str, Tensor]:
    """Per unit, [U]: what it does at the country (``_key``) and on the filler, on average, and its carrier ``score``.

    LSTM: gates i, f, o; score = (i at the country - i on filler) · f on filler, high where a unit writes the country
    and then keeps it. GRU: writing w = 1 - z, keeping z, reset r; score = (w at the country - w on filler) · z on
    filler. RNN, which has no gates: change = |h' - h| / 2, and as score what ``explained`` says of the filler's end.
    """
    sums: dict[str, list[Tensor]] = {}
    ends = []
    with torch.no_grad():
        for p in items:
            x = net.embedding(torch.tensor([p.ids]))  # [1, T, E]
            hidden, _ = net.cell(x)  # [1, T, U]
            for name, values in _columns(net, x, hidden).items():  # [1, T, U]
                sums.setdefault(f"{name}_key", []).append(values[0, p.key])
                sums.setdefault(f"{name}_filler", []).append(values[0, p.filler.start : p.filler.stop].mean(0))
            ends.append(before(hidden)[0, p.filler.stop])  # [U], after the last piece of the filler
    found = {name: torch.stack(values).mean(0) for name, values in sums.items()}  # [U] each
    if net.kind == "rnn":
        found["score"] = explained(torch.stack(ends), items)  # [U]
    else:
        write, keep = ("i", "f") if net.kind == "lstm" else ("write", "keep")
        found["score"] = (found[f"{write}_key"] - found[f"{write}_filler"]) * found[f"{keep}_filler"]
    return found


def _columns(net: RecurrentNet, x: Tensor, hidden: Tensor) -> dict[str, Tensor]:
    """What is averaged in a carrier table, [1, T, U] each."""
    found = gates(net, x, hidden)
    if net.kind == "lstm":
        return {"i": found["input"], "f": found["forget"], "o": found["output"]}
    if net.kind == "gru":
        return {"write": 1 - found["update"], "keep": found["update"], "reset": found["reset"]}
    return {"change": writing(net, x, hidden)}


def explained(states: Tensor, items: Sequence[Probe]) -> Tensor:
    """Share of the variance of states, [N, U], that the story's language explains, [U]: mean over English and Chinese.

    epsilon² (Kelley 1935), which is 0 on average where the language says nothing: with N stories in K groups,
    1 - (within / total sum of squares) · (N - 1) / (N - K).
    """
    shares = []
    for language in sorted({p.story.language for p in items}):
        rows = [n for n, p in enumerate(items) if p.story.language == language]
        groups: dict[str, list[int]] = {}
        for n in rows:
            groups.setdefault(items[n].story.tongue, []).append(n)
        total = (states[rows] - states[rows].mean(0)).square().sum(0)  # [U]
        within = torch.stack([(states[g] - states[g].mean(0)).square().sum(0) for g in groups.values()]).sum(0)  # [U]
        shares.append(1 - within / total * (len(rows) - 1) / (len(rows) - len(groups)))
    return torch.stack(shares).mean(0)


def always_one(items: Sequence[Probe]) -> float:
    """The accuracy of always naming the language that most of the stories ask for."""
    return max(Counter(p.answer for p in items).values()) / len(items)


def beyond_filler(items: Sequence[Probe]) -> dict[str, float]:
    """How many pieces more than the filler lie between the country and the language: the rest of their two clauses."""
    more = [p.predict - p.key - len(p.filler) for p in items]
    return {"least": min(more), "most": max(more), "mean": round(sum(more) / len(more), 2)}


LOW, HIGH = 0.1, 0.9  # a gate below is shut, above open


def decided(net: RecurrentNet, sentences: Sequence[Sequence[int]]) -> dict[str, float]:
    """Shares of what a gated net writes (LSTM: i, GRU: 1 - z) that are shut, in between and open; and the mean.

    Over every unit and every piece of sentences without ``<s>``; the step at ``<s>`` is left out.
    """
    values = []
    with torch.no_grad():
        for sentence in sentences:
            x = net.embedding(torch.tensor([[START_ID, *sentence]]))  # [1, T, E]
            hidden, _ = net.cell(x)  # [1, T, U]
            values.append(writing(net, x, hidden)[0, 1:])  # [T - 1, U]
    w = torch.cat(values).double()  # [N, U]
    shut, opened = (w < LOW).double().mean(), (w > HIGH).double().mean()
    return {"below_0.1": float(shut), "between": float(1 - shut - opened), "above_0.9": float(opened)} | {
        "mean": float(w.mean())
    }


AGREEMENT = (("the {a} near the {b}", "is▁", "are▁"), ("the {a} behind the old {b}", "was▁", "were▁"))
CONNECTIVES = (("虽然{}", "但是", "所以"), ("因为{}", "所以", "但是"))


CHANCE_OF_TWO = 0.5  # of a forced choice between two pieces


def agreement_cases() -> list[tuple[str, str, str]]:
    """Beginnings with an attractor of the other number, of the grammar's own nouns; the right verb and the wrong."""
    ones, many = (grammar("en").rules[name].rows for name in ("thing", "things"))
    cases = []
    for template, singular, plural in AGREEMENT:
        for (one,), (several,) in zip(ones[:30], many[1:], strict=False):
            cases.append((template.format(a=one, b=several), singular, plural))
            cases.append((template.format(a=several, b=one), plural, singular))
    return cases


def agreement(net: RecurrentNet, tokenizer: Tokenizer) -> float:
    """Share of subjects with an attractor of the other number after which the right verb is the likelier of two."""
    return _forced_choice(net, tokenizer, agreement_cases())


def connectives(net: RecurrentNet, tokenizer: Tokenizer) -> dict[str, float]:
    """Share of Chinese sentences whose right partner word is the likelier of two, over unseen clauses, by pair."""
    clauses = held_out_fillers("zh")
    return {
        f"{start.removesuffix('{}')}…{good}": _forced_choice(
            net, tokenizer, [(start.format(clause) + ",", good, bad) for clause in clauses]
        )
        for start, good, bad in CONNECTIVES
    }


def _forced_choice(net: RecurrentNet, tokenizer: Tokenizer, cases: Sequence[tuple[str, str, str]]) -> float:
    """Share of beginnings after which the second piece is likelier than the third."""
    beginnings = [tokenizer.encode(text).ids for text, _, _ in cases]
    found = distributions(net, beginnings, [len(ids) - 1 for ids in beginnings])  # [N, V]
    good, bad = (torch.tensor([tokenizer.token_to_id(case[k]) for case in cases]) for k in (1, 2))  # [N] each
    rows = torch.arange(len(cases))  # [N]
    return float((found[rows, good] > found[rows, bad]).float().mean())
