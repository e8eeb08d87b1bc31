"""The tokenizer of a folder, as the folder's own file has it."""

import re
from pathlib import Path

from tokenizers import Tokenizer
from tokenizers.models import Unigram
from transformers import AutoTokenizer

from app.errors import WeightsError
from app.tokens.spans import prepare


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
