"""A model that the settings name, as a folder: settings, and what its own eager pass gives."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from transformers import (
    BertConfig,
    BertForMaskedLM,
    PreTrainedModel,
)

from app.capture.probe import Attentions, eager_attentions
from app.models.loading import (
    Identity,
)
from app.schemas import AttentionAnswer
from app.settings import ModelSetting, Settings
from tests.models.tiny_models import COMMON, tiny_tokenizer

SENTENCE = "the apple was sweet"
MINE = Identity("mine", "local", "0" * 64, None)
Ask = Callable[..., tuple[AttentionAnswer, dict[str, np.ndarray]]]


def seeded(model: Callable[[], PreTrainedModel]) -> PreTrainedModel:
    torch.manual_seed(5)
    made: PreTrainedModel = model().eval()
    return made


def masked_bert() -> PreTrainedModel:
    return seeded(lambda: BertForMaskedLM(BertConfig(**COMMON, initializer_range=0.5)))


def naming(tmp_path: Path, **updates: Any) -> Settings:
    """Settings that name the model in ``tmp_path/model``, on a machine without fetched weights."""
    named = ModelSetting(id="mine", title="My own", folder=tmp_path / "model")
    return Settings(cache_dir=tmp_path / "cache", models=(named,), torch_threads=1, **updates)


def eager_of(model: PreTrainedModel, **inputs: list[int]) -> Attentions:
    model.set_attn_implementation("eager")
    return eager_attentions(model, {name: torch.tensor([ids]) for name, ids in inputs.items()})


def stacked(layers: list[torch.Tensor]) -> np.ndarray:
    return torch.stack([layer[0] for layer in layers]).numpy()


def ids_of(text: str, pair: str | None = None) -> list[int]:
    return tiny_tokenizer().encode(text, pair).ids
