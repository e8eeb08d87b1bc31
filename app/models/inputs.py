"""Token types: whether a loaded model is given them beside its vocabulary indices."""

import inspect

from transformers import PreTrainedModel

from .tokenizers import TextReader


def type_rows(model: PreTrainedModel) -> int | None:
    """How many token types a model has embeddings for; None where its configuration names no such number."""
    return int(getattr(model.config.get_text_config(), "type_vocab_size", 0) or 0) or None


def takes_types(model: PreTrainedModel, reader: TextReader) -> bool:
    """Whether a model is given the token types of its tokenizer's encoding.

    As transformers' tokenizer of the same folder does; where the folder does not say what that is, they go to a model
    that has an embedding for each of them.
    """
    if "token_type_ids" not in inspect.signature(model.forward).parameters:
        return False
    if reader.types is not None:
        return reader.types
    return (type_rows(model) or 0) > max(reader.tokenizer.encode("a", "b").type_ids, default=0)
