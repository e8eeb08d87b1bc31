"""Models that attend in some layers only, or with different numbers of heads: true numbers or refusals."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from transformers import LagunaConfig, LagunaForCausalLM, PreTrainedModel

from app.capture.probe import eager_attentions
from app.encode.document import arrays_of
from app.errors import IndexOutOfRange
from app.models.library import Library
from app.pipeline import Pipeline
from app.requests import AttentionRequest
from app.schemas import AttentionAnswer, FindRequest, HeadRequest
from app.settings import ModelSetting, Settings
from app.timing import Timing
from tests.capture.test_layout import made
from tests.models.tiny_models import GROUPED, save, tiny_tokenizer

pytestmark = pytest.mark.usefixtures("one_thread")

TEXT = "the apple was sweet and the red one fell"
EVERYTHING = ["thumbnails", "words", "rollout", "head_stats", "value_norms", "contributions", "lens", "predictions"]


def uneven() -> PreTrainedModel:
    torch.manual_seed(3)
    config = LagunaConfig.from_dict(
        GROUPED
        | {
            "num_attention_heads_per_layer": [4, 2, 4],
            "layer_types": ["full_attention"] * 3,
            "mlp_layer_types": ["dense"] * 3,
        }
    )
    model: PreTrainedModel = LagunaForCausalLM(config).eval()
    return model


class Asked:
    """Questions about one model, and its own eager weights, [H, Q, K] a layer that attends."""

    def __init__(self, model: PreTrainedModel, folder: Path) -> None:
        named = ModelSetting(id="mine", folder=save(model, folder / "model"))
        settings = Settings(cache_dir=folder / "cache", models=(named,), torch_threads=1)
        self.library = Library(settings, may_fetch=False)
        self.pipeline = Pipeline(self.library, settings)
        model.set_attn_implementation("eager")
        ids = torch.tensor([tiny_tokenizer().encode(TEXT).ids])
        self.eager = [weights[0].numpy() for weights in eager_attentions(model, {"input_ids": ids}).own]

    def attention(self, **asked: Any) -> tuple[AttentionAnswer, dict[str, np.ndarray]]:
        request = AttentionRequest.model_validate({"text": TEXT, "model": "mine", **asked})
        answer = asyncio.run(self.pipeline.attention(request, Timing()))
        return answer, {each.name: np.asarray(each.values) for each in arrays_of(answer)}

    def steps(self, **asked: Any) -> np.ndarray:
        request = HeadRequest.model_validate({"text": TEXT, "model": "mine", "query": 7, **asked})
        return np.asarray(asyncio.run(self.pipeline.head_steps(request, Timing())).weights)


@pytest.fixture
def hybrid(tmp_path: Path) -> Iterator[Asked]:
    found = Asked(made("lfm2"), tmp_path)  # four layers, of which 1 and 3 attend
    yield found
    found.pipeline.close()


@pytest.fixture
def of_uneven_heads(tmp_path: Path) -> Iterator[Asked]:
    found = Asked(uneven(), tmp_path)
    yield found
    found.pipeline.close()


def test_every_array_says_which_layers_it_is_of(hybrid: Asked) -> None:
    answer, arrays = hybrid.attention(include=EVERYTHING)
    assert (answer.layers_total, answer.attending, answer.heads_by_layer) == (4, [1, 3], [4, 4])
    for part in (answer.attention, answer.thumbnails, answer.words, answer.rollout, answer.head_stats):
        assert part is not None
        assert part.layers == [1, 3]
    assert answer.contributions is not None
    assert answer.contributions.layers == [1, 3]
    for name in ("attention", "thumbnails", "words", "rollout", "value_norms", "contributions"):
        assert len(arrays[name]) == 2, name
    assert answer.lens is not None
    assert len(answer.lens.layers) == 5  # the lens reads every layer's output, attending or not
    for mine, theirs in zip(arrays["attention"], hybrid.eager, strict=True):
        np.testing.assert_allclose(mine, theirs, atol=1e-6)


def test_a_layer_is_asked_for_by_its_own_number(hybrid: Asked) -> None:
    for row, number in enumerate([1, 3]):
        answer, arrays = hybrid.attention(layers=[number], heads=[2])
        assert answer.attention.layers == [number]
        np.testing.assert_allclose(arrays["attention"][0, 0], hybrid.eager[row][2], atol=1e-6)
        np.testing.assert_allclose(hybrid.steps(layer=number, head=2), hybrid.eager[row][2, 7], atol=1e-6)


def test_heads_are_found_in_the_layers_they_are_of(hybrid: Asked) -> None:
    request = FindRequest.model_validate({"text": TEXT, "model": "mine", "from": 7, "to": 2})
    answer = asyncio.run(hybrid.pipeline.find(request, Timing()))
    expected = {(number, head): hybrid.eager[row][head, 7, 2] for row, number in enumerate([1, 3]) for head in range(4)}
    assert {(each.layer, each.head): each.score for each in answer.heads} == pytest.approx(expected, abs=1e-6)
    assert answer.layers == [1, 3]


def test_what_does_not_attend_is_refused_with_what_does(hybrid: Asked) -> None:
    says = "mine has layers 0 to 3, of which 1 and 3 attend; got {}."
    for number in (0, 2, 4):
        with pytest.raises(IndexOutOfRange) as caught:
            hybrid.attention(layers=[1, number])
        assert caught.value.detail == says.format(number)
        assert [error.pointer for error in caught.value.errors] == ["/layers/1"]
        with pytest.raises(IndexOutOfRange) as caught:
            hybrid.steps(layer=number, head=0)
        assert caught.value.detail == says.format(number)
        with pytest.raises(IndexOutOfRange) as caught:
            hybrid.attention(ablate=[{"layer": number, "head": 0}])
        assert caught.value.detail == says.format(number)
    with pytest.raises(IndexOutOfRange, match="heads 0 to 3; got 4"):
        hybrid.attention(ablate=[{"layer": 1, "head": 4}])


def test_a_head_that_is_switched_off_is_of_its_layer(hybrid: Asked) -> None:
    _, before = hybrid.attention(include=["contributions"])
    _, after = hybrid.attention(include=["contributions"], ablate=[{"layer": 3, "head": 1}])
    assert (after["contributions"][1, 1] == 0).all()
    np.testing.assert_array_equal(before["contributions"][0], after["contributions"][0])
    np.testing.assert_array_equal(before["attention"][0], after["attention"][0])


def test_a_reader_is_told_which_layers_do_not_attend(hybrid: Asked) -> None:
    notice = next(each for each in hybrid.attention()[0].notices if each.code == "layers-without-attention")
    assert notice.layers == [0, 2]
    assert "Layers 0 and 2 of mine do not attend" in notice.detail


def test_the_list_says_what_was_observed(hybrid: Asked) -> None:
    def listed() -> Any:
        return next(each for each in hybrid.library.listing().models if each.id == "mine")

    assert (listed().layers, listed().attending, listed().heads) == (None, None, None)
    hybrid.attention()
    assert (listed().layers, listed().attending, listed().heads) == (4, [1, 3], 4)


def test_layers_may_differ_in_heads(of_uneven_heads: Asked) -> None:
    answer, arrays = of_uneven_heads.attention(include=["head_stats", "thumbnails", "rollout", "words"])
    assert answer.heads_by_layer == [4, 2, 4]
    for row, theirs in enumerate(of_uneven_heads.eager):
        heads = len(theirs)
        np.testing.assert_allclose(arrays["attention"][row, :heads], theirs, atol=1e-6)
        assert not arrays["attention"][row, heads:].any()
        assert not arrays["thumbnails"][row, heads:].any()
    assert answer.head_stats is not None
    for statistic in answer.head_stats.statistics:
        assert statistic.values[1][2:] == [None, None]
    so_far = np.eye(len(answer.tokens))
    for row, theirs in enumerate(of_uneven_heads.eager):
        so_far = (0.5 * theirs.mean(axis=0, dtype=np.float64) + 0.5 * np.eye(len(so_far))) @ so_far
        np.testing.assert_allclose(arrays["rollout"][row], so_far, atol=1e-6)


def test_the_largest_weight_of_every_head_that_there_is(of_uneven_heads: Asked) -> None:
    thumbnails = of_uneven_heads.attention(include=["thumbnails"])[0].thumbnails
    assert thumbnails is not None
    for row, theirs in enumerate(of_uneven_heads.eager):
        rows = thumbnails.largest.weights[row], thumbnails.largest.queries[row], thumbnails.largest.keys[row]
        for head, weights in enumerate(theirs):
            query, key = np.unravel_index(weights.argmax(), weights.shape)
            assert (rows[1][head], rows[2][head]) == (query, key)
            assert rows[0][head] == pytest.approx(weights.max(), abs=1e-6)
        assert all(each[len(theirs) :] == [None] * (4 - len(theirs)) for each in rows)


def test_a_head_that_only_other_layers_have_is_refused(of_uneven_heads: Asked) -> None:
    with pytest.raises(IndexOutOfRange, match="heads 0 to 1 in layer 1; got 3"):
        of_uneven_heads.steps(layer=1, head=3)
    with pytest.raises(IndexOutOfRange, match="heads 0 to 1; got 3"):
        of_uneven_heads.attention(layers=[1], heads=[3])
    request = FindRequest.model_validate({"text": TEXT, "model": "mine", "from": 7, "to": 2})
    found = asyncio.run(of_uneven_heads.pipeline.find(request, Timing()))
    assert sorted((each.layer, each.head) for each in found.heads) == [
        *((0, head) for head in range(4)),
        *((1, head) for head in range(2)),
        *((2, head) for head in range(4)),
    ]
