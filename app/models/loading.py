"""From a verified folder of weights to a model that is ready to be captured."""

from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

import torch
from tokenizers import Tokenizer
from transformers import AutoModel, PreTrainedModel
from transformers.utils import logging

from app.forward.attention import IMPLEMENTATION
from app.schemas import ModelRef
from app.tokens.spans import prepare

LIBRARIES = ("torch", "transformers", "tokenizers", "safetensors")

logging.disable_progress_bar()


@dataclass(frozen=True)
class LoadedTransformer:
    """A Transformer in memory, with what its answers must say of it."""

    ref: ModelRef
    model: PreTrainedModel
    tokenizer: Tokenizer
    unknown_id: int | None
    layers: int
    heads: int
    max_tokens: int


@cache
def library_versions() -> dict[str, str]:
    """Versions of the libraries that take part in a computation."""
    return {name: version(name) for name in LIBRARIES}


def load_transformer(
    folder: Path, *, model_id: str, revision: str, weights_sha256: str, converted_from: str | None, max_tokens: int
) -> LoadedTransformer:
    """Load a model from a local folder: safetensors only, no remote code, float32, attention recorded."""
    model = AutoModel.from_pretrained(
        folder,
        attn_implementation=IMPLEMENTATION,
        dtype=torch.float32,
        local_files_only=True,
        use_safetensors=True,
        trust_remote_code=False,
    ).eval()
    tokenizer = prepare(Tokenizer.from_file(str(folder / "tokenizer.json")))
    unknown = getattr(tokenizer.model, "unk_token", None)
    return LoadedTransformer(
        ref=ModelRef(
            id=model_id,
            revision=revision,
            weights_sha256=weights_sha256,
            converted_from=converted_from,
            dtype="float32",
            libraries=library_versions(),
        ),
        model=model,
        tokenizer=tokenizer,
        unknown_id=None if unknown is None else tokenizer.token_to_id(unknown),
        layers=int(model.config.num_hidden_layers),
        heads=int(model.config.num_attention_heads),
        max_tokens=max_tokens,
    )
