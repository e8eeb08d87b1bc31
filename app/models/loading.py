"""Loads a model from a folder of weights and prepares it for reading."""

import logging
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from pathlib import Path

from tokenizers import Tokenizer
from torch import nn
from transformers import PreTrainedModel
from transformers.models.auto.modeling_auto import (
    MODEL_FOR_CAUSAL_LM_MAPPING_NAMES,
    MODEL_FOR_MASKED_LM_MAPPING_NAMES,
    MODEL_FOR_PRETRAINING_MAPPING_NAMES,
)
from transformers.utils.logging import disable_progress_bar

from ..capture.attention import IMPLEMENTATION
from ..capture.layout import Layout
from ..capture.probe import Probed, probe, reads_a_target, text_rows
from ..errors import NotReadable
from ..schemas import Family, ModelRef, Predicts, Reading
from . import e5
from .inputs import takes_types
from .pretrained import pretrained, read_as_named, text_parts
from .tokenizers import text_reader

LIBRARIES = ("torch", "transformers", "tokenizers", "safetensors")
TOKENIZER_BYTES = 8  # resident bytes of a tokenizer for each byte of its tokenizer.json, measured on e5's

disable_progress_bar()
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class LoadedTransformer:
    """A Transformer in memory.

    ``body`` is the part of the model that attends, without a head over the vocabulary; ``left_out`` names the class of
    the folder where a part of it is not read, and ``read_of_it`` what is.
    """

    ref: ModelRef
    family: Family
    reading: Reading
    predicts: Predicts | None
    model: PreTrainedModel
    tokenizer: Tokenizer
    unknown_id: int | None
    takes_types: bool  # whether it is given the token types of the tokenizer's encoding
    read_otherwise: tuple[str, ...]  # probing sentences that transformers' own tokenizer reads as other tokens
    layout: Layout
    body: PreTrainedModel
    max_tokens: int
    bytes: int
    left_out: str | None = None

    @property
    def layers(self) -> int:
        """The number of layers, with or without attention; of an encoder-decoder, those of its encoder."""
        return self.layout.total("own")

    @property
    def heads(self) -> int:
        """The largest number of heads in a layer; of an encoder-decoder, in its encoder."""
        return max(self.layout.heads("own"))

    @property
    def read_of_it(self) -> str:
        """The class that is read where a part of the folder's is left out."""
        whole = type(self.model).__name__
        return type(self.body).__name__ if whole == self.left_out else whole

    @property
    def start_id(self) -> int | None:
        """The vocabulary index that a decoder beside an encoder begins with, in the order in which generate looks.

        A value outside the vocabulary, as a folder edited by hand may have, counts as absent.
        """
        for place in (getattr(self.model, "generation_config", None), self.model.config):  # without a head, none
            for name in ("decoder_start_token_id", "bos_token_id"):
                found = getattr(place, name, None)
                found = found[0] if isinstance(found, list) and len(found) == 1 else found
                if isinstance(found, int) and not isinstance(found, bool) and found >= 0:
                    return found
        return None

    @property
    def vocabulary(self) -> int:
        """How many vocabulary indices the model has embeddings for."""
        return text_rows(self.model)

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
    """What an answer says about where a model's numbers come from.

    ``weights_sha256`` is empty until the weights are read; ``files`` maps each file to its required sha256, None: any.
    """

    id: str
    revision: str
    weights_sha256: str
    converted_from: str | None
    files: Mapping[str, str] | None = None

    def of(self, weights_sha256: str) -> "Identity":
        """A copy with the sha256 of what was read, if none was known."""
        return replace(self, weights_sha256=self.weights_sha256 or weights_sha256)

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
    model = e5.load(folder / e5.FILE, IMPLEMENTATION, None if identity.files is None else identity.files[e5.FILE])
    return _loaded(identity, model, probe(model), folder, max_capture_bytes)


def load_folder(folder: Path, identity: Identity, max_capture_bytes: int) -> LoadedTransformer:
    """Any model from a local folder: safetensors only, no remote code, float32.

    Of a model that reads more than text, and does not run without it, the part that reads text.

    Raises:
        NotReadable: its attention cannot be read truthfully.
        WeightsError: the folder does not hold a model that can be loaded, or not the one of ``identity``.

    """
    found = pretrained(folder, identity.id, identity.files)
    identity = identity.of(found.weights_sha256)
    refusal: NotReadable | None = None
    for model in [found.model, *text_parts(found.model)]:
        try:
            probed = probe(model)
        except NotReadable as error:
            refusal = refusal or error
            continue
        if model is not found.model and probed.causal and reads_a_target(found.model):
            continue  # a decoder without its encoder is not the model that the folder holds
        whole = type(found.model).__name__
        left_out = found.left_out if model is found.model else whole
        if left_out is None and probed.body is not model and whole not in read_as_named():
            left_out = whole  # its head was loaded with it, but does not predict tokens
        return _loaded(identity, model, probed, folder, max_capture_bytes, left_out)
    raise refusal or NotReadable(f"{identity.id} holds no model.")


def _loaded(
    identity: Identity,
    model: PreTrainedModel,
    probed: Probed,
    folder: Path,
    max_capture_bytes: int,
    left_out: str | None = None,
) -> LoadedTransformer:
    layout = probed.layout
    family = family_of(model, causal=probed.causal)
    reader = text_reader(folder, pairs=family == "encoder")
    if reader.otherwise:
        log.warning(
            "%s: its tokenizer.json reads here; transformers' own tokenizer for the folder reads %d probing sentences "
            "as other tokens, %r among them",
            identity.id,
            len(reader.otherwise),
            reader.otherwise[0],
        )
    tensors = {t.data_ptr(): t for t in [*model.parameters(), *model.buffers()]}
    padded = len(layout.of("own")) * max(
        layout.heads("own")
    )  # layers with fewer heads are padded to the size of the others
    return LoadedTransformer(
        ref=identity.ref(),
        family=family,
        reading=probed.reading,
        predicts=_predicts(model, family),
        model=model,
        tokenizer=reader.tokenizer,
        unknown_id=reader.unknown_id,
        takes_types=takes_types(model, reader),
        read_otherwise=reader.otherwise,
        layout=layout,
        body=probed.body,
        max_tokens=min(positions(model), math.isqrt(max_capture_bytes // (4 * padded))),
        bytes=sum(t.numel() * t.element_size() for t in tensors.values())
        + TOKENIZER_BYTES * sum(path.stat().st_size for path in folder.glob("tokenizer.json")),
        left_out=left_out,
    )


def family_of(model: PreTrainedModel, *, causal: bool) -> Family:
    """Which of the three kinds a model is; ``causal``: it was observed to look at earlier tokens only."""
    if reads_a_target(model):
        return "encoder-decoder"
    return "decoder" if causal else "encoder"


def _predicts(model: PreTrainedModel, family: Family) -> Predicts | None:
    """What the model's head is for; a head that is for something else, such as XLNet's permutations, is not read."""
    if model.get_output_embeddings() is None:
        return None
    if family != "encoder":
        return "next"
    masked = {*MODEL_FOR_MASKED_LM_MAPPING_NAMES.values(), *MODEL_FOR_PRETRAINING_MAPPING_NAMES.values()}
    named = type(model).__name__
    return "masked" if named in masked and named not in MODEL_FOR_CAUSAL_LM_MAPPING_NAMES.values() else None


def positions(model: PreTrainedModel) -> int:
    """How many tokens a model has positions for; a model with relative positions has no such limit of its own."""
    config = model.config.get_text_config()
    counts = [getattr(config, name, None) or 0 for name in ("max_position_embeddings", "n_positions")]
    count = next((int(count) for count in counts if count > 0), 10**6)  # XLNet says -1
    for name, table in model.named_modules():
        if isinstance(table, nn.Embedding) and "position" in name and table.num_embeddings == count:
            # RoBERTa and its like begin after their padding index
            return count - (0 if table.padding_idx is None else table.padding_idx + 1)
    return count
