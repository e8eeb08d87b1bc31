"""What looks into heads, on models of every kind, tiny and named in the settings, all the way through the pipeline."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from transformers import BartConfig, BartForConditionalGeneration, BertConfig, BertForMaskedLM, PreTrainedModel

from app.encode.document import arrays_of
from app.errors import IndexOutOfRange, InvalidRequest, NotReadable, TextTooLong
from app.models.library import Library
from app.pipeline import Pipeline
from app.requests import AttentionRequest
from app.schemas import AttentionAnswer, FindAnswer, FindRequest, HeadAnswer, HeadRequest
from app.settings import ModelSetting, Settings
from app.timing import Timing
from tests.models.tiny_models import COMMON, TRANSLATOR, VOCABULARY, WINDOW, save, tiny, tiny_tokenizer

pytestmark = pytest.mark.usefixtures("one_thread")

TEXT = "the apple was sweet and the red one fell"
Arrays = dict[str, np.ndarray]


class Asking:
    """Requests to one named model."""

    def __init__(self, model: PreTrainedModel, folder: Path, **updates: Any) -> None:
        self.model = model
        named = ModelSetting(id="mine", folder=save(model, folder / "model"))
        settings = Settings(cache_dir=folder / "cache", models=(named,), torch_threads=1, **updates)
        self.pipeline = Pipeline(Library(settings, may_fetch=False), settings)

    def attention(self, text: str = TEXT, **asked: Any) -> tuple[AttentionAnswer, Arrays]:
        request = AttentionRequest.model_validate({"text": text, "model": "mine", **asked})
        answer = asyncio.run(self.pipeline.attention(request, Timing()))
        return answer, {each.name: np.asarray(each.values) for each in arrays_of(answer)}

    def head(self, text: str = TEXT, **asked: Any) -> tuple[HeadAnswer, Arrays]:
        request = HeadRequest.model_validate({"text": text, "model": "mine", **asked})
        answer = asyncio.run(self.pipeline.head_steps(request, Timing()))
        return answer, {each.name: np.asarray(each.values) for each in arrays_of(answer)}

    def find(self, asked: dict[str, Any]) -> FindAnswer:
        request = FindRequest.model_validate({"text": TEXT, "model": "mine", **asked})
        return asyncio.run(self.pipeline.find(request, Timing()))


Open = Callable[..., Asking]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    found: list[Asking] = []

    def one(model: PreTrainedModel, **updates: Any) -> Asking:
        found.append(Asking(model, tmp_path / str(len(found)), **updates))
        return found[-1]

    yield one
    for each in found:
        each.pipeline.close()


def ids_of(text: str, pair: str | None = None) -> list[int]:
    return tiny_tokenizer().encode(text, pair).ids


def masked_bert() -> PreTrainedModel:
    torch.manual_seed(5)
    made: PreTrainedModel = BertForMaskedLM(BertConfig(**COMMON, initializer_range=0.5)).eval()
    return made


class TestEncoderWithAHead:
    def test_the_effect_of_a_mask_on_a_pair(self, opened: Open) -> None:
        """Both runs by transformers alone, with the sentences' types; variation over the whole vocabulary."""
        model = masked_bert()
        answer, _ = opened(model).attention(
            "the <mask> was sweet", text_pair="i ate it", mask=[4], include=["effect"], top=7, temperature=2.0
        )
        ids = ids_of("the <mask> was sweet", "i ate it")
        model.set_attn_implementation("eager")
        p, vectors = [], []
        for masked in ([], [4]):
            seen = torch.ones(1, len(ids))
            seen[0, masked] = 0
            with torch.no_grad():
                out = model(
                    torch.tensor([ids]),
                    attention_mask=seen,
                    token_type_ids=torch.tensor([[0] * 6 + [1] * 4]),
                    output_hidden_states=True,
                )
            logits = out.logits[0].double().numpy() / 2
            powers = np.exp(logits - logits.max(1, keepdims=True))
            p.append(powers / powers.sum(1, keepdims=True))
            vectors.append(out.hidden_states[-1][0].double().numpy())
        effect = answer.effect
        assert effect is not None
        assert effect.total_variation is not None
        assert effect.total_variation == pytest.approx(np.abs(p[0] - p[1]).sum(1) / 2, abs=1e-5)
        distance = np.linalg.norm(vectors[1] - vectors[0], axis=1) / np.linalg.norm(vectors[0], axis=1)
        assert effect.distance == pytest.approx(distance, abs=1e-5)
        assert min(effect.total_variation) > 1e-3
        for rows, expected in [(effect.predictions_before, p[0]), (effect.predictions_after, p[1])]:
            assert rows is not None
            best = np.sort(expected, axis=1)[:, ::-1][:, :7]
            assert [[each.probability for each in row] for row in rows] == [pytest.approx(b, abs=1e-5) for b in best]

    def test_a_large_vocabulary_takes_a_limit(self, opened: Open) -> None:
        """Eight tokens' scores fit, once for predictions, half as many twice for effect."""
        asking = opened(masked_bert(), max_vocabulary_bytes=8 * 4 * VOCABULARY)
        six, three = "the apple was sweet and red", "the apple"
        assert asking.attention(six, include=["predictions"])[0].predictions
        assert asking.attention(three, include=["effect"], mask=[1])[0].effect
        refused: list[tuple[str, dict[str, Any], int]] = [
            (TEXT, {"include": ["predictions"]}, 8),
            (six, {"include": ["effect"], "mask": [1]}, 4),
        ]
        for text, sent, limit in refused:
            with pytest.raises(TextTooLong) as caught:
                asking.attention(text, **sent)
            assert (caught.value.limit, caught.value.errors[0].pointer) == (limit, "/text")

    def test_more_predictions_than_the_vocabulary_has(self, opened: Open) -> None:
        torch.manual_seed(5)
        small = BertForMaskedLM(BertConfig(**COMMON | {"vocab_size": 30})).eval()
        predictions = opened(small).attention("the apple", include=["predictions"], top=50)[0].predictions
        assert predictions is not None
        assert {len(row) for row in predictions} == {30}
        assert sum(each.probability for each in predictions[1]) == pytest.approx(1, abs=1e-5)


class TestDecoderWithAWindow:
    def test_chance_is_told_by_layer_where_layers_differ(self, opened: Open) -> None:
        asking = opened(tiny("gemma2"))
        answer, arrays = asking.attention(include=["head_stats", "rollout"])
        n = len(answer.tokens)
        assert answer.head_stats is not None
        itself = next(each for each in answer.head_stats.statistics if each.name == "self")
        window, whole = ([1 / min(q + 1, size) for q in range(1, n)] for size in (WINDOW, n))
        expected = [pytest.approx(np.mean(row)) for row in (window, whole, window)]
        assert itself.chance is None
        assert itself.chance_by_layer == expected
        broad = next(each for each in answer.head_stats.statistics if each.name == "broad")
        assert broad.chance_by_layer == [pytest.approx(1)] * 3
        assert 0 < min(v for row in broad.values for v in row if v is not None) <= 1
        np.testing.assert_allclose(arrays["rollout"].sum(-1), 1, atol=1e-5)
        assert arrays["rollout"][0, 8, : 9 - WINDOW].max() == 0
        found = asking.find({"from": 8, "to": [3, 5]})
        assert (found.chance, found.chance_by_layer) == (None, [0.25, pytest.approx(3 / 9), 0.25])

    def test_a_query_whose_window_is_masked_is_named(self, opened: Open) -> None:
        asking = opened(tiny("mistral"))
        assert asking.attention(mask=[4, 5, 6])[1]["attention"][..., [4, 5, 6]].max() == 0
        with pytest.raises(InvalidRequest, match="token 7 has nothing left"):
            asking.attention(mask=[4, 5, 6, 7])

    def test_one_head_with_capped_scores(self, opened: Open) -> None:
        answer, arrays = opened(tiny("gemma2")).head(layer=0, head=3, query=8)
        n = len(answer.tokens)
        assert (answer.part, answer.cap, answer.added) == ("decoder", 2.0, None)
        assert answer.masked == [not 8 - WINDOW < k <= 8 for k in range(n)]
        seen = ~np.array(answer.masked)
        scores = np.array([score for score in answer.scores if score is not None])
        expected = 2 * np.tanh(arrays["raw_scores"][seen] * answer.scale / 2)
        np.testing.assert_allclose(scores, expected, atol=1e-5)
        np.testing.assert_allclose(arrays["weights"][seen], np.exp(scores) / np.exp(scores).sum(), atol=1e-6)

    def test_contributions_of_grouped_heads(self, opened: Open) -> None:
        """Two heads share their values; what they add is still each its own: against the projection's own weight."""
        model: Any = tiny("llama")
        _, arrays = opened(model).attention(include=["contributions", "value_norms"])
        model.set_attn_implementation("eager")
        values: list[torch.Tensor] = []
        attend = model.model.layers[1].self_attn
        hook = attend.v_proj.register_forward_hook(lambda _m, _g, out: values.append(out[0].detach()))
        with torch.no_grad():
            weights = model(torch.tensor([ids_of(TEXT)]), output_attentions=True).attentions[1][0].numpy()
        hook.remove()
        for head in range(4):
            v = values[0].numpy()[:, head // 2 * 8 : head // 2 * 8 + 8]
            f = v @ attend.o_proj.weight.detach().numpy().T[head * 8 : head * 8 + 8]
            added = np.linalg.norm(weights[head] @ f, axis=1)
            np.testing.assert_allclose(arrays["contributions"][1, head], added, rtol=1e-4)
            weighted = weights[head] * np.linalg.norm(f, axis=1)
            np.testing.assert_allclose(arrays["value_norms"][1, head], weighted, rtol=1e-4, atol=1e-8)


class TestEncoderDecoder:
    @pytest.mark.parametrize("model_type", ["bart", "marian", "t5"])
    def test_one_head_of_each_part(self, opened: Open, model_type: str) -> None:
        asking = opened(tiny(model_type))
        whole, arrays = asking.attention("the apple", text_pair="i ate it")
        assert whole.target_tokens is not None
        for part, name, query in [
            ("encoder", "attention", 3),
            ("decoder", "target_attention", 4),
            ("cross", "cross_attention", 4),
        ]:
            sent: dict[str, Any] = {"layer": 1, "head": 2, "query": query}
            answer, found = asking.head("the apple", text_pair="i ate it", part=part, **sent)
            np.testing.assert_allclose(found["weights"], arrays[name][1, 2, query], atol=1e-6)
            np.testing.assert_allclose(found["output"], found["weights"] @ found["values"], atol=1e-5)
            assert (answer.part, answer.target_tokens) == (part, whole.target_tokens)
            assert any(answer.masked) is False
            biased = model_type == "t5" and part != "cross"
            assert (answer.added is not None) == biased
            assert answer.contributions is not None
            assert sum(answer.contributions.shares) + answer.contributions.bias_share == pytest.approx(1, abs=1e-4)
        own, _ = asking.head("the apple", text_pair="i ate it", part="decoder", layer=1, head=2, query=1)
        assert own.masked == [False, False, True, True, True]
        if own.added is not None:
            assert own.added[2:] == [None] * 3
        assert asking.head("the apple", text_pair="i ate it", layer=1, head=2, query=0)[0].part == "encoder"

    @pytest.mark.parametrize(("heads", "fits"), [(2, False), (8, True)])
    def test_a_decoder_with_other_heads_than_the_encoder(self, opened: Open, heads: int, fits: bool) -> None:
        torch.manual_seed(3)
        asking = opened(
            BartForConditionalGeneration(BartConfig(**TRANSLATOR | {"decoder_attention_heads": heads})).eval()
        )
        sent: dict[str, Any] = {"layer": 0, "query": 0, "text_pair": "i ate it"}
        assert asking.head(head=3, **sent)[0].head == 3
        assert asking.head(head=heads - 1, part="cross", **sent)[0].head == heads - 1
        with pytest.raises(IndexOutOfRange, match=f"heads 0 to {heads - 1}"):
            asking.head(head=heads, part="decoder", **sent)
        answer, _ = asking.attention(text_pair="i ate it", heads=[0, heads - 1])
        assert answer.target_attention is not None
        assert answer.target_attention.heads == [0, heads - 1]
        assert answer.attention.heads == ([0] if fits else [0, 1])

    @pytest.mark.parametrize(
        ("sent", "pointer"),
        [
            *(({"include": [name]}, "/include") for name in ("rollout", "head_stats", "value_norms", "contributions")),
            ({"include": ["lens"]}, "/include"),
            ({"mask": [1]}, "/mask"),
            ({"ablate": [{"layer": 0, "head": 0}]}, "/ablate"),
            ({"ablate": [{"layer": 0, "head": 0}], "include": ["effect"]}, "/include"),
        ],
    )
    def test_what_is_for_one_sentence_only(self, opened: Open, sent: dict[str, Any], pointer: str) -> None:
        with pytest.raises(InvalidRequest) as caught:
            opened(tiny("bart")).attention(**sent)
        assert [error.pointer for error in caught.value.errors] == [pointer]

    def test_heads_are_not_found_in_it(self, opened: Open) -> None:
        asking = opened(tiny("t5"))
        with pytest.raises(InvalidRequest, match="encoder-decoder") as caught:
            asking.find({"habit": "self"})
        assert caught.value.errors[0].pointer == "/model"
        for part, layer, query, pointer in [
            ("decoder", 2, 0, "/layer"),
            ("cross", 0, 5, "/query"),
            ("encoder", 3, 0, "/layer"),
        ]:
            with pytest.raises(IndexOutOfRange) as refused:
                asking.head("the apple", text_pair="i ate it", part=part, layer=layer, head=0, query=query)
            assert refused.value.errors[0].pointer == pointer


class TestWeightsOnly:
    def test_what_follows_from_weights_is_given(self, opened: Open) -> None:
        model = tiny("mpnet")
        asking = opened(model)
        answer, arrays = asking.attention(include=["rollout", "head_stats"])
        model.set_attn_implementation("eager")
        with torch.no_grad():
            attentions = model(torch.tensor([ids_of(TEXT)]), output_attentions=True).attentions
        product = np.eye(len(answer.tokens))
        for layer in attentions:
            product = (layer[0].double().numpy().mean(0) + np.eye(len(product))) / 2 @ product
        np.testing.assert_allclose(arrays["rollout"][-1], product, atol=1e-6)
        assert answer.head_stats is not None
        assert next(s for s in answer.head_stats.statistics if s.name == "broad").chance == pytest.approx(1)
        assert [notice.code for notice in answer.notices] == ["weights-only"]
        found = asking.find({"from": 3, "to": 2})
        best = max(float(layer[0, head, 3, 2]) for layer in attentions for head in range(4))
        assert found.heads[0].score == pytest.approx(best, abs=1e-6)
        assert found.chance == pytest.approx(1 / len(answer.tokens))

    @pytest.mark.parametrize(
        ("sent", "pointer"),
        [
            ({"include": ["value_norms"]}, "/include"),
            ({"include": ["contributions"]}, "/include"),
            ({"mask": [1]}, "/mask"),
            ({"ablate": [{"layer": 0, "head": 0}]}, "/ablate"),
        ],
    )
    def test_what_needs_more_is_refused(self, opened: Open, sent: dict[str, Any], pointer: str) -> None:
        with pytest.raises(InvalidRequest) as caught:
            opened(tiny("mpnet")).attention(**sent)
        assert [error.pointer for error in caught.value.errors] == [pointer]

    def test_one_head_in_full_is_refused(self, opened: Open) -> None:
        with pytest.raises(InvalidRequest, match="weights only") as caught:
            opened(tiny("mpnet")).head(layer=0, head=0, query=0)
        assert caught.value.errors[0].pointer == "/model"

    def test_a_decoder_has_its_lens_all_the_same(self, opened: Open) -> None:
        answer, _ = opened(tiny("gptj")).attention(include=["lens", "predictions"], top=3)
        assert answer.lens is not None
        assert answer.predictions is not None
        assert len(answer.lens.layers) == 4
        assert [[p.probability for p in row] for row in answer.lens.layers[-1]] == [
            pytest.approx([p.probability for p in row], abs=1e-6) for row in answer.predictions
        ]


def test_a_model_whose_projection_is_not_plain_has_no_contributions(opened: Open) -> None:
    """Everything else of it can be read."""
    asking = opened(tiny("bert"))
    asking.attention()
    loaded = asking.pipeline.library.ready_transformer("mine")
    assert loaded is not None
    model: Any = loaded.model
    output = model.encoder.layer[1].attention.output
    output.dense = torch.nn.Sequential(torch.nn.Sigmoid(), output.dense)
    with pytest.raises(NotReadable, match="no plain output projection"):
        asking.attention(include=["contributions"])
    assert asking.head(layer=1, head=0, query=0)[0].contributions is None
    assert asking.head(layer=0, head=0, query=0)[0].contributions is not None
