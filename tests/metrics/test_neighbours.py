"""Precision, recall, density, coverage and nearest neighbours: scenes whose answer is known."""

import numpy as np
import pytest

from ganlib.metrics.memorisation import nearest_distance
from ganlib.metrics.neighbours import nearest, neighbourhood

CHANCE = np.random.default_rng(0)


def points(count: int, size: int = 8) -> np.ndarray:
    return CHANCE.standard_normal((count, size)).astype(np.float32)


def test_a_line_of_points_by_hand() -> None:
    """Real points at 0 … 9; ten fakes from −0.04 to 0."""
    real = np.arange(10.0, dtype=np.float32)[:, None]
    fake = np.linspace(-0.04, 0.0, 10, dtype=np.float32)[:, None]
    found = neighbourhood(real, fake)
    assert found.precision == 1.0  # all lie in the ball around 0, which reaches to 3
    assert found.recall == 0.1  # only the real 0 lies in a fake's ball
    assert found.coverage == 0.3  # for k = 5 the balls reach 5, 4, 3, 3, …: those around 0, 1 and 2 hold fakes
    assert found.density == 3 / 5  # each fake lies in these three


def test_equal_sets_are_precise_and_covered() -> None:
    real = points(300)
    found = neighbourhood(real, real[::-1].copy())
    assert (found.precision, found.recall, found.coverage) == (1.0, 1.0, 1.0)
    assert found.density == pytest.approx(1.0, abs=0.25)  # each point's ball holds itself and four others


def test_one_distribution_twice_is_covered_as_the_paper_says() -> None:
    """Naeem et al. 2020, section 3.3: coverage of equal distributions tends to 1 − 2⁻ᵏ, density to 1."""
    found = neighbourhood(points(1_500, 16), points(1_500, 16))
    assert found.coverage == pytest.approx(1 - 2**-5, abs=0.02)
    assert found.density == pytest.approx(1.0, abs=0.1)


def test_far_apart_nothing_is_precise_recalled_or_covered() -> None:
    found = neighbourhood(points(200), points(200) + 100.0)
    assert (found.precision, found.recall, found.density, found.coverage) == (0.0, 0.0, 0.0, 0.0)


def test_a_collapsed_generator_is_precise_but_covers_nothing() -> None:
    real = points(400)
    found = neighbourhood(real, np.repeat(real[:1], 400, axis=0))
    assert found.precision == 1.0
    assert found.recall <= 1 / 400
    assert found.coverage < 0.05


def test_a_missing_half_halves_recall_and_coverage_but_not_precision() -> None:
    real = np.vstack([points(300, 2) - 50.0, points(300, 2) + 50.0])
    found = neighbourhood(real, points(600, 2) - 50.0)
    assert found.precision > 0.9
    assert found.recall == pytest.approx(0.5, abs=0.05)
    assert found.coverage == pytest.approx(0.5, abs=0.05)


def test_sizes_must_be_equal() -> None:
    with pytest.raises(ValueError, match="equally many"):
        neighbourhood(points(20), points(30))


def test_blocks_change_nothing() -> None:
    """More rows than a block, against all distances at once."""
    real, fake = points(1_203).astype(np.float64), points(1_203).astype(np.float64)
    between = np.linalg.norm(real[:, None] - fake[None], axis=2)
    among = np.linalg.norm(real[:, None] - real[None], axis=2)
    among_fake = np.linalg.norm(fake[:, None] - fake[None], axis=2)
    small, large = (np.partition(among, k, axis=1)[:, k] for k in (3, 5))
    fake_small = np.partition(among_fake, 3, axis=1)[:, 3]
    found = neighbourhood(real, fake)
    assert found.precision == pytest.approx((between < small[:, None]).any(0).mean(), abs=2e-3)
    assert found.recall == pytest.approx((between < fake_small[None]).any(1).mean(), abs=2e-3)
    assert found.density == pytest.approx((between < large[:, None]).sum() / (5 * 1_203), abs=2e-3)
    assert found.coverage == pytest.approx((between < large[:, None]).any(1).mean(), abs=2e-3)


def test_the_nearest_is_found_with_its_distance() -> None:
    others = np.array([[0.0, 0.0], [10.0, 0.0], [0.0, 5.0]], np.float32)
    found, distances = nearest(np.array([[9.0, 0.0], [0.0, 5.0]], np.float32), others)
    assert found.tolist() == [1, 2]
    assert distances.tolist() == [1.0, 0.0]


def test_a_memorised_set_is_nearer_than_real_pictures_are() -> None:
    train, unseen = points(2_000), points(500)
    copies = train[:500] + np.float32(1e-3) * points(500)
    real_to_real = nearest_distance(unseen, train)
    assert nearest_distance(train[:500], train) == 0.0
    assert nearest_distance(copies, train) < 0.01 * real_to_real
    assert nearest_distance(points(500), train) == pytest.approx(real_to_real, rel=0.1)
