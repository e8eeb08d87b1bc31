"""Top candidates against a plain sort, surprisal against torch."""

import math

import numpy as np
import pytest
import torch

from app.analysis.gates.predictions import following, top_predictions


def test_likeliest_first() -> None:
    probabilities = np.random.default_rng(0).dirichlet(np.ones(50), size=4).astype(np.float32)
    found = top_predictions(probabilities, str, count=5)
    for row, predictions in zip(probabilities, found, strict=True):
        expected = sorted(range(50), key=lambda v: -row[v])[:5]
        assert [int(p.text) for p in predictions] == expected
        assert [p.probability for p in predictions] == [float(row[v]) for v in expected]


def test_ties_go_to_the_smaller_index() -> None:
    found = top_predictions(np.full((1, 4), 0.25, np.float32), str, count=2)
    assert [p.text for p in found[0]] == ["0", "1"]


def test_ties_at_the_edge_are_those_of_a_stable_sort() -> None:
    rows = np.random.default_rng(1).integers(0, 4, size=(20, 30)).astype(np.float32)
    for row, predictions in zip(rows, top_predictions(rows, str, count=7), strict=True):
        assert [int(p.text) for p in predictions] == sorted(range(30), key=lambda v: (-row[v], v))[:7]


def test_what_came_next_is_scored_as_torch_scores_it() -> None:
    logits = torch.randn(6, 40, generator=torch.Generator().manual_seed(0)) * 4
    ids = [0, 7, 39, 0, 12, 3]
    found = following(logits.numpy(), ids, str)
    assert found[-1] is None
    for row, came, one in zip(logits[:-1], ids[1:], found[:-1], strict=True):
        assert one is not None
        log_p = torch.log_softmax(row.double(), dim=0)[came].item()
        assert (one.id, one.text) == (came, str(came))
        assert one.probability == pytest.approx(math.exp(log_p), rel=1e-12)
        assert one.bits == pytest.approx(-log_p / math.log(2), rel=1e-12)
        assert one.rank == torch.argsort(row, descending=True).tolist().index(came) + 1


def test_what_is_all_but_impossible_has_finite_bits() -> None:
    (one, _) = following(np.array([[0, 2000, 0], [0, 0, 0]], np.float32), [1, 0], str)
    assert one is not None
    assert (one.probability, one.rank) == (0, 2)
    assert one.bits == pytest.approx(2000 / math.log(2))
