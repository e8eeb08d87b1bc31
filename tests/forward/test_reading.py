"""What a model is given; what it gives back is held in tests/models/test_loading.py."""

from pathlib import Path

import numpy as np
import pytest
import torch

from app.analysis.attention.effect import effects
from app.capture.attention import Intervention
from app.errors import NotReadable
from app.forward.lens import lens
from app.forward.reading import Inputs, Weights, predict, read_weights
from app.models.loading import Identity, LoadedTransformer, load_folder
from app.pipeline import inputs_of
from tests.models.tiny_models import VOCABULARY, save, tiny
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


def odd_llama(tmp_path: Path, name: str, row: int, value: float) -> LoadedTransformer:
    """The tiny Llama with one row of a matrix that is not as others."""
    model = tiny("llama")
    with torch.no_grad():
        model.get_parameter(name)[row] = value
    return load_folder(save(model, tmp_path), Identity("odd", "local", "0" * 64, None), 10**8)


LAST = "model.layers.2.mlp.down_proj.weight"
TEXT = Inputs((5, 6, 7, 8))


@pytest.mark.parametrize("value", [torch.nan, torch.inf, -torch.inf])
def test_predictions_of_logits_that_are_not_finite_are_refused(value: float, tmp_path: Path) -> None:
    odd = odd_llama(tmp_path, LAST, 3, value)
    assert np.isfinite(read_weights(odd, TEXT).own).all()  # the layers before it are as they were
    for ask in (
        lambda: predict(odd, TEXT, 5, 1.0),
        lambda: effects(odd, TEXT, Intervention(masked=(1,)), 5, 1.0),
        lambda: lens(odd, TEXT, 5),
    ):
        with pytest.raises(NotReadable):
            ask()


def test_a_lens_of_logits_that_are_all_nothing_is_one(tmp_path: Path) -> None:
    """Its last norm divides by a number so large that nothing is left."""
    odd = odd_llama(tmp_path, LAST, 3, 1e30)
    assert all(np.allclose(layer.probabilities, 1 / VOCABULARY) for layer in lens(odd, TEXT, 5)[-1:])


def test_weights_that_are_not_finite_for_a_text_are_refused(tmp_path: Path) -> None:
    """The trial's tokens are well; one that the text has is not."""
    odd = odd_llama(tmp_path, "model.embed_tokens.weight", 6, torch.nan)
    assert np.isfinite(read_weights(odd, Inputs((5, 7, 8))).own).all()
    with pytest.raises(NotReadable, match="odd computes attention weights that are not finite for this text"):
        read_weights(odd, TEXT)
