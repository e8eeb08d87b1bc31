import math

import pytest

from app.training.baseline import AddOneBigram, KneserNeyBigram, Unigram, bigrams, perplexity
from app.training.templates import seeded

VOCAB = 12


def sentences(seed: int, count: int) -> list[list[int]]:
    rng = seeded(seed)
    return [[min(VOCAB - 2, int(rng.expovariate(0.4)) + 2) for _ in range(rng.randint(1, 6))] for _ in range(count)]


@pytest.mark.parametrize("kind", [Unigram, AddOneBigram, KneserNeyBigram])
def test_probabilities_sum_to_one(kind: type[Unigram | AddOneBigram | KneserNeyBigram]) -> None:
    model = kind(sentences(1, 60), VOCAB)
    for before in range(VOCAB):
        assert math.isclose(sum(model.probability(before, w) for w in range(VOCAB)), 1, rel_tol=1e-12)


def test_start_and_end_are_counted() -> None:
    assert bigrams([5, 6]) == [(0, 5), (5, 6), (6, 1)]


def test_kneser_ney_by_hand() -> None:
    # Bigrams: (0,2) x2, (2,3) x1, (2,4) x1, (3,1) x1, (4,1) x1. n1 = 4, n2 = 1, so D = 4 / 6.
    model = KneserNeyBigram([[2, 3], [2, 4]], 5)
    assert model.discount == pytest.approx(4 / 6)
    # Continuation counts: 2: 1, 3: 1, 4: 1, 1: 2; m1 = 3, m2 = 1, so D' = 3 / 5; five types of bigram.
    assert model.low_discount == pytest.approx(3 / 5)
    q3 = (1 - 3 / 5) / 5 + (3 / 5) * 4 / 5 / 5
    assert model.continuation(3) == pytest.approx(q3)
    assert model.probability(2, 3) == pytest.approx((1 - 4 / 6) / 2 + (4 / 6) * 2 / 2 * q3)


def test_perplexity_of_an_even_die_is_its_faces() -> None:
    assert perplexity(Unigram([], VOCAB), [[3, 4, 5]]) == pytest.approx(VOCAB)
