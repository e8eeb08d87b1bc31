"""What training minimises: the next piece's cross-entropy, and a penalty that makes the input gate legible."""

import torch
from torch import Tensor
from torch.nn import functional

from app.models.recurrent.batches import Batch
from app.models.recurrent.net import RecurrentNet


def gates(net: RecurrentNet, embedded: Tensor, hidden: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """An LSTM's gates i, f and o, [B, T, U] each, from what its layer read, [B, T, E], and gave, [B, T, U]."""
    layer = net.layer
    before = functional.pad(hidden[:, :-1], (0, 0, 1, 0))  # [B, T, U]
    sums = functional.linear(embedded, layer.weight_ih, layer.bias_ih)  # [B, T, 4U]
    sums = sums + functional.linear(before, layer.weight_hh, layer.bias_hh)  # [B, T, 4U]
    i, f, _, o = torch.sigmoid(sums).chunk(4, dim=-1)  # [B, T, U] each
    return i, f, o


def input_gate(net: RecurrentNet, embedded: Tensor, hidden: Tensor) -> Tensor:
    """The input gate alone, [B, T, U]."""
    units, layer = net.units, net.layer
    before = functional.pad(hidden[:, :-1], (0, 0, 1, 0))  # [B, T, U]
    from_input = functional.linear(embedded, layer.weight_ih[:units], layer.bias_ih[:units])  # [B, T, U]
    from_state = functional.linear(before, layer.weight_hh[:units], layer.bias_hh[:units])  # [B, T, U]
    return torch.sigmoid(from_input + from_state)


def objective(net: RecurrentNet, batch: Batch, penalty: float) -> Tensor:
    """Weighted cross-entropy, summed over the pieces, plus ``penalty`` times the mean input gate for each."""
    real = batch.targets >= 0  # [B, T]
    read = torch.rand(batch.ids.shape) >= batch.piece_dropout[:, None]  # [B, T]
    embedded = locked_dropout(net.embedding(batch.ids) * read[..., None], batch.dropout)  # [B, T, E]
    hidden, _ = net.cell(embedded)  # [B, T, U]
    projected = locked_dropout(net.project(locked_dropout(hidden, batch.dropout)), batch.dropout / 2)[real]  # [N, E]
    logits = projected @ net.embedding.weight.T + net.output_bias  # [N, V]
    losses = functional.cross_entropy(logits, batch.targets[real], reduction="none")  # [N]
    weights = batch.weights[real]  # [N]
    total = (losses * weights).sum()
    if penalty:
        total = total + penalty * input_gate(net, embedded, hidden)[real].mean() * weights.sum()
    return total


def locked_dropout(values: Tensor, rate: Tensor) -> Tensor:
    """Dropout of [B, T, D] at rates [B], one mask for all positions of a sentence (Gal & Ghahramani 2016)."""
    keep = 1 - rate[:, None, None]  # [B, 1, 1]
    mask = torch.rand(values.shape[0], 1, values.shape[2]) < keep  # [B, 1, D]
    return values * mask / keep
