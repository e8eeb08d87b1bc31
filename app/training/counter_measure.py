"""What the counter is measured by: which symbols it gets right, which unit counts, and what a shifted cell does."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch

from ..models.recurrent.net import RecurrentNet
from ..models.recurrent.tokenizer import END_ID, START_ID

A_ID, B_ID = 3, 4
MOST_SYMBOLS = 256


class Steps(NamedTuple):
    """The cell after each symbol, [T, U], and #a - #b, [T], both float64."""

    cells: npt.NDArray[np.float64]
    counts: npt.NDArray[np.float64]


def shares(net: RecurrentNet, symbols: Sequence[int]) -> dict[str, float]:
    """Of ``<s>`` aⁿ bⁿ ``</s>``: the share of determined symbols that are the likeliest, and whether the end is.

    Determined are the first a and everything after the first b; the end is right if it is predicted there only.
    """
    n = (len(symbols) - 2) // 2
    with torch.no_grad():
        best = net(torch.tensor([symbols[:-1]]))[0][0].argmax(-1).tolist()  # [T]
    places = [0, *range(n + 1, 2 * n + 1)]
    right = [best[at] == symbols[at + 1] for at in places]
    ended = [at for at, symbol in enumerate(best) if symbol == END_ID]
    return {"determined": sum(right) / len(right), "end": float(ended == [2 * n])}


def steps_of(net: RecurrentNet, symbols: Sequence[int]) -> Steps:
    """The cell after each symbol, from torch's own layer, one step at a time, and the count that it should hold."""
    found, state = [], None
    counts = np.cumsum([(s == A_ID) - (s == B_ID) for s in symbols]).astype(np.float64)  # [T]
    with torch.no_grad():
        for embedded in net.embedding(torch.tensor(symbols)):  # [E]
            _, state = net.cell(embedded[None, None], state)
            found.append(state[1][0, 0].double().numpy())  # [U]
    return Steps(np.stack(found), counts)


def carriers(words: Sequence[Steps]) -> list[dict[str, float]]:
    """By unit, over all positions of all words: correlation of cell and count, and the line cell = slope·count + start.

    ``error_counts`` is the line's largest error, in counts.
    """
    cells = np.concatenate([each.cells for each in words])  # [N, U]
    counts = np.concatenate([each.counts for each in words])  # [N]
    c, d = cells - cells.mean(0), counts - counts.mean()  # [N, U], [N]
    slopes = d @ c / (d @ d)  # [U]
    correlations = d @ c / np.sqrt((d @ d) * np.maximum((c * c).sum(0), 1e-300))  # [U]
    starts = cells.mean(0) - slopes * counts.mean()  # [U]
    errors = np.abs(cells - counts[:, None] * slopes - starts).max(0) / np.maximum(np.abs(slopes), 1e-300)  # [U]
    columns = {"correlation": correlations, "slope": slopes, "start": starts, "error_counts": errors}
    return [{name: float(values[u]) for name, values in columns.items()} for u in range(cells.shape[1])]


def ends_after(net: RecurrentNet, count: int, unit: int, shift: float) -> int | None:
    """After how many b the end is predicted, if ``unit``'s cell is moved by ``shift`` after so many a."""
    with torch.no_grad():
        _, (hidden, cell) = net.cell(net.embedding(torch.tensor([[START_ID, *[A_ID] * count]])))  # [1, 1, U] each
        cell[0, 0, unit] += shift
        for n in range(1, MOST_SYMBOLS + 1):
            out, (hidden, cell) = net.cell(net.embedding(torch.tensor([[B_ID]])), (hidden, cell))  # [1, 1, U]
            if int(net.logits(out)[0, 0].argmax()) == END_ID:
                return n
    return None
