"""The four tokenizers that this project ships or fetches, and a helper that reads a text with them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tokenizers import Tokenizer

from app.models.recurrent import tokenizer as recurrent
from app.models.tokenizers import tokenizer_of, unknown_id
from app.schemas import Token
from app.tokens.reading import read_sentences

Read = Callable[..., list[Token]]


@pytest.fixture(scope="session")
def tokenizers(minilm_dir: Path, e5_dir: Path, smollm2_dir: Path) -> dict[str, Tokenizer]:
    folders = {"minilm": minilm_dir, "e5": e5_dir, "smollm2": smollm2_dir}
    return {name: tokenizer_of(folder) for name, folder in folders.items()} | {"lstm": recurrent.load()}


@pytest.fixture(scope="session")
def read(tokenizers: dict[str, Tokenizer]) -> Read:
    """The tokens of a text, as the model of that name reads it."""
    unknown = {name: unknown_id(tokenizer) for name, tokenizer in tokenizers.items()}

    def tokens(name: str, text: str, text_pair: str | None = None) -> list[Token]:
        return read_sentences(tokenizers[name], text, text_pair, unknown[name])

    return tokens
