"""Fréchet and kernel distance: scenes whose answer is known."""

import numpy as np
import pytest

from ganlib.metrics.distances import features_to_statistics, frechet_distance, kernel_distance

CHANCE = np.random.default_rng(0)


def distance(real: np.ndarray, fake: np.ndarray) -> float:
    return frechet_distance(features_to_statistics(real), features_to_statistics(fake))


def by_eigenvalues(real: np.ndarray, fake: np.ndarray) -> float:
    """The textbook formula, through the eigenvalues of Σ₁^½ Σ₂ Σ₁^½: another way to the same number."""
    covariances = [np.cov(x, rowvar=False) for x in (real, fake)]
    values, vectors = np.linalg.eigh(covariances[0])
    root = vectors * np.sqrt(np.maximum(values, 0.0)) @ vectors.T
    cross = np.sqrt(np.maximum(np.linalg.eigvalsh(root @ covariances[1] @ root), 0.0)).sum()
    means = np.square(real.mean(0) - fake.mean(0)).sum()
    return float(means + np.trace(covariances[0]) + np.trace(covariances[1]) - 2.0 * cross)


@pytest.mark.parametrize("count", [5, 40, 3_000])  # fewer, as many, more than the 40 dimensions
def test_a_set_has_no_distance_to_itself(count: int) -> None:
    features = CHANCE.standard_normal((count, 40)) * np.arange(40)
    assert distance(features, features[::-1]) == pytest.approx(0.0, abs=1e-8)


def test_a_shifted_set_is_as_far_as_it_was_shifted() -> None:
    features = CHANCE.standard_normal((500, 8))
    shift = np.arange(8)
    assert distance(features, features + shift) == pytest.approx((shift**2).sum())


def test_diagonal_gaussians_have_a_closed_form() -> None:
    """Σ (σ₁ − σ₂)² where both covariances are diagonal, exactly: every sign of each axis comes once."""
    corners = np.array(np.meshgrid(*[[-1.0, 1.0]] * 4)).reshape(4, -1).T
    real, fake = corners * [1.0, 2.0, 3.0, 0.0], corners * [1.5, 2.0, 1.0, 4.0]
    unbiased = 16 / 15  # of a variance over 16 rows
    assert distance(real, fake) == pytest.approx(unbiased * (0.5**2 + 2.0**2 + 4.0**2))


def test_two_points_in_many_dimensions_have_a_closed_form() -> None:
    """Covariances of rank one, Σᵢ = dᵢdᵢᵀ/2: their product's root has the trace |d₁·d₂|/2."""
    real, fake = CHANCE.standard_normal((2, 2, 300))
    first, second = real[1] - real[0], fake[1] - fake[0]
    means = np.square(real.mean(0) - fake.mean(0)).sum()
    expected = means + (first @ first + second @ second) / 2 - abs(first @ second)
    assert distance(real, fake) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(("num_real", "num_fake"), [(30, 30), (30, 500), (500, 30), (500, 400)])
def test_it_agrees_with_the_textbook_formula_whatever_the_number_of_samples(num_real: int, num_fake: int) -> None:
    real = CHANCE.standard_normal((num_real, 64)) @ CHANCE.standard_normal((64, 64))
    fake = CHANCE.standard_normal((num_fake, 64)) @ CHANCE.standard_normal((64, 64)) + 0.5
    assert distance(real, fake) == pytest.approx(by_eigenvalues(real, fake), rel=1e-6)


def test_features_that_never_fire_do_no_harm() -> None:
    real, fake = CHANCE.standard_normal((2, 300, 16))
    dead = np.zeros((300, 4))
    assert distance(np.hstack([real, dead]), np.hstack([fake, dead])) == pytest.approx(distance(real, fake))


def test_a_collapsed_set_is_as_far_as_the_real_one_is_wide() -> None:
    real = CHANCE.standard_normal((400, 6))
    fake = np.repeat(real.mean(0, keepdims=True), 400, axis=0)
    assert distance(real, fake) == pytest.approx(real.var(0, ddof=1).sum())


def test_one_row_has_no_covariance() -> None:
    with pytest.raises(ValueError, match="at least 2"):
        features_to_statistics(np.ones((1, 3)))


def test_the_kernel_distance_of_equal_distributions_is_zero_on_average() -> None:
    real, fake = CHANCE.standard_normal((2, 2_000, 16)).astype(np.float32)
    mean, spread = kernel_distance(real, fake, subsets=40, subset_size=200)
    assert abs(mean) < 3 * spread / np.sqrt(40 * 200 / 2_000)
    assert spread > 0.0


def test_the_kernel_distance_of_two_points_each_by_hand() -> None:
    """Kernels within: (1·0/1 + 1)³ = 1 and (3·2 + 1)³ = 343; across: 4³, 3³, 1, 1, mean 93/4."""
    real, fake = np.array([[1.0], [0.0]], np.float32), np.array([[3.0], [2.0]], np.float32)
    mean, spread = kernel_distance(real, fake, subsets=3)
    assert mean == pytest.approx(1 + 343 - 2 * (64 + 27 + 1 + 1) / 4)
    assert spread == pytest.approx(0.0)


def test_the_kernel_distance_sees_a_collapse() -> None:
    real = CHANCE.standard_normal((500, 16)).astype(np.float32)
    mean, _ = kernel_distance(real, np.repeat(real[:1], 500, axis=0), subsets=5)
    assert mean > 1.0
