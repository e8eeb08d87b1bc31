"""MiniLM as transformers alone computes it eagerly, with its own matrices: what the answers are held against."""

from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from transformers import AutoModel, AutoTokenizer

HEADS, WIDTH = 12, 32
Array = np.ndarray[Any, np.dtype[Any]]


class ByHand:
    """An eager forward pass over a sentence, or a pair; changed by the attention mask and by hooks of torch's own."""

    def __init__(self, folder: Path) -> None:
        self.model: Any = AutoModel.from_pretrained(folder, attn_implementation="eager", local_files_only=True).eval()
        self.tokenizer: Any = AutoTokenizer.from_pretrained(folder)

    def run(
        self, *texts: str, mask: tuple[int, ...] = (), ablate: tuple[tuple[int, int], ...] = ()
    ) -> tuple[Array, Array]:
        """Attention [L, H, Q, K] and hidden states [L + 1, T, D]."""
        inputs = self.tokenizer(*texts, return_tensors="pt")
        inputs["attention_mask"][0, list(mask)] = 0
        hooks = []
        for layer, head in ablate:

            def silence(_: object, given: tuple[Tensor, ...], head: int = head) -> tuple[Tensor, ...]:
                joined = given[0].clone()
                joined[..., head * WIDTH : (head + 1) * WIDTH] = 0
                return (joined, *given[1:])

            projection = self.model.encoder.layer[layer].attention.output.dense
            hooks.append(projection.register_forward_pre_hook(silence))
        with torch.inference_mode():
            out = self.model(**inputs, output_attentions=True, output_hidden_states=True)
        for hook in hooks:
            hook.remove()
        return torch.stack(out.attentions)[:, 0].numpy(), torch.stack(out.hidden_states)[:, 0].numpy()

    def matrix(self, layer: int, name: str, head: int) -> tuple[Array, Array]:
        """W [D, width] and b [width] of a head's query, key or value; W_O [width, D] and b_O [D] of "output"."""
        block = self.model.encoder.layer[layer].attention
        part = slice(head * WIDTH, (head + 1) * WIDTH)
        if name == "output":
            dense = block.output.dense
            return dense.weight.detach().numpy().T[part], dense.bias.detach().numpy()
        linear = getattr(block.self, name)
        return linear.weight.detach().numpy().T[:, part], linear.bias.detach().numpy()[part]

    def of_head(self, states: Array, layer: int, name: str, head: int) -> Array:
        """q, k or v of every token, [T, width], from the hidden states of all layers."""
        weight, bias = self.matrix(layer, name, head)
        found: Array = states[layer] @ weight + bias
        return found
