"""What a model is given; what it gives back is held in tests/models/test_loading.py."""

import numpy as np
import pytest

from app.forward.reading import Inputs, Weights
from app.pipeline import inputs_of
from tests.models.tiny_models import tiny
from tests.tokens.made import token


def test_token_types_go_to_models_that_take_them() -> None:
    inputs = Inputs((3, 4, 5), (0, 0, 1))
    assert inputs.tensors(tiny("bert"))["token_type_ids"].tolist() == [[0, 0, 1]]
    for name in ("distilbert", "llama", "modernbert"):
        model = tiny(name)
        given = inputs.tensors(model)
        assert "token_type_ids" not in given
        model(**given)
    assert "token_type_ids" not in Inputs((3,)).tensors(tiny("bert"))


@pytest.mark.parametrize(
    ("types", "given"),
    [([0, 0, 0, 0], (0, 0, 0, 0)), ([0, 0, 1, 1, 2], (0, 0, 1, 1, 2)), ([None, None], None), ([], None)],
)
def test_inputs_are_the_ids_and_types_of_the_tokens(types: list[int | None], given: tuple[int, ...] | None) -> None:
    made = [token(i, "abc", 0, 1, type=each, id=i + 5) for i, each in enumerate(types)]
    assert inputs_of(made) == Inputs(tuple(range(5, 5 + len(types))), given)


def test_the_bytes_of_what_is_kept() -> None:
    own, cross = np.zeros((2, 3, 4, 4), np.float32), np.zeros((2, 3, 5, 4), np.float32)
    visible = np.ones((2, 4, 4), np.bool_)
    assert Weights(own, visible).nbytes == 4 * 96 + 32
    assert Weights(own, visible, None, cross).nbytes == 4 * (96 + 120) + 32
