"""One head in full, norms, interventions and the logit lens, against modules run by hand and models changed by hand."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor
from transformers import PreTrainedModel

from app.capture.attention import Intervention
from app.errors import InvalidRequest, NotReadable
from app.forward.head import kind_of, read_head_steps, read_norms
from app.forward.lens import lens
from app.forward.reading import Inputs, ends, predict, read_weights, states
from app.models.architectures import ARCHITECTURES
from app.models.loading import Identity, LoadedTransformer, load_folder
from tests.models.tiny_models import TINY, WINDOW, save, tiny

pytestmark = pytest.mark.usefixtures("one_thread")

EVERYTHING = [a.model_type for a in ARCHITECTURES if a.reading == "everything"]
DECODERS = ["gpt2", "gpt_neox", "opt", "phi", "llama", "mistral", "qwen3", "gemma2"]
IDS = Inputs((1, 7, 9, 30, 12, 44, 9, 2))
Load = Callable[[PreTrainedModel], LoadedTransformer]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    return lambda model: load_folder(save(model, tmp_path), Identity("mine", "local", "0" * 64, None), 10**8)


def inputs_for(loaded: LoadedTransformer) -> Inputs:
    return Inputs(IDS.ids, target_ids=(1, 5, 6, 7)) if loaded.family == "encoder-decoder" else IDS


@pytest.mark.parametrize("model_type", EVERYTHING)
class TestOneHead:
    def test_its_numbers_follow_from_each_other(self, load: Load, model_type: str) -> None:
        loaded = load(tiny(model_type))
        inputs = inputs_for(loaded)
        weights = read_weights(loaded, inputs)
        pair = loaded.family == "encoder-decoder"
        cases = [("encoder", 2, weights.own)]
        if pair:
            assert weights.target is not None
            assert weights.cross is not None
            cases += [("decoder", 1, weights.target), ("cross", 1, weights.cross)]
        for part, layer, matrix in cases:
            call = loaded.layout.call(kind_of(loaded, part), layer)  # type: ignore[arg-type]
            found = read_head_steps(loaded, inputs, call, 3, 2)
            np.testing.assert_allclose(found.raw_scores, found.keys @ found.query, atol=1e-5)
            scores = np.where(found.masked, -np.inf, found.scores)
            softmax = np.exp(scores - scores.max())
            np.testing.assert_allclose(found.weights, softmax / softmax.sum(), atol=1e-6)
            np.testing.assert_allclose(found.weights, matrix[layer, 3, 2], atol=1e-6)
            np.testing.assert_allclose(found.output, found.weights @ found.values, atol=1e-5)
            assert found.shares is not None
            assert found.bias_share is not None
            assert float(found.shares.sum()) + found.bias_share == pytest.approx(1, abs=1e-4)

    def test_scores_are_scaled_capped_and_biased(self, load: Load, model_type: str) -> None:
        loaded = load(tiny(model_type))
        found = read_head_steps(loaded, inputs_for(loaded), 1, 0, 3)
        seen = ~np.array(found.masked)
        scaled = found.raw_scores * found.scale
        if found.cap is not None:
            scaled = np.tanh(scaled / found.cap) * found.cap
        assert (model_type == "gemma2") == (found.cap is not None)
        assert (model_type == "t5") == (found.added is not None), "T5 adds a position bias"
        added = 0 if found.added is None else found.added[seen]
        np.testing.assert_allclose(found.scores[seen], scaled[seen] + added, atol=1e-5)
        if found.added is not None:
            assert found.scale == 1
            table: Any = loaded.model.get_encoder().get_submodule("block.0.layer.0.SelfAttention")
            bias = table.compute_bias(8, 8)[0, 0, 3].detach().numpy()
            np.testing.assert_allclose(found.added, bias, atol=1e-6)


@pytest.mark.parametrize("model_type", ["bert", "modernbert", "gpt2", "mistral", "gemma2", "t5", "bart", "gpt_neo"])
def test_what_may_be_seen_is_told_by_layer(load: Load, model_type: str) -> None:
    """Directions and windows as the configurations have them, and tokens that are masked."""
    loaded = load(tiny(model_type))
    some = Inputs(tuple(range(5, 16)), target_ids=(1, 5) if loaded.family == "encoder-decoder" else None)
    found = read_weights(loaded, some).visible
    at = np.arange(11)
    apart = at[:, None] - at
    whole = (apart >= 0) if loaded.family == "decoder" else np.ones((11, 11), bool)
    near = {"modernbert": np.abs(apart) <= WINDOW, "gpt_neo": whole & (apart < WINDOW)}
    window = near.get(model_type, whole & (apart < WINDOW))
    layers = {
        "modernbert": [whole, window, whole],
        "mistral": [window] * 3,
        "gemma2": [window, whole, window],
        "gpt_neo": [whole, window],
    }.get(model_type, [whole] * 3)
    np.testing.assert_array_equal(found, layers)
    if loaded.reading == "everything" and loaded.family != "encoder-decoder":
        masked = read_weights(loaded, some, Intervention(masked=(3,))).visible
        np.testing.assert_array_equal(masked, np.stack(layers) & (at != 3))


def test_a_model_that_gives_weights_only_has_no_vectors(load: Load) -> None:
    loaded = load(tiny("mpnet"))
    for read in (lambda: read_head_steps(loaded, IDS, 0, 0, 0), lambda: read_norms(loaded, IDS)):
        with pytest.raises(NotReadable, match=r"weights only|no plain"):
            read()


def test_norms_equal_those_of_berts_own_modules(load: Load) -> None:
    """Kobayashi et al. 2020: f(x) = (x W_V + b_V) W_O, head by head, with transformers' modules and numpy alone."""
    model = tiny("bert")
    modules: Any = model
    loaded = load(model)
    found = read_norms(loaded, IDS)
    model.set_attn_implementation("eager")
    with torch.no_grad():
        out = model(input_ids=torch.tensor([IDS.ids]), output_hidden_states=True, output_attentions=True)
    for layer in range(3):
        block = modules.encoder.layer[layer].attention
        x = out.hidden_states[layer][0].numpy()
        values = x @ block.self.value.weight.detach().numpy().T + block.self.value.bias.detach().numpy()
        into = block.output.dense.weight.detach().numpy()
        for head in range(4):
            part = slice(head * 8, head * 8 + 8)
            moved = values[:, part] @ into[:, part].T
            np.testing.assert_allclose(found.values[layer, head], np.linalg.norm(moved, axis=1), rtol=1e-4)
            added = out.attentions[layer][0, head].numpy() @ moved
            np.testing.assert_allclose(found.parts[layer, head], np.linalg.norm(added, axis=1), rtol=1e-4, atol=1e-6)
        np.testing.assert_allclose(found.residual[layer], np.linalg.norm(x, axis=1), rtol=1e-5)


@pytest.mark.parametrize("model_type", [name for name in EVERYTHING if name not in {"t5", "bart", "marian"}])
def test_norms_of_any_architecture_agree_with_one_head_in_full(load: Load, model_type: str) -> None:
    loaded = load(tiny(model_type))
    found = read_norms(loaded, IDS)
    one = read_head_steps(loaded, IDS, 1, 2, 4)
    assert one.norms is not None
    np.testing.assert_allclose(found.parts[1, :, 4], one.norms, rtol=1e-4, atol=1e-6)
    assert found.values.shape == (3, 4, 8)
    assert found.residual.shape == (3, 8)


def test_a_head_that_is_switched_off_moves_nothing(load: Load) -> None:
    loaded = load(tiny("bert"))
    found, before = read_norms(loaded, IDS, Intervention(ablated=frozenset({(1, 2)}))), read_norms(loaded, IDS)
    assert found.values[1, 2].max() == found.parts[1, 2].max() == 0
    np.testing.assert_allclose(found.values[1, [0, 1, 3]], before.values[1, [0, 1, 3]], rtol=1e-5)
    np.testing.assert_allclose(found.parts[0], before.parts[0], rtol=1e-5)
    assert np.abs(found.parts[2] - before.parts[2]).max() > 1e-5


class TestInterventions:
    @pytest.mark.parametrize("model_type", ["bert", "distilbert", "roberta", "albert", "electra", "modernbert"])
    def test_masking_equals_an_attention_mask_of_transformers_itself(self, load: Load, model_type: str) -> None:
        model = tiny(model_type)
        loaded = load(model)
        change = Intervention(masked=(3, 5))
        ours, weights = states(loaded, IDS, change), read_weights(loaded, IDS, change)
        mask = torch.ones(1, 8)
        mask[0, [3, 5]] = 0
        model.set_attn_implementation("eager")
        with torch.no_grad():
            theirs = model(torch.tensor([IDS.ids]), attention_mask=mask, output_hidden_states=True)
        kept = [0, 1, 2, 4, 6, 7]  # RoBERTa counts positions of what is masked too; a padded row itself is nobody's
        np.testing.assert_allclose(ours[-1][kept], theirs.hidden_states[-1][0][kept], atol=1e-5)
        assert weights.own[..., [3, 5]].max() == 0
        np.testing.assert_allclose(weights.own.sum(-1), 1, atol=1e-5)

    def test_a_decoder_leaves_out_a_token_and_predicts_something_else(self, load: Load) -> None:
        loaded = load(tiny("llama"))
        change = Intervention(masked=(3,))
        weights = read_weights(loaded, IDS, change).own
        assert weights[:, :, :, 3].max() == 0
        assert np.triu(weights[0, 0], 1).max() == 0
        np.testing.assert_allclose(weights.sum(-1), 1, atol=1e-5)
        before, after = ends(loaded, IDS).logits, ends(loaded, IDS, change).logits
        assert before is not None
        assert after is not None
        assert torch.equal(before[:3], after[:3]), "nothing before the masked token can have changed"
        assert not torch.allclose(before[4:], after[4:], atol=1e-4)

    @pytest.mark.parametrize(("model_type", "masked"), [("llama", (0,)), ("gpt2", (0, 1)), ("bert", tuple(range(8)))])
    def test_a_token_that_has_nothing_left_is_named(self, load: Load, model_type: str, masked: tuple[int, ...]) -> None:
        with pytest.raises(InvalidRequest, match="token 0 has nothing left to attend to") as caught:
            read_weights(load(tiny(model_type)), IDS, Intervention(masked=masked))
        assert caught.value.errors[0].pointer == "/mask"

    @pytest.mark.parametrize("model_type", ["bert", "gpt2", "llama", "gemma2", "albert"])
    def test_a_head_switched_off_equals_a_model_whose_projection_does_not_read_it(
        self, load: Load, model_type: str
    ) -> None:
        model = tiny(model_type)
        loaded = load(model)
        ours = states(loaded, IDS, Intervention(ablated=frozenset({(1, 2), (1, 0)})))
        changed: Any = copy.deepcopy(model)
        changed.set_attn_implementation("eager")
        projection = {
            "bert": lambda: changed.encoder.layer[1].attention.output.dense,
            "albert": lambda: changed.encoder.albert_layer_groups[0].albert_layers[0].attention.dense,
            "gpt2": lambda: changed.transformer.h[1].attn.c_proj,
            "llama": lambda: changed.model.layers[1].self_attn.o_proj,
            "gemma2": lambda: changed.model.layers[1].self_attn.o_proj,
        }[model_type]()
        calls = [0]

        def silence(_module: object, given: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
            calls[0] += 1  # ALBERT's one projection serves every layer
            if model_type == "albert" and calls[0] != 2:
                return given
            zeroed = given[0].clone()
            zeroed[..., 16:24] = 0
            zeroed[..., 0:8] = 0
            return (zeroed, *given[1:])

        projection.register_forward_pre_hook(silence)
        with torch.no_grad():
            theirs = changed(torch.tensor([IDS.ids]), output_hidden_states=True).hidden_states
        np.testing.assert_allclose(ours, torch.stack(theirs)[:, 0].numpy(), atol=2e-5)
        assert np.abs(ours[-1] - states(loaded, IDS)[-1]).max() > 1e-3

    def test_nothing_changed_changes_nothing(self, load: Load) -> None:
        loaded = load(tiny("gpt2"))
        np.testing.assert_array_equal(
            read_weights(loaded, IDS).own, read_weights(loaded, IDS, Intervention((), frozenset())).own
        )


class TestLens:
    @pytest.mark.parametrize("model_type", DECODERS)
    def test_its_last_layer_is_what_the_model_predicts(self, load: Load, model_type: str) -> None:
        loaded = load(tiny(model_type))
        found, own = lens(loaded, IDS, 4), predict(loaded, IDS, 4, 1.0)
        assert len(found) == 4
        np.testing.assert_allclose(found[-1].probabilities, own.probabilities, atol=1e-6)
        assert found[-1].ids == own.ids

    @pytest.mark.parametrize("model_type", DECODERS)
    def test_a_middle_layer_is_what_a_model_cut_off_there_predicts(self, load: Load, model_type: str) -> None:
        model: Any = tiny(model_type)
        found = lens(load(model), IDS, 4)
        where = {"gpt2": "transformer.h", "gpt_neox": "gpt_neox.layers", "opt": "model.decoder.layers"}
        owner, _, name = where.get(model_type, "model.layers").rpartition(".")
        for layers in (0, 1, 2):
            cut = copy.deepcopy(model)
            cut.config.num_hidden_layers = layers
            setattr(cut.get_submodule(owner), name, getattr(cut.get_submodule(owner), name)[:layers])
            with torch.no_grad():
                best = cut(torch.tensor([IDS.ids])).logits[0].softmax(-1).topk(4)
            np.testing.assert_allclose(found[layers].probabilities, best.values.numpy(), atol=1e-6)
            assert found[layers].ids == best.indices.tolist()

    @pytest.mark.parametrize("model_type", ["bloom", "gptj", "gpt_neo"])
    def test_it_needs_no_more_than_hidden_states(self, load: Load, model_type: str) -> None:
        loaded = load(tiny(model_type))
        assert loaded.reading == "weights"
        found, own = lens(loaded, IDS, 4), predict(loaded, IDS, 4, 1.0)
        np.testing.assert_allclose(found[-1].probabilities, own.probabilities, atol=1e-6)

    def test_an_encoder_has_none(self, load: Load) -> None:
        with pytest.raises(NotReadable, match="no decoder"):
            lens(load(tiny("bert")), IDS, 4)


def test_every_tiny_decoder_is_tried() -> None:
    assert set(DECODERS) <= set(TINY)
