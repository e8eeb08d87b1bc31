"""Converts a GGUF file to safetensors once, when it is fetched; reading GGUF would take 20 s at every start."""

import json
import sys
from pathlib import Path

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer
from transformers import AutoModelForCausalLM, AutoTokenizer

from ..errors import WeightsError
from .fetch import CONVERTED, MANIFEST
from .storage import sha256_of


def gguf_to_safetensors(source: Path, folder: Path) -> None:
    """Write config.json, model.safetensors (float32), tokenizer.json and a manifest with their sha256 into ``folder``.

    Raises:
        WeightsError: the file is not GGUF, or not of a model that is known here.

    """
    try:
        model = AutoModelForCausalLM.from_pretrained(source.parent, gguf_file=source.name, dtype=torch.float32)
        tokenizer = AutoTokenizer.from_pretrained(source.parent, gguf_file=source.name)
    except (ValueError, KeyError, OSError) as error:
        raise WeightsError(f"{source} cannot be converted: {error}") from error
    config = model.config.to_diff_dict()
    config.pop("quantization_config", None)
    config["architectures"] = [type(model).__name__]
    (folder / "config.json").write_text(json.dumps(config, indent=1, default=str), encoding="utf-8")
    weights = {name: value.contiguous() for name, value in model.state_dict().items()}
    if model.config.tie_word_embeddings:
        del weights["lm_head.weight"]
    save_file(weights, folder / "model.safetensors")
    backend: Tokenizer = tokenizer.backend_tokenizer
    backend.save(str(folder / "tokenizer.json"))
    (folder / "model.safetensors").chmod(
        0o644
    )  # readable for others, as the other files are: save_file makes it private
    manifest = {"from": source.name, "sha256": {name: sha256_of(folder / name) for name in CONVERTED}}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")


if __name__ == "__main__":
    gguf_to_safetensors(Path(sys.argv[1]), Path(sys.argv[2]))
