"""Models that the settings name are loaded from a folder and answered; what cannot be loaded truthfully is refused."""

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from pydantic import ValidationError
from tokenizers import Tokenizer
from transformers import (
    BartConfig,
    BartForConditionalGeneration,
    BertConfig,
    BertForMaskedLM,
    BertModel,
    PreTrainedModel,
    RobertaModel,
)

from app.capture.probe import Attentions, eager_attentions, probe
from app.encode.document import arrays_of
from app.errors import InvalidRequest, NotReadable, TextTooLong, WeightsError, WeightsMissing
from app.models.library import Library
from app.models.loading import (
    Identity,
    family_of,
    load_folder,
    positions,
)
from app.models.storage import sha256_of
from app.models.tokenizers import tokenizer_of, unknown_id
from app.pipeline import Pipeline, Timing
from app.requests import AttentionRequest
from app.schemas import AttentionAnswer, ContextRequest
from app.settings import ModelSetting, Settings
from tests.models.tiny_models import COMMON, TRANSLATOR, save, tiny, tiny_tokenizer

pytestmark = pytest.mark.usefixtures("one_thread")

SENTENCE = "the apple was sweet"
MINE = Identity("mine", "local", "0" * 64, None)
Ask = Callable[..., tuple[AttentionAnswer, dict[str, np.ndarray]]]


def seeded(model: Callable[[], PreTrainedModel]) -> PreTrainedModel:
    torch.manual_seed(5)
    made: PreTrainedModel = model().eval()
    return made


def masked_bert() -> PreTrainedModel:
    return seeded(lambda: BertForMaskedLM(BertConfig(**COMMON, initializer_range=0.5)))


def naming(tmp_path: Path, **updates: Any) -> Settings:
    """Settings that name the model in ``tmp_path/model``, on a machine without fetched weights."""
    named = ModelSetting(id="mine", title="My own", folder=tmp_path / "model")
    return Settings(cache_dir=tmp_path / "cache", models=(named,), torch_threads=1, **updates)


@pytest.fixture
def pipelines() -> Iterator[list[Pipeline]]:
    opened: list[Pipeline] = []
    yield opened
    for pipeline in opened:
        pipeline.close()


@pytest.fixture
def ask(tmp_path: Path, pipelines: list[Pipeline]) -> Callable[[PreTrainedModel], Ask]:
    """Save a model as a named one and answer requests with it, all the way from the settings."""

    def named(model: PreTrainedModel) -> Ask:
        save(model, tmp_path / "model")
        settings = naming(tmp_path)
        pipelines.append(Pipeline(Library(settings, may_fetch=False), settings))

        def answered(text: str = SENTENCE, **asked: Any) -> tuple[AttentionAnswer, dict[str, np.ndarray]]:
            request = AttentionRequest(text=text, model="mine", **asked)
            answer = asyncio.run(pipelines[-1].attention(request, Timing()))
            return answer, {each.name: np.asarray(each.values) for each in arrays_of(answer)}

        return answered

    return named


def eager_of(model: PreTrainedModel, **inputs: list[int]) -> Attentions:
    model.set_attn_implementation("eager")
    return eager_attentions(model, {name: torch.tensor([ids]) for name, ids in inputs.items()})


def stacked(layers: list[torch.Tensor]) -> np.ndarray:
    return torch.stack([layer[0] for layer in layers]).numpy()


def ids_of(text: str, pair: str | None = None) -> list[int]:
    return tiny_tokenizer().encode(text, pair).ids


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


class TestRefusals:
    def test_a_folder_without_safetensors(self, tmp_path: Path) -> None:
        folder = save(masked_bert(), tmp_path)
        (folder / "model.safetensors").unlink()
        torch.save({}, folder / "pytorch_model.bin")
        with pytest.raises(WeightsError, match=r"no \.safetensors file"):
            load_folder(folder, MINE, 10**8)

    def test_a_folder_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(WeightsMissing, match="not a folder"):
            Library(naming(tmp_path), may_fetch=True).transformer("mine")

    @pytest.mark.parametrize("content", ["", "{}", '{"model_type": "no such type"}', "[1"])
    def test_a_configuration_that_says_nothing(self, tmp_path: Path, content: str) -> None:
        folder = save(masked_bert(), tmp_path)
        (folder / "config.json").write_text(content, encoding="utf-8")
        with pytest.raises(WeightsError, match=r"config\.json"):
            load_folder(folder, MINE, 10**8)

    def test_weights_of_another_shape(self, tmp_path: Path) -> None:
        folder = save(masked_bert(), tmp_path)
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        (folder / "config.json").write_text(json.dumps(config | {"intermediate_size": 40}), encoding="utf-8")
        says = r"describes: bert.encoder.layer.0.intermediate.dense.bias is 48, not 40\.$"
        with pytest.raises(WeightsError, match=says):
            load_folder(folder, MINE, 10**8)

    def test_weights_that_are_cut_short(self, tmp_path: Path) -> None:
        folder = save(masked_bert(), tmp_path / "model")
        weights = folder / "model.safetensors"
        weights.write_bytes(weights.read_bytes()[:-100])
        found = Library(naming(tmp_path), may_fetch=False)
        with pytest.raises(WeightsError):
            found.transformer("mine")
        (listed,) = [model for model in found.listing().models if model.id == "mine"]
        assert listed.state == "failed"
        assert listed.problem

    def test_weights_that_are_missing_are_not_made_up(self, tmp_path: Path) -> None:
        """A folder that lacks a layer's weights would be filled with random numbers by transformers."""
        model = masked_bert()
        folder = save(model, tmp_path)
        kept = {name: value.clone() for name, value in model.state_dict().items() if "layer.1.attention" not in name}
        model.save_pretrained(folder, state_dict=kept)
        with pytest.raises(WeightsError, match=r"layer\.1\.attention"):
            load_folder(folder, MINE, 10**8)

    def test_no_tokenizer(self, tmp_path: Path) -> None:
        folder = save(masked_bert(), tmp_path)
        (folder / "tokenizer.json").unlink()
        with pytest.raises(WeightsError, match=r"tokenizer"):
            load_folder(folder, MINE, 10**8)

    def test_code_of_a_folder_is_never_run(self, tmp_path: Path) -> None:
        folder = save(masked_bert(), tmp_path / "model")
        ran = tmp_path / "ran"
        code = f"from pathlib import Path\nPath({str(ran)!r}).write_text('ran')\nraise SystemExit\n"
        for name in ["modeling_mine.py", "configuration_mine.py", "tokenization_mine.py"]:
            (folder / name).write_text(code, encoding="utf-8")
        mapped = {
            "AutoConfig": "configuration_mine.MineConfig",
            "AutoModel": "modeling_mine.MineModel",
            "AutoModelForMaskedLM": "modeling_mine.MineModel",
        }
        path = folder / "config.json"
        config = json.loads(path.read_text(encoding="utf-8")) | {"auto_map": mapped}
        path.write_text(json.dumps(config), encoding="utf-8")
        tokenizer = {
            "tokenizer_class": "MineTokenizer",
            "auto_map": {"AutoTokenizer": [None, "tokenization_mine.Mine"]},
        }
        (folder / "tokenizer_config.json").write_text(json.dumps(tokenizer), encoding="utf-8")
        loaded = load_folder(folder, MINE, 10**8)  # a BERT like any other: its own code is passed over
        assert isinstance(loaded.model, BertForMaskedLM)
        path.write_text(json.dumps(config | {"model_type": "mine"}), encoding="utf-8")
        with pytest.raises(WeightsError):
            load_folder(folder, MINE, 10**8)
        assert not ran.exists()

    def test_what_cannot_be_read_says_why(self, tmp_path: Path) -> None:
        save(tiny("mamba"), tmp_path / "model")
        found = Library(naming(tmp_path), may_fetch=False)
        with pytest.raises(NotReadable, match="state-space"):
            found.transformer("mine")


class TestLimits:
    def test_positions_of_roberta_begin_after_its_padding(self, tmp_path: Path) -> None:
        loaded = load_folder(save(tiny("roberta"), tmp_path), MINE, 10**8)
        assert isinstance(loaded.model, RobertaModel)
        assert loaded.max_tokens == 64 - 2
        ids = torch.full((1, loaded.max_tokens + 1), 7)
        loaded.model(input_ids=ids[:, :-1])
        with pytest.raises((IndexError, RuntimeError), match="index"):
            loaded.model(input_ids=ids)

    @pytest.mark.parametrize("model_type", ["bert", "gpt2", "opt", "bart", "mpnet", "distilbert", "electra"])
    def test_the_last_position_works(self, model_type: str) -> None:
        model = tiny(model_type)
        ids = torch.full((1, positions(model)), 7)
        with torch.inference_mode():
            model(input_ids=ids)
        assert positions(model) == (62 if model_type == "mpnet" else 64)

    @pytest.mark.parametrize("model_type", ["t5", "xlnet", "bloom"])
    def test_relative_positions_have_no_limit_of_their_own(self, model_type: str) -> None:
        assert positions(tiny(model_type)) == 10**6

    def test_the_memory_of_the_weights_is_a_limit(self, tmp_path: Path, pipelines: list[Pipeline]) -> None:
        save(masked_bert(), tmp_path / "model")
        settings = naming(tmp_path, max_capture_bytes=4 * 3 * 4 * 10 * 10 + 5)
        pipelines.append(Pipeline(Library(settings, may_fetch=False), settings))

        def ask(words: int) -> Any:
            request = AttentionRequest(text="apple " * words, model="mine")
            return asyncio.run(pipelines[-1].attention(request, Timing()))

        assert ask(8).attention.shape == [3, 4, 10, 10]
        with pytest.raises(TextTooLong, match="limit is 10") as caught:
            ask(9)
        assert (caught.value.limit, caught.value.got) == (10, 11)

    def test_a_pair_is_as_long_as_its_sentences_together(self, ask: Callable[[PreTrainedModel], Ask]) -> None:
        with pytest.raises(TextTooLong, match="limit is 64"):
            ask(masked_bert())("apple " * 40, text_pair="apple " * 40)


class TestTokenizer:
    def test_truncation_and_padding_are_switched_off(self, tmp_path: Path) -> None:
        tokenizer = tiny_tokenizer()
        tokenizer.enable_truncation(4)
        tokenizer.enable_padding(length=9)
        tokenizer.save(str(tmp_path / "tokenizer.json"))
        found = tokenizer_of(tmp_path)
        assert len(found.encode("a a a a a a").ids) == 8
        assert len(found.encode("a").ids) == 3

    def test_the_unknown_token(self) -> None:
        assert unknown_id(tiny_tokenizer()) == 3
        assert (
            unknown_id(Tokenizer.from_str(tiny_tokenizer().to_str().replace('"unk_token":"<unk>"', '"unk_token":""')))
            is None
        )

    def test_a_predicted_control_token_is_printed_by_name(self, tmp_path: Path) -> None:
        loaded = load_folder(save(masked_bert(), tmp_path), MINE, 10**8)
        assert (loaded.text_of(2), loaded.text_of(6)) == ("</s>", "apple")


@pytest.mark.parametrize(
    ("model_type", "architectures", "family"),
    [
        ("bert", ["BertModel"], "encoder"),
        ("bert", None, "encoder"),
        ("bert", ["BertLMHeadModel"], "encoder"),  # it looks ahead unless its configuration says that it is a decoder
        ("xlnet", ["XLNetLMHeadModel"], "encoder"),
        ("xlm-roberta", ["XLMRobertaForMaskedLM"], "encoder"),
        ("gpt2", ["GPT2LMHeadModel"], "decoder"),
        ("llama", None, "decoder"),
        ("llama", ["LlamaModel"], "decoder"),
        ("t5", ["T5ForConditionalGeneration"], "encoder-decoder"),
    ],
)
def test_families(model_type: str, architectures: list[str] | None, family: str) -> None:
    model = tiny(model_type)
    model.config.architectures = architectures
    assert family_of(model, causal=probe(model).causal) == family


def test_a_bert_that_is_a_decoder() -> None:
    model = BertModel(BertConfig(**COMMON, is_decoder=True)).eval()
    assert family_of(model, causal=probe(model).causal) == "decoder"


@pytest.mark.parametrize("model_type", ["llama", "bert", "xlnet"])
def test_a_model_without_a_head_predicts_nothing(model_type: str, tmp_path: Path) -> None:
    """Transformers would add the head that the class of the configuration's type has, with random numbers."""
    made = tiny(model_type)
    base: Any = made.model if model_type == "llama" else made
    loaded = load_folder(save(base, tmp_path), MINE, 10**8)
    assert loaded.predicts is None
    assert loaded.model.get_output_embeddings() is None


def test_sharded_weights_are_read_whole(tmp_path: Path) -> None:
    model = masked_bert()
    folder = save(model, tmp_path)
    (folder / "model.safetensors").unlink()
    model.save_pretrained(folder, max_shard_size="20KB")
    assert len(list(folder.glob("*.safetensors"))) > 1
    loaded = load_folder(folder, MINE, 10**8)
    for name, value in model.state_dict().items():
        torch.testing.assert_close(loaded.model.state_dict()[name], value, rtol=0, atol=0)


class TestSettings:
    @pytest.mark.parametrize(
        ("given", "says"),
        [
            ({"id": "mine"}, "either a folder or a hub id"),
            ({"id": "mine", "folder": "/x", "hub": "a/b", "revision": "0" * 40}, "either a folder or a hub id"),
            ({"id": "mine", "hub": "a/b"}, "needs its revision"),
            ({"id": "mine", "hub": "a/b", "revision": "main"}, "pattern"),
            ({"id": "mine", "hub": "a/b", "revision": "0" * 39}, "pattern"),
            ({"id": "mine", "hub": "a/b", "revision": "G" * 40}, "pattern"),
            ({"id": "../mine", "folder": "/x"}, "pattern"),
            ({"id": "mine", "folder": "/x", "colour": "red"}, "Extra inputs"),
        ],
    )
    def test_a_model_has_one_source(self, given: dict[str, str], says: str) -> None:
        with pytest.raises(ValidationError, match=says):
            Settings.model_validate({"models": [given]})

    @pytest.mark.parametrize("taken", ["minilm", "e5", "smollm2", "auto", "lstm"])
    def test_an_id_that_is_taken(self, tmp_path: Path, taken: str) -> None:
        named = ModelSetting(id=taken, folder=tmp_path)
        with pytest.raises(InvalidRequest, match="which is taken"):
            Library(Settings(cache_dir=tmp_path, models=(named,)), may_fetch=False)

    def test_an_id_that_stands_twice(self, tmp_path: Path) -> None:
        named = ModelSetting(id="mine", folder=tmp_path)
        with pytest.raises(InvalidRequest, match="which is taken"):
            Library(Settings(cache_dir=tmp_path, models=(named, named)), may_fetch=False)

    def test_the_environment_names_models_as_json(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HEADS_GATES_MODELS", '[{"id": "mine", "folder": "/models/mine"}]')
        assert Settings().models == (ModelSetting(id="mine", folder=Path("/models/mine")),)
