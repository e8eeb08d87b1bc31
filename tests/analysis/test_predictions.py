"""Top candidates against a plain sort."""

import numpy as np

from app.analysis.predictions import top_predictions


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
