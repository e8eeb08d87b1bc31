"""What is refused before any work is done on it, and where the refusal points to."""

from pathlib import Path
from typing import Any

import pytest

from app.checks.nets import check_changes, check_gates, check_place, check_read
from app.checks.text import check_index, check_indices, check_text, check_tokens
from app.checks.transformers import check_request
from app.errors import EmptyText, IndexOutOfRange, InvalidRequest, TextTooLong
from app.models.loading import Identity, LoadedTransformer, load_folder
from app.models.recurrent import shipped
from app.requests import AttentionRequest, GatesRequest
from app.schemas import StepsRequest
from app.settings import Settings
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


ABC = tokens("abc", [(0, 1), (1, 2), (2, 3)])


@pytest.mark.parametrize(
    ("asked", "pointer", "instead"),
    [
        ({}, None, ""),
        ({"checkpoint": "initial", "forget_bias": 0, "recurrent_scale": 0}, None, ""),
        ({"checkpoint": "initial", "forget_bias": 1, "cell": "gru"}, None, ""),
        ({"checkpoint": "initial", "forget_bias": 1, "cell": "counter"}, None, ""),
        ({"checkpoint": "initial", "recurrent_scale": 2, "cell": "rnn"}, None, ""),
        ({"forget_bias": 0}, "/forget_bias", "ask for checkpoint=initial"),
        ({"recurrent_scale": 0}, "/recurrent_scale", "ask for checkpoint=initial"),
        ({"checkpoint": "initial", "forget_bias": 0, "cell": "rnn"}, "/forget_bias", "recurrent_scale changes"),
        ({"cell": "rnn", "include": ["reach", "counterfactual", "units"]}, None, ""),
        ({"cell": "rnn", "include": ["shares"]}, "/include", "shares of lstm or gru"),
    ],
)
def test_what_a_cell_does_not_have(asked: dict[str, Any], pointer: str | None, instead: str) -> None:
    request = GatesRequest(text="a", **asked)
    if pointer is None:
        check_gates(request)
        return
    with pytest.raises(InvalidRequest, match=instead) as caught:
        check_gates(request)
    assert [error.pointer for error in caught.value.errors] == [pointer]
    if pointer != "/include":
        with pytest.raises(InvalidRequest, match=instead):
            check_changes(StepsRequest(text="a", token=0, unit=0, **asked))


def test_steps_and_units_that_are_there() -> None:
    for unit, at in [(0, 0), (4, 2)]:
        check_place(StepsRequest(text="a", unit=unit, token=at), ABC, 5)
    check_place(GatesRequest(text="a"), ABC, 5)
    for asked, detail, pointer in [
        ({"unit": 5}, "lstm has units 0 to 4; got 5", "/unit"),
        ({"unit": -1}, "units 0 to 4; got -1", "/unit"),
        ({"token": 3}, "tokens 0 to 2 in this text; got 3", "/token"),
    ]:
        with pytest.raises(IndexOutOfRange, match=detail) as caught:
            check_place(GatesRequest.model_validate({"text": "a", **asked}), ABC, 5)
        assert caught.value.errors[0].pointer == pointer


def test_costly_extras_have_a_limit_of_their_own() -> None:
    request = GatesRequest(text="a", include=["units", "reach", "shares"])
    net, (three, two) = shipped.load("lstm", "trained"), (Settings(max_gradient_tokens=most) for most in (3, 2))
    check_read(request, ABC, net, three)
    check_read(GatesRequest(text="a", include=["units", "predictions"]), ABC, net, two)
    with pytest.raises(TextTooLong, match=r"shares and reach are computed for at most 2 tokens.*text has 3") as caught:
        check_read(request, ABC, net, two)
    assert (caught.value.limit, caught.value.got, caught.value.errors[0].pointer) == (2, 3, "/text")
