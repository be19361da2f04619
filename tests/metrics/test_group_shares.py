"""Groups that are drawn too often."""

import numpy as np
import pytest

from ganlib.metrics.group_shares import fit_group_shares

CORNERS = 1_000.0 * np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])


def clouds(*counts: int) -> np.ndarray:
    """So many points about each corner, and a feature in which nothing varies."""
    chance = np.random.default_rng(0)
    corners = CORNERS.repeat(counts, axis=0)
    points = corners + chance.standard_normal(corners.shape)
    return np.float32(np.column_stack([points, np.full(len(points), 7.0)]))


REAL = clouds(200, 200, 200, 200)  # few enough for four groups


def kept(features: np.ndarray, chances: np.ndarray) -> np.ndarray:
    return features[np.random.default_rng(1).random(len(features)) < chances]


def counted(features: np.ndarray) -> np.ndarray:
    """Share of each corner."""
    nearest = np.argmin(((features[:, None, :2] - CORNERS) ** 2).sum(axis=2), axis=1)
    return np.bincount(nearest, minlength=4) / len(features)


def test_groups_of_what_is_kept_have_the_shares_of_real_ones() -> None:
    fake = clouds(3_000, 2_000, 4_000, 3_000)
    shares = fit_group_shares(REAL, fake, seed=0)
    assert shares is not None
    assert shares.kept.max() == 1.0
    np.testing.assert_allclose(counted(kept(fake, shares(fake))), 0.25, atol=0.02)
    assert shares(fake).mean() == pytest.approx(4 * 2_000 / 12_000, abs=0.03)  # no more is rejected than need be


def test_half_is_kept_of_a_generator_that_draws_nearly_always_the_same() -> None:
    fake = clouds(9_900, 0, 50, 50)
    shares = fit_group_shares(REAL, fake, seed=0)
    assert shares is not None
    assert 0.5 <= shares(fake).mean() < 0.54
    assert shares(clouds(0, 100, 100, 100)).min() == 1.0


def test_true_shares_are_left_alone() -> None:
    fake = clouds(1_500, 1_500, 1_500, 1_500)
    shares = fit_group_shares(REAL, fake, seed=0)
    assert shares is not None
    assert shares.kept.min() > 0.99


@pytest.mark.parametrize(
    ("real", "fake"),
    [
        (clouds(100, 100, 99, 100), clouds(100, 100, 100, 100)),
        (clouds(500, 500, 500, 500), np.full((100, 3), np.nan, np.float32)),
        (np.full((1_000, 3), np.inf, np.float32), clouds(500, 500, 500, 500)),
    ],
    ids=["too few real pictures", "drawn ones that are no numbers", "real ones that are no numbers"],
)
def test_there_may_be_no_groups(real: np.ndarray, fake: np.ndarray) -> None:
    assert fit_group_shares(real, fake, seed=0) is None


def test_the_same_seed_makes_the_same_groups() -> None:
    given = clouds(900, 1_100, 1_000, 1_000), clouds(500, 500, 900, 900)
    one, other = (fit_group_shares(*given, seed=3) for _ in range(2))
    assert one is not None
    assert other is not None
    np.testing.assert_array_equal(one.kernel, other.kernel)
    np.testing.assert_array_equal(one.kept, other.kept)
