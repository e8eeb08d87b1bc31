"""Loads what ``save_pretrained`` wrote, as the class that the folder names. No weight is ever made up."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import torch
import transformers
from transformers import (
    CONFIG_MAPPING,
    AutoModel,
    AutoModelForCausalLM,
    AutoModelForMaskedLM,
    AutoModelForSeq2SeqLM,
    GenerationConfig,
    PretrainedConfig,
    PreTrainedModel,
)
from transformers.models.auto import modeling_auto
from transformers.models.auto.auto_factory import _get_model_class
from transformers.models.auto.modeling_auto import (
    MODEL_FOR_CAUSAL_LM_MAPPING_NAMES,
    MODEL_FOR_MASKED_LM_MAPPING_NAMES,
    MODEL_FOR_PRETRAINING_MAPPING_NAMES,
    MODEL_FOR_SEQ_TO_SEQ_CAUSAL_LM_MAPPING_NAMES,
)

from ..errors import NotReadable, WeightsError
from .architectures import known
from .header import weight_files
from .weights import read_folder

# left over from whoever saved the model; all have defaults, none changes a weight
DOES_NOT_MATTER = frozenset(
    {
        "attn_implementation",
        "_attn_implementation",
        "_attn_implementation_internal",
        "_attn_implementation_autoset",
        "experts_implementation",
        "_experts_implementation",
        "use_flash_attention_2",
        "output_attentions",
        "output_hidden_states",
        "return_dict",
        "torchscript",
        "torch_dtype",
        "dtype",
        "auto_map",
        "use_bfloat16",
        "gradient_checkpointing",
    }
)
# of generation_config.json, what changes scores of tokens; how to search and what to return is decided here
DECIDES_WHAT_IS_WRITTEN = (
    "decoder_start_token_id",
    "bos_token_id",
    "eos_token_id",
    "pad_token_id",
    "forced_bos_token_id",
    "forced_eos_token_id",
    "suppress_tokens",
    "begin_suppress_tokens",
    "bad_words_ids",
    "sequence_bias",
    "repetition_penalty",
    "encoder_repetition_penalty",
    "no_repeat_ngram_size",
    "encoder_no_repeat_ngram_size",
    "min_length",
    "min_new_tokens",
    "exponential_decay_length_penalty",
    "guidance_scale",
)
READ_AS_NAMED = ("CAUSAL_LM", "MASKED_LM", "SEQ_TO_SEQ_CAUSAL_LM", "TEXT_ENCODING", "IMAGE_TEXT_TO_TEXT")


@dataclass(frozen=True)
class Pretrained:
    """A model in evaluation mode, float32; ``left_out`` names the folder's class where a part of it is not read.

    ``weights_sha256`` is the hash of the very bytes that became its weights.
    """

    model: PreTrainedModel
    left_out: str | None
    weights_sha256: str


def pretrained(folder: Path, name: str, files: Mapping[str, str] | None = None) -> Pretrained:
    """The model of a folder: safetensors only, no remote code. ``name`` is what errors call it.

    Args:
        folder: what ``save_pretrained`` made.
        name: what errors call the model.
        files: the sha256 that each weight file must have; None: any.

    Raises:
        NotReadable: its type is known to have no attention that could be read.
        WeightsError: the folder does not hold a model that can be loaded, or other weights.

    """
    weight_files(folder)
    config = _config(folder, name)
    entry = known(config.model_type)
    if entry is not None and entry.reading == "nothing":
        raise NotReadable(f"{entry.title}: {entry.note}")
    weights = read_folder(folder, files)
    refusal: WeightsError | None = None
    for kind in classes_for(config):
        try:
            model, left_out = _loaded_as(kind, weights.tensors, name, config)
            _learn_to_generate(model, folder)
            return Pretrained(model, left_out, weights.sha256)
        except WeightsError as error:
            refusal = refusal or error
    raise refusal or WeightsError(f"transformers knows no model of type {config.model_type}, that of {name}.")


def _config(folder: Path, name: str) -> PretrainedConfig:
    """The configuration without settings that do not matter here: how attention is computed, what is returned."""
    try:
        # it reads numbers that JSON cannot express, such as infinity
        found, _ = PretrainedConfig.get_config_dict(folder, local_files_only=True)
        kind = CONFIG_MAPPING[found["model_type"]]
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise WeightsError(
            f"The folder of {name} holds no config.json that names a model_type known to transformers "
            f"{transformers.__version__}."
        ) from error
    if found.get("quantization_config"):
        raise WeightsError(f"{name} is quantised: its config.json has a quantization_config. Full weights are read.")
    try:
        config: PretrainedConfig = kind.from_dict(without(found, DOES_NOT_MATTER))
    except Exception as error:  # every configuration class checks its values differently
        raise WeightsError(f"The config.json of {name} is no {kind.__name__}: {first_line(error)}") from error
    config._attn_implementation = "eager"
    return config


def without(found: dict[str, Any], names: Collection[str]) -> dict[str, Any]:
    """A copy of settings without the named ones, in nested settings too."""
    return {
        key: without(value, names) if isinstance(value, dict) else value
        for key, value in found.items()
        if key not in names
    }


def _loaded_as(
    kind: Any, tensors: Mapping[str, torch.Tensor], name: str, config: PretrainedConfig
) -> tuple[PreTrainedModel, str | None]:
    """The model, whose parameters are the given tensors themselves, and the class of which only a part is read."""
    try:
        if hasattr(kind, "_model_mapping"):  # Auto classes need a folder
            kind = _get_model_class(config, kind._model_mapping)
        model, found = kind.from_pretrained(
            None,
            config=config,
            state_dict=dict(tensors),
            attn_implementation="eager",
            dtype=torch.float32,
            output_loading_info=True,
        )
    except KeyError as error:  # an unknown activation or kind of positions
        raise WeightsError(f"The config.json of {name} names {error}, which transformers does not know.") from error
    except (OSError, ValueError, RuntimeError) as error:
        other = _other_shape(kind, tensors, config) if "ignore_mismatched_sizes" in str(error) else None
        why = f"The weights of {name} cannot be loaded: {first_line(error)}"
        raise WeightsError(other.format(name) if other else why) from error
    # transformers would fill them with random numbers; a pooler comes after all that is read here
    missing = sorted(each for each in found["missing_keys"] if "pooler" not in each)
    if missing:
        some = f"{len(missing)} tensors, {missing[0]} among them"
        raise WeightsError(f"The folder of {name} holds no weights for {some}.")
    model = model.eval().requires_grad_(requires_grad=False)
    named = named_class(config)
    is_whole = not found["unexpected_keys"] or named == type(model).__name__
    return model, None if is_whole else named or "model with more tensors"


def _other_shape(kind: Any, tensors: Mapping[str, torch.Tensor], config: PretrainedConfig) -> str:
    """Words for the first tensor whose shape is not what a configuration describes, with {} for the model's name."""
    with torch.device("meta"):
        wanted = kind._from_config(config).state_dict()
    said = "The folder of {} holds other weights than its config.json describes"
    for tensor in sorted(set(wanted) & set(tensors)):
        there, described = (" × ".join(map(str, each[tensor].shape)) for each in (tensors, wanted))
        if there != described:
            return f"{said}: {tensor} is {there}, not {described}."
    return f"{said}."


def _learn_to_generate(model: PreTrainedModel, folder: Path) -> None:
    """Read generation_config.json, where there is one: it may name the token that a decoder begins with."""
    if not model.can_generate():
        return
    with suppress(OSError, ValueError, TypeError, RecursionError, AttributeError):  # as transformers: then config's
        model.generation_config = GenerationConfig.from_pretrained(folder, local_files_only=True)
    plain = GenerationConfig()
    for name in DECIDES_WHAT_IS_WRITTEN:
        setattr(plain, name, getattr(model.generation_config, name, None))
    model.generation_config = plain


def first_line(error: Exception) -> str:
    """An error of a library in one line: its first, with the next one where that says what the first announces."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()] or [type(error).__name__]
    return " ".join(lines[:2]) if lines[0].endswith(":") else lines[0]


@cache
def read_as_named() -> frozenset[str]:
    """Names of the classes that give a text's attention, with the head they have, if they have one."""
    found: set[str] = set()
    tables = [getattr(modeling_auto, f"MODEL_FOR_{name}_MAPPING_NAMES") for name in READ_AS_NAMED]
    for table in [*tables, modeling_auto.MODEL_MAPPING_NAMES]:
        for names in table.values():
            found |= {names} if isinstance(names, str) else set(names)
    return frozenset(found)


def named_class(config: PretrainedConfig) -> str:
    """The class that a folder names; empty where it names none, or something that is no name."""
    named: Any = (config.architectures or [""])[0]
    return named if isinstance(named, str) else ""


def classes_for(config: PretrainedConfig) -> list[Any]:
    """The classes to load a folder with, best first: a head that the folder lacks would hold random numbers."""
    named, kind = named_class(config), config.model_type
    found = getattr(transformers, named, None) if named else None
    is_class = isinstance(found, type) and issubclass(found, PreTrainedModel)
    if is_class and named in read_as_named():
        return [found]
    with_heads = [
        auto
        for auto, table in (
            (AutoModelForSeq2SeqLM, MODEL_FOR_SEQ_TO_SEQ_CAUSAL_LM_MAPPING_NAMES),
            (AutoModelForMaskedLM, MODEL_FOR_MASKED_LM_MAPPING_NAMES),
            (AutoModelForCausalLM, MODEL_FOR_CAUSAL_LM_MAPPING_NAMES),
        )
        if kind in table
    ]
    # a head for classification, or for two tasks at once, of which one predicts tokens
    for_tokens = not named or named in MODEL_FOR_PRETRAINING_MAPPING_NAMES.values()
    return [*(with_heads if for_tokens else []), AutoModel, *([found] if is_class else [])]


def text_parts(model: PreTrainedModel) -> list[PreTrainedModel]:
    """The models inside a model that reads more than text, outermost first."""
    return [part for part in model.modules() if isinstance(part, PreTrainedModel) and part is not model]
