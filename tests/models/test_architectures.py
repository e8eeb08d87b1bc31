"""What the table of architectures promises holds for a tiny model of each; transformers' own forward is the oracle."""

from pathlib import Path

import pytest
import torch
from torch import Tensor, nn
from transformers import PreTrainedModel
from transformers.pytorch_utils import Conv1D

from app.capture.attention import IMPLEMENTATION, capture, recording
from app.capture.probe import Attentions, eager_attentions, probe
from app.errors import NotReadable
from app.models.architectures import ARCHITECTURES, Architecture, known
from app.models.loading import Identity, load_folder
from tests.models.tiny_models import TINY, WINDOW, save, some_inputs, tiny

PROMISED = {
    "bert", "distilbert", "roberta", "albert", "electra", "deberta-v2", "modernbert", "xlm-roberta", "gpt2",
    "gpt_neox", "opt", "llama", "mistral", "qwen3", "gemma2", "t5", "bart", "marian",
}  # fmt: skip


pytestmark = pytest.mark.usefixtures("one_thread")


def of_reading(reading: str) -> list[str]:
    return [entry.model_type for entry in ARCHITECTURES if entry.reading == reading]


def eager(model: PreTrainedModel, inputs: dict[str, Tensor]) -> Attentions:
    model.set_attn_implementation("eager")
    return eager_attentions(model, inputs)


def fed_into_projections(model: PreTrainedModel, inputs: dict[str, Tensor]) -> list[Tensor]:
    """What each linear layer was given in an eager forward of transformers alone: [1, Q, H · D] among others."""
    model.set_attn_implementation("eager")
    seen: list[Tensor] = []

    def note(_: nn.Module, given: tuple[Tensor, ...]) -> None:
        seen.append(given[0].detach().clone())

    hooks = [m.register_forward_pre_hook(note) for m in model.modules() if isinstance(m, nn.Linear | Conv1D)]
    with torch.inference_mode():
        model(**inputs)
    for hook in hooks:
        hook.remove()
    return seen


def test_every_entry_has_a_tiny_model_and_stands_once() -> None:
    types = [entry.model_type for entry in ARCHITECTURES]
    assert set(types) == set(TINY)
    assert len(types) == len(set(types))
    assert set(types) >= PROMISED
    assert known("bert") == ARCHITECTURES[0]
    assert known("no such type") is None
    assert all(entry.note for entry in ARCHITECTURES if entry.reading != "everything")


@pytest.mark.parametrize("model_type", sorted(PROMISED))
def test_what_was_promised_can_be_read(model_type: str) -> None:
    entry = known(model_type)
    assert entry is not None
    assert entry.reading == ("weights" if model_type == "deberta-v2" else "everything")


@pytest.mark.parametrize("entry", ARCHITECTURES, ids=lambda entry: entry.model_type)
def test_the_probe_finds_what_the_table_says(entry: Architecture, tmp_path: Path) -> None:
    model = tiny(entry.model_type)
    assert model.config.model_type == entry.model_type
    if entry.reading != "nothing":
        assert probe(model).reading == entry.reading
        left_with = IMPLEMENTATION if entry.reading == "everything" else "eager"
        assert model.config._attn_implementation == left_with
        return
    with pytest.raises(NotReadable, match=entry.model_type):
        probe(model)
    with pytest.raises(NotReadable) as caught:
        load_folder(save(model, tmp_path), Identity("mine", "local", "", None), 10**8)
    assert caught.value.detail == f"{entry.title}: {entry.note}"


@pytest.mark.parametrize("model_type", of_reading("everything"))
class TestEverything:
    def test_captured_weights_equal_those_of_an_eager_forward(self, model_type: str) -> None:
        model = tiny(model_type)
        inputs = some_inputs(model)
        expected = eager(model, inputs)
        model.set_attn_implementation(IMPLEMENTATION)
        with torch.inference_mode(), recording(["weights"]) as recorder:
            model(**inputs)
        got = [recorder.tensors[call]["weights"] for call in sorted(recorder.tensors)]
        is_pair = model.config.is_encoder_decoder
        across = zip(expected.target, expected.cross, strict=True)
        wanted = [*expected.own, *(weights for layer in across for weights in layer)]
        assert [w.shape for w in got] == [w.shape for w in wanted]
        assert len(got) == (3 + 2 * 2 if is_pair else 3)
        for ours, theirs in zip(got, wanted, strict=True):
            torch.testing.assert_close(ours, theirs, rtol=0, atol=1e-6)
            torch.testing.assert_close(ours.sum(-1), torch.ones(ours.shape[:3]), rtol=0, atol=1e-5)

    def test_weights_times_values_are_what_eager_feeds_into_its_projection(self, model_type: str) -> None:
        model = tiny(model_type)
        inputs = some_inputs(model)
        fed = fed_into_projections(model, inputs)
        model.set_attn_implementation(IMPLEMENTATION)
        with torch.inference_mode(), recording(["weights", "value", "output"]) as recorder:
            model(**inputs)
        for call, found in recorder.tensors.items():
            rebuilt = torch.einsum("bhqk,bhkd->bqhd", found["weights"], found["value"]).flatten(2)  # [1, Q, H · D]
            alike = [x for x in fed if x.numel() == rebuilt.numel() and x.shape[-1] == rebuilt.shape[-1]]
            nearest = min(float((x.reshape(rebuilt.shape) - rebuilt).abs().max()) for x in alike)
            assert nearest <= 1e-5, f"call {call}"
            assert float(rebuilt.abs().max()) > 1e-3, "too small to tell"
            torch.testing.assert_close(found["output"].transpose(1, 2).flatten(2), rebuilt, rtol=0, atol=1e-5)


@pytest.mark.parametrize("model_type", of_reading("weights"))
def test_what_is_not_recorded_comes_from_eager(model_type: str) -> None:
    """See tests/models/test_loading.py for the whole way; here, that eager weights are rows over tokens."""
    model = tiny(model_type)
    probe(model)
    for weights in eager_attentions(model, some_inputs(model)).own:
        assert weights.shape == (1, 4, 11, 11)
        torch.testing.assert_close(weights.sum(-1), torch.ones(1, 4, 11), rtol=0, atol=1e-5)


@pytest.mark.parametrize(
    ("model_type", "layers", "looks_ahead"),
    [("mistral", [0, 1, 2], False), ("gemma2", [0, 2], False), ("modernbert", [1], True)],
)
def test_a_window_shorter_than_the_input_is_seen(model_type: str, layers: list[int], looks_ahead: bool) -> None:
    model = tiny(model_type)
    model.set_attn_implementation(IMPLEMENTATION)
    recorder = capture(model, some_inputs(model)["input_ids"][0].tolist())
    position = torch.arange(11)
    distance = (position[:, None] - position).abs()
    outside = distance > WINDOW if looks_ahead else distance >= WINDOW
    for layer, found in recorder.tensors.items():
        beyond = found["weights"][0][:, outside & (position[:, None] > position)]
        assert (float(beyond.max()) == 0) == (layer in layers), layer


def test_a_cap_that_bites_keeps_scores_below_it() -> None:
    model = tiny("gemma2")
    model.set_attn_implementation(IMPLEMENTATION)
    found = capture(model, list(range(3, 14)), names=["raw_scores", "scores"]).tensors[1]
    seen = found["scores"] > -1e9
    assert float(found["raw_scores"].abs().max()) > 4
    assert float(found["scores"][seen].abs().max()) <= 2
