"""From a folder of weights to a model that is ready to be read."""

import hashlib
import math
import re
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from tokenizers import Tokenizer
from tokenizers.models import Unigram
from transformers import (
    AutoConfig,
    AutoModel,
    AutoModelForCausalLM,
    AutoModelForMaskedLM,
    AutoModelForSeq2SeqLM,
    AutoTokenizer,
    PretrainedConfig,
    PreTrainedModel,
)
from transformers.models.auto.modeling_auto import (
    MODEL_FOR_CAUSAL_LM_MAPPING_NAMES,
    MODEL_FOR_MASKED_LM_MAPPING_NAMES,
)
from transformers.utils import logging

from app.errors import NotReadable, WeightsError
from app.forward.attention import IMPLEMENTATION
from app.forward.probe import probe
from app.models import e5
from app.models.architectures import known
from app.models.storage import sha256_of
from app.schemas import Family, ModelRef, Predicts, Reading
from app.tokens.spans import prepare

LIBRARIES = ("torch", "transformers", "tokenizers", "safetensors")
TOKENIZER_BYTES = 8  # resident bytes of a tokenizer for each byte of its tokenizer.json, measured on e5's

logging.disable_progress_bar()


@dataclass(frozen=True)
class LoadedTransformer:
    """A Transformer in memory; ``layers`` and ``heads`` of an encoder-decoder are its encoder's."""

    ref: ModelRef
    family: Family
    reading: Reading
    predicts: Predicts | None
    model: PreTrainedModel
    tokenizer: Tokenizer
    unknown_id: int | None
    layers: int
    heads: int
    max_tokens: int
    bytes: int

    @property
    def decoder_layers(self) -> int:
        """How many layers the decoder of an encoder-decoder has; of any other model, all of them."""
        config = self.model.config
        found = getattr(config, "decoder_layers", 0) or getattr(config, "num_decoder_layers", 0)
        return int(found) if self.family == "encoder-decoder" else self.layers

    @property
    def decoder_heads(self) -> int:
        """How many heads each layer of an encoder-decoder's decoder has; of any other model, its heads."""
        found = getattr(self.model.config, "decoder_attention_heads", 0) or self.heads
        return int(found) if self.family == "encoder-decoder" else self.heads

    @property
    def vocabulary(self) -> int:
        """How many pieces the model knows."""
        return int(self.model.config.get_text_config().vocab_size)

    def text_of(self, vocabulary_index: int) -> str:
        """What to print for a token that the model predicts: its text, or the raw piece of a control token or byte."""
        text = self.tokenizer.decode([vocabulary_index])
        piece = self.tokenizer.id_to_token(vocabulary_index) or ""
        return piece if not text or "\ufffd" in text else text


@cache
def library_versions() -> dict[str, str]:
    """Versions of the libraries that take part in a computation."""
    return {name: version(name) for name in LIBRARIES}


@dataclass(frozen=True)
class Identity:
    """What an answer says of where a model's numbers come from."""

    id: str
    revision: str
    weights_sha256: str
    converted_from: str | None

    def ref(self) -> ModelRef:
        """The same, with dtype and libraries."""
        return ModelRef(
            id=self.id,
            revision=self.revision,
            weights_sha256=self.weights_sha256,
            converted_from=self.converted_from,
            dtype="float32",
            libraries=library_versions(),
        )


def load_e5(folder: Path, identity: Identity, max_capture_bytes: int) -> LoadedTransformer:
    """multilingual-e5-small from its file of 4-bit blocks."""
    model = e5.load(folder / "e5-small-q4.bin", IMPLEMENTATION)
    return _loaded(identity, model, "everything", folder, max_capture_bytes)


def load_folder(folder: Path, identity: Identity, max_capture_bytes: int) -> LoadedTransformer:
    """Any model from a local folder: safetensors only, no remote code, float32.

    Raises:
        NotReadable: its attention cannot be read truthfully.
        WeightsError: the folder does not hold a model that can be loaded.

    """
    model = _pretrained(folder)
    return _loaded(identity, model, probe(model), folder, max_capture_bytes)


def _pretrained(folder: Path) -> PreTrainedModel:
    if not any(folder.glob("*.safetensors")):
        raise WeightsError(f"{folder} holds no .safetensors file; other formats may run code and are not read.")
    try:
        config = AutoConfig.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
    except (OSError, ValueError) as error:
        raise WeightsError(f"{folder} holds no config.json that transformers can read: {error}") from error
    entry = known(config.model_type)
    if entry is not None and entry.reading == "nothing":
        raise NotReadable(f"{entry.title}: {entry.note}")
    try:
        model, found = _class_for(config).from_pretrained(
            folder,
            dtype=torch.float32,
            local_files_only=True,
            use_safetensors=True,
            trust_remote_code=False,
            output_loading_info=True,
        )
    except (OSError, ValueError, RuntimeError, SafetensorError) as error:
        raise WeightsError(f"{folder} cannot be loaded: {error}") from error
    # transformers would fill them with random numbers; a pooler stands behind everything that is read
    missing = sorted(name for name in found["missing_keys"] if "pooler" not in name)
    if missing:
        raise WeightsError(f"{folder} holds no weights for {len(missing)} tensors, {missing[0]} among them.")
    loaded: PreTrainedModel = model.eval().requires_grad_(requires_grad=False)
    return loaded


def family_of(config: PretrainedConfig) -> Family:
    """Which of the three kinds a configuration describes."""
    if config.is_encoder_decoder:
        return "encoder-decoder"
    if config.model_type in MODEL_FOR_MASKED_LM_MAPPING_NAMES:  # BERT and its like look back only where told to
        return "decoder" if getattr(config, "is_decoder", False) else "encoder"
    if config.model_type == "xlnet":  # it has a head for the next token, but without a permutation sees every token
        return "encoder"
    return "decoder" if config.model_type in MODEL_FOR_CAUSAL_LM_MAPPING_NAMES else "encoder"


def _class_for(config: PretrainedConfig) -> Any:
    """The class with the head that the folder says it has: a head that it lacks would hold random numbers."""
    family, named = family_of(config), " ".join(config.architectures or [])
    if family == "encoder-decoder":
        return AutoModelForSeq2SeqLM
    if family == "decoder":
        has_head = not named or "CausalLM" in named or "LMHead" in named
        return AutoModelForCausalLM if has_head else AutoModel
    return AutoModelForMaskedLM if "MaskedLM" in named else AutoModel


def tokenizer_of(folder: Path) -> Tokenizer:
    """The folder's fast tokenizer, without truncation and padding.

    Raises:
        WeightsError: it has none, so that there are no character spans.

    """
    if (folder / "tokenizer_config.json").exists():
        try:
            found = AutoTokenizer.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
        except (OSError, ValueError, KeyError) as error:
            raise WeightsError(f"{folder} holds no tokenizer that transformers can read: {error}") from error
        backend = getattr(found, "backend_tokenizer", None)
        if isinstance(backend, Tokenizer):
            return prepare(backend)
    path = folder / "tokenizer.json"
    if not path.exists():
        raise WeightsError(f"{folder} holds no tokenizer.json: without one there are no character spans to show.")
    return prepare(Tokenizer.from_file(str(path)))


def folder_sha256(folder: Path) -> str:
    """One sha256 for all weights of a folder: of the single file, or of the list of each file's."""
    hashes = [sha256_of(path) for path in sorted(folder.glob("*.safetensors"))]
    return hashes[0] if len(hashes) == 1 else hashlib.sha256("\n".join(hashes).encode()).hexdigest()


def _loaded(
    identity: Identity, model: PreTrainedModel, reading: str, folder: Path, max_capture_bytes: int
) -> LoadedTransformer:
    config, tokenizer = model.config, tokenizer_of(folder)
    family = family_of(config)
    layers, heads = int(config.num_hidden_layers), int(config.num_attention_heads)
    tensors = {t.data_ptr(): t for t in [*model.parameters(), *model.buffers()]}
    return LoadedTransformer(
        ref=identity.ref(),
        family=family,
        reading="everything" if reading == "everything" else "weights",
        predicts=_predicts(model, family),
        model=model,
        tokenizer=tokenizer,
        unknown_id=unknown_id(tokenizer),
        layers=layers,
        heads=heads,
        max_tokens=min(positions(model), math.isqrt(max_capture_bytes // (4 * layers * heads))),
        bytes=sum(t.numel() * t.element_size() for t in tensors.values())
        + TOKENIZER_BYTES * sum(path.stat().st_size for path in folder.glob("tokenizer.json")),
    )


def _predicts(model: PreTrainedModel, family: Family) -> Predicts | None:
    if model.get_output_embeddings() is None:
        return None
    return "masked" if family == "encoder" else "next"


def unknown_id(tokenizer: Tokenizer) -> int | None:
    """Vocabulary index of the unknown token, None if the vocabulary has none."""
    token = getattr(tokenizer.model, "unk_token", None)
    if token:
        return tokenizer.token_to_id(token)
    if not isinstance(tokenizer.model, Unigram):
        return None
    # it has an index instead of a name, and tells it in its JSON only
    found = re.match(r'\{"type":"Unigram","unk_id":(\d+)', tokenizer.model.__getstate__().decode())
    return int(found[1]) if found else None


def positions(model: PreTrainedModel) -> int:
    """How many tokens a model has positions for; a model with relative positions has no such limit of its own."""
    config = model.config
    counts = [getattr(config, name, None) or 0 for name in ("max_position_embeddings", "n_positions")]
    count = next((count for count in counts if count > 0), 10**6)  # XLNet says -1
    # RoBERTa's positions begin after its padding index
    shifted = any(name in config.model_type for name in ("roberta", "mpnet", "camembert"))
    return int(count) - (int(config.pad_token_id or 0) + 1 if shifted else 0)
