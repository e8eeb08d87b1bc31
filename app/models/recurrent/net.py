"""A small recurrent language model: embedding, one plain torch layer, an output head that shares the embedding."""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from ...errors import WeightsMissing, WrongHash
from ...places import program
from ..weights import read_file

FOLDER = Path(__file__).parent / "nets"
CELLS = {"lstm": nn.LSTM, "gru": nn.GRU, "rnn": nn.RNN}
KINDS = {"counter": "lstm"}  # nets whose cell is not their name
Checkpoint = Literal["trained", "initial"]


class LayerWeights(NamedTuple):
    """A recurrent layer's parameters as torch lays them out, in G blocks of U rows.

    An LSTM's blocks are [i | f | g | o], a GRU's [r | z | n]; an RNN has one.
    """

    weight_ih: Tensor  # [G·U, E]
    weight_hh: Tensor  # [G·U, U]
    bias_ih: Tensor  # [G·U]
    bias_hh: Tensor  # [G·U]


class RecurrentNet(nn.Module):
    """Next-piece logits for a sentence, read left to right from a zero state.

    The logits are E·(P·h + p) + b: the hidden state is projected to the embedding's width and compared with every
    piece's embedding (Press & Wolf 2017, tied weights). ``cell`` is one of CELLS; ``kind`` is its name.
    """

    def __init__(self, vocab: int, embedding: int, units: int, cell: str = "lstm") -> None:
        super().__init__()
        self.kind = cell
        self.embedding = nn.Embedding(vocab, embedding)  # [V, E]
        self.cell = CELLS[cell](embedding, units, batch_first=True)
        self.project = nn.Linear(units, embedding)
        self.output_bias = nn.Parameter(torch.zeros(vocab))  # [V]

    @property
    def units(self) -> int:
        """How many units the cell has."""
        return int(self.cell.hidden_size)

    @property
    def layer(self) -> LayerWeights:
        """The parameters of the recurrent layer."""
        return LayerWeights(*(self.cell.get_parameter(f"{name}_l0") for name in LayerWeights._fields))

    @property
    def vocab(self) -> int:
        """How many pieces the net can read and predict."""
        return self.embedding.num_embeddings

    def logits(self, hidden: Tensor) -> Tensor:
        """Scores of the next piece, [..., V], from hidden states, [..., U]."""
        projected: Tensor = self.project(hidden)  # [..., E]
        return projected @ self.embedding.weight.T + self.output_bias  # [..., V]

    def forward(self, ids: Tensor) -> tuple[Tensor, Tensor]:
        """Next-piece logits, [B, T, V], and hidden states, [B, T, U], for piece ids, [B, T]."""
        hidden, _ = self.cell(self.embedding(ids))  # [B, T, U]
        return self.logits(hidden), hidden


def sha256(path: Path) -> str:
    """The file's sha256, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def weights_file(cell: str, checkpoint: Checkpoint) -> str:
    """The name of a checkpoint's file."""
    return f"{cell}.safetensors" if checkpoint == "trained" else f"{cell}-initial.safetensors"


def save(net: RecurrentNet, path: Path) -> None:
    """Writes the weights as safetensors, float32."""
    save_file({name: value.detach().contiguous() for name, value in net.state_dict().items()}, path)
    path.chmod(0o644)  # the writer makes it private


def card(cell: str = "lstm", folder: Path = FOLDER) -> dict[str, Any]:
    """The net's card: data, recipe, results and the sha256 of every file.

    Raises:
        WeightsMissing: there is no such net.
    """
    path = folder / f"{cell}.json"
    if not path.exists():
        raise WeightsMissing(f"There is no card {path.name}: `{program()} train` makes the recurrent nets.")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


@cache
def load(cell: str = "lstm", checkpoint: Checkpoint = "trained", folder: Path = FOLDER) -> RecurrentNet:
    """A shipped net in evaluation mode, without gradients, after its file was checked against the card.

    Raises:
        WeightsMissing: a file is absent.
        WrongHash: a file is not the one that the card describes.
    """
    described = card(cell, folder)
    path = folder / weights_file(cell, checkpoint)
    if not path.exists():
        raise WeightsMissing(f"{path.name} is absent: `{program()} train` makes it.")
    expected = described["files"][path.name]["sha256"]
    tensors, got = read_file(path)
    if got != expected:
        raise WrongHash(f"{path.name} has sha256 {got}, its card says {expected}.")
    shape = described["architecture"]
    net = RecurrentNet(shape["vocab"], shape["embedding"], shape["units"], KINDS.get(cell, cell))
    net.load_state_dict(tensors)
    return net.eval().requires_grad_(requires_grad=False)
