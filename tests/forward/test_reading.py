"""What a model is given; what it gives back is held in tests/models/test_loading.py."""

import numpy as np
import pytest

from app.forward.reading import Inputs, Weights
from app.pipeline import inputs_of
from tests.models.tiny_models import tiny
from tests.tokens.made import token


def test_sentences_are_told_apart_only_where_a_model_can() -> None:
    inputs = Inputs((3, 4, 5), (0, 0, 1))
    assert inputs.tensors(tiny("bert"))["token_type_ids"].tolist() == [[0, 0, 1]]
    for name in ("gpt2", "distilbert", "roberta"):
        model = tiny(name)
        given = inputs.tensors(model)
        if getattr(model.config, "type_vocab_size", 0) < 2:
            assert "token_type_ids" not in given
        model(**given)
    assert "token_type_ids" not in Inputs((3,)).tensors(tiny("bert"))


@pytest.mark.parametrize(
    ("sequences", "types"),
    [
        ([None, 0, 0, None], (0, 0, 0, 0)),
        ([None, 0, None, 1, None], (0, 0, 0, 1, 1)),
        ([None, 0, None, None, 1, None], (0, 0, 0, 0, 1, 1)),
        ([], ()),
    ],
)
def test_a_special_token_belongs_to_the_sentence_before_it(sequences: list[int | None], types: tuple[int, ...]) -> None:
    made = [token(i, "abc", 0, 1, sequence=sequence, id=i + 5) for i, sequence in enumerate(sequences)]
    assert inputs_of(made) == Inputs(tuple(range(5, 5 + len(sequences))), types)


def test_the_bytes_of_what_is_kept() -> None:
    own, cross = np.zeros((2, 3, 4, 4), np.float32), np.zeros((2, 3, 5, 4), np.float32)
    visible = np.ones((2, 4, 4), np.bool_)
    assert Weights(own, visible).nbytes == 4 * 96 + 32
    assert Weights(own, visible, None, cross).nbytes == 4 * (96 + 120) + 32
