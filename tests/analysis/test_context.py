"""The same word in two sentences, against a slow loop and against transformers alone."""

import math
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import AutoModel, AutoTokenizer

from app.analysis.context import cosine_by_layer
from app.forward.reading import states
from app.models.loading import Identity, LoadedTransformer, load_folder
from app.pipeline import inputs_of
from app.tokens.reading import read_sentences

SWEET, JUICY, PHONE = "The apple was sweet.", "She ate a juicy apple.", "Apple released a phone."


def test_a_slow_loop_finds_the_same() -> None:
    generator = np.random.default_rng(1)
    a = generator.normal(size=(3, 4, 8)).astype(np.float32)
    b = generator.normal(size=(3, 5, 8)).astype(np.float32)
    got = cosine_by_layer(a, 2, b, 4)
    for layer in range(3):
        dot = sum(float(x) * float(y) for x, y in zip(a[layer, 2], b[layer, 4], strict=True))
        lengths = [math.sqrt(sum(float(x) ** 2 for x in vector)) for vector in (a[layer, 2], b[layer, 4])]
        assert float(got[layer]) == pytest.approx(dot / (lengths[0] * lengths[1]), abs=1e-6)


def test_a_vector_is_like_itself() -> None:
    a = np.random.default_rng(2).normal(size=(3, 4, 8)).astype(np.float32)
    np.testing.assert_allclose(cosine_by_layer(a, 1, a, 1), 1, rtol=0, atol=1e-6)
    np.testing.assert_allclose(cosine_by_layer(a, 1, -a, 1), -1, rtol=0, atol=1e-6)


@pytest.fixture(scope="module")
def minilm(minilm_dir: Path) -> LoadedTransformer:
    return load_folder(minilm_dir, Identity("minilm", "", "", None), 300_000_000)


def apple(model: LoadedTransformer, text: str) -> tuple[np.ndarray, int]:
    tokens = read_sentences(model.tokenizer, text, None, model.unknown_id)
    (index,) = [token.index for token in tokens if token.text.lower() == "apple"]
    return states(model, inputs_of(tokens)), index


@pytest.mark.weights
@pytest.mark.parametrize(("other", "expected"), [(JUICY, 0.931), (PHONE, 0.743)])
def test_a_fruit_is_more_like_a_fruit_than_like_a_company(
    minilm: LoadedTransformer, minilm_dir: Path, other: str, expected: float
) -> None:
    got = cosine_by_layer(*apple(minilm, SWEET), *apple(minilm, other))
    assert got.shape == (7,)
    assert float(got[-1]) == pytest.approx(expected, abs=0.002)

    tokenizer = AutoTokenizer.from_pretrained(minilm_dir, local_files_only=True)
    model = AutoModel.from_pretrained(minilm_dir, local_files_only=True).eval()
    found = []
    for text in (SWEET, other):
        inputs = tokenizer(text, return_tensors="pt")
        place = inputs.input_ids[0].tolist().index(tokenizer.convert_tokens_to_ids("apple"))
        with torch.inference_mode():
            found.append([layer[0, place] for layer in model(**inputs, output_hidden_states=True).hidden_states])
    independent = [float(torch.cosine_similarity(a, b, dim=0)) for a, b in zip(*found, strict=True)]
    np.testing.assert_allclose(got, independent, rtol=0, atol=1e-5)
