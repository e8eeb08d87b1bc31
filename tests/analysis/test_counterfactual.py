"""Counterfactuals against one sentence at a time through the unrolled cell, scored in numpy."""

import numpy as np
import pytest
import torch

from app.analysis.gates.counterfactual import counterfactual, no_words, rivals_of
from app.forward.cells import KINDS, Kind, unroll
from app.forward.recurrent import trace
from app.models.recurrent import net as nets
from app.models.recurrent import tokenizer as tokenizers
from app.models.recurrent.net import RecurrentNet
from tests.forward.made import made_net

pytestmark = pytest.mark.usefixtures("one_thread")
IDS = [0, 5, 9, 2, 9, 17, 4, 4, 20, 1]
EXCLUDED = [0, 1, 2]


def distribution(net: RecurrentNet, kind: Kind, vectors: torch.Tensor) -> np.ndarray:
    """The next-piece distribution after the last of some embeddings, in float64 and numpy from the state on."""
    weights = type(net.layer)(*(value.double() for value in net.layer))
    hidden = unroll(kind, vectors.double(), weights).hidden[-1].numpy()
    projected = net.project.weight.double().numpy() @ hidden + net.project.bias.double().numpy()
    scores = net.embedding.weight.double().numpy() @ projected + net.output_bias.double().numpy()
    exp = np.exp(scores - scores.max())
    return np.asarray(exp / exp.sum())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("token", [0, 1, 6, 9])
def test_equal_to_one_sentence_at_a_time(kind: Kind, token: int) -> None:
    net = made_net(kind)
    got = counterfactual(net, IDS, trace(net, IDS).probabilities, token, EXCLUDED)
    table = net.embedding.weight
    as_is = distribution(net, kind, table[IDS[: token + 1]])
    assert got.baseline.ids == np.argsort(-as_is)[:5].tolist()
    np.testing.assert_allclose(got.baseline.probabilities, np.sort(as_is)[::-1][:5], rtol=0, atol=1e-5)
    assert len(got.values) == len(got.unknown) == len(got.replacements) == token + 1
    assert (got.values[0], got.unknown[0], got.replacements[0]) == (0, 0, [])
    for j in range(1, token + 1):
        before = distribution(net, kind, table[IDS[:j]])
        order = [piece for piece in np.argsort(-before).tolist() if piece not in {*EXCLUDED, IDS[j]}]
        assert [r.id for r in got.replacements[j]] == order[:4]
        moved = []
        for replacement in got.replacements[j]:
            swapped = [*IDS[:j], replacement.id, *IDS[j + 1 : token + 1]]
            after = distribution(net, kind, table[swapped])
            moved.append(0.5 * float(np.abs(after - as_is).sum()))
            assert replacement.total_variation == pytest.approx(moved[-1], abs=1e-5)
            assert replacement.predicted.ids == np.argsort(-after)[:5].tolist()
            np.testing.assert_allclose(replacement.predicted.probabilities, np.sort(after)[::-1][:5], atol=1e-5)
        assert got.values[j] == pytest.approx(sum(moved) / 4, abs=1e-5)
        vectors = table[IDS[: token + 1]].clone()
        vectors[j] = 0
        after = distribution(net, kind, vectors)
        assert got.unknown[j] == pytest.approx(0.5 * float(np.abs(after - as_is).sum()), abs=1e-5)


def test_the_country_moves_the_language_and_filler_does_not() -> None:
    net, tokenizer = nets.load("lstm"), tokenizers.load()
    text = "I grew up in France, and the weather was good there every day, so I speak fluent"
    ids = tokenizer.encode(text).ids
    pieces = [tokenizer.id_to_token(i) for i in range(net.vocab)]
    got = counterfactual(net, ids, trace(net, ids).probabilities, len(ids) - 1, no_words(pieces))
    assert pieces[got.baseline.ids[0]] == "french▁"
    at = ids.index(tokenizers.piece_id(tokenizer, "France"))
    assert got.values[at] > 0.5
    assert max(value for j, value in enumerate(got.values[: len(ids) - 3]) if j > at + 1) < 0.1


def test_no_special_and_no_byte_piece_is_a_rival() -> None:
    tokenizer = tokenizers.load()
    pieces = [tokenizer.id_to_token(i) for i in range(tokenizer.get_vocab_size())]
    found = no_words(pieces)
    assert found == list(range(tokenizers.FIRST_PIECE))
    assert no_words(["<s>", "</s>", "a", "b", "<", "<a>"]) == [0, 1]


def test_rivals_are_as_many_as_there_are() -> None:
    row = np.array([0.1, 0.2, 0.4, 0.3, 0.0], dtype=np.float32)
    assert rivals_of(row, 2, [0, 1]) == [3, 4]
    assert rivals_of(row, 4, []) == [2, 3, 1, 0]
    assert rivals_of(row, 3, [0, 1, 2, 4]) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_vocabulary_of_four_pieces(kind: Kind) -> None:
    """Such as the counter's: one rival a token, four predictions."""
    net = made_net(kind, vocab=4)
    ids = [0, 2, 2, 3, 3]
    got = counterfactual(net, ids, trace(net, ids).probabilities, 4, [0, 1])
    assert [[r.id for r in row] for row in got.replacements] == [[], [3], [3], [2], [2]]
    assert [len(r.predicted.ids) for row in got.replacements for r in row] == [4] * 4
    nothing = counterfactual(net, ids, trace(net, ids).probabilities, 4, [0, 1, 2, 3])
    assert nothing.values == [0] * 5
    assert all(value > 0 for value in nothing.unknown[1:])
