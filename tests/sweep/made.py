"""A small model of a type with numbers that tell things apart, and the folder that ``save_pretrained`` makes of it."""

import json
from pathlib import Path
from typing import Any

import torch
import transformers
from transformers import AutoModelForCausalLM, AutoModelForMaskedLM, AutoModelForSeq2SeqLM, PreTrainedModel
from transformers.models.auto.modeling_auto import (
    MODEL_FOR_CAUSAL_LM_MAPPING_NAMES,
    MODEL_FOR_MASKED_LM_MAPPING_NAMES,
    MODEL_FOR_SEQ_TO_SEQ_CAUSAL_LM_MAPPING_NAMES,
)

from tests.models.tiny_models import tiny_tokenizer
from tests.sweep.shrink import SPECIAL, small_config

SPREAD = 0.2  # of matrices of width 32: scores reach about 1, so that attention is not uniform
MOST_WEIGHTS = 20_000_000

MAPPED: dict[str, Any] = {
    **dict.fromkeys(MODEL_FOR_CAUSAL_LM_MAPPING_NAMES, AutoModelForCausalLM),
    **dict.fromkeys(MODEL_FOR_MASKED_LM_MAPPING_NAMES, AutoModelForMaskedLM),
    **dict.fromkeys(MODEL_FOR_SEQ_TO_SEQ_CAUSAL_LM_MAPPING_NAMES, AutoModelForSeq2SeqLM),
}
# a row's name, the model type, and the class by name: other ways of having a model of a type
EXTRA: dict[str, tuple[str, str]] = {
    "bert, without a head": ("bert", "BertModel"),
    "llama, without a head": ("llama", "LlamaModel"),
    "t5, its encoder": ("t5", "T5EncoderModel"),
    "bart, without a head": ("bart", "BartModel"),
    "bert, classifying": ("bert", "BertForSequenceClassification"),
    "qwen2_vl": ("qwen2_vl", "Qwen2VLForConditionalGeneration"),
    "clip": ("clip", "CLIPModel"),
    "clip, its text tower": ("clip_text_model", "CLIPTextModel"),
}
NAMES = [*sorted(MAPPED), *EXTRA]


class Skipped(Exception):
    """Why there is no small model of a type."""


def make(name: str) -> PreTrainedModel:
    """The small model of a row, the same numbers whenever it is made.

    Raises:
        Skipped: transformers makes none from the small configuration, or only a large one.

    """
    model_type, class_name = EXTRA.get(name, (name, ""))
    chosen = getattr(transformers, class_name)._from_config if class_name else MAPPED[name].from_config
    torch.manual_seed(0)
    try:
        config = small_config(model_type)
        with torch.device("meta"):
            weights = sum(each.numel() for each in chosen(config).parameters())
        if weights > MOST_WEIGHTS:
            raise Skipped(f"the rule leaves it {weights:,} weights")
        config = small_config(model_type)  # a model may change its configuration
        model: PreTrainedModel = chosen(config).eval()
    except Skipped:
        raise
    except Exception as error:
        raise Skipped(f"transformers makes no model of it: {in_short(error)}") from error
    spread(model)
    told = [each for each in (getattr(model, "generation_config", None), model.config) if each is not None]
    if model.config.is_encoder_decoder and not any(getattr(each, "decoder_start_token_id", None) for each in told):
        for each in told:  # as every such folder says
            each.decoder_start_token_id = SPECIAL["decoder_start"]
    return model


def in_short(error: Exception) -> str:
    """The last line that says something."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return f"{type(error).__name__}: {lines[-1] if lines else ''}"[:160]


def spread(model: PreTrainedModel) -> None:
    """Matrices so large that attention is not uniform; norms and biases that are not 1 and 0."""
    generator = torch.Generator().manual_seed(1)
    with torch.no_grad():
        for each in model.parameters():
            if not each.is_floating_point():
                continue
            if each.dim() == 1:
                each.add_(torch.randn(each.shape, generator=generator) * 0.1)
            elif 0 < (deviation := float(each.std())) < SPREAD:
                each.mul_(SPREAD / deviation)


def save(model: PreTrainedModel, folder: Path) -> None:
    """A folder as a person would have it."""
    model.save_pretrained(folder)
    tiny_tokenizer().save(str(folder / "tokenizer.json"))
    said = {"bos_token": "<s>", "eos_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>", "mask_token": "<mask>"}
    (folder / "tokenizer_config.json").write_text(json.dumps({"tokenizer_class": "PreTrainedTokenizerFast"} | said))
