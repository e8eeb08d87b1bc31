"""What is refused before any work is done on it, and where the refusal points to."""

from pathlib import Path
from typing import Any

import pytest

from app.checks import check_index, check_indices, check_request, check_text, check_tokens
from app.errors import EmptyText, IndexOutOfRange, InvalidRequest, TextTooLong
from app.models.loading import Identity, LoadedTransformer, load_folder
from app.schemas import AttentionRequest
from tests.models.tiny_models import save, tiny
from tests.tokens.made import token, tokens


@pytest.mark.parametrize("text", ["", " ", "\n\u3000\t"])
def test_nothing_to_read_is_refused(text: str) -> None:
    with pytest.raises(EmptyText) as caught:
        check_text(text, 10, "text_pair")
    assert caught.value.errors[0].pointer == "/text_pair"


def test_the_limit_counts_code_points() -> None:
    check_text("👩‍👩‍👧" * 2, 10)
    with pytest.raises(TextTooLong, match="11 characters; the limit is 10") as caught:
        check_text("苹" * 11, 10)
    assert (caught.value.limit, caught.value.got) == (10, 11)


def test_a_text_of_which_nothing_is_read() -> None:
    start = token(0, "x", 0, 0, special=True, sequence=None)
    with pytest.raises(EmptyText, match="mine reads nothing"):
        check_tokens([start, start], 10, "mine")
    check_tokens([start, token(1, "x", 0, 1)], 2, "mine")


def test_too_many_tokens() -> None:
    with pytest.raises(TextTooLong, match=r"3 tokens for mine.*limit is 2") as caught:
        check_tokens(tokens("abc", [(0, 1), (1, 2), (2, 3)]), 2, "mine", "text_b")
    assert (caught.value.limit, caught.value.got) == (2, 3)
    assert caught.value.errors[0].pointer == "/text_b"


def test_layers_and_heads() -> None:
    for asked in (None, [], [2, 0]):
        check_indices(asked, 3, "layers", "minilm")
    with pytest.raises(IndexOutOfRange, match="minilm has layers 0 to 2; got 3") as caught:
        check_indices([0, 3, -1, 0], 3, "layers", "minilm")
    assert [error.pointer for error in caught.value.errors] == ["/layers/1", "/layers/2", "/layers/3"]


@pytest.mark.parametrize("index", [-1, 4, 10**30])
def test_a_token_that_is_not_there(index: int) -> None:
    check_index(3, 4, "token_a", "mine")
    with pytest.raises(IndexOutOfRange, match="tokens 0 to 3") as caught:
        check_index(index, 4, "token_a", "mine")
    assert caught.value.errors[0].pointer == "/token_a"
    assert len(caught.value.detail) < 100


REFUSED: list[tuple[str, dict[str, Any], str | None]] = [
    ("bert", {}, None),
    ("bert", {"text_pair": "b", "quarter": "ab"}, None),
    ("bert", {"quarter": "ab"}, "/quarter"),
    ("bert", {"include": ["predictions"]}, "/include"),
    ("bert", {"layers": [3]}, "/layers/0"),
    ("bert", {"heads": [4]}, "/heads/0"),
    ("llama", {"include": ["predictions", "words"]}, None),
    ("llama", {"text_pair": "b"}, "/text_pair"),
    ("llama", {"text_pair": "b", "quarter": "ab"}, "/text_pair"),
    ("t5", {"text_pair": "b"}, None),
    ("t5", {"text_pair": "b", "quarter": "ab"}, "/quarter"),
    ("t5", {"include": ["words"]}, "/include"),
    ("t5", {"layers": [2]}, None),
    ("t5", {"layers": [3]}, "/layers/0"),
]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, LoadedTransformer]:
    def one(name: str) -> LoadedTransformer:
        folder: Path = save(tiny(name), tmp_path_factory.mktemp(name))
        return load_folder(folder, Identity("mine", "", "", None), 10**8)

    return {name: one(name) for name in ("bert", "llama", "t5")}


@pytest.mark.parametrize(("name", "asked", "pointer"), REFUSED)
def test_what_a_model_does_not_have(
    loaded: dict[str, LoadedTransformer], name: str, asked: dict[str, Any], pointer: str | None
) -> None:
    request = AttentionRequest(text="a", **asked)
    if pointer is None:
        check_request(request, loaded[name])
        return
    with pytest.raises(InvalidRequest) as caught:
        check_request(request, loaded[name])
    assert [error.pointer for error in caught.value.errors] == [pointer]
