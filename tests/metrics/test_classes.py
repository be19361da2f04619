"""Classes and confidence: scenes whose answer is known."""

import numpy as np
import pytest

from ganlib.metrics.classes import (
    class_agreement,
    class_coverage,
    class_probabilities,
    class_shares,
    kind_purity,
    mean_confidence,
    missing_classes,
)

EVEN = np.full(4, 0.25)


def verdicts(labels: list[int], sureness: float = 50.0) -> np.ndarray:
    """Probabilities of a classifier that takes pictures for these labels."""
    return class_probabilities(sureness * np.eye(4)[labels])


def test_probabilities_are_a_softmax_and_do_not_overflow() -> None:
    found = class_probabilities(np.array([[0.0, np.log(3.0)], [1e4, 0.0]]))
    assert found == pytest.approx(np.array([[0.25, 0.75], [1.0, 0.0]]))


def test_a_class_that_never_comes_is_missing() -> None:
    shares = class_shares(verdicts([0, 0, 1, 3] * 10))
    assert shares.tolist() == [0.5, 0.25, 0.0, 0.25]
    assert missing_classes(shares, EVEN) == (2,)
    assert class_coverage(shares, EVEN) == 0.75


def test_a_class_that_comes_a_tenth_as_often_as_it_should_is_not_missing() -> None:
    assert missing_classes(np.array([0.025, 0.024, 0.5, 0.451]), EVEN) == (1,)


def test_a_collapsed_generator_covers_one_class() -> None:
    shares = class_shares(verdicts([3] * 50))
    assert missing_classes(shares, EVEN) == (0, 1, 2)
    assert class_coverage(shares, EVEN) == 0.25


def test_a_class_that_real_pictures_lack_is_no_class() -> None:
    assert class_coverage(np.array([0.5, 0.5, 0.0, 0.0]), np.array([0.5, 0.5, 0.0, 0.0])) == 1.0


def test_confidence_is_one_for_the_sure_and_one_in_four_for_the_clueless() -> None:
    assert mean_confidence(verdicts([0, 1, 2, 3])) == pytest.approx(1.0)
    assert mean_confidence(verdicts([0, 1, 2, 3], sureness=0.0)) == 0.25


def test_purity_counts_the_pictures_of_the_commonest_class_of_each_kind() -> None:
    kinds = np.eye(3)[[0, 0, 0, 1, 1, 2]]
    assert kind_purity(verdicts([2, 2, 1, 0, 0, 2]), kinds) == pytest.approx(5 / 6)
    assert kind_purity(verdicts([0, 1, 2, 3]), np.eye(4)[[3, 2, 1, 0]]) == 1.0, "a kind has no number of its own"
    assert kind_purity(verdicts([0, 1, 2, 3]), np.eye(2)[[0, 0, 0, 0]]) == 0.25, "one kind of everything"


def test_agreement_counts_the_pictures_taken_for_what_was_asked() -> None:
    assert class_agreement(verdicts([0, 1, 2, 3]), np.eye(4)[[0, 1, 2, 0]]) == 0.75
