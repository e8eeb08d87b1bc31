"""The recurrent nets as torch has them, and asking for them over HTTP."""

from typing import Any, cast

import httpx
from safetensors.torch import load_file
from torch import Tensor, nn

from app.models.recurrent.net import FOLDER

GATES = "/api/v1/gates"
TEXT = "I grew up in France, so I speak fluent"
LAYERS = {"lstm": nn.LSTM, "gru": nn.GRU, "rnn": nn.RNN}
CELLS = list(LAYERS)
GATE_NAMES = {
    "lstm": ["input", "forget", "candidate", "output"],
    "gru": ["reset", "update", "candidate"],
    "rnn": [],
}


class Torch:
    """A net as torch has it, from its file alone."""

    def __init__(self, cell: str, checkpoint: str = "trained") -> None:
        name = f"{cell}.safetensors" if checkpoint == "trained" else f"{cell}-initial.safetensors"
        self.values = load_file(FOLDER / name)
        _, embedding = self.values["embedding.weight"].shape
        units = self.values["cell.weight_hh_l0"].shape[1]
        self.layer = LAYERS[cell](embedding, units, batch_first=True)
        self.layer.load_state_dict(
            {key.removeprefix("cell."): value for key, value in self.values.items() if key.startswith("cell.")}
        )

    def embed(self, ids: list[int]) -> Tensor:
        """[T] → [T, D]."""
        return self.values["embedding.weight"][ids]

    def hidden(self, x: Tensor) -> Tensor:
        """[..., T, D] → [..., T, U]."""
        return cast("Tensor", self.layer(x)[0])

    def logits(self, hidden: Tensor) -> Tensor:
        """[..., U] → [..., V]."""
        projected = hidden @ self.values["project.weight"].T + self.values["project.bias"]
        return projected @ self.values["embedding.weight"].T + self.values["output_bias"]


def ask(client: httpx.Client, path: str = GATES, **sent: Any) -> dict[str, Any]:
    found: dict[str, Any] = client.post(path, json={"text": TEXT, **sent}).raise_for_status().json()
    return found


def ids_of(answer: dict[str, Any]) -> list[int]:
    return [token["id"] for token in answer["tokens"]]
