"""Output projections: what the heads add together is what the model's own projection gives."""

from typing import Any

import pytest
import torch
from torch import Tensor, nn

from app.capture.attention import IMPLEMENTATION, Recorder, recording
from app.forward.projection import bias_of, head_matrix, projections
from app.models.architectures import ARCHITECTURES
from tests.models.tiny_models import some_inputs, tiny

pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.mark.parametrize("model_type", [a.model_type for a in ARCHITECTURES if a.reading == "everything"])
def test_the_heads_parts_add_up_to_what_the_projection_gives(model_type: str) -> None:
    model = tiny(model_type)
    model.set_attn_implementation(IMPLEMENTATION)
    found = projections(model)
    assert len(found) == (7 if model.config.is_encoder_decoder else 3)
    given: list[Tensor] = []
    for module in {id(m): m for m in found if m is not None}.values():
        module.register_forward_hook(lambda _module, _given, result: given.append(result.detach()))
    with torch.no_grad(), recording(["output"]) as recorder:
        model(**some_inputs(model))
    assert all(isinstance(module, nn.Module) for module in found)
    assert len(given) == len(found)
    with torch.no_grad():
        compare(found, recorder, given)


def compare(found: list[nn.Module | None], recorder: Recorder, given: list[Tensor]) -> None:
    for call, module in enumerate(found):
        assert module is not None
        output = recorder.tensors[call]["output"][0]  # [H, Q, D]
        heads, _, width = output.shape
        rebuilt = sum(output[h] @ head_matrix(module, h, width) for h in range(heads))  # [Q, model]
        assert isinstance(rebuilt, Tensor)
        bias = bias_of(module)
        rebuilt = rebuilt if bias is None else rebuilt + bias
        torch.testing.assert_close(rebuilt, given[call].reshape(rebuilt.shape), rtol=0, atol=1e-5)
        assert float(rebuilt.abs().max()) > 1e-4, "too small to tell"


def test_a_model_that_gates_its_heads_first_has_no_plain_projection() -> None:
    class Gated(nn.Linear):
        def forward(self, x: Tensor) -> Tensor:
            return super().forward(x)

    model: Any = tiny("bert")
    model.set_attn_implementation(IMPLEMENTATION)
    dense = model.encoder.layer[1].attention.output.dense
    model.encoder.layer[1].attention.output.dense = nn.Sequential(nn.Sigmoid(), dense)
    found = projections(model)
    assert found[1] is None
    assert found[0] is model.encoder.layer[0].attention.output.dense
