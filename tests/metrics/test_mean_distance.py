"""How far samples are from each other: scenes whose answer is known."""

import numpy as np
import pytest

from ganlib.metrics.similarity import mean_distance


def test_equal_pictures_have_no_distance_even_with_rounding() -> None:
    assert mean_distance(np.full((50, 28, 28, 1), 0.1, np.float32)) == pytest.approx(0.0, abs=1e-5)


def test_mean_distance_is_over_pairs_of_different_pictures() -> None:
    points = np.array([0.0, 3.0, 4.0]).reshape(3, 1, 1, 1)
    assert mean_distance(points) == pytest.approx((3 + 4 + 1) / 3)


def test_one_picture_has_no_distance() -> None:
    assert mean_distance(np.ones((1, 4, 4, 1))) == 0.0
