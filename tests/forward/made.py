"""Small nets of every kind, with weights that leave no gate near its middle."""

from collections.abc import Callable

import torch
from torch import nn

from app.forward.cells import KINDS, Kind
from app.models.recurrent.net import RecurrentNet

LAYERS: dict[Kind, Callable[[int, int], nn.RNNBase]] = {"lstm": nn.LSTM, "gru": nn.GRU, "rnn": nn.RNN}
GATED: tuple[Kind, ...] = ("lstm", "gru")
__all__ = ["GATED", "KINDS", "LAYERS", "made_net"]


def made_net(kind: Kind, *, seed: int = 0, vocab: int = 23, embedding: int = 5, units: int = 7) -> RecurrentNet:
    """An untrained net in evaluation mode."""
    torch.manual_seed(seed)
    net = RecurrentNet(vocab, embedding, units, kind)
    nn.init.normal_(net.output_bias)
    for value in net.cell.parameters():
        nn.init.normal_(value, std=0.7)
    return net.eval().requires_grad_(requires_grad=False)
