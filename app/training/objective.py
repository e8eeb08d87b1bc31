"""What training minimises: the next piece's cross-entropy, and a penalty that makes a net write seldom."""

import torch
from torch import Tensor
from torch.nn import functional

from ..models.recurrent.net import RecurrentNet
from .batches import Batch

GATES = {"lstm": {"input": 0, "forget": 1, "output": 3}, "gru": {"reset": 0, "update": 1}, "rnn": {}}  # block of rows


def gate(net: RecurrentNet, name: str, embedded: Tensor, hidden: Tensor) -> Tensor:
    """A sigmoid gate, [B, T, U], from what the layer read, [B, T, E], and gave, [B, T, U], from a zero state."""
    block = GATES[net.kind][name]
    rows, layer = slice(block * net.units, (block + 1) * net.units), net.layer
    from_input = functional.linear(embedded, layer.weight_ih[rows], layer.bias_ih[rows])  # [B, T, U]
    from_state = functional.linear(before(hidden), layer.weight_hh[rows], layer.bias_hh[rows])  # [B, T, U]
    return torch.sigmoid(from_input + from_state)


def gates(net: RecurrentNet, embedded: Tensor, hidden: Tensor) -> dict[str, Tensor]:
    """Every sigmoid gate by name, [B, T, U] each; an RNN has none."""
    return {name: gate(net, name, embedded, hidden) for name in GATES[net.kind]}


def before(hidden: Tensor) -> Tensor:
    """The state that each step began with, [B, T, U], zero at first."""
    return functional.pad(hidden[:, :-1], (0, 0, 1, 0))


def writing(net: RecurrentNet, embedded: Tensor, hidden: Tensor) -> Tensor:
    """How much each unit writes at each step, in [0, 1], [B, T, U].

    An LSTM's input gate, 1 - z in a GRU, where z keeps, and half of the state's change in an RNN, which has no gate.
    """
    if net.kind == "lstm":
        return gate(net, "input", embedded, hidden)
    if net.kind == "gru":
        return 1 - gate(net, "update", embedded, hidden)
    return (hidden - before(hidden)).abs() / 2


def objective(net: RecurrentNet, batch: Batch, penalty: float, half_open: float = 0.0, noise: float = 0.0) -> Tensor:
    """Weighted cross-entropy, summed over the pieces, and for each of them what makes writing w rare and decided.

    These are ``penalty`` times the mean of w and ``half_open`` times the mean of w(1 - w). ``noise`` is the deviation
    of what is added to the states that predict an answer, which has more weight than 1: then few units that write
    fully are cheaper than many that write a little.
    """
    real = batch.targets >= 0  # [B, T]
    read = torch.rand(batch.ids.shape) >= batch.piece_dropout[:, None]  # [B, T]
    embedded = locked_dropout(net.embedding(batch.ids) * read[..., None], batch.dropout)  # [B, T, E]
    hidden, _ = net.cell(embedded)  # [B, T, U]
    shown = locked_dropout(hidden, batch.dropout)  # [B, T, U]
    if noise:
        shown = shown + noise * torch.randn_like(shown) * (batch.weights > 1)[..., None]  # [B, T, U]
    projected = locked_dropout(net.project(shown), batch.dropout / 2)[real]  # [N, E]
    logits = projected @ net.embedding.weight.T + net.output_bias  # [N, V]
    losses = functional.cross_entropy(logits, batch.targets[real], reduction="none")  # [N]
    weights = batch.weights[real]  # [N]
    total = (losses * weights).sum()
    if penalty or half_open:
        w = writing(net, embedded, hidden)[real]  # [N, U]
        total = total + penalty * w.mean() * weights.sum()
        if half_open:
            total = total + half_open * (w * (1 - w)).mean() * weights.sum()
    return total


def locked_dropout(values: Tensor, rate: Tensor) -> Tensor:
    """Dropout of [B, T, D] at rates [B], one mask for all positions of a sentence (Gal & Ghahramani 2016)."""
    keep = 1 - rate[:, None, None]  # [B, 1, 1]
    mask = torch.rand(values.shape[0], 1, values.shape[2]) < keep  # [B, 1, D]
    return values * mask / keep
