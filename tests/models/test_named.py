"""Models that the settings name are answered all the way from a folder, and as their own eager pass has it."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from transformers import (
    BartConfig,
    BartForConditionalGeneration,
    PreTrainedModel,
)

from app.errors import InvalidRequest
from app.models.library import Library
from app.models.storage import sha256_of
from app.pipeline import Pipeline
from app.schemas import ContextRequest
from app.timing import Timing
from tests.models.named import SENTENCE, Ask, eager_of, ids_of, masked_bert, naming, seeded, stacked
from tests.models.tiny_models import TRANSLATOR, save, tiny, tiny_tokenizer

pytestmark = pytest.mark.usefixtures("one_thread")


class TestEncoder:
    def test_weights_and_identity(self, ask: Callable[[PreTrainedModel], Ask], tmp_path: Path) -> None:
        model = masked_bert()
        answer, arrays = ask(model)()
        assert (answer.family, answer.predicts, answer.target_tokens) == ("encoder", "masked", None)
        assert answer.model.weights_sha256 == sha256_of(tmp_path / "model" / "model.safetensors")
        assert (answer.model.id, answer.model.revision, answer.model.dtype) == ("mine", "local", "float32")
        assert [token.text for token in answer.tokens] == ["", "the", "apple", "was", "sweet", ""]
        np.testing.assert_allclose(
            arrays["attention"], stacked(eager_of(model, input_ids=ids_of(SENTENCE)).own), rtol=0, atol=1e-6
        )

    @pytest.mark.parametrize("temperature", [1.0, 0.5, 4.0])
    def test_predictions_are_the_softmax_of_its_logits(
        self, ask: Callable[[PreTrainedModel], Ask], temperature: float
    ) -> None:
        model = masked_bert()
        text = "the <mask> was sweet"
        answer, _ = ask(model)(text, include=["predictions"], top=7, temperature=temperature)
        with torch.inference_mode():
            logits = model(input_ids=torch.tensor([ids_of(text)])).logits[0].double().numpy()  # [T, V]
        powers = np.exp((logits - logits.max(1, keepdims=True)) / temperature)
        expected = powers / powers.sum(1, keepdims=True)
        assert answer.predictions is not None
        vocabulary = tiny_tokenizer()
        for row, probabilities in zip(answer.predictions, expected, strict=True):
            best = np.argsort(-probabilities)[:7]
            assert [p.text for p in row] == [vocabulary.id_to_token(int(i)) for i in best]
            assert [p.probability for p in row] == pytest.approx(probabilities[best], abs=1e-6)

    def test_the_sentences_of_a_pair_are_told_apart(self, ask: Callable[[PreTrainedModel], Ask]) -> None:
        model = masked_bert()
        asked = ask(model)
        answer, arrays = asked("the apple", text_pair="i ate it")
        ids = ids_of("the apple", "i ate it")
        assert [token.sequence for token in answer.tokens] == [None, 0, 0, None, 1, 1, 1, None]
        types = [0, 0, 0, 0, 1, 1, 1, 1]
        expected = stacked(eager_of(model, input_ids=ids, token_type_ids=types).own)
        np.testing.assert_allclose(arrays["attention"], expected, rtol=0, atol=1e-6)
        places = {"a": [1, 2], "b": [4, 5, 6]}
        for name in ["aa", "ab", "ba", "bb"]:
            rows, columns = places[name[0]], places[name[1]]
            quarter, found = asked("the apple", text_pair="i ate it", quarter=name, layers=[2, 0])
            assert (quarter.attention.queries, quarter.attention.keys) == (rows, columns)
            chosen = expected[np.ix_([2, 0], range(4), rows, columns)]
            np.testing.assert_allclose(found["attention"], chosen, rtol=0, atol=1e-6)


class TestDecoder:
    def test_weights_and_next_tokens(self, ask: Callable[[PreTrainedModel], Ask]) -> None:
        model = tiny("llama")
        answer, arrays = ask(model)(include=["predictions"], top=3)
        assert (answer.family, answer.predicts) == ("decoder", "next")
        expected = stacked(eager_of(model, input_ids=ids_of(SENTENCE)).own)
        np.testing.assert_allclose(arrays["attention"], expected, rtol=0, atol=1e-6)
        assert float(np.triu(arrays["attention"], 1).max()) == 0
        with torch.inference_mode():
            logits = model(input_ids=torch.tensor([ids_of(SENTENCE)])).logits[0]
        best = logits.softmax(-1).topk(3)
        assert answer.predictions is not None
        assert [[p.probability for p in row] for row in answer.predictions] == [
            pytest.approx(row, abs=1e-6) for row in best.values.tolist()
        ]

    def test_a_pair_and_a_quarter_are_refused(self, ask: Callable[[PreTrainedModel], Ask]) -> None:
        asked = ask(tiny("gpt2"))
        refused: list[tuple[dict[str, Any], str]] = [
            ({"text_pair": "i ate it"}, "/text_pair"),
            ({"quarter": "ab"}, "/quarter"),
        ]
        for options, pointer in refused:
            with pytest.raises(InvalidRequest) as caught:
                asked(**options)
            assert [error.pointer for error in caught.value.errors] == [pointer]


def translator() -> PreTrainedModel:
    return seeded(lambda: BartForConditionalGeneration(BartConfig(**TRANSLATOR)))


class TestEncoderDecoder:
    @pytest.mark.parametrize("model_type", ["bart", "marian", "t5"])
    def test_a_given_target(self, ask: Callable[[PreTrainedModel], Ask], model_type: str) -> None:
        model = tiny(model_type)
        answer, arrays = ask(model)(text_pair="i ate it")
        start = int(model.config.decoder_start_token_id)
        read = [start, *ids_of("i ate it")[:-1]]  # what it reads while it writes: all but the end
        assert answer.family == "encoder-decoder"
        assert answer.target_tokens is not None
        assert [token.id for token in answer.target_tokens] == read
        assert [token.text for token in answer.target_tokens] == ["", "", "i", "ate", "it"]
        expected = eager_of(model, input_ids=ids_of(SENTENCE), decoder_input_ids=read)
        for name, wanted, shape in [
            ("attention", expected.own, (3, 4, 6, 6)),
            ("target_attention", expected.target, (2, 4, 5, 5)),
            ("cross_attention", expected.cross, (2, 4, 5, 6)),
        ]:
            assert arrays[name].shape == shape
            np.testing.assert_allclose(arrays[name], stacked(wanted), rtol=0, atol=1e-6)
        assert answer.cross_attention is not None
        assert (answer.cross_attention.queries, answer.cross_attention.keys) == (list(range(5)), list(range(6)))

    def test_a_target_that_it_writes_itself(self, ask: Callable[[PreTrainedModel], Ask]) -> None:
        model = translator()
        answer, arrays = ask(model)(include=["predictions"], top=1)
        model.set_attn_implementation("eager")
        written = model.generate(  # type: ignore[operator]
            input_ids=torch.tensor([ids_of(SENTENCE)]), max_new_tokens=63, do_sample=False, num_beams=1
        )[0].tolist()
        assert answer.target_tokens is not None
        assert answer.text_pair is not None
        read = [token.id for token in answer.target_tokens]
        assert read == written[: len(read)]
        assert len(written) - len(read) <= 1  # the end is written, and not read
        for token in answer.target_tokens:
            assert token.text == answer.text_pair[token.start : token.end]
        expected = eager_of(model, input_ids=ids_of(SENTENCE), decoder_input_ids=read)
        np.testing.assert_allclose(arrays["cross_attention"], stacked(expected.cross), rtol=0, atol=1e-6)
        # greedy: what is likeliest after each token is what it wrote next
        assert answer.predictions is not None
        vocabulary = tiny_tokenizer()
        likeliest = [vocabulary.token_to_id(row[0].text) for row in answer.predictions]
        assert likeliest[: len(written) - 1] == written[1 : len(read) + 1]

    def test_what_only_encoders_have_is_refused(self, ask: Callable[[PreTrainedModel], Ask]) -> None:
        asked = ask(tiny("t5"))
        refused: list[tuple[dict[str, Any], str]] = [
            ({"quarter": "ab", "text_pair": "it"}, "/quarter"),
            ({"include": ["words"]}, "/include"),
        ]
        for options, pointer in refused:
            with pytest.raises(InvalidRequest) as caught:
                asked(**options)
            assert [error.pointer for error in caught.value.errors] == [pointer]


@pytest.mark.parametrize("model_type", ["deberta-v2", "xlnet", "gptj"])
def test_weights_only_models_say_so(ask: Callable[[PreTrainedModel], Ask], model_type: str) -> None:
    model = tiny(model_type)
    answer, arrays = ask(model)()
    assert [notice.code for notice in answer.notices] == ["weights-only"]
    expected = stacked(eager_of(model, input_ids=ids_of(SENTENCE)).own)
    np.testing.assert_allclose(arrays["attention"], expected, rtol=0, atol=1e-6)


@pytest.mark.parametrize("model_type", ["bert", "llama", "bart"])
def test_context_is_the_cosine_of_its_hidden_states(tmp_path: Path, pipelines: list[Pipeline], model_type: str) -> None:
    model = tiny(model_type)
    save(model, tmp_path / "model")
    settings = naming(tmp_path)
    pipelines.append(Pipeline(Library(settings, may_fetch=False), settings))
    request = ContextRequest(text_a="a red apple", token_a=3, text_b="the apple fell", token_b=2, model="mine")
    answer = asyncio.run(pipelines[-1].context(request, Timing()))
    reader: Any = model.get_encoder() if model_type == "bart" else model
    with torch.inference_mode():
        a, b = (
            reader(input_ids=torch.tensor([ids_of(text)]), output_hidden_states=True).hidden_states
            for text in ("a red apple", "the apple fell")
        )
    expected = [float(torch.cosine_similarity(x[0, 3], y[0, 2], dim=0)) for x, y in zip(a, b, strict=True)]
    assert len(expected) == 4
    np.testing.assert_allclose(answer.cosine.values, expected, rtol=0, atol=1e-5)
